"""PySyncObj's messages and log entries, as the protocol's views, and back.

A message of PySyncObj is a dict with a `type`; a log entry is `(command, index, term)`, where the
first byte of the command is its type.  Indexes are PySyncObj's own: the first entry of every log,
index 1 and term 0, is there from the start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, TypeAlias

from pysyncobj_errors import BadRequestError, UnsupportedError
from pysyncobj_library import Library

Message: TypeAlias = dict[str, Any]
View: TypeAlias = dict[str, Any]
Entry: TypeAlias = tuple[bytes, int, int]

MEMBERSHIP = 2
_KINDS = {0: "value", 1: "noop", MEMBERSHIP: "configuration", 3: "version"}


def digest(command: bytes) -> str:
    """16 hexadecimal digits that stand for the content of an entry, type byte included."""
    return hashlib.sha256(command).hexdigest()[:16]


class Messages:
    """Translates; remembers the commands that it saw, so that a digest can be injected again."""

    def __init__(self, library: Library) -> None:
        self._pickle = library.pickle
        self._commands: dict[str, bytes] = {}

    def digest(self, command: bytes) -> str:
        key = digest(command)
        self._commands[key] = command
        return key

    def describe_entry(self, entry: Entry) -> dict[str, Any]:
        """{index, term, kind, value, digest}; value is None for what no client proposed."""
        command, index, term = entry
        kind = _KINDS[command[0]]
        value = self._pickle.loads(command[1:])[1][0] if kind == "value" else None
        if (index, term) == (1, 0):
            kind = "initial"
        return {
            "index": index,
            "term": term,
            "kind": kind,
            "value": value,
            "digest": self.digest(command),
        }

    def view(self, message: Message, source: str, dest: str) -> View:
        """The message in the words of the spec; what these have no word for is "Other"."""
        ends = {"source": source, "dest": dest}
        match message["type"]:
            case "request_vote":
                return {
                    "type": "RequestVoteRequest",
                    "term": message["term"],
                    **ends,
                    "lastLogTerm": message["last_log_term"],
                    "lastLogIndex": message["last_log_index"],
                }
            case "response_vote":
                # Sent for a vote that is given and never for one that is refused.
                term = message["term"]
                return {"type": "RequestVoteResponse", "term": term, **ends, "voteGranted": True}
            case "append_entries" if "entries" in message:
                return {
                    "type": "AppendEntriesRequest",
                    "term": message["term"],
                    **ends,
                    "prevLogIndex": message["prevLogIdx"],
                    "prevLogTerm": message["prevLogTerm"],
                    "entries": [
                        {"term": term, "digest": self.digest(command)}
                        for command, _, term in message["entries"]
                    ],
                    "leaderCommit": message["commit_index"],
                }
            case "append_entries":
                part = "part-of-entry" if "transmission" in message else "snapshot"
                return {"type": "Other", "name": f"append_entries:{part}", **ends}
            case "next_node_idx" if message["success"] or message["reset"]:
                # A refusal carries the index to go on from, which figure 2 has no field for.
                follower_next = message["next_node_idx"]
                accepted = {"success": True, "matchIndex": follower_next - 1}
                refused = {"success": False, "matchIndex": None, "hint": follower_next}
                outcome = accepted if message["success"] else refused
                return {"type": "AppendEntriesResponse", "term": None, **ends, **outcome}
            case other:
                return {"type": "Other", "name": str(other), **ends}

    def build(self, view: Mapping[str, Any], append_id: int) -> Message:
        """The message that PySyncObj would have sent for a view.

        append_id is the number by which PySyncObj knows the command that proposals use.
        Raises UnsupportedError for what PySyncObj never sends, BadRequestError for a bad view.
        """
        try:
            match view.get("type"):
                case "RequestVoteRequest":
                    return {
                        "type": "request_vote",
                        "term": int(view["term"]),
                        "last_log_index": int(view["lastLogIndex"]),
                        "last_log_term": int(view["lastLogTerm"]),
                    }
                case "RequestVoteResponse":
                    if not view["voteGranted"]:
                        raise UnsupportedError("PySyncObj sends no message to refuse a vote")
                    return {"type": "response_vote", "term": int(view["term"])}
                case "AppendEntriesRequest":
                    prev = int(view["prevLogIndex"])
                    return {
                        "type": "append_entries",
                        "term": int(view["term"]),
                        "commit_index": int(view["leaderCommit"]),
                        "entries": [
                            (self._command(entry, append_id), prev + offset, int(entry["term"]))
                            for offset, entry in enumerate(view["entries"], start=1)
                        ],
                        "prevLogIdx": prev,
                        "prevLogTerm": int(view["prevLogTerm"]),
                    }
                case "AppendEntriesResponse":
                    return _build_append_response(view)
                case other:
                    raise UnsupportedError(f"no message can be built for a view of type {other!r}")
        except (KeyError, TypeError, ValueError) as problem:
            raise BadRequestError(f"malformed view: {problem!r}") from problem

    def _command(self, entry: Mapping[str, Any], append_id: int) -> bytes:
        if entry.get("kind") == "noop":
            return b"\x01"
        if isinstance(entry.get("value"), str):
            proposal: bytes = self._pickle.dumps((append_id, (entry["value"],)))
            return b"\x00" + proposal
        known = self._commands.get(str(entry.get("digest")))
        if known is None:
            raise BadRequestError(
                f"an entry to inject needs a value, kind noop, or a digest seen before: {entry!r}"
            )
        return known


def _build_append_response(view: Mapping[str, Any]) -> Message:
    """PySyncObj's reply names the index to go on from.  It has no term: view["term"] is unused."""
    if view["success"]:
        follower_next = int(view["matchIndex"]) + 1
    elif view.get("hint") is not None:
        follower_next = int(view["hint"])
    else:
        raise UnsupportedError(
            "PySyncObj refuses entries with the index to go on from: give it as `hint`"
        )
    return {
        "type": "next_node_idx",
        "next_node_idx": follower_next,
        "reset": not view["success"],
        "success": bool(view["success"]),
    }
