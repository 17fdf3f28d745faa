"""Writing directories, and the names in them."""

from brobygger.organisations.actions.aliases import (
    AliasChanged,
    AliasHeld,
    AliasTheirs,
    add_alias,
    change_alias,
    remove_alias,
)
from brobygger.organisations.actions.directories import (
    DirectoryTaken,
    HasUnits,
    NameTaken,
    accept_party,
    give_names_to,
    propose_party,
    register_directory,
    register_disciplines,
    renew,
)
from brobygger.organisations.actions.reorganise import (
    BuiltUpon,
    DirectoryChanged,
    may_be_undone,
    reorganise,
    undo_reorganisation,
    undoable,
)

__all__ = [
    "AliasChanged",
    "AliasHeld",
    "AliasTheirs",
    "BuiltUpon",
    "DirectoryChanged",
    "DirectoryTaken",
    "HasUnits",
    "NameTaken",
    "accept_party",
    "add_alias",
    "change_alias",
    "give_names_to",
    "may_be_undone",
    "propose_party",
    "register_directory",
    "register_disciplines",
    "remove_alias",
    "renew",
    "reorganise",
    "undo_reorganisation",
    "undoable",
]
