"""The resolved tree in lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tlakit.language import load_module
from tlakit.render.tree import tree_lines

TEXT = """\
---- MODULE M ----
EXTENDS Naturals
CONSTANT S
VARIABLES f, r
Fold(Op(_, _), s) == Op(s, CHOOSE <<x, y>> \\in S \\X S : x # y)
Use == Fold(LAMBDA p, q : p, {"a", 1, TRUE})
Next == f' = [f EXCEPT ![1].a = @ + 1]
Live == WF_<<f, r>>(Next) /\\ SF_f(Next) /\\ [][Next]_f /\\ <><<Next>>_f
Types == [a : S, b : [S -> SUBSET S]]
Some == \\A i, j \\in S, <<k, l>> \\in S : r[i, j].x = LET z == k IN z
====
"""


@pytest.fixture
def trees(tmp_path: Path) -> dict[str, list[str]]:
    file = tmp_path / "M.tla"
    file.write_text(TEXT)
    module = load_module(file)
    names = ("Fold", "Use", "Next", "Live", "Types", "Some")
    return {name: list(tree_lines(module.definitions[name])) for name in names}


def test_heads_have_parameters_and_level(trees: dict[str, list[str]]) -> None:
    assert [tree[0] for tree in trees.values()] == [
        "Fold(Op(_, _), s)  constant",
        "Use  constant",
        "Next  action",
        "Live  temporal",
        "Types  constant",
        "Some  state",
    ]


def test_every_child_stands_below_its_parent(trees: dict[str, list[str]]) -> None:
    assert trees["Fold"][1:] == [
        "  Apply parameter Op",
        "    Reference parameter s",
        "    Choose",
        "      Binding x, y (pattern)",
        "        Product",
        "          Reference constant S",
        "          Reference constant S",
        "      Builtin #",
        "        Reference bound x",
        "        Reference bound y",
    ]
    assert trees["Use"][1:6] == [
        "  Apply Fold",
        "    Lambda p, q",
        "      Reference parameter p",
        "    SetEnumeration",
        '      Literal "a"',
    ]
    assert "          Literal TRUE" not in trees["Use"] and "      Literal TRUE" in trees["Use"]


def test_what_a_node_says_besides_its_children(trees: dict[str, list[str]]) -> None:
    assert "        Update" in trees["Next"] or "      Update" in trees["Next"]
    assert any(line.strip() == "Fairness (strong)" for line in trees["Live"])
    assert any(line.strip() == "BoxAction (angle)" for line in trees["Live"])
    assert [line.strip() for line in trees["Types"][1:4]] == [
        "RecordSet",
        "a:",
        "Reference constant S",
    ]
    assert any(line.strip() == "Field x" for line in trees["Some"])
    assert any(line.strip() == "z  constant" for line in trees["Some"])
