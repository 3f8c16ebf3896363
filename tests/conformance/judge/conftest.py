"""The spec's text, read once."""

from pathlib import Path

import pytest

from raft_conformance.judge.specification import SpecificationText


@pytest.fixture(scope="session")
def text(spec: Path) -> SpecificationText:
    """The lines behind every definition."""
    return SpecificationText(spec)
