"""One PySyncObj node: no sockets, no threads, timers that expire on request, a journal on disk.

After every input the node gets one tick while its clock stands still, as its own loop would give
it after reading a socket: commit indexes advance and entries are applied there.
"""

from __future__ import annotations

import random
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pysyncobj_errors import BadRequestError, ImplementationError
from pysyncobj_library import Library, Surroundings
from pysyncobj_messages import MEMBERSHIP, Entry, Message

_ROLES = {0: "follower", 1: "candidate", 2: "leader"}
_MOMENT_SECONDS = 0.001  # PySyncObj's timers expire strictly after their deadline
_NEVER_SECONDS = 1e12


class _Transport:
    """Takes the place of TCPTransport: every peer is connected, what is sent is kept in `sent`."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes]] = []
        self.peers: set[Any] = set()
        self.serialize: Callable[[Message], bytes]
        self.on_message: Callable[[Any, Message], None]
        self.on_connected: Callable[[Any], None]
        self.on_disconnected: Callable[[Any], None]
        self.ready = True

    def setOnMessageReceivedCallback(self, callback: Callable[[Any, Message], None]) -> None:
        self.on_message = callback

    def setOnNodeConnectedCallback(self, callback: Callable[[Any], None]) -> None:
        self.on_connected = callback

    def setOnNodeDisconnectedCallback(self, callback: Callable[[Any], None]) -> None:
        self.on_disconnected = callback

    def setOnReadonlyNodeConnectedCallback(self, callback: object) -> None:
        """There are no read-only nodes."""

    def setOnReadonlyNodeDisconnectedCallback(self, callback: object) -> None:
        """There are no read-only nodes."""

    def setOnUtilityMessageCallback(self, message: str, callback: object) -> None:
        """Nobody administers the cluster."""

    def tryGetReady(self) -> None:
        """It always is."""

    def addNode(self, node: Any) -> None:
        """A member more, connected at once."""
        self.peers.add(node)
        self.on_connected(node)

    def dropNode(self, node: Any) -> None:
        """A member less, and its connection; no other is ever lost, the suite withholds messages instead."""
        self.peers.discard(node)
        self.on_disconnected(node)

    def send(self, node: Any, message: Message) -> bool:
        # Serialized at once, as a socket would: the dict may share lists with the sender's log.
        self.sent.append((node.id, self.serialize(message)))
        return True


def _is_change(entry: Entry) -> bool:
    """Whether an entry adds or removes a member."""
    return entry[0][0] == MEMBERSHIP


class DrivenNode:
    """A node, up or down; its journal stays in `folder` while it is down."""

    def __init__(
        self, library: Library, folder: Path, node_id: str, members: Sequence[str], seed: int
    ) -> None:
        self.id = node_id
        self._library = library
        self._journal = folder / "journal"
        self._members = members
        self._surroundings = Surroundings(random.Random(f"{seed}/{node_id}"))
        self._object: Any = None
        self._list: Any = None
        self._transport = _Transport()
        self._durable: tuple[int, str | None] | None = None
        self.start()

    @property
    def up(self) -> bool:
        return self._object is not None

    def start(self) -> None:
        """Start, or restart from what the journal holds."""
        if self.up:
            raise BadRequestError(f"node {self.id} is up already")
        node_class = self._library.node.Node
        others = [node_class(member) for member in self._members if member != self.id]
        configuration = self._library.config.SyncObjConf(
            autoTick=False,
            journalFile=str(self._journal),
            useFork=False,
            logCompactionMinEntries=sys.maxsize,
            logCompactionMinTime=_NEVER_SECONDS,
            dynamicMembershipChange=True,
        )
        self._transport = _Transport()
        self._transport.serialize = self._library.pickle.dumps
        with self._acting():
            self._list = self._library.batteries.ReplList()
            self._object = self._library.syncobj.SyncObj(
                node_class(self.id),
                others,
                conf=configuration,
                consumers=[self._list],
                transport=self._transport,
            )
            for other in others:
                self._transport.addNode(other)
            self._object.doTick()

    def crash(self) -> None:
        """The process is killed: nothing is flushed, closed or written any more.

        What it had handed to the operating system survives, as it would: the journal is a shared
        memory map, its meta file is written and closed before it is renamed into place.  Dropping
        the object only unmaps; PySyncObj has no finalizer that would write.  Who the others are it is
        told anew when it starts: those that it went by now, as if its host had written them down.
        """
        self._require_up()
        self._members = self._voters()
        self._object = None
        self._list = None

    def expire(self, kind: str) -> None:
        """Let the election timer (of a follower or candidate) or the heartbeat timer (of a leader)
        expire now.  A timer that the node does not have in its role does nothing."""
        self._require_up()
        leader = self.role == "leader"
        if leader and kind == "heartbeat":
            deadline = self._private("newAppendEntriesTime")
        elif not leader and kind == "election":
            deadline = self._private("raftElectionDeadline")
        else:
            return
        now = self._surroundings.now
        self._surroundings.now = max(now, deadline) + _MOMENT_SECONDS
        with self._acting():
            self._object.doTick()

    def receive(self, source: str, content: bytes) -> None:
        """A message arrives; from whom it has no connection with, as after a removal, none can."""
        self._require_up()
        sender = self._library.node.Node(source)
        if sender not in self._transport.peers:
            return
        with self._acting():
            message = self._library.pickle.loads(content)
            self._transport.on_message(sender, message)
            self._object.doTick()

    def propose(self, value: str) -> bool:
        """False where the node is no leader: PySyncObj would forward the value or keep it waiting,
        so it is not even offered."""
        self._require_up()
        if self.role != "leader":
            return False
        with self._acting():
            self._list.append(value)
            self._object.doTick()
        return True

    def change(self, voters: Sequence[str]) -> bool:
        """Ask for these voters: whether an entry that changes them is in the log now.

        False where the node is no leader, or more than one comes or goes.
        """
        self._require_up()
        now = {*self._voters()}
        changed = now ^ {*voters}
        if self.role != "leader" or len(changed) != 1:
            return False
        (name,) = changed
        before = len(self.log())
        with self._acting():
            node = self._library.node.Node(name)
            if name in now:
                self._object.removeNodeFromCluster(node)
            else:
                self._object.addNodeToCluster(node)
            self._object.doTick()
        return any(_is_change(entry) for entry in self.log()[before:])

    def take_sent(self) -> list[tuple[str, bytes]]:
        """(destination, serialized message) since the last call, a stable order over runs:
        PySyncObj iterates over a set of peers, whose order differs from process to process."""
        sent, self._transport.sent = self._transport.sent, []
        return sorted(sent, key=lambda item: item[0])

    def take_persisted(self) -> list[dict[str, Any]]:
        """[{term, vote}] if what the meta file on disk says of them has changed, else []."""
        path = self._journal.with_name(self._journal.name + ".meta")
        meta = self._library.pickle.loads(path.read_bytes()) if path.exists() else {}
        if "currentTerm" not in meta:
            return []
        durable = (meta["currentTerm"], meta["votedForNodeId"])
        if durable == self._durable:
            return []
        self._durable = durable
        return [{"term": durable[0], "vote": durable[1] or ""}]

    @property
    def role(self) -> str:
        return _ROLES[self._private("raftState")]

    @property
    def append_id(self) -> int:
        """The number by which PySyncObj knows the command of a proposal."""
        self._require_up()
        name = self._object._getFuncName((id(self._list), "append"))
        return int(self._object._methodToID[(id(self._list), name)])

    def log(self) -> list[Entry]:
        self._require_up()
        return list(self._private("raftLog")[:])

    def state(self) -> dict[str, Any]:
        """The state record of the protocol; the vote is "" where none was given in this term."""
        self._require_up()
        log = self._private("raftLog")
        leader = self._private("raftLeader")
        changes = [entry[1] for entry in log[:] if _is_change(entry)]
        index = changes[-1] if changes else log[0][1] - 1
        return {
            "term": self._object.raftCurrentTerm,
            "vote": self._private("votedForNodeId") or "",
            "role": self.role,
            "leader": None if leader is None else leader.id,
            "commit": self._object.raftCommitIndex,
            "applied": self._object.raftLastApplied,
            "last": {"index": log[-1][1], "term": log[-1][2]},
            "first": log[0][1],
            "snapshot": None,
            "configuration": {
                "voters": self._voters(),
                "outgoing": [],
                "learners": [],
                "joint": False,
                "index": index,
                "committed": index <= self._object.raftCommitIndex,
            },
        }

    def _voters(self) -> list[str]:
        return sorted([self.id, *(other.id for other in self._object.otherNodes)])

    def _private(self, name: str) -> Any:
        return getattr(self._object, f"_SyncObj__{name}")

    def _require_up(self) -> None:
        if not self.up:
            raise BadRequestError(f"node {self.id} is down: it crashed and was not restarted")

    @contextmanager
    def _acting(self) -> Iterator[None]:
        try:
            with self._library.inside(self._surroundings):
                yield
        except Exception as problem:
            traceback.print_exc(file=sys.stderr)
            raise ImplementationError(
                f"PySyncObj {self._library.version} raised {problem!r} on node {self.id}"
            ) from problem
