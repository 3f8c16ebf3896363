"""Who is measured: this project's explorer with a kernel, or TLC; the command, and what came of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec

from bench.models import Staged
from bench.processes import Measured, measure
from bench.tlc_output import read_tlc
from tlc import fetch_jar

MAVEN = "maven"
"""In place of a jar: the one that tools/tlc.py uses, which Maven fetches once."""


TLC_SEED = "0"
"""Of TLC's simulations, so that they make as many steps each time."""


class Run(msgspec.Struct, frozen=True):
    """One run of one contender on one model.

    `generated`, `distinct` and `depth` are as far as it came; the first two are 0 for a simulation,
    whose `steps` count. `wall`, `cpu`, `searching`, `reported` and `start` are seconds: of all of
    the process, after the start-up, those of which the contender itself speaks (TLC: of its whole
    run, in whole seconds; 0 if it was cut), and to the first state, None where it cannot be told.
    `memory` is in bytes. `finished` is false for a run that was cut short: its counts are not the
    model's. `kernel` is the one of ours that did it.
    """

    wall: float
    cpu: float
    memory: int
    searching: float
    reported: float
    start: float | None
    finished: bool
    generated: int = 0
    distinct: int = 0
    depth: int = 0
    steps: int = 0
    kernel: str = ""

    @property
    def counts(self) -> tuple[int, int, int]:
        """(generated, distinct, depth)."""
        return self.generated, self.distinct, self.depth


class Failed(Exception):
    """A contender that gave no figures; the message holds the end of what it printed."""


class Contender(Protocol):
    """Somebody who checks models."""

    name: str

    def run(self, staged: Staged, max_seconds: float | None, show: Callable[[str], None]) -> Run:
        """Check a model once. Raises Failed."""


class Ours:
    """This project's explorer, one process for each run as its users start it."""

    def __init__(self, kernel: str, workers: int) -> None:
        self.kernel, self.workers = kernel, workers
        self.name = kernel if workers == 1 else f"{kernel}, {workers} workers"

    def run(self, staged: Staged, max_seconds: float | None, show: Callable[[str], None]) -> Run:
        """Check a model once; its start is measured by another run, of one state only."""
        if staged.model.steps:
            return self._simulate(staged, max_seconds)
        options = ["--kernel", self.kernel, "--workers", str(self.workers)]
        show("the first state")
        first, _ = self._measure("check", staged, [*options, "--max-states", "1"])
        show("all states")
        measured, report = self._measure("check", staged, [*options, *_limit(max_seconds)])
        return _run(
            measured,
            report,
            finished=report.verdict == "holds",
            start=first.wall,
            generated=report.generated,
            distinct=report.distinct,
            depth=report.depth,
        )

    def _simulate(self, staged: Staged, max_seconds: float | None) -> Run:
        model = staged.model
        options = ["--runs", str(model.runs), "--depth", str(model.depth), *_limit(max_seconds)]
        options += ["--kernel", self.kernel]
        measured, report = self._measure("simulate", staged, options)
        if report.runs is None:
            raise Failed(f"raftspec simulate told no steps: {report.reason}")
        finished = report.runs.runs == model.runs
        return _run(measured, report, finished=finished, start=None, steps=report.runs.steps)

    def _measure(self, what: str, staged: Staged, options: list[str]) -> tuple[Measured, _Report]:
        target = staged.folder / "report.json"
        target.unlink(missing_ok=True)
        command = [sys.executable, "-m", "raftspec", what, f"{staged.module}.tla"]
        command += ["--config", staged.config, "--json", target.name, *options]
        measured = measure(command, staged.folder)
        try:
            report = msgspec.json.decode(target.read_bytes(), type=_Report)
        except (OSError, msgspec.MsgspecError) as problem:  # an error's report has no figures
            told = measured.text[-2000:]
            raise Failed(f"raftspec {what} gave no figures:\n{told}") from problem
        if report.verdict == "violated":
            raise Failed(f"raftspec {what} found {report.violated} violated")
        return measured, report


def _limit(max_seconds: float | None) -> list[str]:
    return [] if max_seconds is None else ["--max-seconds", str(max_seconds)]


class _Runs(msgspec.Struct, frozen=True):
    """What a simulation adds to the report."""

    runs: int
    steps: int


class _Report(msgspec.Struct, frozen=True):
    """What is read of the report that --json writes."""

    verdict: str
    generated: int
    distinct: int
    depth: int
    seconds: float
    reason: str = ""
    violated: str | None = None
    kernel: str = ""
    runs: _Runs | None = None


def _run(
    measured: Measured,
    report: _Report,
    *,
    finished: bool,
    start: float | None,
    **figures: int,
) -> Run:
    return Run(
        wall=measured.wall,
        cpu=measured.cpu,
        memory=measured.memory,
        searching=report.seconds,
        reported=report.seconds,
        start=start,
        finished=finished,
        kernel=report.kernel,
        **figures,
    )


class Tlc:
    """TLC with one worker, so that its depth is exact, and a collector that takes no second core."""

    name = "TLC"

    def __init__(self, classpath: str, heap: str) -> None:
        self.classpath, self.heap = classpath, heap

    def run(self, staged: Staged, max_seconds: float | None, show: Callable[[str], None]) -> Run:
        """Check a model once; a run that is cut counts as far as its last line of progress."""
        model = staged.model
        command = ["java", "-XX:+UseSerialGC", f"-Xmx{self.heap}"]
        if staged.library is not None:
            command.append(f"-DTLA-Library={staged.library}")
        command += ["-cp", self.classpath, "tlc2.TLC", "-workers", "1", "-checkpoint", "0"]
        if model.steps:
            command += ["-simulate", f"num={model.runs}", "-depth", str(model.depth)]
            command += ["-seed", TLC_SEED]
        command += ["-config", staged.config, staged.module]
        measured = measure(command, staged.folder, max_seconds=max_seconds, on_line=show)
        said = read_tlc(measured.lines)
        if said is None or said.errors:
            raise Failed(f"TLC gave no figures:\n{measured.text[-2000:]}")
        if model.steps and (measured.cut or measured.status):
            raise Failed(f"TLC's simulation did not come to its end:\n{measured.text[-2000:]}")
        complete = said.finished or model.steps > 0
        wall = measured.wall if complete else said.seconds
        return Run(
            wall=wall,
            cpu=measured.cpu * wall / measured.wall,
            memory=measured.memory,
            searching=max((measured.wall if model.steps else said.seconds) - said.start, 0.001),
            reported=said.took,
            start=said.start,
            finished=complete,
            generated=0 if model.steps else said.generated,
            distinct=said.distinct,
            depth=said.depth,
            steps=model.steps,
        )


def contenders(
    kernels: list[str], workers: list[int], classpath: str | None, heap: str
) -> list[Contender]:
    """All who are measured, in the order of the table: TLC, if it is there, comes last.

    Raises Failed if a jar of the class path is not there.
    """
    found: list[Contender] = [Ours(kernel, count) for kernel in kernels for count in workers]
    if classpath is not None:
        found.append(Tlc(_existing(classpath), heap))
    return found


def _existing(classpath: str) -> str:
    if classpath == MAVEN:
        try:
            return str(fetch_jar())
        except (OSError, subprocess.CalledProcessError) as problem:
            raise Failed(f"Maven cannot fetch TLC: {problem}") from problem
    jars = [Path(jar) for jar in classpath.split(":")]
    for jar in jars:
        if not jar.is_file():
            raise Failed(f"there is no file {jar}\n--tlc takes a jar, or several with : between")
    return ":".join(str(jar.resolve()) for jar in jars)
