"""A client with a session, and the application that a session's operations are for.

The application only remembers what it performed, as in `spec/RaftSessions.tla`.
"""

import msgspec

from raft_reference.core.sessions import (
    Client,
    Command,
    ExpireCommand,
    Machine,
    OperationCommand,
    Performed,
    RegisterCommand,
    apply_command,
    asked,
    begin,
    can_begin,
    can_register,
    command_in,
    init_client,
    initial_machine,
    is_open,
    is_waiting,
    reply_to,
    take_reply,
    take_session,
)
from raft_reference.core.types import Index, Log

State = tuple[OperationCommand, ...]


def perform(state: State, command: OperationCommand) -> Performed[State]:
    """`Perform`: remember it; the reply says how many that are by now."""
    done = (*state, command)
    return Performed(done, b"%d" % len(done))


def machines_after(log: Log) -> list[Machine[State]]:
    """`MachineAt`, of each index from 0 on: what these entries make of the state machine, one by one."""
    machines: list[Machine[State]] = [initial_machine(initial_state=())]
    for k, command in enumerate(map(command_in, log), start=1):
        last = machines[-1]
        machines.append(
            last if command is None else apply_command(last, Index(k), command, perform=perform)
        )
    return machines


class Asking(msgspec.Struct, frozen=True):
    """The client, and how many there were before: one that is refused starts anew under another name."""

    client: Client = init_client()
    before: int = 0

    @property
    def register(self) -> RegisterCommand:
        """What it asks for first."""
        return RegisterCommand(f"c{self.before}")

    def ask(self, operation: bytes) -> tuple["Asking", Command]:
        """What it sends, and what it is then; `operation` is what it wants if it waits for nothing."""
        if can_register(self.client):
            return self, self.register
        client = begin(self.client, operation) if can_begin(self.client) else self.client
        return msgspec.structs.replace(self, client=client), asked(client)

    def expire(self) -> Command:
        """What ends its session."""
        return ExpireCommand(self.client.session)

    def hear(self, applied: Log) -> "Asking":
        """What it is once a server that has applied these entries has answered."""
        if can_register(self.client):
            entries = enumerate(map(command_in, applied), start=1)
            mine = (Index(k) for k, command in entries if command == self.register)
            sessions = [take_session(self.client, k) for k in mine]
            return msgspec.structs.replace(self, client=sessions[-1]) if sessions else self
        machine = machines_after(applied)[-1]
        if not is_waiting(self.client):
            return self
        if reply_to(machine, asked(self.client)) is not None:
            return msgspec.structs.replace(self, client=take_reply(self.client))
        is_over = len(applied) >= self.client.session and not is_open(machine, self.client.session)
        return Asking(before=self.before + 1) if is_over else self
