"""What a run did: actions, operators never evaluated, vacuous properties, memos, memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.explore import Checkpointing, explore
from tlakit.explore.fast import fast_kernel
from tlakit.explore.kernel import Unsuited
from tlakit.semantics import CheckResult, Specification, Verdict
from tlakit.semantics.run_report import RunReport

Make = Callable[..., Specification]


def _kernels() -> list[str]:
    try:
        fast_kernel()
    except Unsuited:
        return ["python"]
    return ["python", "fast"]


@pytest.fixture(params=_kernels())
def run(request: pytest.FixtureRequest) -> Callable[..., CheckResult]:
    """`run(specification, ...)`: explored by one of the kernels."""
    return lambda specification, **more: explore(specification, kernel=request.param, **more)


Run = Callable[..., CheckResult]

COUNTER = """
VARIABLES x, y
vars == <<x, y>>
Lost(n) == n + 1
Init == x = 0 /\\ y = {}
Up == x < 3 /\\ x' = x + 1 /\\ UNCHANGED y
Big == x > 10 /\\ x' = Lost(x) /\\ UNCHANGED y
Down == x = 3 /\\ x' = 0 /\\ UNCHANGED y
Gone(m) == y' = y \\ {m} /\\ UNCHANGED x
Other(m) == m = 3 /\\ UNCHANGED vars
Take == \\E m \\in y : Gone(m) \\/ Other(m)
Next == Up \\/ Down \\/ Big \\/ Take
Spec == Init /\\ [][Next]_vars /\\ WF_vars(Next)
Type == x \\in 0..3
"""
MODEL = "SPECIFICATION Spec INVARIANT Type "


def _report(result: CheckResult) -> RunReport:
    assert result.report is not None
    return result.report


def _vacuous(result: CheckResult) -> list[tuple[str, str, int]]:
    return [(one.property, one.kind, one.span.line) for one in _report(result).vacuous]


def test_actions_in_the_order_of_the_text_with_those_that_nothing_enables(
    make: Make, run: Run
) -> None:
    report = _report(run(make(COUNTER, MODEL)))
    found = [(one.name, one.enabled, one.taken, one.new) for one in report.actions]
    assert found == [
        ("Up", 3, 3, 3),
        ("Down", 1, 1, 0),
        ("Big", 0, 0, 0),
        ("Gone", 0, 0, 0),
        ("Other", 0, 0, 0),
    ]
    assert report.actions[0].span.line == 8


def test_operators_never_evaluated(make: Make, run: Run) -> None:
    """Not those of actions, nor what only names variables, nor what stands only in other modules."""
    more = "Half(n) == n \\div 2\nTen(n) == n = 10\nFive == 5\nSix == 6\nP ==\n"
    more += " IF x > 4 THEN Ten(x) \\/ x = Six ELSE Half(x) < 3 /\\ x < Five\n"
    report = _report(run(make(COUNTER + more, f"{MODEL} INVARIANT P")))
    assert [one.name for one in report.unevaluated] == ["Lost", "Ten", "Six"]


RING = """
CONSTANT N
VARIABLES at, sent, seen
Nodes == 1..N
Init == at = 1 /\\ sent = {} /\\ seen = [n \\in Nodes |-> 0]
Send(n) == /\\ at = n /\\ Cardinality(sent) < 2
           /\\ sent' = sent \\cup {<<n, 1 + (n % N)>>} /\\ UNCHANGED <<at, seen>>
Take(m) == /\\ sent' = sent \\ {m} /\\ at' = m[2]
           /\\ \\E k \\in {0, 1} : seen' = [seen EXCEPT ![m[2]] = k]
