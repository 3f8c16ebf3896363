"""A built wheel holds the four packages, the spec and the adapters, and nothing of the workshop."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.mark.wheel
def test_wheel(root: Path, tmp_path: Path) -> None:
    line = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(line, cwd=root, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {
        "raftspec/_data/spec/Raft.tla",
        "raftspec/_data/spec/models.toml",
        "raftspec/_data/conformance/adapters/python/reference/adapter.py",
        "tlakit/language/grammar.lark",
        "tlakit/language/tables.json",
        "raft_reference/core/handle.py",
        "raft_conformance/protocol/client.py",
    } <= names
    top = {name.split("/")[0] for name in names}
    packages = {"raft_reference", "raft_conformance", "tlakit", "raftspec"}
    assert {name for name in top if not name.endswith(".dist-info")} == packages
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
    spec = {path.name for path in (root / "spec").rglob("*") if path.suffix in (".tla", ".cfg")}
    inside = {Path(name).name for name in names if name.startswith("raftspec/_data/spec/")}
    assert spec <= inside
