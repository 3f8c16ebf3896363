"""One adapter process and the lines that go in and out of it, each with a time limit.

The process leads a group of its own, so that killing it also kills what it started, and a
Ctrl-C in the terminal reaches only us, who then kill it. POSIX only.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from typing import IO, NoReturn

from raft_conformance.protocol.failures import AdapterFailure, FailureCode

LINE_LIMIT_BYTES = 16 * 1024 * 1024
STDERR_LIMIT_BYTES = 16 * 1024 * 1024
STDERR_KEPT_BYTES = 8 * 1024
CHUNK_BYTES = 64 * 1024
GRACE_SECONDS = 2.0


class Pipe:
    """A running command; every failure is an AdapterFailure that carries the last request."""

    def __init__(self, command: Sequence[str], timeout_seconds: float) -> None:
        self.command = tuple(command)
        self.timeout_seconds = timeout_seconds
        self._request = ""
        self._received = bytearray()
        self._stderr = bytearray()
        self._stderr_bytes = 0
        self._process: subprocess.Popen[bytes] | None = None
        try:
            with _signals_wait():
                self._start()
        except KeyboardInterrupt:
            self.kill()
            raise

    def _start(self) -> None:
        try:
            self._process = subprocess.Popen(
                list(self.command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
                # A Python adapter whose sets iterate in a fixed order can be replayed.
                env={"PYTHONHASHSEED": "0", **os.environ},
            )
        except OSError as error:
            raise AdapterFailure(
                "did-not-start", f"{error.strerror or error}", command=self.command
            ) from None
        self._stdin, self._stdout, self._errors = map(_stream, self._streams())
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._stdout, selectors.EVENT_READ)
        self._selector.register(self._errors, selectors.EVENT_READ)

    def _streams(self) -> tuple[IO[bytes] | None, IO[bytes] | None, IO[bytes] | None]:
        assert self._process is not None
        return self._process.stdin, self._process.stdout, self._process.stderr

    def exchange(self, line: bytes) -> bytes:
        """Send one line, without its end, and give back the next line that comes."""
        self._request = line.decode()
        deadline = time.monotonic() + self.timeout_seconds
        unsent = memoryview(line + b"\n")
        self._stderr_bytes = 0
        self._selector.register(self._stdin, selectors.EVENT_WRITE)
        writing = True
        try:
            while (answer := self._take_line()) is None:
                if writing and not unsent:
                    self._selector.unregister(self._stdin)
                    writing = False
                unsent = self._wait(unsent, deadline)
        finally:
            if writing:
                self._selector.unregister(self._stdin)
        return answer

    def _take_line(self) -> bytes | None:
        end = self._received.find(b"\n")
        if end < 0:
            if len(self._received) > LINE_LIMIT_BYTES:
                self.fail("line-too-long", "a line of more than 16 MiB", bytes(self._received))
            return None
        line = bytes(self._received[:end])
        del self._received[: end + 1]
        return line

    def _wait(self, unsent: memoryview, deadline: float) -> memoryview:
        """Move bytes in whichever direction is ready."""
        remaining = deadline - time.monotonic()
        ready = self._selector.select(max(remaining, 0.0))
        if not ready and remaining <= 0:
            self.fail("hung", f"no reply within {self.timeout_seconds:g} s", bytes(self._received))
        for key, _ in ready:
            if key.fileobj is self._stdin:
                unsent = self._write(unsent)
            elif key.fileobj is self._stdout:
                self._read_stdout()
            else:
                self._read_stderr()
        return unsent

    def _write(self, unsent: memoryview) -> memoryview:
        try:
            return unsent[os.write(self._stdin.fileno(), unsent) :]
        except BlockingIOError:
            return unsent
        except BrokenPipeError:
            self._gone()

    def _read_stdout(self) -> None:
        chunk = os.read(self._stdout.fileno(), CHUNK_BYTES)
        if not chunk:
            self._gone()
        self._received += chunk

    def _read_stderr(self) -> None:
        chunk = os.read(self._errors.fileno(), CHUNK_BYTES)
        if not chunk:
            self._selector.unregister(self._errors)
            return
        self._stderr += chunk
        del self._stderr[:-STDERR_KEPT_BYTES]
        self._stderr_bytes += len(chunk)
        if self._stderr_bytes > STDERR_LIMIT_BYTES:
            self.fail("stderr-flood", "more than 16 MiB on standard error in one request")

    def _gone(self) -> NoReturn:
        assert self._process is not None
        try:
            status = self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.fail(
                "closed-stdout", "it closed its end of the pipe and lives on", bytes(self._received)
            )
        words = f"by signal {-status}" if status < 0 else f"with status {status}"
        self.fail("exited", f"it ended {words} before it answered", bytes(self._received))

    def fail(self, code: FailureCode, what: str, line: bytes = b"") -> NoReturn:
        """Kill the process and raise."""
        self._drain_stderr()
        self.kill()
        raise AdapterFailure(
            code,
            what,
            line=line.decode(errors="backslashreplace"),
            request=self._request,
            stderr=self._stderr.decode(errors="replace"),
            command=self.command,
        )

    def _drain_stderr(self) -> None:
        os.set_blocking(self._errors.fileno(), False)
        with contextlib.suppress(OSError):
            if chunk := os.read(self._errors.fileno(), CHUNK_BYTES):
                self._stderr += chunk
                del self._stderr[:-STDERR_KEPT_BYTES]

    def finish(self) -> int | None:
        """Close the pipe and give the exit status; None where it had to be killed."""
        assert self._process is not None
        with contextlib.suppress(OSError):
            self._stdin.close()
        try:
            status: int | None = self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            status = None
        self.kill()
        return status

    def kill(self) -> None:
        """End the process and all that it started; harmless when repeated."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._selector.close()
        for stream in (self._stdin, self._stdout, self._errors):
            with contextlib.suppress(OSError):
                stream.close()


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    os.set_blocking(stream.fileno(), False)
    return stream


@contextlib.contextmanager
def _signals_wait() -> Iterator[None]:
    """A signal to end takes effect after the block: amid it there may be a process that nobody could name."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _: came.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
    for late in came:
        signal.raise_signal(late)
