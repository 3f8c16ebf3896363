"""The vectors are the spec's, and are compared with what can be observed and no more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from raft_conformance.fakes.extensions import RAFT
from raft_conformance.fakes.in_process import connected
from raft_conformance.fakes.spec_adapter import SpecCluster
from raft_conformance.judge.spec_server import Operators
from raft_conformance.protocol.capabilities import Capabilities
from raft_conformance.protocol.messages import AnyRequest, Position
from raft_conformance.protocol.views import AppendEntriesRequest, RequestVoteRequest
from raft_conformance.runner import run_case
from raft_conformance.vectors.format import VECTORS_FILE, read_vectors
from raft_conformance.vectors.generate import file_text, generate
from raft_conformance.vectors.run import case_of, placed

VECTORS = {vector.id: vector for vector in read_vectors()}

Change = Callable[[AnyRequest, dict[str, Any]], None]


def verdict(
    operators: Callable[[tuple[str, ...]], Operators],
    id: str,
    change: Change,
    claims: Capabilities = RAFT.capabilities,
) -> tuple[str, str]:
    """What comes of a vector when `change` alters the spec's replies."""
    cluster = SpecCluster(operators, None)

    def answer(request: AnyRequest) -> dict[str, Any]:
        reply = msgspec.to_builtins(cluster.answer(request))
        if "ok" in reply:
            change(request, reply["ok"])
        return dict(reply)

    result = run_case(lambda: connected(answer), case_of(VECTORS[id]), claims)
    return result.verdict, result.reason


def test_the_committed_vectors_are_what_the_spec_says(spec: Path) -> None:
    assert VECTORS_FILE.read_text(encoding="utf-8") == file_text(generate(spec))


def test_there_are_vectors_for_what_matters() -> None:
    about = {vector.definition for vector in VECTORS.values()}
    assert {
        "GrantsVote",
        "IsUpToDate",
        "BecomeFollower",
        "Recover",
        "ObserveTerm",
        "IsLogMatching",
        "MergeEntries",
        "FollowerCommit",
        "IsCommittable",
        "HandleAppendEntriesResponse",
    } <= about
    assert len(VECTORS) >= 15


def test_every_vector_names_a_definition_of_the_spec(spec: Path) -> None:
    text = (spec / "Raft.tla").read_text(encoding="utf-8")
    for vector in VECTORS.values():
        assert f"\n{vector.definition}(" in text


def test_indexes_are_counted_from_a_fresh_nodes_last_one() -> None:
    base = Position(index=7, term=3)
    asked = RequestVoteRequest(term=1, source="n2", dest="n1", last_log_term=0, last_log_index=0)
    there = placed(asked, base)
    assert isinstance(there, RequestVoteRequest)
    assert (there.last_log_index, there.last_log_term) == (7, 3)
    append = AppendEntriesRequest(
        term=4,
        source="n2",
        dest="n1",
        prev_log_index=2,
        prev_log_term=4,
        entries=(),
        leader_commit=1,
    )
    moved = placed(append, base)
    assert isinstance(moved, AppendEntriesRequest)
    assert (moved.prev_log_index, moved.prev_log_term, moved.leader_commit) == (9, 4, 8)


def is_inject(request: AnyRequest) -> bool:
    return type(request).__name__ == "Inject"


def silent(request: AnyRequest, ok: dict[str, Any]) -> None:
    """Show nothing but what is sent, and send nothing."""
    if "state" in ok:
        ok["state"] = {}
    if "messages" in ok:
        ok["messages"] = []


def unseeing(request: AnyRequest, ok: dict[str, Any]) -> None:
    """Send messages that nobody can decode, and show no state."""
    if "state" in ok:
        ok["state"] = {"last": {"index": 0, "term": 0}}
    for message in ok.get("messages", ()):
        message["view"] = None


def late_commit(request: AnyRequest, ok: dict[str, Any]) -> None:
    if "state" in ok:
        ok["state"]["commit"] = 0


def early_commit(request: AnyRequest, ok: dict[str, Any]) -> None:
    if is_inject(request):
        ok["state"]["commit"] = 2


def no_refusals(request: AnyRequest, ok: dict[str, Any]) -> None:
    ok["messages"] = [
        message
        for message in ok.get("messages", ())
        if message["view"].get("voteGranted", True) and message["view"].get("success", True)
    ]


def no_vote(request: AnyRequest, ok: dict[str, Any]) -> None:
    for message in ok.get("messages", ()):
        if message["view"]["type"] == "RequestVoteResponse":
            message["view"]["voteGranted"] = False
    if "state" in ok:
        ok["state"]["vote"] = None


def votes_for_all(request: AnyRequest, ok: dict[str, Any]) -> None:
    for message in ok.get("messages", ()):
        if message["view"]["type"] == "RequestVoteResponse":
            message["view"]["voteGranted"] = True


def acknowledges_all(request: AnyRequest, ok: dict[str, Any]) -> None:
    for message in ok.get("messages", ()):
        if message["view"]["type"] == "AppendEntriesResponse":
            message["view"]["matchIndex"] = 3


def accepts_all(request: AnyRequest, ok: dict[str, Any]) -> None:
    for message in ok.get("messages", ()):
        if message["view"]["type"] == "AppendEntriesResponse":
            message["view"] |= {"success": True, "matchIndex": None}


def forgets_the_last(request: AnyRequest, ok: dict[str, Any]) -> None:
    if "log" in ok:
        ok["log"] = ok["log"][:1]


def wrong_last(request: AnyRequest, ok: dict[str, Any]) -> None:
    for message in ok.get("messages", ()):
        if message["view"]["type"] == "RequestVoteRequest":
            message["view"]["lastLogIndex"] = 1


VERDICTS: list[tuple[str, Change, str, str]] = [
    ("commit-is-what-the-leader-committed", late_commit, "pass", ""),
    ("commit-is-what-the-leader-committed", early_commit, "fail", "must be at most 1"),
    ("vote-is-refused-for-an-older-term", no_refusals, "pass", ""),
    ("vote-is-granted-once-a-term", no_vote, "fail", "did not grant the vote, and must"),
    ("vote-is-granted-once-a-term", votes_for_all, "fail", "granted the vote, and must not"),
    ("append-refuses-a-gap", no_refusals, "pass", ""),
    ("append-refuses-a-gap", accepts_all, "fail", "accepted the request, and must not"),
    ("append-acknowledges-only-this-request", acknowledges_all, "fail", "may at most up to 1"),
    ("append-acknowledges-only-this-request", no_refusals, "pass", ""),
    ("append-adds-entries", forgets_the_last, "fail", "it has 1 of the entries"),
    ("election-names-the-last-entry", wrong_last, "fail", "must name 2 of term 1"),
    ("commit-never-goes-back", unseeing, "pass", ""),
]


@pytest.mark.parametrize(("id", "change", "wanted", "words"), VERDICTS)
def test_must_must_not_and_may(
    operators: Callable[[tuple[str, ...]], Operators],
    id: str,
    change: Change,
    wanted: str,
    words: str,
) -> None:
    claims = msgspec.structs.replace(RAFT.capabilities, log=change is not unseeing)
    found, reason = verdict(operators, f"vectors/{id}", change, claims)
    assert found == wanted, reason
    assert words in reason
