"""The whole of `raftspec conform`: choose cases, run them, report, and give the exit status."""

import difflib
import fnmatch
import json
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from raft_conformance.cases import Case, CaseResult, SuiteResult
from raft_conformance.catalogue import CASES
from raft_conformance.judge.specification import SpecificationText
from raft_conformance.protocol.client import DEFAULT_TIMEOUT_SECONDS
from raft_conformance.report.console import print_report
from raft_conformance.report.documents import to_json, to_junit
from raft_conformance.runner import DEFAULT_SEED, run_suite


class UnknownCase(ValueError):
    """No case has this id."""


def choose(patterns: Sequence[str]) -> tuple[Case, ...]:
    """The cases that the ids or patterns (`commit/*`) name; all of them for none.

    Raises UnknownCase for one that names nothing.
    """
    if not patterns:
        return CASES
    chosen: set[str] = set()
    for pattern in patterns:
        found = [case.id for case in CASES if fnmatch.fnmatchcase(case.id, pattern)]
        if not found:
            near = difflib.get_close_matches(pattern, [case.id for case in CASES], 3, 0.4)
            hint = f"nearest: {', '.join(near)}" if near else "see the list of cases in the docs"
            raise UnknownCase(f"no case is called {pattern}\n{hint}")
        chosen.update(found)
    return tuple(case for case in CASES if case.id in chosen)


def conform(
    command: Sequence[str],
    *,
    spec: Path,
    console: Console,
    replay: Sequence[str],
    patterns: Sequence[str] = (),
    seed: int = DEFAULT_SEED,
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
    json_file: str | None = None,
    junit_file: str | None = None,
) -> int:
    """Judge the implementation behind the adapter `command`, and report on `console`.

    `spec` is the folder of the specification, `replay` the command line that a reader types to run
    this again (without `--case`). The two files are written where they are named; `-` is standard
    output. Gives the exit status that `SuiteResult.exit_status` describes. Raises UnknownCase,
    OSError for a file that cannot be written, and KeyboardInterrupt, after the adapter is gone.
    """
    cases = choose(patterns)
    text = SpecificationText(spec)
    with _ended_by_signals(), _progress(console, len(cases)) as progress:
        suite = run_suite(
            command, cases=cases, seed=seed, timeout_seconds=timeout_seconds, progress=progress
        )
    print_report(console, suite, text, replay)
    write_documents(suite, json_file, junit_file)
    return suite.exit_status


def write_documents(suite: SuiteResult, json_file: str | None, junit_file: str | None) -> None:
    """Write the reports for programs to where they are wanted."""
    if json_file is not None:
        _write(json.dumps(to_json(suite), indent=2, ensure_ascii=False) + "\n", json_file)
    if junit_file is not None:
        _write(to_junit(suite), junit_file)


def _write(text: str, file: str) -> None:
    if file == "-":
        sys.stdout.write(text)
    else:
        Path(file).write_text(text, encoding="utf-8")


@contextmanager
def _progress(console: Console, count: int) -> Iterator["_Counter"]:
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[id]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Counter(bar, count)


class _Counter:
    def __init__(self, bar: Progress, count: int) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=count, id="")

    def __call__(self, result: CaseResult) -> None:
        self._bar.update(self._task, advance=1, id=f"{result.verdict} {result.case.id}")


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Turn SIGTERM into what Ctrl-C does, so that no adapter outlives us."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
