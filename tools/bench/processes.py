"""A command run as a process of its own, measured as a whole: wall clock, CPU and memory."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

SAMPLED_EVERY = 0.1
"""Seconds between two looks at the memory of a process."""


class Line(msgspec.Struct, frozen=True):
    """A line of a process's output, and the seconds after its start when it came."""

    seconds: float
    text: str


class Measured(msgspec.Struct, frozen=True):
    """One run of a command.

    `wall` and `cpu` are seconds, of the process and all of its children that ended. `memory` is the
    most bytes that were resident: the operating system's own figure, unless it is this process's
    (a child begins as its copy) and what was sampled is less; or where there were children, what
    was sampled of the whole family, shared pages counted once. `cut` says that it was
    stopped after the time allowed; `status` is its exit status.
    """

    wall: float
    cpu: float
    memory: int
    status: int
    cut: bool
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All that it printed, on both of its outputs."""
        return "\n".join(line.text for line in self.lines)


def measure(
    command: Sequence[str],
    folder: Path,
    *,
    max_seconds: float | None = None,
    on_line: Callable[[str], None] | None = None,
) -> Measured:
    """Run `command` in `folder` to its end, or for `max_seconds`; Ctrl-C ends it too.

    Python may keep what it compiles, as it does for users, whatever the environment says of that.
    Raises OSError if it cannot be started.
    """
    started = time.monotonic()
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    watch = _Watch(process.pid, max_seconds)
    watch.start()
    lines = []
    try:
        assert process.stdout is not None
        for text in process.stdout:
            lines.append(Line(time.monotonic() - started, text.rstrip("\n")))
            if on_line is not None:
                on_line(text)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
    except BaseException:
        _end(process.pid, signal.SIGKILL)
        process.wait()
        raise
    finally:
        watch.done.set()
        watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    return Measured(
        wall=wall,
        cpu=used.ru_utime + used.ru_stime,
        memory=_memory(used.ru_maxrss * 1024, own, watch),
        status=process.returncode,
        cut=watch.cut,
        lines=tuple(lines),
    )


def _memory(told: int, own: int, watch: _Watch) -> int:
    exact = told > own or watch.alone == 0
    return max(told if exact else watch.alone, watch.family)


class _Watch(threading.Thread):
    """Ends a process's family when its time is over, and looks at the memory of the whole of it."""

    def __init__(self, pid: int, max_seconds: float | None) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.max_seconds = max_seconds
        self.done = threading.Event()
        self.cut = False
        self.alone = 0
        self.family = 0

    def run(self) -> None:
        started = time.monotonic()
        while not self.done.wait(SAMPLED_EVERY):
            self.alone = max(self.alone, resident_peak(self.pid))
            family = descendants(self.pid)
            if len(family) > 1:
                self.family = max(self.family, sum(map(proportional_memory, family)))
            late = self.max_seconds is not None and time.monotonic() - started > self.max_seconds
            if late and not self.cut:
                self.cut = True
                _end(self.pid, signal.SIGTERM)


def descendants(pid: int) -> list[int]:
    """A process and all that stem from it, where /proc tells; only itself elsewhere."""
    found = [pid]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:  # it has ended meanwhile
            continue
    return found


def proportional_memory(pid: int) -> int:
    """Bytes resident, each shared page divided among those who share it; 0 if it has ended."""
    return _bytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")


def resident_peak(pid: int) -> int:
    """The most bytes that were resident since the program was loaded; 0 if it has ended."""
    return _bytes(Path(f"/proc/{pid}/status"), "VmHWM:")


def _bytes(file: Path, key: str) -> int:
    try:
        sizes = [line.split() for line in file.read_text().splitlines() if line.startswith(key)]
    except OSError:  # the process has ended, or there is no /proc
        return 0
    return sum(int(size[1]) * 1024 for size in sizes)


def _end(pid: int, how: signal.Signals) -> None:
    try:
        os.killpg(pid, how)
    except ProcessLookupError:
        pass
