"""What carries lines to an adapter: a process, or for quick tests a function in this one."""

from collections.abc import Callable
from typing import NoReturn, Protocol

from raft_conformance.protocol.failures import AdapterFailure, FailureCode


class Connection(Protocol):
    """One line there, one line back; every failure is an AdapterFailure."""

    @property
    def command(self) -> tuple[str, ...]:
        """How the adapter was started."""

    def exchange(self, line: bytes) -> bytes:
        """Send one line, without its end, and give back the next line that comes."""

    def fail(self, code: FailureCode, what: str, line: bytes = b"") -> NoReturn:
        """End the adapter and raise."""

    def finish(self) -> int | None:
        """Close the connection and give the exit status; None where it had to be killed."""

    def kill(self) -> None:
        """End the adapter; harmless when repeated."""


class InProcess:
    """An adapter that is a function from line to line; it can neither hang nor exit."""

    command = ("in-process",)

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self._answer = answer

    def exchange(self, line: bytes) -> bytes:
        """Call the function."""
        return self._answer(line)

    def fail(self, code: FailureCode, what: str, line: bytes = b"") -> NoReturn:
        """Raise."""
        raise AdapterFailure(code, what, line=line.decode(errors="backslashreplace"))

    def finish(self) -> int | None:
        """Nothing to end."""
        return 0

    def kill(self) -> None:
        """Nothing to end."""
