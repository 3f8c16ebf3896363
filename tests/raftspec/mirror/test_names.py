"""The reference and the specification have the same names, one to one."""

import inspect

import msgspec
from tests.raftspec.mirror.conftest import Walked

from raft_reference.core import state
from raft_reference.core.messages import Message
from raftspec.mirror.twins import (
    BUILT_IN,
    MODULES,
    action_types,
    constant_name,
    find_twin,
    mirrored_operators,
    snake_case,
)
from tlakit.language import ir
from tlakit.semantics.values import RecordValue, SetValue


def test_each_operator_has_a_twin_with_its_parameters_in_order(commit: Walked) -> None:
    constants = {constant.name for constant in commit.specification.module.constants}
    operators = mirrored_operators(commit.specification.module)
    assert len(operators) > 30
    for name, definition in operators.items():
        twin = find_twin(name)
        assert twin is not None, f"{name} has no twin"
        if name == state.Step.__name__:
            continue  # a constructor: its twin has the fields of the record that it makes
        expected = [snake_case(parameter.name) for parameter in definition.parameters]
        assert [parameter for parameter, _ in twin.parameters] == expected, name
        assert {constant_name(parameter) for parameter, _ in twin.constants} <= constants


def test_each_function_of_the_mechanism_is_an_operator(commit: Walked) -> None:
    operators = {snake_case(name) for name in mirrored_operators(commit.specification.module)}
    helpers = {state.server_set.__name__}
    for module in MODULES:
        functions = {
            name
            for name, value in vars(module).items()
            if callable(value)
            and inspect.unwrap(value).__module__ == module.__name__
            and not inspect.isclass(value)
        }
        assert functions <= operators | helpers, module.__name__
    assert {twin.__name__ for twin in BUILT_IN.values()} <= operators


def test_each_action_has_its_struct_with_its_parameters_in_order(commit: Walked) -> None:
    definitions = commit.specification.module.definitions
    actions = {
        name: [parameter.name for parameter in definition.parameters]
        for name, definition in definitions.items()
        if definition.module == "Raft"
        and definition.level is ir.Level.ACTION
        and name not in ("Next", "Put")
    }
    assert actions == {
        name: [field.name for field in msgspec.structs.fields(kind)]
        for name, kind in action_types().items()
    }


def test_each_record_has_the_fields_of_its_struct(commit: Walked) -> None:
    structs: dict[str, set[str]] = {
        kind.__name__: {field.encode_name for field in msgspec.structs.fields(kind)} | {"type"}
        for kind in Message.__args__
    }
    seen: dict[str, set[str]] = {}
    for _, current in commit.walk.states():
        messages = current["messages"]
        assert isinstance(messages, SetValue)
        for message in messages:
            assert isinstance(message, RecordValue)
            seen[message.fields["type"].text.strip('"')] = set(message.fields)
    assert seen == structs