Idle == at = N /\\ UNCHANGED <<at, sent, seen>>
Next == (\\E n \\in Nodes : Send(n)) \\/ (\\E m \\in sent : Take(m)) \\/ Idle
"""


def test_the_counts_are_those_of_plain_evaluation(make: Make, run: Run) -> None:
    config = "INIT Init NEXT Next CHECK_DEADLOCK FALSE CONSTANT N = 4"
    result = run(make(RING, config))
    plain = make(RING, config)
    enabled: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    new: Counter[str] = Counter()
    queue = list(plain.initial_vectors())
    seen = set(queue)
    for state in queue:
        steps = list(plain.successors_of(state))
        taken.update(label.action for label, _ in steps)
        enabled.update(name for name, _ in {(label.action, label.text) for label, _ in steps})
        for label, after in steps:
            if after not in seen:
                seen.add(after)
                queue.append(after)
                new[label.action] += 1
    for one in _report(result).actions:
        assert (one.enabled, one.taken) == (enabled[one.name], taken[one.name])
    found = _report(result).actions
    assert sum(one.taken for one in found) + 1 == result.generated
    assert sum(one.new for one in found) + 1 == result.distinct == len(seen)
    assert {one.name for one in found if one.new} == set(new)


VACUOUS = {
    "typo in a guard": ("P == x = 7 => y = {1}", "=>"),
    "nothing to quantify over": ("P == \\A m \\in y : m > 0", "\\A"),
    "constant set without elements": ("P == \\A m \\in {} : m > x", "\\A"),
    "several sets": ("P == \\A n \\in 1..2, m \\in y : m > n", "\\A"),
    "within an operator": ("Q(n) == n = 8 => y = {}\nP == \\A n \\in 1..3 : Q(n + x)", "=>"),
    "within a conclusion": ("P == x > 1 => (x = 9 => y = {1})", "=>"),
    "in a branch": ("P == IF x = 1 THEN x = 2 => y = {1} ELSE TRUE", "=>"),
    "in a case": ("P == CASE x = 1 -> (\\A m \\in y : m = x) [] OTHER -> TRUE", "\\A"),
    "within a LET": ("P == LET z == x + 4 IN z = 1 => y = {1}", "=>"),
}
MEANT = {
    "guard that is met": "P == x = 3 => y = {}",
    "some of the instances": "P == \\A n \\in 1..9 : x = n => y = {}",
    "set that is not always empty": "P == \\A n \\in 1..x : n > 0",
    "behind a disjunct that is true": "P == x \\in 0..3 \\/ (x = 7 => y = {1})",
    "below what is never reached": "P == IF x > 7 THEN (x = 8 => y = {1}) ELSE x < 4",
    "not what the truth rests on": "P == ~(x = 7 /\\ y = {1}) /\\ (x = 9) # (x = 9 => x = 8)",
}


@pytest.mark.parametrize("case", VACUOUS)
def test_a_vacuous_invariant_is_named(make: Make, run: Run, case: str) -> None:
    definition, kind = VACUOUS[case]
    result = run(make(f"{COUNTER}{definition}\n", f"{MODEL} INVARIANT P"))
    assert result.verdict is Verdict.HOLDS
    assert [found[:2] for found in _vacuous(result)] == [("P", kind)]


@pytest.mark.parametrize("case", MEANT)
def test_one_that_says_something_is_not(make: Make, run: Run, case: str) -> None:
    result = run(make(f"{COUNTER}{MEANT[case]}\n", f"{MODEL} INVARIANT P"))
    assert result.verdict is Verdict.HOLDS
    assert _vacuous(result) == []


def test_only_the_outermost_vacuous_part_is_named(make: Make, run: Run) -> None:
    definition = "P == x = 7 =>\n  \\A m \\in y :\n    m = 1 => x = 2\n"
    result = run(make(COUNTER + definition, f"{MODEL} INVARIANT P"))
    assert _vacuous(result) == [("P", "=>", COUNTER.count("\n") + 3)]


def test_what_an_action_does_with_an_operator_says_nothing_of_a_property(
    make: Make, run: Run
) -> None:
    """`May` is asked by Up for what it means; the property asks it only for what is never so."""
    body = COUNTER.replace("x < 3 /\\", "x < 3 /\\ [ok |-> May(x)].ok /\\")
    body = body.replace("Init ==", "May(n) == n < 3 => y = {}\nInit ==", 1) + "P == May(x + 5)\n"
    result = run(make(body, f"{MODEL} INVARIANT P"))
    assert [found[:2] for found in _vacuous(result)] == [("P", "=>")]
    assert [one.name for one in _report(result).unevaluated] == ["Lost"]


STEPS = {
    "P == [][x = 3 /\\ x' = 2 => y' = y]_vars": [("P", "=>")],
    "P == [][x = 3 => x' = 0]_vars": [],
    # A step that changes nothing is one too.
    "P == [][x = 3 /\\ x' = 3 => y = {}]_x": [],
    "P == [](\\A m \\in y : m = 1) /\\ [][\\A m \\in y' : m = 1]_vars": [
        ("P", "\\A"),
        ("P", "\\A"),
    ],
}


@pytest.mark.parametrize("definition", STEPS)
def test_action_properties(make: Make, run: Run, definition: str) -> None:
    result = run(make(f"{COUNTER}{definition}\n", f"{MODEL} PROPERTY P"))
    assert result.verdict is Verdict.HOLDS
    assert [found[:2] for found in _vacuous(result)] == STEPS[definition]


TEMPORAL = {
    "P == x = 9 ~> x = 0": [("P", "~>")],
    "P == x = 3 ~> x = 0": [],
    # The conclusion is true wherever the premise is: it is looked for nevertheless.
    "P == x = 3 ~> x = 3": [],
    "P == [](x = 8 => <>(x = 0))": [("P", "=>")],
    "P == \\A n \\in 0..9 : (x = n ~> x = 0)": [],
    "P == \\A n \\in 5..9 : (x = n ~> x = 0)": [("P", "~>")],
    "P == \\A n \\in 5..4 : (x = n ~> x = 0)": [("P", "\\A")],
    "Q(n) == x = n ~> x = 0\nP == Q(1) /\\ Q(7)": [],
    "Q(n) == x = n ~> x = 0\nP == Q(7) /\\ Q(8)": [("P", "~>")],
}


@pytest.mark.parametrize("definition", TEMPORAL)
def test_temporal_properties(make: Make, run: Run, definition: str) -> None:
    result = run(make(f"{COUNTER}{definition}\n", f"{MODEL} PROPERTY P"))
    assert result.verdict is Verdict.HOLDS
    assert [found[:2] for found in _vacuous(result)] == TEMPORAL[definition]


def test_evaluations_for_other_reasons_count_for_nothing(make: Make, run: Run) -> None:
    """Looking for what is to blame, an ALIAS, a second run: each is told from what the run did."""
    definitions = "Q(n) == n + 1\nP == x < 2\nShown == [x |-> x, more |-> Q(x)]\n"
    config = f"{MODEL} INVARIANT P ALIAS Shown"
    specification = make(COUNTER + definitions, config)
    specification.apply("Lost", next(iter(specification.initial_vectors()))[0])
    first = run(specification)
    assert first.verdict is Verdict.VIOLATED
    again = run(specification)
    for result in (first, again):
        assert [one.name for one in _report(result).unevaluated] == ["Lost"]
    assert _report(first).actions == _report(again).actions


def test_constants_count_as_evaluated_whenever_that_was(make: Make, run: Run) -> None:
    """A constant is evaluated once and kept, here before any state is known."""
    definitions = "Least == 0\nMost == Least + 3\nASSUME Most = 3\nP == x <= Most\n"
    specification = make(COUNTER + definitions, f"{MODEL} INVARIANT P")
    for _ in range(2):
        names = [one.name for one in _report(run(specification)).unevaluated]
        assert names == ["Lost"]


def test_a_run_that_ends_early_tells_what_it_did_so_far(make: Make, run: Run) -> None:
    result = run(make(f"{COUNTER}P == x = 3 ~> x = 0\n", f"{MODEL} PROPERTY P"), max_depth=2)
    assert (result.verdict, result.waiting, result.distinct) == (Verdict.UNKNOWN, 1, 2)
    assert "liveness was not checked at all: `P`" in result.warnings[0]
    assert [one.taken for one in _report(result).actions] == [1, 0, 0, 0, 0]


def test_what_is_remembered(make: Make, run: Run) -> None:
    """Only in a profile; the most expensive comes first."""
    more = "P == [][x' # x]_x\nSmall == x < 9\nFew == x' < 9\nQ == \\A n \\in 0..1 : x + n < 5\n"
    config = f"{MODEL} INVARIANT Q PROPERTY P CONSTRAINT Small ACTION_CONSTRAINT Few"
    assert _report(run(make(COUNTER + more, config))).tables == ()
    tables = _report(run(make(COUNTER + more, config), profile=True)).tables
    seconds = [table.seconds for table in tables]
    assert seconds == sorted(seconds, reverse=True) and min(seconds) > 0
    by_name = {table.name: table for table in tables}
    assert {table.kind for table in tables} == {
        "action",
        "invariant",
        "constraint",
        "action property",
        "action constraint",
    }
    assert by_name["Q"].parts == 2
    for name in ("Up", "Type", "Small"):
        table = by_name[name]
        assert 4 <= table.evaluations <= table.asked <= 5 and table.reads == ("x",), name
        assert table.nodes in (0, 1), "the fast kernel has trees of its own"
    assert by_name["Few"].reads == ("x'",)
    assert by_name["P"].reads == ("x", "x'")


def test_peak_memory(make: Make, run: Run) -> None:
    peak = _report(run(make(COUNTER, MODEL))).peak_memory_bytes
    assert peak is not None and 2**23 < peak < 2**37


def test_marks_of_another_process_are_added(make: Make) -> None:
    specification = make(f"{COUNTER}P == x = 1 => y = {{}}\n", f"{MODEL} INVARIANT P")
    assert not explore(specification, kernel="python", max_depth=3).report.vacuous  # type: ignore[union-attr]
    coverage = specification.coverage
    dumped = coverage.dump()
    explore(specification, kernel="python", max_depth=1)
    assert coverage.vacuous()
    coverage.merge(dumped)
    assert not coverage.vacuous()


def test_a_run_that_goes_on_from_a_checkpoint_tells_all(make: Make, tmp_path: Path) -> None:
    """At 1 the operator is evaluated and the premise met, and after the checkpoint no more."""
    body = COUNTER + "Once(n) == n = 1\nP == x # 1 \\/ Once(x)\nQ == x = 1 => y = {}\n"
    config = f"{MODEL} INVARIANTS P Q"
    whole = _report(explore(make(body, config), kernel="python"))
    saved = Checkpointing(tmp_path / "saved")
    explore(make(body, config), kernel="python", max_depth=3, checkpointing=saved)
    saved = Checkpointing(tmp_path / "saved", resume=True)
    again = _report(explore(make(body, config), kernel="python", checkpointing=saved))
    assert whole.vacuous == again.vacuous == ()
    assert whole.unevaluated == again.unevaluated
    assert whole.actions == again.actions
