"""Several workers of the Python kernel find what one finds, and show the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.tlakit.explore.random_specs import Writer

from tlakit.explore import Checkpointing, Unsuited, elements, explore
from tlakit.explore.kernel import Stop
from tlakit.explore.parallel import balance, kernel, worker
from tlakit.explore.parallel.kernel import ParallelKernel
from tlakit.explore.parallel.moving import pack, unpack
from tlakit.explore.parallel.worker import Worker
from tlakit.explore.slots import choose_layout
from tlakit.semantics import EvaluationError, Specification, Verdict

Make = Callable[..., Specification]
Grid = Callable[..., Specification]

pytestmark = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="there is no fork"
)

SEEDS = tuple(range(48))

GRID = """
LOCAL INSTANCE TLC
CONSTANT P
VARIABLES at, sent
Init == at = [p \\in P |-> 0] /\\ sent = {}
Move(p, k) == /\\ at[p] + k < 7 /\\ at' = [at EXCEPT ![p] = @ + k]
              /\\ sent' = IF k = 1 THEN sent \\cup {<<p, at[p] % 2>>} ELSE sent
Turn(p) == at[p] > 4 /\\ Cardinality(sent) < 6 /\\ at' = [at EXCEPT ![p] = 0] /\\ UNCHANGED sent
Next == \\E p \\in P : (\\E k \\in {1, 2} : Move(p, k)) \\/ Turn(p)
Few == Cardinality(sent) < 7
Fewer == Cardinality(sent) < 5
Alike == Permutations(P)
Places == at
Below == \\A p \\in P : at[p] < 7
Apart == ~(\\A p \\in P : at[p] = 5) \\/ Cardinality(sent) < 6
Shape == (\\A p \\in P : at[p] > 3) => Cardinality(sent) < 4
Fails == \\A p \\in P : at[p] < 6 \\/ Cardinality(sent) < 5 \\/ (CHOOSE k \\in {} : TRUE) = 1
Asks == TLCGet("level") < 100 \\/ at = <<>>
Grows == [][sent \\subseteq sent']_sent
Leaps == [][\\A p \\in P : at'[p] # 0 \\/ at[p] # 6 \\/ Cardinality(sent) < 5]_at
Short == \\A p \\in P : at'[p] < at[p] + 2 \\/ at[p] < 3
"""
CONFIG = "INIT Init NEXT Next CONSTANT P = {p1, p2, p3} "
ENDLESS = "CHECK_DEADLOCK FALSE "


@pytest.fixture(autouse=True)
def shared_early(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The work is shared out also where there is little, states are moved, and nobody is left."""
    monkeypatch.setattr(kernel, "ENOUGH_STATES", 4)
    monkeypatch.setattr(balance, "FEWEST", 2)
    yield
    assert not multiprocessing.active_children()


@pytest.fixture
def grid(make: Make) -> Grid:
    """`grid(asked)`: the specification above with a configuration that asks for more."""
    return lambda asked="", ends=ENDLESS: make(GRID, CONFIG + ends + asked)


def answer(specification: Specification, workers: int, **options: Any) -> Any:
    """All that is said of a model, but for how long it took and how much memory."""
    try:
        found = explore(specification, kernel="python", workers=workers, **options)
    except EvaluationError as error:
        return error.kind, str(error), None if error.trace is None else error.trace.steps
    assert found.report is not None and found.kernel == "python"
    told = found.verdict, found.generated, found.distinct, found.depth, found.violation
    if found.violation is not None:
        return told
    return *told, found.reason, found.waiting, found.warnings, found.report.actions


@pytest.mark.parametrize("first", SEEDS[::16])
def test_all_is_as_with_one_worker(make: Make, first: int) -> None:
    for seed in SEEDS[first:][:16]:
        body, config = Writer(seed).spec()
        one = answer(make(body, config), 1)
        assert answer(make(body, config), 2) == one, f"seed {seed}\n{config}\n{body}"


ASKED = {
    "INVARIANT Below PROPERTY Grows": Verdict.HOLDS,
    "CONSTRAINT Fewer INVARIANT Below": Verdict.HOLDS,
    "SYMMETRY Alike INVARIANT Below": Verdict.HOLDS,
    "VIEW Places CONSTRAINT Fewer": Verdict.HOLDS,
    "ACTION_CONSTRAINT Short INVARIANT Below": Verdict.HOLDS,
    "INVARIANT Apart": Verdict.VIOLATED,
    "INVARIANT Apart SYMMETRY Alike": Verdict.VIOLATED,
    "PROPERTY Leaps": Verdict.VIOLATED,
    "ACTION_CONSTRAINT Short INVARIANT Shape": Verdict.VIOLATED,
}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("workers", [2, 3])
def test_so_it_is_with_all_that_may_be_asked_for(grid: Grid, asked: str, workers: int) -> None:
    one = answer(grid(asked), 1)
    assert one[0] is ASKED[asked]
    assert answer(grid(asked), workers) == one


def test_of_states_that_a_view_does_not_tell_apart_the_first_is_explored(make: Make) -> None:
    body = """
VARIABLES x, y
Init == x = 0 /\\ y \\in 0..15
Next == x < 12 /\\ x' = x + 1 /\\ y' \\in {(3 * y + 1) % 61, (5 * y + x) % 61}
Shown == <<x, y % 16>>
Unmet == ~(x = 11 /\\ y % 16 = 9)
"""
    for asked in ("", " INVARIANT Unmet"):
        config = f"INIT Init NEXT Next CHECK_DEADLOCK FALSE VIEW Shown{asked}"
        assert answer(make(body, config), 2) == answer(make(body, config), 1)


def test_so_it_is_where_the_search_ends_without_a_property(grid: Grid) -> None:
    stuck = answer(grid(ends=""), 1)
    assert stuck[4].kind == "deadlock"
    assert answer(grid(ends=""), 2) == stuck
    failed = answer(grid("INVARIANT Fails"), 1)
    assert failed[0].name == "NO_WITNESS"
    assert answer(grid("INVARIANT Fails"), 2) == failed


@pytest.mark.parametrize("limit", [{"max_states": 2000}, {"max_depth": 9}], ids=str)
def test_limits_end_it_at_the_same_state(grid: Grid, limit: dict[str, int]) -> None:
    one = answer(grid(), 1, **limit)
    assert one[0] is Verdict.UNKNOWN
    assert answer(grid(), 2, **limit) == one


def test_a_limit_of_time_ends_it_after_a_round(grid: Grid) -> None:
    result = explore(grid(), kernel="python", workers=2, max_seconds=0)
    assert (result.verdict, result.reason) == (Verdict.UNKNOWN, "stopped after 0 seconds")
    assert 0 < result.waiting < result.distinct


@pytest.mark.parametrize(("before", "after"), [(1, 2), (2, 1), (2, 3)])
def test_a_search_goes_on_with_other_workers(
    grid: Grid, tmp_path: Path, before: int, after: int
) -> None:
    for asked in ("PROPERTY Grows", "INVARIANT Apart"):
        folder = tmp_path / asked.split()[1]
        whole = answer(grid(asked), 1)
        short = answer(
            grid(asked), before, checkpointing=Checkpointing(folder, 0.0), max_states=2500
        )
        assert short[0] is Verdict.UNKNOWN
        saved = Checkpointing(folder, 0.0, resume=True)
        assert answer(grid(asked), after, checkpointing=saved) == whole


def test_what_depends_on_the_run_is_refused(grid: Grid) -> None:
    with pytest.raises(Unsuited, match="depends on the run"):
        explore(grid("INVARIANT Asks"), kernel="python", workers=2)


def test_it_is_refused_where_there_is_no_fork(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    with pytest.raises(Unsuited, match="need a system that has fork"):
        explore(grid(), kernel="python", workers=2)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "worker 2 of 2 ended early, with signal 9"),
        (lambda: os._exit(3), "worker 2 of 2 ended early, with status 3"),
    ],
    ids=["killed", "gone"],
)
def test_a_worker_that_dies_ends_the_search(
    grid: Grid, monkeypatch: pytest.MonkeyPatch, end: Callable[[], None], said: str
) -> None:
    calls = at_call(Worker, "explore", 9, lambda worker: end() if worker.worker else None)
    monkeypatch.setattr(Worker, "explore", calls)
    with pytest.raises(Unsuited, match=said):
        explore(grid(), kernel="python", workers=2)


