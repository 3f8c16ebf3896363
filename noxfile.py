"""What is checked, and how: sessions that run in the project's own environment.

    nox -s lint      ruff (rules and format), imports between packages
    nox -s types     mypy --strict
    nox -s docs      the documentation, its warnings errors
    nox -s models    every model of spec/models.toml, with its pinned result
    nox -s mutants   every mutant is caught, by the property and in the steps that the docs state
    nox -s mirror    the reference and the spec agree on every transition of a model of each module
    nox -s tests     pytest, with coverage of the four packages and its floor
    nox -s verify    all of these, in this order; writes nothing that is committed
    nox -s fix       what a tool can write: format, simple lint, generated files
    nox -s findings  the verdicts on PySyncObj that the docs show, anew; needs the registry

`python3 tools/dev.py test` runs verify, and so does CI.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import nox

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["verify"]

# Tools are those beside the Python that runs nox, whether or not its environment is activated.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

PARALLEL = "2"
SLIPCOVER = ("python", "-m", "slipcover")
MUTANTS = "docs/data/mutants.json"
VERIFIED = ("lint", "types", "docs", "models", "mutants", "mirror", "tests")


@nox.session
def lint(session: nox.Session) -> None:
    """Rules, format and imports."""
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports", "--no-logo", "--no-cache")


@nox.session
def types(session: nox.Session) -> None:
    """mypy --strict over the packages, the tests and the tools, then over each adapter alone."""
    session.run("mypy")
    for folder in sorted(Path("conformance/adapters").glob("*/*")):
        if any(folder.glob("*.py")):
            path = ["reference", "conformance", "tools", str(folder)]
            session.run("mypy", *map(str, folder.glob("*.py")), env={"MYPYPATH": ":".join(path)})


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation in docs/_build/html; every warning is an error."""
    session.run(
        "sphinx-build", "-W", "--keep-going", "-q", "-b", "html", "docs", "docs/_build/html"
    )


@nox.session
def models(session: nox.Session) -> None:
    """Every model against its pinned verdict, states and depth."""
    session.run("raftspec", "models", "--workers", PARALLEL)


@nox.session
def mutants(session: nox.Session) -> None:
    """Every mutant again, compared with the table that the documentation shows."""
    found = Path(session.create_tmp(), "mutants.json")
    session.run("raftspec", "mutants", "--workers", PARALLEL, "--json", str(found))
    if json.loads(found.read_text()) != json.loads(Path(MUTANTS).read_text()):
        session.error(f"{MUTANTS} is out of date; `nox -s fix` writes it anew")


@nox.session
def mirror(session: nox.Session) -> None:
    """Each function of the reference against its operator, on every transition of a model of its module."""
    # Not at the head: where the project itself cannot be imported, the other sessions still say why.
    from raftspec.mirror.twins import MIRRORED

    with ThreadPoolExecutor(int(PARALLEL)) as pool:
        walks = [pool.submit(session.run, "raftspec", "mirror", one.model) for one in MIRRORED]
        for walk in walks:
            walk.result()


@nox.session
def tests(session: nox.Session) -> None:
    """pytest over the tests and the examples in docstrings; arguments after -- go to it."""
    if session.posargs:
        session.run("pytest", *session.posargs)
        return
    with TemporaryDirectory() as folder:
        found, merged = f"{folder}/found.json", f"{folder}/merged.json"
        session.run(*SLIPCOVER, "--json", "--out", found, "-m", "pytest", "-n", PARALLEL)
        # A second step, because a floor in the first would lose what the parallel processes covered.
        session.run(*SLIPCOVER, "--merge", found, "--out", merged, "--fail-under", str(floor()))


def floor() -> int:
    """The least coverage in percent, of lines and branches together."""
    with open("pyproject.toml", "rb") as file:
        return int(tomllib.load(file)["tool"]["raftspec"]["coverage"]["fail_under"])


@nox.session
def findings(session: nox.Session) -> None:
    """Judges the released versions of PySyncObj anew and writes what the documentation shows."""
    session.run("python", "-m", "spec_docs.findings", env={"PYTHONPATH": "docs/_ext"})


@nox.session
def verify(session: nox.Session) -> None:
    """Everything, the tests last; what fails does not keep the others from running."""
    for name in VERIFIED:
        session.notify(name)


@nox.session
def fix(session: nox.Session) -> None:
    """Writes what a tool can: fixable rules, format, vectors, schema, tables, transcripts."""
    session.run("ruff", "check", "--fix", ".")
    session.run("ruff", "format", ".")
    session.run("python", "-m", "raft_conformance.vectors.generate", "--spec", "spec")
    session.run("python", "-m", "raft_conformance.protocol.schema")
    session.run("python", "-c", "from tlakit.language.tables import write; write()")
    session.run("python", "-m", "spec_docs.errors", env={"PYTHONPATH": "docs/_ext"})
    session.run("python", "-m", "spec_docs.counterexamples", env={"PYTHONPATH": "docs/_ext"})
    session.run("raftspec", "mutants", "--workers", PARALLEL, "--json", MUTANTS)
    session.run("python", "-m", "tests.kill_matrix")
