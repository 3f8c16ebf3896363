"""Monitors of what state machines do with the commands of sessions.

A node that restarts applies again what it had applied, at the same indexes; that is no repetition.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from raft_conformance.judge.observations import Observation, Setting
from raft_conformance.judge.rules import (
    EXACTLY_ONCE,
    EXPIRED_HAS_NO_EFFECT,
    MACHINES_AGREE,
    SAME_REPLY,
)
from raft_conformance.protocol.messages import AppliedCommand

Operation = tuple[str, str, int | None]
"""A node, a session and a serial number."""


def _operations(seen: Observation) -> Iterator[tuple[Operation, AppliedCommand]]:
    for command in seen.applied:
        if command.kind == "operation":
            yield (seen.node, command.session, command.serial), command


def _name(command: AppliedCommand) -> str:
    return f"operation {command.serial} of session {command.session}"


def what_was_done(command: AppliedCommand) -> str:
    """A command in a message to people.

    >>> what_was_done(AppliedCommand(index=3, kind="operation", session="2", serial=1))
    'did not perform operation 1 of session 2'
    """
    if command.kind != "operation":
        return f"{'opened' if command.kind == 'open' else 'closed'} session {command.session}"
    replied = "" if command.reply is None else f" (reply {command.reply})"
    return f"{'performed' if command.performed else 'did not perform'} {_name(command)}{replied}"


class ExactlyOnce:
    """A node performs no operation at two indexes."""

    rule = EXACTLY_ONCE

    def __init__(self, setting: Setting) -> None:
        self._performed: dict[Operation, int] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Remember at which index each was performed."""
        for operation, command in _operations(seen):
            if command.performed:
                first = self._performed.setdefault(operation, command.index)
                if first != command.index:
                    yield (
                        f"{seen.node} performed {_name(command)} at index {first}, and again at "
                        f"{command.index}"
                    )


class SameReply:
    """A node gives no two replies to an operation, wherever it stands."""

    rule = SAME_REPLY

    def __init__(self, setting: Setting) -> None:
        self._replies: dict[Operation, str] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Remember the first reply to each; a refusal is none."""
        for operation, command in _operations(seen):
            if command.reply is not None:
                first = self._replies.setdefault(operation, command.reply)
                if first != command.reply:
                    yield (
                        f"{seen.node} answered {_name(command)} with {first}, and at index "
                        f"{command.index} with {command.reply}"
                    )


class MachinesAgree:
    """What one node did with a command at an index, every node does with it there.

    A node need not know a reply that is not its own to give.
    """

    rule = MACHINES_AGREE

    def __init__(self, setting: Setting) -> None:
        self._done: dict[int, tuple[str, AppliedCommand]] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Compare with whoever applied the index first."""
        for command in seen.applied:
            node, done = self._done.setdefault(command.index, (seen.node, command))
            same_reply = None in (done.reply, command.reply) or done.reply == command.reply
            if replace(done, reply=None) != replace(command, reply=None) or not same_reply:
                yield (
                    f"with the command at index {command.index} {node} {what_was_done(done)}, and "
                    f"{seen.node} {what_was_done(command)}"
                )


class ExpiredHasNoEffect:
    """A node performs nothing for a session at an index behind that at which it closed it."""

    rule = EXPIRED_HAS_NO_EFFECT

    def __init__(self, setting: Setting) -> None:
        self._closed: dict[tuple[str, str], int] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Remember where each session ended."""
        for command in seen.applied:
            session = seen.node, command.session
            if command.kind == "close":
                self._closed.setdefault(session, command.index)
            end = self._closed.get(session, command.index)
            if command.performed and command.index > end:
                yield (
                    f"{seen.node} performed {_name(command)} at index {command.index}; the session "
                    f"ended at {end}"
                )
