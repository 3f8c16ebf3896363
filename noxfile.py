"""What is checked, and how: sessions that run in the project's own environment.

    nox -s lint     ruff (rules and format), imports between packages
    nox -s types    mypy --strict
    nox -s docs     the documentation, its warnings errors
    nox -s models   every model of spec/models.toml, with its pinned result
    nox -s tests    pytest, with coverage of the four packages and its floor
    nox -s verify   all of these, in this order; writes nothing that is committed
    nox -s fix      what can be repaired or generated: format, simple lint, generated files

`python3 tools/dev.py test` runs verify, and so does CI.
"""

from __future__ import annotations

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["verify"]
nox.needs_version = ">=2024.10.9"

PARALLEL = "2"


@nox.session
def lint(session: nox.Session) -> None:
    """Rules, format and imports."""
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports", "--no-logo", "--no-cache")


@nox.session
def types(session: nox.Session) -> None:
    """mypy --strict over what pyproject.toml names."""
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation in docs/_build/html; every warning is an error."""
    session.run(
        "sphinx-build", "-W", "--keep-going", "-q", "-b", "html", "docs", "docs/_build/html"
    )


@nox.session
def models(session: nox.Session) -> None:
    """Every model against its pinned verdict, states and depth."""
    session.run("raftspec", "check", "--all")


@nox.session
def tests(session: nox.Session) -> None:
    """pytest over the tests and the examples in docstrings; arguments after -- go to it."""
    if session.posargs:
        session.run("pytest", *session.posargs)
        return
    session.run("pytest", "-n", PARALLEL, "--cov", "--cov-report=term:skip-covered")


@nox.session
def verify(session: nox.Session) -> None:
    """Everything, the tests last; what fails does not keep the others from running."""
    for name in ("lint", "types", "docs", "models", "tests"):
        session.notify(name)


@nox.session
def fix(session: nox.Session) -> None:
    """Writes what a tool can: format, fixable rules."""
    session.run("ruff", "check", "--fix", ".")
    session.run("ruff", "format", ".")
