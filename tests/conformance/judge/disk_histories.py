"""Planted histories of disks that take their time: a rule, the plant, what breaks the rule and what does not."""

from collections.abc import Callable
from typing import Any

import msgspec
from tests.conformance.judge.history import History

from raft_conformance.fakes.extensions import RAFT
from raft_conformance.protocol.views import AppendEntriesResponse, RequestVoteResponse

ASYNC = msgspec.structs.replace(RAFT.capabilities, persistence="async")
"""What is claimed in all of them."""

VOTE = RequestVoteResponse(term=1, source="n1", dest="n2", vote_granted=True)
REFUSAL = RequestVoteResponse(term=1, source="n1", dest="n2", vote_granted=False)
ACKNOWLEDGEMENT = AppendEntriesResponse(term=1, source="n1", dest="n2", success=True, match_index=1)


def answers_a_request(h: History, answer: RequestVoteResponse) -> None:
    h.see("n1", term=1, pending=1, sent=(answer,))


def votes_with_writes(h: History, pending: int) -> None:
    h.see("n1", term=1, vote="n2", pending=pending, sent=(VOTE,))


def votes_again_after_a_crash(h: History, dest: str) -> None:
    h.see("n1", term=1, vote="n2", pending=0, sent=(VOTE,))
    h.see("n1", "restart", term=1, vote="n2", pending=0)
    again = msgspec.structs.replace(VOTE, dest=dest)
    h.see("n1", term=1, vote=dest, pending=0, sent=(again,))


def acknowledges_with_writes(h: History, pending: int) -> None:
    h.see("n1", term=1, pending=0)
    h.see("n1", term=1, log="1a", pending=pending, sent=(ACKNOWLEDGEMENT,))


def commits_with_writes(h: History, pending: int) -> None:
    h.see("n2", term=1, log="1a", pending=0)
    h.see("n1", role="leader", term=1, log="1a", pending=pending)
    h.see("n1", role="leader", term=1, log="1a", pending=pending, commit=1)


def leads_when_that_is_written(h: History, cause: str) -> None:
    h.see("n1", role="candidate", term=1, pending=1)
    h.see("n1", cause, role="leader", term=1, log="1a", pending=1)


def restarts_with(h: History, log: str) -> None:
    h.see("n1", term=1, log="1a", pending=0)
    h.see("n1", term=1, log="1a 1b", pending=1)
    h.see("n1", "restart", term=1, log=log, pending=0)


def restarts_after(h: History, cause: str) -> None:
    h.see("n1", term=1, log="1a", pending=0)
    h.see("n1", term=1, log="1a 1b 1c", pending=2)
    h.see("n1", cause, term=1, log="1a 1b 1c", pending=1)
    h.see("n1", "restart", term=1, log="1a 1b", pending=0)


def commits_after(h: History, cause: str) -> None:
    h.see("n2", term=1, log="1a", pending=0)
    h.see("n1", role="leader", term=1, pending=0)
    h.see("n1", role="leader", term=1, log="1a 1b", pending=2)
    h.see("n1", cause, role="leader", term=1, log="1a 1b", pending=1, commit=1)


DISKS: list[tuple[str, Callable[[History, Any], None], Any, Any]] = [
    ("SentTermIsDurable", answers_a_request, VOTE, REFUSAL),
    ("SentTermIsDurable", votes_with_writes, 1, 0),
    ("OneVoteATerm", votes_again_after_a_crash, "n3", "n2"),
    ("AcknowledgedIsDurable", acknowledges_with_writes, 1, 0),
    ("CommittedIsDurable", commits_with_writes, 1, 0),
    ("LeaderIsDurable", leads_when_that_is_written, "deliver", "sync"),
    ("LastWriteIsMemory", restarts_with, "", "1a"),
    ("LastWriteIsMemory", restarts_after, "deliver", "write"),
    ("CommittedIsDurable", commits_after, "deliver", "write"),
]
