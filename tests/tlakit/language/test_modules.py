"""Modules: units, EXTENDS, INSTANCE, LOCAL, RECURSIVE, proofs, and what is around them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.language import LanguageError, ir, load_module, parse_module, parse_modules

Load = Callable[..., ir.Module]
Body = Callable[..., str]


def test_declarations_and_definitions(load: Load) -> None:
    module = load("CONSTANTS c, Op(_, _), _ ++ _\nVARIABLE x\nVARIABLES y, z\nA(p, Q(_)) == Q(p)")
    assert [(c.name, c.arity) for c in module.constants] == [("c", 0), ("Op", 2), ("++", 2)]
    assert [v.name for v in module.variables] == ["x", "y", "z"]
    assert [(p.name, p.arity) for p in module.definitions["A"].parameters] == [("p", 0), ("Q", 1)]
    assert module.definitions["A"].module == "M"


def test_operators_of_every_fixity_can_be_defined(body: Body) -> None:
    text = "a (+) b == <<a, b>>\na ^# == <<a>>\n-. a == {a}\nU == 1 (+) 2\nV == 1^#\nW == -1"
    assert body("U", text) == "(\\oplus 1 2)"
    assert body("V", text) == "(^# 1)"
    assert body("W", text) == "(-. 1)"


def test_operator_parameters_may_be_symbols(body: Body) -> None:
    text = "A(_ ## _, -. _, _ ^+) == 1 ## (-2)^+"
    assert body("A", text) == "(## 1 (^+ (-. 2)))"


def test_a_function_definition_may_use_itself(load: Load) -> None:
    module = load("f[n \\in {0, 1}] == IF n = 0 THEN 0 ELSE f[n]\ng[n \\in {0}, m \\in {1}] == n")
    f, g = module.definitions["f"], module.definitions["g"]
    assert (f.is_function, f.recursive, f.parameters) == (True, True, ())
    assert (g.is_function, g.recursive) == (True, False)


def test_recursive_operators_share_one_definition(load: Load) -> None:
    module = load("RECURSIVE A(_), B(_)\nA(n) == B(n)\nB(m) == A(m)")
    a, b = module.definitions["A"], module.definitions["B"]
    assert a.recursive and b.recursive
    assert isinstance(a.body, ir.Apply) and a.body.operator is b
    assert isinstance(b.body, ir.Apply) and b.body.operator is a
    assert a.parameters[0].name == "n"


def test_text_around_the_module_is_skipped() -> None:
    module = parse_module("words == 1 (\n---- MODULE A ----\nX == 1\n====\nmore \\in (", "A.tla")
    assert module.name.text == "A" and len(module.units) == 1


def test_several_modules_in_one_file(tmp_path: Path) -> None:
    text = "---- MODULE B ----\nX == 1\n====\n\n---- MODULE A ----\nEXTENDS B\nY == X\n====\n"
    assert [module.name.text for module in parse_modules(text, "A.tla")] == ["B", "A"]
    (tmp_path / "A.tla").write_text(text, encoding="utf-8")
    assert set(load_module(tmp_path / "A.tla").definitions) == {"X", "Y"}


def test_search_path_comes_after_the_folder(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "B.tla").write_text("---- MODULE B ----\nX == 1\n====\n", encoding="utf-8")
    root = tmp_path / "A.tla"
    root.write_text("---- MODULE A ----\nEXTENDS B\n====\n", encoding="utf-8")
    assert "X" in load_module(root, [tmp_path / "lib"]).definitions
    with pytest.raises(LanguageError, match="there is no module `B`"):
        load_module(root)


def test_a_diamond_of_extends_is_no_conflict(load: Load) -> None:
    module = load(
        "EXTENDS L, R\nY == X + l + r",
        L="EXTENDS B\nCONSTANT l",
        R="EXTENDS B, Naturals\nCONSTANT r",
        B="EXTENDS Naturals\nX == 1\nVARIABLE v",
    )
    assert [c.name for c in module.constants] == ["l", "r"]
    assert [v.name for v in module.variables] == ["v"]
    assert module.extends == ("L", "R")
    assert module.definitions["X"].module == "B"
    assert module.definitions["+"].module == "Naturals"


def test_local_names_stay_in_their_module(errors: Callable[..., str]) -> None:
    inner = "LOCAL INSTANCE Naturals\nLOCAL hidden == 1\nshown == hidden + 1"
    assert errors("EXTENDS Inner\nX == shown", Inner=inner) == ""
    assert "unknown name `hidden`" in errors("EXTENDS Inner\nX == hidden", Inner=inner)
    assert "unknown operator `+`" in errors("EXTENDS Inner\nX == 1 + 1", Inner=inner)


INNER = """\
EXTENDS Naturals
CONSTANTS n, Op(_)
VARIABLE v
Init == v = n
Next == v' = Op(v) + n
Twice(k) == k + k + v
Pure(k) == k + 1
down[k \\in {0}] == v
RECURSIVE Sum(_)
Sum(k) == IF k = 0 THEN v ELSE Sum(k - 1)
Under == {n : p \\in {v}}
Higher(H(_)) == H(n)
Uses == Higher(Twice)
Passes == Higher(Op)
Local == LET h(q) == <<q, n>>
             g == h(v)
         IN g
