"""What follows from where a party stands in its organisation: filter keys, map row, map column, search words."""

from __future__ import annotations

from brobygger.organisations.queries import Directory, party_names
from brobygger.organisations.rules.kinds import UnitKind
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.rules.kinds import Side
from brobygger.portfolio.rules.facets import UNPLACED, PartyPath
from brobygger.portfolio.rules.text import stems


class Places:
    """The directory of a partnership, with the answers for each party remembered."""

    def __init__(self, partnership: Partnership) -> None:
        self.directory: Directory = party_names(partnership.directory_id).directory
        sides = dict(partnership.partners.values_list("organisation_id", "side"))
        self._university = {pk for pk, side in sides.items() if side == Side.UNIVERSITY}
        self._municipality = {pk for pk, side in sides.items() if side == Side.MUNICIPALITY}
        self._paths: dict[Party, PartyPath] = {}
        self._words: dict[Party, list[str]] = {}

    def path(self, party: Party) -> PartyPath:
        """The filter keys of a party and its row or column in the density map."""
        if party not in self._paths:
            self._paths[party] = self._path(party)
        return self._paths[party]

    def words(self, party: Party) -> list[str]:
        """Stems of every name of the party and of everything above it."""
        if party not in self._words:
            parties = [Party(party.organisation_id, unit.pk) for unit in self.directory.path(party)]
            texts = [
                name.text
                for each in [*parties, Party(party.organisation_id)]
                for name in self.directory.names.get(each, [])
            ]
            self._words[party] = list(dict.fromkeys(stem for text in texts for stem in stems(text)))
        return self._words[party]

    def _path(self, party: Party) -> PartyPath:
        units = self.directory.path(party)
        organisation = self.directory.organisations[party.organisation_id]
        keys = tuple([unit.slug for unit in units] + [organisation.slug])
        if party.organisation_id in self._university:
            disciplines = next((tuple(unit.disciplines) for unit in units if unit.disciplines), ())
            return PartyPath(keys, department=keys, disciplines=disciplines)
        if party.organisation_id in self._municipality:
            area = next((unit.slug for unit in units if unit.kind == UnitKind.SERVICE_AREA), UNPLACED)
            return PartyPath(keys, service_area=area)
        return PartyPath(keys)
