"""Write the pages of docs/reference that the specifications are: `python -m tests.spec`."""

from tests.spec import approvals, counting, round_rights, units, verdicts

for specification in (approvals, counting, round_rights, units, verdicts):
    specification.FILE.write_text(specification.page(), encoding="utf-8")
