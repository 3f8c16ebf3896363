"""Diagnostics as data, for programs that show them themselves."""

from __future__ import annotations

from typing import Any

from tlakit.language.diagnostics import Diagnostic
from tlakit.render.module import span_to_json


def diagnostic_to_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """The diagnostic's facts; `location` is null where it has no place.

    `expected` lists what could stand there, `hint` is the likely way out and may be empty.
    """
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "message": diagnostic.message,
        "location": None if span is None else span_to_json(span),
        "expected": list(diagnostic.expected),
        "hint": diagnostic.hint,
        "related": [
            {"message": related.message, "location": span_to_json(related.span)}
            for related in diagnostic.related
        ],
    }
