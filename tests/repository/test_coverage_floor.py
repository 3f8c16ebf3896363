"""The floor of the coverage may only rise."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

FLOOR = re.compile(r"^\+fail_under = (\d+)", re.MULTILINE)


def test_the_floor_is_no_lower_than_it_ever_was(root: Path, floor_history: str) -> None:
    with open(root / "pyproject.toml", "rb") as file:
        floor = tomllib.load(file)["tool"]["raftspec"]["coverage"]["fail_under"]
    earlier = [int(found) for found in FLOOR.findall(floor_history)]
    assert floor >= max(earlier, default=0)
