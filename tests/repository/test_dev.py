"""The bootstrap: what it runs, when it rebuilds, what it says when it cannot."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def dev(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, at home in an empty folder."""
    spec = importlib.util.spec_from_file_location("dev", root / "tools/dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    environment = tmp_path / ".venv"
    for name, value in (
        ("ROOT", tmp_path),
        ("ENVIRONMENT", environment),
        ("STAMP", environment / "raftspec-stamp.json"),
        ("PYTHON", environment / "bin/python"),
    ):
        monkeypatch.setattr(module, name, value)
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return module


@pytest.fixture
def made(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """The calls that make an environment, each with its `clear`; nothing is installed."""
    calls: list[bool] = []

    def make(clear: bool) -> None:
        calls.append(clear)
        dev.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        dev.PYTHON.touch()

    monkeypatch.setattr(dev, "make_environment", make)
    monkeypatch.setattr(dev, "install", lambda: None)
    return calls


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (["test"], ["nox", "--session", "verify"]),
        (["conform"], ["raftspec", "conform"]),
        (["conform", "--case", "X"], ["raftspec", "conform", "--case", "X"]),
        (["pytest", "-q"], ["pytest", "-q"]),
    ],
)
def test_commands(dev: ModuleType, asked: list[str], line: list[str]) -> None:
    assert dev.command(asked) == line


def test_made_once_and_again_after_a_change(dev: ModuleType, made: list[bool]) -> None:
    dev.prepare()
    dev.prepare()
    assert made == [False]
    (dev.ROOT / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    dev.prepare()
    assert made == [False, False]


def test_moved_folder_is_made_from_scratch(dev: ModuleType, made: list[bool]) -> None:
    dev.prepare()
    stamp = json.loads(dev.STAMP.read_text(encoding="utf-8"))
    dev.STAMP.write_text(json.dumps(dict(stamp, root="elsewhere")), encoding="utf-8")
    dev.prepare()
    assert made == [False, True]


def test_interrupted_installation_is_done_again(
    dev: ModuleType, made: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise dev.SetupError("pip could not install the project")

    monkeypatch.setattr(dev, "install", fail)
    for _ in range(2):
        assert dev.main(["conform"]) == 2
    assert made == [False, False]


def test_failing_pip_is_quoted(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, "ERROR: No matching distribution found\n")

    monkeypatch.setattr(dev.subprocess, "run", run)
    with pytest.raises(dev.SetupError, match="No matching distribution") as caught:
        dev.install()
    assert "check the network" in str(caught.value)


def test_missing_ensurepip_names_the_package(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(dev.SetupError, match=r"apt install python3\.\d+-venv"):
        dev.make_environment(clear=False)


def test_older_python_is_refused_in_words(root: Path) -> None:
    code = (
        "import sys, runpy; sys.version_info = (3, 10, 2); sys.version = '3.10.2 (old)';"
        "runpy.run_path(sys.argv[1], run_name='__main__')"
    )
    line = [sys.executable, "-c", code, str(root / "tools/dev.py")]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("raftspec needs Python 3.11 or newer; this is Python 3.10.2")


def test_help_sets_nothing_up(
    dev: ModuleType, made: list[bool], capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main([]) == 0
    assert "tools/dev.py conform" in capsys.readouterr().out
    assert made == []
