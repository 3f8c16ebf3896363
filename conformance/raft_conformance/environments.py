"""Bundled adapters, and an environment of its own for each version that one of them shall judge.

`raftspec conform pysyncobj==0.3.12` runs a bundled adapter by the Python of a virtual environment
that holds just that version.  Environments are made once and kept under the user's cache folder,
`$XDG_CACHE_HOME/raftspec/environments` (`~/.cache` where the variable is not set), so several
versions live side by side and nothing is ever installed where raftspec itself runs.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9][\w.-]*?)\s*==\s*(?P<version>\d[\w.!+-]*)", re.ASCII
)
_SHOWN_LINES = 6  # of what pip printed last
RETRIES = 2  # of pip, when the package index does not answer; each waits longer than the last


class EnvironmentProblem(Exception):
    """Why there is no environment.  Three lines: what is wrong, where, what to do next."""

    def __init__(self, what: str, where: str, remedy: str) -> None:
        super().__init__(f"{what}\n{where}\n{remedy}")


class MalformedRequirementError(EnvironmentProblem):
    """Not of the form NAME==VERSION."""


class MissingVersionError(EnvironmentProblem):
    """The name of a bundled adapter, but not which version it shall judge."""


class UnknownAdapterError(EnvironmentProblem):
    """No adapter of that name is bundled, or its files are missing from this installation."""


class NoSuchVersionError(EnvironmentProblem):
    """The package index has no such package, or not that version for this Python."""


class NoNetworkError(EnvironmentProblem):
    """The package index could not be reached."""


class InstallationFailedError(EnvironmentProblem):
    """venv or pip failed for another reason."""


class Requirement(msgspec.Struct, frozen=True):
    """One exact version of one package; the name in lower case, as package indexes compare it."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name}=={self.version}"


class BundledAdapter(msgspec.Struct, frozen=True):
    """An adapter that comes with raftspec.

    script is relative to the folder of adapters; tried_versions are those that it is known to
    drive, oldest first (others may work as well).
    """

    name: str
    script: str
    tried_versions: tuple[str, ...]


BUNDLED_ADAPTERS = {
    adapter.name: adapter
    for adapter in (
        BundledAdapter(
            name="pysyncobj",
            script="python/pysyncobj/adapter.py",
            tried_versions=("0.3.11", "0.3.12", "0.3.15", "0.3.16", "0.3.17"),
        ),
    )
}


def parse_requirement(text: str) -> Requirement:
    """`pysyncobj==0.3.12` -> Requirement.

    Raises MissingVersionError for the bare name of a bundled adapter, MalformedRequirementError
    for anything else that does not name one exact version.
    """
    found = _REQUIREMENT.fullmatch(text.strip())
    if found:
        name = re.sub(r"[-_.]+", "-", found["name"]).lower()
        return Requirement(name, found["version"])
    bundled = BUNDLED_ADAPTERS.get(text.strip().lower())
    if bundled:
        raise MissingVersionError(
            f"{bundled.name}: which version shall be judged?",
            f"  in the requirement {text!r}",
            f"Give one, as in {_example(bundled)}. Tried: {', '.join(bundled.tried_versions)}.",
        )
    raise MalformedRequirementError(
        "the requirement does not name one exact version of one package",
        f"  in the requirement {text!r}",
        f"Write NAME==VERSION, as in {_example(next(iter(BUNDLED_ADAPTERS.values())))}.",
    )


def _example(adapter: BundledAdapter) -> str:
    return f"{adapter.name}=={adapter.tried_versions[-1]}"


def find_adapter(name: str) -> Path:
    """The script of a bundled adapter: in the checkout, or in a wheel among raftspec's data.

    Raises UnknownAdapterError.
    """
    adapter = BUNDLED_ADAPTERS.get(name)
    if adapter is None:
        raise UnknownAdapterError(
            f"no adapter for {name!r} is bundled",
            f"  bundled are: {', '.join(sorted(BUNDLED_ADAPTERS))}",
            "Run your own adapter with: raftspec conform -- COMMAND ...",
        )
    root = Path(__file__).resolve().parent.parent
    folders = (root / "adapters", root / "raftspec" / "_data" / "conformance" / "adapters")
    candidates = [folder / adapter.script for folder in folders]
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise UnknownAdapterError(
        f"the files of the bundled adapter {name!r} are missing",
        "".join(f"  looked for {candidate}\n" for candidate in candidates).rstrip(),
        "Install raftspec again, or run it from a checkout.",
    )


