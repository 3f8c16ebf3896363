"""The classical pitfalls of Raft, and which mutants make which of these mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from raftspec.places import data_folder

_PITFALL = re.compile(r"P\d\d")


class Pitfall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mistake that implementations make, and what it costs."""

    title: str
    breaks: Literal["safety", "liveness"]


def pitfalls() -> dict[str, Pitfall]:
    """All of them by id, in order: spec/pitfalls.toml."""
    text = (data_folder("spec") / "pitfalls.toml").read_bytes()
    return msgspec.toml.decode(text, type=dict[str, Pitfall])


def pitfall_of(mutant: str) -> str | None:
    """The pitfall that a mutant stands for: `P23b` for `P23`; None if it is another mistake."""
    found = _PITFALL.match(mutant)
    return found[0] if found else None


def without_mutant(mutants: Iterable[str]) -> tuple[str, ...]:
    """The pitfalls that none of these mutants stands for."""
    covered = {pitfall_of(mutant) for mutant in mutants}
    return tuple(name for name in pitfalls() if name not in covered)
