"""The run that an evaluation is part of: what TLCGet, TLCSet, Print, RandomElement and Trace touch.

Most of TLA+ is a function of the state, so a checker may remember an evaluation by what it read of
the state. A few operators of TLC's modules depend on the run itself, or change it. Their native
versions ask `current()` for the run and nothing else, which counts one more of `run.uses`. Whoever
remembers evaluations compares that number before and after: if it has grown, the result holds for
this once and must not be kept::

    run = current()
    before = run.uses
    value = evaluate(...)
    if run.uses == before:
        remember(value)

A checker makes a `Run` of its own, fills in what it knows and evaluates within `running(run)`. Like
evaluation itself, this is not thread-safe: there is one run at a time in a process.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tlakit.semantics.values import Value, record_of, set_of


class Progress(msgspec.Struct, frozen=True):
    """How far a search has come; `level` is that of the state evaluated in, 1 for an initial one."""

    level: int = 0
    diameter: int = 0
    generated: int = 0
    distinct: int = 0
    queue: int = 0


class ActionName(msgspec.Struct, frozen=True):
    """The action that made a step, for TLCGet("action"), with the values of its parameters."""

    name: str = "Initial predicate"
    context: Mapping[str, Value] = {}


class Setup(msgspec.Struct, frozen=True):
    """How a run was started, for TLCGet("config"): `mode` is "bfs", "generate" or "simulate"."""

    mode: str = "bfs"
    deadlock: bool = True
    depth: int = -1
    traces: int = -1
    workers: int = 1
    seed: int = 0


State = Mapping[str, Value]
"""A state as names of variables and their values."""


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _no_counterexample() -> Value:
    return record_of({"action": set_of(()), "state": set_of(())})


class Run:
    """One run of a checker.

    `registers` are those of TLCSet and TLCGet by number. The callables are asked only when an operator
    needs them: `progress` for the counters, `trace` for the behaviour up to and with the state that
    is evaluated in, `action` for the step that led there, `counterexample` for TLCExt!CounterExample,
    `write` for each line of Print, `named` for what TLCGet shall give for a string, before what it
    gives by itself. `folder` is where files are looked for that are not in the working folder: that
    of the root module. `stop` becomes true when the specification asks for the end of the run by TLCSet("exit", TRUE).
    """

    __slots__ = (
        "action",
        "counterexample",
        "folder",
        "named",
        "progress",
        "random",
        "registers",
        "setup",
        "started_seconds",
        "stop",
        "trace",
        "uses",
        "write",
    )

    def __init__(self, setup: Setup | None = None, folder: Path | None = None) -> None:
        self.setup = setup or Setup()
        self.folder = folder
        self.uses = 0
        self.registers: dict[int, Value] = {}
        self.random = random.Random(self.setup.seed)
        self.started_seconds = time.monotonic()
        self.stop = False
        self.progress: Callable[[], Progress] = Progress
        self.trace: Callable[[], tuple[State, ...]] = tuple
        self.action: Callable[[], ActionName] = ActionName
        self.counterexample: Callable[[], Value] = _no_counterexample
        self.named: dict[str, Callable[[], Value]] = {}
        self.write: Callable[[str], None] = _write

    def used(self) -> Run:
        """This run, after noting that an evaluation depends on it."""
        self.uses += 1
        return self


_active = [Run()]


def current() -> Run:
    """The run that is on, without noting anything; natives call `current().used()`."""
    return _active[-1]


@contextmanager
def running(run: Run) -> Iterator[Run]:
    """Evaluates as part of a run; the one before is on again afterwards."""
    _active.append(run)
    try:
        yield run
    finally:
        _active.remove(run)
