"""The operators that print, look at the run, or keep something in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tlakit.language import load_module
from tlakit.language.load import resolve_expression
from tlakit.semantics import EvaluationError, Specification, parse_config
from tlakit.semantics.runtime import ActionName, Progress, Run, Setup, current, running
from tlakit.semantics.values import integer, record_of, set_of, string, tuple_of

Evaluate = Callable[[str], str]


@pytest.fixture
def run() -> Iterator[Run]:
    with running(Run(Setup(seed=7))) as run:
        yield run


@pytest.fixture(scope="module")
def specification(tmp_path_factory: pytest.TempPathFactory) -> Specification:
    root = tmp_path_factory.mktemp("run") / "M.tla"
    modules = "Integers, Sequences, FiniteSets, TLC, TLCExt, Randomization, Toolbox, SVG"
    root.write_text(f"---- MODULE M ----\nEXTENDS {modules}\n====\n", encoding="utf-8")
    return Specification(load_module(root), parse_config("", "M.cfg"))


@pytest.fixture
def value(specification: Specification, run: Run) -> Evaluate:
    module = specification.module
    return lambda text: specification.evaluate(resolve_expression(text, module)).text


def test_print_writes_a_line_every_time(value: Evaluate, run: Run) -> None:
    lines: list[str] = []
    run.write = lines.append
    assert value('Print("a", {2, 1})') == "{1, 2}"
    assert value("PrintT(1..3)") == "TRUE"
    assert lines == ['"a"  {1, 2}', "1..3"]


def test_registers_keep_their_values(value: Evaluate, run: Run) -> None:
    assert value("TLCSet(1, <<1>>)") == "TRUE"
    assert value("TLCGet(1)") == "<<1>>"
    assert value("TLCGetOrDefault(1, 0)") == "<<1>>"
    assert value("TLCGetOrDefault(2, 0)") == "0"
    assert value("TLCGetAndSet(3, LAMBDA old, x : old + x, 5, 10)") == "10"
    assert value('TLCGet("all")') == "(1 :> <<1>> @@ 3 :> 15)".replace('"', "")
    assert run.registers[3] is integer(15)


def test_tlcget_tells_how_far_the_search_is(value: Evaluate, run: Run) -> None:
    run.progress = lambda: Progress(level=3, diameter=4, generated=50, distinct=20, queue=6)
    names = ("level", "diameter", "generated", "distinct", "queue")
    assert [value(f'TLCGet("{name}")') for name in names] == ["3", "4", "50", "20", "6"]
    assert value('TLCGet("stats").distinct') == "20"
    assert value('TLCGet("config").mode') == '"bfs"'
    assert value('TLCGet("config").worker') == "1"
    assert value('TLCGet("duration") \\in Nat') == "TRUE"
    run.action = lambda: ActionName("Step", {"p": integer(1)})
    assert value('TLCGet("action").name') == '"Step"'
    run.named["spec"] = lambda: string("mine")
    assert value('TLCGet("spec")') == '"mine"'


def test_tlcset_exit_asks_for_the_end(value: Evaluate, run: Run) -> None:
    assert value('TLCSet("pause", TRUE)') == "TRUE" and not run.stop
    assert value('TLCSet("exit", TRUE)') == "TRUE" and run.stop


@pytest.mark.parametrize(
    "text",
    [
        "TLCGet(1) = 1",
        'TLCGet("level")',
        "TLCSet(1, 1)",
        "JavaTime > 0",
        "PrintT(1)",
        "RandomElement(1..3)",
        "RandomSubset(1, 1..3)",
        "Trace",
    ],
)
def test_what_depends_on_the_run_is_noted(value: Evaluate, run: Run, text: str) -> None:
    run.registers[1] = integer(1)
    run.write = lambda line: None
    before = current().uses
    value(text)
    assert current().uses > before


@pytest.mark.parametrize("text", ["1 + 1", "Assert(TRUE, 1)", "Cardinality({1})", "TLCEval(1)"])
def test_what_does_not_is_not(value: Evaluate, run: Run, text: str) -> None:
    value(text)
    assert run.uses == 0


def test_the_behaviour_and_the_counterexample(value: Evaluate, run: Run) -> None:
    states = ({"x": integer(0)}, {"x": integer(1)})
    run.trace = lambda: states
    assert value("Trace") == "<<[x |-> 0], [x |-> 1]>>"
    assert value("_TEPosition") == "1"
    assert value("ToTrace(CounterExample)") == "<<>>"
    numbered = [tuple_of((integer(k), record_of(state))) for k, state in enumerate(states, 1)]
    run.counterexample = lambda: record_of({"state": set_of(numbered), "action": set_of(())})
    assert value("ToTrace(CounterExample)[2].x") == "1"


def test_chance_has_a_seed(value: Evaluate, run: Run) -> None:
    def draws() -> list[str]:
        with running(Run(Setup(seed=7))):
            return [value("RandomElement(1..1000)") for _ in range(3)]

    assert draws() == draws()
    assert value("RandomElement([{1, 2} -> 1..9]) \\in [{1, 2} -> 1..9]") == "TRUE"
    assert value("RandomElement([a : 1..9, b : {2}]).b") == "2"
    assert value("RandomElement((1..9) \\X {2})[2]") == "2"
    assert value("Cardinality(RandomSubset(3, 1..9))") == "3"
    assert value('RandomSubsetSet(2, "1.0", 1..3)') == "{{1, 2, 3}}"
    with pytest.raises(EvaluationError, match="a probability as a string"):
        value('RandomSubsetSet(2, "often", 1..3)')
    assert value("RandomSubset(9, 1..4)") == "{1, 2, 3, 4}"
    assert value("RandomElement(SUBSET {1, 2}) \\subseteq {1, 2}") == "TRUE"


@pytest.mark.parametrize(
    "huge",
    [
        "[1..40 -> 1..40]",
        "SUBSET (1..200)",
        "[a : 1..9999, b : SUBSET (1..99)]",
        "(1..9999) \\X (1..9999)",
    ],
)
def test_few_of_very_many_are_found_without_looking_at_all(value: Evaluate, huge: str) -> None:
    assert value(f"Cardinality(RandomSubset(50, {huge}))") == "50"
    assert value(f"RandomSubset(5, {huge}) \\subseteq {huge}") == "TRUE"


def test_model_values_and_other_odds(value: Evaluate, run: Run) -> None:
    lines: list[str] = []
    run.write = lines.append
    assert value('TLCModelValue("m1")') == "m1"
    assert value("AssertEq(1, 1)") == "TRUE" and lines == []
    assert value("AssertEq(1, 2)") == "FALSE" and lines[1:] == ["1", "2"]
    assert value("TLCDefer(1 = {})") == "TRUE"
    assert value("PickSuccessor(FALSE)") == "TRUE"
    assert value("TLCNoOp(3) + TLCCache(4, 1)") == "7"
    assert value("TLCFP(<<1>>) = TLCFP(<<1>>)") == "TRUE"


def test_a_failure_can_be_expected(value: Evaluate) -> None:
    assert value('AssertError("text", 1 = {})') == "TRUE"
    assert value('AssertError("text", 1 = 1)') == "FALSE"


def test_drawings(value: Evaluate, tmp_path: Path) -> None:
    drawn = 'Group(<<Text(1, 2, "<<a>>", [font_size |-> "9"])>>, <<>>)'
    markup = "<g><text font-size='9' x='1' y='2'>&lt;&lt;a&gt;&gt;</text></g>"
    assert value(f"SVGElemToString({drawn})") == f'"{markup}"'
    assert value(f'SVGSerialize({drawn}, "{tmp_path}/frame", 3)') == "TRUE"
    assert (tmp_path / "frame3.svg").read_text(encoding="utf-8") == markup
    assert value("NodeOfRingNetwork(0, 0, 10, 1, 4)") == "[x |-> 0, y |-> 10]"
    layout = 'NodesOfDirectedMultiGraph({"a", "b"}, {}, [algo |-> "Kahn"])'
    assert value(f"DOMAIN {layout}") == '{"a", "b"}'
    with pytest.raises(EvaluationError, match="an element of module SVG"):
        value("SVGElemToString(3)")
