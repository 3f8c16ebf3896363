"""Which module of the spec a fake runs by: Raft.tla, or one that extends it, and what it claims then."""

from pathlib import Path

import msgspec

from raft_conformance.fakes import (
    complete_server,
    durability_server,
    election_server,
    leader_id_server,
    lease_server,
    membership_server,
    read_server,
    session_server,
    snapshot_server,
)
from raft_conformance.fakes.complete_server import CompleteServer
from raft_conformance.fakes.durability_server import DurabilityServer
from raft_conformance.fakes.election_server import ElectionServer
from raft_conformance.fakes.leader_id_server import LeaderIdServer
from raft_conformance.fakes.lease_server import LeaseServer
from raft_conformance.fakes.membership_server import MembershipServer
from raft_conformance.fakes.read_server import ReadServer
from raft_conformance.fakes.session_server import SessionServer
from raft_conformance.fakes.snapshot_server import SnapshotServer
from raft_conformance.judge.spec_server import MODULE, SpecServer
from raft_conformance.protocol.capabilities import Capabilities


class Extension(msgspec.Struct, frozen=True):
    """A module with every feature on: `further` assigns the constants that Raft.tla has not.

    `everyone` are all servers that there ever are, where some may join; else the members are.
    `numbered` says that servers are numbers in the module.
    """

    name: str
    module: str
    further: str
    server: type[SpecServer]
    capabilities: Capabilities
    everyone: tuple[str, ...] = ()
    numbered: bool = False

    def servers(self, members: tuple[str, ...]) -> tuple[str, ...]:
        """The constant Server, for a cluster of which these are members at first."""
        return self.everyone or members

    def constants(self, members: tuple[str, ...]) -> str:
        """The further constants, for a cluster of which these are members at first."""
        if self.numbered:
            return f"{leader_id_server.constants_of(members)} {self.further}"
        if not self.everyone:
            return self.further
        names = ", ".join(f'"{member}"' for member in members)
        return f"InitialVoters = {{{names}}} {self.further}"


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
NO_OP = Extension(
    name="no-op",
    module="MCRaftElections",
    further=election_server.ONLY_NO_OP,
    server=ElectionServer,
    capabilities=msgspec.structs.replace(RAFT.capabilities, noop_on_election=True),
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
LEADER_IDS = Extension(
    name="leader-ids",
    module="MCRaftLeaderIds",
    further="",
    server=LeaderIdServer,
    capabilities=msgspec.structs.replace(RAFT.capabilities, leader_id="term+node"),
    numbered=True,
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
DURABILITY_AT_ONCE = Extension(
    name="durability-at-once",
    module=DURABILITY.module,
    further=durability_server.AT_ONCE,
    server=DurabilityServer,
    capabilities=msgspec.structs.replace(DURABILITY.capabilities, persistence="sync"),
)
MEMBERSHIP = Extension(
    name="membership",
    module="MCRaftMembership",
    further=membership_server.FURTHER_CONSTANTS,
    server=MembershipServer,
    capabilities=msgspec.structs.replace(
        RAFT.capabilities,
        noop_on_election=True,
        transfer=True,
        membership="both",
        configuration_active_on="append",
        learners=True,
    ),
    everyone=membership_server.EVERYONE,
)
MEMBERSHIP_WITH_STICKINESS = Extension(
    name="membership-with-stickiness",
    module=MEMBERSHIP.module,
    further=MEMBERSHIP.further.replace('"no-op", ', '"no-op", "stickiness", '),
    server=MembershipServer,
    capabilities=msgspec.structs.replace(MEMBERSHIP.capabilities, stickiness=True),
    everyone=membership_server.EVERYONE,
)
MEMBERSHIP_ON_APPLY = Extension(
    name="membership-on-apply",
    module="MCRaftMembershipOnApply",
    further=membership_server.ON_APPLY,
    server=MembershipServer,
    capabilities=msgspec.structs.replace(MEMBERSHIP.capabilities, configuration_active_on="apply"),
    everyone=membership_server.EVERYONE,
)
COMPLETE = Extension(
    name="complete",
    module="MCRaftComplete",
    further=complete_server.FURTHER_CONSTANTS,
    server=CompleteServer,
    capabilities=msgspec.structs.replace(MEMBERSHIP.capabilities, snapshot="whole"),
    everyone=membership_server.EVERYONE,
)

EXTENSIONS = {
    extension.name: extension
    for extension in (
        RAFT,
        ELECTIONS,
        NO_OP,
        LEADER_IDS,
        SNAPSHOTS,
        MEMBERSHIP,
        MEMBERSHIP_WITH_STICKINESS,
        MEMBERSHIP_ON_APPLY,
        COMPLETE,
        READS,
        LEASE,
        SESSIONS,
        DURABILITY,
        DURABILITY_AT_ONCE,
    )
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
