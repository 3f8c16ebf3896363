"""The PySyncObj adapter speaks the protocol, and drives the real library as its README says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from raft_conformance.environments import find_adapter

Talk = Callable[..., Any]

registry = pytest.mark.registry


@registry
def test_hello_names_the_installed_version_and_what_it_needs_of_the_network(talk: Talk) -> None:
    ok = talk().do("hello", protocol="raft-conformance/1")
    assert (ok["implementation"], ok["version"]) == ("PySyncObj", "0.3.16")
    assert ok["capabilities"]["network"] == "fifo"
    assert talk().refused("hello", protocol="raft-conformance/2") == "bad-request"


@registry
@pytest.mark.parametrize("line", ["", "not json", "[1]", '{"op":"hello"}', '{"id":"1"}', "\x00"])
def test_garbage_is_answered_without_an_id_and_the_next_request_works(
    talk: Talk, line: str
) -> None:
    conversation = talk()
    reply = conversation.line(line)
    assert reply["id"] is None
    assert reply["error"]["kind"] == "bad-request"
    assert conversation.do("hello", protocol="raft-conformance/1")["version"] == "0.3.16"


@registry
def test_requests_that_name_nothing_are_refused(talk: Talk) -> None:
    conversation = talk()
    conversation.cluster(1)
    assert conversation.refused("leap") == "unsupported"
    assert conversation.refused("state", node="n9") == "bad-request"
    assert conversation.refused("deliver", mid="m9") == "bad-request"
    assert conversation.refused("timeout", node="n1", kind="tea") == "bad-request"
    assert conversation.refused("restart", node="n1") == "bad-request"
    assert conversation.refused("create", node="n1", members=[{"id": "n1"}]) == "bad-request"
    learner = [{"id": "n2", "voter": True}, {"id": "n3", "voter": False}]
    assert conversation.refused("create", node="n2", members=learner) == "unsupported"


@registry
def test_a_value_is_replicated_committed_and_the_same_everywhere(talk: Talk) -> None:
    conversation = talk()
    conversation.cluster(3)
    leader = conversation.elect("n1", "n2", "n3")
    assert (leader["role"], leader["term"], leader["vote"]) == ("leader", 1, "n1")
    assert conversation.do("propose", node="n1", value="x")["accepted"]
    assert not conversation.do("propose", node="n2", value="y")["accepted"]
    for _ in range(3):
        conversation.round("n1", "n2", "n3")
    logs = [conversation.log(node) for node in ("n1", "n2", "n3")]
    assert logs[0] == logs[1] == logs[2]
    kinds = [(entry["index"], entry["term"], entry["kind"], entry["value"]) for entry in logs[0]]
    assert kinds == [(1, 0, "initial", None), (2, 1, "noop", None), (3, 1, "value", "x")]
    for node in ("n1", "n2", "n3"):
        state = conversation.state(node)
        assert (state["commit"], state["applied"], state["leader"]) == (3, 3, "n1")


@registry
def test_views_say_what_the_messages_say(talk: Talk) -> None:
    conversation = talk()
    conversation.cluster(2)
    request = conversation.do("timeout", node="n1", kind="election")["messages"][0]["view"]
    ends = {"source": "n1", "dest": "n2"}
    asked = {"type": "RequestVoteRequest", "term": 1, "lastLogTerm": 0, "lastLogIndex": 1}
    assert request == asked | ends
    [vote] = conversation.flow("n1", "n2")
    assert (vote["type"], vote["voteGranted"]) == ("RequestVoteResponse", True)
    [append] = conversation.flow("n2", "n1")
    assert append["type"] == "AppendEntriesRequest"
    assert (append["prevLogIndex"], append["prevLogTerm"], append["leaderCommit"]) == (1, 0, 1)
    noop = conversation.log("n1")[-1]
    assert append["entries"] == [{"term": 1, "digest": noop["digest"]}]
    [answer] = conversation.flow("n1", "n2")
    assert (answer["success"], answer["matchIndex"], answer["term"]) == (True, 2, None)


@registry
def test_a_forced_timer_is_that_nodes_alone(talk: Talk) -> None:
    conversation = talk()
    conversation.cluster(3)
    for _ in range(5):
        conversation.do("timeout", node="n1", kind="election")
    assert conversation.state("n1")["term"] == 5
    # A vote that n2 never asked for does nothing but give n2 a tick.
    vote = {"type": "RequestVoteResponse", "term": 0, "voteGranted": True}
    after = conversation.do("inject", node="n2", view={**vote, "source": "n1", "dest": "n2"})
    assert (after["state"]["role"], after["state"]["term"]) == ("follower", 0)


@registry
def test_a_timer_that_the_role_does_not_have_does_nothing(talk: Talk) -> None:
    conversation = talk()
    conversation.cluster(3)
    assert conversation.do("timeout", node="n2", kind="heartbeat")["messages"] == []
    leader = conversation.elect("n1", "n2")
    effects = conversation.do("timeout", node="n1", kind="election")
    assert (effects["messages"], effects["state"]) == ([], leader)


@registry
def test_a_crash_keeps_what_was_written_and_flushes_nothing(talk: Talk) -> None:
    conversation = talk()
    conversation.cluster(3)
    conversation.elect("n1", "n2")
    conversation.do("propose", node="n1", value="x")
    for _ in range(3):
        conversation.round("n1", "n2")
    before, log = conversation.state("n2"), conversation.log("n2")
    assert before["commit"] == 3
    conversation.do("crash", node="n2")
    assert conversation.refused("state", node="n2") == "bad-request"
    assert conversation.refused("timeout", node="n2", kind="election") == "bad-request"
    after = conversation.do("restart", node="n2")["state"]
    assert (after["term"], after["vote"]) == (before["term"], before["vote"]) == (1, "n1")
    assert conversation.log("n2") == log
    # PySyncObj writes its commit index once a second at the most; a polite end would have too.
    assert after["commit"] == 1


@registry
def test_persisted_is_what_the_disk_holds_after_the_step(talk: Talk) -> None:
    conversation = talk()
    conversation.cluster(3)
    effects = conversation.do("timeout", node="n1", kind="election")
    assert effects["persisted"] == [{"term": 1, "vote": "n1"}]
    older = talk("0.3.15")
    older.cluster(3)
    assert older.do("timeout", node="n1", kind="election")["persisted"] == []


@registry
def test_the_same_requests_give_the_same_replies_in_another_process(talk: Talk) -> None:
    transcripts = []
    for hash_seed in ("1", "2"):
        conversation = talk(PYTHONHASHSEED=hash_seed)
        nodes = conversation.cluster(5)
        conversation.elect("n1", *nodes[1:])
        conversation.do("propose", node="n1", value="x")
        conversation.round("n1", *nodes[1:])
        transcripts.append(conversation.lines)
    assert transcripts[0] == transcripts[1]


@registry
def test_inject_builds_what_a_peer_would_have_sent(talk: Talk) -> None:
    conversation = talk()
    conversation.cluster(3)
    ends = {"source": "n1", "dest": "n2"}
    ask = {"type": "RequestVoteRequest", "term": 4, "lastLogTerm": 0, "lastLogIndex": 1, **ends}
    effects = conversation.do("inject", node="n2", view=ask)
    assert effects["messages"][0]["view"]["voteGranted"]
    assert (effects["state"]["term"], effects["state"]["vote"]) == (4, "n1")
    append = {
        "type": "AppendEntriesRequest",
        "term": 4,
        "prevLogIndex": 1,
        "prevLogTerm": 0,
        "entries": [{"term": 3, "value": "x"}, {"term": 4, "value": "y"}],
        "leaderCommit": 2,
        **ends,
    }
    effects = conversation.do("inject", node="n2", view=append)
    assert effects["messages"][0]["view"]["matchIndex"] == 3
    assert (effects["state"]["commit"], effects["state"]["last"]) == (2, {"index": 3, "term": 4})
    # A proposal of the same value is the same entry.
    conversation.elect("n1", "n3")
    conversation.do("propose", node="n1", value="x")
    assert conversation.log("n1")[-1]["digest"] == conversation.log("n2")[1]["digest"]


@registry
def test_inject_refuses_what_pysyncobj_cannot_say(talk: Talk) -> None:
    conversation = talk()
    conversation.cluster(3)
    ends = {"source": "n1", "dest": "n2"}
    no = {"type": "RequestVoteResponse", "term": 1, "voteGranted": False, **ends}
    assert conversation.refused("inject", node="n2", view=no) == "unsupported"
    vague = {"type": "AppendEntriesResponse", "success": False, "matchIndex": None, **ends}
    assert conversation.refused("inject", node="n2", view=vague) == "unsupported"
    unknown = {
        "type": "AppendEntriesRequest",
        "term": 1,
        "prevLogIndex": 1,
        "prevLogTerm": 0,
        "entries": [{"term": 1, "digest": "0" * 16}],
        "leaderCommit": 1,
        **ends,
    }
    assert conversation.refused("inject", node="n2", view=unknown) == "bad-request"
    short = {"type": "RequestVoteRequest", "term": 1, **ends}
    assert conversation.refused("inject", node="n2", view=short) == "bad-request"


@registry
@pytest.mark.parametrize(("version", "kept"), [("0.3.11", False), ("0.3.12", True)])
def test_a_lower_leader_commit_lowers_a_commit_index_only_in_0_3_11(
    talk: Talk, version: str, kept: bool
) -> None:
    """RP figure 2: commitIndex "increases monotonically"; n3 is a rightful leader here."""
    conversation = talk(version)
    conversation.cluster(3)
    conversation.elect("n1", "n2")
    conversation.do("propose", node="n1", value="x")
    conversation.do("timeout", node="n1", kind="heartbeat")
    conversation.flow("n1", "n3")
    for _ in range(4):
        conversation.round("n1", "n2")
    assert conversation.state("n2")["commit"] == 3
    assert conversation.elect("n3", "n2")["role"] == "leader"
    conversation.flow("n3", "n2")
    assert (conversation.state("n2")["commit"] == 3) is kept


@registry
@pytest.mark.parametrize(("version", "votes_twice"), [("0.3.15", True), ("0.3.16", False)])
def test_a_restart_forgets_a_vote_only_before_0_3_16(
    talk: Talk, version: str, votes_twice: bool
) -> None:
    """RP figure 2: votedFor is on stable storage before the answer leaves."""
    conversation = talk(version)
    conversation.cluster(3)
    assert conversation.elect("n1", "n2")["role"] == "leader"
    conversation.queues.pop(("n1", "n2"))
    conversation.do("crash", node="n2")
    conversation.do("restart", node="n2")
    conversation.do("timeout", node="n3", kind="election")
    assert conversation.state("n3")["term"] == 1
    assert bool(conversation.flow("n3", "n2")) is votes_twice


@registry
@pytest.mark.parametrize("polite", [True, False])
def test_the_end_leaves_no_journal_behind(talk: Talk, tmp_path: Path, polite: bool) -> None:
    conversation = talk(TMPDIR=str(tmp_path))
    conversation.cluster(3)
    assert list(tmp_path.iterdir()) != []
    if polite:
        assert conversation.do("shutdown") == {}
    conversation.end()
    assert conversation.process.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_without_pysyncobj_it_says_so_and_answers_nothing() -> None:
    # -S hides what is installed, whatever that is.
    command = [sys.executable, "-S", str(find_adapter("pysyncobj"))]
    done = subprocess.run(command, input="{}\n", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has pysyncobj installed" in done.stderr
    assert "Traceback" not in done.stderr
