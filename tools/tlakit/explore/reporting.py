"""What a finished search did, gathered from its kernel, its memos and the marks of the evaluator."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from tlakit.explore.checks import Checks
from tlakit.explore.effects import Outcome
from tlakit.explore.kernel import Kernel
from tlakit.explore.memo import Memo, Node, Result
from tlakit.explore.slots import Layout
from tlakit.explore.tally import ActionTally
from tlakit.explore.transitions import Transitions
from tlakit.language import ir
from tlakit.semantics.behaviour import Label
from tlakit.semantics.run_report import ActionCount, RunReport, Table, Unevaluated
from tlakit.semantics.specification import Specification


def report_of(search: Kernel, *, profile: bool) -> RunReport:
    """What a search did; its memos only if `profile`, since that takes a walk through them."""
    tally = ActionTally()
    search.count_actions(tally)
    actions = action_counts(search.specification, tally)
    tables: tuple[Table, ...] = ()
    if profile:
        tables = (
            *_action_tables(search.transitions, actions, search.distinct),
            *_property_tables(search.checks, search.distinct, search.generated),
        )
    return RunReport(
        actions,
        unevaluated(search.specification),
        search.specification.coverage.vacuous(),
        tuple(sorted(tables, key=lambda table: -table.seconds)),
        peak_memory_bytes(),
    )


def action_counts(specification: Specification, tally: ActionTally) -> tuple[ActionCount, ...]:
    """The counts of all actions of a model, in the order in which its next-state action has them."""
    if specification.next is None:
        return ()
    return tally.counts(specification.splitter.action_names())


def unevaluated(specification: Specification) -> tuple[Unevaluated, ...]:
    """The operators that were never evaluated; not those of actions, whose counts say it."""
    seen: set[ir.Span] = set()
    if specification.next is not None:
        splitter = specification.splitter
        seen = splitter.looked_into() | {span for _, span in splitter.action_names()}
    return tuple(one for one in specification.coverage.unevaluated() if one.span not in seen)


def peak_memory_bytes() -> int | None:
    """The most memory that this process has had so far; None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _action_tables(
    transitions: Transitions, actions: Iterable[ActionCount], states: int
) -> Iterator[Table]:
    """An instance that is always there is asked in each state, another at least where enabled."""
    fixed = {part for part in transitions.ordered if isinstance(part, Memo)}
    enabled = {(action.name, action.span): action.enabled for action in actions}
    by_action: dict[tuple[str, ir.Span], list[Memo[Outcome]]] = {}
    for memo in transitions.memos:
        assert isinstance(memo.subject, Label)
        by_action.setdefault((memo.subject.action, memo.subject.span), []).append(memo)
    for key, memos in by_action.items():
        always = sum(memo in fixed for memo in memos)
        asked = max(always * states, enabled.get(key, 0))
        yield _table("action", key[0], memos, asked, transitions.layout)


def _property_tables(checks: Checks, states: int, steps: int) -> Iterator[Table]:
    specification = checks.specification
    kinds = (
        ("invariant", specification.invariants, checks.invariants, states),
        ("constraint", specification.constraints, checks.constraints, states),
        ("action property", specification.action_properties, checks.steps, steps),
        ("action constraint", specification.action_constraints, checks.limits, steps),
    )
    for kind, properties, memos, times in kinds:
        for item in properties:
            own = [memo for memo in memos if memo.subject is item.expression]
            yield _table(kind, item.name, own, len(own) * times, checks.layout)


def _table(
    kind: str, name: str, memos: Iterable[Memo[Result]], asked: int, layout: Layout
) -> Table:
    parts = list(memos)
    slots = 0
    for memo in parts:
        slots |= memo.slots
    evaluations = sum(memo.misses for memo in parts)
    return Table(
        kind,
        name,
        len(parts),
        max(asked, evaluations),
        evaluations,
        sum(memo.seconds for memo in parts),
        _variables(slots, layout),
        sum(map(_size, parts)),
        sum(memo.forgetful for memo in parts),
    )


def _variables(slots: int, layout: Layout) -> tuple[str, ...]:
    """The variables that slots belong to; in the second half of a pair of states, with a prime."""
    found: dict[str, None] = {}
    for slot in range(slots.bit_length()):
        if slots >> slot & 1:
            primed, own = divmod(slot, layout.size)
            found[layout.names[layout.owners[own]] + "'" * primed] = None
    return tuple(found)


def _size(memo: Memo[Result]) -> int:
    """How many nodes the tree of a memo has."""
    count = 0
    pending: list[object] = [memo.root]
    while pending:
        node = pending.pop()
        if isinstance(node, Node):
            count += 1
            pending.extend(node.children.values())
    return count
