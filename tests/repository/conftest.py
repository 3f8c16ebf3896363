"""What the tests of the repository itself look at."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IGNORED = {".git", ".venv", "__pycache__", "build", "dist", "_build", "states"}


def git(*arguments: str) -> str:
    """What git prints; a checkout that belongs to another user, as in some CI, is trusted."""
    line = ["git", "-c", "safe.directory=*", *arguments]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def project_files() -> tuple[Path, ...]:
    """Every file that is committed or would be; without git, all but what tools leave behind."""
    if (ROOT / ".git").exists():
        listed = git("ls-files", "--cached", "--others", "--exclude-standard", "-z")
        found = (ROOT / name for name in listed.split("\0") if name)
    else:
        found = (path for path in ROOT.rglob("*") if not IGNORED & set(path.parts))
    return tuple(sorted(path for path in set(found) if path.is_file()))


@pytest.fixture(scope="session")
def floor_history() -> str:
    """The changes of the coverage floor since the beginning, as a diff; "" without git."""
    if not (ROOT / ".git").exists():
        return ""
    return git("log", "-p", "--format=", "-G^fail_under", "--", "pyproject.toml")


@pytest.fixture(scope="session")
def python_files(project_files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Every Python module of the project, tests and tools too."""
    return tuple(path for path in project_files if path.suffix == ".py")
