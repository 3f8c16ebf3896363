"""Bulleted lists are told by the columns of their bullets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES = {
    "items of one column": ("/\\ a\n/\\ b\n/\\ c", "(/\\* a b c)"),
    "a list of one item is the item": ("/\\ a", "a"),
    "nested": ("/\\ a\n/\\ \\/ b\n   \\/ c\n/\\ d", "(/\\* a (\\/* b c) d)"),
    "nested, the same kind": ("/\\ /\\ a\n   /\\ b\n/\\ c", "(/\\* (/\\* a b) c)"),
    "deeper bullets on their own lines": (
        "\\/ /\\ a\n   /\\ \\/ b\n      \\/ c\n\\/ d",
        "(\\/* (/\\* a (\\/* b c)) d)",
    ),
    "a bullet to the right goes on with the item": ("/\\ a\n  /\\ b", "(/\\ a b)"),
    "a bullet to the left ends the list": ("  /\\ a\n  /\\ b\n\\/ c", "(\\/ (/\\* a b) c)"),
    "the other bullet in the same column ends the list": (
        "/\\ a\n/\\ b\n\\/ c",
        "(\\/ (/\\* a b) c)",
    ),
    "an operator to the right belongs to the item": ("/\\ a\n/\\ b\n   => c", "(/\\* a (=> b c))"),
    "an operator to the left takes the list": (" /\\ a\n /\\ b\n=> c", "(=> (/\\* a b) c)"),
    "an operator below the bullet takes the list": ("/\\ a\n/\\ b\n=> c", "(=> (/\\* a b) c)"),
    "infix on the line of a bullet": ("/\\ a /\\ b\n/\\ c", "(/\\* (/\\ a b) c)"),
    "infix of the other kind": ("/\\ a \\/ b\n/\\ c", "(/\\* (\\/ a b) c)"),
    "a list after an operator": ("a =>\n  /\\ b\n  /\\ c", "(=> a (/\\* b c))"),
    "a list in parentheses": ("(/\\ a\n /\\ b) => c", "(=> (/\\* a b) c)"),
    "a list ends at THEN": ("IF /\\ a\n   /\\ b THEN c ELSE d", "(IF (/\\* a b) c d)"),
    "a list ends at a comma": ("G(/\\ a\n  /\\ b, c)", "(G (/\\* a b) c)"),
    "a list ends at a bracket": ("[x EXCEPT !\n[/\\ a\n /\\ b] = c]", "(EXCEPT x [(/\\* a b)]=c)"),
    "a list ends at a brace": ("{/\\ a\n /\\ b}", "{(/\\* a b)}"),
    "a list ends at an arrow": ("CASE /\\ a\n     /\\ b -> c", "(CASE (/\\* a b)->c)"),
    "CASE in items": (
        "/\\ CASE a -> b\n     [] c -> d\n/\\ a",
        "(/\\* (CASE a->b c->d) a)",
    ),
    "quantifiers in items end with them": (
        "/\\ \\E i \\in S : i\n/\\ \\A j \\in S : /\\ j\n                /\\ a\n/\\ b",
        "(/\\* (\\E [i:S] i) (\\A [j:S] (/\\* j a)) b)",
    ),
    "IF in an item": ("/\\ IF a THEN b\n   ELSE c\n/\\ d", "(/\\* (IF a b c) d)"),
    "LET before a list": ("LET p == a IN\n/\\ p\n/\\ b", "(LET p (/\\* p b))"),
    "a list inside a definition of a LET": (
        "LET p == /\\ a\n         /\\ b\n    q == c\nIN p /\\ q",
        "(LET p,q (/\\ p q))",
    ),
    "a tab reaches the next multiple of eight": ("\t/\\ a\n        /\\ b", "(/\\* a b)"),
    "wide characters count as one column": ('"日本" = a /\\ /\\ b\n            /\\ c',
        '(/\\ (= "日本" a) (/\\* b c))'),
    "comments do not count": ("(* one *) /\\ a\n          /\\ b", "(/\\* a b)"),
    "primes and equals": ("/\\ x' = a\n/\\ UNCHANGED y", "(/\\* (= (' x) a) (UNCHANGED y))"),
    "a record in an item": ("/\\ x = [p |-> a,\n        q |-> b]\n/\\ c",
        "(/\\* (= x (record p:a q:b)) c)"),
    "an operator named, not a bullet": ("Apply(/\\, a)", "(Apply (LAMBDA a,b (/\\ a b)) a)"),
    "three levels closed at once": (
        "/\\ \\/ /\\ a\n      /\\ b\n/\\ c",
        "(/\\* (/\\* a b) c)",
    ),
    "Unicode bullets": ("∧ a\n∧ b\n∨ c", "(\\/ (/\\* a b) c)"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_list(tree: Callable[[str], str], text: str, expected: str) -> None:
    assert tree(text) == expected


def test_content_left_of_its_bullet_is_an_error(codes: Callable[[str], list[str]]) -> None:
    assert codes("  /\\ a\n  /\\ (\nb)") == ["E101"]


def test_an_item_without_a_bullet_is_an_error(codes: Callable[[str], list[str]]) -> None:
    assert codes("/\\ a\n   b\n/\\ c") == ["E101"]


def test_a_bullet_without_an_item_is_an_error(codes: Callable[[str], list[str]]) -> None:
    assert codes("/\\ a\n/\\\n/\\ c") == ["E101"]
