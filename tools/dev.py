"""Sets up `.venv` where needed, then runs a command of the project in it.

    python3 tools/dev.py conform [ARGUMENTS]   the main job: judge an implementation of Raft
    python3 tools/dev.py test                  every check and test, as CI runs them
    python3 tools/dev.py nox -s docs           one of the sessions in noxfile.py
    python3 tools/dev.py pytest tests/tlakit   a tool of the environment: nox, pytest, ruff, mypy, python
    python3 tools/dev.py COMMAND [ARGUMENTS]   any other command of raftspec

Needs Python 3.11 and, the first time and after a change of pyproject.toml, a package index that pip
can reach. Uses the standard library only. The environment counts as ready when its stamp says from
what it was made; the stamp is written last, so that whatever was interrupted is done again.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - older interpreters are what this is here to refuse
    sys.exit(
        f"raftspec needs Python 3.11 or newer; this is Python {sys.version.split()[0]} "
        f"({sys.executable}).\n"
        f"Run the same command with a newer one, for example: python3.11 tools/dev.py ..."
    )

import contextlib
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: no lock; two first runs at once are then the user's to avoid
    fcntl = None  # type: ignore[assignment]

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "raftspec-stamp.json"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
INPUTS = ("pyproject.toml", "hatch_build.py")
KERNEL = "tools/tlakit/explore/fast"  # in C: built by the installation
TOOLS = ("nox", "pytest", "ruff", "mypy", "python", "raftspec")
LINES_OF_PIP = 25


class SetupError(Exception):
    """The environment cannot be made; the message says why and what to do."""


def main(arguments: list[str]) -> int:
    """Runs the command and returns its exit status; 2 where the environment cannot be made."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print((__doc__ or "").strip())
        return 0
    try:
        prepare()
    except SetupError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return run(command(arguments))


def command(arguments: list[str]) -> list[str]:
    """The command line, run with the environment's Python, for what the user asked."""
    first, *rest = arguments
    if first == "test":
        return ["nox", "--session", "verify", *rest]
    return arguments if first in TOOLS else ["raftspec", *arguments]


def run(line: list[str]) -> int:
    """Replaces this process by the command, so that signals and the exit status are its own."""
    environment = dict(os.environ, VIRTUAL_ENV=str(ENVIRONMENT))
    environment["PATH"] = os.pathsep.join([str(BIN), environment.get("PATH", os.defpath)])
    environment.pop("PYTHONHOME", None)
    program = BIN / (line[0] + (".exe" if os.name == "nt" else ""))
    sys.stdout.flush()
    if os.name == "nt":
        return subprocess.call([str(program), *line[1:]], env=environment)
    os.execve(program, line, environment)


def prepare() -> None:
    """Makes the environment, or brings it up to date, unless its stamp says that it is ready."""
    wanted = recipe()
    if made_from() == wanted:
        return
    with locked():
        found = made_from()
        if found == wanted:
            return
        STAMP.unlink(missing_ok=True)
        print(f"Setting up {ENVIRONMENT.name} (once, takes a minute) ...", file=sys.stderr)
        make_environment(clear=found is not None and found["root"] != wanted["root"])
        install()
        partial = STAMP.with_suffix(".partial")
        partial.write_text(json.dumps(wanted), encoding="utf-8")
        os.replace(partial, STAMP)


def recipe() -> dict[str, str]:
    """From what the environment is made: the place, the interpreter and what it shall hold."""
    digest = hashlib.sha256()
    sources = sorted(path for path in (ROOT / KERNEL).glob("*.[ch]"))
    for name in (*INPUTS, *(str(path.relative_to(ROOT)) for path in sources)):
        path = ROOT / name
        digest.update(path.read_bytes() if path.exists() else b"")
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return {"root": str(ROOT), "python": version, "inputs": digest.hexdigest()}


def made_from() -> dict[str, str] | None:
    """What the stamp says; None if there is no environment or it was not finished."""
    if not PYTHON.exists():
        return None
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    keys = {"root", "python", "inputs"}
    return found if isinstance(found, dict) and found.keys() == keys else None


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Only one process at a time makes the environment; the others wait for it.

    This very file is what is locked: the environment's own may be cleared while it is held.
    """
    with open(__file__, "rb") as handle:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make_environment(clear: bool) -> None:
    """`python -m venv`; from scratch if asked to or if another Python's was found."""
    try:
        import ensurepip  # noqa: F401 - only to know whether venv can put pip in place
        import venv
    except ImportError as error:
        raise SetupError(
            f"this Python ({sys.executable}) cannot make virtual environments: {error}.\n"
            f"Debian and Ubuntu have that in a package of its own: "
            f"apt install python3.{sys.version_info[1]}-venv"
        ) from error
    config = ENVIRONMENT / "pyvenv.cfg"
    if config.exists():
        version = f"version = {sys.version_info[0]}.{sys.version_info[1]}."
        clear = clear or version not in config.read_text(encoding="utf-8")
    try:
        venv.EnvBuilder(clear=clear, with_pip=True, symlinks=os.name != "nt").create(ENVIRONMENT)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupError(
            f"cannot make {ENVIRONMENT}: {error}.\n"
            f"Remove that folder and try again; is the disk full, or the folder not yours?"
        ) from error


def install() -> None:
    """Installs the project, editable, with all that its tests, docs and tools need."""
    line = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "-e", ".[dev]"]
    done = subprocess.run(
        line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        said = "\n".join(f"  {text}" for text in done.stdout.splitlines()[-LINES_OF_PIP:])
        raise SetupError(
            f"pip could not install the project (exit status {done.returncode}); it said:\n{said}\n"
            "It needs a package index: check the network, or point pip at a mirror "
            "(PIP_INDEX_URL, PIP_PROXY), and run the same command again."
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
