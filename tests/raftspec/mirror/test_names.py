"""The reference and the specification have the same names, one to one."""

import inspect
from typing import Any, get_args

import msgspec
import pytest
from tests.raftspec.mirror.conftest import model_of

from raft_reference.core import features, leader_ids, lease, reads, state
from raft_reference.core.messages import CoreMessage, MessageOfElections, SnapshotMessage
from raftspec.mirror.twins import (
    BUILT_IN,
    ELECTIONS,
    MIRRORED,
    RAFT,
    SNAPSHOTS,
    Mirrored,
    constant_name,
    find_twin,
    mirrored,
    mirrored_actions,
    mirrored_operators,
    snake_case,
)
from tlakit.semantics import Specification
from tlakit.semantics.values import RecordValue, SetValue

CONSTRUCTORS = (
    state.Step.__name__,
    features.ElectionFields.__name__,
    reads.ReadFields.__name__,
    lease.LeaseFields.__name__,
    leader_ids.LeaderIdFields.__name__,
)
"""Their twins are classes with the fields of the record that the operator makes."""

HELPERS = {
    "disk_of",
    "with_disk",
    "encode_command",
    "decode_command",
    "command_in",
    "encode_machine",
    "decode_machine",
    "machines_after",
}
"""What the specification writes as `s.disk` and as `@@`; commands as bytes of entries, and state machines
as those of snapshots; and all of a server's state machines at once."""


@pytest.fixture(params=MIRRORED, ids=lambda held_to: held_to.name)
def held_to(request: pytest.FixtureRequest) -> Mirrored:
    """Each module that is mirrored."""
    assert isinstance(request.param, Mirrored)
    return request.param


@pytest.fixture
def specification(held_to: Mirrored) -> Specification:
    """The model by which it is."""
    return model_of(held_to).specification


def test_a_model_is_held_to_the_outermost_module(
    held_to: Mirrored, specification: Specification
) -> None:
    assert mirrored(specification) is held_to


def test_each_operator_has_a_twin_with_its_parameters_in_order(
    specification: Specification,
) -> None:
    constants = {constant.name for constant in specification.module.constants}
    operators = mirrored_operators(specification)
    assert len(operators) > 1
    for name, definition in operators.items():
        twin = find_twin(name)
        assert twin is not None, f"{name} has no twin"
        if name in CONSTRUCTORS:
            continue
        expected = [snake_case(parameter.name) for parameter in definition.parameters]
        assert [parameter for parameter, _ in twin.parameters] == expected, name
        assert {constant_name(given) for given, _ in twin.constants} <= constants | operators.keys()


def test_each_function_of_the_mechanism_is_an_operator(
    held_to: Mirrored, specification: Specification
) -> None:
    known = [*mirrored_operators(specification), *held_to.without]
    operators = {*map(snake_case, known), *HELPERS}
    for module in held_to.modules:
        functions = {
            name
            for name, value in vars(module).items()
            if inspect.isfunction(inspect.unwrap(value))
            and inspect.unwrap(value).__module__ == module.__name__
        }
        assert functions <= operators, module.__name__
    if held_to is RAFT:
        assert {twin.__name__ for twin in BUILT_IN.values()} <= operators


def test_each_action_has_its_struct_with_its_parameters_in_order(
    held_to: Mirrored, specification: Specification
) -> None:
    definitions = specification.module.definitions
    found = mirrored_actions(specification)
    assert len(found) > 6
    assert held_to.renamed.keys() <= found.keys()
    for name, kind in found.items():
        assert kind is not None, f"{name} has no struct"
        expected = tuple(parameter.name for parameter in definitions[name].parameters)
        assert kind.__struct_fields__ == expected, name


@pytest.mark.parametrize(
    ("of", "union", "absent"),
    [
        (RAFT, CoreMessage, {"leadershipTransfer"}),
        (ELECTIONS, MessageOfElections, set[str]()),
        (SNAPSHOTS, CoreMessage | SnapshotMessage, set[str]()),
    ],
    ids=lambda part: part.name if isinstance(part, Mirrored) else None,
)
def test_each_record_has_the_fields_of_its_struct(
    of: Mirrored, union: Any, absent: set[str]
) -> None:
    structs: dict[str, set[str]] = {
        kind.__name__: ({f.encode_name for f in msgspec.structs.fields(kind)} | {"type"}) - absent
        for kind in get_args(union)
    }
    seen: dict[str, set[str]] = {}
    for _, current in model_of(of).walk.states():
        messages = current["messages"]
        assert isinstance(messages, SetValue)
        for message in messages:
            assert isinstance(message, RecordValue)
            seen[message.fields["type"].text.strip('"')] = set(message.fields)
    assert seen == structs
