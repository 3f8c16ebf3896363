"""Planted histories of sessions: a rule, the plant, what breaks the rule and what does not."""

from collections.abc import Callable
from typing import Any

from tests.conformance.judge.history import History

from raft_conformance.protocol.messages import AppliedCommand

CLOSED = AppliedCommand(index=3, kind="close", session="s")


def operation(index: int, reply: str | None = None, *, performed: bool = True) -> AppliedCommand:
    return AppliedCommand(
        index=index, kind="operation", session="s", serial=1, performed=performed, reply=reply
    )


def applied_after_restart(h: History, index: int) -> None:
    h.see("n1", commands=(operation(2),))
    h.see("n1", "restart")
    h.see("n1", commands=(operation(index),))


def answered_twice(h: History, reply: str | None) -> None:
    h.see("n1", commands=(operation(2, "a"), operation(3, reply, performed=False)))


def applied_by_both(h: History, performed: bool) -> None:
    h.see("n1", commands=(operation(2, "a"),))
    h.see("n2", commands=(operation(2, performed=performed),))


def answered_by_both(h: History, reply: str) -> None:
    h.see("n1", commands=(operation(2, "a"),))
    h.see("n2", commands=(operation(2, reply),))


def performed_after_the_end(h: History, index: int) -> None:
    h.see("n1", commands=(CLOSED,))
    h.see("n1", "restart")
    h.see("n1", commands=(operation(index),))


SESSIONS: list[tuple[str, Callable[[History, Any], None], Any, Any]] = [
    ("ExactlyOnce", applied_after_restart, 3, 2),
    ("SameReply", answered_twice, "b", "a"),
    ("SameReply", answered_twice, "b", None),
    ("MachinesAgree", applied_by_both, False, True),
    ("MachinesAgree", answered_by_both, "b", "a"),
    ("ExpiredHasNoEffect", performed_after_the_end, 4, 2),
]
