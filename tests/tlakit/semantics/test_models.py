"""models.toml: what is read of it, and that a mistake in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tlakit.language import LanguageError
from tlakit.semantics import load_catalogue

EXAMPLE = """
[models.small]
title = "Small"
module = "MC.tla"
config = "MC_small.cfg"
verdict = "holds"
generated = 7
distinct = 3
depth = 2
derived = "by hand"

[mutants.P01]
module = "mutants/P01.tla"
config = "mutants/P01.cfg"
violates = "Safe"
steps = 4
"""


def test_models_and_mutants_are_read(tmp_path: Path) -> None:
    path = tmp_path / "models.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    catalogue = load_catalogue(path)
    model = catalogue.models["small"]
    assert (model.module, model.verdict, model.distinct) == ("MC.tla", "holds", 3)
    mutant = catalogue.mutants["P01"]
    assert (mutant.violates, mutant.steps, mutant.bound) == ("Safe", 4, 0)
    assert (catalogue.find("small"), catalogue.find("P01")) == (model, mutant)
    assert catalogue.find("P02") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[models.a]\nmodule = 'A.tla'", "missing required field `config`"),
        ("[models.a]\nmodule = 'A'\nconfig = 'a'\nverdict = 'fine'", "Invalid enum value 'fine'"),
        ("[models.a]\nmodule = 'A'\nconfig = 'a'\ncolour = 1", "unknown field `colour`"),
        (EXAMPLE.replace("P01", "small"), "a model and a mutant of the same name: small"),
        ("[models", "cannot read the models"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "models.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LanguageError, match=message):
        load_catalogue(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="cannot read the models"):
        load_catalogue(tmp_path / "models.toml")
