"""What no committed text may hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

# Written so that this file does not hold what it forbids.
UNFINISHED = re.compile(
    "|".join(rf"\b{a}{b}\b" for a, b in (("TO", "DO"), ("FIX", "ME"), ("X", "XX")))
)
MACHINE_PATHS = re.compile(r"(?<![\w.~<>-])/(?:work|home|root|Users|tmp)/" + r"\w")
REGISTRY_HOSTS = re.compile(
    "|".join(
        re.escape(".".join(name))
        for name in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("proxy", "golang", "org"),
            ("crates", "io"),
            ("registry", "npmjs", "org"),
            ("maven", "apache", "org"),
            ("maven", "org"),
        )
    )
)
BINARY = {".png", ".jpg", ".ico", ".woff2", ".gz", ".jar"}


def text_files(project_files: tuple[Path, ...]) -> list[Path]:
    return [path for path in project_files if path.suffix not in BINARY]


def hits(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("pattern", [UNFINISHED, MACHINE_PATHS, REGISTRY_HOSTS])
def test_forbidden(pattern: re.Pattern[str], project_files: tuple[Path, ...]) -> None:
    assert hits(pattern, text_files(project_files)) == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert UNFINISHED.search("# TO" + "DO: later")
    assert MACHINE_PATHS.search("open('/ho" + "me/someone/x')")
    assert MACHINE_PATHS.search("see /wo" + "rk/main")
    assert not MACHINE_PATHS.search("docs/home/page")
    assert REGISTRY_HOSTS.search("https://py" + "pi.org/simple")


def test_text_is_clean(project_files: tuple[Path, ...]) -> None:
    bad = []
    for path in text_files(project_files):
        text = path.read_text(encoding="utf-8")
        if "\r" in text or "\t" in text and path.suffix in (".py", ".tla", ".md", ".toml"):
            bad.append(f"{path}: carriage returns or tabs")
        if text and not text.endswith("\n"):
            bad.append(f"{path}: no newline at the end")
    assert bad == []
