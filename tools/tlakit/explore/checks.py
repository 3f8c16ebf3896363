"""What must hold: invariants, constraints and action properties, conjunct by conjunct.

Two facts make checking cheap. A conjunct that reads nothing of what an effect changes is after it
what it was before, and before it held, since nothing is explored beyond a state where it does not.
And a conjunct whose readings are all decided by the action itself holds or fails for the effect,
wherever it applies. So each effect carries a list of the few memos that must still be asked.

The memo of a predicate of steps looks at a state and the next as one vector, one after the other.

The first argument needs for an action property that it holds of the step that changes nothing; that
is checked like an invariant, and a conjunct for which it is false is asked at every step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from tlakit.explore.conjuncts import Conjunct, alternatives_of, conjuncts_of
from tlakit.explore.effects import Effect
from tlakit.explore.exits import Exits
from tlakit.explore.memo import Growth, Memo, Node
from tlakit.explore.parts import Part
from tlakit.explore.slots import Layout, Vector
from tlakit.explore.sometimes import Alternative, Noting, Sometimes, of_steps
from tlakit.explore.tracking import Tracker
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.properties import Property
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import TRUE, Value

_Memos: TypeAlias = list[Memo[bool]]
_Contents: TypeAlias = dict[int, Value | int]
_Parts: TypeAlias = dict[tuple[int, Part], Value | int | None]

_NOWHERE: _Parts = {}

MANY_MISSES = 10_000
"""Evaluations of a predicate after which it is asked whether remembering them is of use."""


class View:
    """Memos that look at `slot` next: its content decides most of them, so what it leaves is kept.

    `left[content]` are the memos still to be asked. Slot -1 is for those that cannot be sorted so.
    """

    __slots__ = ("known", "left", "memos", "slot")

    def __init__(self, slot: int, known: _Contents) -> None:
        self.slot = slot
        self.known = known
        self.memos: _Memos = []
        self.left: dict[Value | int, tuple[Memo[bool], ...]] = {}

    def look(self, after: Vector) -> tuple[Memo[bool], ...]:
        """The memos to ask for a state with a content not met before."""
        if self.slot < 0:
            return tuple(self.memos)
        content = after[self.slot]
        known = {**self.known, self.slot: content}
        left = tuple(memo for memo in self.memos if _walk(memo, known, after) is not True)
        self.left[content] = left
        return left


def _walk(
    memo: Memo[bool], known: _Contents, vector: Vector, parts: _Parts = _NOWHERE
) -> bool | Node[bool] | None:
    """How far known contents, and parts of contents, lead: to the result, or the node that asks on.

    `vector` has these contents; it is evaluated in where nothing is remembered: that shows
    which slot is asked for next. None if that fails: whether it matters is seen when the conjunct is
    asked, after those before it. None too if it depends on the run.
    """
    if memo.impure:
        return None
    node = memo.root
    while isinstance(node, Node):
        content: Value | int | None = known.get(node.slot)
        if content is not None:
            if node.bits:
                content &= node.bits  # type: ignore[operator]
        elif isinstance(node.bits, Part) and (node.slot, node.bits) in parts:
            content = parts[node.slot, node.bits]
        else:
            return node
        if content not in node.children:
            _try(memo, vector)
        child = node.children.get(content)
        if child is None or memo.impure:
            return None
        node = child
    return node


def _try(memo: Memo[bool], vector: Vector) -> bool | None:
    """The result for a state, None if the evaluation fails."""
    try:
        return memo.find(vector)
    except EvaluationError:
        return None


class Checks:
    """The predicates of one search: all of them, or if not `judged` only what bounds the states.

    Of the properties in `noted` it is noted whether they are reached.
    """

    def __init__(
        self,
        specification: Specification,
        layout: Layout,
        judged: bool = True,
        noted: tuple[Property, ...] = (),
    ) -> None:
        self.specification = specification
        self.registers = specification.registers
        self.layout = layout
        self.growth = Growth()
        self.sometimes = Sometimes(specification, noted)
        noting = [self._memo(one, self._on_state) for one in self.sometimes.of_states]
        self.invariants = [
            *self._state_memos(specification.invariants if judged else ()),
            *noting,
        ]
        self.constraints = self._state_memos(specification.constraints)
        steps = self._conjuncts(specification.action_properties if judged else ())
        steps += self.sometimes.of_steps
        self.steps = [self._memo(step, self._on_step) for step in steps]
        self.idle = [Memo(layout, self._idle(step), self.growth) for step in steps]
        for one, memo in zip(self.sometimes.of_states, noting, strict=True):
            one.goal.memos.append(memo)
        for step, memo, idle in zip(steps, self.steps, self.idle, strict=True):
            if isinstance(step, Noting):
                step.goal.memos += memo, idle
        limits = self._conjuncts(specification.action_constraints)
        self.limits = [self._memo(limit, self._on_step) for limit in limits]
        self.exits = Exits()
        self.restless: set[int] = set()
        self._examined, self._fickle = -1, False

    def _conjuncts(self, properties: tuple[Property, ...]) -> list[Conjunct]:
        return [
            conjunct
            for item in properties
            for conjunct in conjuncts_of(self.specification, item.expression)
        ]

    def _state_memos(self, properties: tuple[Property, ...]) -> _Memos:
        return [self._memo(one, self._on_state) for one in self._conjuncts(properties)]

    def _memo(
        self, conjunct: Conjunct, evaluation: Callable[[Conjunct], Callable[[Tracker], bool]]
    ) -> Memo[bool]:
        whole = conjunct.origin.whole
        return Memo(self.layout, evaluation(conjunct), self.growth, whole)

    def alternatives(self, item: Property) -> _Memos:
        """The conjuncts of the negation of a property that must be reached: of states, or of steps."""
        evaluation = self._on_step if of_steps(item) else self._on_state
        parts = alternatives_of(self.specification, item.expression)
        return [self._memo(Alternative(part), evaluation) for part in parts]

    def _on_state(self, conjunct: Conjunct) -> Callable[[Tracker], bool]:
        registers = self.registers
        nothing: list[Value | None] = [None] * len(self.layout.places)

        def evaluate(tracker: Tracker) -> bool:
            registers.current, registers.following, registers.shifted = tracker, nothing, False
            return conjunct.holds()

        return evaluate

    def _idle(self, conjunct: Conjunct) -> Callable[[Tracker], bool]:
        registers = self.registers

        def evaluate(tracker: Tracker) -> bool:
            registers.current, registers.following = tracker, tracker.again()
            registers.shifted = False
            try:
                return conjunct.holds_idly()
            except EvaluationError:
                return False

        return evaluate

    def _on_step(self, conjunct: Conjunct) -> Callable[[Tracker], bool]:
        registers = self.registers

        def evaluate(tracker: Tracker) -> bool:
            following = tracker.following()
            registers.current, registers.following = tracker, following
            registers.shifted = False
            holds = conjunct.holds()
            following.release()
            return holds

        return evaluate

    def within(self, vector: Vector) -> bool:
        """Whether a state satisfies all constraints."""
        return all(memo.find(vector) for memo in self.constraints)

    def sound(self, vector: Vector) -> bool:
        """Whether a state satisfies all invariants."""
        return all(memo.find(vector) for memo in self.invariants)

    def sound_start(self, vector: Vector) -> bool:
        """Whether an initial state satisfies all invariants and what properties say of it."""
        specification = self.specification
        state = self.layout.decode(vector)
        return self.sound(vector) and all(
            specification.evaluate(item.expression, state) is TRUE
            for item in specification.initial_properties
        )

    def allows(self, vector: Vector, after: Vector) -> bool:
        """Whether a step satisfies the constraints on actions."""
        return not self.limits or all(memo.find(vector + after) for memo in self.limits)

    def keeps(self, vector: Vector, after: Vector) -> bool:
        """Whether a step satisfies all action properties, and its end all invariants."""
        return self.sound(after) and all(memo.find(vector + after) for memo in self.steps)

    def review(self, states: int) -> None:
        """Frees the memory of what is not worth remembering: most of so many states were new to it."""
        of_states = (*self.invariants, *self.constraints, *self.idle)
        for memo in (*of_states, *self.steps, *self.limits):
            if not memo.forgetful and memo.misses > MANY_MISSES and 2 * memo.misses > states:
                memo.forget()

    def fickle(self) -> bool:
        """Whether a constraint or an invariant depends on the run: a state may fare otherwise later."""
        if self._examined != self.growth.version:
            self._examined = self.growth.version
            self._fickle = any(memo.impure for memo in (*self.constraints, *self.invariants))
        return self._fickle

    def acquaint(self, vectors: Iterable[Vector]) -> None:
        """Asks all predicates in states that were checked elsewhere and wait to be explored here.

        What is concluded from what the predicates read needs that they were asked in all such states.
        """
        for vector in vectors:
            for memo in (*self.invariants, *self.constraints):
                memo.find(vector)
            self.settle(vector)

    def settle(self, vector: Vector) -> None:
        """Notes which action properties do not hold of a step that stays in this state."""
        for number, memo in enumerate(self.idle):
            if number not in self.restless and not memo.find(vector):
                self.restless.add(number)
                self.growth.version += 1

    def refresh(self, effect: Effect, vector: Vector, after: Vector) -> None:
        """Brings the lists of what is to be asked for an effect up to date."""
        known = effect.known_after()
        pair = vector + after
        version = -1
        while version != self.growth.version:
            version = self.growth.version
            effect.constraints = self.open(self.constraints, effect, known, after)
            effect.views = self._views(
                self.open(self.invariants, effect, known, after), known, after
            )
            effect.idle = self.open(self.idle, effect, known, after)
            steps = [n for n in range(len(self.steps)) if self._concerns(n, effect)]
            effect.steps = self.undecided([self.steps[n] for n in steps], effect, known, pair)
            effect.limits = self.undecided(self.limits, effect, known, pair)
            false = [_walk(memo, known, after) is False for memo in effect.constraints]
            effect.exit = self.exits.of(effect, list(zip(effect.constraints, false, strict=True)))
        effect.version = version

    def _touching(self, memos: _Memos, effect: Effect) -> tuple[Memo[bool], ...]:
        return tuple(
            memo
            for memo in memos
            if memo.root is None or memo.impure or memo.slots & effect.touched
        )

    def open(
        self, memos: _Memos, effect: Effect, known: _Contents, after: Vector
    ) -> tuple[Memo[bool], ...]:
        """The state memos that the effect may change and does not decide to be true."""
        parts = effect.parts_after()
        return tuple(
            memo
            for memo in self._touching(memos, effect)
            if _walk(memo, known, after, parts) is not True
        )

    def _views(
        self, memos: tuple[Memo[bool], ...], known: _Contents, after: Vector
    ) -> tuple[View, ...]:
        """The memos by the slot that each looks at next, after what is known."""
        views: dict[int, View] = {}
        for memo in memos:
            node = _walk(memo, known, after)
            slot = node.slot if isinstance(node, Node) and node.direct else -1
            views.setdefault(slot, View(slot, known)).memos.append(memo)
        return tuple(views.values())

    def undecided(
        self, memos: _Memos, effect: Effect, known: _Contents, pair: Vector
    ) -> tuple[Memo[bool], ...]:
        """The memos of steps that what is known of the effect's steps does not decide to be true."""
        if not memos:
            return ()
        size = self.layout.size
        both = effect.before | {size + slot: content for slot, content in known.items()}
        parts = effect.parts | {
            (size + slot, part): content for (slot, part), content in effect.parts_after().items()
        }
        asked = []
        for memo in memos:
            if memo.root is None:
                _try(memo, pair)
            if _walk(memo, both, pair, parts) is not True:
                asked.append(memo)
        return tuple(asked)

    def leaves_open(self, effect: Effect, slot: int, pair: Vector) -> bool:
        """Whether a step must be asked about also where it is known what a slot holds before it.

        `pair` is such a state and the next; `effect` has been brought up to date.
        """
        if not effect.steps:
            return False
        size = self.layout.size
        before = effect.before.keys() | ({slot} if slot >= 0 else set())
        after = before | {slot for slot, _ in effect.writes}
        known = {slot: pair[slot] for slot in before}
        known |= {size + slot: pair[size + slot] for slot in after}
        return any(_walk(memo, known, pair) is not True for memo in effect.steps)

    def _concerns(self, number: int, effect: Effect) -> bool:
        idle = self.idle[number]
        if number in self.restless or idle.root is None or idle.impure:
            return True
        return bool(idle.slots & effect.touched)
