"""The installed PySyncObj with its clock and its dice replaced.

PySyncObj reads `monotonicTime()` and `random.random()` through names of its own modules, so
both can be exchanged without touching its code.  Every node gets a clock and dice of its own:
nothing in Raft's safety may depend on clocks that agree, and a timer that is forced on one node
must not make another node's timer expire.
"""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from pysyncobj_errors import ImplementationError

_START_SECONDS = 1000.0  # any moment but 0, which PySyncObj uses for "never"


@dataclass(slots=True)
class Surroundings:
    """What one node sees of the world: the seconds on its clock, and its dice."""

    dice: random.Random
    now: float = _START_SECONDS


class _Dice:
    """Stands where PySyncObj's syncobj module has the module `random`."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library.surroundings.dice, name)


class Library:
    """The modules of PySyncObj that the adapter uses; `surroundings` are those of whoever acts."""

    def __init__(self) -> None:
        self.syncobj = _load("syncobj")
        self.config = _load("config")
        self.node = _load("node")
        self.pickle = _load("pickle")
        self.batteries = _load("batteries")
        self.version = str(_load("version").VERSION)
        self.surroundings = Surroundings(random.Random(0))
        self._replace_clock()
        vars(self.syncobj)["random"] = _Dice(self)

    def _replace_clock(self) -> None:
        """Several modules import the clock by name: each of these names is exchanged."""
        for name, module in list(sys.modules.items()):
            if name.startswith("pysyncobj.") and hasattr(module, "monotonicTime"):
                vars(module)["monotonicTime"] = self._clock
        if getattr(self.syncobj, "monotonicTime", None) != self._clock:
            raise ImplementationError(
                f"PySyncObj {self.version} has no clock where this adapter looks for it:"
                " pysyncobj.syncobj.monotonicTime"
            )

    def _clock(self) -> float:
        return self.surroundings.now

    @contextmanager
    def inside(self, surroundings: Surroundings) -> Iterator[None]:
        """What PySyncObj does within, it does by this clock and these dice."""
        before = self.surroundings
        self.surroundings = surroundings
        try:
            yield
        finally:
            self.surroundings = before


def _load(name: str) -> ModuleType:
    """A module of PySyncObj.  Imported by name at run time, because the adapter is type-checked
    where PySyncObj is not installed."""
    return importlib.import_module(f"pysyncobj.{name}")
