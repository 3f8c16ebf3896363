"""Every case of the corpus, through the front end, the evaluator and the explorer of tlakit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from tests.language_corpus.cases import HERE, PENDING, Case, Fault, around, read
from tests.language_corpus.trees import tree_of

from tlakit.explore import explore
from tlakit.language import LanguageError, load_module, parse_expression, resolve_expression
from tlakit.language.ir import Expression, Level, Module, Span
from tlakit.semantics import EvaluationError, Specification, parse_config
from tlakit.semantics.behaviour import Verdict
from tlakit.semantics.values import Value

CODES = {
    "lexical": ("E102",),
    "syntax": ("E101", "E103"),
    "name": ("E301", "E303", "E306", "E307", "E308"),
    "arity": ("E302", "E304"),
    "level": ("E401",),
    "module": ("E201", "E202", "E203", "E204", "E305"),
}
"""The codes of our diagnostics for each kind of error of the corpus."""

CASES = read()


class Runner:
    """Puts a case into modules, and asks tlakit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = 0
        self.surroundings = cache(self._surroundings)
        self.evaluator = cache(self._evaluator)

    def load(self, sources: dict[str, str]) -> Module:
        """The first of these modules, in a folder of their own."""
        self.written += 1
        folder = self.folder / str(self.written)
        folder.mkdir()
        for name, text in sources.items():
            (folder / f"{name}.tla").write_text(text, encoding="utf-8")
        return load_module(folder / f"{next(iter(sources))}.tla")

    def _surroundings(self, extends: tuple[str, ...], declares: bool) -> Module:
        """What is around expressions that extend the same modules: made once."""
        return self.load({"M": around(extends, declares, "Unused == TRUE")})

    def _evaluator(self, extends: tuple[str, ...]) -> Specification:
        """The same, where nothing is declared that would need a value."""
        return Specification(self.surroundings(extends, False), parse_config("", "M.cfg"))

    def expression(self, case: Case) -> Expression:
        """The case's expression, resolved in its surroundings."""
        around_it = self.surroundings(case.extends, case.declares)
        return resolve_expression(case.expression, around_it)

    def specification(self, case: Case) -> Specification:
        """The case's modules as a model."""
        return Specification(self.load(case.sources()), parse_config(case.config, "M.cfg"))

    def value(self, case: Case) -> Value:
        """The value of the expression, or of the operator Result of the module."""
        if case.module:
            return self.specification(case).apply("Result")
        return self.evaluator(case.extends).evaluate(self.expression(case))

    def level(self, case: Case) -> Level:
        """The level of the expression, or of the operator Result of the module."""
        if case.expression:
            return self.expression(case).level
        body = self.load(case.sources()).definitions["Result"].body
        assert body is not None
        return body.level


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(tmp_path_factory.mktemp("corpus"))


def check_tree(case: Case, runner: Runner) -> None:
    assert tree_of(parse_expression(case.expression)) == case.tree


def check_value(case: Case, runner: Runner) -> None:
    wanted = Case(id="", about="", expression=case.value or "", extends=case.extends, value="")
    found, expected = runner.value(case), runner.value(wanted)
    assert found is expected, f"{found.text} is not {expected.text}"


def check_level(case: Case, runner: Runner) -> None:
    assert runner.level(case).name.lower() == case.level


def check_counts(case: Case, runner: Runner) -> None:
    wanted = case.counts
    assert wanted is not None
    found = explore(runner.specification(case))
    assert found.verdict is Verdict.HOLDS
    assert (found.generated, found.distinct) == (wanted.generated, wanted.distinct)
    assert wanted.depth in (None, found.depth)


def check_verdict(case: Case, runner: Runner) -> None:
    violation = explore(runner.specification(case)).violation
    assert (violation.kind.split()[-1] if violation else "holds") == case.verdict


def fits(fault: Fault, span: Span | None) -> bool:
    """Whether an error stands where the case says."""
    if span is None:
        return not fault.lines
    return (not fault.lines or span.line in fault.lines) and fault.column in (None, span.column)


def check_error(case: Case, runner: Runner) -> None:
    fault = case.error
    assert fault is not None
    if fault.kind == "evaluation":
        with pytest.raises(EvaluationError) as failure:
            if "INIT" in case.config:
                explore(runner.specification(case))
            else:
                runner.value(case)
        assert fits(fault, failure.value.span), f"expected {fault}, found {failure.value.span}"
        return
    with pytest.raises(LanguageError) as refusal:
        runner.level(case)
    found = [(problem.code, problem.span) for problem in refusal.value.diagnostics]
    agreeing = [code for code, span in found if code in CODES[fault.kind] and fits(fault, span)]
    assert agreeing, f"expected {fault}, found {found}"


CHECKS: dict[str, Callable[[Case, Runner], None]] = {
    "tree": check_tree,
    "value": check_value,
    "level": check_level,
    "counts": check_counts,
    "verdict": check_verdict,
    "error": check_error,
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, runner: Runner) -> None:
    CHECKS[CASES[name].expects](CASES[name], runner)


def test_the_table_of_topics_counts_the_cases() -> None:
    found = Counter(name.split("/")[0] for name in CASES)
    table = re.findall(r"^\| `(\w+)` \| (\d+) \|", (HERE / "README.md").read_text(), re.MULTILINE)
    assert {topic: int(count) for topic, count in table} == found


def test_pending_cases_are_well_formed() -> None:
    assert all(case.expects for case in read(PENDING).values())


def test_no_case_is_both_pending_and_settled() -> None:
    assert CASES.keys() & read(PENDING).keys() == set()
