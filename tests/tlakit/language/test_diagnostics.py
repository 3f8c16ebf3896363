"""What the classical slips are answered with, word for word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.language import LanguageError, diagnostics, load_module, parse_module
from tlakit.language.diagnostics import MEANINGS, Diagnostic, render
from tlakit.language.ir import Span

SLIPS = {
    '`==` where `=` is meant': (
        r"""X == /\ a == 1
     /\ TRUE""",
        r"""
E101: expected an expression, found the definition of `a`
M.tla:2:9
   2 | X == /\ a == 1
     |         ^
`==` defines a name. To compare two values, write `=`.""",
    ),
    '`=` where `==` is meant': (
        r"""Foo(p) = p + 1""",
        r"""
E101: unexpected `Foo`
M.tla:2:1
   2 | Foo(p) = p + 1
     | ^^^
Expected the next definition or declaration, `====` or `EXTENDS`.
A definition is written `name == expression`.""",
    ),
    'a record and a record set mixed': (
        r"""X == [p: 1, q |-> 2]""",
        r"""
E101: expected `:`, found `|->`
M.tla:2:15
   2 | X == [p: 1, q |-> 2]
     |               ^^^
A record is written `[name |-> value]`; `[name : set]` is a set of records.""",
    ),
    'an open parenthesis': (
        r"""X == (1 + 2
Y == 3""",
        r"""
E101: `(` is not closed before the definition of `Y`
M.tla:2:12
   2 | X == (1 + 2
     |            ^
This `(` is still open:
M.tla:2:6
   2 | X == (1 + 2
     |      ^
Expected `)` or an operator.""",
    ),
    'an open brace before a bullet': (
        r"""X == {1, 2
     /\ TRUE
Y == 3""",
        r"""
E101: `{` is not closed before the definition of `Y`
M.tla:3:13
   3 |      /\ TRUE
     |             ^
This `{` is still open:
M.tla:2:6
   2 | X == {1, 2
     |      ^
Expected `,`, `}` or an operator.""",
    ),
    'IF without THEN': (
        r"""X == IF TRUE ELSE 1""",
        r"""
E101: unexpected `ELSE`
M.tla:2:14
   2 | X == IF TRUE ELSE 1
     |              ^^^^
Expected `THEN` or an operator.""",
    ),
    'LET without IN': (
        r"""X == LET p == 1
     p + 1""",
        r"""
E101: unexpected `p`
M.tla:3:6
   3 |      p + 1
     |      ^
Expected `IN`, an operator or a definition.""",
    ),
    'an item without its bullet': (
        r"""X == /\ TRUE
        FALSE""",
        r"""
E101: unexpected `FALSE`
M.tla:3:9
   3 |         FALSE
     |         ^^^^^
A list of `/\` is open:
M.tla:2:6
   2 | X == /\ TRUE
     |      ^^
Expected an operator, the next definition or declaration or `====`.
Does this line lack its bullet?""",
    ),
    'a quantifier without its colon': (
        r"""X == \A i \in {} i = 1""",
        r"""
E101: unexpected `i`
M.tla:2:18
   2 | X == \A i \in {} i = 1
     |                  ^
Expected `,`, `:` or an operator.""",
    ),
    'UNCHANGED of several': (
        r"""VARIABLES x, y
X == UNCHANGED x, y""",
        r"""
E101: unexpected `,`
M.tla:3:17
   3 | X == UNCHANGED x, y
     |                 ^
Expected an operator, the next definition or declaration or `====`.
Several variables are written `UNCHANGED <<x, y>>`.""",
    ),
    'a misspelt name': (
        r"""EXTENDS Naturals, Sequences
X(s) == Lenn(s)""",
        r"""
E301: unknown name `Lenn`
M.tla:3:9
   3 | X(s) == Lenn(s)
     |         ^^^^^^^
Did you mean `Len`?""",
    ),
    'arithmetic without Naturals': (
        r"""X == 1 + 2""",
        r"""
E301: unknown operator `+`
M.tla:2:8
   2 | X == 1 + 2
     |        ^
It is defined in Naturals: add it to EXTENDS.""",
    ),
    '`/\\` beside `\\/`': (
        r"""X == TRUE /\ FALSE \/ TRUE""",
        r"""
E103: TLA+ does not say which of `/\` and `\/` binds tighter
M.tla:2:20
   2 | X == TRUE /\ FALSE \/ TRUE
     |                    ^^
The other one stands here:
M.tla:2:11
   2 | X == TRUE /\ FALSE \/ TRUE
     |           ^^
Put parentheses around one of them. If they are bullets, those of one list stand in the same column.""",
    ),
    'an open string': (
        r"""X == "abc
Y == 1""",
        r"""
E102: this string is never closed
M.tla:2:6
   2 | X == "abc
     |      ^
Close it with `"`.""",
    ),
    'a semicolon': (
        r"""X == 1 ; Y""",
        r"""
E102: TLA+ has no character `;`
M.tla:2:8
   2 | X == 1 ; Y
     |        ^
Nothing separates definitions or conjuncts in TLA+: remove it.""",
    ),
    'an open comment': (
        r"""X == 1 (* never""",
        r"""
E102: this comment is never closed
M.tla:2:8
   2 | X == 1 (* never
     |        ^^
Close it with `*)`.""",
    ),
    'nothing to define': (
        r"""X == """,
        r"""
E101: unexpected end of the module
M.tla:3:1
   3 | ====
     | ^^^^
Expected an expression or `INSTANCE`.""",
    ),
    'single quotes': (
        r"""X == 'a'""",
        r"""
E101: unexpected `'`
M.tla:2:6
   2 | X == 'a'
     |      ^
Expected an expression or `INSTANCE`.
A string stands in double quotes: `"a"`.""",
    ),
    '`!=`': (
        r"""EXTENDS Naturals
X == 1 != 2""",
        r"""
E101: unexpected `!`
M.tla:3:8
   3 | X == 1 != 2
     |        ^
Expected an operator, the next definition or declaration or `====`.
Not equal is written `#` or `/=`.""",
    ),
    '`&&`': (
        r"""X == TRUE && FALSE""",
        r"""
E301: unknown operator `&&`
M.tla:2:11
   2 | X == TRUE && FALSE
     |           ^^
Nothing defines it. Did you mean `/\`?""",
    ),
    '`\\forall`': (
        r"""X == \forall i \in {} : TRUE""",
        r"""
E101: unexpected `\`
M.tla:2:6
   2 | X == \forall i \in {} : TRUE
     |      ^
Expected an expression or `INSTANCE`.
TLA+ has no `\forall`. Did you mean `\A`?""",
    ),
    'a function with parentheses': (
        r"""VARIABLE x
X == x(1)""",
        r"""
E302: `x` takes no arguments, but has 1 here
M.tla:3:6
   3 | X == x(1)
     |      ^^^^
It is declared here:
M.tla:2:10
   2 | VARIABLE x
     |          ^
A function is applied with brackets: `x[...]`.""",
    ),
    'an operator with brackets': (
        r"""F(p) == p
X == F[1]""",
        r"""
E302: `F` takes one argument, but has none here
M.tla:3:6
   3 | X == F[1]
     |      ^
It is defined here:
M.tla:2:1
   2 | F(p) == p
     | ^
An operator is applied with parentheses: `F(...)`.""",
    ),
    'a prime too many': (
        r"""VARIABLE x
X == x'' = 1""",
        r"""
E401: `'` takes an expression of one state, but this has a prime already
M.tla:3:6
   3 | X == x'' = 1
     |      ^^
Remove one of the two.""",
    ),
    'defined twice': (
        r"""X == 1
X == 2""",
        r"""
E303: `X` already has a meaning here
M.tla:3:1
   3 | X == 2
     | ^
It was introduced here:
M.tla:2:1
   2 | X == 1
     | ^
TLA+ has no shadowing. Give one of the two another name.""",
    ),
    'used before its definition': (
        r"""X == Y
Y == 1""",
        r"""
E301: unknown name `Y`
M.tla:2:6
   2 | X == Y
     |      ^
It is defined only here:
M.tla:3:1
   3 | Y == 1
     | ^
Move its definition up, or declare it RECURSIVE before its first use.""",
    ),
    'ELSE in a CASE': (
        r"""X == CASE TRUE -> 1 ELSE 2""",
        r"""
E101: unexpected `ELSE`
M.tla:2:21
   2 | X == CASE TRUE -> 1 ELSE 2
     |                     ^^^^
Expected `[]`, an operator, the next definition or declaration or `====`.
The last arm of a CASE is written `[] OTHER -> value`.""",
    ),
    'too few arguments': (
        r"""F(p, q) == p
X == F(1)""",
        r"""
E302: `F` takes 2 arguments, but has 1 here
M.tla:3:6
   3 | X == F(1)
     |      ^^^^
It is defined here:
M.tla:2:1
   2 | F(p, q) == p
     | ^""",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SLIPS.values(), ids=SLIPS.keys())
def test_slip(errors: Callable[..., str], text: str, expected: str) -> None:
    assert errors(text) == expected.removeprefix("\n")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(LanguageError) as caught:
        load_module(tmp_path / "Gone.tla")
    assert str(caught.value) == (
        f"E202: cannot read {tmp_path / 'Gone.tla'}: No such file or directory\n"
        "Name a file that holds a TLA+ module."
    )


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "M.tla").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LanguageError, match="E202: .*not UTF-8"):
        load_module(tmp_path / "M.tla")


def test_a_file_without_a_module() -> None:
    with pytest.raises(LanguageError, match="E101: there is no module in this file"):
        parse_module("X == 1\n", "M.tla")


def test_a_module_of_another_name(load: Callable[..., object], errors: Callable[..., str]) -> None:
    found = errors("EXTENDS B", B="---- MODULE C ----\n====\n")
    assert found.startswith("E204: B.tla holds module `C`, not `B`\nB.tla:1:13\n")


def test_a_root_of_another_name(errors: Callable[..., str]) -> None:
    found = errors("---- MODULE Other ----\n====\n")
    assert found.startswith("E204: M.tla holds module `Other`, not `M`\nM.tla:1:13\n")


def test_a_module_that_is_nowhere(errors: Callable[..., str]) -> None:
    found = errors("EXTENDS Natural")
    assert found.startswith("E201: there is no module `Natural`\nM.tla:2:9\n")
    assert found.endswith("among the standard modules. Did you mean `Naturals`?")


def test_an_error_in_another_file_is_shown_there(errors: Callable[..., str]) -> None:
    assert "\nB.tla:2:6\n   2 | X == y\n" in errors("EXTENDS B", B="X == y")


def test_carets_follow_tabs() -> None:
    sources = {"M.tla": "\tX == y\n"}
    problem = Diagnostic(code="E301", message="unknown name `y`", span=Span("M.tla", 1, 7, 1, 8))
    assert render(problem, sources).splitlines()[-2:] == ["   1 | \tX == y", "     | \t     ^"]


def test_an_expression_nested_too_deeply(errors: Callable[..., str]) -> None:
    assert errors("X == " + "{" * 3000 + "}" * 3000).startswith("E104: an expression of M.tla")


def test_an_evaluated_expression_nested_too_deeply(codes: Callable[[str], list[str]]) -> None:
    assert codes("{" * 3000 + "}" * 3000) == ["E104"]


def test_every_code_has_a_meaning() -> None:
    codes = {
        value
        for name, value in vars(diagnostics).items()
        if name.isupper() and isinstance(value, str)
    }
    assert codes == set(MEANINGS)
