"""One server of RaftComplete.tla in which members change and logs are compacted."""

from raft_conformance.fakes.membership_server import MembershipServer
from raft_conformance.fakes.snapshot_server import SnapshotServer

FURTHER_CONSTANTS = """NoOp = "no-op" First = "n1"
Features = {"no-op", "transfer", "single-server", "joint", "learners", "snapshots"}
ElectionTicks = 1 MaxDrift = 1 MaxRound = 0 MaxReads = 0 MaxTicks = 0"""


class CompleteServer(SnapshotServer, MembershipServer):
    """All that the two do, in the order in which RaftComplete puts them."""
