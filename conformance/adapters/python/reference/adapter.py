"""The conformance adapter of this project's own reference.

    adapter.py [FEATURE ...]       rules beyond Raft's own that are to be in force, `sessions`,
                                   `asynchronous-writes`, `leader-ids`, or `on-apply`: configurations
                                   are in force once they are applied

It hosts a cluster of `raft_reference` nodes behind the pipe that every other implementation uses:
one JSON request a line on standard input, one reply a line on standard output. A node's disk is a
`Durable` value that outlives the node: a crash throws the node away, and what is still to be written.
"""

import hashlib
import sys
from typing import Any

import msgspec
from reference_host import BadRequest, Hosted, Json, text_of

from raft_reference.core.effects import Accepted, Effects
from raft_reference.core.inputs import (
    Compact,
    Deliver,
    Expire,
    Input,
    Propose,
    Read,
    Reconfigure,
    Tick,
    Transfer,
)
from raft_reference.core.messages import (
    AppendEntriesRequest,
    InstallSnapshotRequest,
    Message,
)
from raft_reference.core.node import Settings
from raft_reference.core.sessions import (
    ClientId,
    ExpireCommand,
    Operation,
    OperationCommand,
    RegisterCommand,
    encode_command,
)
from raft_reference.core.types import (
    ActiveOn,
    AnyEntry,
    Configuration,
    ConfigurationEntry,
    Context,
    Entry,
    Features,
    Index,
    ServerId,
    Value,
    all_features,
)

INTRODUCTION: dict[str, Any] = {
    "implementation": "raftspec reference",
    "version": "0.1.0",
    "homepage": "",
    "capabilities": {
        "clock": "forced",
        "network": "duplicate",
        "messages": "one-way",
        "persistence": "sync",
        "crash": True,
        "restart": True,
        "log": True,
        "inject": True,
        "noop_on_election": True,
    },
}

CLAIMS = {
    "pre_vote": "pre-vote",
    "check_quorum": "check-quorum",
    "stickiness": "stickiness",
    "transfer": "transfer",
}
"""The capabilities that are rules for elections."""

DRIFT_TICKS = 1
"""How far apart clocks may be, where there is a lease."""

MEMBERSHIP = {(True, True): "both", (True, False): "single", (False, True): "joint"}
"""What is claimed with single-server changes in force or not, and joint consensus or not."""


