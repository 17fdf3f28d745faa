"""Names as one chooses among them while writing."""

from __future__ import annotations

from itertools import islice

from brobygger.organisations.queries import PartyNames


def name_options(names: PartyNames, *, at_most: int) -> list[tuple[str, str]]:
    """What is written and what is shown beside it: the text that means one party alone, and each name it goes by."""

    def options():
        for party, known in names.directory.names.items():
            said = names.say(party)
            others = [name.text for name in known if name.text != said]
            yield said, ", ".join(dict.fromkeys(others))

    return list(islice(options(), at_most))
