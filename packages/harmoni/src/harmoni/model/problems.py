"""What is wrong with a model: said once, with the place and what to do."""

from dataclasses import dataclass

from harmoni.texts import say


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` is the line of a table or the name of an entry. A warning does not stop a run."""

    file: str
    row: str
    field: str
    message: str
    is_warning: bool = False

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.row, self.field) if part)
        return f"{where}: {self.message}"


class BadModel(ValueError):
    """The model cannot be run; `problems` holds everything that was found, warnings too."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        errors = [problem for problem in problems if not problem.is_warning]
        super().__init__("\n".join(str(problem) for problem in errors))


class Lines:
    """Where things were written; without files (a model made in Python) by their place in the list."""

    def __init__(self, lines: dict[tuple[str, int], int] | None = None) -> None:
        self.lines = lines or {}

    def row(self, file: str, place: int) -> str:
        line = self.lines.get((file, place))
        return say("line {line}", line=line) if line else say("row {place}", place=place + 1)
