"""Exploring the behaviours of a model: all of them, breadth first, or some, at random."""

from tlakit.explore.checkpoint import Checkpointing, CheckpointProblem
from tlakit.explore.exploration import KernelChoice, explore
from tlakit.explore.kernel import Progress, Unsuited
from tlakit.explore.plain import explore_plainly
from tlakit.explore.simulate import simulate
from tlakit.explore.states import Model, reachable_states, reachable_steps
from tlakit.explore.walk import Walk

__all__ = [
    "CheckpointProblem",
    "Checkpointing",
    "KernelChoice",
    "Model",
    "Progress",
    "Unsuited",
    "Walk",
    "explore",
    "explore_plainly",
    "reachable_states",
    "reachable_steps",
    "simulate",
]
