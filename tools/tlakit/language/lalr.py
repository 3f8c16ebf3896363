"""An LALR(1) parser over the tables of `tables.py`, fed with one token at a time.

The tree is made by a builder: for each rule its method of that name gets the list of what the
rule's symbols have become.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tlakit.language.tables import Rule, Tables
from tlakit.language.tokens import Token


class Unexpected(Exception):
    """The parser cannot take a token; `stack` is as it was before it got it."""

    def __init__(self, token: Token, stack: list[int]) -> None:
        super().__init__(token)
        self.token = token
        self.stack = stack


class _Inline(list[Any]):
    """What belongs into the rule around."""


class Parser:
    """One text's parser; `stack` holds the states, the last on top."""

    def __init__(self, tables: Tables, builder: object, start: str) -> None:
        self.tables = tables
        self.stack = [tables.starts[start]]
        self._end = tables.ends[start]
        self._values: list[Any] = []
        self._actions = [_action(rule, builder) for rule in tables.rules]

    def accepts(self, kind: str) -> bool:
        """Whether a token of this type could be taken now."""
        return accepts(self.tables, self.stack, kind)

    def feed(self, token: Token) -> None:
        """Take a token; raises `Unexpected` where that is impossible."""
        kind = token.type
        stack, states = self.stack, self.tables.states
        step = states[stack[-1]].get(kind)
        if step is None or (step < 0 and not accepts(self.tables, stack, kind)):
            raise Unexpected(token, stack)
        while step < 0:
            self._reduce(~step)
            step = states[stack[-1]][kind]
        stack.append(step)
        self._values.append(token)

    def finish(self, end: Token) -> Any:
        """What the start rule's method has made; `end` is a token of type `$END`."""
        stack, states = self.stack, self.tables.states
        while True:
            step = states[stack[-1]].get("$END")
            if step is None:
                raise Unexpected(end, stack)
            self._reduce(~step)
            if stack[-1] == self._end:
                return self._values[-1]

    def _reduce(self, number: int) -> None:
        rule = self.tables.rules[number]
        size, stack, values = rule.size, self.stack, self._values
        if size:
            children = values[-size:]
            del values[-size:], stack[-size:]
        else:
            children = []
        values.append(self._actions[number](children))
        stack.append(self.tables.states[stack[-1]][rule.origin])


def accepts(tables: Tables, stack: list[int], kind: str) -> bool:
    """Whether a parser with this stack of states can take a token of this type."""
    states, rules = tables.states, tables.rules
    depth = len(stack)
    above: list[int] = []
    """What would stand on top of the first `depth` states."""
    state = stack[-1]
    while True:
        step = states[state].get(kind)
        if step is None or step >= 0:
            return step is not None
        rule = rules[~step]
        over = rule.size - len(above)
        if over > 0:
            above.clear()
            depth -= over
        elif rule.size:
            del above[-rule.size :]
        state = states[above[-1] if above else stack[depth - 1]][rule.origin]
        above.append(state)
        if kind == "$END" and state in tables.ends.values():
            return True


def _action(rule: Rule, builder: object) -> Callable[[list[Any]], Any]:
    """What is done with the values of a rule's symbols."""
    method = getattr(builder, rule.method, None) if rule.method else _Inline
    single = rule.single

    def act(values: list[Any]) -> Any:
        # A repetition takes what came before first: that list is nobody else's, and goes on.
        children: list[Any] = _Inline()
        if values and type(values[0]) is _Inline:
            children = values[0]
            values = values[1:]
        for value in values:
            if type(value) is _Inline:
                children += value
            else:
                children.append(value)
        if method is _Inline:
            return children
        if single and len(children) == 1:
            return children[0]
        assert method is not None
        return method(children)

    return act
