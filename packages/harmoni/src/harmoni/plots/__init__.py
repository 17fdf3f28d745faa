"""Drawings that a planner reads: the map of the chain, fans, differences, the cost curve.

Each function takes plain values and gives a `Picture`, which is SVG by itself and can be saved as SVG or PNG. Colours
are told apart by the colour-blind and never carry a meaning alone. A narrow picture is laid out anew, not shrunk.
"""

from harmoni.plots.costs import CostPoint, cost_curve
from harmoni.plots.differences import Difference, Panel, differences
from harmoni.plots.fans import Fan, fan_of, fans
from harmoni.plots.flowmap import Move, Place, flow_map
from harmoni.plots.picture import NARROW, WIDE, Picture

__all__ = [
    "NARROW",
    "WIDE",
    "CostPoint",
    "Difference",
    "Fan",
    "Move",
    "Panel",
    "Picture",
    "Place",
    "cost_curve",
    "differences",
    "fan_of",
    "fans",
    "flow_map",
]
