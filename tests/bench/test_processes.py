"""A process is measured as a whole."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

import pytest

from bench.processes import descendants, measure, proportional_memory


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_lines_status_and_figures(tmp_path: Path) -> None:
    code = "import sys; print('one'); print('two', file=sys.stderr); sys.exit(3)"
    heard: list[str] = []
    measured = measure(python(code), tmp_path, on_line=heard.append)
    assert sorted(line.text for line in measured.lines) == ["one", "two"]
    assert len(heard) == 2
    assert (measured.status, measured.cut) == (3, False)
    assert 0 < measured.cpu
    assert measured.wall > 0


def test_memory_is_that_of_the_process(tmp_path: Path) -> None:
    """Neither that of this process, as whose copy it begins."""
    waits = "import sys; sys.stdout.close(); import time; time.sleep(0.5)"
    small = measure(python(waits), tmp_path).memory
    large = measure(python("x = bytearray(300_000_000)"), tmp_path).memory
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    assert 0 < small < own / 2
    assert 250_000_000 < large < 340_000_000  # the system may take some back before all is there


def test_a_run_is_cut_after_its_time(tmp_path: Path) -> None:
    endless = "import sys, signal; print('begun', flush=True); signal.pause()"
    measured = measure(python(endless), tmp_path, max_seconds=0)
    assert measured.cut
    assert measured.status < 0


def test_a_command_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nothing-of-this-name"):
        measure(["nothing-of-this-name"], tmp_path)


def test_nothing_is_left_of_a_process_that_is_interrupted(tmp_path: Path) -> None:
    def interrupt(text: str) -> None:
        raise KeyboardInterrupt(text)

    code = "import os, signal; print(os.getpid(), flush=True); signal.pause()"
    with pytest.raises(KeyboardInterrupt) as raised:
        measure(python(code), tmp_path, on_line=interrupt)
    with pytest.raises(ProcessLookupError):
        os.kill(int(str(raised.value)), 0)


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs /proc")
def test_a_family_and_its_memory() -> None:
    own = os.getpid()
    assert own in descendants(own)
    assert proportional_memory(own) > 1_000_000
