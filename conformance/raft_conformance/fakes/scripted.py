"""A node that does nothing, for adapters that are broken otherwise: quick to start."""

from typing import Any

STATE = {"term": 0, "vote": "", "role": "follower", "commit": 0, "last": {"index": 0, "term": 0}}

HELLO = {
    "implementation": "broken",
    "version": "0",
    "capabilities": {
        "clock": "forced",
        "network": "fifo",
        "messages": "one-way",
        "persistence": "none",
    },
}


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """A correct reply, in which nothing ever happens."""
    match request["op"]:
        case "hello":
            return HELLO
        case "create" | "state":
            return {"state": STATE}
        case "shutdown" | "crash":
            return {}
        case _:
            return {"messages": [], "state": STATE, "accepted": False}
