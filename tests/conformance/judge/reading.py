"""Planted histories of reads: a rule, the plant, what breaks the rule and what does not."""

from collections.abc import Callable
from typing import Any

import msgspec
from tests.conformance.judge.history import History

from raft_conformance.fakes.extensions import RAFT
from raft_conformance.protocol.messages import FinishedRead

LEASED = msgspec.structs.replace(RAFT.capabilities, read="lease")
CLAIMS = {"LeasedReadsAreLinearizable": LEASED}
"""What is claimed where that is more than the unchanged spec does."""


def asked_and_answered(h: History, index: int) -> None:
    h.see("n2", term=1, log="1a 1b", commit=2, applied=1)
    h.see("n1", "read", asked="r1")
    h.see("n2", term=1, log="1a 1b", commit=2, applied=2)
    h.see("n1", finished=(FinishedRead(context="r1", index=index),))


def asked_once_more(h: History, index: int) -> None:
    h.see("n1", "read", asked="r1")
    h.see("n1", finished=(FinishedRead(context="r1", index=0),))
    h.see("n2", term=1, log="1a", commit=1)
    h.see("n1", "read", asked="r1", finished=(FinishedRead(context="r1", index=index),))


READING: list[tuple[str, Callable[[History, Any], None], Any, Any]] = [
    ("ReadsAreLinearizable", asked_and_answered, 0, 1),
    ("ReadsAreLinearizable", asked_once_more, 0, 1),
    ("LeasedReadsAreLinearizable", asked_and_answered, 0, 1),
]
