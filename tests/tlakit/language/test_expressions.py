"""Every form of expression, once or more, as the IR has it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

TREES = {
    # Literals
    "12": "12",
    "\\b101": "5",
    "\\o17": "15",
    "\\hFf": "255",
    "TRUE": "True",
    "FALSE": "False",
    "BOOLEAN": "BOOLEAN",
    "STRING": "STRING",
    '"plain"': '"plain"',
    '"a\\"b\\\\c\\td"': '"a"b\\c\td"',
    '"(* no comment *) \\\\* nor this"': '"(* no comment *) \\* nor this"',
    # Names, application, functions
    "a": "a",
    "F(a)": "(F a)",
    "G(a, b + 1)": "(G a (+ b 1))",
    "Plus(1, 2)": "(Plus 1 2)",
    "Apply(Plus, a)": "(Apply @Plus a)",
    "Apply(G, a)": "(Apply @G a)",
    "Apply(-, a)": "(Apply @- a)",
    "Apply(\\o, a)": "(Apply @\\o a)",
    "Apply(\\cup, a)": "(Apply (LAMBDA a,b (\\cup a b)) a)",
    "Apply(=, a)": "(Apply (LAMBDA a,b (= a b)) a)",
    "Apply(LAMBDA p, q : p = q, a)": "(Apply (LAMBDA p,q (= p q)) a)",
    "x[a]": "x[a]",
    "x[a, b]": "x[<<a b>>]",
    "x[a][b].p.q[c]": "x[a][b].p.q[c]",
    "x'[a].p": "(' x)[a].p",
    # Bound names
    "\\A i \\in S : i = a": "(\\A [i:S] (= i a))",
    "\\A i, j \\in S, k \\in T : i = j": "(\\A [i,j:S k:T] (= i j))",
    "\\E <<i, j>> \\in S : i = j": "(\\E [<<i,j>>:S] (= i j))",
    "\\E i : i = a": "(\\E [i] (= i a))",
    "\\AA v : [](v = x)": "(\\AA [v] ([] (= v x)))",
    "\\EE v, w : v = w": "(\\EE [v,w] (= v w))",
    "CHOOSE i \\in S : i = a": "(CHOOSE [i:S] (= i a))",
    "CHOOSE i : i = a": "(CHOOSE [i] (= i a))",
    "CHOOSE <<i, j>> \\in S : i = j": "(CHOOSE [<<i,j>>:S] (= i j))",
    "{}": "{}",
    "{a, b}": "{a b}",
    "{a \\in S, b}": "{(\\in a S) b}",
    "{(a \\in S)}": "{(\\in a S)}",
    "{i \\in S : i = a}": "(filter [i:S] (= i a))",
    "{i \\in S : a \\in T}": "(filter [i:S] (\\in a T))",
    "{<<i, j>> \\in S : i = j}": "(filter [<<i,j>>:S] (= i j))",
    "{i \\in S \\cup T : i = a}": "(filter [i:(\\cup S T)] (= i a))",
    "{i + 1 : i \\in S}": "(map [i:S] (+ i 1))",
    "{<<i, j>> : i, j \\in S, k \\in T}": "(map [i,j:S k:T] <<i j>>)",
    "{i + j : <<i, j>> \\in S}": "(map [<<i,j>>:S] (+ i j))",
    "{a \\in S : i \\in T, j \\in T}": "(map [i:T j:T] (\\in a S))",
    "{(i \\in S) : i \\in T}": "(map [i:T] (\\in i S))",
    # Functions, records, tuples
    "[i \\in S |-> i]": "(function [i:S] i)",
    "[i, j \\in S, <<k, l>> \\in T |-> i]": "(function [i,j:S <<k,l>>:T] i)",
    "[S -> T]": "(-> S T)",
    "[S -> [T -> S]]": "(-> S (-> T S))",
    "[p |-> a, q |-> b]": "(record p:a q:b)",
    "[p : S, q : T]": "(records p:S q:T)",
    "[p |-> a].p": "(record p:a).p",
    "[x EXCEPT ![a] = b]": "(EXCEPT x [a]=b)",
    "[x EXCEPT !.p = @ + 1, ![a, b].q[c] = d]": '(EXCEPT x ["p"]=(+ @ 1) [<<a b>>]["q"][c]=d)',
    "[x EXCEPT !.p = [@ EXCEPT !.q = @]]": '(EXCEPT x ["p"]=(EXCEPT @ ["q"]=@))',
    "<<>>": "<<>>",
    "<<a, <<b>>>>": "<<a <<b>>>>",
    "S \\X T \\times S": "(\\X S T S)",
    # Conditions and local definitions
    "IF a THEN b ELSE c": "(IF a b c)",
    "CASE a -> 1 [] b -> 2": "(CASE a->1 b->2)",
    "CASE a -> 1 [] OTHER -> 2": "(CASE a->1 OTHER->2)",
    "CASE a -> CASE b -> 1 [] c -> 2 [] OTHER -> 3": "(CASE a->(CASE b->1 c->2 OTHER->3))",
    "LET p == a q == p IN q": "(LET p,q q)",
    "LET H(p) == p + 1 IN H(a)": "(LET H (H a))",
    "LET f[p \\in S] == f[p] IN f[a]": "(LET f f[a])",
    "LET RECURSIVE R(_) R(p) == R(p) IN R(a)": "(LET R (R a))",
    "LET p ## q == p IN a ## b": "(LET ## (## a b))",
    "LET Seqs == INSTANCE Sequences IN Seqs!Len(a)": "(LET  (Len a))",
    "here:: a /\\ b": "(/\\ a b)",
    "\\A i \\in S : here(i):: i": "(\\A [i:S] i)",
    # Operators of each fixity
    "-a": "(-. a)",
    "~a": "(~ a)",
    "SUBSET S": "(SUBSET S)",
    "UNION S": "(UNION S)",
    "DOMAIN x": "(DOMAIN x)",
    "ENABLED (x' = a)": "(ENABLED (= (' x) a))",
    "UNCHANGED <<x, y>>": "(UNCHANGED <<x y>>)",
    "x' = a": "(= (' x) a)",
    "a \\notin S": "(\\notin a S)",
    "a /= b": "(# a b)",
    "a =< b": "(<= a b)",
    "a \\leq b": "(<= a b)",
    "a \\geq b": "(>= a b)",
    "a \\equiv b": "(<=> a b)",
    "\\neg a \\lor b": "(\\/ (~ a) b)",
    "a \\land b": "(/\\ a b)",
    "S \\union T": "(\\cup S T)",
    "S \\intersect T": "(\\cap S T)",
    "S\\T": "(\\ S T)",
    "<<a>> \\circ <<b>>": "(\\o <<a>> <<b>>)",
    "(x' = a) \\cdot (y' = b)": "(\\cdot (= (' x) a) (= (' y) b))",
    "(a) -+-> (b)": "(-+-> a b)",
    # Actions and temporal formulas
    "[x' = a]_x": "(box (= (' x) a) x)",
    "[x' = a]_<<x, y>>": "(box (= (' x) a) <<x y>>)",
    "<<x' = a>>_x": "(angle (= (' x) a) x)",
    "<<x' = a>>_<<x, y>>": "(angle (= (' x) a) <<x y>>)",
    "[][x' = a]_x": "([] (box (= (' x) a) x))",
    "WF_x(x' = a)": "(WF x (= (' x) a))",
    "SF_<<x, y>>(x' = a)": "(SF <<x y>> (= (' x) a))",
    "WF_(x)(x' = a)": "(WF x (= (' x) a))",
    "WF_F(x)(x' = a)": "(WF (F x) (= (' x) a))",
    "WF_G(x, y)(x' = a)": "(WF (G x y) (= (' x) a))",
    "SF_{x}(x' = a)": "(SF {x} (= (' x) a))",
    "[]<>a ~> <>[]b": "(~> ([] (<> a)) (<> ([] b)))",
    # Comments
    "a (* one (* inner *) still *) + \\* end of line\n b": "(+ a b)",
    # Unicode
    "∀ i ∈ S : i ≠ a ∧ ¬b": "(\\A [i:S] (/\\ (# i a) (~ b)))",
    "∃ i ∈ ℕ : i ≤ 3": "(\\E [i:Nat] (<= i 3))",
    "⟨a, b⟩": "<<a b>>",
    "∃∃ q : □(q ≠ a)": "(\\EE [q] ([] (# q a)))",
    "∀∀ q : ◇(q = a) ⟹ □◇(q ≤ 1)": "(\\AA [q] (=> (<> (= q a)) ([] (<> (<= q 1)))))",
    "a − 1 = −b": "(= (- a 1) (-. b))",
    "[i ∈ S ↦ i]": "(function [i:S] i)",
    "[S → T]": "(-> S T)",
    "□◇a ⇒ b": "(=> ([] (<> a)) b)",
    "S ∪ T ∪ {}": "(\\cup (\\cup S T) {})",
    "S × T": "(\\X S T)",
    "1 ‥ 3": "(.. 1 3)",
}


@pytest.mark.parametrize(
    ("text", "expected"), [(text, tree) for text, tree in TREES.items() if tree is not None]
)
def test_tree(tree: Callable[[str], str], text: str, expected: str) -> None:
    assert tree(text) == expected


def test_a_plus_in_parentheses_is_another_operator(codes: Callable[[str], list[str]]) -> None:
    """`(+)` is one symbol, even where an argument was meant."""
    assert codes("F(+)") == ["E101"]


def test_a_membership_beside_others_is_an_element(codes: Callable[[str], list[str]]) -> None:
    """`{i \\in S, a}` is a set of a truth value and `a`: the name must be known."""
    assert codes("{i \\in S, a}") == ["E301"]


def test_decimals_are_quotients_of_reals(tree: Callable[[str], str]) -> None:
    assert tree("1.5") == "(/ 15 10)"


def test_spans_count_code_points_from_one(tree: Callable[[str], str]) -> None:
    from tlakit.language import parse_expression

    found = parse_expression("⟨a,\n  b⟩", "here")
    span = found.span
    assert (span.file, span.line, span.column, span.end_line, span.end_column) == (
        "here", 1, 1, 2, 5,
    )  # fmt: skip
