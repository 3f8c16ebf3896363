"""Ask the specification and the reference the same, and compare what they say."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from raft_reference.core.actions import Commit, SendEntries
from raft_reference.core.election_actions import FinishTransfer
from raft_reference.core.every_action import Rules, SyncWrites
from raft_reference.core.read_actions import FinishTimedTransfer
from raft_reference.core.snapshot_actions import CompactLog
from raft_reference.core.types import Features
from raft_reference.core.types import Value as Command
from raft_reference.session_actions import AskServer
from raftspec.mirror.encoding import Encoding, EncodingError, shape_of
from raftspec.mirror.questions import (
    Question,
    Questions,
    State,
    of_model,
    with_one_server_fewer,
    without_features,
)
from raftspec.mirror.report import Difference, MirrorReport, OperatorCount
from raftspec.mirror.steps import Steps
from raftspec.mirror.twins import (
    RAFT,
    Twin,
    constant_name,
    find_twin,
    known_fields,
    mirrored,
    mirrored_actions,
    mirrored_operators,
)
from tlakit.explore import Walk
from tlakit.semantics import Specification, Trace
from tlakit.semantics.values import TRUE

REPORT_EVERY_QUESTIONS = 256
UNDEFINED_UNLESS_ALLOWED = (
    Commit,
    FinishTransfer,
    FinishTimedTransfer,
    CompactLog,
    SendEntries,
    SyncWrites,
    AskServer,
)
"""Actions whose step means nothing where they are not enabled: of no index there is a largest, and so on."""


class Disagreement(msgspec.Struct, frozen=True):
    """What the specification says, what the reference says, and where that is."""

    expected: str
    found: str
    place: str


def run_mirror(
    specification: Specification,
    *,
    walk: Walk | None = None,
    max_states: int | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> MirrorReport:
    """Compare every operator with its twin wherever a transition of the model asks it, and beyond.

    The model must be one of a module with twins, or InputProblem says why it cannot be mirrored.
    `walk` is one of this specification, if there is one already; else `max_states` ends it early.
    `on_progress` is given the number of states compared so far, now and then.  The first difference
    ends the run.
    """
    started = time.monotonic()
    held_to = mirrored(specification)
    if walk is None:
        walk = walk_of(specification, max_states=max_states)
    questions = Questions(specification, walk)
    sides = sides_of(specification, questions)
    comparison, _ = sides[0]
    asked = ((side, question) for side, questions_of in sides for question in questions_of)
    difference: Difference | None = None
    counts: Counter[str] = Counter()
    for side, question in asked:
        counts[question.operator] += 1
        disagreement = side.ask(question)
        if disagreement is not None:
            difference = _difference(specification, walk, question, disagreement)
            break
        if on_progress is not None and counts.total() % REPORT_EVERY_QUESTIONS == 0:
            on_progress(questions.states)
    return MirrorReport(
        module=held_to.name,
        states=questions.states,
        complete=difference is None and walk.result.reason == "",
        operators=tuple(OperatorCount(name, counts[name]) for name in comparison.names),
        missing=comparison.missing,
        never_enabled=tuple(
            name
            for name in comparison.actions
            if specification.definition(name).module == held_to.name
            and counts[name]
            and name not in comparison.enabled
        ),
        difference=difference,
        seconds=time.monotonic() - started,
    )


def sides_of(
    specification: Specification, questions: Questions
) -> list[tuple[Comparison, Iterable[Question]]]:
    """What to ask of a model; then of the one with a server fewer, and of the one with no feature."""
    fewer, plain = with_one_server_fewer(specification), without_features(specification)
    sides: list[tuple[Comparison, Iterable[Question]]] = [
        (Comparison(specification), questions),
        (Comparison(fewer), of_model(fewer)),
    ]
    if plain is not None:
        sides.append((Comparison(plain), questions.of(plain)))
    return sides


def walk_of(specification: Specification, *, max_states: int | None = None) -> Walk:
    """All states of a model; whether its properties hold there is not asked, `raftspec check` does."""
    unjudged = replace(specification.config, invariants=(), properties=(), sometimes=())
    return Walk(Specification(specification.module, unjudged), max_states=max_states)


def _difference(
    specification: Specification, walk: Walk, question: Question, disagreement: Disagreement
) -> Difference:
    definition = specification.definition(question.operator)
    names = [parameter.name for parameter in definition.parameters]
    return Difference(
        operator=question.operator,
        arguments=tuple(zip(names, question.arguments, strict=True)),
        expected=disagreement.expected,
        found=disagreement.found,
        span=definition.span,
        place=disagreement.place,
        trace=Trace(()) if question.number is None else walk.trace(question.number),
    )


class Comparison:
    """Both sides of one model."""

    def __init__(self, specification: Specification) -> None:
        self.specification = specification
        self.apply = specification.apply
        held_to, constants = mirrored(specification), specification.constants
        known, variant = known_fields(specification), held_to.variant
        self.encoding = Encoding(constants, fields=known, variant=variant)
        of_raft = Encoding(constants, fields=frozenset(RAFT.fields), variant=variant)
        self._encoding_of = dict.fromkeys(held_to.of_raft, of_raft)
        self.actions = mirrored_actions(specification)
        self.enabled: set[str] = set()
        """The actions that were asked about where they are enabled."""
        rules = Rules(
            features=self._constant("Features", Features, frozenset()),
            no_op=self._constant("NoOp", Command, Command(b"")),
            election_ticks=self._constant("ElectionTicks", int, 0),
            max_drift=self._constant("MaxDrift", int, 0),
            server=frozenset(self.encoding.servers),
        )
        self._steps = Steps(self.encoding, rules)
        self.twins = {name: find_twin(name) for name in mirrored_operators(specification)}

    def _constant(self, name: str, kind: Any, absent: Any) -> Any:
        """A constant of the model as the reference has it, `absent` where the model has none."""
        value = self.specification.constants.get(name)
        return absent if value is None else self.encoding.decode(value, kind)

    @property
    def names(self) -> tuple[str, ...]:
        """The operators, then the actions."""
        return (*self.twins, *self.actions)

    @property
    def missing(self) -> tuple[str, ...]:
        """The operators and actions that have no twin."""
        both = {**self.twins, **self.actions}
        return tuple(name for name, twin in both.items() if twin is None)

    def first_disagreement(self, questions: Iterable[Question]) -> Disagreement | None:
        """That of the first question on which the two disagree."""
        return next(filter(None, map(self.ask, questions)), None)

    def ask(self, question: Question) -> Disagreement | None:
        """How the two disagree on a question; None if they agree, or if there is no twin."""
        if question.state is not None:
            return self._ask_action(question, question.state)
        twin = self.twins.get(question.operator)
        return None if twin is None else self._ask_operator(question, twin)

    def _ask_operator(self, question: Question, twin: Twin) -> Disagreement | None:
        expected = self.apply(question.operator, *question.arguments)
        try:
            encoding = self._encoding_of.get(question.operator, self.encoding)
            found = encoding.encode(self._answer(question, twin), twin.result)
        except EncodingError as error:
            return Disagreement(expected.text, f"no such value: {error}", twin.place)
        except Exception as error:  # noqa: BLE001 - a faulty twin may raise anything
            return Disagreement(expected.text, f"raises {error!r}", twin.place)
        if found is expected:
            return None
        return Disagreement(expected.text, found.text, twin.place)

    def _answer(self, question: Question, twin: Twin) -> Any:
        pairs = zip(question.arguments, twin.parameters, strict=True)
        arguments = [self.encoding.decode(value, kind) for value, (_, kind) in pairs]
        constants = {name: self._given(name, kind) for name, kind in twin.constants}
        return twin.function(*arguments, **constants)

    def _given(self, name: str, kind: Any) -> Any:
        """What a keyword-only parameter is here: a constant, or an operator that a host replaces."""
        of = constant_name(name)
        if of in self.specification.constants:
            return self.encoding.decode(self.specification.constants[of], kind)
        if self.specification.definition(of).parameters:
            twin = self.twins[of]
            return None if twin is None else twin.function
        return self.encoding.decode(self.apply(of), kind)

    def _ask_action(self, question: Question, state: State) -> Disagreement | None:
        """Whether the specification's action allows the reference's step, and only if enabled.

        Where the reference says that the action is not enabled, the specification must not allow
        the step that it would otherwise take.
        """
        name, kind = question.operator, self.actions[question.operator]
        assert kind is not None, "an action without a twin is asked nothing"
        place = f"{kind.__module__}.{kind.__name__}"
        pairs = zip(question.arguments, shape_of(kind).fields, strict=True)
        action: Any = kind(*(self.encoding.decode(value, of) for value, (_, _, of) in pairs))
        try:
            allowed = self._steps.is_allowed(state, action)
        except Exception as error:  # noqa: BLE001 - a faulty twin may raise anything
            return Disagreement("whether it is enabled", f"raises {error!r}", place)
        try:
            following = self._steps.following(state, action)
        except Exception as error:  # noqa: BLE001 - as above
            if not allowed and kind in UNDEFINED_UNLESS_ALLOWED:
                return None
            return Disagreement("a step", f"raises {error!r}", place)
        taken = self.apply(name, *question.arguments, state=state, following=following)
        if allowed:
            self.enabled.add(name)
        if (taken is TRUE) == allowed:
            return None
        step = ", ".join(f"{variable}' = {value.text}" for variable, value in following.items())
        expected = "not this step" if allowed else "this step"
        verb = "takes" if allowed else "does not take"
        return Disagreement(expected, f"{verb} the step to {step}", place)
