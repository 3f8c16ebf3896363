"""Small modules as text, made into specifications."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.language import load_module
from tlakit.semantics import Specification, parse_config
from tlakit.semantics.values import Value

Make = Callable[..., Specification]

HEADER = "EXTENDS Integers, Sequences, FiniteSets, TLC\n"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """`make(body, config)`: the specification of a module M with that body."""

    def build(body: str, config: str = "") -> Specification:
        path = tmp_path / "M.tla"
        path.write_text(f"---- MODULE M ----\n{HEADER}{body}\n====\n", encoding="utf-8")
        return Specification(load_module(path), parse_config(config, "M.cfg"))

    return build


@pytest.fixture
def value(make: Make) -> Callable[[str], Value]:
    """`value(text)`: what a constant expression evaluates to; A, B and C are model values."""

    def evaluate(text: str, definitions: str = "") -> Value:
        body = f"CONSTANTS A, B, C\n{definitions}\nResult == {text}"
        return make(body, "CONSTANTS A = A B = B C = C").apply("Result")

    return evaluate
