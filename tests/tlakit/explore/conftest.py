"""Small modules as text, made into specifications."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.language import load_module
from tlakit.semantics import Specification, parse_config

Make = Callable[..., Specification]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """`make(body, config)`: the specification of a module M with that body."""

    def build(body: str, config: str = "INIT Init NEXT Next") -> Specification:
        path = tmp_path / "M.tla"
        header = "EXTENDS Integers, Sequences, FiniteSets"
        path.write_text(f"---- MODULE M ----\n{header}\n{body}\n====\n", encoding="utf-8")
        return Specification(load_module(path), parse_config(config, "M.cfg"))

    return build
