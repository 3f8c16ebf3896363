"""Liveness under weak and strong fairness: a search for fair cycles, shown as lassos.

`check` asks for a behaviour that satisfies the assumptions of a specification and not a property.
`normal` brings that formula into a form of which each part is simple, `automaton` makes of the rest
what reads a behaviour step by step, `graph` holds the states and steps, `values` the truth of
predicates on them, `product` runs the automaton over the graph, `fair` looks for a part of it that is
fair, `lasso` makes a behaviour of that, and `judge` confirms it.
"""

from tlakit.explore.liveness.check import LivenessCheck
from tlakit.explore.liveness.outcome import Ended, with_liveness

__all__ = ["Ended", "LivenessCheck", "with_liveness"]
