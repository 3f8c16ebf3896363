"""What the operators of the library give on the cases of cases.toml: natively, and by their own text."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from tlakit.language import ir, load_module
from tlakit.language.load import resolve_expression
from tlakit.language.modules import STANDARD_FOLDER
from tlakit.semantics import EvaluationError, Specification, parse_config
from tlakit.semantics.natives import find_native
from tlakit.semantics.runtime import Run, running

CASES: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("cases.toml").read_text(encoding="utf-8")
)
SEPARATE = {"CSV", "IOUtils", "Json", "ShiViz", "Statistics", "TLCExt", "Toolbox"}
"""Modules that are tested elsewhere: they write, read or look at a run."""
ELSEWHERE = {"Naturals", "Integers", "Sequences", "FiniteSets"}
"""Modules of the language itself, tested with its semantics."""
OTHERWISE = {
    *("\\oplus", "\\ominus", "JavaTime", "Print", "PrintT", "SVGElemToString"),
    *("RandomSubsetSet", "SVGSerialize", "NodeOfRingNetwork", "NodesOfDirectedMultiGraph"),
}
"""Operators that a case cannot name, or that print, write or look at the clock."""
NOT_RUN = re.compile("Reals|RealTime|TLAPS|DifferentialEquations|.*(Theorems|Induction)")


def evaluator(folder: Path, module: str) -> tuple[ir.Module, Specification]:
    root = folder / "M.tla"
    extended = f"Integers, Sequences, FiniteSets, TLC, {module}"
    root.write_text(f"---- MODULE M ----\nEXTENDS {extended}\n====\n", encoding="utf-8")
    loaded = load_module(root)
    return loaded, Specification(loaded, parse_config("", "M.cfg"))


def differences(folder: Path, module: str) -> list[str]:
    loaded, specification = evaluator(folder, module)
    found = []

    def value(text: str) -> str:
        with running(Run()):
            return specification.evaluate(resolve_expression(text, loaded)).text

    for text, expected in CASES[module].items():
        try:
            got = value(text)
        except EvaluationError:
            got = "fails"
        if got != (expected if expected == "fails" else value(expected)):
            found.append(f"{text} is {got}, not {expected}")
    return found


@pytest.mark.parametrize("module", CASES)
def test_values(tmp_path: Path, module: str) -> None:
    assert differences(tmp_path, module) == []


@pytest.mark.parametrize("text", ["1.5", "1 / 2", "3 \\in Real", "Infinity > 1"])
def test_real_numbers_are_refused_by_name(tmp_path: Path, text: str) -> None:
    loaded, specification = evaluator(tmp_path, "Reals")
    with pytest.raises(EvaluationError, match="real numbers are read but not evaluated"):
        specification.evaluate(resolve_expression(text, loaded))


HUGE = {
    # A set, an element, and what is none.
    "Permutations(1..99)": ("[i \\in 1..99 |-> 100 - i]", "[i \\in 1..99 |-> 1]"),
    "SetToSeqs(1..99)": ("[i \\in 1..99 |-> 100 - i]", "<<1>>"),
    "SetToAllKPermutations(1..99)": ("<<2, 1>>", "<<1, 1>>"),
    "kSubset(50, 1..99)": ("1..50", "1..49"),
    "SeqOf(1..99, 99)": ("<<99, 99>>", "<<100>>"),
    "Bijection(1..99, 1..99)": ("[i \\in 1..99 |-> 100 - i]", "[i \\in 1..99 |-> 1]"),
    "Injection(1..9, Nat)": ("[i \\in 1..9 |-> i]", "[i \\in 1..9 |-> 1]"),
}


@pytest.mark.parametrize("collection", HUGE)
def test_huge_sets_know_their_elements(tmp_path: Path, collection: str) -> None:
    loaded, specification = evaluator(tmp_path, "Functions, FiniteSetsExt, SequencesExt")
    for text, expected in zip(HUGE[collection], ("TRUE", "FALSE"), strict=True):
        expression = resolve_expression(f"{text} \\in {collection}", loaded)
        assert specification.evaluate(expression).text == expected
    first = resolve_expression(f"\\E x \\in {collection} : x = x", loaded)
    whole = resolve_expression(f"UNION {{{collection}}}", loaded)
    if "Nat" not in collection:
        assert specification.evaluate(first).text == "TRUE"
    with pytest.raises(EvaluationError):
        specification.evaluate(whole)


@pytest.mark.parametrize(
    "text", ["AllSubSeqs([i \\in 1..99 |-> i])", "Choices({{i, i + 100} : i \\in 1..99})"]
)
def test_what_is_too_large_is_said(tmp_path: Path, text: str) -> None:
    loaded, specification = evaluator(tmp_path, "FiniteSetsExt, SequencesExt")
    with pytest.raises(EvaluationError, match="too many elements"):
        specification.evaluate(resolve_expression(text, loaded))


OWN_TEXT = sorted(
    {"BagsExt", "Bitwise", "Combinatorics", "FiniteSetsExt", "Folds", "Functions"}
    | {"Graphs", "Relation", "SequencesExt", "UndirectedGraphs"}
)


@pytest.mark.parametrize("module", OWN_TEXT)
def test_a_copy_of_the_text_gives_the_same(tmp_path: Path, module: str) -> None:
    """A copy beside the root module is the user's own: its text counts, not the native versions."""
    shutil.copy(STANDARD_FOLDER / f"{module}.tla", tmp_path)
    loaded, _ = evaluator(tmp_path, module)
    own = [d for d in loaded.definitions.values() if d.module == module]
    assert own and not any(map(find_native, own))
    assert differences(tmp_path, module) == []


def test_a_module_of_the_user_counts_as_it_is_written(tmp_path: Path) -> None:
    text = "---- MODULE Functions ----\nRange(f) == 7\n====\n"
    (tmp_path / "Functions.tla").write_text(text, encoding="utf-8")
    loaded, specification = evaluator(tmp_path, "Functions")
    assert specification.evaluate(resolve_expression("Range(<<1>>)", loaded)).text == "7"


def operators(module: str) -> set[str]:
    """The names that the library's module gives to those who extend it."""
    loaded = load_module(STANDARD_FOLDER / f"{module}.tla")
    return {name for name, d in loaded.definitions.items() if d.module == module and not d.local}


@pytest.mark.parametrize("module", sorted(path.stem for path in STANDARD_FOLDER.glob("*.tla")))
def test_every_operator_has_a_case(module: str) -> None:
    if NOT_RUN.fullmatch(module) or module in SEPARATE | ELSEWHERE:
        return
    cases = " ".join(CASES.get(module, {}))
    assert {name for name in operators(module) - OTHERWISE if name not in cases} == set()
