"""What a check was about: the properties that the configuration names, and what narrows the states."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from tlakit.render.layout import QUIET
from tlakit.semantics.config import Config, Name


def checked_to_json(config: Config, *, left_out: Collection[str] = ()) -> dict[str, Any]:
    """The names in a configuration by what they are for; null or [] where it has none.

    `left_out` are the properties among them that this kind of check does not look at, or only in
    part; they stand under `not_checked` too.
    """
    return {
        "invariants": _texts(config.invariants),
        "properties": _texts(config.properties),
        "postconditions": _texts(config.postconditions),
        "sometimes": _texts(config.sometimes),
        "deadlock": config.check_deadlock,
        "constraints": _texts(config.constraints),
        "action_constraints": _texts(config.action_constraints),
        "symmetry": None if config.symmetry is None else config.symmetry.text,
        "view": None if config.view is None else config.view.text,
        "not_checked": list(left_out),
    }


def render_checked(config: Config, *, left_out: Collection[str] = ()) -> RenderableType:
    """The same in a line or two of words; what is left out stands apart."""
    if config.specification is None and config.init is None:
        return Text("checked: assumptions only; the configuration gives no behaviours", QUIET)
    properties = tuple(name for name in config.properties if name.text not in left_out)
    checked = [
        *_words("INVARIANT", config.invariants),
        *_words("PROPERTY", properties),
        *_words("POSTCONDITION", config.postconditions),
        *_words("SOMETIMES", config.sometimes),
        *(["deadlock"] if config.check_deadlock else []),
    ]
    narrowed = [
        *_words("CONSTRAINT", config.constraints),
        *_words("ACTION_CONSTRAINT", config.action_constraints),
        *_words("SYMMETRY", () if config.symmetry is None else (config.symmetry,)),
        *_words("VIEW", () if config.view is None else (config.view,)),
    ]
    text = f"checked: {', '.join(checked) or 'no property'}"
    if narrowed:
        text += f"; with {', '.join(narrowed)}"
    if left_out:
        text += f"\nnot checked: the liveness of {', '.join(left_out)}"
    return Text(text, QUIET)


def _texts(names: tuple[Name, ...]) -> list[str]:
    return [name.text for name in names]


def _words(keyword: str, names: tuple[Name, ...]) -> list[str]:
    return [f"{keyword} {' '.join(_texts(names))}"] if names else []
