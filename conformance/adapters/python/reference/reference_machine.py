"""The state machine around each reference node: the entries that it applied, and clients' sessions.

The application is a counter. What no session asks for is kept in the log and has no other effect.
"""

from typing import Any

from raft_reference.core.sessions import (
    Command,
    ExpireCommand,
    Machine,
    OperationCommand,
    Performed,
    RegisterCommand,
    Reply,
    apply_command,
    command_in,
    initial_machine,
    reply_to,
)
from raft_reference.core.types import AnyEntry, Index, Log, Snapshot

Json = dict[str, Any]


class StateMachine:
    """`log` are the entries applied so far, and also what a snapshot has for its state."""

    def __init__(self) -> None:
        self.log: Log = ()
        self._sessions: Machine[int] = initial_machine(initial_state=0)
        self._done: list[Json] = []

    def take(self, index: Index, entry: AnyEntry) -> None:
        """Apply an entry."""
        self.log += (entry,)
        command = command_in(entry)
        if command is not None:
            before = self._sessions
            self._sessions = apply_command(before, index, command, perform=_perform)
            self._done.append(_what_was_done(index, command, before, self._sessions))

    def start(self, snapshot: Snapshot) -> None:
        """Begin as a snapshot says: with its entries applied again, and nothing to tell of them."""
        state = snapshot.state
        assert not isinstance(state, bytes), "no state of any other kind is ever handed in"
        self.log, self._sessions = (), initial_machine(initial_state=0)
        for index, entry in enumerate(state, start=1):
            self.take(Index(index), entry)
        self.tell()

    def tell(self) -> list[Json]:
        """What became of commands of sessions since this was last asked, in the protocol's words."""
        done, self._done = self._done, []
        return done


def _perform(state: int, command: OperationCommand) -> Performed[int]:
    return Performed(state + 1, Reply(str(state + 1).encode()))


def _what_was_done(
    index: Index, command: Command, before: Machine[int], after: Machine[int]
) -> Json:
    match command:
        case RegisterCommand():
            return {"index": index, "kind": "open", "session": str(index)}
        case ExpireCommand(session=session):
            return {"index": index, "kind": "close", "session": str(session)}
        case OperationCommand():
            reply = reply_to(after, command)
            return {
                "index": index,
                "kind": "operation",
                "session": str(command.session),
                "serial": command.serial,
                "performed": after.state != before.state,
                "reply": None if reply is None else reply.decode(),
            }
