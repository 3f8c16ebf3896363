"""What must hold: invariants, constraints and action properties, conjunct by conjunct.

Two facts make checking cheap. A conjunct that reads nothing of what an effect changes is after it
what it was before, and before it held, since nothing is explored beyond a state where it does not.
And a conjunct whose readings are all decided by the action itself holds or fails for the effect,
wherever it applies. So each effect carries a list of the few memos that must still be asked.

The first argument needs for an action property that it holds of the step that changes nothing; that
is checked like an invariant, and a conjunct for which it is false is asked at every step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from tlakit.explore.conjuncts import Conjunct, conjuncts_of
from tlakit.explore.effects import Effect, StepReader
from tlakit.explore.memo import Growth, Memo, Node
from tlakit.explore.slots import Layout, Vector
from tlakit.explore.tracking import Tracker
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.properties import Property
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import TRUE, Value

_Memos: TypeAlias = list[Memo[bool]]
_Contents: TypeAlias = dict[int, Value | int]


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


def _walk(memo: Memo[bool], known: _Contents, after: Vector) -> bool | Node[bool] | None:
    """How far known contents lead: to the result, or to the node that asks for another slot.

    `after` is a state with these contents, to evaluate in where nothing is remembered: that shows
    which slot is asked for next. None if that fails: whether it matters is seen when the conjunct is
    asked, after those before it. None too if it depends on the run.
    """
    if memo.impure:
        return None
    node = memo.root
    while isinstance(node, Node):
        content = known.get(node.slot)
        if content is None:
            return node
        if node.bits:
            assert isinstance(content, int)
            content &= node.bits
        if content not in node.children:
            _try(memo, after)
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
    """The predicates of one search: all of them, or if not `judged` only what bounds the states."""

    def __init__(self, specification: Specification, layout: Layout, judged: bool = True) -> None:
        self.specification = specification
        self.registers = specification.registers
        self.layout = layout
        self.growth = Growth()
        self.invariants = self._state_memos(specification.invariants if judged else ())
        self.constraints = self._state_memos(specification.constraints)
        self.steps = self._conjuncts(specification.action_properties if judged else ())
        self.limits = self._conjuncts(specification.action_constraints)
        self.idle = [Memo(layout, self._idle(step), self.growth) for step in self.steps]
        self.restless: set[int] = set()

    def _conjuncts(self, properties: tuple[Property, ...]) -> list[Conjunct]:
        return [
            conjunct
            for item in properties
            for conjunct in conjuncts_of(self.specification, item.expression)
        ]

    def _state_memos(self, properties: tuple[Property, ...]) -> _Memos:
        return [
            Memo(self.layout, self._on_state(conjunct), self.growth)
            for conjunct in self._conjuncts(properties)
        ]

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
            registers.current, registers.following, registers.shifted = tracker, tracker, False
            try:
                return conjunct.test(list(conjunct.frame))
            except EvaluationError:
                return False

        return evaluate

    def _on_step(self, conjunct: Conjunct, effect: Effect) -> Callable[[Tracker], bool]:
        registers = self.registers

        def evaluate(tracker: Tracker) -> bool:
            registers.current, registers.shifted = tracker, False
            registers.following = StepReader(self.layout, tracker, effect)
            return conjunct.holds()

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

    def allows(self, effect: Effect, vector: Vector) -> bool:
        """Whether a step satisfies the constraints on actions."""
        return all(memo.find(vector) for memo in self._memos(self.limits, effect, len(self.steps)))

    def keeps(self, effect: Effect, vector: Vector, after: Vector) -> bool:
        """Whether a step satisfies all action properties, and its end all invariants."""
        return self.sound(after) and all(
            memo.find(vector) for memo in self._memos(self.steps, effect, 0)
        )

    def _memos(self, conjuncts: list[Conjunct], effect: Effect, first: int) -> _Memos:
        """The memos of conjuncts for one effect."""
        found = []
        for number, conjunct in enumerate(conjuncts, first):
            memo = effect.memos.get(number)
            if memo is None:
                known = frozenset(effect.before)
                evaluate = self._on_step(conjunct, effect)
                memo = effect.memos[number] = Memo(self.layout, evaluate, None, known)
            found.append(memo)
        return found

    def review(self, states: int) -> None:
        """Frees the memory of what is not worth remembering: most of so many states were new to it."""
        for memo in (*self.invariants, *self.constraints, *self.idle):
            if not memo.forgetful and memo.misses > MANY_MISSES and 2 * memo.misses > states:
                memo.forget()

    def fickle(self) -> bool:
        """Whether a constraint or an invariant depends on the run: a state may fare otherwise later."""
        return any(memo.impure for memo in (*self.constraints, *self.invariants))

    def settle(self, vector: Vector) -> None:
        """Notes which action properties do not hold of a step that stays in this state."""
        for number, memo in enumerate(self.idle):
            if number not in self.restless and not memo.find(vector):
                self.restless.add(number)
                self.growth.version += 1

    def refresh(self, effect: Effect, vector: Vector, after: Vector) -> None:
        """Brings the lists of what is to be asked for an effect up to date."""
        known = effect.known_after()
        version = -1
        while version != self.growth.version:
            version = self.growth.version
            effect.constraints = self._open(self.constraints, effect, known, after)
            effect.views = self._views(
                self._open(self.invariants, effect, known, after), known, after
            )
            effect.idle = self._open(self.idle, effect, known, after)
            concerned = [n for n in range(len(self.steps)) if self._concerns(n, effect)]
            effect.steps = self._step_memos(self.steps, concerned, effect, vector, 0)
            everyone = range(len(self.limits))
            first = len(self.steps)
            effect.limits = self._step_memos(self.limits, everyone, effect, vector, first)
        effect.version = version

    def _touching(self, memos: _Memos, effect: Effect) -> tuple[Memo[bool], ...]:
        return tuple(
            memo
            for memo in memos
            if memo.root is None or memo.impure or memo.slots & effect.touched
        )

    def _open(
        self, memos: _Memos, effect: Effect, known: _Contents, after: Vector
    ) -> tuple[Memo[bool], ...]:
        """The state memos that the effect may change and does not decide to be true."""
        return tuple(
            memo for memo in self._touching(memos, effect) if _walk(memo, known, after) is not True
        )

    def _views(
        self, memos: tuple[Memo[bool], ...], known: _Contents, after: Vector
    ) -> tuple[View, ...]:
        """The memos by the slot that each looks at next, after what is known."""
        views: dict[int, View] = {}
        for memo in memos:
            node = _walk(memo, known, after)
            slot = node.slot if isinstance(node, Node) and not node.bits else -1
            views.setdefault(slot, View(slot, known)).memos.append(memo)
        return tuple(views.values())

    def _step_memos(
        self,
        conjuncts: list[Conjunct],
        chosen: Sequence[int],
        effect: Effect,
        vector: Vector,
        first: int,
    ) -> tuple[Memo[bool], ...]:
        """The memos of the chosen conjuncts that the effect alone does not decide to be true."""
        asked = []
        for number in chosen:
            memo = self._memos(conjuncts[number : number + 1], effect, first + number)[0]
            if memo.root is None:
                _try(memo, vector)
            if memo.root is not True or memo.impure:
                asked.append(memo)
        return tuple(asked)

    def _concerns(self, number: int, effect: Effect) -> bool:
        idle = self.idle[number]
        if number in self.restless or idle.root is None or idle.impure:
            return True
        return bool(idle.slots & effect.touched)
