"""A function whose domain changes is read and written argument by argument: what is noted and saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.explore import Checkpointing, explore, explore_plainly, simulate, slots
from tlakit.explore.choosing import Choice
from tlakit.explore.exploration import KernelChoice
from tlakit.explore.kernel import Limits
from tlakit.explore.python_kernel import PythonKernel
from tlakit.explore.slots import (
    Graph,
    Layout,
    Masked,
    Split,
    Vector,
    Whole,
    choose_layout,
    with_fitting_layout,
)
from tlakit.semantics import Specification, Verdict
from tlakit.semantics.errors import EvaluationError

Make = Callable[..., Specification]

BAGS = "LOCAL INSTANCE TLC\nLOCAL INSTANCE Bags\n"
MAIL = """
CONSTANT Kinds
VARIABLES mail, done
vars == <<mail, done>>
Empty == [o \\in {} |-> 0]
With(m, B) == IF m \\in DOMAIN B THEN [B EXCEPT ![m] = @ + 1] ELSE B @@ (m :> 1)
Without(m, B) == IF B[m] > 1 THEN [B EXCEPT ![m] = @ - 1]
                 ELSE [o \\in DOMAIN B \\ {m} |-> B[o]]
RECURSIVE Sum(_, _)
Sum(B, S) == IF S = {} THEN 0 ELSE LET o == CHOOSE o \\in S : TRUE IN B[o] + Sum(B, S \\ {o})
Init == mail = INITIAL /\\ done = 0
Send(k) == mail' = With([kind |-> k], mail) /\\ UNCHANGED done
Answer(m) == mail' = With([answer |-> m.kind], Without(m, mail)) /\\ UNCHANGED done
Finish(m) == mail' = Without(m, mail) /\\ done' = 1 - done
Drop(m) == mail' = Without(m, mail) /\\ UNCHANGED done
Next == \\/ \\E k \\in Kinds : Send(k)
        \\/ \\E m \\in DOMAIN mail : "kind" \\in DOMAIN m /\\ Answer(m)
        \\/ \\E m \\in DOMAIN mail : "answer" \\in DOMAIN m /\\ Finish(m)
        \\/ \\E m \\in {o \\in DOMAIN mail : mail[o] > 1} : Drop(m)
