"""Environments of bundled adapters, made from a package that this test writes: no registry."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from raft_conformance import environments
from raft_conformance.environments import (
    InstallationFailedError,
    MalformedRequirementError,
    MissingVersionError,
    NoNetworkError,
    NoSuchVersionError,
    Requirement,
    UnknownAdapterError,
    adapter_command,
    ensure_environment,
    environments_folder,
    explain_pip_failure,
    find_adapter,
    parse_requirement,
)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only package there is: sample 1.0; and a cache folder of the test's own."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    metadata = "Metadata-Version: 2.1\nName: sample\nVersion: 1.0\n"
    with zipfile.ZipFile(wheels / "sample-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("sample.py", "NAME = 'sample'\n")
        wheel.writestr("sample-1.0.dist-info/METADATA", metadata)
        tag = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr("sample-1.0.dist-info/WHEEL", tag)
        wheel.writestr("sample-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))


def kept() -> list[str]:
    return sorted(path.name for path in environments_folder().iterdir())


@pytest.mark.parametrize("text", ["pysyncobj==0.3.12", " PySyncObj == 0.3.12 "])
def test_a_requirement_is_one_version(text: str) -> None:
    assert parse_requirement(text) == Requirement("pysyncobj", "0.3.12")


def test_names_are_compared_as_package_indexes_do() -> None:
    assert parse_requirement("Some._Name==1").name == "some-name"


@pytest.mark.parametrize("text", ["", "==1", "pysyncobj==", "pysyncobj>=0.3", "a==1; x", "-r==1"])
def test_what_is_no_requirement_is_named(text: str) -> None:
    with pytest.raises(MalformedRequirementError) as caught:
        parse_requirement(text)
    assert repr(text) in str(caught.value).splitlines()[1]


def test_a_version_must_be_given() -> None:
    with pytest.raises(MissingVersionError, match=r"Give one, as in pysyncobj==\d.*0\.3\.11"):
        parse_requirement("pysyncobj")


def test_bundled_adapters_are_found_and_others_are_not() -> None:
    assert find_adapter("pysyncobj").name == "adapter.py"
    with pytest.raises(UnknownAdapterError, match="bundled are: pysyncobj"):
        adapter_command("sample==1.0", print)


def test_an_environment_is_made_once(index: None) -> None:
    steps: list[str] = []
    python = ensure_environment("sample==1.0", steps.append)
    assert len(steps) == 2
    shown = subprocess.check_output([str(python), "-c", "import sample; print(sample.NAME)"])
    assert shown == b"sample\n"
    again: list[str] = []
    assert ensure_environment("sample==1.0", again.append) == python
    assert again == []
    assert kept() == [python.parent.parent.name]


def test_a_version_that_does_not_exist_leaves_nothing_behind(index: None) -> None:
    with pytest.raises(NoSuchVersionError, match="no sample==2.0") as caught:
        ensure_environment("sample==2.0", lambda line: None)
    assert "No matching distribution" in str(caught.value)
    assert kept() == []


def test_an_index_that_does_not_answer(index: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    monkeypatch.setattr(environments, "RETRIES", 1)
    with pytest.raises(NoNetworkError, match="does not answer"):
        ensure_environment("sample==2.0", lambda line: None)


def test_any_other_failure_shows_what_pip_said_last() -> None:
    output = "\n".join(f"line {number}" for number in range(20))
    problem = explain_pip_failure(Requirement("sample", "1.0"), output)
    assert isinstance(problem, InstallationFailedError)
    assert "  line 19\n" in str(problem)
    assert "line 1\n" not in str(problem)


def test_an_interruption_leaves_nothing_behind(
    index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(command: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(environments, "_run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ensure_environment("sample==1.0", lambda line: None)
    assert kept() == []


def test_the_environment_of_a_faster_process_is_taken(
    index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = environments._build
    made: list[Path] = []

    def build_while_another_finishes(wanted: Requirement, folder: Path, progress: object) -> None:
        build(wanted, folder, lambda line: None)
        monkeypatch.setattr(environments, "_build", build)
        made.append(ensure_environment("sample==1.0", lambda line: None))
        (made[0].parent / "theirs").touch()

    monkeypatch.setattr(environments, "_build", build_while_another_finishes)
    python = ensure_environment("sample==1.0", lambda line: None)
    assert made == [python]
    assert (python.parent / "theirs").exists()
    assert kept() == [python.parent.parent.name]


def test_an_environment_whose_python_is_gone_is_made_anew(index: None) -> None:
    python = ensure_environment("sample==1.0", lambda line: None)
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    steps: list[str] = []
    assert ensure_environment("sample==1.0", steps.append) == python
    assert len(steps) == 2
    assert python.exists()
