"""Wrong versions of functions for configurations that are in force once applied."""

from msgspec.structs import replace
from tests.reference.planted import Planted

from raft_reference.core import membership, on_apply
from raft_reference.core.log import last_index
from raft_reference.core.state import ServerState
from raft_reference.core.types import Index

right_recover = on_apply.recover_with_commit


def before_it_is_applied(s: ServerState) -> bool:
    return True


def in_force_at_once(s: ServerState) -> Index:
    return last_index(s)


def forgets_what_is_committed(s: ServerState) -> ServerState:
    return replace(right_recover(s), commit_index=Index(0))


FAULTS = (
    Planted(
        membership.is_configuration_committed,
        before_it_is_applied,
        "OneAheadAtMost",
        "MB09",
        "features=single-server active-on=apply servers=4 voters=2 elect:a run:16 change:a:abc change:a:abd",
        at_random=True,
    ),
    Planted(
        on_apply.applied_index,
        in_force_at_once,
        "ConfigurationIsApplied",
        "MB10",
        "features=single-server active-on=apply servers=4 voters=2 elect:a run:16 change:a:abc",
        at_random=True,
    ),
    Planted(
        on_apply.recover_with_commit,
        forgets_what_is_committed,
        "OneAheadAtMost",
        "P20",
        "features=single-server active-on=apply servers=4 voters=2 elect:a run:16 change:a:abc run:16 "
        "change:a:abcd run:16 crash:a restart:a",
        at_random=True,
    ),
)
