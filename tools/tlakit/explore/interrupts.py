"""Ctrl-C while others search for this process: it is heeded where the search can stand still."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Self


class Interrupts:
    """Notes the first Ctrl-C in `noted`; the second one raises KeyboardInterrupt at once."""

    def __init__(self) -> None:
        self.noted = False
        self.main = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Self:
        if self.main:
            self.previous = signal.signal(signal.SIGINT, self._note)
        return self

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.noted:
            raise KeyboardInterrupt
        self.noted = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.main:
            signal.signal(signal.SIGINT, self.previous)
