"""Values there and back, and what has no counterpart."""

import pytest
from msgspec.structs import replace

from raft_reference.application import State
from raft_reference.core import sessions
from raft_reference.core.elections import start_election
from raft_reference.core.messages import AppendEntriesRequest, Message
from raft_reference.core.sessions import (
    ClientId,
    ExpireCommand,
    Machine,
    Operation,
    OperationCommand,
    RegisterCommand,
    Reply,
    Session,
    encode_command,
)
from raft_reference.core.state import ServerState, Step, init_server
from raft_reference.core.types import Entry, Index, Log, ServerId, Term, Value
from raftspec.mirror.encoding import Encoding, EncodingError
from tlakit.semantics.values import integer, model_value, set_of, string, tuple_of

CONSTANTS = {
    "Server": set_of([model_value("s1"), model_value("s2")]),
    "Value": set_of([model_value("v1")]),
    "Client": set_of([model_value("c1")]),
    "Operation": set_of([model_value("o1")]),
    "None": model_value("None"),
}
ENCODING = Encoding(CONSTANTS, fields=frozenset({"outgoing", "learners"}))
S1, S2, V1 = ServerId("s1"), ServerId("s2"), Value(b"v1")
SERVER = init_server(S1, server=frozenset({S1, S2}))
REGISTER = RegisterCommand(ClientId("c1"))
ONCE = OperationCommand(Index(1), 1, Operation(b"o1"))
LEFT_TO_A_HOST = Machine[sessions.State]
MACHINE = Machine(frozenset({Session(Index(1), 1, Reply(b"1"))}), (ONCE,))


def test_a_server_is_a_record_with_the_names_of_the_specification() -> None:
    entry = Entry(Term(2), V1)
    record = ENCODING.encode(replace(SERVER, log=(entry,), voted_for=S2), ServerState)
    assert record.text == (
        "[commitIndex |-> 0, currentTerm |-> 0, id |-> s1, log |-> <<[term |-> 2, value |-> v1]>>, "
        "matchIndex |-> (s1 :> 0 @@ s2 :> 0), nextIndex |-> (s1 :> 1 @@ s2 :> 1), "
        'role |-> "follower", '
        "snapshot |-> [configuration |-> [learners |-> {}, outgoing |-> {}, voters |-> {s1, s2}], "
        "lastIndex |-> 0, lastTerm |-> 0, state |-> <<>>], votedFor |-> s2, votesGranted |-> {}]"
    )


def test_a_message_is_a_record_with_its_type() -> None:
    message = AppendEntriesRequest(Term(1), S1, S2, Index(0), Term(0), (), Index(0))
    record = ENCODING.encode(message, Message)
    assert '"AppendEntriesRequest"' in record.text and "prevLogIndex" in record.text
    assert ENCODING.decode(record, Message) == message


def test_a_command_of_a_session_is_a_record_and_bytes_in_an_entry() -> None:
    record = ENCODING.encode(REGISTER, sessions.Command)
    assert record.text == '[client |-> c1, kind |-> "register"]'
    assert ENCODING.encode(encode_command(REGISTER), Value) is record
    assert ENCODING.decode(record, Value) == encode_command(REGISTER)


def test_what_is_left_to_a_host_is_as_the_specification_has_it() -> None:
    record = ENCODING.encode(MACHINE, LEFT_TO_A_HOST)
    assert record is ENCODING.encode(MACHINE, Machine[State])
    assert "sessions |-> {[id |-> 1, reply |-> 1, serial |-> 1]}, state |-> <<[" in record.text


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (ONCE, sessions.Command),
        (MACHINE, LEFT_TO_A_HOST),
        (Entry(Term(1), encode_command(ExpireCommand(Index(1)))), Entry),
        (SERVER, ServerState),
        (replace(SERVER, voted_for=S1, votes_granted=frozenset({S1, S2})), ServerState),
        (start_election(SERVER), Step),
        ((Entry(Term(1), V1), Entry(Term(3), V1)), Log),
        (frozenset({frozenset({S1}), frozenset()}), frozenset[frozenset[ServerId]]),
        (True, bool),
        (Index(7), Index),
    ],
)
def test_decoding_undoes_encoding(value: object, kind: object) -> None:
    assert ENCODING.decode(ENCODING.encode(value, kind), kind) == value


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (ServerId("s9"), ServerId),
        (1, bool),
        (True, Index),
        (None, Index),
        ([], Log),
        (SERVER, Step),
        (Entry(Term(1), Value(b"other")), Entry),
        (encode_command(RegisterCommand(ClientId("c2"))), Value),
        (ONCE, RegisterCommand),
        (Reply(b"one"), Reply),
        (Machine(frozenset(), (b"o1",)), LEFT_TO_A_HOST),
    ],
)
def test_what_is_not_of_the_type_is_refused(value: object, kind: object) -> None:
    with pytest.raises(EncodingError):
        ENCODING.encode(value, kind)


def test_what_no_python_value_corresponds_to_is_refused() -> None:
    for value in (integer(1), tuple_of([]), string("x")):
        with pytest.raises(EncodingError):
            ENCODING.decode(value, ServerState)
    with pytest.raises(EncodingError, match="no constant None"):
        Encoding({name: value for name, value in CONSTANTS.items() if name != "None"})
