"""The floor of the coverage may only rise."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest


def test_the_floor_is_no_lower_than_it_ever_was(root: Path) -> None:
    if not (root / ".git").exists():
        pytest.skip("no history here")
    with open(root / "pyproject.toml", "rb") as file:
        floor = tomllib.load(file)["tool"]["coverage"]["report"]["fail_under"]
    line = ["git", "log", "-p", "--format=", "-G^fail_under", "--", "pyproject.toml"]
    history = subprocess.run(line, cwd=root, capture_output=True, text=True, check=True).stdout
    earlier = [int(found) for found in re.findall(r"^\+fail_under = (\d+)", history, re.MULTILINE)]
    assert floor >= max(earlier, default=0)