def adapter_command(requirement: str, progress: Callable[[str], None]) -> list[str]:
    """The command that runs a bundled adapter for `pysyncobj==0.3.12`; makes its environment.

    Raises EnvironmentProblem.
    """
    script = find_adapter(parse_requirement(requirement).name)
    return [str(ensure_environment(requirement, progress)), str(script)]


def environments_folder() -> Path:
    """Where the environments are kept."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "raftspec" / "environments"


def ensure_environment(requirement: str, progress: Callable[[str], None]) -> Path:
    """The Python of a virtual environment that holds exactly the required package.

    Made on first use.  An environment is built in a temporary sibling and renamed into place, so
    one that exists is complete, whoever interrupts this or does the same meanwhile.  progress
    gets one line of text a step.  Raises EnvironmentProblem.
    """
    wanted = parse_requirement(requirement)
    interpreter = f"py{sys.version_info.major}.{sys.version_info.minor}"
    final = environments_folder() / f"{wanted.name}-{wanted.version}-{interpreter}"
    if _python_of(final).exists():
        return _python_of(final)
    final.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
    try:
        _build(wanted, building, progress)
        _move_into_place(building, final)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return _python_of(final)


def _python_of(environment: Path) -> Path:
    # Not resolved: the symbolic link is what makes Python find the environment's packages.
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _build(wanted: Requirement, folder: Path, progress: Callable[[str], None]) -> None:
    # Our own pip can install into the new environment, which spares it seconds; an environment
    # that has no pip of its own (some tools make such) gives the new one its own.
    own_pip = importlib.util.find_spec("pip") is not None
    progress(f"{wanted}: making an environment for it (once)")
    bare = ["--without-pip"] if own_pip else []
    made = _run([sys.executable, "-m", "venv", *bare, str(folder)])
    if made.returncode != 0:
        raise InstallationFailedError(
            f"no virtual environment could be made for {wanted}",
            _indented(made.stdout),
            f"Check that this works: {sys.executable} -m venv FOLDER",
        )
    progress(f"{wanted}: installing it by pip")
    python = str(_python_of(folder))
    pip = [sys.executable, "-m", "pip", "--python", python] if own_pip else [python, "-m", "pip"]
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    installed = _run([*pip, "install", *options, "--retries", str(RETRIES), str(wanted)])
    if installed.returncode != 0:
        raise explain_pip_failure(wanted, installed.stdout)


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run to the end; standard error goes into stdout, in the order in which it was printed."""
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def explain_pip_failure(wanted: Requirement, output: str) -> EnvironmentProblem:
    """What pip's output says about why it failed."""
    shown = _indented(output)
    if "connection broken" in output or "ConnectionError" in output or "Max retries" in output:
        return NoNetworkError(
            f"{wanted} could not be fetched: the package index does not answer",
            shown,
            "Connect to a network, or configure pip for an index that you reach, and run it again.",
        )
    if "No matching distribution found" in output:
        bundled = BUNDLED_ADAPTERS.get(wanted.name)
        versions = f" Tried: {', '.join(bundled.tried_versions)}." if bundled else ""
        return NoSuchVersionError(
            f"the package index has no {wanted} for this Python",
            shown,
            f"Give a version that exists.{versions}",
        )
    return InstallationFailedError(
        f"pip could not install {wanted}", shown, "See what pip says above, and run it again."
    )


def _indented(output: str) -> str:
    lines = [line for line in output.splitlines() if line.strip()]
    return "\n".join(f"  {line}" for line in lines[-_SHOWN_LINES:]) or "  (it printed nothing)"


def _move_into_place(building: Path, final: Path) -> None:
    if final.exists() and not _python_of(final).exists():
        # The Python that it was made with is gone.
        shutil.rmtree(final)
    try:
        building.rename(final)
    except OSError:
        # Another process was faster; its environment is as good as this one.
        if not _python_of(final).exists():
            raise
