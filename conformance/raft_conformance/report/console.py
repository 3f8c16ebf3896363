"""The report for people: a table, and everything about each case that did not pass."""

import shlex
from collections.abc import Iterator, Sequence

from rich.box import SIMPLE
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from raft_conformance.cases import VERDICTS, CaseResult, SuiteResult, Verdict
from raft_conformance.judge.judge import Violation
from raft_conformance.judge.specification import SpecificationText
from raft_conformance.report.diagram import diagram

STYLES: dict[Verdict, str] = {
    "pass": "green",
    "fail": "bold red",
    "inconclusive": "yellow",
    "skip": "dim",
    "error": "bold magenta",
}

MEANINGS = {
    0: "every case passed or was skipped for a capability that is absent",
    1: "at least one case failed",
    2: "nothing failed, but something could not be judged",
    3: "the adapter misbehaved",
}


def print_report(
    console: Console, suite: SuiteResult, text: SpecificationText, replay: Sequence[str]
) -> None:
    """Everything, the summary last. `replay` is the command line without its --case.

    An error that many cases share is shown with the first of them.
    """
    console.print(_table(suite))
    errors: set[str] = set()
    for result in suite.results:
        if result.verdict == "fail" or (result.verdict == "error" and result.reason not in errors):
            errors.add(result.reason)
            whole = len(suite.results) == 1
            console.print(Group(*_details(result, text, replay, suite.seed, whole)))
    console.print(_summary(suite))


def _table(suite: SuiteResult) -> Table:
    title = Text(f"{suite.implementation} {suite.version}", "bold")
    table = Table(title=title, title_justify="left", box=SIMPLE, pad_edge=False)
    table.add_column("verdict", no_wrap=True)
    table.add_column("case", no_wrap=True)
    table.add_column("why", overflow="fold")
    for result in suite.results:
        verdict = Text(result.verdict, STYLES[result.verdict])
        table.add_row(verdict, result.case.id, Text(_short(result)))
    return table


def _short(result: CaseResult) -> str:
    if result.violations:
        rules = dict.fromkeys(violation.rule.name for violation in result.violations)
        return ", ".join(rules)
    return result.reason.partition("\n")[0]


def _details(
    result: CaseResult, text: SpecificationText, replay: Sequence[str], seed: int, whole: bool
) -> Iterator[RenderableType]:
    case = result.case
    yield Text()
    yield Line(Text(f"{result.verdict}: {case.id}", STYLES[result.verdict]), align="left")
    yield Text(f"{case.title}.")
    if not result.violations:
        yield Padding(Text(result.reason), (1, 0, 0, 2))
    for number, violation in enumerate(result.violations):
        yield Text()
        yield from _rule(violation, text, with_lines=number == 0)
    if result.violations:
        drawn, left_out = diagram(result, whole=whole)
        yield Text()
        if left_out:
            yield Text(f"  {left_out} earlier steps are not shown; the replay shows all", "dim")
        yield drawn
        yield Text()
        for name in ("clock", "network", "disk"):
            yield Text(f"  {name + ':':9}{getattr(case.assumptions, name)}", "dim")
    command = shlex.join(_replay(replay, case.id, seed))
    yield Text(f"  replay:  {command}")


def _rule(violation: Violation, text: SpecificationText, *, with_lines: bool) -> Iterator[Text]:
    rule = violation.rule
    yield Text.assemble("  ", (rule.name, "bold"), f": {rule.statement} ({rule.source})")
    yield Text(f"  step {violation.step}: {violation.what}", "red")
    if with_lines:
        excerpt = text.excerpt(rule)
        yield Text(f"  {excerpt.place}", "dim")
        for number, line in enumerate(excerpt.lines, start=excerpt.first_line):
            yield Text.assemble((f"  {number:5} ", "dim"), line)


def _replay(replay: Sequence[str], case: str, seed: int) -> list[str]:
    """The command with `--case` and `--seed` in the place before the adapter's own command."""
    words = list(replay)
    place = words.index("--") if "--" in words else len(words)
    words[place:place] = ["--case", case, "--seed", str(seed)]
    return words


def _summary(suite: SuiteResult) -> Text:
    counts = ", ".join(
        f"{count} {verdict}" for verdict in VERDICTS if (count := suite.count(verdict))
    )
    status = suite.exit_status
    line = f"\n{counts or 'no case'}; exit status {status}: {MEANINGS[status]}"
    return Text(line, "bold")
