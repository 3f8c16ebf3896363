"""The exact text of behaviours and verdicts."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import msgspec
from rich.console import Console, RenderableType

from tlakit.language.ir import Span
from tlakit.render import render_result, render_trace, result_to_json
from tlakit.render.layout import place
from tlakit.semantics.behaviour import CheckResult, Label, Step, Trace, Verdict, Violation
from tlakit.semantics.values import (
    Value,
    function_of,
    integer,
    model_value,
    record_of,
    set_of,
    string,
    tuple_of,
)

SOURCES = {
    "spec/Small.tla": "---- MODULE Small ----\nVote(i)   ==  TRUE\nGet(m) == TRUE\nSafe == TRUE\n===="
}
S1, S2 = model_value("s1"), model_value("s2")
MESSAGE = record_of({"dest": S2, "source": S1, "term": integer(1), "type": string("VoteRequest")})


def span(line: int) -> Span:
    return Span("spec/Small.tla", line, 1, line, 5)


def server(name: Value, term: int, log: tuple[int, ...] = ()) -> Value:
    return record_of({"id": name, "log": tuple_of(integer(k) for k in log), "term": integer(term)})


def state(first: Value, second: Value, *messages: Value) -> dict[str, Value]:
    return {"servers": function_of({S1: first, S2: second}), "messages": set_of(messages)}


TRACE = Trace(
    (
        Step(None, state(server(S1, 0), server(S2, 0))),
        Step(
            Label("Vote", (("i", S1),), span(2)),
            state(server(S1, 1), server(S2, 0), MESSAGE),
        ),
        Step(
            Label("Get", (("m", MESSAGE),), span(3)),
            state(server(S1, 1), server(S2, 1, (7,)), MESSAGE),
        ),
        Step(
            Label("Get", (("m", MESSAGE),), span(3)),
            state(server(S1, 1), server(S2, 1, (7,)), MESSAGE),
        ),
    )
)

EXPECTED_TRACE = """\
 0  initial state
      servers[s1] = [id |-> s1, log |-> <<>>, term |-> 0]
      servers[s2] = [servers[s1] EXCEPT !.id = s2]
      messages = {}

 1  Vote(s1)
    spec/Small.tla:2  Vote(i) == TRUE
      servers[s1].term: 0 -> 1
      messages:         + [dest |-> s2, source |-> s1,
                          term |-> 1,
                          type |-> "VoteRequest"]

 2  Get(m)
    spec/Small.tla:3  Get(m) == TRUE
      m = [dest |-> s2, source |-> s1, term |-> 1,
        type |-> "VoteRequest"]
      servers[s2].log[1]: + 7
      servers[s2].term:   0 -> 1

 3  Get(m)
    spec/Small.tla:3  Get(m) == TRUE
      m = [dest |-> s2, source |-> s1, term |-> 1,
        type |-> "VoteRequest"]
      nothing changes
"""


def plain(renderable: RenderableType, width: int = 60) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(renderable)
    assert isinstance(console.file, io.StringIO)
    return "".join(f"{line.rstrip()}\n" for line in console.file.getvalue().splitlines())


def result(verdict: Verdict, violation: Violation | None = None, reason: str = "") -> CheckResult:
    return CheckResult(verdict, 12345, 678, 9, 1.25, violation, reason)


def test_trace_as_text() -> None:
    assert plain(render_trace(TRACE, SOURCES)) == EXPECTED_TRACE


def test_no_colour_codes_without_a_terminal_and_colours_with_one() -> None:
    assert "\x1b" not in plain(render_trace(TRACE, SOURCES))
    console = Console(file=io.StringIO(), width=60, force_terminal=True, color_system="standard")
    console.print(render_trace(TRACE, SOURCES))
    assert isinstance(console.file, io.StringIO)
    assert "\x1b[31m0\x1b[0m -> \x1b[32m1\x1b[0m" in console.file.getvalue()


def test_missing_source_costs_only_the_quoted_line() -> None:
    text = plain(render_trace(TRACE, {}))
    assert "    spec/Small.tla:2\n      servers[s1].term: 0 -> 1\n" in text


def test_no_line_is_wider_than_the_console_and_nothing_is_lost() -> None:
    first, second = string("z" * 150), string("q" * 150)
    text = plain(
        render_trace(Trace((Step(None, {"x": first}), Step(None, {"x": second}))), {}), width=50
    )
    assert max(len(line) for line in text.splitlines()) <= 50
    assert (text.count("z"), text.count("q")) == (300, 150)


def test_files_under_the_current_folder_are_named_from_there(tmp_path: Path) -> None:
    with contextlib.chdir(tmp_path):
        assert place(Span(str(tmp_path / "spec/A.tla"), 3, 1, 3, 2)) == "spec/A.tla:3"
        assert place(Span("/elsewhere/A.tla", 3, 1, 3, 2)) == "/elsewhere/A.tla:3"


def test_result_that_holds() -> None:
    assert plain(render_result(result(Verdict.HOLDS), {}, "Small")) == (
        "Small: holds\n12,345 states generated, 678 distinct, depth 9, 1.2 s\n"
    )


def test_result_that_cannot_be_told() -> None:
    text = plain(render_result(result(Verdict.UNKNOWN, reason="the budget is spent"), {}))
    assert text.startswith("cannot tell: the budget is spent\n")


class Bounded(msgspec.Struct, frozen=True):
    """The result of a checker that counts no states."""

    verdict: Verdict
    depth: int
    seconds: float
    violation: Violation | None = None
    reason: str = ""


def test_result_without_counts() -> None:
    outcome = Bounded(Verdict.HOLDS, 8, 2.04, reason="in all behaviours of at most 8 steps")
    assert plain(render_result(outcome, {}, "Small")) == (
        "Small: holds: in all behaviours of at most 8 steps\ndepth 8, 2.0 s\n"
    )
    data = result_to_json(outcome)
    assert (data["verdict"], data["depth"], data["generated"]) == ("holds", 8, None)


def test_result_that_is_violated() -> None:
    violation = Violation("Safe", "invariant", span(4), TRACE, "term is 1")
    assert plain(render_result(result(Verdict.VIOLATED, violation), SOURCES, "Small")) == (
        "Small: violated\n"
        "  Safe, invariant, false after step 3\n"
        "  spec/Small.tla:4  Safe == TRUE\n"
        "  term is 1\n"
        "\n" + EXPECTED_TRACE + "\n"
        "12,345 states generated, 678 distinct, depth 9, 1.2 s\n"
    )


def test_where_a_violation_shows() -> None:
    first = Trace(TRACE.steps[:1])
    for kind, trace, words in (
        ("invariant", first, "false of the initial state"),
        ("action property", TRACE, "false of step 3"),
        ("deadlock", TRACE, "no action is possible after step 3"),
        ("assumption", Trace(()), "without any state"),
    ):
        violation = Violation("Safe", kind, None, trace)
        text = plain(render_result(result(Verdict.VIOLATED, violation), {}))
        assert f"Safe, {kind}, {words}\n" in text
