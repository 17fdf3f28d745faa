"""Small models that several tests use."""

from harmoni.distributions import Exponential, Lognormal
from harmoni.model.parts import Arrivals, Group, Horizon, Model, Route, Stay, Unit


def chain(days: int = 120, **horizon) -> Model:
    """Hospital, intermediate care, nursing home, home care: each may block the one before."""
    return Model(
        units=(
            Unit("hospital", 60, has_fee=True),
            Unit("helsehus", 11, pays_fee=True),
            Unit("nursing", 8, pays_fee=True),
            Unit("home", 60, kind="slots", pays_fee=True),
        ),
        groups=(Group("all"),),
        routes=(
            Route("outside", "hospital"),
            Route("hospital", "leaves", probability=0.75),
            Route("hospital", "helsehus", probability=0.08),
            Route("hospital", "nursing", probability=0.03),
            Route("hospital", "home", probability=0.14),
            Route("helsehus", "leaves", probability=0.4),
            Route("helsehus", "nursing", probability=0.2),
            Route("helsehus", "home", probability=0.4),
            Route("nursing", "dies", probability=0.6),
            Route("nursing", "home", probability=0.4),
            Route("home", "leaves"),
        ),
        stays=(
            Stay("hospital", "*", Exponential(5)),
            Stay("helsehus", "*", Lognormal(14, 12)),
            Stay("nursing", "*", Exponential(17)),
            Stay("home", "*", Exponential(30)),
        ),
        arrivals=(Arrivals("all", 9.0),),
        horizon=Horizon(days=days, **horizon),
    )
