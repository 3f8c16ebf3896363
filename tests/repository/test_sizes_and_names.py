"""Modules and functions stay small, and are named for what they hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES = 400
FUNCTION_LINES = 70
NAMES_THAT_SAY_NOTHING = {"utils", "util", "common", "helpers", "helper", "misc"}
PACKAGES = (
    "reference/raft_reference",
    "conformance/raft_conformance",
    "tools/tlakit",
    "tools/raftspec",
)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_modules_are_small(python_files: tuple[Path, ...]) -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files}
    assert {str(path): size for path, size in lengths.items() if size > MODULE_LINES} == {}


def test_functions_are_small(python_files: tuple[Path, ...]) -> None:
    sizes = {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in python_files
        for node in functions(path)
    }
    assert {place: size for place, size in sizes.items() if size > FUNCTION_LINES} == {}


def test_names_say_what_is_inside(python_files: tuple[Path, ...], root: Path) -> None:
    found = [
        str(path)
        for path in python_files
        if NAMES_THAT_SAY_NOTHING & {part.removesuffix(".py") for part in path.parts}
    ]
    assert found == []


def test_every_module_begins_with_a_docstring(root: Path) -> None:
    missing = [
        str(path.relative_to(root))
        for package in PACKAGES
        for path in sorted((root / package).rglob("*.py"))
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert missing == []


def test_every_folder_of_modules_is_a_package(root: Path) -> None:
    folders = {path.parent for package in PACKAGES for path in (root / package).rglob("*.py")}
    assert [
        str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()
    ] == []


def test_folders_that_hold_packages_are_none_themselves(root: Path) -> None:
    for folder in ("reference", "conformance", "tools"):
        assert not (root / folder / "__init__.py").exists()
