"""Written schedules, on each of which a fault breaks a property: what random search seldom does."""

from typing import NamedTuple

from tests.reference import snapshot_faults
from tests.reference.election_faults import FOUND_IN, IN_REPLIES
from tests.reference.faults import FAULTS, Fault

from raft_reference.cluster import Cluster, Unexplained
from raft_reference.election_invariants import larger_term_is_adopted
from raft_reference.invariants import first_broken
from raft_reference.run import Run
from raft_reference.schedule import parse_schedule

NO_STEP = "Next"
"""What is false where a node does what is no step of the specification."""

ALL_FAULTS: dict[str, Fault] = {
    **FAULTS,
    **{
        fault.faulty.__name__: fault
        for fault in (
            *FOUND_IN.values(),
            IN_REPLIES,
            *snapshot_faults.FOUND_AT_RANDOM.values(),
            *(fault for fault, _ in snapshot_faults.FOUND_BY_SCHEDULE.values()),
        )
    },
}


class Directed(NamedTuple):
    """A schedule on which a fault breaks a property; what random search seldom does."""

    fault: str
    property: str
    schedule: str


DIRECTED = (
    Directed(
        "counts_late_votes",
        "ElectionSafety",
        "noop=no elect:a deliver:0 elect:a elect:c elect:c deliver:1 deliver:6 deliver:8",
    ),
    Directed(
        "compares_only_lengths",
        "LeaderCompleteness",
        "batch=1 noop=yes elect:c run:4 split:c elect:a run:4 split:a run:2 elect:c run:2",
    ),
    Directed(
        "truncates_always",
        "MatchIsTrue",
        "batch=1 noop=no elect:a run:4 propose:a deliver:2 run:4",
    ),
    Directed(
        "keeps_the_old_tail",
        "LogMatching",
        "servers=5 noop=no elect:a run:24 split:ac propose:a propose:a run:20 elect:b run:20 "
        "propose:b run:20 heal run:30",
    ),
    Directed(
        "believes_any_commit",
        "CommitIsInLog",
        "batch=1 noop=no elect:a run:8 split:c propose:a propose:a run:12 beat:a heal run:8",
    ),
    Directed(
        "commits_own_end",
        "StateMachineSafety",
        "batch=1 noop=no elect:a run:8 propose:a run:4 split:a propose:a elect:b run:6 propose:b "
        "run:2 restart:b elect:b run:6 propose:b run:2 heal deliver:7 deliver:6 deliver:6 deliver:6 "
        "deliver:7",
    ),
    Directed(
        "backs_off_too_far",
        "NextAboveMatch",
        "noop=no elect:a run:8 propose:a drop:1 run:2 elect:b run:4 copy:1 drop:0 deliver:0 "
        "deliver:0 deliver:1 deliver:1 deliver:0",
    ),
    Directed(  # RP figure 8, with three servers
        "commits_old_terms",
        "LeaderCompleteness",
        "noop=no elect:a run:8 split:a propose:a elect:b run:6 propose:b drop:0 crash:b heal "
        "restart:a elect:a elect:a run:20 split:a restart:b elect:b elect:b run:6",
    ),
    Directed(
        "recovers_without_vote",
        "VoteIsKept",
        "elect:a run:1 restart:b",
    ),
    Directed(
        "forgets_the_vote",
        "VoteIsKept",
        "noop=no elect:a elect:b deliver:1 deliver:3 run:2 beat:a run:6",
    ),
    Directed(
        "acknowledges_own_end",
        "MatchIsTrue",
        "batch=1 noop=no elect:a run:12 propose:a run:1 propose:a deliver:1 run:6",
    ),
    Directed(
        "heartbeats_unchecked",
        "MatchIsTrue",
        "noop=no elect:a run:8 split:c propose:a run:6 heal drop:0 elect:b run:12 beat:b run:12",
    ),
    Directed(
        "commits_all_at_restart",
        NO_STEP,
        "noop=no elect:a run:8 split:a propose:a restart:a elect:b elect:b run:8",
    ),
    Directed(
        "returns_without_disk",
        NO_STEP,
        "elect:a run:2 restart:b",
    ),
    Directed(
        "ignores_terms_in_replies",
        "LargerTermIsAdopted",
        "features=check-quorum elect:a run:20 split:c elect:c heal drop:0 drop:0 beat:a run:6",
    ),
    Directed(
        "never_lacks_quorum",
        "StaysWithQuorum",
        "features=check-quorum elect:a run:8 split:a elect:a",
    ),
    Directed(
        "proposes_in_transfer",
        "NothingAppendedInTransfer",
        "features=transfer elect:a run:12 split:a transfer:ab propose:a",
    ),
    *(
        Directed(fault.faulty.__name__, broken, schedule)
        for broken, (fault, schedule) in snapshot_faults.FOUND_BY_SCHEDULE.items()
    ),
)


class Broken(NamedTuple):
    """The first property that a run breaks, and in how many actions."""

    property: str
    steps: int


def broken_by_schedule(text: str) -> Broken | None:
    """What a schedule breaks first, if anything; LargerTermIsAdopted is asked at its end."""
    schedule = parse_schedule(text)
    cluster = Cluster(schedule.setup)
    steps = 0
    for command in schedule.commands:
        try:
            for path in cluster.run(command):
                steps += len(path)
                broken = first_broken(cluster, path)
                if broken is not None:
                    return Broken(broken, steps)
        except Unexplained:
            return Broken(NO_STEP, steps + 1)
    run = Run(cluster.servers, cluster.messages, cluster.committed, cluster.features)
    if cluster.features and not larger_term_is_adopted(run):
        return Broken("LargerTermIsAdopted", steps)
    return None
