"""Sessions over a log in which commands are repeated, late and expired: each has its effect once."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from raft_reference.core.sessions import (
    ClientId,
    Command,
    ExpireCommand,
    Machine,
    Operation,
    OperationCommand,
    Performed,
    RegisterCommand,
    Reply,
    apply_entry,
    asked,
    begin,
    decode_command,
    decode_machine,
    encode_command,
    encode_machine,
    init_client,
    initial_machine,
    reply_to,
    take_reply,
    take_session,
)
from raft_reference.core.types import Entry, Index, Term, Value

NO_OP = Value(b"")
REGISTER, X = RegisterCommand(ClientId("c")), Operation(b"x")
State = tuple[bytes, ...]

sessions = st.integers(1, 4).map(Index)
commands: st.SearchStrategy[Command] = st.one_of(
    st.just(REGISTER),
    st.builds(OperationCommand, sessions, st.integers(1, 3), st.sampled_from([X, Operation(b"y")])),
    st.builds(ExpireCommand, sessions),
)


def perform(state: State, command: OperationCommand) -> Performed[State]:
    """Remember what was done, for whom, and answer with how much that is by now."""
    done = (*state, b"%d.%d" % (command.session, command.serial))
    return Performed(done, Reply(b"%d" % len(done)))


def applied(machine: Machine[State], first: int, log: list[Command]) -> Machine[State]:
    for index, command in enumerate(log, start=first):
        entry = Entry(Term(1), encode_command(command))
        machine = apply_entry(machine, Index(index), entry, perform=perform, no_op=NO_OP)
    return machine


def empty() -> Machine[State]:
    return initial_machine(initial_state=())


@given(st.lists(commands, max_size=12))
def test_an_operation_has_its_effect_once(log: list[Command]) -> None:
    done = applied(empty(), 1, log).state
    assert len(done) == len(set(done))


@given(st.lists(commands, max_size=12))
def test_a_repetition_gets_the_reply_that_there_was_or_none(log: list[Command]) -> None:
    replies: dict[tuple[int, int], bytes] = {}
    machine = empty()
    for index, command in enumerate(log, start=1):
        machine = applied(machine, index, [command])
        if isinstance(command, OperationCommand):
            reply = reply_to(machine, command)
            if reply is not None:
                assert replies.setdefault((command.session, command.serial), reply) == reply


@given(st.lists(commands, max_size=8), st.lists(commands, max_size=8))
def test_a_snapshot_has_the_sessions_in_it(before: list[Command], after: list[Command]) -> None:
    machine = applied(empty(), 1, before)
    image = encode_machine(machine, encode_state=msgspec.json.encode)
    restored = decode_machine(
        image, decode_state=lambda text: msgspec.json.decode(text, type=State)
    )
    assert restored == machine
    first = len(before) + 1
    assert applied(restored, first, after) == applied(machine, first, after)


def test_an_operation_of_an_expired_session_is_refused() -> None:
    once = OperationCommand(Index(1), 1, X)
    machine = applied(empty(), 1, [REGISTER, once])
    assert reply_to(machine, once) == b"1"
    over = applied(machine, 3, [ExpireCommand(Index(1)), once])
    assert over.state == machine.state
    assert reply_to(over, once) is None


def test_a_client_asks_again_with_the_same_number_and_goes_on_with_the_next() -> None:
    client = begin(take_session(init_client(), Index(1)), X)
    first = asked(client)
    assert asked(client) == first
    second = asked(begin(take_reply(client), X))
    machine = applied(empty(), 1, [REGISTER, first, first, second, first])
    assert machine.state == (b"1.1", b"1.2")
    assert (reply_to(machine, first), reply_to(machine, second)) == (None, b"2")


def test_what_is_no_command_does_nothing_or_is_an_error() -> None:
    machine = applied(empty(), 1, [REGISTER])
    no_op = Entry(Term(1), NO_OP)
    assert apply_entry(machine, Index(2), no_op, perform=perform, no_op=NO_OP) is machine
    with pytest.raises(msgspec.DecodeError):
        decode_command(Value(b"x"))
