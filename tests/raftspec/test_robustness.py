"""Whatever is written in a specification, its configuration or an expression, no fault of ours shows."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raftspec.cli import run
from raftspec.exits import Exit

MODULE = """\
---- MODULE Queue ----
EXTENDS Naturals, Sequences, FiniteSets, TLC
CONSTANTS P, N
VARIABLES q, done, f
vars == <<q, done, f>>
ASSUME N > 0 /\\ P # {}
RECURSIVE Sum(_)
Sum(s) == IF s = <<>> THEN 0 ELSE Head(s) + Sum(Tail(s))
Init == /\\ q = <<>> /\\ done = [p \\in P |-> FALSE]
        /\\ f = [a |-> 1, b |-> {1, 2}]
Put(p) == /\\ Len(q) < N
          /\\ q' = Append(q, Cardinality(P))
          /\\ done' = [done EXCEPT ![p] = ~@]
          /\\ UNCHANGED f
Take == \\/ q # <<>> /\\ q' = Tail(q) /\\ UNCHANGED <<done, f>>
        \\/ \\E s \\in SUBSET f.b : s # f.b /\\ f' = [f EXCEPT !.b = s] /\\ UNCHANGED <<q, done>>
Next == Take \\/ \\E p \\in P : Put(p)
Spec == Init /\\ [][Next]_vars /\\ WF_vars(Take)
Type == q \\in Seq(Nat) /\\ done \\in [P -> BOOLEAN]
Small == LET g[x \\in 0..N] == IF x = 0 THEN 1 ELSE g[x - 1] + x IN Sum(q) <= g[N] * 9
Live == [](Len(q) = N => <>(Len(q) < N))
Perms == Permutations(P)
====
"""
CONFIG = """\
CONSTANTS P = {p1, p2} N = 2
SPECIFICATION Spec
INVARIANTS Type Small
PROPERTY Live
SYMMETRY Perms
"""
WORDS = re.compile(r"\s+|\w+|\\\w+|.")
ATOMS = (
    "0",
    "-1",
    "TRUE",
    '"a"',
    "{}",
    "<<>>",
    "Nat",
    "STRING",
    "2147483648",
    "x",
    "1..3",
    "{1, {}}",
)
INFIX = ("+", "\\div", "^", "..", "=", "<", "/\\", "\\in", "\\cup", "\\", "\\o", "@@", ":>", "\\X")
FORMS = (
    "({} INFIX {})",
    "Len({})",
    "Tail({})",
    "Cardinality({})",
    "(SUBSET {})",
    "(UNION {})",
    "(DOMAIN {})",
    "{{{}, {}}}",
    "<<{}, {}>>",
    "{{x \\in {} : {}}}",
    "[x \\in {} |-> {}]",
    "(CHOOSE x \\in {} : {})",
    "({})[{}]",
    "(IF {} THEN {} ELSE {})",
    "[{} -> {}]",
    "[{} EXCEPT ![{}] = {}]",
    "Append({}, {})",
    "SelectSeq({}, LAMBDA x : {})",
)


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """The text with a few of its words removed, doubled or exchanged for others of its words."""
    words = WORDS.findall(text)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(words) - 1))
        other = draw(st.sampled_from(words))
        words[place : place + 1] = draw(st.sampled_from([[], [other], [words[place], other]]))
    return "".join(words)


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An expression one level deeper."""
    infix = st.sampled_from(INFIX)
    return st.builds(
        lambda form, parts, sign: form.format(*parts).replace("INFIX", sign),
        st.sampled_from(FORMS),
        st.lists(inner, min_size=3, max_size=3),
        infix,
    )


fuzzed = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def _without_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAFTSPEC_CACHE", "off")


@fuzzed
@given(mutated(MODULE))
def test_specifications(tmp_path: Path, text: str) -> None:
    assert _checked(tmp_path, text, CONFIG) in (*list(Exit)[:3], Exit.INPUT)


@fuzzed
@given(mutated(CONFIG))
def test_configurations(tmp_path: Path, text: str) -> None:
    assert _checked(tmp_path, MODULE, text) in (*list(Exit)[:3], Exit.INPUT)


EXPRESSIONS = st.recursive(st.sampled_from(ATOMS), combined, max_leaves=8)


@settings(fuzzed, max_examples=8)
@given(st.lists(EXPRESSIONS, min_size=20, max_size=20))
def test_expressions(monkeypatch: pytest.MonkeyPatch, texts: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(texts)))
    assert run(["eval", "-"]) in (Exit.HOLDS, Exit.INPUT)


def _checked(folder: Path, module: str, config: str) -> int:
    (folder / "Queue.tla").write_text(module, encoding="utf-8")
    (folder / "Queue.cfg").write_text(config, encoding="utf-8")
    return run(["check", str(folder / "Queue.tla"), "--max-states", "500", "--max-seconds", "5"])
