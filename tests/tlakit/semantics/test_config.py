"""Configurations: everything TLC reads is read, and what is not supported is refused."""

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
SPECIFICATION Spec
INVARIANTS TypeOK, Safe
PROPERTY Live
CONSTRAINT Bounds
ACTION_CONSTRAINTS Slow
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
    }
    replaced = [(r.name.text, r.module, r.other.text) for r in config.replacements]
    assert replaced == [("Op", "", "Other"), ("Now", "Clock", "Fixed")]
    assert config.specification is not None and config.specification.text == "Spec"
    assert [name.text for name in config.invariants] == ["TypeOK", "Safe"]
    assert [name.text for name in config.properties] == ["Live"]
    assert [name.text for name in config.constraints] == ["Bounds"]
    assert [name.text for name in config.action_constraints] == ["Slow"]
    assert not config.check_deadlock


def test_deadlock_is_checked_unless_the_configuration_says_otherwise() -> None:
    assert parse_config("").check_deadlock


FAULTS = [
    ("CONSTANT X = {a b}", 1, 17, "expected `}`"),
    ("CONSTANT\n  X 3", 2, 5, "`=` or `<-` must follow the constant X"),
    ("CONSTANT X = INIT", 1, 14, "expected a value"),
    ("SPEC S", 1, 1, "`SPEC` does not begin a statement"),
    ("SYMMETRY Perms", 1, 1, "SYMMETRY is not supported"),
    ("VIEW V", 1, 1, "VIEW is not supported"),
    ("INIT", 1, 5, "INIT needs a name"),
    ("INIT A INIT B", 1, 8, "INIT stands here a second time"),
    ("CHECK_DEADLOCK 1", 1, 16, "needs TRUE or FALSE"),
    ("CONSTANT X = ?", 1, 14, "unexpected character `?`"),
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


def test_a_missing_file_is_a_diagnostic() -> None:
    with pytest.raises(LanguageError, match="cannot read the configuration"):
        load_config("nowhere/to/be/found.cfg")
