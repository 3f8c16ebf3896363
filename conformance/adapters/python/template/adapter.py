"""A template: copy it, and put your implementation where the comments say "yours".

It needs nothing but Python. As it stands every node ignores whatever happens to it, so the suite starts it,
talks to it, and says that every case is inconclusive, since nobody is ever elected.

    raftspec conform -- python adapter.py

The protocol is described in raft_conformance/protocol/PROTOCOL.md.
"""

import json
import sys
from typing import Any

Json = dict[str, Any]


class Unsupported(Exception):
    """The implementation has nothing of the kind: the case is skipped."""


class Node:
    """One server. Yours: hold your node here, with a transport that only collects what is sent."""

    def __init__(self, name: str, members: list[str], seed: int) -> None:
        self.name = name
        self.members = members
        self.outbox: list[tuple[str, bytes]] = []
        """(receiver, message) pairs that the node sent since they were last collected."""
        self.finished: list[tuple[str, int]] = []
        """Reads that may be answered, each with an index that the state machine has applied by then."""
        self.applied: list[Json] = []
        """Yours, if you claim `sessions`: what its state machine did with each command of one."""

    def election_timeout(self) -> None:
        """Yours: make the node's election timer run out now."""

    def heartbeat_timeout(self) -> None:
        """Yours: make a leader send heartbeats and what its followers lack; others do nothing."""

    def receive(self, sender: str, message: bytes) -> None:
        """Yours: hand the message to the node, as if it had come over the network."""

    def propose(self, value: str) -> bool:
        """Yours: offer a command to the node; whether it was taken (only a leader does)."""
        return False

    def read(self, context: str) -> bool:
        """Yours, if you claim `read`: start one, and put (context, index) in `finished` when it may be answered."""
        return False

    def change(self, voters: list[str], learners: list[str]) -> bool:
        """Yours, if members can change: these are all that there are to be, not the difference.

        True only if there is a new configuration in the node's log. Nobody asks unless you claim
        `membership`; say with `configuration_active_on` from when a configuration is in force.
        """
        raise Unsupported

    def state(self) -> Json:
        """Yours: what can be seen. Leave out what cannot, rather than guess."""
        return {
            "term": 0,
            "vote": "",  # "" while no vote was cast in this term
            "role": "follower",
            "commit": 0,
            "last": {"index": 0, "term": 0},
        }

    def view(self, receiver: str, message: bytes) -> Json | None:
        """Yours, if you can: what a message says, in the words of the spec. None is always right."""
        return None


class Adapter:
    """The cluster; a method for each request."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.messages: dict[str, tuple[str, str, bytes]] = {}

    def hello(self, request: Json) -> Json:
        """Yours: the truth about your implementation. Claim more as you support more."""
        return {
            "implementation": "template",
            "version": "0",
            "homepage": "",
            "capabilities": {
                "clock": "forced",
                "network": "fifo",
                "messages": "one-way",
                "persistence": "none",
            },
        }

    def create(self, request: Json) -> Json:
        """A node with an empty disk; one that is not among the members is to join them later."""
        members = [member["id"] for member in request["members"]]
        node = Node(request["node"], members, request["seed"])
        self.nodes[node.name] = node
        return {"state": node.state()}

    def timeout(self, request: Json) -> Json:
        """A timer runs out."""
        node = self.nodes[request["node"]]
        if request["kind"] == "election":
            node.election_timeout()
        else:
            node.heartbeat_timeout()
        return self.effects(node)

    def deliver(self, request: Json) -> Json:
        """A message arrives."""
        sender, receiver, message = self.messages[request["mid"]]
        node = self.nodes[receiver]
        node.receive(sender, message)
        return self.effects(node)

    def propose(self, request: Json) -> Json:
        """A client offers a command."""
        node = self.nodes[request["node"]]
        accepted = node.propose(request["value"])
        return {**self.effects(node), "accepted": accepted}

    def read(self, request: Json) -> Json:
        """A client asks to read."""
        node = self.nodes[request["node"]]
        accepted = node.read(request["context"])
        return {**self.effects(node), "accepted": accepted}

    def change(self, request: Json) -> Json:
        """Other members are asked for; a node that is to join them was created before that."""
        node = self.nodes[request["node"]]
        accepted = node.change(request["voters"], request["learners"])
        return {**self.effects(node), "accepted": accepted}

    def state(self, request: Json) -> Json:
        """A node's state."""
        return {"state": self.nodes[request["node"]].state()}

    def shutdown(self, request: Json) -> Json:
        """The end."""
        return {}

    def effects(self, node: Node) -> Json:
        """What the node sent, each message with an id of its own, and its state."""
        sent = []
        for receiver, message in node.outbox:
            mid = f"m{len(self.messages) + 1}"
            self.messages[mid] = (node.name, receiver, message)
            sent.append(
                {
                    "mid": mid,
                    "from": node.name,
                    "to": receiver,
                    "blob": message.hex(),
                    "view": node.view(receiver, message),
                }
            )
        reads = [{"context": context, "index": index} for context, index in node.finished]
        applied = [*node.applied]
        for told in (node.outbox, node.finished, node.applied):
            told.clear()
        return {"messages": sent, "reads": reads, "applied": applied, "state": node.state()}


def answer(adapter: Adapter, request: Json) -> Json:
    """The reply to a request, without its id. What your implementation raises is its own fault."""
    handler = getattr(adapter, request["op"], None)
    try:
        if handler is None:
            raise Unsupported(request["op"])
        return {"ok": handler(request)}
    except Unsupported as error:
        return {"error": {"kind": "unsupported", "message": str(error)}}
    except Exception as error:  # noqa: BLE001  whatever your implementation may raise
        return {"error": {"kind": "implementation", "message": repr(error)}}


def main() -> None:
    """One line in, one line out, until `shutdown` or the end of the input."""
    adapter = Adapter()
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps({"id": request["id"], **answer(adapter, request)}), flush=True)
        if request["op"] == "shutdown":
            return


if __name__ == "__main__":
    main()
