"""Each monitor fails on a planted history, and keeps quiet on its lawful twin."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from tests.conformance.judge.disk_histories import DISKS
from tests.conformance.judge.histories_of_members import HISTORIES_OF_MEMBERS, elected_by
from tests.conformance.judge.history import History, entries_of
from tests.conformance.judge.reading import CLAIMS, READING
from tests.conformance.judge.session_histories import SESSIONS

from raft_conformance.fakes.extensions import RAFT
from raft_conformance.judge import rules, rules_for_members
from raft_conformance.judge.judge import MONITORS
from raft_conformance.judge.rules import Rule
from raft_conformance.judge.specification import SpecificationText
from raft_conformance.protocol.messages import Persisted, Position
from raft_conformance.protocol.views import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    Entry,
    RequestVoteRequest,
    RequestVoteResponse,
)


def vote(dest: str, term: int) -> RequestVoteResponse:
    return RequestVoteResponse(term=term, source="n1", dest=dest, vote_granted=True)


def asks(term: int, last: tuple[int, int]) -> RequestVoteRequest:
    return RequestVoteRequest(
        term=term, source="n2", dest="n1", last_log_term=last[0], last_log_index=last[1]
    )


def append(term: int, prev: int | None, entries: str = "", commit: int = 0) -> AppendEntriesRequest:
    made = tuple(Entry(term=entry.term, value=entry.value) for entry in entries_of(entries))
    return AppendEntriesRequest(
        term=term,
        source="n2",
        dest="n1",
        prev_log_index=prev,
        prev_log_term=1,
        entries=made,
        leader_commit=commit,
    )


def answer(term: int | None, match: int | None, success: bool = True) -> AppendEntriesResponse:
    return AppendEntriesResponse(
        term=term, source="n1", dest="n2", success=success, match_index=match
    )


def two_leaders(h: History, second: int) -> None:
    h.see("n1", role="leader", term=1)
    h.see("n2", role="leader", term=second)


def term_changes(h: History, to: int) -> None:
    h.see("n1", term=2)
    h.see("n1", term=to)


def term_over_restart(h: History, to: int) -> None:
    h.see("n1", term=2)
    h.see("n1", "restart", term=to)


def vote_changes(h: History, to: str | None) -> None:
    h.see("n1", term=1, vote="n2")
    h.see("n1", term=1, vote=to)


def votes_in_answers(h: History, second: str) -> None:
    h.see("n1", term=1, vote=None, sent=(vote("n2", 1),))
    h.see("n1", "restart", term=1, vote=None)
    h.see("n1", term=1, vote=None, sent=(vote(second, 1),))


def votes_on_disk(h: History, second: str) -> None:
    h.see("n1", term=1, vote=None, persisted=(Persisted(term=1, vote="n2"),))
    h.see("n1", term=1, vote=None, persisted=(Persisted(term=1, vote=second),))


def vote_for(h: History, last: tuple[int, int]) -> None:
    h.see("n1", term=2, log="1a 2b")
    h.see("n1", term=3, log="1a 2b", received=asks(3, last), sent=(vote("n2", 3),))


def two_logs(h: History, other: str) -> None:
    h.see("n1", term=2, log="1a 1b 2c")
    h.see("n2", term=2, log=other)


def one_log(h: History, log: str) -> None:
    h.see("n1", term=2, log=log)


def log_after_snapshot(h: History, term: int) -> None:
    h.see("n1", term=2, log="1a 2b", snapshot=Position(index=0, term=term))


def snapshot_with_commit(h: History, commit: int) -> None:
    h.see("n1", term=1, log="1a 1b", snapshot=Position(index=2, term=1), commit=commit)


def leaders_log(h: History, after: str) -> None:
    h.see("n1", role="leader", term=2, log="1a 2b")
    h.see("n1", role="leader", term=2, log=after)


def later_leader(h: History, log: str) -> None:
    for node in ("n1", "n2"):
        h.see(node, term=1, log="1a")
    h.see("n1", term=1, log="1a", commit=1)
    h.see("n3", role="leader", term=2, log=log)


def committed_twice(h: History, other: str) -> None:
    h.see("n1", term=1, log="1a", commit=1)
    h.see("n2", term=2, log=other, commit=1)


def commit_changes(h: History, to: int) -> None:
    for node in ("n1", "n2"):
        h.see(node, term=1, log="1a 1b")
    h.see("n1", term=1, log="1a 1b", commit=2)
    h.see("n1", term=1, log="1a 1b", commit=to)


def commit_beyond(h: History, commit: int) -> None:
    h.see("n1", term=1, log="1a", commit=commit)


def commit_with(h: History, others: str) -> None:
    h.see("n1", term=1, log="1a")
    for node in others.split():
        h.see(node, term=1, log="1a")
    h.see("n1", term=1, log="1a", commit=1)


def leader_commits(h: History, upto: int) -> None:
    for node in ("n1", "n2"):
        h.see(node, role="leader" if node == "n1" else "follower", term=2, log="1a 2b")
    h.see("n1", role="leader", term=2, log="1a 2b", commit=upto)


def follower_commits(h: History, commit: int) -> None:
    h.see("n1", term=1, log="1a 1b 1c")
    asked = append(2, prev=1, commit=3)
    h.see("n1", term=2, log="1a 1b 1c", commit=commit, received=asked, sent=(answer(2, 1),))


def commit_after_refusal(h: History, commit: int) -> None:
    h.see("n1", term=1, log="1a")
    asked = append(2, prev=1, entries="2b", commit=2)
    refused = answer(2, None, success=False)
    h.see("n1", term=2, log="1a", commit=commit, received=asked, sent=(refused,))


def acknowledged(h: History, after: str) -> None:
    asked = append(1, prev=0, entries="1a 1b")
    h.see("n1", term=1, log="1a 1b", received=asked, sent=(answer(None, 2),))
    h.see("n1", term=1, log=after)


def acknowledges(h: History, match: int) -> None:
    h.see("n1", term=1, log="1a 1b", received=append(1, 0, "1a 1b"), sent=(answer(1, match),))


def refuses(h: History, prev: int | None) -> None:
    h.see("n1", term=1, log="1a 1b", received=append(1, 0, "1a 1b"), sent=(answer(1, 2),))
    asked = append(1, prev=prev)
    h.see("n1", term=1, log="1a 1b", received=asked, sent=(answer(1, None, success=False),))


HISTORIES: list[tuple[str, Callable[[History, Any], None], Any, Any]] = [
    ("ElectionSafety", two_leaders, 1, 2),
    ("TermNeverGoesBack", term_changes, 1, 3),
    ("TermNeverGoesBack", term_over_restart, 0, 2),
    ("VoteIsKept", vote_changes, "n3", "n2"),
    ("VoteIsKept", vote_changes, "", None),
    ("OneVoteATerm", votes_in_answers, "n3", "n2"),
    ("OneVoteATerm", votes_on_disk, "n3", "n2"),
    ("VotesForUpToDateLogs", vote_for, (1, 9), (2, 2)),
    ("VotesForUpToDateLogs", vote_for, (2, 1), (3, 1)),
    ("LogMatching", two_logs, "1a 1x 2c", "1a 1b 2c"),
    ("LogMatching", two_logs, "1a 1b 2x", "1a 1b 3x"),
    ("TermsInLogNeverDecrease", one_log, "1a 2b 1c", "1a 1b 2c"),
    ("TermsInLogNeverDecrease", log_after_snapshot, 2, 1),
    ("LeaderAppendOnly", leaders_log, "1a", "1a 2b 2c"),
    ("LeaderAppendOnly", leaders_log, "1a 2x 2c", "1a 2b"),
    ("LeaderCompleteness", later_leader, "2x", "1a 2x"),
    ("StateMachineSafety", committed_twice, "2x", "1a"),
    ("CommitNeverGoesBack", commit_changes, 1, 2),
    ("CommitIsInLog", commit_beyond, 2, 1),
    ("SnapshotIsApplied", snapshot_with_commit, 1, 2),
    ("CommittedIsOnAQuorum", commit_with, "", "n3"),
    ("LeaderCommitsOwnTerm", leader_commits, 1, 2),
    ("FollowerCommitIsVerified", follower_commits, 3, 1),
    ("FollowerCommitIsVerified", commit_after_refusal, 1, 0),
    ("AcknowledgedIsKept", acknowledged, "1a", "1a 1b"),
    ("AcknowledgedIsKept", acknowledged, "1a 1x", "1a 1b 1c"),
    ("AcknowledgedIsKept", acknowledges, 3, 2),
    ("AcknowledgedIsMatched", refuses, 2, 3),
    ("AcknowledgedIsMatched", refuses, 1, None),
    *READING,
    *SESSIONS,
    *HISTORIES_OF_MEMBERS,
]
ON_APPLY = {"ConfigurationIsApplied"}


@pytest.mark.parametrize(("rule", "plant", "wrong", "right"), HISTORIES)
def test_a_monitor_fails_on_a_planted_history(
    rule: str, plant: Callable[[History, Any], None], wrong: object, right: object
) -> None:
    claims = msgspec.structs.replace(
        CLAIMS.get(rule, RAFT.capabilities),
        configuration_active_on="apply" if rule in ON_APPLY else "append",
    )
    bad, good = History(claims), History(claims)
    plant(bad, wrong)
    plant(good, right)
    assert rule in bad.broken
    assert rule not in good.broken


def test_every_monitor_has_a_planted_history() -> None:
    assert {monitor.rule.name for monitor in MONITORS} == {row[0] for row in (*HISTORIES, *DISKS)}


def test_what_cannot_be_seen_is_not_judged() -> None:
    history = History()
    for node in ("n1", "n2", "n3"):
        for cause in ("deliver", "restart"):
            history.see(node, cause, term=None, vote=None, role=None, commit=None, last=None)
    assert not history.broken


@pytest.mark.parametrize(
    ("persistence", "kept"), [("none", set()), ("async", {"OneVoteATerm"})], ids=["none", "async"]
)
def test_without_a_durable_disk_a_restart_may_forget_what_was_not_promised(
    persistence: Any, kept: set[str]
) -> None:
    history = History(msgspec.structs.replace(RAFT.capabilities, persistence=persistence))
    term_over_restart(history, 0)
    votes_in_answers(history, "n3")
    assert history.broken & {"TermNeverGoesBack", "OneVoteATerm", "VoteIsKept"} == kept


def test_half_is_no_majority() -> None:
    half, majority = History(servers=4), History(servers=4)
    commit_with(half, "n2")
    commit_with(majority, "n2 n3")
    assert "CommittedIsOnAQuorum" in half.broken
    assert not majority.broken


def test_a_leader_id_has_one_leader_as_a_term_has() -> None:
    claims = msgspec.structs.replace(RAFT.capabilities, leader_id="term+node")
    history = History(claims)
    two_leaders(history, 1)
    assert "ElectionSafety" in history.broken


def test_a_commit_index_may_be_lower_after_a_restart() -> None:
    history = History()
    commit_changes(history, 2)
    history.see("n1", "restart", term=1, log="1a 1b", commit=0)
    assert not history.broken


def test_a_late_commit_index_is_allowed() -> None:
    history = History()
    follower_commits(history, 0)
    history.see("n2", term=2, log="1a")
    history.see("n1", term=2, log="1a 1b 1c", commit=1, received=append(2, 1))
    assert not history.broken


@pytest.mark.parametrize(("rule", "plant", "wrong", "right"), HISTORIES_OF_MEMBERS)
def test_where_a_configuration_is_in_force_unknown_it_is_not_judged(
    rule: str, plant: Callable[[History, Any], None], wrong: object, right: object
) -> None:
    history = History()
    plant(history, wrong)
    is_plain = plant is elected_by or rule == "OneChangeAtATime"
    assert (rule in history.broken) == is_plain


def test_a_rule_is_reported_once_a_node() -> None:
    history = History()
    for term in (3, 2, 1):
        history.see("n1", term=term)
    assert len(history.judge.violations) == 1


@pytest.mark.parametrize(
    "rule",
    [
        rule
        for module in (rules, rules_for_members)
        for rule in vars(module).values()
        if isinstance(rule, Rule)
    ],
    ids=lambda rule: rule.name,
)
def test_every_rule_is_bound_to_lines_of_the_spec(rule: Rule, text: SpecificationText) -> None:
    excerpt = text.excerpt(rule)
    assert excerpt.file == f"{rule.module}.tla"
    assert any(line.startswith(rule.definition) for line in excerpt.lines)
    assert excerpt.place.startswith(f"{rule.module}.tla:")


def test_a_property_of_steps_is_shown_with_its_step(text: SpecificationText) -> None:
    rules = {monitor.rule.name: monitor.rule for monitor in MONITORS}
    lines = text.excerpt(rules["CommitNeverGoesBack"]).lines
    assert lines[0].startswith("(* RP figure 2")
    assert any("servers'[i].commitIndex >= servers[i].commitIndex" in line for line in lines)
    assert lines[-1].startswith("CommitNeverGoesBack ==")


def compacting(first: int) -> History:
    """A leader commits two entries and shows no entry any more, from `first` on; then n2 commits."""
    history = History()
    ack = AppendEntriesResponse(term=1, source="n1", dest="n2", success=True, match_index=2)
    leads: dict[str, Any] = {"term": 1, "vote": "n1", "role": "leader"}
    history.see("n2", term=1, log="1a 1b")
    history.see("n1", log="1a 1b", sent=(ack,), **leads)
    history.see("n1", log="1a 1b", commit=2, **leads)
    end = Position(index=2, term=1)
    history.see("n1", commit=2, first=first, last=end, cause="compact", **leads)
    history.see("n1", commit=2, first=first, last=end, **{**leads, "term": 2})
    history.see("n2", term=1, log="1a 1b", commit=2)
    return history


def test_what_is_compacted_is_not_missing() -> None:
    assert compacting(first=3).broken == set()
    assert {"LeaderAppendOnly", "AcknowledgedIsKept", "LeaderCompleteness"} <= compacting(
        first=1
    ).broken
    assert "CommittedIsOnAQuorum" in compacting(first=1).broken
