"""Whatever the text, what comes back is a module or a `LanguageError` that can be shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tlakit.language import LanguageError, load_module, parse_module
from tlakit.language.tokens import KEYWORDS, SYMBOLS, Lexer

SPECIFICATION = Path(__file__).parents[3] / "spec" / "Raft.tla"
TEXT = SPECIFICATION.read_text(encoding="utf-8")
WORDS = [
    *KEYWORDS,
    *SYMBOLS,
    *("a", "b", "F", "x", "1", "2.5", '"s"', "WF_", "SF_", "<1>", "<1>2.", "----", "====", "\n"),
    *("\n  ", "\n/\\", "\n  \\/", "F(_)", "F(a)", "x \\in S", "\\* c\n", "(* c *)", "\t"),
]
LINES = TEXT.split("\n")


def survives(text: str, path: Path) -> None:
    """Load a text, and render what is wrong with it."""
    path.write_text(text, encoding="utf-8")
    try:
        load_module(path)
    except LanguageError as error:
        assert error.diagnostics
        for diagnostic in error.diagnostics:
            assert diagnostic.message
            if diagnostic.span is not None:
                assert diagnostic.span.line <= text.count("\n") + 1
        assert str(error)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(st.sampled_from(WORDS), max_size=40))
def test_soup_of_tokens(words: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    text = "---- MODULE M ----\nCONSTANTS S, T\nVARIABLE y\nX == " + " ".join(words) + "\n====\n"
    survives(text, _path(tmp_path_factory))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_lines_of_a_specification_mixed(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    start = data.draw(st.integers(0, len(LINES) - 2))
    length = data.draw(st.integers(1, 12))
    target = data.draw(st.integers(0, len(LINES) - 1))
    moved = LINES[start : start + length]
    rest = LINES[:start] + LINES[start + length :]
    survives("\n".join(rest[:target] + moved + rest[target:]), _path(tmp_path_factory))


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80))
def test_any_characters(text: str) -> None:
    try:
        parse_module("---- MODULE M ----\nX == " + text + "\n====", "M.tla")
    except LanguageError as error:
        assert str(error)


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="aA1_\\/*(){}[]<>|-+=.:!@#$%^&?~,'\" \n\t∧∈", max_size=60))
def test_tokens_cover_the_text_in_order(text: str) -> None:
    tokens = Lexer(text, "M.tla").expression()
    places = [(token.span.line, token.span.column) for token in tokens]
    assert places == sorted(set(places))
    lines = text.split("\n")
    for token in tokens:
        span = token.span
        if span.line == span.end_line and token.type == "NAME":
            assert lines[span.line - 1][span.column - 1 : span.end_column - 1] == token.text


def _path(factory: pytest.TempPathFactory) -> Path:
    return factory.getbasetemp() / "M.tla"


DEEP = 8_000
HUGE = {
    "parentheses": "X == " + "(" * DEEP + "1" + ")" * DEEP,
    "sets": "X == " + "{" * DEEP + "}" * DEEP,
    "open brackets": "X == " + "[" * DEEP,
    "closed brackets": "X == 1" + ")" * DEEP,
    "branches": "X == " + "IF S THEN 1 ELSE " * (DEEP // 4) + "1",
    "negations": "X == " + "~" * DEEP + "S",
    "a chain": "X == " + "S /\\ " * (DEEP // 4) + "S",
    "bullets in bullets": "X == " + "/\\ " * (DEEP // 4) + "S",
    "a ladder of bullets": "X ==\n" + "\n".join(" " * k + "/\\ S" for k in range(300)),
    "primes": "X == y" + "'" * DEEP,
    "selectors": "F == 1\nX == F" + "!1" * DEEP,
    "comments in comments": "(*" * DEEP + "*)" * DEEP + "X == 1",
    "open comments": "(*" * DEEP,
    "dashes": "-" * 300_000,
    "quotes": '"' * DEEP,
    "a number": "X == " + "9" * 20_000,
    "a fraction": "X == 1." + "9" * 20_000,
    "names": "X == " + "S " * DEEP,
    "unknown names": "\n".join(f"D{k} == zz{k}" for k in range(300)),
    "nested LETs": "X == " + "".join(f"LET q{k} == 1 IN " for k in range(1000)) + "1",
    "steps without an end": "THEOREM TRUE\n" + "".join(f"<{k}>1. TRUE\n" for k in range(3000)),
    "updates": "X == [S EXCEPT " + "![1] = " * 2000 + "1]",
    "cases": "X == " + "CASE S -> " * 3000,
    "a definition in itself": "X == LET X == X IN X",
    "half a surrogate": 'X == "\\ud800"',
    "control characters": "X == \x01\x02\x1f\x7f",
    "nothing but definitions": "== " * 3000,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_what_is_too_much(text: str, tmp_path: Path) -> None:
    survives(f"---- MODULE M ----\nCONSTANT S\nVARIABLE y\n{text}\n====\n", tmp_path / "M.tla")


@pytest.mark.parametrize(
    "text",
    ["", "\n", "\ufeff", "-" * 300_000, "---- MODULE " * 3000, "---- MODULE " + "(* *)" * 3000]
    + [
        "=" * 300_000,
        "---- MODULE M ----",
        "".join(f"---- MODULE M{k} ----\n" for k in range(300)),
    ],
)
def test_what_is_no_module(text: str, tmp_path: Path) -> None:
    with pytest.raises(LanguageError) as caught:
        load_module(_written(tmp_path, text.encode()))
    assert str(caught.value)


@pytest.mark.parametrize(
    "content", [b"\0" * 99, bytes(range(256)) * 99, b"\xff\xfe-\0-\0", b"\x89PNG"]
)
def test_a_file_that_holds_something_else(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="E202|E101"):
        load_module(_written(tmp_path, content))


def test_a_folder_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="E202"):
        load_module(tmp_path)


@pytest.mark.parametrize(
    "bodies",
    [
        {"M": "EXTENDS A", "A": "EXTENDS M"},
        {"M": "I == INSTANCE M"},
        {"M": "INSTANCE A", "A": "EXTENDS B", "B": "J == INSTANCE M"},
        {"M": "---- MODULE N ----\nINSTANCE M\n====\nINSTANCE N"},
    ],
)
def test_modules_in_a_circle(bodies: dict[str, str], tmp_path: Path) -> None:
    for name, body in bodies.items():
        (tmp_path / f"{name}.tla").write_text(f"---- MODULE {name} ----\n{body}\n====\n")
    with pytest.raises(LanguageError, match="E203: modules need each other"):
        load_module(tmp_path / "M.tla")


def _written(folder: Path, content: bytes) -> Path:
    path = folder / "M.tla"
    path.write_bytes(content)
    return path


ATOMS = st.sampled_from(["S", "T", "y", "1", '"s"', "TRUE", "{}", "<<>>", "y'", "F(1)", "@", "I!G"])
FORMS = st.sampled_from(
    ["({})", "{{{}}}", "<<{}>>", "~{}", "-{}", "SUBSET {}", "[]{}", "ENABLED {}", "UNCHANGED {}"]
    + ["{0} = {0}", "{} /\\ {}", "{} \\/ {}", "{} + {}", "{} .. {}", "{} \\in {}", "{} ~> {}"]
    + ["{} \\X {}", "IF {} THEN {} ELSE {}", "CASE {} -> {} [] OTHER -> {}", "{}[{}]", "{}.f"]
    + ["\\A v \\in {} : {}", "\\E v \\in {} : {}", "CHOOSE v \\in {} : {}", "{{v \\in {} : {}}}"]
    + ["{{{} : v \\in {}}}", "[v \\in {} |-> {}]", "[{} -> {}]", "[f |-> {}, g |-> {}]"]
    + ["[f : {}]", "[{} EXCEPT ![{}] = {}, !.f = {}]", "[{}]_{}", "<<{}>>_y", "WF_y({})"]
    + ["LET w == {} IN {}", "LET W(p) == {} IN W({})", "H(LAMBDA p : {})", "H(F)", "F!({})", "F!2"]
    + ["\n  /\\ {}\n  /\\ {}", "\n \\/ {}\n \\/ {}", "lab :: {}", "{}'", "{} :> {} @@ {}"]
)


def _filled(form: str, parts: list[str]) -> str:
    """A form with its holes filled; the parts repeat if there are too few."""
    return form.format(*[parts[k % len(parts)] for k in range(6)])


EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.builds(_filled, FORMS, st.lists(inner, min_size=1, max_size=3)),
    max_leaves=9,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(expressions=st.lists(EXPRESSIONS, min_size=1, max_size=3), data=st.data())
def test_forms_of_the_grammar(
    expressions: list[str], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    head = "---- MODULE M ----\nEXTENDS Integers, TLC\nCONSTANTS S, T\nVARIABLE y\nF(k) == k + y\n"
    head += "H(O(_)) == O(1)\n---- MODULE N ----\nG == S\n====\nI == INSTANCE N\n"
    text = head + "\n".join(f"D{k} == {body}" for k, body in enumerate(expressions)) + "\n====\n"
    cut = data.draw(st.integers(len(head), len(text) - 1))
    survives(text, _path(tmp_path_factory))
    survives(text[:cut] + text[cut + data.draw(st.integers(1, 4)) :], _path(tmp_path_factory))