@pytest.mark.parametrize("questions", [("explore",), ("explore", "keep")], ids=["once", "twice"])
def test_an_interrupt_ends_all(
    grid: Grid, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, questions: tuple[str, ...]
) -> None:
    def interrupt(worker: Worker) -> None:
        if worker.worker == 0:
            for process in (os.getppid(), os.getpid(), os.getpid()):
                os.kill(process, signal.SIGINT)

    for question in questions:
        monkeypatch.setattr(Worker, question, at_call(Worker, question, 9, interrupt))
    saving = Checkpointing(tmp_path / "saved")
    result = explore(grid(), kernel="python", workers=2, checkpointing=saving)
    assert (result.verdict, result.reason) == (Verdict.UNKNOWN, "interrupted")
    assert 0 < result.waiting < result.distinct < 5832
    assert (tmp_path / "saved" / "manifest").exists() is (len(questions) == 1)


def at_call(
    owner: type[Worker], name: str, number: int, then: Callable[[Worker], None]
) -> Callable[..., Any]:
    """A method that does something else first when a worker calls it for that time."""
    method = getattr(owner, name)
    calls: Counter[int] = Counter()

    def counted(worker: Worker, *arguments: Any) -> Any:
        calls[worker.worker] += 1
        if calls[worker.worker] == number:
            then(worker)
        return method(worker, *arguments)

    return counted


