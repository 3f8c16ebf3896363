"""A conversation with the adapter in a process of its own, by the Python that has PySyncObj."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from raft_conformance.environments import ensure_environment, find_adapter


class Conversation:
    """Sends requests, keeps what the nodes sent in one queue for each ordered pair of nodes."""

    def __init__(self, python: Path, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [str(python), str(find_adapter("pysyncobj"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        self.queues: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self.lines: list[str] = []
        self._number = 0

    def line(self, text: str) -> dict[str, Any]:
        """The reply to one raw line."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        self.lines.append(answer)
        reply: dict[str, Any] = json.loads(answer)
        return reply

    def ask(self, op: str, **fields: Any) -> dict[str, Any]:
        self._number += 1
        reply = self.line(json.dumps({"id": self._number, "op": op, **fields}))
        assert reply["id"] == self._number
        return reply

    def do(self, op: str, **fields: Any) -> dict[str, Any]:
        reply = self.ask(op, **fields)
        assert "ok" in reply, reply
        ok: dict[str, Any] = reply["ok"]
        for message in ok.get("messages", ()):
            self.queues[message["from"], message["to"]].append(message)
        return ok

    def refused(self, op: str, **fields: Any) -> str:
        """The kind of error that the request is answered with."""
        return str(self.ask(op, **fields)["error"]["kind"])

    def cluster(self, size: int) -> list[str]:
        nodes = [f"n{number}" for number in range(1, size + 1)]
        members = [{"id": node, "voter": True} for node in nodes]
        for node in nodes:
            self.do("create", node=node, members=members, seed=7, options={})
        return nodes

    def flow(self, source: str, dest: str) -> list[dict[str, Any]]:
        """Deliver in order all that is queued from source to dest; the views of the answers."""
        waiting = self.queues.pop((source, dest), [])
        answers = []
        for message in waiting:
            answers += self.do("deliver", mid=message["mid"])["messages"]
        return [answer["view"] for answer in answers]

    def elect(self, node: str, *voters: str) -> dict[str, Any]:
        self.do("timeout", node=node, kind="election")
        for voter in voters:
            self.flow(node, voter)
            self.flow(voter, node)
        return self.state(node)

    def round(self, leader: str, *followers: str) -> None:
        self.do("timeout", node=leader, kind="heartbeat")
        for follower in followers:
            self.flow(leader, follower)
            self.flow(follower, leader)

    def state(self, node: str) -> dict[str, Any]:
        state: dict[str, Any] = self.do("state", node=node)["state"]
        return state

    def log(self, node: str) -> list[dict[str, Any]]:
        log: list[dict[str, Any]] = self.do("log", node=node)["log"]
        return log

    def end(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


@pytest.fixture(scope="session")
def python_with() -> Callable[[str], Path]:
    """The Python that has the given version of PySyncObj."""

    def make(version: str) -> Path:
        return ensure_environment(
            f"pysyncobj=={version}", lambda line: print(line, file=sys.stderr)
        )

    return make


@pytest.fixture
def talk(python_with: Callable[[str], Path]) -> Iterator[Callable[..., Conversation]]:
    """Start a conversation: talk("0.3.16"), with environment variables as keywords."""
    started: list[Conversation] = []

    def start(version: str = "0.3.16", **environment: str) -> Conversation:
        conversation = Conversation(python_with(version), environment)
        started.append(conversation)
        return conversation

    yield start
    for conversation in started:
        conversation.end()
