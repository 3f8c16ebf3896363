"""The adapter that lets raftspec judge PySyncObj: one request a line in, one reply a line out.

Run it with a Python that has PySyncObj installed; it needs nothing else.  README.md, beside this
file, says what is driven and under which assumptions.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from pysyncobj_errors import AdapterError, BadRequestError, UnsupportedError
from pysyncobj_library import Library
from pysyncobj_messages import Messages
from pysyncobj_node import DrivenNode

PROTOCOL = "raft-conformance/1"

CAPABILITIES = {
    "clock": "forced",
    "network": "fifo",
    "messages": "one-way",
    "persistence": "sync",
    "crash": True,
    "restart": True,
    "log": True,
    "inject": True,
    "pre_vote": False,
    "check_quorum": False,
    "stickiness": False,
    "learners": False,
    "membership": "single",
    "configuration_active_on": "append",
    "noop_on_election": True,
    "leader_id": "term",
    "transfer": False,
    "snapshot": "none",
    "read": "none",
    "sessions": False,
    "pull_based": False,
}


@dataclass(frozen=True, slots=True)
class _Envelope:
    source: str
    dest: str
    content: bytes


class Adapter:
    """All nodes of one cluster and the messages that they have sent, by message id."""

    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self._folder = folder
        self._messages = Messages(library)
        self._nodes: dict[str, DrivenNode] = {}
        self._sent: dict[str, _Envelope] = {}
        self.operations: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "hello": self.hello,
            "create": self.create,
            "timeout": self.timeout,
            "deliver": self.deliver,
            "inject": self.inject,
            "propose": self.propose,
            "change": self.change,
            "state": self.state,
            "log": self.log,
            "crash": self.crash,
            "restart": self.restart,
        }

    def hello(self, request: Mapping[str, Any]) -> dict[str, Any]:
        asked = _text(request, "protocol")
        if asked != PROTOCOL:
            raise BadRequestError(f"this adapter speaks {PROTOCOL}, not {asked}")
        return {
            "implementation": "PySyncObj",
            "version": self._library.version,
            "homepage": "https://github.com/bakwc/PySyncObj",
            "capabilities": CAPABILITIES,
        }

    def create(self, request: Mapping[str, Any]) -> dict[str, Any]:
        node_id = _text(request, "node")
        if node_id in self._nodes:
            raise BadRequestError(f"node {node_id} exists already")
        if request.get("options"):
            raise UnsupportedError(f"options {sorted(request['options'])} are not known here")
        members = _voters(request)
        seed = request.get("seed", 0)
        if not isinstance(seed, int):
            raise BadRequestError(f"seed must be an integer, not {seed!r}")
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        node = DrivenNode(self._library, folder, node_id, members, seed)
        self._nodes[node_id] = node
        return {"state": node.state()}

    def timeout(self, request: Mapping[str, Any]) -> dict[str, Any]:
        node = self._node(request)
        kind = _text(request, "kind")
        if kind not in ("election", "heartbeat"):
            raise BadRequestError(f"kind must be election or heartbeat, not {kind!r}")
        node.expire(kind)
        return self._effects(node)

    def deliver(self, request: Mapping[str, Any]) -> dict[str, Any]:
        mid = _text(request, "mid")
        envelope = self._sent.get(mid)
        if envelope is None:
            raise BadRequestError(f"no message {mid!r} was ever sent")
        node = self._node({"node": envelope.dest})
        node.receive(envelope.source, envelope.content)
        return self._effects(node)

    def inject(self, request: Mapping[str, Any]) -> dict[str, Any]:
        node = self._node(request)
        view = request.get("view")
        if not isinstance(view, Mapping):
            raise BadRequestError("inject needs a view, an object")
        message = self._messages.build(view, node.append_id)
        node.receive(_text(view, "source"), self._library.pickle.dumps(message))
        return self._effects(node)

    def propose(self, request: Mapping[str, Any]) -> dict[str, Any]:
        node = self._node(request)
        accepted = node.propose(_text(request, "value"))
        return {"accepted": accepted, **self._effects(node)}

    def change(self, request: Mapping[str, Any]) -> dict[str, Any]:
        node = self._node(request)
        learners, voters = _names(request, "learners"), _names(request, "voters")
        accepted = not learners and node.change(voters)
        return {"accepted": accepted, **self._effects(node)}

    def state(self, request: Mapping[str, Any]) -> dict[str, Any]:
        return {"state": self._node(request).state()}

    def log(self, request: Mapping[str, Any]) -> dict[str, Any]:
        entries = self._node(request).log()
        return {"log": [self._messages.describe_entry(entry) for entry in entries]}

    def crash(self, request: Mapping[str, Any]) -> dict[str, Any]:
        self._node(request).crash()
        return {}

    def restart(self, request: Mapping[str, Any]) -> dict[str, Any]:
        node = self._node(request)
        node.start()
        return self._effects(node)

    def _node(self, request: Mapping[str, Any]) -> DrivenNode:
        node_id = _text(request, "node")
        if node_id not in self._nodes:
            raise BadRequestError(f"there is no node {node_id!r}")
        return self._nodes[node_id]

    def _effects(self, node: DrivenNode) -> dict[str, Any]:
        messages = []
        for dest, content in node.take_sent():
            mid = f"m{len(self._sent) + 1}"
            self._sent[mid] = _Envelope(node.id, dest, content)
            view = self._messages.view(self._library.pickle.loads(content), node.id, dest)
            blob = base64.b64encode(content).decode("ascii")
            messages.append({"mid": mid, "from": node.id, "to": dest, "blob": blob, "view": view})
        return {"messages": messages, "persisted": node.take_persisted(), "state": node.state()}


def _text(request: Mapping[str, Any], key: str) -> str:
    value = request.get(key)
    if not isinstance(value, str):
        raise BadRequestError(f"{key} must be a string, not {value!r}")
    return value


def _names(request: Mapping[str, Any], key: str) -> list[str]:
    names = request.get(key)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadRequestError(f"{key} must be a list of strings, not {names!r}")
    return names


def _voters(request: Mapping[str, Any]) -> list[str]:
    members = request.get("members")
    if not isinstance(members, list) or not all(isinstance(item, Mapping) for item in members):
        raise BadRequestError("members must be a list of objects {id, voter}")
    if not all(member.get("voter", True) for member in members):
        raise UnsupportedError("PySyncObj has no members without a vote")
    return [_text(member, "id") for member in members]


def reply_to(adapter: Adapter, line: str) -> tuple[dict[str, Any], bool]:
    """The reply to one line, and whether the adapter shall go on.  Never raises for bad input."""
    number: int | None = None
    try:
        try:
            request = json.loads(line)
        except ValueError as problem:
            raise BadRequestError(f"not JSON: {problem}") from problem
        if not isinstance(request, dict):
            raise BadRequestError("a request is a JSON object")
        if not isinstance(request.get("id"), int):
            raise BadRequestError(f"id must be an integer, not {request.get('id')!r}")
        number = request["id"]
        name = _text(request, "op")
        if name == "shutdown":
            return {"id": number, "ok": {}}, False
        operation = adapter.operations.get(name)
        if operation is None:
            raise UnsupportedError(f"op {name!r} is not known here")
        return {"id": number, "ok": operation(request)}, True
    except AdapterError as problem:
        error = {"kind": problem.kind, "message": str(problem)}
        return {"id": number, "error": error}, True


def serve(adapter: Adapter, replies: TextIO) -> None:
    for line in sys.stdin:
        reply, go_on = reply_to(adapter, line)
        replies.write(json.dumps(reply) + "\n")
        replies.flush()
        if not go_on:
            return


def main() -> int:
    try:
        library = Library()
    except ImportError as problem:
        print(f"PySyncObj cannot be imported by {sys.executable}: {problem}", file=sys.stderr)
        print("Run this adapter by a Python that has pysyncobj installed.", file=sys.stderr)
        return 2
    # Only replies may reach standard output, whatever the library prints.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))  # removes the folder below
    with tempfile.TemporaryDirectory(prefix="raftspec-pysyncobj-") as folder:
        serve(Adapter(library, Path(folder)), replies)
    return 0


if __name__ == "__main__":
    sys.exit(main())
