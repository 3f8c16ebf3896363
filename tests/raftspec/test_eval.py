"""`raftspec eval`: values, and what has none."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]

SIZES = """\
---- MODULE Sizes ----
EXTENDS Naturals
CONSTANTS Server, Limit
VARIABLE x
Len == 7
Quorums == {Q \\in SUBSET Server : Q # {}}
Below(n) == {k \\in 0..n : k < Limit}
====
"""


@pytest.fixture
def sizes(tmp_path: Path) -> list[str]:
    file, config = tmp_path / "Sizes.tla", tmp_path / "Sizes.cfg"
    file.write_text(SIZES)
    config.write_text("CONSTANTS Server = {a, b}\nLimit = 2\nINIT Missing\n")
    return ["--module", str(file), "--config", str(config)]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 1", "2"),
        ("-1", "-1"),
        ("{x \\in 1..3 : x > 1}", "{2, 3}"),
        ('Append(<<"a">>, "b")', '<<"a", "b">>'),
        ("[n \\in 1..2 |-> n * n][2]", "4"),
        ("LET RECURSIVE F(_) F(n) == IF n = 0 THEN 1 ELSE n * F(n - 1) IN F(20)", str(2432902008176640000)),
        ("(1 :> 2) @@ (3 :> 4)", "(1 :> 2 @@ 3 :> 4)"),
        ("Cardinality(SUBSET {1, 2})", "4"),
    ],
)  # fmt: skip
def test_values(raftspec: Command, expression: str, value: str) -> None:
    outcome = raftspec("eval", expression)
    assert (outcome.status, outcome.out, outcome.err) == (0, value + "\n", "")


def test_in_a_module_with_its_constants(raftspec: Command, sizes: list[str]) -> None:
    assert raftspec("eval", "Quorums", *sizes).out == "{{a}, {b}, {a, b}}\n"
    assert raftspec("eval", "Below(9)", *sizes).out == "{0, 1}\n"
    # The standard operators are there too, but the module's own names come first.
    assert raftspec("eval", "<<Cardinality(Server), Len>>", *sizes).out == "<<2, 7>>\n"


def test_a_standard_module_by_its_name(raftspec: Command) -> None:
    outcome = raftspec("eval", "Len(<<1>>)", "--module", "Sequences")
    assert (outcome.status, outcome.out) == (0, "1\n")


def test_wide_values_are_laid_out(raftspec: Command) -> None:
    out = raftspec("eval", "[big |-> 1..60, small |-> <<>>]").out
    assert out.startswith("[ big |->\n    { 1, 2, 3,") and out.endswith(",\n  small |-> <<>> ]\n")
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("expression", "code", "caret"),
    [
        ("1 +", "E101", "expression:1:4"),
        ("Nonsense", "E301", "expression:1:1"),
        ("1 + Len({})", "E505", "expression:1:5"),
        ("<<1, 2>>[3]", "E503", "expression:1:1"),
        ("1 \\div 0", "E510", "expression:1:1"),
    ],
)
def test_errors_point_into_the_expression(
    raftspec: Command, expression: str, code: str, caret: str
) -> None:
    outcome = raftspec("eval", expression)
    assert (outcome.status, outcome.out) == (4, "")
    assert outcome.err.startswith(code) and caret in outcome.err
    assert f"   1 | {expression}\n" in outcome.err and "^" in outcome.err


def test_what_depends_on_a_state_has_no_value(raftspec: Command, sizes: list[str]) -> None:
    outcome = raftspec("eval", "x + 1", *sizes)
    assert outcome.status == 4 and "x" in outcome.err.splitlines()[0]


def test_expressions_from_standard_input(
    raftspec: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1 + 1\n\n\\* a remark\nFoo\n{1}\n"))
    outcome = raftspec("eval")
    assert (outcome.status, outcome.out) == (4, "2\n{1}\n")
    assert outcome.err.startswith("E301: unknown name `Foo`")
    monkeypatch.setattr("sys.stdin", io.StringIO("TRUE\n"))
    assert raftspec("eval", "-").out == "TRUE\n"


def test_the_report_for_programs(raftspec: Command) -> None:
    outcome = raftspec("eval", "{<<1, TRUE>>}", "--json", "-")
    (result,) = json.loads(outcome.out)["results"]
    assert result["value"] == {"#set": [[1, True]]} and result["text"] == "{<<1, TRUE>>}"
    outcome = raftspec("eval", "CHOOSE x \\in {} : TRUE", "--json", "-")
    (result,) = json.loads(outcome.out)["results"]
    assert result["value"] is None and result["diagnostics"][0]["code"] == "E502"


def test_infinite_sets_are_written_by_their_names(raftspec: Command) -> None:
    outcome = raftspec("eval", "<<Nat, {STRING}>>", "--json", "-")
    (result,) = json.loads(outcome.out)["results"]
    assert result["text"] == "<<Nat, {STRING}>>"
    assert result["value"] == [
        {"#unserializable": "Nat"},
        {"#set": [{"#unserializable": "STRING"}]},
    ]


def test_what_an_expression_prints_does_not_mix_with_json(raftspec: Command) -> None:
    outcome = raftspec("eval", 'PrintT("hello")')
    assert outcome.out == '"hello"\nTRUE\n'
    outcome = raftspec("eval", 'PrintT("hello")', "--json", "-")
    assert json.loads(outcome.out)["results"][0]["value"] is True
    assert outcome.err == '"hello"\nTRUE\n'


def test_a_configuration_needs_a_module(raftspec: Command) -> None:
    outcome = raftspec("eval", "1", "--config", "a.cfg")
    assert outcome.status == 4 and "--module" in outcome.err
