"""The reference and the specification have the same names, one to one."""

import inspect
from typing import Any, get_args

import msgspec
import pytest
from tests.raftspec.mirror.conftest import Walked

from raft_reference.core import features, lease, reads, state
from raft_reference.core.messages import CoreMessage, MessageOfElections, SnapshotMessage
from raftspec.mirror.twins import (
    BUILT_IN,
    RAFT,
    constant_name,
    find_twin,
    mirrored,
    mirrored_operators,
    snake_case,
)
from tlakit.language import ir
from tlakit.semantics.values import RecordValue, SetValue

CONSTRUCTORS = (
    state.Step.__name__,
    features.ElectionFields.__name__,
    reads.ReadFields.__name__,
    lease.LeaseFields.__name__,
)
"""Their twins are classes with the fields of the record that the operator makes."""


@pytest.fixture(
    params=["commit", "all_features", "membership_all", "configured", "read_index", "lease_reads"]
)
def model(request: pytest.FixtureRequest) -> Walked:
    """A model of Raft, and one of each extension."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Walked)
    return found


def test_a_model_is_held_to_the_outermost_module(
    commit: Walked, all_features: Walked, membership_all: Walked
) -> None:
    assert mirrored(commit.specification.module) is RAFT
    assert mirrored(all_features.specification.module).name == "RaftElections"
    assert mirrored(membership_all.specification.module).name == "RaftMembership"


def test_each_operator_has_a_twin_with_its_parameters_in_order(model: Walked) -> None:
    constants = {constant.name for constant in model.specification.module.constants}
    operators = mirrored_operators(model.specification.module)
    assert len(operators) > 10
    for name, definition in operators.items():
        twin = find_twin(name)
        assert twin is not None, f"{name} has no twin"
        if name in CONSTRUCTORS:
            continue
        expected = [snake_case(parameter.name) for parameter in definition.parameters]
        assert [parameter for parameter, _ in twin.parameters] == expected, name
        assert {constant_name(parameter) for parameter, _ in twin.constants} <= constants


def test_each_function_of_the_mechanism_is_an_operator(model: Walked) -> None:
    held_to = mirrored(model.specification.module)
    operators = {snake_case(name) for name in mirrored_operators(model.specification.module)}
    for module in held_to.modules:
        functions = {
            name
            for name, value in vars(module).items()
            if callable(value)
            and inspect.unwrap(value).__module__ == module.__name__
            and not inspect.isclass(value)
        }
        assert functions <= operators, module.__name__
    if held_to is RAFT:
        assert {twin.__name__ for twin in BUILT_IN.values()} <= operators


def test_each_action_has_its_struct_with_its_parameters_in_order(model: Walked) -> None:
    held_to = mirrored(model.specification.module)
    definitions = model.specification.module.definitions
    own = {
        name: [parameter.name for parameter in definition.parameters]
        for name, definition in definitions.items()
        if definition.module == held_to.name
        and definition.level is ir.Level.ACTION
        and not name.startswith(("Next", "Act"))
        and name not in ("Put", "CompactSomewhere", "MayTick")
    }
    structs = {
        kind.__name__: [field.name for field in msgspec.structs.fields(kind)]
        for kind in held_to.actions
    }
    assert own.items() <= structs.items()
    assert structs.keys() <= definitions.keys()
    assert held_to is not RAFT or own == structs


@pytest.mark.parametrize(
    ("name", "union", "absent"),
    [
        ("commit", CoreMessage, {"leadershipTransfer"}),
        ("all_features", MessageOfElections, set[str]()),
        ("configured", CoreMessage | SnapshotMessage, set[str]()),
    ],
)
def test_each_record_has_the_fields_of_its_struct(
    name: str, union: Any, absent: set[str], request: pytest.FixtureRequest
) -> None:
    structs: dict[str, set[str]] = {
        kind.__name__: ({f.encode_name for f in msgspec.structs.fields(kind)} | {"type"}) - absent
        for kind in get_args(union)
    }
    seen: dict[str, set[str]] = {}
    for _, current in request.getfixturevalue(name).walk.states():
        messages = current["messages"]
        assert isinstance(messages, SetValue)
        for message in messages:
            assert isinstance(message, RecordValue)
            seen[message.fields["type"].text.strip('"')] = set(message.fields)
    assert seen == structs
