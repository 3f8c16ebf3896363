"""Holds the reference to the specification: every reachable transition, operator by operator.

encoding   TLA+ values to Python values and back, by their Python types; `codecs`, of each type
rules      which operators and actions a model has
twins      which function is whose twin, and which models can be mirrored
calls      what to ask of every operator in a reachable state
grid       what to ask beyond the reachable states
typed      what to ask of the operators of an extension, by the types of their twins
questions  all of these, in order
steps      what the reference makes of an action
report     what came out
compare    ask both, compare, stop at the first difference
"""

from raftspec.mirror.compare import run_mirror, walk_of
from raftspec.mirror.report import Difference, MirrorReport, OperatorCount

__all__ = ["Difference", "MirrorReport", "OperatorCount", "run_mirror", "walk_of"]