def test_a_layout_that_does_not_fit_is_changed(make: Make) -> None:
    body = """
VARIABLES f, n
Init == f = [i \\in 1..2 |-> 0] /\\ n \\in 0..40
Up == f[1] < 6 /\\ \\E i \\in DOMAIN f : f' = [f EXCEPT ![i] = (@ + i) % 9] /\\ UNCHANGED n
More == f[1] = 5 /\\ f' = [i \\in 1..3 |-> 7] /\\ n' = n
Next == Up \\/ More
Small == \\A i \\in DOMAIN f : f[i] < 9
"""
    config = "INIT Init NEXT Next CHECK_DEADLOCK FALSE INVARIANT Small"
    one = answer(make(body, config), 1)
    assert one[0] is Verdict.HOLDS
    assert answer(make(body, config), 2) == one


def test_a_temporal_property_is_checked_afterwards(make: Make) -> None:
    body = f"{GRID}\nSpec == Init /\\ [][Next]_<<at, sent>>\nAll == <>(Cardinality(sent) = 4)"
    config = "SPECIFICATION Spec CONSTANT P = {p1, p2} PROPERTY All CHECK_DEADLOCK FALSE"
    one = answer(make(body, config), 1)
    assert one[4].name == "All"
    assert answer(make(body, config), 2) == one


def test_a_profile_has_what_all_workers_remember(grid: Grid) -> None:
    asked = "INVARIANT Below PROPERTY Grows"
    tables = []
    for workers in (1, 2):
        report = explore(grid(asked), kernel="python", workers=workers, profile=True).report
        assert report is not None
        tables.append({(one.kind, one.name): one for one in report.tables})
    one, two = tables
    assert one.keys() == two.keys()
    for key, table in one.items():
        assert two[key].parts == table.parts
        assert set(two[key].reads) == set(table.reads)
        assert table.evaluations <= two[key].evaluations <= 2 * table.evaluations + 9
        assert two[key].asked >= table.asked


