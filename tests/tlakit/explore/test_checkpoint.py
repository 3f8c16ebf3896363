"""A search that was cut short, or killed, goes on to the same counts and the same counterexample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.tlakit.explore.kernels import KERNELS
from tests.tlakit.explore.killing import killed

from tlakit.explore import Checkpointing, CheckpointProblem, KernelChoice, explore
from tlakit.explore.checkpoint import MANIFEST, Checkpoint
from tlakit.explore.python_kernel import PythonKernel
from tlakit.explore.value_log import ValueLog
from tlakit.semantics import Specification, Verdict
from tlakit.semantics.behaviour import CheckResult
from tlakit.semantics.values import (
    TRUE,
    Value,
    function_of,
    integer,
    model_value,
    record_of,
    set_of,
    string,
    tuple_of,
)

Make = Callable[..., Specification]

SPEC = """
VARIABLES f, msgs, turn
vars == <<f, msgs, turn>>
Nodes == {1, 2, 3}
Init == f = [i \\in Nodes |-> [n |-> 0, log |-> <<>>]] /\\ msgs = {} /\\ turn \\in {"a", "b"}
Send(i) == /\\ f[i].n < 3
           /\\ f' = [f EXCEPT ![i].n = @ + 1]
           /\\ msgs' = msgs \\cup {[from |-> i, n |-> f[i].n]}
           /\\ UNCHANGED turn
Take(i, m) == /\\ m.from # i /\\ Len(f[i].log) < 1
              /\\ f' = [f EXCEPT ![i].log = Append(@, m.n)]
              /\\ msgs' = msgs \\ {m}
              /\\ turn' = IF turn = "a" THEN "b" ELSE "a"
Next == \\/ \\E i \\in Nodes : Send(i)
        \\/ \\E m \\in msgs : \\E i \\in Nodes : Take(i, m)
