"""From a question to a recommendation: bounds, search, selection among finalists, and what the next place is worth."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from harmoni import __version__
from harmoni.engine.arrays import Floats
from harmoni.optimise import search, select, value
from harmoni.optimise.bounds import Bound, bounds
from harmoni.optimise.measures import Sample
from harmoni.optimise.question import Design, Question
from harmoni.optimise.simulator import FRESH, Simulator
from harmoni.statistics.intervals import Summary, summarise

FINALISTS = 8
MOST_DESIGNS = 200
MOST_YEARS = 600

Progress = Callable[[str, int, int], None]


def _silent(what: str, done: int, total: int) -> None:
    return None


@dataclass(frozen=True)
class Finalist:
    """A design that came to the end, on replications the search did not see. NOK a year."""

    design: Design
    said: str
    spent: float
    """On places and switches, above today."""
    cost: float
    """Of those whose cost counts."""
    against_today: Summary
    """The same, less what today costs with the same patients."""
    parties_against_today: dict[str, Summary]
    waiting: float
    waiting_against_today: Summary
    fee_days: float
    above_chosen: tuple[float, float]
    """What it costs above the chosen one: an interval that holds for all finalists together."""
    is_chosen: bool
    is_alike: bool
    """Cannot be told apart from the chosen one."""
    limits: tuple[tuple[float, bool], ...]
    """For each limit the share that was reached, and whether the limit holds."""
    years: int


@dataclass(frozen=True)
class Answer:
    """A recommendation, with how sure it is."""

    question: Question
    seed: int
    bounds: list[Bound]
    finalists: list[Finalist]
    """The chosen one first, then by cost; today is always among them."""
    regret: float
    """With the confidence asked, the chosen one costs at most so much more than the best of the finalists."""
    confidence: float
    is_decided: bool
    next_today: list[value.NextPlace]
    next_chosen: list[value.NextPlace]
    curve: list[value.Point]
    designs: int
    """How many were simulated in the search."""
    replications: int
    """In all."""
    is_local_best: bool

    @property
    def chosen(self) -> Finalist:
        return self.finalists[0]

    @property
    def today(self) -> Finalist:
        return next(row for row in self.finalists if row.design == self.question.today)

    @property
    def alike(self) -> list[Finalist]:
        """Those that cannot be told apart from the chosen one."""
        return [row for row in self.finalists if row.is_alike]

    def as_dict(self) -> dict[str, Any]:
        """For programs, and to be kept: a recommendation that can be held against what came."""
        question = self.question
        return {
            "version": __version__,
            "model": question.model.title,
            "title": question.title,
            "seed": self.seed,
            "counted": question.count,
            "budget": question.budget,
            "indifference": question.indifference,
            "confidence": self.confidence,
            "guarantee": {"at_most_above_best": self.regret, "is_decided": self.is_decided},
            "designs": self.designs,
            "replications": self.replications,
            "is_local_best": self.is_local_best,
            "levers": [{"name": row.name, "today": row.today, "step": row.step} for row in question.levers],
            "limits": [limit.said() for limit in question.limits],
            "finalists": [asdict(row) for row in self.finalists],
            "next_place": {
                "today": [_next(row) for row in self.next_today],
                "chosen": [_next(row) for row in self.next_chosen],
            },
            "curve": [asdict(point) | {"said": question.said(point.design)} for point in self.curve],
            "bounds": [asdict(row) | {"can_cope": row.can_cope} for row in self.bounds],
        }


def _next(row: value.NextPlace) -> dict[str, Any]:
    return {
        "lever": row.lever,
        "step": row.step,
        "cost": row.cost,
        "saves": asdict(row.saves),
        "net": asdict(row.net),
    }


def optimise(
    question: Question,
    seed: int,
    workers: int = 1,
    most_designs: int = MOST_DESIGNS,
    most_years: int = MOST_YEARS,
    confidence: float = select.CONFIDENCE,
    progress: Progress = _silent,
) -> Answer:
    """The best use of the money among what is allowed, and how sure that is.

    Takes `most_designs` designs at most, and `most_years` replications of a finalist. The same seed gives the same
    answer, whatever the number of workers.
    """
    simulator = Simulator(question, seed, workers)
    if question.only:
        simulator.ensure([question.today, *question.only], search.FEW)
        is_local_best = True
    else:
        is_local_best = False
        for start in starts(question):
            found = search.climb(simulator, start, most_designs, lambda done, all_: progress("Searching", done, all_))
            is_local_best = found.is_local_best
    designs = finalists_of(simulator)
    fresh = Simulator(question, seed, workers, FRESH)
    selection = decide(fresh, designs, most_years, confidence, progress)
    rows = _finalists(fresh, designs, selection)
    best = rows[0].design
    steps: tuple[list[value.NextPlace], list[value.NextPlace], list[value.Point]] = ([], [], [])
    if not question.only:
        progress("Weighing the next place", 0, 3)
        next_today = value.next_places(fresh, question.today)
        progress("Weighing the next place", 1, 3)
        next_chosen = value.next_places(fresh, best)
        progress("Weighing the next place", 2, 3)
        steps = (next_today, next_chosen, value.curve(fresh, best))
    return Answer(
        question=question,
        seed=seed,
        bounds=bounds(question.model, question),
        finalists=rows,
        regret=selection.regret,
        confidence=confidence,
        is_decided=selection.is_decided,
        next_today=steps[0],
        next_chosen=steps[1],
        curve=steps[2],
        designs=len(simulator.found),
        replications=simulator.simulated + fresh.simulated,
        is_local_best=is_local_best,
    )


def starts(question: Question) -> list[Design]:
    """Where the search begins."""
    return [question.today]


def finalists_of(simulator: Simulator, most: int = FINALISTS) -> list[Design]:
    """The most promising designs that were allowed, and today."""
    question = simulator.question
    allowed = [design for design in simulator.known() if question.is_allowed(design) and design != question.today]
    ranked = sorted(allowed, key=lambda design: search.rank(simulator, design))
    return [*ranked[: most - 1], question.today]


def decide(
    simulator: Simulator, designs: list[Design], most_years: int, confidence: float, progress: Progress = _silent
) -> select.Selection:
    """Selection among finalists, on replications of its own; a design beyond the limits is never chosen before one
    within them."""
    simulator.ensure(designs, min(select.FIRST_BATCHES * select.BATCH, most_years))
    within = [simulator.found[design].is_within_limits for design in designs]
    candidates = [at for at, fits in enumerate(within) if fits] or list(range(len(designs)))

    def draw(numbers: list[int], years: int) -> list[Floats]:
        progress("Choosing among finalists", years, most_years)
        chosen = [designs[candidates[number]] for number in numbers]
        simulator.ensure(chosen, years)
        return [simulator.found[design].objective for design in chosen]

    inner = select.choose(len(candidates), draw, simulator.question.indifference, most_years, confidence)
    chosen = candidates[inner.chosen]
    values = [simulator.found[design].objective for design in designs]
    low, high, _ = select.against(chosen, values, confidence)
    return select.Selection(
        chosen=chosen,
        years=tuple(len(row) for row in values),
        is_decided=inner.is_decided,
        dropped=tuple(candidates[number] for number in inner.dropped),
        regret=inner.regret,
        low=low,
        high=high,
    )


def _finalists(simulator: Simulator, designs: list[Design], selection: select.Selection) -> list[Finalist]:
    today = simulator.found[simulator.question.today]
    rows = []
    for number, design in enumerate(designs):
        is_chosen = number == selection.chosen
        sample, is_alike = simulator.found[design], number in selection.alike
        rows.append(
            _finalist(design, sample, today, (selection.low[number], selection.high[number]), is_chosen, is_alike)
        )
    return sorted(rows, key=lambda row: (not row.is_chosen, row.against_today.mean, row.design))


def _finalist(
    design: Design, sample: Sample, today: Sample, above: tuple[float, float], is_chosen: bool, is_alike: bool
) -> Finalist:
    question, both = sample.question, min(sample.count, today.count)
    shares = tuple((sample.share(place), sample.holds(place)) for place in range(len(question.limits)))
    return Finalist(
        design=design,
        said=question.said(design),
        spent=question.spent(design),
        cost=float(sample.objective.mean()),
        against_today=summarise(sample.objective[:both] - today.objective[:both]),
        parties_against_today={
            party: summarise(sample.cost(party)[:both] - today.cost(party)[:both]) for party in question.parties
        },
        waiting=float(sample.waiting.mean()),
        waiting_against_today=summarise(sample.waiting[:both] - today.waiting[:both]),
        fee_days=float(sample.fee_days.mean()),
        above_chosen=above,
        is_chosen=is_chosen,
        is_alike=is_alike,
        limits=shares,
        years=sample.count,
    )