Free(H(_), k) == H(k)
"""


def test_instance_substitutes(body: Body) -> None:
    text = "EXTENDS Naturals\nVARIABLES a, b\nI == INSTANCE Inner WITH n <- 3, v <- a + b, Op <- H2"
    text = text.replace("\nI ==", "\nH2(q) == q\nI ==")
    assert body("I!Init", text, Inner=INNER) == "(= (+ a b) 3)"
    assert body("I!Next", text, Inner=INNER) == "(= (' (+ a b)) (+ (H2 (+ a b)) 3))"
    assert body("I!Twice", text, Inner=INNER) == "(+ (+ k k) (+ a b))"
    assert body("I!down", text, Inner=INNER) == "(function [k:{0}] (+ a b))"
    assert body("I!Sum", text, Inner=INNER) == "(IF (= k 0) (+ a b) (Sum (- k 1)))"
    assert body("I!Under", text, Inner=INNER) == "(map [p:{(+ a b)}] 3)"
    assert body("I!Uses", text, Inner=INNER) == "(Higher @Twice)"


def test_instance_copies_local_definitions(load: Load) -> None:
    text = "VARIABLE w\nI == INSTANCE Inner WITH n <- 7, v <- w, Op <- LAMBDA q : q"
    module = load(text, Inner=INNER)
    local = module.definitions["I!Local"].body
    assert isinstance(local, ir.Let)
    h, g = local.definitions
    assert isinstance(h.body, ir.Tuple) and isinstance(h.body.items[1], ir.Literal)
    assert isinstance(h.body.items[0], ir.Reference)
    assert h.body.items[0].target is h.parameters[0]
    assert isinstance(g.body, ir.Apply) and g.body.operator is h
    assert isinstance(local.body, ir.Apply) and local.body.operator is g


def test_instance_replaces_an_operator_that_is_passed_on(load: Load) -> None:
    text = "VARIABLE w\nD(q) == q\nI == INSTANCE Inner WITH n <- 7, v <- w, Op <- D"
    definitions = load(text, Inner=INNER).definitions
    passes = definitions["I!Passes"].body
    assert isinstance(passes, ir.Apply) and isinstance(passes.arguments[0], ir.OperatorArgument)
    assert passes.arguments[0].operator is definitions["D"]


def test_instance_with_parameters_wraps_what_needs_none(body: Body) -> None:
    text = "VARIABLE a\nI(k0) == INSTANCE Inner WITH n <- k0, v <- a, Op <- LAMBDA q : q\n"
    assert body("I!Free", text, Inner=INNER) == "(Free @H k)"
    assert body("I!Pure", text, Inner=INNER) == "(Pure k)"


def test_instance_shares_what_depends_on_nothing(load: Load) -> None:
    text = "VARIABLE v\nCONSTANT n\nI == INSTANCE Inner WITH Op <- LAMBDA q : q\n"
    module = load(text, Inner=INNER)
    pure = module.definitions["I!Pure"]
    assert (pure.name, pure.module) == ("I!Pure", "Inner")
    assert module.definitions["I!Init"].name == "I!Init"
    standard = load("I == INSTANCE Sequences").definitions["I!Len"]
    assert (standard.name, standard.module) == ("Len", "Sequences")


def test_a_member_is_a_definition_of_its_own(load: Load) -> None:
    """What replaces `Twice` in a configuration replaces the calls of it, and not `I!Twice`."""
    text = "VARIABLE w\nI == INSTANCE Inner WITH n <- 7, v <- w, Op <- LAMBDA q : q"
    module = load(text, Inner=INNER)
    member, uses = module.definitions["I!Twice"], module.definitions["I!Uses"].body
    assert isinstance(uses, ir.Apply) and isinstance(uses.arguments[0], ir.OperatorArgument)
    called = uses.arguments[0].operator
    assert isinstance(called, ir.Definition)
    assert (called.name, member.name) == ("Twice", "I!Twice")
    assert called is not member and called.body is member.body
    assert (called.module, called.span) == (member.module, member.span)


def test_a_let_holds_what_its_instances_have_copied(load: Load) -> None:
    """Copies may use what is bound around the LET, so they belong to it, the hidden ones too."""
    inner = "CONSTANT n\nLOCAL hidden == <<n>>\nshown == hidden"
    module = load("X(p) == LET I == INSTANCE Inner WITH n <- p IN I!shown", Inner=inner)
    local = module.definitions["X"].body
    assert isinstance(local, ir.Let)
    assert [d.name for d in local.definitions] == ["hidden", "shown", "I!shown"]


def test_instance_parameters_come_first(load: Load, body: Body) -> None:
    text = "VARIABLE a\nI(k0) == INSTANCE Inner WITH n <- {k0}, v <- a, Op <- LAMBDA q : q\n"
    text += "X == I(1)!Twice(2)\nY == I(3)!Init"
    twice = load(text, Inner=INNER).definitions["I!Twice"]
    assert [p.name for p in twice.parameters] == ["k0", "k"]
    assert body("X", text, Inner=INNER) == "(I!Twice 1 2)"
    assert body("Y", text, Inner=INNER) == "(I!Init 3)"
    assert body("I!Init", text, Inner=INNER) == "(= a {k0})"
    assert body("I!Sum", text, Inner=INNER) == "(IF (= k 0) a (Sum k0 (- k 1)))"
    assert body("I!Uses", text, Inner=INNER) == "(Higher k0 (LAMBDA k (Twice k0 k)))"


def test_every_copy_has_parameters_of_its_own(load: Load) -> None:
    text = "VARIABLE a\nI(k0) == INSTANCE Inner WITH n <- k0, v <- a, Op <- LAMBDA q : q\n"
    definitions = load(text, Inner=INNER).definitions
    parameters = [p for d in definitions.values() for p in d.parameters]
    assert len(parameters) == len(set(map(id, parameters)))


def test_instance_without_with_takes_the_same_names(body: Body) -> None:
    text = "CONSTANT n\nVARIABLE v\nOp(p) == p\nINSTANCE Inner"
    text = "CONSTANTS n, Op(_)\nVARIABLE v\nINSTANCE Inner"
    assert body("Init", text, Inner=INNER) == "(= v n)"


def test_instance_of_an_instance(body: Body) -> None:
    text = "VARIABLE w\nO == INSTANCE Middle WITH u <- w\nX == O!I!Init"
    middle = "VARIABLE u\nI == INSTANCE Inner WITH n <- 1, v <- u, Op <- LAMBDA q : q"
    assert body("X", text, Inner=INNER, Middle=middle) == "O!I!Init"
    assert body("O!I!Init", text, Inner=INNER, Middle=middle) == "(= w 1)"


def test_instance_in_a_let(body: Body) -> None:
    text = "VARIABLE w\nX == LET I == INSTANCE Inner WITH n <- 1, v <- w, Op <- LAMBDA q : q"
    text += "\n     IN I!Init"
    assert body("X", text, Inner=INNER).endswith("I!Init)")


def test_nested_modules_see_what_is_around_them(body: Body) -> None:
    text = "CONSTANT c\n---- MODULE N ----\nVARIABLE v\nA == v = c\n====\n"
    text = f"---- MODULE M ----\n{text}VARIABLE w\nI == INSTANCE N WITH v <- w\n====\n"
    assert body("I!A", text) == "(= w c)"


def test_assumptions_and_theorems(load: Load) -> None:
    module = load("CONSTANT c\nASSUME c = 1\nASSUMPTION Named == c = 2\nAXIOM c = 3\nTHEOREM c = 4")
    assert [a.name for a in module.assumptions] == ["", "Named", ""]
    assert "Named" in module.definitions


PROOFS = """\
CONSTANT c
THEOREM One == c = c
<1>1. c = c
  BY DEF One