def in_this_process(monkeypatch: pytest.MonkeyPatch, ahead: int) -> Counter[str]:
    """From now on teams are in this process; worker n goes on `ahead` * n times before each question.

    How often each question was asked.
    """
    questions: Counter[str] = Counter()
    monkeypatch.setattr(worker, "STRIDE", 2)
    monkeypatch.setattr(kernel, "PAUSE_EVERY_STATES", 16)
    monkeypatch.setattr(kernel, "SHORTEST_ROUND_SECONDS", 0)

    class Here:
        """A team in this process."""

        def __init__(self, size: int, make: Callable[[int], Worker]) -> None:
            self.workers = [make(number) for number in range(size)]

        def each(self, what: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
            questions[what] += 1
            for place, one in enumerate(self.workers):
                for _ in range(ahead * place):
                    one.go_on()
            pairs = zip(self.workers, arguments, strict=True)
            return [getattr(worker, what)(*given) for worker, given in pairs]

        def close(self) -> None:
            questions["close"] += 1

    monkeypatch.setattr(ParallelKernel, "make_team", lambda own, make: Here(own.workers, make))
    return questions


@pytest.mark.parametrize("ahead", [0, 1, 50])
@pytest.mark.parametrize("asked", ["SYMMETRY Alike", "VIEW Places", "INVARIANT Below"])
def test_states_move_to_those_who_have_few(
    grid: Grid, monkeypatch: pytest.MonkeyPatch, asked: str, ahead: int
) -> None:
    one = answer(grid(asked), 1)
    questions = in_this_process(monkeypatch, ahead)
    assert answer(grid(asked), 3) == one
    assert questions["give"] == questions["take"] > 0
    assert questions["close"] == 1


def test_what_both_met_makes_levels_even(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    in_this_process(monkeypatch, 0)
    monkeypatch.setattr(kernel, "PAUSE_EVERY_STATES", 4096)  # a level is one round
    levels: list[list[int]] = []
    ask_all = ParallelKernel._ask_all

    def noting(self: ParallelKernel, what: str, *arguments: Any) -> list[Any]:
        answers = ask_all(self, what, *arguments)
        if what == "advance":
            levels.append(answers)
        return answers

    monkeypatch.setattr(ParallelKernel, "_ask_all", noting)
    answer(grid(), 2)
    assert max(map(sum, levels)) > 100
    assert all(abs(one - other) <= 2 for one, other in levels), levels


def test_nobody_is_ahead_in_a_checkpoint(
    grid: Grid, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = answer(grid(), 1)
    questions = in_this_process(monkeypatch, 5)

    def end_it(own: ParallelKernel, waiting: int) -> None:
        if questions["keep"] >= 20:
            raise Stop(None, "enough")

    monkeypatch.setattr(ParallelKernel, "_pause", end_it)
    short = answer(grid(), 3, checkpointing=Checkpointing(tmp_path))
    assert short[0] is Verdict.UNKNOWN
    assert answer(grid(), 1, checkpointing=Checkpointing(tmp_path, resume=True)) == whole


@pytest.mark.parametrize(
    "counts", [(9, 0), (0, 0, 900), (100, 1, 50, 2), (40, 40, 41), (0, 7, 500, 300)]
)
def test_after_the_moves_all_have_as_many(counts: tuple[int, ...]) -> None:
    found = balance.moves(counts) or [[0] * len(counts) for _ in counts]
    gives = [sum(row) for row in found]
    takes = [sum(column) for column in zip(*found, strict=True)]
    after = [count - give + take for count, give, take in zip(counts, gives, takes, strict=True)]
    assert max(after) - min(after) <= 1
    assert not any(give and take for give, take in zip(gives, takes, strict=True))


def test_a_state_is_the_same_where_elements_have_other_numbers(make: Make) -> None:
    body = """
VARIABLES f, s, r
Init == f = [i \\in 1..2 |-> <<i>>] /\\ s = {} /\\ r = [a |-> 0, b |-> {}]
Next == s' \\in {{<<1>>, <<2, "x">>}, {<<2, "x">>, <<>>}} /\\ UNCHANGED <<f, r>>
"""
    specification = make(body)
    initial = list(specification.initial_vectors())
    here, there = (choose_layout(specification.module, initial) for _ in range(2))
    states = [after for _, after in specification.successors_of(initial[0])]
    sent = [(number, (here.encode(state), number)) for number, state in enumerate(states)]
    there.encode(states[1])
    received = unpack(pack(sent, here), there)
    assert received == [(n, (there.encode(state), n)) for n, state in enumerate(states)]
    assert received != sent


def test_a_set_with_too_many_elements_is_no_mask(
    grid: Grid, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = answer(grid("INVARIANT Apart"), 1)
    monkeypatch.setattr(elements, "MOST_ELEMENTS", 4)
    assert answer(grid("INVARIANT Apart"), 2) == one
