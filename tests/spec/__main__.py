"""Write the pages of docs/reference that the specifications are: `python -m tests.spec`."""

from tests.spec import counting, verdicts

for specification in (counting, verdicts):
    specification.FILE.write_text(specification.page(), encoding="utf-8")
