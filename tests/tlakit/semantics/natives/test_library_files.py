"""Json, IOUtils, CSV and Statistics: text in and out, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.language import load_module
from tlakit.language.load import resolve_expression
from tlakit.semantics import EvaluationError, Specification, parse_config
from tlakit.semantics.natives.numbers import exceeded
from tlakit.semantics.runtime import Run, running

Evaluate = Callable[[str], str]


@pytest.fixture(scope="module")
def specification(tmp_path_factory: pytest.TempPathFactory) -> Specification:
    root = tmp_path_factory.mktemp("files") / "M.tla"
    modules = "Integers, Sequences, FiniteSets, TLC, Json, IOUtils, CSV, Statistics, Combinatorics"
    text = f"---- MODULE M ----\nEXTENDS {modules}\nCONSTANT C\n====\n"
    root.write_text(text, encoding="utf-8")
    return Specification(load_module(root), parse_config("CONSTANT C = C", "M.cfg"))


@pytest.fixture
def value(
    specification: Specification, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Evaluate:
    """Evaluates with an empty working folder, beside which stands that of the specification."""
    monkeypatch.chdir(tmp_path)
    beside = tmp_path / "spec"
    beside.mkdir()

    def evaluate(text: str) -> str:
        with running(Run(folder=beside)):
            return specification.evaluate(resolve_expression(text, specification.module)).text

    return evaluate


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ToJson(FALSE)", "false"),
        ("ToJson(-1)", "-1"),
        ("ToJson(16 ^ 3001)", '"\\\\\\\\h1' + "0" * 3001 + '"'),
        ('ToJson("a")', '"a"'),
        ("ToJson(C)", '"C"'),
        ("ToJson({3, 2, 1})", "[1,2,3]"),
        ("ToJson(<<3, {}>>)", "[3,[]]"),
        ("ToJson(1..3)", "[1,2,3]"),
        ("ToJson([a |-> TRUE, b |-> <<>>])", '{"a":true,"b":[]}'),
        ('ToJson(1 :> "b" @@ 0 :> "c")', '{"0":"c","1":"b"}'),
        ("ToJson([x \\in 1..3 |-> 2 * x])", "[2,4,6]"),
        ("ToJson(SUBSET {2, 1})", "[[],[1],[2],[1,2]]"),
        ("ToJsonArray({TRUE})", "[true]"),
        ("ToJsonArray(<<>>)", "[]"),
        ('ToJsonObject([a |-> "b"])', '{"a":"b"}'),
        ("ToJsonObject(<<7>>)", '{"0":7}'),
    ],
)
def test_values_as_json(value: Evaluate, text: str, written: str) -> None:
    assert value(text) == '"' + written.replace('"', '\\"') + '"'


DATA = '<<[a |-> 3, s |-> "x"], <<1, <<TRUE>>>>, "look", <<>>, -5>>'


@pytest.mark.parametrize(
    "kind", ["JsonSerialize JsonDeserialize", "ndJsonSerialize ndJsonDeserialize"]
)
def test_what_is_written_is_read_again(value: Evaluate, kind: str) -> None:
    write, read = kind.split()
    assert value(f'{write}("deep/er/x.json", {DATA})') == "TRUE"
    assert value(f'{read}("deep/er/x.json") = {DATA}') == "TRUE"


def test_lines_without_values_are_passed_over(value: Evaluate, tmp_path: Path) -> None:
    (tmp_path / "t.ndjson").write_text('{"a": 1.9}\n\n  [2]\n', encoding="utf-8")
    assert value('ndJsonDeserialize("t.ndjson")') == "<<[a |-> 1], <<2>>>>"


def test_a_file_beside_the_specification_is_found(value: Evaluate, tmp_path: Path) -> None:
    (tmp_path / "spec" / "t.json").write_text("[1]", encoding="utf-8")
    assert value('JsonDeserialize("./t.json")') == "<<1>>"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('JsonDeserialize("no.json")', "cannot use the file no.json"),
        ('JsonDeserialize("bad.json")', "is not JSON"),
        ('ndJsonDeserialize("bad.json")', "bad.json:1 is not JSON"),
        ('JsonDeserialize("null.json")', "null"),
        ('JsonSerialize("x.json", [a |-> 1])', "a sequence"),
        ("ToJsonArray(3)", "a sequence or set"),
        ('IOExec(<<"ls">>)', "would start a program"),
        ('IOEnvExec([A |-> "b"], <<"ls">>)', "would start a program"),
        ('IOExecTemplate(<<"ls">>, <<>>)', "would start a program"),
        ('IOSerialize(1, "x", FALSE)', "use JsonSerialize"),
        ('IODeserialize("x", FALSE)', "use JsonDeserialize"),
        ('atoi("x")', "a number as a string"),
        ('CSVWrite("%s %s", <<1>>, "x.csv")', "needs more than 1 values"),
        ('Serialize("a", "x", [format |-> "CBOR"])', "knows the format TXT"),
        ('ChiSquare(<<1, 2>>, <<1>>, "0.1")', "counts of the same"),
        ('ChiSquare(<<1, 2>>, <<1, 2>>, "often")', "a probability as a string"),
        ('ChiSquare(<<1, 2>>, <<1, 10^300>>, "0.1")', "counts up to"),
        ('CSVWrite("%9$s", <<1>>, "x.csv")', "needs more than 1 values"),
        ("zeroPadN(1, 10^9)", "a width of at most"),
        ('JsonDeserialize("huge.json")', "is not JSON"),
        ('JsonDeserialize("")', "cannot use the file"),
        ("ToJson(Nat)", "a value that JSON can express"),
        ("factorial[10^9]", "a number up to"),
        ("choose(10^9, 10^8)", "a number up to"),
        ('Serialize(1, "x", [format |-> "TXT"]).exitValue = CSVRecords(3)', "a string"),
    ],
)
def test_what_cannot_be_done_is_said(
    value: Evaluate, tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    (tmp_path / "null.json").write_text("[null]", encoding="utf-8")
    (tmp_path / "huge.json").write_text(f"[1e999, {'1' * 9000}]", encoding="utf-8")
    with pytest.raises(EvaluationError, match=message):
        value(text)


def test_environment_and_numbers(value: Evaluate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_LIMIT", "42")
    assert value("atoi(IOEnv.SOME_LIMIT) + 1") == "43"
    assert value('"NOT_THERE" \\in DOMAIN IOEnv') == "FALSE"
    assert value("zeroPadN(42, 5)") == '"00042"'
    assert value("zeroPadN(999, 2)") == '"999"'


def test_text_files(value: Evaluate) -> None:
    options = '[format |-> "TXT", charset |-> "UTF-8", openOptions |-> <<"CREATE", "{}">>]'
    for mode, text in (("TRUNCATE_EXISTING", "one "), ("APPEND", "two")):
        written = options.format(mode)
        assert value(f'Serialize("{text}", "x.txt", {written}).exitValue') == "0"
    read = 'Deserialize("{}", [format |-> "TXT", charset |-> "UTF-8"])'
    assert value(read.format("x.txt") + ".stdout") == '"one two"'
    assert value(read.format("no.txt") + ".exitValue") == "1"


def test_tables(value: Evaluate) -> None:
    assert value('CSVRecords("t.csv")') == "0"
    assert value('CSVRead(<<"a">>, "#", "t.csv")') == "<<>>"
    assert value('CSVWrite("%2$s#%1$s", <<"a", {1}>>, "t.csv")') == "TRUE"
    assert value('CSVRecords("t.csv")') == "1"
    assert value('CSVRead(<<"x", "y">>, "#", "t.csv")') == '<<[x |-> "{1}", y |-> "\\"a\\""]>>'
    record = '[name |-> "Ann", age |-> 3]'
    assert value(f'CSVWriteRecord({record}, ",", CSVRecords("r.csv") = 0, "r.csv")') == "TRUE"
    assert value('CSVRead(<<"p", "q">>, ",", "r.csv")[2].q') == '"Ann"'


@pytest.mark.parametrize(
    ("statistic", "freedom", "probability"),
    [(3.841459, 1, 0.05), (18.307038, 10, 0.05), (2, 2, 0.367879), (2000, 2000, 0.495792)]
    + [(0.001, 10, 1.0), (2300, 2000, 0.0), (1400, 3, 0.0), (0, 3, 1.0)],
)
def test_the_chi_square_distribution(statistic: float, freedom: int, probability: float) -> None:
    assert exceeded(statistic, freedom) == pytest.approx(probability, abs=1e-5)


def test_counts_that_may_or_may_not_come_from_a_distribution(value: Evaluate) -> None:
    assert value('ChiSquare(<<50, 50>>, <<52, 48>>, "0.05")') == "TRUE"
    assert value('ChiSquare(<<50, 50>>, <<80, 20>>, "0.05")') == "FALSE"
    assert value('ChiSquare(<<1, 1, 1, 1>>, <<10, 11, 9, 10>>, "0.05")') == "TRUE"
