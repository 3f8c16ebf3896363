"""RP figure 8 with its five servers, a to e: the history of spec/MCRaftFigure8.tla, as a schedule."""

from collections.abc import Callable

from tests.reference.every_fault import fault

from raft_reference.cluster import Cluster
from raft_reference.core.types import ServerId
from raft_reference.promises import broken_by
from raft_reference.schedule import parse_schedule

A, C, E = map(ServerId, "ace")

PART_A = "servers=5 batch=1 noop=no split:abe elect:a run:8 split:ab propose:a run:4 crash:a"
PART_B = "split:cde elect:e run:8 split:e propose:e crash:e"
PART_C = "crash:d restart:a elect:a elect:a run:40"
PART_D = "crash:a restart:d restart:e split:a elect:e elect:e run:60"
PART_E = "propose:a run:20 crash:a restart:d restart:e split:a elect:e elect:e run:60"


def after(*parts: str) -> tuple[Cluster, list[str]]:
    """The cluster after these parts, and the properties that broke, in order."""
    schedule = parse_schedule(" ".join(parts))
    cluster = Cluster(schedule.setup)
    broken = (broken_by(cluster, command) for command in schedule.commands)
    return cluster, [name for name in broken if name is not None]


def test_a_leader_does_not_commit_what_a_majority_has_of_an_older_term() -> None:
    cluster, broken = after(PART_A, PART_B, PART_C)
    leader, follower, other = (cluster.servers[i] for i in (A, C, E))
    assert broken == [] and (leader.role, leader.current_term) == ("leader", 3)
    assert leader.log == follower.log != other.log
    assert [entry.term for entry in leader.log] == [1]
    assert leader.commit_index == 0 and not cluster.committed


def test_what_a_majority_had_is_replaced_and_nothing_that_was_committed() -> None:
    cluster, broken = after(PART_A, PART_B, PART_C, PART_D)
    leader, follower = cluster.servers[E], cluster.servers[C]
    assert broken == [] and (leader.role, leader.current_term) == ("leader", 4)
    assert [entry.term for entry in follower.log] == [2] and not cluster.committed


def test_an_entry_of_the_own_term_on_a_majority_keeps_the_other_server_from_leading() -> None:
    cluster, broken = after(PART_A, PART_B, PART_C, PART_E)
    stands, follower = cluster.servers[E], cluster.servers[C]
    assert broken == [] and stands.role == "candidate"
    assert [entry.term for entry in follower.log] == [1, 3]
    assert {c.index for c in cluster.committed} == {1, 2}


def test_who_counts_replicas_of_an_older_term_loses_what_it_committed(
    plant: Callable[[Callable[..., object], object], None],
) -> None:
    planted = fault("commits_old_terms")
    plant(planted.right, planted.faulty)
    assert after(PART_A, PART_B, PART_C)[0].servers[A].commit_index == 1
    assert after(PART_A, PART_B, PART_C, PART_D)[1][0] == "LeaderCompleteness"
    assert after(PART_A, PART_B, PART_C, PART_E)[1] == []
