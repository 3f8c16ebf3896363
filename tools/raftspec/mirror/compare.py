"""Ask the specification and the reference the same, and compare what they say."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from raft_reference.core.actions import Action, is_enabled, perform
from raft_reference.core.commitment import Committed, newly_committed
from raft_reference.core.messages import Message
from raft_reference.core.state import ServerState
from raftspec.mirror.calls import Call, Calls, field
from raftspec.mirror.encoding import Encoding, EncodingError
from raftspec.mirror.grid import Grid
from raftspec.mirror.report import Difference, MirrorReport, OperatorCount
from raftspec.mirror.twins import Twin, action_types, constant_name, find_twin, mirrored_operators
from raftspec.mirror.walk import Walk
from tlakit.semantics import Specification, Trace
from tlakit.semantics.values import (
    TRUE,
    FunctionValue,
    RecordValue,
    SetValue,
    TupleValue,
    Value,
    function_of,
    set_of,
)

State = Mapping[str, Value]

REPORT_EVERY_STATES = 4096


def run_mirror(
    specification: Specification,
    *,
    walk: Walk | None = None,
    max_states: int | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> MirrorReport:
    """Compare every operator with its twin wherever a transition of the model asks it, and beyond.

    The model must be one of module Raft.  `walk` is one of this specification, if there is one
    already; else `max_states` ends it early.  `on_progress` is given the number of states compared
    so far, now and then.  The first difference ends the run.
    """
    if walk is None:
        walk = Walk(specification, max_states=max_states)
    return _Run(specification).over(walk, on_progress)


class _Differs(Exception):
    """The two disagree: all of a Difference but the trace."""

    def __init__(
        self, operator: str, arguments: tuple[Value, ...], expected: str, found: str, place: str
    ) -> None:
        super().__init__(operator)
        self.operator, self.arguments = operator, arguments
        self.expected, self.found, self.place = expected, found, place


class _Run:
    """One run: what was asked already, and how often each operator."""

    def __init__(self, specification: Specification) -> None:
        self.started = time.monotonic()
        self.specification = specification
        self.encoding = Encoding(specification.constants)
        self.calls = Calls(specification)
        self.operators = mirrored_operators(specification.module)
        self.actions = action_types()
        self.twins = {name: find_twin(name) for name in self.operators}
        self.asked: set[Call] = set()
        self.records: set[Value] = set()
        self.deliveries: set[tuple[Value, Value]] = set()
        self.counts: Counter[str] = Counter()
        self.number = 0
        self.beyond = False

    def over(self, walk: Walk, on_progress: Callable[[int], None] | None) -> MirrorReport:
        """Compare in every state of the walk, up to the first difference."""
        difference: Difference | None = None
        try:
            for self.number, state in walk.states():
                self._compare_in(state)
                if on_progress is not None and self.number % REPORT_EVERY_STATES == 0:
                    on_progress(self.number + 1)
            self.beyond = True
            self._ask(self.calls.of_model())
            self._ask(Grid(self.specification).calls())
        except _Differs as differs:
            difference = self._difference(differs, walk)
        names = [*self.operators, *self.actions]
        return MirrorReport(
            states=self.number + 1,
            complete=difference is None and walk.result.reason == "",
            operators=tuple(OperatorCount(name, self.counts[name]) for name in names),
            missing=tuple(name for name, twin in self.twins.items() if twin is None),
            difference=difference,
            seconds=time.monotonic() - self.started,
        )

    def _difference(self, differs: _Differs, walk: Walk) -> Difference:
        definition = self.specification.definition(differs.operator)
        names = [parameter.name for parameter in definition.parameters]
        return Difference(
            operator=differs.operator,
            arguments=tuple(zip(names, differs.arguments, strict=True)),
            expected=differs.expected,
            found=differs.found,
            span=definition.span,
            place=differs.place,
            trace=Trace(()) if self.beyond else walk.trace(self.number),
        )

    def _compare_in(self, state: State) -> None:
        """All that is new in a state: records not seen before, and messages that reach them."""
        servers, messages = state["servers"], state["messages"]
        assert isinstance(servers, FunctionValue | RecordValue | TupleValue)
        assert isinstance(messages, SetValue)
        for i, s in servers.mapping.items():
            if s not in self.records:
                self.records.add(s)
                self._ask(self.calls.of_record(s))
                self._take_actions(state, i, s)
        for m in messages:
            i = field(m, "dest")
            s = servers.mapping[i]
            if (s, m) not in self.deliveries:
                self.deliveries.add((s, m))
                self._ask(self.calls.of_message(s, m))
                self._take(state, i, s, "Receive", (m,))

    def _ask(self, calls: Iterator[Call]) -> None:
        for call in calls:
            twin = self.twins.get(call.operator)
            if call not in self.asked and twin is not None:
                self.asked.add(call)
                self.counts[call.operator] += 1
                self._compare(call, twin)

    def _compare(self, call: Call, twin: Twin) -> None:
        expected = self.specification.apply(call.operator, *call.arguments)
        found: Value | str
        try:
            found = self.encoding.encode(self._answer(call, twin), twin.result)
        except EncodingError as error:
            found = f"no such value: {error}"
        except Exception as error:  # noqa: BLE001 - a faulty twin may raise anything
            found = f"raises {error!r}"
        if found is not expected:
            text = found if isinstance(found, str) else found.text
            raise _Differs(call.operator, call.arguments, expected.text, text, twin.place)

    def _answer(self, call: Call, twin: Twin) -> Any:
        pairs = zip(call.arguments, twin.parameters, strict=True)
        arguments = [self.encoding.decode(value, kind) for value, (_, kind) in pairs]
        constants = {
            name: self.encoding.decode(self.specification.constants[constant_name(name)], kind)
            for name, kind in twin.constants
        }
        return twin.function(*arguments, **constants)

    def _take_actions(self, state: State, i: Value, s: Value) -> None:
        """Each action that the server might take by itself."""
        calls = self.calls
        for name in ("Timeout", "WinElection", "Commit", "Restart"):
            self._take(state, i, s, name, (i,))
        for value in calls.commands:
            self._take(state, i, s, "ClientRequest", (i, value))
        for j in calls.servers:
            for count in calls.counts:
                self._take(state, i, s, "SendEntries", (i, j, count))

    def _take(
        self, state: State, i: Value, s: Value, name: str, arguments: tuple[Value, ...]
    ) -> None:
        """Whether the action of the specification allows the reference's step, and only if enabled.

        Where the reference says that the action is not enabled, the specification must not allow
        the step that it would otherwise take.
        """
        kind = self.actions[name]
        hints = msgspec.structs.fields(kind)
        decode = self.encoding.decode
        pairs = zip(arguments, hints, strict=True)
        action: Any = kind(*(decode(value, part.type) for value, part in pairs))
        self.counts[name] += 1
        try:
            record: ServerState = decode(s, ServerState)
            allowed = is_enabled(record, action)
            following = self._following(state, i, record, action)
        except Exception as error:  # noqa: BLE001 - a faulty twin may raise anything
            if name == "Commit" and isinstance(error, ValueError) and not allowed:
                return
            raise _Differs(name, arguments, "a step", f"raises {error!r}", "actions") from None
        taken = self.specification.apply(name, *arguments, state=state, following=following)
        if (taken is TRUE) != allowed:
            found = ", ".join(f"{variable}' = {v.text}" for variable, v in following.items())
            verb = "takes" if allowed else "does not take"
            expected = "not this step" if allowed else "this step"
            place = f"{is_enabled.__module__}.{name}"
            raise _Differs(name, arguments, expected, f"{verb} the step to {found}", place)

    def _following(self, state: State, i: Value, s: ServerState, action: Action) -> State:
        """The variables after the reference's step."""
        step = perform(s, action)
        servers, messages, committed = state["servers"], state["messages"], state["committed"]
        assert isinstance(servers, FunctionValue | RecordValue | TupleValue)
        assert isinstance(messages, SetValue) and isinstance(committed, SetValue)
        encode = self.encoding.encode
        record = encode(step.server, ServerState)
        sent = [encode(message, Message) for message in step.out]
        known = [encode(fact, Committed) for fact in newly_committed(s, step.server)]
        return {
            "servers": function_of({**servers.mapping, i: record}),
            "messages": set_of([*messages, *sent]),
            "committed": set_of([*committed, *known]),
        }
