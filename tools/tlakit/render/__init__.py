"""Behaviours, modules and values made readable: for terminals, as JSON, as ITF.

Everything here reads `tlakit.semantics.behaviour`, `tlakit.semantics.values` and the `Span` of
`tlakit.language.ir`, and knows nothing of how a behaviour was found. What is returned for the
terminal is a rich renderable: printed to something that is not a terminal it is plain text, without
colour codes.
"""

from tlakit.render.coverage import checked_to_json, render_checked
from tlakit.render.diff import Change, changes
from tlakit.render.interchange import (
    result_to_json,
    trace_to_itf,
    trace_to_json,
    value_from_json,
    value_to_json,
)
from tlakit.render.module import module_to_json, own_definitions, render_module
from tlakit.render.problems import diagnostic_to_json
from tlakit.render.random_runs import render_runs
from tlakit.render.result import Outcome, render_result
from tlakit.render.run_report import render_coverage, render_profile
from tlakit.render.space_time import Event, space_time
from tlakit.render.tlc_trace import trace_to_tlc
from tlakit.render.trace import render_trace
from tlakit.render.tree import tree_lines
from tlakit.render.value_lines import value_lines

__all__ = [
    "Change",
    "Event",
    "Outcome",
    "changes",
    "checked_to_json",
    "diagnostic_to_json",
    "module_to_json",
    "own_definitions",
    "render_checked",
    "render_coverage",
    "render_module",
    "render_profile",
    "render_result",
    "render_runs",
    "render_trace",
    "result_to_json",
    "space_time",
    "trace_to_itf",
    "trace_to_json",
    "trace_to_tlc",
    "tree_lines",
    "value_from_json",
    "value_lines",
    "value_to_json",
]
