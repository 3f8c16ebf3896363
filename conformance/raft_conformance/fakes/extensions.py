"""Which module of the spec a fake runs by: Raft.tla, or one that extends it, and what it claims then."""

from pathlib import Path

import msgspec

from raft_conformance.fakes import (
    durability_server,
    election_server,
    lease_server,
    read_server,
    session_server,
    snapshot_server,
)
from raft_conformance.fakes.durability_server import DurabilityServer
from raft_conformance.fakes.election_server import ElectionServer
from raft_conformance.fakes.lease_server import LeaseServer
from raft_conformance.fakes.read_server import ReadServer
from raft_conformance.fakes.session_server import SessionServer
from raft_conformance.fakes.snapshot_server import SnapshotServer
from raft_conformance.judge.spec_server import MODULE, SpecServer
from raft_conformance.protocol.capabilities import Capabilities


class Extension(msgspec.Struct, frozen=True):
    """A module with every feature on: `further` assigns the constants that Raft.tla has not."""

    name: str
    module: str
    further: str
    server: type[SpecServer]
    capabilities: Capabilities


RAFT = Extension(
    name="raft",
    module=MODULE,
    further="",
    server=SpecServer,
    capabilities=Capabilities(
        clock="forced",
        network="duplicate",
        messages="one-way",
        persistence="sync",
        log=True,
        crash=True,
        restart=True,
        inject=True,
    ),
)
ELECTIONS = Extension(
    name="elections",
    module="MCRaftElections",
    further=election_server.FURTHER_CONSTANTS,
    server=ElectionServer,
    capabilities=msgspec.structs.replace(
        RAFT.capabilities,
        pre_vote=True,
        check_quorum=True,
        stickiness=True,
        noop_on_election=True,
        transfer=True,
    ),
)
SNAPSHOTS = Extension(
    name="snapshots",
    module="MCRaftSnapshots",
    further=snapshot_server.FURTHER_CONSTANTS,
    server=SnapshotServer,
    capabilities=msgspec.structs.replace(ELECTIONS.capabilities, snapshot="whole"),
)
READS = Extension(
    name="reads",
    module="MCRaftReads",
    further=read_server.FURTHER_CONSTANTS,
    server=ReadServer,
    capabilities=msgspec.structs.replace(
        RAFT.capabilities, noop_on_election=True, read="read-index"
    ),
)
LEASE = Extension(
    name="lease",
    module="MCRaftLease",
    further=lease_server.FURTHER_CONSTANTS,
    server=LeaseServer,
    capabilities=msgspec.structs.replace(
        RAFT.capabilities,
        clock="tick",
        clock_drift=lease_server.MAX_DRIFT,
        stickiness=True,
        noop_on_election=True,
        transfer=True,
        read="lease",
    ),
)
SESSIONS = Extension(
    name="sessions",
    module="MCRaftSessions",
    further=session_server.FURTHER_CONSTANTS,
    server=SessionServer,
    capabilities=msgspec.structs.replace(RAFT.capabilities, noop_on_election=True, sessions=True),
)
DURABILITY = Extension(
    name="durability",
    module="MCRaftDurability",
    further=durability_server.FURTHER_CONSTANTS,
    server=DurabilityServer,
    capabilities=msgspec.structs.replace(
        RAFT.capabilities, noop_on_election=True, persistence="async"
    ),
)

EXTENSIONS = {
    extension.name: extension
    for extension in (RAFT, ELECTIONS, SNAPSHOTS, READS, LEASE, SESSIONS, DURABILITY)
}


def extension_of(spec: Path, mutant: str | None) -> Extension:
    """That whose module a mutant extends; Raft itself for no mutant."""
    if mutant is None:
        return RAFT
    text = (spec / "mutants" / f"{mutant}.tla").read_text(encoding="utf-8")
    return next(
        (one for one in EXTENSIONS.values() if f"EXTENDS {one.module}\n" in text),
        RAFT,
    )
