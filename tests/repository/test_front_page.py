"""README, CHANGELOG and CI say what is true."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from raftspec.cli import app

LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(([^)\s]+)\)")
COMMAND = re.compile(r"^(?:\$ )?python3 tools/dev\.py (\S+)", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
TOOLS = {"test", "nox", "pytest", "ruff", "mypy", "python", "raftspec"}


def heading_anchors(text: str) -> set[str]:
    """The anchors that code hosts give to headings: lower case, blanks as dashes, no other signs."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def resolves(page: Path, link: str) -> bool:
    """Whether a link names a file of the project, and an anchor that is there; others are not ours."""
    if "://" in link or link.startswith("mailto:"):
        return True
    target, _, anchor = link.partition("#")
    file = (page.parent / target).resolve() if target else page
    if not file.exists():
        return False
    if not anchor or file.suffix != ".md":
        return True
    return anchor in heading_anchors(file.read_text(encoding="utf-8"))


def test_links_in_markdown_resolve(project_files: tuple[Path, ...]) -> None:
    broken = [
        f"{path}: {link}"
        for path in project_files
        if path.suffix == ".md"
        for link in LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8")))
        if not resolves(path, link)
    ]
    assert broken == []


def test_the_two_commands_stand_at_the_top_of_the_readme(root: Path) -> None:
    top = "\n".join((root / "README.md").read_text(encoding="utf-8").splitlines()[:25])
    assert COMMAND.findall(top)[:2] == ["conform", "test"]


def test_ci_runs_the_test_command_of_the_readme(root: Path) -> None:
    assert "python3 tools/dev.py test\n" in (root / ".ci/run").read_text(encoding="utf-8")


def test_every_command_in_markdown_exists(project_files: tuple[Path, ...]) -> None:
    known = TOOLS | {name for name in app if not name.startswith("-")}
    unknown = [
        f"{path}: {name}"
        for path in project_files
        if path.suffix == ".md"
        for name in COMMAND.findall(path.read_text(encoding="utf-8"))
        if name not in known and not name.isupper()
    ]
    assert unknown == []


def test_the_changelog_has_the_version(root: Path) -> None:
    with open(root / "pyproject.toml", "rb") as file:
        version = tomllib.load(file)["project"]["version"]
    headings = re.findall(
        r"^## \[?([^\]\s]+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert headings[0] == "Unreleased"
    assert version in headings


def test_architecture_fits_on_a_page_or_two(root: Path) -> None:
    assert len((root / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) <= 100
