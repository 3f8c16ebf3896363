"""Behaviours made readable: terminal diffs, space-time diagrams, JSON and ITF.

Everything here reads `tlakit.semantics.behaviour`, `tlakit.semantics.values` and the `Span` of
`tlakit.language.ir`, and knows nothing of how a behaviour was found. What is returned for the
terminal is a rich renderable: printed to something that is not a terminal it is plain text, without
colour codes.
"""

from tlakit.render.diff import Change, changes
from tlakit.render.interchange import (
    result_to_json,
    trace_to_itf,
    trace_to_json,
    value_from_json,
    value_to_json,
)
from tlakit.render.result import Outcome, render_result
from tlakit.render.space_time import Event, space_time
from tlakit.render.trace import render_trace

__all__ = [
    "Change",
    "Event",
    "Outcome",
    "changes",
    "render_result",
    "render_trace",
    "result_to_json",
    "space_time",
    "trace_to_itf",
    "trace_to_json",
    "value_from_json",
    "value_to_json",
]
