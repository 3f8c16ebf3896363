"""The application of `spec/RaftSessions.tla`, which only remembers what it performed.

What a server's state machine is follows from its log; a host would keep it and apply one entry after the other.
"""

from raft_reference.core.log import whole_log
from raft_reference.core.sessions import (
    Machine,
    OperationCommand,
    Performed,
    Reply,
    apply_command,
    command_in,
    initial_machine,
)
from raft_reference.core.state import ServerState
from raft_reference.core.types import Index, Log

State = tuple[OperationCommand, ...]


def initial_state() -> State:
    """`InitialState`: nothing is done."""
    return ()


def perform(state: State, command: OperationCommand) -> Performed[State]:
    """`Perform`: remember it; the reply says how many that are by now."""
    done = (*state, command)
    return Performed(done, Reply(b"%d" % len(done)))


def machines_after(log: Log) -> list[Machine[State]]:
    """What these entries make of the state machine, one by one, from none on.

    What was proposed without a session does nothing.
    """
    machines = [initial_machine(initial_state=initial_state())]
    for k, command in enumerate(map(command_in, log), start=1):
        last = machines[-1]
        machines.append(
            last if command is None else apply_command(last, Index(k), command, perform=perform)
        )
    return machines


def machine_at(s: ServerState, index: Index) -> Machine[State]:
    """`MachineAt`: the state machine once the entries up to an index are applied."""
    return machines_after(whole_log(s)[:index])[-1]


def machine(s: ServerState) -> Machine[State]:
    """`Machine`: the state machine of a server, which has applied what it knows to be committed."""
    return machine_at(s, s.commit_index)
