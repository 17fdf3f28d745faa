"""From a question to a recommendation: bounds, search, selection among finalists, and what the next place is worth."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from harmoni import __version__
from harmoni.engine.arrays import Floats
from harmoni.optimise import relaxation, search, select, value
from harmoni.optimise.bounds import Bound, bounds
from harmoni.optimise.measures import Sample
from harmoni.optimise.question import Design, Question
from harmoni.optimise.simulator import FRESH, Elsewhere, Simulator
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
    """In hospital, over the years that all finalists have; so are fee days."""
    waiting_against_today: Summary
    fee_days: float
    above_chosen: tuple[float, float]
    """What it costs above the chosen one: an interval that holds for all finalists together."""
    is_chosen: bool
    is_alike: bool
    """Cannot be told apart from the chosen one."""
    limits: tuple[tuple[float, bool], ...]
    """For each limit the share that was reached, and whether the limit holds."""
    a_year: dict[str, Summary]
    """Figures of single years, with the range that 90 of 100 fall in: to hold what comes against."""
    years: int


@dataclass(frozen=True)
class Answer:
    """A recommendation, with how sure it is."""

    question: Question
    seed: int
    bounds: list[Bound]
    start: relaxation.Start | None
    """What the programme proposed to begin from; None where designs were named."""
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
    def keeps_limits(self) -> bool:
        """Whether the chosen one does; where no finalist did, it is the one that came nearest."""
        return all(holds for _, holds in self.chosen.limits)

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
            "start": asdict(self.start) if self.start else None,
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
    executor: Elsewhere | None = None,
) -> Answer:
    """The best use of the money among what is allowed, and how sure that is.

    Takes `most_designs` designs at most, and `most_years` replications of a finalist. The same seed gives the same
    answer, whatever the number of workers or where they are (`executor`).
    """
    simulator, start = Simulator(question, seed, workers, executor=executor), None
    if question.only:
        simulator.ensure([question.today, *question.only], min(search.FEW, most_years))
        is_local_best = True
    else:
        start = relaxation.start(question, seed)
        designs = [question.today, *([start.design] if question.is_allowed(start.design) else [])]
        many = min(search.MANY, most_years)
        simulator.ensure(designs, many)
        first = min(designs, key=lambda design: search.rank(simulator, design))
        found = search.climb(simulator, first, most_designs, many, lambda done, all_: progress("Searching", done, all_))
        is_local_best = found.is_local_best
    designs = finalists_of(simulator)
    fresh = Simulator(question, seed, workers, FRESH, executor)
    selection = decide(fresh, designs, most_years, confidence, progress)
    rows = _finalists(fresh, designs, selection)
    best = rows[0].design
    steps: tuple[list[value.NextPlace], list[value.NextPlace], list[value.Point]] = ([], [], [])
    if not question.only:
        years = min(value.YEARS, most_years)
        progress("Weighing the next place", 0, 3)
        next_today = value.next_places(fresh, question.today, years)
        progress("Weighing the next place", 1, 3)
        next_chosen = value.next_places(fresh, best, years)
        progress("Weighing the next place", 2, 3)
        steps = (next_today, next_chosen, value.curve(fresh, best, years=years))
    return Answer(
        question=question,
        seed=seed,
        bounds=bounds(question.model, question),
        start=start,
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


def finalists_of(simulator: Simulator, most: int = FINALISTS) -> list[Design]:
    """The most promising designs that were allowed, and today."""
    question = simulator.question
    allowed = [design for design in simulator.known() if question.is_allowed(design) and design != question.today]
    ranked = sorted(allowed, key=lambda design: search.rank(simulator, design))
    return [*ranked[: most - 1], question.today]


def decide(
    simulator: Simulator, designs: list[Design], most_years: int, confidence: float, progress: Progress = _silent
) -> select.Selection:
    """Selection among finalists, on replications of its own, of those within the limits; if there is none, of the one
    that comes nearest."""
    simulator.ensure(designs, min(select.FIRST_BATCHES * select.BATCH, most_years))
    excess = [simulator.found[design].excess for design in designs]
    candidates = [at for at, beyond in enumerate(excess) if beyond == min(excess)]

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
    rows, common = [], min(simulator.found[design].count for design in designs)
    for number, design in enumerate(designs):
        is_chosen = number == selection.chosen
        sample = simulator.found[design]
        is_alike = number in selection.alike and sample.is_within_limits
        rows.append(
            _finalist(
                design, sample, today, (selection.low[number], selection.high[number]), is_chosen, is_alike, common
            )
        )
    return sorted(rows, key=lambda row: (not row.is_chosen, row.against_today.mean, row.design))


def _finalist(
    design: Design,
    sample: Sample,
    today: Sample,
    above: tuple[float, float],
    is_chosen: bool,
    is_alike: bool,
    common: int,
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
        waiting=float(sample.waiting[:common].mean()),
        waiting_against_today=summarise(sample.waiting[:both] - today.waiting[:both]),
        fee_days=float(sample.fee_days[:common].mean()),
        above_chosen=above,
        is_chosen=is_chosen,
        is_alike=is_alike,
        limits=shares,
        a_year={
            "ready and waiting in hospital": summarise(sample.waiting),
            "fee days a year": summarise(sample.fee_days),
            f"{question.count}: cost, NOK a year": summarise(sample.cost(question.count)),
        },
        years=sample.count,
    )
