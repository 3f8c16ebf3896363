"""Names and strings in values: how they are ordered, and how they are written as TLA+."""

from __future__ import annotations

import re
from typing import Any

from tlakit.language.tokens import KEYWORDS

_DIGITS = re.compile("([0-9]{1,18})")
_FIELD_NAME = re.compile("[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*")
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\f": "\\f"}
)


def by_number(name: str) -> tuple[Any, ...]:
    """The key of a name: by code points, but the digits in it as a number, so `n2` before `n10`."""
    parts = _DIGITS.split(name)
    return (tuple(int(part) if k % 2 else part for k, part in enumerate(parts)), name)


def quoted(text: str) -> str:
    """A string as TLA+ text."""
    return f'"{text.translate(_ESCAPES)}"'


def is_field_name(name: str) -> bool:
    """Whether a name can stand in `[name |-> value]`."""
    return bool(_FIELD_NAME.fullmatch(name)) and name not in KEYWORDS
