"""Names of figures, for those who show them: without the arrays that they are counted from."""

SOCIETY = "all parties"
WAITING = "ready and waiting in hospital"
COST = "cost, NOK a year"


def scale_of(figure: str) -> float:
    """Money is told in millions."""
    return 1e6 if figure.endswith("NOK a year") else 1.0
