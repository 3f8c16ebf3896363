"""The parser's LALR(1) tables: kept beside the grammar, and made from it by Lark where they differ.

    python -c "from tlakit.language.tables import write; write()"      after a change of the grammar

Making the tables takes longer than reading any specification, so they are shipped ready; Lark is
imported only where `tables.json` is missing or is not that of `grammar.lark` as it stands.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import msgspec

GRAMMAR = Path(__file__).with_name("grammar.lark")
SHIPPED = Path(__file__).with_name("tables.json")
STARTS = ("module", "sole")


class Rule(msgspec.Struct, frozen=True, array_like=True):
    """A rule: how many symbols it takes, the nonterminal they become, and what is made of them.

    `method` is the builder's; where it is empty the symbols go into the rule around this one.
    `single` says that one symbol alone is handed on as it is.
    """

    origin: str
    size: int
    method: str
    single: bool


class Tables(msgspec.Struct, frozen=True, array_like=True):
    """`states[s]` maps what may come next, a token's type or a nonterminal, to a step.

    A step of 0 or more is the state to go to, a negative one applies the rule `~step`.
    `starts` and `ends` hold the first and the last state for each of `STARTS`.
    """

    grammar: str
    rules: tuple[Rule, ...]
    states: tuple[dict[str, int], ...]
    starts: dict[str, int]
    ends: dict[str, int]


@cache
def tables() -> Tables:
    """The tables of the grammar, read once."""
    text = GRAMMAR.read_bytes()
    try:
        known = msgspec.json.decode(SHIPPED.read_bytes(), type=Tables)
    except (OSError, msgspec.MsgspecError):
        return made_from(text)
    return known if known.grammar == _mark(text) else made_from(text)


def _mark(grammar: bytes) -> str:
    return hashlib.sha256(grammar.replace(b"\r\n", b"\n")).hexdigest()


def made_from(grammar: bytes) -> Tables:
    """The tables that Lark makes of a grammar."""
    from lark import Lark
    from lark.parsers.lalr_analysis import Shift

    lark = Lark(
        grammar.decode(),
        parser="lalr",
        lexer="basic",
        start=list(STARTS),
        keep_all_tokens=True,
        maybe_placeholders=False,
    )
    table = lark.parser.parser._parse_table
    numbers = _numbered([table.start_states[name] for name in STARTS], table.states, Shift)
    rules: dict[object, int] = {}
    made: list[Rule] = []
    states: list[dict[str, int]] = []
    for state in numbers:
        row: dict[str, int] = {}
        for symbol, (action, argument) in sorted(table.states[state].items()):
            if action is Shift:
                row[str(symbol)] = numbers[argument]
                continue
            if argument not in rules:
                rules[argument] = len(made)
                origin = str(argument.origin.name)
                inline = origin.startswith("_") and not argument.alias
                made.append(
                    Rule(
                        origin,
                        len(argument.expansion),
                        "" if inline else str(argument.alias or origin),
                        bool(argument.options.expand1 and not argument.alias),
                    )
                )
            row[str(symbol)] = ~rules[argument]
        states.append(row)
    return Tables(
        _mark(grammar),
        tuple(made),
        tuple(states),
        {name: numbers[table.start_states[name]] for name in STARTS},
        {name: numbers[table.end_states[name]] for name in STARTS},
    )


def _numbered(
    starts: list[int], states: dict[int, dict[str, tuple[object, int]]], shift: object
) -> dict[int, int]:
    """Numbers for Lark's states, in the order in which they are reached: Lark's own vary."""
    found = list(starts)
    numbers = {state: number for number, state in enumerate(found)}
    for state in found:
        for _, (action, argument) in sorted(states[state].items()):
            if action is shift and argument not in numbers:
                numbers[argument] = len(found)
                found.append(argument)
    return numbers


def write() -> None:
    """Make `tables.json` of the grammar, a state a line."""
    encoded = msgspec.json.encode(made_from(GRAMMAR.read_bytes()))
    SHIPPED.write_bytes(encoded.replace(b"},{", b"},\n{") + b"\n")
