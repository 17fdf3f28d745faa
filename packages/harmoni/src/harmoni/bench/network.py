"""The networks that are measured: the benchmark chain, as a model of Harmoni and as plain numbers for the peers, and a
region of many units."""

from dataclasses import dataclass, replace
from typing import Any

from harmoni.distributions import Distribution, Exponential, Gamma, Lognormal, Weibull
from harmoni.model.parts import OUTSIDE, Arrivals, Group, Horizon, Model, Price, Route, Stay, Unit

# So that fees are counted and priced; the price of 2024.
PRICES = (Price("fee_day", 5745.0),)


@dataclass(frozen=True)
class Network:
    """A chain that every engine can say: one group, places, mean stays, shares onward; what is left over goes home."""

    names: tuple[str, ...] = ("hospital", "helsehus", "nursing", "home")
    places: tuple[int, ...] = (300, 60, 40, 300)
    means: tuple[float, ...] = (5.0, 14.0, 17.0, 30.0)
    onward: tuple[tuple[float, ...], ...] = (
        (0.0, 0.08, 0.03, 0.14),
        (0.0, 0.0, 0.2, 0.4),
        (0.0, 0.0, 0.0, 0.4),
        (0.0, 0.0, 0.0, 0.0),
    )
    arrivals_a_day: float = 45.0
    is_lognormal: bool = False
    """Standard deviation equal to the mean; else exponential."""
    warm_up: int = 180
    days: int = 365

    def model(self) -> Model:
        """For Harmoni; all patients come to the first unit, which is the one with a fee."""
        routes = [Route(OUTSIDE, self.names[0])]
        for name, shares in zip(self.names, self.onward, strict=True):
            routes += [Route(name, to, probability=p) for to, p in zip(self.names, shares, strict=True) if p > 0]
            routes.append(Route(name, "leaves", probability=1.0 - sum(shares)))
        return Model(
            units=tuple(
                Unit(name, float(places), has_fee=number == 0, pays_fee=number > 0)
                for number, (name, places) in enumerate(zip(self.names, self.places, strict=True))
            ),
            groups=(Group("all"),),
            routes=tuple(routes),
            stays=tuple(Stay(name, "*", self._stay(mean)) for name, mean in zip(self.names, self.means, strict=True)),
            arrivals=(Arrivals("all", self.arrivals_a_day),),
            prices=PRICES,
            horizon=Horizon(days=self.days, begin="steady", warm_up_days=self.warm_up),
        )

    def _stay(self, mean: float) -> Distribution:
        return Lognormal(mean, mean) if self.is_lognormal else Exponential(mean)

    def numbers(self, replications: int, seed: int) -> dict[str, Any]:
        """For the peers, as JSON."""
        return {
            "places": self.places,
            "means": self.means,
            "onward": self.onward,
            "arrivals_a_day": self.arrivals_a_day,
            "is_lognormal": self.is_lognormal,
            "warm_up": self.warm_up,
            "days": self.days,
            "replications": replications,
            "seed": seed,
        }

    def line_of_numbers(self, replications: int, seed: int) -> str:
        """For the loop in C."""
        head = [len(self.places), int(self.is_lognormal), self.warm_up, self.days, replications, seed]
        rows = [
            f"{places} {mean} {' '.join(str(share) for share in shares)}"
            for places, mean, shares in zip(self.places, self.means, self.onward, strict=True)
        ]
        return "\n".join([" ".join(str(n) for n in head), f"{self.arrivals_a_day} 0", *rows])

    def times(self, factor: int) -> "Network":
        """So many times the patients and the places."""
        return replace(
            self,
            places=tuple(places * factor for places in self.places),
            arrivals_a_day=self.arrivals_a_day * factor,
        )


HOSPITALS, WARDS, HELSEHUS, NURSING_HOMES, HOME_CARE, GROUPS = 10, 4, 4, 6, 6, 5


def region() -> Model:
    """10 hospitals with 200 units in all, and 450 patients a day: the size for which memory is measured."""
    units: list[Unit] = []
    routes: list[Route] = []
    stays: list[Stay] = []
    groups: list[Group] = []
    for hospital in range(HOSPITALS):
        wards, helsehus, nursing, home = (
            [f"{kind}-{hospital}-{number}" for number in range(count)]
            for kind, count in (
                ("ward", WARDS),
                ("helsehus", HELSEHUS),
                ("nursing", NURSING_HOMES),
                ("home", HOME_CARE),
            )
        )
        units += [Unit(name, 75.0, has_fee=True, owner="hospital") for name in wards]
        owner = f"municipality {hospital}"
        for names, places in ((helsehus, 15.0), (nursing, 7.0), (home, 50.0)):
            units += [Unit(name, places, pays_fee=True, owner=owner) for name in names]
        for number in range(GROUPS):
            group, ward = f"group-{hospital}-{number}", wards[number % WARDS]
            groups.append(Group(group))
            routes += [Route(OUTSIDE, ward, group), Route(ward, "leaves", group, 0.75)]
            routes += _shared(ward, group, ((helsehus, 0.08), (nursing, 0.03), (home, 0.14)))
            stays.append(Stay(ward, group, Lognormal(5.0 + 0.1 * hospital + 0.01 * number, 5.0)))
        for name in helsehus:
            routes += [Route(name, "leaves", probability=0.4), *_shared(name, "*", ((nursing, 0.2), (home, 0.4)))]
            stays.append(Stay(name, "*", Lognormal(14.0, 14.0)))
        for name in nursing:
            routes += [Route(name, "dies", probability=0.6), *_shared(name, "*", ((home, 0.4),))]
            stays.append(Stay(name, "*", Gamma(17.0 + hospital, 1.2)))
        for name in home:
            routes.append(Route(name, "leaves"))
            stays.append(Stay(name, "*", Weibull(30.0 + hospital, 1.1)))
    return Model(
        units=tuple(units),
        groups=tuple(groups),
        routes=tuple(routes),
        stays=tuple(stays),
        arrivals=tuple(Arrivals(group.id, 45.0 / GROUPS) for group in groups),
        prices=PRICES,
        horizon=Horizon(days=365, begin="steady", warm_up_days=364),
    )


def _shared(origin: str, group: str, shares: tuple[tuple[list[str], float], ...]) -> list[Route]:
    return [Route(origin, name, group, share / len(names)) for names, share in shares for name in names]