Few == Sum(mail, DOMAIN mail) <= 2
Sane == \\A m \\in DOMAIN mail : mail[m] \\in 1..3
Other == \\A k \\in Kinds : Cardinality(DOMAIN mail) < 2 \\/ [kind |-> k] \\in DOMAIN mail \\/ done = 0
"""
COMMON = "CONSTRAINT Few INVARIANT Sane CHECK_DEADLOCK FALSE"


def mail(make: Make, kinds: int, initial: str = "Empty", asked: str = COMMON) -> Specification:
    config = f"INIT Init NEXT Next CONSTANT Kinds = {{{', '.join(map(str, range(kinds)))}}}"
    body = MAIL.replace("INITIAL", initial)
    return make(BAGS + body, f"{config} {asked}")


def searched(specification: Specification) -> PythonKernel:
    def visit(layout: Layout, initial: list[Vector]) -> PythonKernel:
        search = PythonKernel(specification, layout, Limits(), None, 0.0)
        search.run(initial)
        return search

    initial = list(specification.initial_vectors())
    return with_fitting_layout(specification.module, initial, visit)


@pytest.mark.parametrize("kinds", [4, 8])
def test_evaluations_are_as_many_as_messages_not_as_bags(make: Make, kinds: int) -> None:
    search = searched(mail(make, kinds))
    messages = 2 * kinds
    # none, one or two messages under way, each with two values of `done` but the first
    assert search.distinct > messages * (messages + 1) / 2
    # a message may be there once, twice, three times or not at all, and so may its answer
    assert all(memo.misses <= 16 for memo in search.transitions.memos)
    sent = search.transitions.memos[:kinds]
    assert [memo.misses for memo in sent] == [3] * kinds


def test_a_bag_that_is_not_empty_at_first_is_one_too(make: Make) -> None:
    search = searched(mail(make, 3, "[o \\in {[kind |-> 0]} |-> 1]"))
    assert isinstance(search.layout.places[0], Graph)


PLACES = {
    "[o \\in {} |-> 0]": Graph,
    "<<>>": Graph,
    "[o \\in {5} |-> 0]": Split,
    "(<<1>> :> 2)": Split,
    "<<4, 5>>": Split,
    "[a |-> 1]": Split,
    "{}": Masked,
    "0": Whole,
}


@pytest.mark.parametrize("initial", PLACES)
def test_a_place_is_chosen_by_the_initial_value(make: Make, initial: str) -> None:
    body = f"VARIABLE x\nInit == x = {initial}\nNext == UNCHANGED x\nUsed == x[1] = DOMAIN x"
    specification = make(f"LOCAL INSTANCE TLC\n{body}")
    layout = choose_layout(specification.module, list(specification.initial_vectors()))
    assert type(layout.places[0]) is PLACES[initial]


USES = {
    "x = 1": Whole,
    "DOMAIN x = {}": Graph,
    "CopiesIn(1, x) = 1": Graph,
    "Len(x) = 2": Whole,
    "DOMAIN x = {} /\\ Len(x') = 2": Whole,
}


@pytest.mark.parametrize("use", USES)
def test_and_by_what_the_text_does_with_it(make: Make, use: str) -> None:
    body = f"VARIABLE x\nInit == x = (<<1>> :> 2)\nNext == UNCHANGED x\nUsed == {use}"
    specification = make(BAGS + body)
    layout = choose_layout(specification.module, list(specification.initial_vectors()))
    assert type(layout.places[0]) is USES[use]


def test_domains_that_differ_at_first_make_a_graph(make: Make) -> None:
    body = "VARIABLE x\nInit == x \\in {(<<1>> :> 2), (<<3>> :> 2)}\nNext == UNCHANGED x"
    specification = make(BAGS + body)
    layout = choose_layout(specification.module, list(specification.initial_vectors()))
    assert isinstance(layout.places[0], Graph)


@pytest.mark.parametrize(("initial", "over"), [("[i \\in {} |-> 0]", "x"), ("{}", "DOMAIN x")])
def test_a_quantifier_over_what_it_cannot_range_over_is_an_error(
    make: Make, initial: str, over: str
) -> None:
    body = f"VARIABLE x\nInit == x = {initial}\nNext == \\E m \\in {over} : x' = x"
    with pytest.raises(EvaluationError) as plain:
        explore_plainly(make(body))
    with pytest.raises(EvaluationError) as found:
        explore(make(body))
    assert found.value.message == plain.value.message


@pytest.mark.parametrize("kernel", ["python", "auto"])
@pytest.mark.parametrize("initial", ["Empty", "[o \\in {[kind |-> 0]} |-> 1]"])
def test_a_search_goes_on_from_a_checkpoint(
    make: Make, tmp_path: Path, initial: str, kernel: KernelChoice
) -> None:
    asked = "CONSTRAINT Few CHECK_DEADLOCK FALSE"
    plain = explore_plainly(mail(make, 3, initial, asked))
    first = Checkpointing(tmp_path / "saved")
    explore(mail(make, 3, initial, asked), max_states=20, checkpointing=first, kernel=kernel)
    again = Checkpointing(tmp_path / "saved", resume=True)
    result = explore(mail(make, 3, initial, asked), checkpointing=again, kernel=kernel)
    assert result.resumed
    assert (result.generated, result.distinct, result.depth) == (
        plain.generated,
        plain.distinct,
        plain.depth,
    )


@pytest.mark.parametrize("choose", ["action", "uniform"])
@pytest.mark.parametrize("guide", [None, "changes"])
def test_runs_are_the_same_whatever_the_layout(
    make: Make, monkeypatch: pytest.MonkeyPatch, choose: Choice, guide: str | None
) -> None:
    def run() -> object:
        specification = mail(make, 3, asked="INVARIANT Other CHECK_DEADLOCK FALSE")
        options = {"seed": 5, "runs": 30, "depth": 40, "choose": choose, "guide": guide}
        found = simulate(specification, **options).violation  # type: ignore[arg-type]
        return None if found is None else [step.state for step in found.trace.steps]

    graph = run()
    assert graph is not None
    monkeypatch.setattr(slots, "_place", lambda *_: None)
    assert run() == graph


def test_an_error_shows_the_function_itself(make: Make) -> None:
    asked = "INVARIANT Wrong CHECK_DEADLOCK FALSE"
    for wrong in ("mail[[kind |-> 9]] = 1", "Len(mail) = 0", "BagCardinality(mail) = {}"):
        body = BAGS + MAIL.replace("INITIAL", "[o \\in {[kind |-> 0]} |-> 1]")
        body += f"Wrong == {wrong}\n"
        config = f"INIT Init NEXT Next CONSTANT Kinds = {{0}} {asked}"
        with pytest.raises(EvaluationError) as plain:
            explore_plainly(make(body, config))
        with pytest.raises(EvaluationError) as found:
            explore(make(body, config))
        assert (found.value.message, found.value.span) == (plain.value.message, plain.value.span)


def test_a_bag_with_other_values_than_numbers_is_none(make: Make) -> None:
    for text in ("BagCardinality(x) = 1", "x (+) x = x", "x (-) x = x", "BagIn(<<1>>, x)"):
        body = f"VARIABLE x\nInit == x = (<<1>> :> {{}})\nNext == UNCHANGED x\nWrong == {text}"
        body += "\nAlso == DOMAIN x # {}"
        with pytest.raises(EvaluationError) as plain:
            explore_plainly(make(BAGS + body, "INIT Init NEXT Next INVARIANT Wrong"))
        with pytest.raises(EvaluationError) as found:
            explore(make(BAGS + body, "INIT Init NEXT Next INVARIANT Wrong"))
        assert found.value.message == plain.value.message


def test_the_python_kernel_and_the_plain_search_count_alike(make: Make) -> None:
    for kinds in (1, 2, 3):
        plain = explore_plainly(mail(make, kinds))
        found = explore(mail(make, kinds), kernel="python")
        assert found.verdict is plain.verdict is Verdict.HOLDS
        assert (found.generated, found.distinct) == (plain.generated, plain.distinct)
