"""The typed messages are what PROTOCOL.md and the schema say."""

import json
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from raft_conformance.protocol import messages as m
from raft_conformance.protocol import schema
from raft_conformance.protocol.capabilities import Capabilities
from raft_conformance.protocol.views import AnyView, Other, RequestVoteRequest

PROTOCOL_TEXT = Path(schema.__file__).with_name("PROTOCOL.md").read_text(encoding="utf-8")


def test_the_committed_schema_is_made_from_the_messages() -> None:
    assert schema.SCHEMA_FILE.read_text(encoding="utf-8") == schema.schema_text()


def test_a_request_stands_on_the_wire_as_documented() -> None:
    request = m.Timeout(id=3, node="n1", kind="election")
    wire = json.loads(msgspec.json.encode(request))
    assert wire == {"op": "timeout", "id": 3, "node": "n1", "kind": "election"}


def test_a_view_has_the_names_of_the_spec() -> None:
    view = RequestVoteRequest(term=1, source="n1", dest="n2", last_log_term=0, last_log_index=0)
    assert msgspec.to_builtins(view) == {
        "type": "RequestVoteRequest",
        "term": 1,
        "source": "n1",
        "dest": "n2",
        "lastLogTerm": 0,
        "lastLogIndex": 0,
    }


def test_every_view_of_the_spec_has_exactly_its_fields(spec: Path) -> None:
    modules = ("Raft.tla", "RaftElections.tla", "RaftReads.tla")
    text = "".join((spec / name).read_text(encoding="utf-8") for name in modules)
    for view in get_args(AnyView):
        if view is Other:
            continue
        for field in msgspec.structs.fields(view):
            assert field.encode_name in text


def test_unknown_fields_are_ignored_and_missing_ones_unobservable() -> None:
    state = msgspec.json.decode('{"term":1,"mood":"good"}', type=m.State)
    assert state == m.State(term=1)


@pytest.mark.parametrize("op", [*schema.REPLIES])
def test_every_request_is_documented(op: str) -> None:
    assert f"| `{op}` |" in PROTOCOL_TEXT


@pytest.mark.parametrize("field", [*Capabilities.__struct_fields__, *m.State.__struct_fields__])
def test_every_capability_and_state_field_is_documented(field: str) -> None:
    assert f"`{field}`" in PROTOCOL_TEXT
