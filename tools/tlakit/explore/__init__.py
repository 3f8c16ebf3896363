"""Exploring the behaviours of a model: all of them, breadth first, or some, at random."""

from tlakit.explore.bfs import Progress
from tlakit.explore.exploration import explore
from tlakit.explore.plain import explore_plainly
from tlakit.explore.simulate import simulate
from tlakit.explore.states import Model, reachable_states, reachable_steps
from tlakit.explore.walk import Walk

__all__ = [
    "Model",
    "Progress",
    "Walk",
    "explore",
    "explore_plainly",
    "reachable_states",
    "reachable_steps",
    "simulate",
]
