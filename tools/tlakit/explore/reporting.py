"""What a finished search did, gathered from its kernel, its memos and the marks of the evaluator."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from tlakit.explore.checks import Checks
from tlakit.explore.effects import Outcome
from tlakit.explore.kernel import Kernel
from tlakit.explore.memo import Memo, Node, Result
from tlakit.explore.slots import Layout
from tlakit.explore.tally import ActionTally
from tlakit.explore.transitions import Transitions
from tlakit.language import ir
from tlakit.semantics.behaviour import Label
from tlakit.semantics.run_report import ActionCount, RunReport, Table, TableKey, Unevaluated
from tlakit.semantics.specification import Specification


def report_of(search: Kernel, *, profile: bool) -> RunReport:
    """What a search did; its memos only if `profile`, since that takes a walk through them."""
    tally = ActionTally()
    search.count_actions(tally)
    actions = action_counts(search.specification, tally)
    tables: Iterable[Table] = ()
    if profile:
        enabled = {(action.name, action.span): action.enabled for action in actions}
        tables = joined(tables_of(search, enabled), *search.tables_elsewhere).values()
    peak = peak_memory_bytes()
    return RunReport(
        actions,
        unevaluated(search.specification),
        search.specification.coverage.vacuous(),
        tuple(sorted(tables, key=lambda table: -table.seconds)),
        None if peak is None else peak + search.memory_elsewhere_bytes,
    )


def tables_of(search: Kernel, enabled: Mapping[tuple[str, ir.Span], int]) -> dict[TableKey, Table]:
    """What a search remembers of each action and property; `enabled` says how often actions were."""
    return {
        **_action_tables(search.transitions, enabled, search.distinct),
        **_property_tables(search.checks, search.distinct, search.generated),
    }


def joined(tables: dict[TableKey, Table], *others: dict[TableKey, Table]) -> dict[TableKey, Table]:
    """Tables with what other processes, which searched too, remember of the same."""
    found = dict(tables)
    for other in others:
        for key, table in other.items():
            found[key] = _join(found[key], table) if key in found else table
    return found


def _join(one: Table, other: Table) -> Table:
    evaluations = one.evaluations + other.evaluations
    return Table(
        one.kind,
        one.name,
        max(one.parts, other.parts),
        max(one.asked, evaluations),
        evaluations,
        one.seconds + other.seconds,
        tuple(dict.fromkeys((*one.reads, *other.reads))),
        one.nodes + other.nodes,
        max(one.forgotten, other.forgotten),
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
    transitions: Transitions, enabled: Mapping[tuple[str, ir.Span], int], states: int
) -> dict[TableKey, Table]:
    """An instance that is always there is asked in each state, another at least where enabled."""
    fixed = {part for part in transitions.ordered if isinstance(part, Memo)}
    by_action: dict[tuple[str, ir.Span], list[Memo[Outcome]]] = {}
    for memo in transitions.memos:
        assert isinstance(memo.subject, Label)
        by_action.setdefault((memo.subject.action, memo.subject.span), []).append(memo)
    found: dict[TableKey, Table] = {}
    for (name, span), memos in by_action.items():
        always = sum(memo in fixed for memo in memos)
        asked = max(always * states, enabled.get((name, span), 0))
        found["action", name, span] = _table("action", name, memos, asked, transitions.layout)
    return found


def _property_tables(checks: Checks, states: int, steps: int) -> dict[TableKey, Table]:
    specification = checks.specification
    kinds = (
        ("invariant", specification.invariants, checks.invariants, states),
        ("constraint", specification.constraints, checks.constraints, states),
        ("action property", specification.action_properties, checks.steps, steps),
        ("action constraint", specification.action_constraints, checks.limits, steps),
    )
    found: dict[TableKey, Table] = {}
    for kind, properties, memos, times in kinds:
        for item in properties:
            own = [memo for memo in memos if memo.subject is item.expression]
            table = _table(kind, item.name, own, len(own) * times, checks.layout)
            found[kind, item.name, item.span] = table
    return found


def _table(
    kind: str, name: str, memos: Iterable[Memo[Result]], asked: int, layout: Layout
) -> Table:
    parts = list(memos)
    slots = 0
    for memo in parts:
        slots |= memo.slots
    evaluations = sum(memo.evaluations for memo in parts)
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
