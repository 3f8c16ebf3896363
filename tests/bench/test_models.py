"""The models of the benchmark can be laid out and read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.models import BadModel, Model, Staged, load_models, stage, with_constants
from tlakit.explore import explore
from tlakit.language import load_module
from tlakit.semantics import Specification, load_config

MODELS = load_models()
OURS = [name for name, model in MODELS.items() if not model.go_module]


def specification(staged: Staged) -> Specification:
    module = load_module(staged.folder / f"{staged.module}.tla")
    return Specification(module, load_config(staged.folder / staged.config))


@pytest.mark.parametrize("name", OURS)
def test_each_model_is_laid_out_and_read(name: str, tmp_path: Path) -> None:
    specification(stage(MODELS[name], tmp_path)).require_behaviour()


SMALLER = {
    "lamps": ({"Width": "2", "Height": "2"}, (65, 16, 5)),
    "turnstile": ({"Processes": "2"}, (100, 53, 13)),
    "reservations": ({"Host": "{h1, h2}"}, (184, 69, 8)),
    "belt": ({"Pieces": "2"}, (100, 50, 14)),
    "classic": ({"Server": "{s1, s2}"}, (10277, 1301, 20)),
}


@pytest.mark.parametrize("name", SMALLER)
def test_a_smaller_size_has_the_states_that_tlc_finds(name: str, tmp_path: Path) -> None:
    """Three figures of TLC 2.18 with one worker for each."""
    model, (constants, counts) = MODELS[name], SMALLER[name]
    smaller = {**model.constants, **constants}
    staged = stage(Model(model.title, model.groups, model.module, model.config, smaller), tmp_path)
    result = explore(specification(staged))
    assert (result.generated, result.distinct, result.depth) == counts


def test_what_is_pinned_is_plausible() -> None:
    for model in MODELS.values():
        if model.counts is not None:
            generated, distinct, depth = model.counts
            assert generated > distinct > depth > 0
        assert bool(model.counts) == bool(model.derived)
        assert bool(model.steps) == ("simulation" in model.groups)


def test_a_constant_is_replaced_where_it_is_set() -> None:
    text = "CONSTANTS\n  MaxTerm = 2\n  MaxTermLimit = 3\n"
    assert (
        with_constants(text, {"MaxTerm": "7"}) == "CONSTANTS\n  MaxTerm = 7\n  MaxTermLimit = 3\n"
    )


def test_a_constant_that_is_not_set_is_an_error() -> None:
    with pytest.raises(BadModel, match="sets MaxTerms 0 times"):
        with_constants("CONSTANTS\n  MaxTerm = 2\n", {"MaxTerms": "7"})


def test_a_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    model = Model("", ("shapes",), "specs/Nothing.tla", "tools/bench/specs/Lamps.cfg")
    with pytest.raises(BadModel, match=r"there is no file Nothing\.tla"):
        stage(model, tmp_path)


@pytest.mark.parametrize("text", ["models = 3", "[models.a]\ntitle = 'x'", "[models", "[other]"])
def test_a_broken_list_of_models_is_an_error(text: str, tmp_path: Path) -> None:
    path = tmp_path / "models.toml"
    path.write_text(text)
    with pytest.raises(BadModel, match=r"^models\.toml: "):
        load_models(path)
