"""Small modules as text, checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.language import load_module
from tlakit.semantics import Specification, parse_config

Make = Callable[..., Specification]


@pytest.fixture
def counter(tmp_path: Path) -> Make:
    """`counter(definitions, config)`: a counter to N that may begin again, with more definitions."""

    def build(definitions: str, config: str, others: dict[str, str] | None = None) -> Specification:
        for name, text in (others or {}).items():
            (tmp_path / f"{name}.tla").write_text(text, encoding="utf-8")
        path = tmp_path / "M.tla"
        path.write_text(
            "---- MODULE M ----\n"
            "EXTENDS Naturals, TLC\n"
            "VARIABLES x, y\n"
            "vars == <<x, y>>\n"
            "Init == x = 0 /\\ y = 0\n"
            "Up == x < 3 /\\ x' = x + 1 /\\ y' = y\n"
            "Down == x > 0 /\\ x' = x - 1 /\\ y' = y\n"
            "Next == Up \\/ Down\n"
            "Spec == Init /\\ [][Next]_vars /\\ WF_vars(Next)\n"
            f"{definitions}\n====\n",
            encoding="utf-8",
        )
        lines = ["CHECK_DEADLOCK FALSE", config]
        if "INIT" not in config and "SPECIFICATION" not in config:
            lines.append("SPECIFICATION Spec")
        return Specification(load_module(path), parse_config("\n".join(lines), "M.cfg"))

    return build
