"""The workers as processes, made by a fork, so that each begins with all that is known so far.

All are asked at a time, and nothing is asked before all have answered: so one who writes always finds
one who reads.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Protocol

from tlakit.explore.elements import Misfit
from tlakit.explore.kernel import Unsuited
from tlakit.explore.parallel.messages import Failed, Misfitting, Refused, cause_of, exception_of
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.runtime import current


class Asked(Protocol):
    """One who is asked: each of its methods is a question."""

    def go_on(self) -> bool:
        """Does a little of what will be asked later; whether there was anything to do."""
        ...


class Team(Protocol):
    """Those who are asked together."""

    def each(self, what: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """The answers of all to a question, by worker; each has arguments of its own."""
        ...

    def close(self) -> None:
        """Sends all away."""
        ...


def require_fork() -> None:
    """Unsuited where the system cannot make processes that know what this one knows."""
    if "fork" not in multiprocessing.get_all_start_methods():
        raise Unsuited("several workers of the Python kernel need a system that has fork")


class Processes:
    """A team of processes; `make(n)` makes worker n, in its own process."""

    def __init__(self, size: int, make: Callable[[int], Asked]) -> None:
        context = multiprocessing.get_context("fork")
        self.ends: list[Connection] = []
        self.processes: list[multiprocessing.process.BaseProcess] = []
        for number in range(size):
            here, there = context.Pipe()
            self.ends.append(here)
            process = context.Process(
                target=_serve, args=(there, list(self.ends), make, number), daemon=True
            )
            process.start()
            there.close()
            self.processes.append(process)

    def each(self, what: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """As of `Team`; raises what a worker raises, and Unsuited if one is not there any more."""
        answers = []
        try:
            for number, (end, given) in enumerate(zip(self.ends, arguments, strict=True)):
                end.send((what, given))
            for number, end in enumerate(self.ends):
                answers.append(end.recv())
        except (EOFError, OSError):
            raise Unsuited(self._death(number)) from None
        for answer in answers:
            if isinstance(answer, Failed | Misfitting | Refused):
                raise exception_of(answer)
        return answers

    def close(self) -> None:
        for process in self.processes:
            process.kill()
        for process, end in zip(self.processes, self.ends, strict=True):
            process.join()
            end.close()

    def _death(self, number: int) -> str:
        process = self.processes[number]
        process.join()
        code = process.exitcode or 0
        how = f"signal {-code}: is there enough memory?" if code < 0 else f"status {code}"
        return f"worker {number + 1} of {len(self.ends)} ended early, with {how}"


def _serve(
    end: Connection, others: Sequence[Connection], make: Callable[[int], Asked], number: int
) -> None:
    """What a process does: it answers until nobody asks any more, and goes on while nobody does.

    What is none of the exceptions that may be told ends it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    current().write = lambda text: None  # a model that prints is refused
    for other in others:
        other.close()
    worker: Asked | None = None
    with suppress(EOFError, OSError):
        while True:
            while worker is not None and not end.poll() and worker.go_on():
                pass
            what, arguments = end.recv()
            try:
                worker = worker or make(number)
                answer = getattr(worker, what)(*arguments)
            except (EvaluationError, Misfit, Unsuited) as error:
                answer = cause_of(error)
            end.send(answer)
