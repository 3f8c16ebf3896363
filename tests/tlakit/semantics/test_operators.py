"""Each operator on a few values; what they must be follows from Specifying Systems, part IV."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.semantics.values import Value

CASES = {
    "arithmetic": [
        ("1 + 2 * 3", "7"),
        ("7 - 10", "-3"),
        ("-(2 + 3)", "-5"),
        ("(-7) \\div 2", "-4"),
        ("-7 % 2", "1"),
        ("2 ^ 10", "1024"),
        ("3 < 3", "FALSE"),
        ("3 <= 3", "TRUE"),
        ("4 >= 5", "FALSE"),
        ("2..4", "{2, 3, 4}"),
        ("3..2", "{}"),
    ],
    "logic": [
        ("TRUE /\\ FALSE", "FALSE"),
        ("FALSE /\\ 1 = 2", "FALSE"),
        ("TRUE \\/ (1 = {})", "TRUE"),
        ("~TRUE", "FALSE"),
        ("FALSE => 1 = {}", "TRUE"),
        ("TRUE <=> FALSE", "FALSE"),
        ("\\A x \\in {} : FALSE", "TRUE"),
        ("\\E x \\in 1..3 : x * x = 9", "TRUE"),
        ("\\A x, y \\in 1..2, z \\in {3} : x + y < z + 2", "TRUE"),
        ("\\E <<x, y>> \\in {<<1, 2>>, <<3, 4>>} : x + y = 7", "TRUE"),
        ("IF 1 < 2 THEN A ELSE B", "A"),
        ("CASE FALSE -> 1 [] TRUE -> 2 [] OTHER -> 3", "2"),
        ("CASE FALSE -> 1 [] OTHER -> 3", "3"),
        ("CHOOSE x \\in 3..9 : x % 4 = 0", "4"),
        ("CHOOSE S \\in SUBSET {1, 2, 3} : Cardinality(S) = 2", "{1, 2}"),
        ("BOOLEAN", "{FALSE, TRUE}"),
    ],
    "sets": [
        ("{1, 2} \\cup {2, 3}", "{1, 2, 3}"),
        ("{1, 2} \\cap {2, 3}", "{2}"),
        ("{1, 2} \\ {2, 3}", "{1}"),
        ("1 \\in Nat", "TRUE"),
        ("-1 \\in Nat \\cup {-1}", "TRUE"),
        ("-2 \\in Nat \\cup {-1}", "FALSE"),
        ("Nat \\cap -2..2", "{0, 1, 2}"),
        ("-2..2 \\ Nat", "{-2, -1}"),
        ("5 \\in {n \\in Nat : n > 4}", "TRUE"),
        ("{n \\in 1..5 : n % 2 = 1}", "{1, 3, 5}"),
        ("{n * n : n \\in -2..2}", "{0, 1, 4}"),
        ("{x + y : x \\in 1..2, y \\in {10}}", "{11, 12}"),
        ("{1} \\subseteq Int", "TRUE"),
        ("{} \\subseteq {}", "TRUE"),
        ("SUBSET {A, B}", "{{}, {A}, {B}, {A, B}}"),
        ("{A} \\in SUBSET {A, B}", "TRUE"),
        ("UNION {{1}, {2, 3}, {}}", "{1, 2, 3}"),
        ("Cardinality({A, B, A})", "2"),
        ("IsFiniteSet(Nat)", "FALSE"),
        ("{1, 2} \\X {A}", "{<<1, A>>, <<2, A>>}"),
        ("<<1, A>> \\in Nat \\X {A}", "TRUE"),
        ('"a" \\in STRING', "TRUE"),
        ("A = B", "FALSE"),
        ("A = 1", "FALSE"),
        ("A \\in {1, 2}", "FALSE"),
        ("{<<x, y>> \\in {1, 2} \\X {1, 2} : x < y}", "{<<1, 2>>}"),
    ],
    "functions": [
        ("[x \\in {A, B} |-> x = A]", "(A :> TRUE @@ B :> FALSE)"),
        ("[x \\in 1..3 |-> x * x]", "<<1, 4, 9>>"),
        ("[x, y \\in 1..2 |-> x + y][1, 2]", "3"),
        ("[x \\in Nat |-> x + 1][41]", "42"),
        ("DOMAIN [x \\in {A} |-> 1]", "{A}"),
        ("DOMAIN <<A, B>>", "{1, 2}"),
        ("DOMAIN [a |-> 1, b |-> 2]", '{"a", "b"}'),
        ("[a |-> 1, b |-> 2].b", "2"),
        ('[a |-> 1]["a"]', "1"),
        ("[[a |-> 1, b |-> 2] EXCEPT !.a = @ + 5]", "[a |-> 6, b |-> 2]"),
        ("[<<1, 2>> EXCEPT ![2] = @ * 10, ![1] = 0]", "<<0, 20>>"),
        ("[<<1, 2>> EXCEPT ![3] = 7]", "<<1, 2>>"),
        ("[[a |-> <<1, 2>>] EXCEPT !.a[1] = @ + 1]", "[a |-> <<2, 2>>]"),
        ("[<<1, 2>> EXCEPT ![1] = 5, ![1] = @ + 1, ![2] = @ + 1]", "<<6, 3>>"),
        ("[[a |-> <<1, 2>>] EXCEPT !.a[1] = 7, !.a[2] = @ + 1]", "[a |-> <<7, 3>>]"),
        ("[[b |-> 2, a |-> 1] EXCEPT !.c = 1 = {}, !.a = 3]", "[a |-> 3, b |-> 2]"),
        ("[[x \\in Nat |-> x] EXCEPT ![1] = 7, ![2] = @ + 1][2]", "3"),
        ("[(A :> 1 @@ B :> 2) EXCEPT ![B] = 3]", "(A :> 1 @@ B :> 3)"),
        ("[b |-> 2, a |-> 1, c |-> 3]", "[a |-> 1, b |-> 2, c |-> 3]"),
        ('("a" :> 1 @@ "b" :> 2).b', "2"),
        ("DOMAIN (2 :> A @@ 1 :> B)", "{1, 2}"),
        ("(2 :> A @@ 3 :> B)[3]", "B"),
        (
            "[[a |-> [b |-> 1]] EXCEPT !.a.b = [[c |-> @] EXCEPT !.c = @ + 1]]",
            "[a |-> [b |-> [c |-> 2]]]",
        ),
        ("[{1} -> {A, B}]", "{<<A>>, <<B>>}"),
        ("<<1, 2>> \\in [1..2 -> Nat]", "TRUE"),
        ("[a: {1, 2}, b: {A}]", "{[a |-> 1, b |-> A], [a |-> 2, b |-> A]}"),
        ("[a |-> 1] \\in [a: Nat]", "TRUE"),
        ("[a |-> 1] \\in [b: Nat]", "FALSE"),
        ("<<>> = [x \\in {} |-> x]", "TRUE"),
        ('[a |-> 1] = [x \\in {"a"} |-> 1]', "TRUE"),
        ("1 :> A @@ 2 :> B @@ 1 :> C", "<<A, B>>"),
    ],
    "sequences": [
        ("Len(<<1, 2>>)", "2"),
        ("<<1>> \\o <<2, 3>>", "<<1, 2, 3>>"),
        ("Append(<<1>>, A)", "<<1, A>>"),
        ("Head(<<1, 2>>)", "1"),
        ("Tail(<<1, 2>>)", "<<2>>"),
        ("SubSeq(<<1, 2, 3>>, 2, 3)", "<<2, 3>>"),
        ("SubSeq(<<1, 2, 3>>, 3, 2)", "<<>>"),
        ("SelectSeq(<<1, 2, 3, 4>>, LAMBDA x : x % 2 = 0)", "<<2, 4>>"),
        ("<<1, 2>> \\in Seq(Nat)", "TRUE"),
        ("SortSeq(<<3, 1, 2>>, LAMBDA x, y : x < y)", "<<1, 2, 3>>"),
        ("Cardinality(Permutations({A, B, C}))", "6"),
    ],
    "operators": [
        ("LET x == 2 f(y) == x * y IN f(21)", "42"),
        ("LET f[n \\in Nat] == IF n = 0 THEN 1 ELSE n * f[n - 1] IN f[5]", "120"),
        (
            "LET F(Op(_, _)) == Op(3, 4) plus(a, b) == a + b IN F(plus) + F(LAMBDA a, b : a * b)",
            "19",
        ),
        ("LET Bad == 1 = {} IN 3", "3"),
    ],
}


@pytest.mark.parametrize(("text", "expected"), [case for group in CASES.values() for case in group])
def test_value(value: Callable[[str], Value], text: str, expected: str) -> None:
    assert value(text).text == expected


def test_a_recursive_operator_has_its_value(value: Callable[..., Value]) -> None:
    definitions = (
        "RECURSIVE Sum(_)\n"
        "Sum(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \\in S : TRUE IN x + Sum(S \\ {x})"
    )
    assert value("Sum(1..50)", definitions).text == "1275"


def test_a_recursive_function_remembers_its_values(value: Callable[..., Value]) -> None:
    fibonacci = "fib[n \\in Nat] == IF n < 2 THEN n ELSE fib[n - 1] + fib[n - 2]"
    assert value("fib[90]", fibonacci).text == "2880067194370816120"


def test_arguments_that_are_not_needed_are_not_evaluated(value: Callable[..., Value]) -> None:
    assert value("First(1, 1 = {})", "First(a, b) == a").text == "1"


def test_an_operator_of_a_let_sees_identifiers_around_it(value: Callable[..., Value]) -> None:
    text = "{LET add(y) == x + y twice(y) == add(add(y)) IN twice(1) : x \\in 1..2}"
    assert value(text).text == "{3, 5}"
