"""Planted histories of changes of the members, each with a lawful twin; an entry with a capital holds one."""

from collections.abc import Callable
from typing import Any

from tests.conformance.judge.history import History

from raft_conformance.protocol.messages import ObservedConfiguration
from raft_conformance.protocol.views import RequestVoteResponse

LEADS: dict[str, Any] = {"term": 1, "vote": "n1", "role": "leader"}


def shown(
    voters: str, index: int, *, outgoing: str = "", learners: str = "", committed: bool = True
) -> ObservedConfiguration:
    return ObservedConfiguration(
        voters=tuple(voters.split()),
        outgoing=tuple(outgoing.split()),
        learners=tuple(learners.split()),
        joint=bool(outgoing),
        index=index,
        committed=committed,
    )


FIRST = shown("n1 n2 n3", 0)


def elected_by(h: History, voters: str) -> None:
    """n1 stands in term 1, and leads when these have voted for it."""
    h.see("n1", "election", term=1, vote="n1", role="candidate")
    for voter in ("n2", "n3"):
        vote = RequestVoteResponse(
            term=1 if voter in voters.split() else 0, source=voter, dest="n1", vote_granted=True
        )
        h.see("n1", received=vote, term=1, vote="n1", role="candidate")
    h.see("n1", "tick", **LEADS)


def elected_in_joint(h: History, voters: str) -> None:
    """n1 leads by votes of n2 and n3 in a joint configuration of which they are old voters or none."""
    joint = shown("n1 n2 n3", 1, outgoing=voters)
    h.see("n1", "change", log="1A", configuration=joint)
    elected: dict[str, Any] = {"log": "1A", "configuration": joint}
    h.see("n1", "election", term=1, vote="n1", role="candidate", **elected)
    for voter in ("n2", "n3"):
        vote = RequestVoteResponse(term=1, source=voter, dest="n1", vote_granted=True)
        h.see("n1", received=vote, term=1, vote="n1", role="candidate", **elected)
    h.see("n1", "tick", **LEADS, **elected)


def committed_by(h: History, learners: str) -> None:
    """n1 commits with n4 and n5, of which some are learners and the others voters."""
    voters = " ".join(n for n in ("n1", "n4", "n5") if n not in learners.split())
    members = shown(f"{voters} n2 n3", 1, learners=learners, committed=False)
    for node in ("n4", "n5"):
        h.see(node, "create")
        h.see(node, log="1A", configuration=members)
    h.see("n1", "change", log="1A", configuration=members, **LEADS)
    h.see("n1", log="1A", commit=1, configuration=members, **LEADS)


def changes(h: History, second: str) -> None:
    """The log of the leader after a change that is not committed."""
    h.see("n1", "change", log="1a 1A", commit=1, configuration=FIRST, **LEADS)
    h.see("n1", "change", log=f"1a 1A {second}", commit=1, configuration=FIRST, **LEADS)


def changes_with(h: History, commit: int) -> None:
    """A leader of term 2 changes the members when it has committed so much."""
    leads = {**LEADS, "term": 2, "configuration": FIRST}
    h.see("n1", log="1a 2b", commit=commit, **leads)
    h.see("n1", "change", log="1a 2b 2C", commit=commit, **leads)


def goes_on_to(h: History, voters: str) -> None:
    """A leader goes from the first three voters to these."""
    h.see("n1", log="1a", commit=1, configuration=FIRST, **LEADS)
    h.see("n1", "change", log="1a 1B", commit=1, configuration=shown(voters, 2), **LEADS)


def goes_by(h: History, index: int) -> None:
    """n1 has a configuration at index 2, and says which one it goes by."""
    h.see("n1", "create", configuration=FIRST)
    h.see("n1", log="1a 1B", term=1, configuration=shown("n1 n2" if index else "n1 n2 n3", index))


def goes_back_to(h: History, voters: str) -> None:
    """n1 has added n4, and the entry is replaced."""
    h.see("n1", "create", configuration=FIRST)
    h.see("n1", log="1a 1B", term=1, configuration=shown("n1 n2 n3 n4", 2))
    h.see("n1", log="1a 2b", term=2, configuration=shown(voters, 0))


def goes_by_what_went(h: History, index: int) -> None:
    """n1 has added n4, and the entry is gone."""
    h.see("n1", "create", configuration=FIRST)
    h.see("n1", log="1a 1B", term=1, configuration=shown("n1 n2 n3 n4", 2))
    h.see("n1", log="1a 2b", term=2, configuration=FIRST if index == 0 else shown("n1", index))


def applies(h: History, commit: int) -> None:
    """n1 goes by the configuration at index 2 when so much is committed, and it has applied one."""
    h.see("n1", "create", configuration=FIRST, applied=0)
    h.see("n1", log="1a 1B", term=1, commit=commit, applied=1, configuration=shown("n1 n2", 2))


def has_applied(h: History, applied: int) -> None:
    """n1 goes by its first configuration when so much is applied."""
    h.see("n1", "create", configuration=FIRST, applied=0)
    h.see("n1", log="1a 1B", term=1, commit=2, applied=applied, configuration=FIRST)


def leads_on(h: History, log: str) -> None:
    """A leader whose removal is committed has this log afterwards."""
    gone = shown("n2 n3", 2)
    h.see("n1", log="1a 1B", commit=2, configuration=gone, **LEADS)
    h.see("n1", log=log, commit=2, configuration=gone, **LEADS)


def stands(h: History, committed: bool) -> None:
    """A server stands that has no vote by a configuration that is committed, or is not yet."""
    gone = shown("n2 n3", 2, committed=committed)
    h.see("n1", log="1a 1B", commit=2, term=1, configuration=gone)
    h.see(
        "n1",
        "election",
        log="1a 1B",
        commit=2,
        term=2,
        vote="n1",
        role="candidate",
        configuration=gone,
    )


HISTORIES_OF_MEMBERS: list[tuple[str, Callable[[History, Any], None], Any, Any]] = [
    ("LeaderHasAQuorum", elected_by, "", "n3"),
    ("LeaderHasAQuorum", elected_in_joint, "n4 n5", "n2 n3 n4"),
    ("CommittedIsOnAQuorum", committed_by, "n4 n5", ""),
    ("CommittedIsOnAQuorum", committed_by, "n4", ""),
    ("OneChangeAtATime", changes, "1B", "1b"),
    ("ChangeFollowsCommitOfItsTerm", changes_with, 1, 2),
    ("OneVoterAtATime", goes_on_to, "n1", "n1 n2"),
    ("OneVoterAtATime", goes_on_to, "n1 n2 n4", "n1 n2 n3 n4"),
    ("ConfigurationIsOfLog", goes_by, 0, 2),
    ("ConfigurationIsOfLog", goes_back_to, "n1 n2 n3 n4", "n1 n2 n3"),
    ("ConfigurationIsOfLog", goes_by_what_went, 2, 0),
    ("ConfigurationIsApplied", applies, 1, 2),
    ("ConfigurationIsApplied", has_applied, 2, 1),
    ("RemovedLeaderStepsDown", leads_on, "1a 1B 1c", "1a 1B"),
    ("OutsidersDoNotStand", stands, True, False),
]
