"""What a run did, in words and as data."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from rich.console import Console, Group, RenderableType

from tlakit.language.ir import Span
from tlakit.render import render_coverage, render_profile, render_result, result_to_json
from tlakit.render.run_report import report_warnings
from tlakit.semantics import CheckResult, Verdict
from tlakit.semantics.run_report import ActionCount, RunReport, Table, Unevaluated, Vacuity

SOURCES = {"M.tla": "---- MODULE M ----\nP == x = 7 => y\nLost == 3\nGo == x' = x\n====\n"}
GO = Span("M.tla", 4, 1, 4, 3)
LOST = Unevaluated("Lost", Span("M.tla", 3, 1, 3, 5))
EMPTY = Vacuity("P", "=>", Span("M.tla", 2, 6, 2, 11))
REPORT = RunReport(
    actions=(ActionCount("Go", GO, 1200, 2400, 7), ActionCount("Stay", GO)),
    unevaluated=(LOST,),
    vacuous=(EMPTY,),
    peak_memory_bytes=84 * 2**20,
)


def plain(renderable: RenderableType) -> str:
    console = Console(file=StringIO(), width=100, highlight=False)
    console.print(renderable)
    assert isinstance(console.file, StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def result(verdict: Verdict, report: RunReport = REPORT, waiting: int = 0) -> CheckResult:
    return CheckResult(
        verdict, 2401, 8, 5, 0.4, kernel="python", reason="", report=report, waiting=waiting
    )


def test_a_warning_for_each_kind_of_thing_that_never_happened() -> None:
    assert plain(render_result(result(Verdict.HOLDS), SOURCES, "M")).splitlines() == [
        "M: holds",
        "warning: never enabled: Stay",
        "warning: never evaluated: Lost",
        "warning: vacuous: P (`=>` never true on the left, M.tla:2)",
        "2,401 states generated, 8 distinct, depth 5, 0.4 s, 84 MiB",
    ]


def test_where_all_is_well_nothing_is_said() -> None:
    report = RunReport(actions=REPORT.actions[:1])
    assert list(report_warnings(report, complete=True)) == []
    assert "every operator was evaluated" in plain(render_coverage(report, SOURCES))


def test_an_early_end_is_not_to_be_taken_for_a_verdict() -> None:
    text = plain(render_result(result(Verdict.UNKNOWN, waiting=1234), SOURCES, "M"))
    assert text.startswith("M: cannot tell")
    assert "these are not all: 1,234 found and not explored" in text
    assert "never enabled so far: Stay" in text and "vacuous so far" in text


def test_a_violation_is_not_drowned_in_warnings() -> None:
    assert "warning" not in plain(render_result(result(Verdict.VIOLATED), SOURCES, "M"))


def test_many_names_are_cut_short() -> None:
    many = RunReport(actions=tuple(ActionCount(f"A{n}", GO) for n in range(20)))
    text = plain(Group(*report_warnings(many, complete=True)))
    assert "A5, and 14 more (--coverage has all)" in text and "A6" not in text


def test_coverage_shows_every_action_and_where_the_rest_stands() -> None:
    lines = plain(render_coverage(REPORT, SOURCES)).splitlines()
    assert [line.split() for line in lines[1:4]] == [
        ["action", "enabled", "taken", "new"],
        ["Go", "1,200", "2,400", "7"],
        ["Stay", "0", "0", "0"],
    ]
    assert "  Lost  M.tla:3  Lost == 3" in lines
    assert "  P: the left side of `=>` was never true" in lines
    assert "    M.tla:2  P == x = 7 => y" in lines


BUSY = Table("action", "Go", 1, 9000, 8000, 4.0, ("x", "log"), 8001, 1)
QUICK = Table("invariant", "P", 2, 80_000, 2000, 1.0, ("x",), 40)
SELDOM = Table("invariant", "Q", 1, 10, 10, 0.01, (), 0)


def test_profile_shows_costs_and_what_can_be_done() -> None:
    text = plain(render_profile(RunReport(tables=(BUSY, QUICK, SELDOM))))
    lines = text.splitlines()
    assert lines[2].split() == [
        "action",
        "Go",
        "8,000",
        "4.00",
        "9,000",
        "11.1%",
        "8,001",
        "x,",
        "log",
    ]
    assert lines[3].split() == [
        "invariant",
        "P",
        "(2)",
        "2,000",
        "1.00",
        "80,000",
        "97.5%",
        "40",
        "x",
    ]
    assert "10,010 evaluations took 5.01 s" in text
    assert "- Go is new to most states: it reads x, log too widely" in text
    assert "P is new" not in text and "Q is new" not in text


def test_the_report_as_data() -> None:
    found = result_to_json(
        result(Verdict.HOLDS, RunReport(REPORT.actions, (LOST,), (EMPTY,), (QUICK,)))
    )
    assert json.loads(json.dumps(found)) == found
    report = found["report"]
    assert report["actions"][0]["name"] == "Go" and report["actions"][0]["taken"] == 2400
    assert report["unevaluated"][0]["location"]["line"] == 3
    assert report["vacuous"][0]["property"] == "P"
    assert report["profile"][0]["evaluations"] == 2000
    assert report["peak_memory_bytes"] is None
    assert (found["waiting"], found["kernel"]) == (0, "python")


@pytest.mark.parametrize("kind", ["=>", "~>", "\\A"])
def test_every_kind_of_vacuity_has_its_words(kind: str) -> None:
    report = RunReport(vacuous=(Vacuity("P", kind, EMPTY.span),))
    assert "never" in plain(Group(*report_warnings(report, complete=True)))
    assert "never" in plain(render_coverage(report, SOURCES))
