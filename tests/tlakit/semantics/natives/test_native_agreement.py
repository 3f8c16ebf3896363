"""Native versions against the library's own text, on generated arguments."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tlakit.language import load_module
from tlakit.language.modules import STANDARD_FOLDER
from tlakit.semantics import EvaluationError, Specification, parse_config
from tlakit.semantics.natives import find_native
from tlakit.semantics.values import (
    Value,
    boolean,
    function_of,
    integer,
    set_of,
    string,
    tuple_of,
)

MODULES = [
    *("BagsExt", "Bitwise", "Combinatorics", "FiniteSetsExt", "Folds", "Functions"),
    *("Graphs", "Relation", "SequencesExt", "UndirectedGraphs"),
]

WRAPPED = {
    # Operators that take operators, with ones that tell orders and arguments apart.
    "Pair(x, y)": "<<x, y>>",
    "Odd(x)": "x % 2 = 1",
    "LessThan(x, y)": "x < y",
    "NoLess(x, y)": "x <= y",
    "Negative(x)": "-x",
    "Largest(S)": "CHOOSE x \\in S : \\A y \\in S : y <= x",
    "T_Fold(S)": "MapThenFoldSet(Pair, 0, Negative, Largest, S)",
    "T_FoldSet(S)": "FoldSet(Pair, 0, S)",
    "T_ReduceSet(S)": "ReduceSet(Pair, S, 0)",
    "T_MapThenSumSet(S)": "MapThenSumSet(Negative, S)",
    "T_Quantify(S)": "Quantify(S, Odd)",
    "T_ChooseUnique(S)": "ChooseUnique(S, Odd)",
    "T_FoldFunction(f)": "FoldFunction(Pair, 0, f)",
    "T_FoldFunctionOnSet(f, S)": "FoldFunctionOnSet(Pair, 0, f, S)",
    "T_FoldBag(B)": "FoldBag(Pair, 0, B)",
    "T_FoldSeq(s)": "FoldSeq(Pair, 0, s)",
    "T_FoldLeft(s)": "FoldLeft(Pair, 0, s)",
    "T_FoldRight(s)": "FoldRight(Pair, s, 0)",
    "T_FoldLeftDomain(s)": "FoldLeftDomain(Pair, 0, s)",
    "T_FoldRightDomain(s)": "FoldRightDomain(Pair, s, 0)",
    "T_SelectInSeq(s)": "SelectInSeq(s, Odd)",
    "T_SelectLastInSeq(s)": "SelectLastInSeq(s, Odd)",
    "T_SelectInSubSeq(s, m, n)": "SelectInSubSeq(s, m, n, Odd)",
    "T_SelectLastInSubSeq(s, m, n)": "SelectLastInSubSeq(s, m, n, Odd)",
    "T_RemoveFirstMatch(s)": "RemoveFirstMatch(s, Odd)",
    "T_IsSorted(s)": "IsSorted(s, NoLess)",
    "T_Jections(S, T)": "<<Cardinality(Injection(S, T)), Cardinality(Surjection(S, T))>>",
    "T_Bijections(S, T)": "Cardinality(Bijection(S, T))",
    "T_Sizes(S)": "<<Cardinality(SetToSeqs(S)), Cardinality(SetToAllKPermutations(S))>>",
    "T_SeqOf(S, n)": "<<SeqOf(S, n), Cardinality(SeqOf(S, n)), Cardinality(kSubset(n, S))>>",
    "T_SetToSortSeq(S)": "SetToSortSeq(S, LessThan)",
}


@cache
def specification(own_text: bool) -> Specification:
    """All the modules; with `own_text` a user's copies of them, which have no native versions."""
    lines = [f"{head} == {body}" for head, body in WRAPPED.items()]
    used = [module for module in MODULES if "Graphs" not in module]
    lines += ["D == INSTANCE Graphs", "U == INSTANCE UndirectedGraphs"]
    lines += [f"D_{name}(G) == D!{name}(G)" for name in ("SimplePath", "ConnectionsIn")]
    lines += [f"D_{name}(G) == D!{name}(G)" for name in ("IsStronglyConnected", "HasCycle")]
    lines += [f"D_{name}(G, n) == D!{name}(G, n)" for name in ("Descendants", "Ancestors")]
    lines += [f"U_{name}(G) == U!{name}(G)" for name in ("SimplePath", "ConnectedComponents")]
    lines += [f"{x}_AreConnectedIn(m, n, G) == {x}!AreConnectedIn(m, n, G)" for x in "DU"]
    with TemporaryDirectory() as folder:
        for module in MODULES if own_text else ():
            shutil.copy(STANDARD_FOLDER / f"{module}.tla", folder)
        root = Path(folder, "M.tla")
        heading = (
            f"---- MODULE M ----\nEXTENDS Integers, Sequences, FiniteSets, {', '.join(used)}\n"
        )
        root.write_text(heading + "\n".join(lines) + "\n====\n", encoding="utf-8")
        return Specification(load_module(root), parse_config("", "M.cfg"))


def outcome(own_text: bool, name: str, arguments: tuple[Value, ...]) -> str:
    try:
        return specification(own_text).apply(name, *arguments).text
    except EvaluationError:
        return "fails"


small = st.integers(-2, 4).map(integer)
naturals = st.integers(0, 40).map(integer)
letters = st.sampled_from("abc").map(string)
Strategy = st.SearchStrategy[Value]


def sets(of: Strategy, most: int = 4) -> Strategy:
    return st.lists(of, max_size=most).map(set_of)


def sequences(of: Strategy, most: int = 4) -> Strategy:
    return st.lists(of, max_size=most).map(tuple_of)


def functions(of: Strategy, domain: Strategy = small) -> Strategy:
    return st.dictionaries(domain, of, max_size=4).map(function_of)


