"""A search in a process of its own that is killed while it writes a checkpoint."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import os, signal, sys
from pathlib import Path
from tlakit.explore import Checkpointing, explore
from tlakit.explore.checkpoint import Checkpoint
from tlakit.explore.fast import kernel as fast
from tlakit.language import load_module
from tlakit.semantics import Specification, parse_config

folder, config, most, kernel, workers = sys.argv[1:]
fast.PAUSE_EVERY_STATES = 7 if workers == "1" else 2000
commit = Checkpoint.commit

def counted(self, facts, done=[]):
    done.append(facts)
    if len(done) == int(most):
        os.kill(os.getpid(), signal.SIGKILL)
    commit(self, facts)

Checkpoint.commit = counted
specification = Specification(load_module(Path(folder, "M.tla")), parse_config(config, "M.cfg"))
saved = Checkpointing(Path(folder, "saved"), 0.0)
explore(specification, kernel=kernel, workers=int(workers), checkpointing=saved)
"""


def killed(folder: Path, config: str, most: int, kernel: str, workers: int = 1) -> None:
    """Searches M.tla in a folder, and is killed before checkpoint number `most` counts.

    The checkpoint is in `saved`; one is written whenever the kernel stands still.
    """
    arguments = [str(folder), config, str(most), kernel, str(workers)]
    line = [sys.executable, "-c", PROGRAM, *arguments]
    assert subprocess.run(line, check=False, timeout=60).returncode == -signal.SIGKILL
