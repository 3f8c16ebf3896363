"""docs/reference/modules.md lists what the library has, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tlakit.language import ir, load_module
from tlakit.language.modules import STANDARD_FOLDER

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "modules.md"
ROWS = dict(re.findall(r"^\| (\w+) \| (.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
SPELLINGS = {"\\oplus": "(+)", "\\ominus": "(-)"}


def shown(name: str, definition: ir.Definition) -> str:
    name = SPELLINGS.get(name, name)
    takes = len(definition.parameters) if name.replace("_", "").isalnum() else 0
    return f"{name}/{takes}" if takes else name


def test_every_module_has_a_row() -> None:
    assert ROWS.keys() - {"module"} == {path.stem for path in STANDARD_FOLDER.glob("*.tla")}


@pytest.mark.parametrize("module", sorted(path.stem for path in STANDARD_FOLDER.glob("*.tla")))
def test_a_row_lists_the_operators(module: str) -> None:
    loaded = load_module(STANDARD_FOLDER / f"{module}.tla")
    lines = {file: text.splitlines() for file, text in loaded.sources.items()}
    expected = {
        shown(name, definition)
        for name, definition in loaded.definitions.items()
        if definition.module == module and not definition.local
        if not lines[definition.span.file][definition.span.line - 1].startswith("THEOREM")
    }
    listed = set(re.findall(r"`([^`]+)`", ROWS[module].replace("\\|", "|")))
    assert listed == expected