numbers, tuples = sets(small), sequences(small)
bags = st.one_of(functions(st.integers(1, 3).map(integer)), numbers)
graphs = st.builds(
    lambda nodes, pairs: function_of(
        {
            string("node"): set_of(nodes),
            string("edge"): set_of(tuple_of(pair) for pair in pairs),
        }
    ),
    st.lists(st.integers(1, 3).map(integer), max_size=3),
    st.lists(st.tuples(*[st.integers(1, 3).map(integer)] * 2), max_size=5),
)
undirected = st.builds(
    lambda nodes, pairs: function_of(
        {string("node"): set_of(nodes), string("edge"): set_of(map(set_of, pairs))}
    ),
    st.lists(st.integers(1, 3).map(integer), max_size=3),
    st.lists(st.tuples(*[st.integers(1, 3).map(integer)] * 2), max_size=5),
)
relations = st.lists(st.booleans(), min_size=9, max_size=9).map(
    lambda bits: function_of(
        {tuple_of((integer(i // 3), integer(i % 3))): boolean(bit) for i, bit in enumerate(bits)}
    )
)
strings = st.text("ab", max_size=4).map(string)
texts = st.one_of(tuples, strings)

ARGUMENTS: dict[str, tuple[Strategy, ...]] = {
    **dict.fromkeys(["ToSet", "ToBag", "Reverse", "Prefixes", "Suffixes", "SubSeqs"], (tuples,)),
    **dict.fromkeys(["AllSubSeqs", "Range", "IsInjective", "AntiFunction"], (tuples,)),
    **dict.fromkeys(
        ["SetToSeq", "SetToSeqs", "SetToAllKPermutations", "SumSet"], (sets(small, 3),)
    ),
    **dict.fromkeys(["ProductSet", "Max", "Min"], (st.one_of(numbers, sets(letters)),)),
    **dict.fromkeys(["BagRemove", "BagRemoveAll", "BagAdd"], (bags, small)),
    **dict.fromkeys(["SumBag", "ProductBag", "T_FoldBag"], (bags,)),
    **dict.fromkeys(["T_FoldSet", "T_ReduceSet", "T_Fold", "T_MapThenSumSet"], (numbers,)),
    **dict.fromkeys(["T_Quantify", "T_ChooseUnique", "T_SetToSortSeq"], (numbers,)),
    **dict.fromkeys(["T_FoldFunction", "SumFunction"], (functions(small),)),
    **dict.fromkeys(["T_FoldFunctionOnSet", "Restrict", "SumFunctionOnSet"], (tuples, numbers)),
    **dict.fromkeys(["T_FoldSeq", "T_FoldLeft", "T_FoldRight", "T_FoldLeftDomain"], (tuples,)),
    **dict.fromkeys(["T_FoldRightDomain", "T_SelectInSeq", "T_SelectLastInSeq"], (tuples,)),
    **dict.fromkeys(["T_SelectInSubSeq", "T_SelectLastInSubSeq"], (tuples, small, small)),
    **dict.fromkeys(["T_RemoveFirstMatch", "T_IsSorted"], (tuples,)),
    **dict.fromkeys(["Contains", "Remove", "RemoveFirst"], (tuples, st.one_of(small, letters))),
    "ReplaceAll": (tuples, small, letters),
    **dict.fromkeys(["IsPrefix", "IsSuffix", "IndexFirstSubSeq"], (texts, texts)),
    **dict.fromkeys(["Zip"], (tuples, sequences(letters))),
    "FlattenSeq": (st.one_of(sequences(tuples), sequences(strings)),),
    **dict.fromkeys(["ReplaceFirstSubSeq", "ReplaceAllSubSeqs"], (strings, strings, strings)),
    **dict.fromkeys(["Injection", "Surjection", "Bijection"], (sets(small, 3), sets(letters, 3))),
    **dict.fromkeys(["ExistsInjection", "ExistsSurjection"], (sets(small, 3), sets(letters, 3))),
    **dict.fromkeys(["T_Jections", "T_Bijections"], (sets(small, 3), sets(letters, 3))),
    "T_Sizes": (sets(small, 3),),
    "T_SeqOf": (sets(small, 2), small),
    "SymDiff": (numbers, st.one_of(numbers, sets(letters))),
    "kSubset": (small, numbers),
    "Choices": (sets(sets(small, 3), 3),),
    **dict.fromkeys(["&", "|", "^^", "shiftR", "choose"], (naturals, naturals)),
    "TransitiveClosure": (relations, sets(st.integers(0, 2).map(integer), 3)),
    **dict.fromkeys(["D_SimplePath", "D_ConnectionsIn", "D_IsStronglyConnected"], (graphs,)),
    **dict.fromkeys(["U_SimplePath", "U_ConnectedComponents"], (undirected,)),
    "D_HasCycle": (graphs,),
    **dict.fromkeys(["D_Descendants", "D_Ancestors"], (graphs, small)),
    "Not": (naturals,),
    "D_AreConnectedIn": (small, small, graphs),
    "U_AreConnectedIn": (small, small, undirected),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_native_and_text_agree(name: str) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True)
    @given(st.tuples(*ARGUMENTS[name]))
    def check(arguments: tuple[Value, ...]) -> None:
        assert outcome(False, name, arguments) == outcome(True, name, arguments), arguments

    check()


def test_the_two_are_really_two() -> None:
    """The comparison would be empty if both had native versions, or neither."""

    def native(own_text: bool) -> list[str]:
        definitions = specification(own_text).module.definitions
        return [n for n in ARGUMENTS if n in definitions and find_native(definitions[n])]

    assert len(native(False)) > 30
    assert native(True) == []