class Cluster:
    """All nodes and all messages on their way; one method a request."""

    def __init__(
        self,
        features: Features = frozenset(),
        *,
        sessions: bool = False,
        asynchronous_writes: bool = False,
        leader_ids: bool = False,
        active_on: ActiveOn = "append",
    ) -> None:
        self.features = features
        self.sessions = sessions
        self.asynchronous_writes = asynchronous_writes
        self.leader_ids = leader_ids
        self.active_on: ActiveOn = active_on
        self.hosted: dict[str, Hosted] = {}
        self.messages: dict[str, Message] = {}

    def hello(self, request: Json) -> Json:
        """Who we are."""
        claims = {name: feature in self.features for name, feature in CLAIMS.items()}
        ways = ("single-server" in self.features, "joint" in self.features)
        further: Json = {
            **claims,
            "sessions": self.sessions,
            "persistence": "async" if self.asynchronous_writes else "sync",
            "leader_id": "term+node" if self.leader_ids else "term",
            "snapshot": "whole" if "snapshots" in self.features else "none",
            "read": "read-index" if "read-index" in self.features else "none",
            "membership": MEMBERSHIP.get(ways, "none"),
            "configuration_active_on": self.active_on,
            "learners": "learners" in self.features,
        }
        if "lease" in self.features:
            # It rests on clocks, so that no timer is ever forced.
            further |= {"read": "lease", "clock": "tick", "clock_drift": DRIFT_TICKS}
        return {**INTRODUCTION, "capabilities": {**INTRODUCTION["capabilities"], **further}}

    def create(self, request: Json) -> Json:
        """A node with an empty disk; all know the first members, also one that is to join them."""
        name = request["node"]
        if name in self.hosted:
            raise BadRequest(f"node {name} exists")
        members = frozenset(ServerId(member["id"]) for member in request["members"])
        # Every node draws its timeouts from a sequence of its own.
        seed = int.from_bytes(hashlib.sha256(f"{request['seed']} {name}".encode()).digest()[:4])
        settings = Settings(
            ServerId(name),
            members,
            features=self.features,
            drift_ticks=DRIFT_TICKS,
            asynchronous_writes=self.asynchronous_writes,
            leader_ids=self.leader_ids,
            active_on=self.active_on,
        )
        self.hosted[name] = Hosted(settings, seed)
        return {"state": self.hosted[name].state()}

    def timeout(self, request: Json) -> Json:
        """A timer runs out."""
        return self.take(request["node"], Expire(request["kind"]))

    def tick(self, request: Json) -> Json:
        """Time passes at one node."""
        shown = [self.take(request["node"], Tick()) for _ in range(request["count"])]
        lists = ("messages", "persisted", "reads", "applied")
        gathered = {name: [item for one in shown for item in one[name]] for name in lists}
        hosted = self.hosted[request["node"]]
        return {**gathered, "pending": hosted.pending, "state": hosted.state()}

    def deliver(self, request: Json) -> Json:
        """A message arrives; it stays known, so that it can arrive again."""
        message = self.messages.get(request["mid"])
        if message is None:
            raise BadRequest(f"no message {request['mid']} was sent")
        return self.take(message.dest, Deliver(message))

    def inject(self, request: Json) -> Json:
        """A message that the suite makes up arrives."""
        view = dict(request["view"])
        if "entries" in view:
            # Bytes travel as text in the suite's protocol, as base64 in the reference's JSON.
            view["entries"] = [
                Entry(entry["term"], Value((entry.get("value") or "").encode()))
                for entry in view["entries"]
            ]
        try:
            message: Message = msgspec.convert(view, type=Message)
        except msgspec.ValidationError as error:
            raise BadRequest(f"not a message: {error}") from None
        return self.take(request["node"], Deliver(message))

    def propose(self, request: Json) -> Json:
        """A client's command, of a session where one is named."""
        value: bytes = request["value"].encode()
        if request.get("session") is None:
            return self.offer(request["node"], Value(value))
        session = Index(int(request["session"]))
        command = OperationCommand(session, request["serial"], Operation(value))
        return self.offer(request["node"], encode_command(command))

    def register(self, request: Json) -> Json:
        """A client wants a session."""
        return self.offer(
            request["node"], encode_command(RegisterCommand(ClientId(request["client"])))
        )

    def expire(self, request: Json) -> Json:
        """A session is to end."""
        session = Index(int(request["session"]))
        return self.offer(request["node"], encode_command(ExpireCommand(session)))

    def offer(self, name: str, value: Value) -> Json:
        """A proposal, and whether it was taken."""
        hosted = self.hosted[name]
        effects, persisted = hosted.take(Propose(value))
        shown = self.show(hosted, effects, persisted)
        return {**shown, "accepted": isinstance(effects.proposal, Accepted)}

    def transfer(self, request: Json) -> Json:
        """A leader is to hand over."""
        return self.take(request["node"], Transfer(ServerId(request["target"])))

    def compact(self, request: Json) -> Json:
        """A node is to compact what it has applied, but for the last entries."""
        hosted = self.hosted[request["node"]]
        index = max(0, len(hosted.machine.log) - request["keep"])
        return self.take(request["node"], Compact(Index(index), hosted.machine.log[:index]))

    def read(self, request: Json) -> Json:
        """A client's read; the same context asked again is another read."""
        hosted = self.hosted[request["node"]]
        context = Context(len(hosted.contexts))
        hosted.contexts.append(request["context"])
        effects, persisted = hosted.take(Read(context))
        shown = self.show(hosted, effects, persisted)
        return {**shown, "accepted": context not in effects.refused_reads}

    def change(self, request: Json) -> Json:
        """Other members."""
        hosted = self.hosted[request["node"]]
        voters, learners = (
            frozenset(ServerId(name) for name in request[part]) for part in ("voters", "learners")
        )
        effects, persisted = hosted.take(Reconfigure(Configuration(voters, learners=learners)))
        shown = self.show(hosted, effects, persisted)
        return {**shown, "accepted": isinstance(effects.proposal, Accepted)}

    def state(self, request: Json) -> Json:
        """A node's state record."""
        return {"state": self.hosted[request["node"]].state()}

    def log(self, request: Json) -> Json:
        """A node's log."""
        return {"log": self.hosted[request["node"]].log()}

    def crash(self, request: Json) -> Json:
        """A node stops."""
        self.hosted[request["node"]].crash()
        return {}

    def restart(self, request: Json) -> Json:
        """A node starts again."""
        hosted = self.hosted[request["node"]]
        hosted.restart()
        return self.show(hosted, Effects(), [])

    def sync(self, request: Json) -> Json:
        """The disk does all that it was given."""
        hosted = self.hosted[request["node"]]
        effects, persisted = hosted.sync()
        return self.show(hosted, effects, persisted)

    def write(self, request: Json) -> Json:
        """The disk does the oldest write that it was given."""
        hosted = self.hosted[request["node"]]
        effects, persisted = hosted.sync(1)
        return self.show(hosted, effects, persisted)

    def shutdown(self, request: Json) -> Json:
        """The end."""
        return {}

    def take(self, name: str, given: Input) -> Json:
        """One input to one node, and what came of it."""
        hosted = self.hosted[name]
        effects, persisted = hosted.take(given)
        return self.show(hosted, effects, persisted)

    def show(self, hosted: Hosted, effects: Effects, persisted: list[Json]) -> Json:
        """Effects in the protocol's words."""
        messages = []
        for message in effects.messages:
            mid = f"m{len(self.messages) + 1}"
            self.messages[mid] = message
            blob = msgspec.json.encode(message).decode()
            sent = {"mid": mid, "from": message.source, "to": message.dest}
            messages.append({**sent, "blob": blob, "view": view_of(message)})
        reads = [
            {"context": hosted.contexts[context], "index": index}
            for context, index in effects.reads
        ]
        return {
            "messages": messages,
            "persisted": persisted,
            "reads": reads,
            "applied": hosted.machine.tell(),
            "pending": hosted.pending,
            "state": hosted.state(),
        }


