"""The page for those who embed the reference: its example runs, with every feature at once."""

from __future__ import annotations

import asyncio
import runpy
from pathlib import Path

import pytest

from raft_reference.core import complete

EXAMPLE = Path(__file__).parents[2] / "docs/examples/embedding.py"


@pytest.mark.timeout(120)
def test_the_example_does_what_its_page_says() -> None:
    example = runpy.run_path(str(EXAMPLE))
    assert example["complete_features"] is complete.complete_features
    states = asyncio.run(example["main"]())
    assert "d" in states and len(states) == 3
    (state,) = {tuple(sorted(state.items())) for state in states.values()}
    assert dict(state)["topic-0"] == "broker-9" and len(state) == 10