<1>2. ASSUME NEW x \\in c, x = x PROVE x = x
  <2>1. x = x OBVIOUS
  <2>a SUFFICES c = c
    BY <2>1, <1>1
  <2> DEFINE local == 3
  <2> QED BY <2>1 DEF local
<1>2a. c = c
  <2>1. c = c
    <3>1. c = c
    <3> QED
  <2> QED
<1>3. HAVE c = c
<1>4. PICK y : y = y
  PROOF OMITTED
<1> QED
  PROOF BY <1>1, <1>2 DEF One
LEMMA ASSUME NEW q, NEW P(_), CONSTANT r, P(q) PROVE P(q)
  OBVIOUS
COROLLARY c = c BY One, ONLY One
PROPOSITION Two == c = c PROOF
  <*> TAKE a \\in c
  <*>1. c = c
    <+> c = c OBVIOUS
    <+> QED
  <*> QED
    <+> c = c
    <+> QED OBVIOUS
USE DEF One
HIDE One
After == 1
"""


def test_proofs_are_set_aside(load: Load) -> None:
    module = load(PROOFS)
    assert list(module.definitions) == ["One", "Two", "After"]


def test_algorithms_in_comments_are_skipped(load: Load) -> None:
    module = load("(* --algorithm x { while (TRUE) { skip } } *)\n\\* BEGIN TRANSLATION\nX == 1")
    assert set(module.definitions) == {"X"}


def test_names_may_begin_with_digits_or_underscores(body: Body) -> None:
    assert body("X", "2PC == 1\n_a == 2\n3_b == 3\nX == <<2PC, _a, 3_b>>") == "<<2PC _a 3_b>>"


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "A.tla"
    text = "\ufeff---- MODULE A ----\r\nX == /\\ TRUE\r\n     /\\ FALSE\r\n====\r\n"
    path.write_bytes(text.encode())
    body = load_module(path).definitions["X"].body
    assert isinstance(body, ir.Junction) and len(body.items) == 2


def test_sources_hold_every_file_that_spans_name(load: Load) -> None:
    module = load("EXTENDS B\nX == Y", B="Y == 1")
    for definition in module.definitions.values():
        assert module.sources[definition.span.file].count("MODULE") == 1


@pytest.mark.parametrize(
    "name", ["Naturals", "Integers", "Reals", "Sequences", "FiniteSets", "Bags", "TLC"]
)
def test_standard_module(load: Load, name: str) -> None:
    module = load(f"EXTENDS {name}")
    assert name in {definition.module for definition in module.definitions.values()}
    assert "Native" not in module.definitions


def test_native_operators_have_no_body(load: Load) -> None:
    definitions = load("EXTENDS Integers, Sequences").definitions
    assert definitions["+"].body is None
    assert definitions["Append"].body is not None
    assert definitions["-."].module == "Integers"