def view_of(message: Message) -> Json:
    """The message in the protocol's words: the spec's, with commands as text."""
    view: Json = msgspec.to_builtins(message)
    if isinstance(message, AppendEntriesRequest):
        view["entries"] = [entry_of(entry) for entry in message.entries]
    if isinstance(message, InstallSnapshotRequest):
        end = message.snapshot
        view["snapshot"] = {
            "lastIndex": end.last_index,
            "lastTerm": end.last_term,
            "configuration": members_of(end.configuration),
        }
    return view


def entry_of(entry: AnyEntry) -> Json:
    """An entry in a view: its command as text, or the members that it makes."""
    if isinstance(entry, ConfigurationEntry):
        return {"term": entry.term, "configuration": members_of(entry.configuration)}
    return {"term": entry.term, "value": text_of(entry)}


def members_of(configuration: Configuration) -> Json:
    """A configuration with its names in order."""
    parts: dict[str, list[str]] = msgspec.to_builtins(configuration)
    return {part: sorted(names) for part, names in parts.items()}


REQUESTS = [
    "hello",
    "create",
    "timeout",
    "tick",
    "deliver",
    "inject",
    "propose",
    "register",
    "expire",
    "transfer",
    "compact",
    "read",
    "change",
    "state",
    "log",
    "crash",
    "sync",
    "write",
    "restart",
    "shutdown",
]


def answer(cluster: Cluster, request: Json) -> Json:
    """The reply to one request."""
    if request["op"] not in REQUESTS:
        return {"error": {"kind": "unsupported", "message": request["op"]}}
    try:
        return {"ok": getattr(cluster, request["op"])(request)}
    except BadRequest as error:
        return {"error": {"kind": "bad-request", "message": str(error)}}
    except KeyError as error:
        return {"error": {"kind": "bad-request", "message": f"no field or node {error}"}}


def main() -> None:
    """Answer until `shutdown` or the end of standard input."""
    features = frozenset(feature for feature in all_features() if feature in sys.argv[1:])
    cluster = Cluster(
        features,
        sessions="sessions" in sys.argv[1:],
        asynchronous_writes="asynchronous-writes" in sys.argv[1:],
        leader_ids="leader-ids" in sys.argv[1:],
        active_on="apply" if "on-apply" in sys.argv[1:] else "append",
    )
    for line in sys.stdin:
        request = msgspec.json.decode(line)
        reply = {"id": request["id"], **answer(cluster, request)}
        sys.stdout.write(msgspec.json.encode(reply).decode() + "\n")
        sys.stdout.flush()
        if request["op"] == "shutdown":
            return


if __name__ == "__main__":
    main()
