"""A fault planted in the reference, and what a written schedule breaks with it or without."""

from collections.abc import Callable
from typing import Any, NamedTuple

from raft_reference.cluster import Cluster, Unexplained
from raft_reference.election_invariants import larger_term_is_adopted
from raft_reference.promises import first_broken
from raft_reference.schedule import parse_schedule

NO_STEP = "Next"
"""What is false where a node does what is no step of the specification."""


class Planted(NamedTuple):
    """A faulty function in the place of a right one, and the property that it breaks first.

    `mutant` of spec/mutants makes the same mistake, if any does.  The property breaks on `schedule`, if there is one;
    `at_random` says that random search finds it in seconds, which asks for no `schedule`.
    """

    right: Callable[..., Any]
    faulty: Callable[..., Any]
    breaks: str
    mutant: str | None = None
    schedule: str | None = None
    at_random: bool = False

    @property
    def name(self) -> str:
        """The name of the faulty function."""
        return self.faulty.__name__


class Broken(NamedTuple):
    """The first property that a run breaks, and in how many actions."""

    property: str
    steps: int


def larger_terms_are_adopted(cluster: Cluster) -> bool:
    """`LargerTermIsAdopted`, which looks at all messages of a run."""
    return larger_term_is_adopted(cluster.run_so_far())


def leader_is_elected(cluster: Cluster) -> bool:
    """`LeaderIsElected`, of those that are up: one leads the latest term that any of them has reached."""
    servers = [node.server for node in cluster.nodes.values() if node is not None]
    latest = max((s.current_term for s in servers), default=0)
    return any(s.role == "leader" and s.current_term == latest for s in servers)


AT_END: dict[str, Callable[[Cluster], bool]] = {
    "LargerTermIsAdopted": larger_terms_are_adopted,
    "LeaderIsElected": leader_is_elected,
}
"""Properties that are asked at the end of a schedule, where a fault is to break them."""


def broken_by_schedule(text: str, at_end: str = "") -> Broken | None:
    """What a schedule breaks first, if anything; at its end it is asked for one more property."""
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
    if at_end in AT_END and not AT_END[at_end](cluster):
        return Broken(at_end, steps)
    return None
