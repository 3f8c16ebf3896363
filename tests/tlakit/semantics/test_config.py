"""Configurations: everything TLC reads is read, and every fault has its place."""

from __future__ import annotations

import pytest

from tlakit.language import LanguageError
from tlakit.semantics import load_config, parse_config

EXAMPLE = """
\\* a comment
CONSTANTS
  Server = {s1, s2}   (* a (* nested *) comment *)
  Max = -3  Name = "a\\"b"  Pair = <<1, {TRUE}>>
  Op <- Other
  Now <-[Clock] Fixed
  \\prec <- Less, 1st = 1st
SPECIFICATION Spec
INVARIANTS TypeOK, Safe
PROPERTY Live
CONSTRAINT Bounds
ACTION_CONSTRAINTS Slow
INVARIANT I!Inv  SYMMETRY Perms VIEW View ALIAS Alias POSTCONDITION Done
TYPE_CONSTRAINT Types
CHECK_DEADLOCK FALSE
"""


def test_every_statement_is_read() -> None:
    config = parse_config(EXAMPLE, "x.cfg")
    values = {item.name.text: item.value.text for item in config.assignments}
    assert values == {
        "Server": "{s1, s2}",
        "Max": "-3",
        "Name": '"a\\"b"',
        "Pair": "<<1, {TRUE}>>",
        "1st": "1st",
    }
    replaced = [
        (r.name.text, r.module.text if r.module else "", r.other.text) for r in config.replacements
    ]
    assert replaced == [("Op", "", "Other"), ("Now", "Clock", "Fixed"), ("\\prec", "", "Less")]
    assert config.specification is not None and config.specification.text == "Spec"
    assert [name.text for name in config.invariants] == ["TypeOK", "Safe", "I!Inv"]
    assert [name.text for name in config.properties] == ["Live"]
    assert [name.text for name in config.constraints] == ["Bounds"]
    assert [name.text for name in config.action_constraints] == ["Slow"]
    assert [name.text for name in config.postconditions] == ["Done"]
    single = (config.symmetry, config.view, config.alias)
    assert [name.text for name in single if name is not None] == ["Perms", "View", "Alias"]
    assert not config.check_deadlock


def test_deadlock_is_checked_unless_the_configuration_says_otherwise() -> None:
    assert parse_config("").check_deadlock


FAULTS = [
    ("CONSTANT X = {a b}", 1, 17, "expected `}`"),
    ("CONSTANT\n  X 3", 2, 5, "`=` or `<-` must follow the constant X"),
    ("CONSTANT X = INIT", 1, 13, "expected a value"),
    ("SPEC S", 1, 1, "`SPEC` does not begin a statement"),
    ("SYMMETRY S VIEW V SYMMETRY T", 1, 19, "SYMMETRY stands here a second time"),
    ("VIEW\nINIT I", 2, 1, "VIEW needs a name"),
    ("CONSTANT Op <- 3", 1, 16, "`<-` needs the name of an operator"),
    ("CONSTANT Op(1, 2) = 3", 1, 10, "`Op` cannot be given value by value"),
    ("INIT", 1, 5, "INIT needs a name"),
    ("INIT A INIT B", 1, 8, "INIT stands here a second time"),
    ("CHECK_DEADLOCK 1", 1, 16, "needs TRUE or FALSE"),
    ("CONSTANT X = `", 1, 14, "unexpected character ```"),
    ("CONSTANT X = ?", 1, 14, "expected a value"),
    ("(* open", 1, 1, "the comment is not closed"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), FAULTS)
def test_a_fault_has_its_place(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_config(text, "x.cfg")
    diagnostic = caught.value.diagnostics[0]
    assert message in diagnostic.message
    assert diagnostic.span is not None
    assert (diagnostic.span.line, diagnostic.span.column) == (line, column)
    assert "x.cfg" in str(caught.value)


def test_all_faults_are_found_at_once() -> None:
    with pytest.raises(LanguageError) as caught:
        parse_config("CONSTANTS X = {a b} Y = 1\nNEXT N\nCHECK_DEADLOCK NO", "x.cfg")
    found = [(d.span.line, d.message) for d in caught.value.diagnostics if d.span]
    assert found == [(1, "expected `}`"), (3, "CHECK_DEADLOCK needs TRUE or FALSE")]


def test_a_missing_file_is_a_diagnostic() -> None:
    with pytest.raises(LanguageError, match="cannot read the configuration"):
        load_config("nowhere/to/be/found.cfg")
