"""Which features of the reference go together: what `Settings` takes, asked for each two."""

from __future__ import annotations

from typing import Any

from raft_reference.core.compaction import snapshot_features
from raft_reference.core.features import election_features
from raft_reference.core.lease import lease_features
from raft_reference.core.membership import membership_features
from raft_reference.core.node import Settings
from raft_reference.core.reads import read_features
from raft_reference.core.types import ServerId
from spec_docs import markdown

CHOICES: dict[str, dict[str, Any]] = {
    "elections": {"features": election_features()},
    "membership": {"features": membership_features()},
    "snapshots": {"features": snapshot_features()},
    "ReadIndex": {"features": read_features()},
    "lease": {"features": election_features() | read_features() | lease_features()},
    "asynchronous writes": {"asynchronous_writes": True},
    "leader ids": {"leader_ids": True},
    "in force once applied": {"active_on": "apply"},
}
"""What `Settings` is given for each; a lease brings what it needs."""
A = ServerId("a")


def together_page(_: str) -> str:
    """A row and a column for each: yes where `Settings` takes both."""
    rows = [
        [name, *("yes" if goes_with(one, other) else "–" for other in CHOICES.values())]
        for name, one in CHOICES.items()
    ]
    return markdown.table(("", *CHOICES), rows)


def goes_with(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a server can have both."""
    features = one.get("features", frozenset()) | other.get("features", frozenset())
    try:
        Settings(A, frozenset({A}), **{**one, **other, "features": features})
    except ValueError:
        return False
    return True