Spec == Init /\\ [][Next]_vars
Few == Cardinality(msgs) < 5
Grows == [][\\A i \\in Nodes : f'[i].n >= f[i].n]_vars
Short == \\A i \\in Nodes : Len(f[i].log) < 2
Bad == ~(f[1].n = 2 /\\ f[2].n = 2 /\\ f[3].n = 2 /\\ \\A i \\in Nodes : f[i].log = <<1>>)
"""
CONFIG = """SPECIFICATION Spec
CONSTRAINT Few
INVARIANT Short
PROPERTY Grows
CHECK_DEADLOCK FALSE"""


def counts(result: CheckResult) -> tuple[object, ...]:
    """What must be the same; the sum over all actions is."""
    assert result.report is not None
    taken = sum(action.taken for action in result.report.actions)
    new = sum(action.new for action in result.report.actions)
    return result.verdict, result.generated, result.distinct, result.depth, taken, new


@pytest.mark.parametrize("most", [2, 4])
@pytest.mark.parametrize("kernel", KERNELS)
def test_a_killed_search_goes_on_to_the_same_counts(
    make: Make, tmp_path: Path, kernel: KernelChoice, most: int
) -> None:
    whole = explore(make(SPEC, CONFIG), kernel="python")
    killed(tmp_path, CONFIG, most, kernel)
    saved = Checkpointing(tmp_path / "saved", resume=True)
    for other in KERNELS:  # what one kernel saved, another may go on from
        result = explore(make(SPEC, CONFIG), kernel=other, checkpointing=saved)
        assert counts(result) == counts(whole)


def test_a_search_with_many_initial_states_goes_on(make: Make, tmp_path: Path) -> None:
    spec = """VARIABLES x, y
Init == x \\in 0..39 /\\ y \\in 0..59
Next == (x' = (x + 1) % 50 /\\ y' = y) \\/ (y' = (y + 1) % 70 /\\ x' = x)"""
    config = "INIT Init NEXT Next"
    for kernel in KERNELS:
        first = Checkpointing(tmp_path / kernel)
        short = explore(make(spec, config), kernel=kernel, checkpointing=first, max_depth=4)
        assert short.verdict is Verdict.UNKNOWN
        saved = Checkpointing(first.folder, resume=True)
        result = explore(make(spec, config), kernel=kernel, checkpointing=saved)
        assert (result.generated, result.distinct) == (40 * 60 + 2 * 50 * 70, 50 * 70)


@pytest.mark.parametrize(
    "limit", [{"max_depth": 5}, {"max_states": 1500}, {"max_states": 2500}], ids=str
)
@pytest.mark.parametrize(
    "config", [CONFIG, CONFIG.replace("Short", "Bad")], ids=["holds", "violated"]
)
@pytest.mark.parametrize("kernel", KERNELS)
def test_a_search_that_was_cut_short_goes_on(
    make: Make, tmp_path: Path, limit: dict[str, Any], config: str, kernel: KernelChoice
) -> None:
    whole = explore(make(SPEC, config), kernel="python")
    first = Checkpointing(tmp_path / "saved")
    short = explore(make(SPEC, config), kernel=kernel, checkpointing=first, **limit)
    assert short.verdict is Verdict.UNKNOWN
    assert short.distinct < whole.distinct
    saved = Checkpointing(tmp_path / "saved", resume=True)
    result = explore(make(SPEC, config), kernel=kernel, checkpointing=saved)
    if whole.violation is None:
        assert counts(result) == counts(whole)
        return
    assert result.violation is not None
    assert result.violation.name == whole.violation.name
    assert result.violation.trace.steps[0].label is None
    assert len(result.violation.trace.steps) == len(whole.violation.trace.steps)


def test_an_interrupted_search_goes_on(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = explore(make(SPEC, CONFIG), kernel="python")
    meet = PythonKernel._meet
    asked: list[int] = []

    def interrupted(self: PythonKernel, *arguments: Any) -> None:
        asked.append(1)
        if len(asked) == 1000:
            raise KeyboardInterrupt
        meet(self, *arguments)

    monkeypatch.setattr(PythonKernel, "_meet", interrupted)
    first = Checkpointing(tmp_path / "saved")
    short = explore(make(SPEC, CONFIG), kernel="python", checkpointing=first)
    assert short.reason == "interrupted"
    result = explore(
        make(SPEC, CONFIG), kernel="python", checkpointing=Checkpointing(first.folder, resume=True)
    )
    assert counts(result) == counts(whole)


def test_what_another_run_saved_is_refused(make: Make, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    explore(make(SPEC, CONFIG), max_depth=3, kernel="python", checkpointing=Checkpointing(saved))
    with pytest.raises(CheckpointProblem, match="has a checkpoint already"):
        explore(make(SPEC, CONFIG), kernel="python", checkpointing=Checkpointing(saved))
    for body, config, version, word in (
        (SPEC.replace("< 5", "< 6"), CONFIG, "", "the text of the modules"),
        (SPEC, CONFIG.replace("INVARIANT Short", ""), "", "the configuration"),
        (SPEC, CONFIG, "2", "the version"),
    ):
        wanted = Checkpointing(saved, resume=True, version=version)
        with pytest.raises(CheckpointProblem, match=f"another run: {word}"):
            explore(make(body, config), kernel="python", checkpointing=wanted)
    with pytest.raises(CheckpointProblem, match="there is no checkpoint"):
        explore(
            make(SPEC, CONFIG),
            kernel="python",
            checkpointing=Checkpointing(tmp_path / "none", resume=True),
        )


@pytest.mark.parametrize(
    "name", [MANIFEST, "values", "effects", "parents", "effects_taken", "fingerprints"]
)
@pytest.mark.parametrize("how", ["torn", "changed", "missing"])
def test_a_damaged_file_is_told(make: Make, tmp_path: Path, name: str, how: str) -> None:
    saved = tmp_path / "saved"
    explore(make(SPEC, CONFIG), max_depth=3, kernel="python", checkpointing=Checkpointing(saved))
    path = saved / name
    data = path.read_bytes()
    if how == "torn":
        path.write_bytes(data[: len(data) // 2])
    elif how == "changed":
        path.write_bytes(data[:20] + bytes([data[20] ^ 1]) + data[21:])
    else:
        path.unlink()
    with pytest.raises(CheckpointProblem, match="damaged|there is no checkpoint"):
        explore(
            make(SPEC, CONFIG),
            kernel="python",
            checkpointing=Checkpointing(saved, resume=True),
        )


def test_what_was_not_committed_does_not_count(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path, {})
    checkpoint.append("log", b"one")
    checkpoint.commit({"n": 1})
    checkpoint.append("log", b"two")
    found = Checkpoint.reopened(tmp_path, {})
    assert (found.read("log"), found.facts) == (b"one", {"n": 1})
    found.append("log", b"three")
    found.commit({"n": 2})
    assert Checkpoint.reopened(tmp_path, {}).read("log") == b"onethree"


VALUES: list[Value] = [
    TRUE,
    integer(-5),
    integer(2**63),
    integer(-(10**400)),
    string('a "b"\n'),
    model_value("m"),
    set_of([integer(1), set_of([])]),
    tuple_of([]),
    tuple_of([string("x"), tuple_of([TRUE])]),
    record_of({"a": integer(1), "b": set_of([model_value("m")])}),
    function_of({integer(0): integer(1), integer(5): string("x")}),
]


def test_values_are_read_as_they_were_written() -> None:
    first, second = ValueLog(), ValueLog()
    numbers = [first.number(value) for value in VALUES[:6]]
    data = first.take()
    numbers += [first.number(value) for value in VALUES]
    second.load(data + first.take() + first.take())
    assert [second.values[number] for number in numbers] == [*VALUES[:6], *VALUES]
    assert second.number(VALUES[-1]) == numbers[-1]
    for torn in (data[:-1], data[:3], data + b"x"):
        with pytest.raises(ValueError, match="."):
            ValueLog().load(torn)
