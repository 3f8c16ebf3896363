"""The spec as an adapter: every node is a server that acts by the operators of Raft.tla."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from raft_conformance.fakes.durability_server import DurabilityServer
from raft_conformance.fakes.election_server import ElectionServer
from raft_conformance.fakes.extensions import RAFT, Extension
from raft_conformance.fakes.lease_server import LeaseServer
from raft_conformance.fakes.membership_server import MembershipServer
from raft_conformance.fakes.read_server import ReadServer
from raft_conformance.fakes.session_server import SessionServer
from raft_conformance.fakes.snapshot_server import SnapshotServer
from raft_conformance.judge.spec_server import Operators, SpecServer
from raft_conformance.protocol import messages as m
from raft_conformance.protocol.views import AnyView


class BadRequest(Exception):
    """The suite asked for something that makes no sense here."""


class SpecCluster:
    """All nodes of one run; `answer` takes a request and gives the reply.

    `operators` gives the operators of the extension's module for a set of servers.
    """

    def __init__(
        self,
        operators: Callable[[tuple[str, ...]], Operators],
        mutant: str | None,
        extension: Extension = RAFT,
    ) -> None:
        self._extension = extension
        self._operators = operators
        self._name = f"the spec with {mutant}" if mutant else "the spec"
        self._servers: dict[str, SpecServer] = {}
        self._down: set[str] = set()
        self._messages: dict[str, AnyView] = {}

    def answer(self, request: m.AnyRequest) -> dict[str, Any]:
        """The reply to one request, without its id."""
        try:
            ok = self._do(request)
        except BadRequest as error:
            return {"error": {"kind": "bad-request", "message": str(error)}}
        return {"ok": msgspec.to_builtins(ok)}

    def _do(self, request: m.AnyRequest) -> msgspec.Struct:
        match request:
            case m.Hello():
                return m.Introduction(
                    implementation=self._name,
                    version="1",
                    capabilities=self._extension.capabilities,
                )
            case m.Create():
                return self._create(request)
            case m.Timeout():
                return self._effects(request.node, self._expire(request))
            case m.Deliver():
                return self._deliver(request.mid)
            case m.Inject():
                return self._effects(request.node, self._alive(request.node).receive(request.view))
            case m.Propose():
                return self._accepted(request.node, self._propose(request))
            case m.Register():
                sent = self._server_of_sessions(request.node).register(request.client)
                return self._accepted(request.node, sent)
            case m.Expire():
                sent = self._server_of_sessions(request.node).expire(request.session)
                return self._accepted(request.node, sent)
            case m.Transfer():
                return self._effects(request.node, self._hand_over(request))
            case m.Compact():
                return self._effects(request.node, self._compact(request))
            case m.Read():
                sent = self._server_of_reads(request.node).read(request.context)
                return self._accepted(request.node, sent)
            case m.Change():
                return self._accepted(request.node, self._change(request))
            case m.StateOf():
                return m.StateReply(state=self._state(request.node))
            case m.LogOf():
                return m.LogReply(log=self._log(request.node))
            case m.Crash():
                self._alive(request.node)
                self._down.add(request.node)
                return m.Nothing()
            case m.Restart():
                self._down.discard(request.node)
                self._alive(request.node).restart()
                return self._effects(request.node, [])
            case m.Sync():
                server = self._server_of_writes(request.node)
                return self._effects(request.node, server.sync(server.pending))
            case m.Write():
                return self._effects(request.node, self._server_of_writes(request.node).sync(1))
            case m.Shutdown():
                return m.Nothing()
            case m.Tick():
                return self._effects(request.node, self._tick(request))

    def _create(self, request: m.Create) -> m.StateReply:
        members = tuple(member.id for member in request.members)
        operators = self._operators(members)
        self._servers[request.node] = self._extension.server(
            operators, request.node, self._extension.servers(members)
        )
        return m.StateReply(state=self._state(request.node))

    def _alive(self, node: str) -> SpecServer:
        if node not in self._servers or node in self._down:
            raise BadRequest(f"there is no node {node}, or it is down")
        return self._servers[node]

    def _expire(self, request: m.Timeout) -> list[AnyView]:
        server = self._alive(request.node)
        if request.kind == "election":
            return server.election_timeout()
        return server.heartbeat_timeout()

    def _tick(self, request: m.Tick) -> list[AnyView]:
        server = self._alive(request.node)
        if not isinstance(server, LeaseServer):
            raise BadRequest("this adapter has no logical clock")
        return [view for _ in range(request.count) for view in server.tick()]

    def _hand_over(self, request: m.Transfer) -> list[AnyView]:
        server = self._alive(request.node)
        if not isinstance(server, ElectionServer):
            raise BadRequest("this adapter transfers no leadership")
        return server.transfer(request.target)

    def _compact(self, request: m.Compact) -> list[AnyView]:
        server = self._alive(request.node)
        if not isinstance(server, SnapshotServer):
            raise BadRequest("this adapter compacts nothing")
        return server.compact(request.keep)

    def _propose(self, request: m.Propose) -> list[AnyView] | None:
        if request.session is None:
            return self._alive(request.node).propose(request.value)
        server = self._server_of_sessions(request.node)
        return server.propose(request.value, request.session, request.serial)

    def _server_of_sessions(self, node: str) -> SessionServer:
        server = self._alive(node)
        if not isinstance(server, SessionServer):
            raise BadRequest("this adapter has no sessions")
        return server

    def _server_of_writes(self, node: str) -> DurabilityServer:
        server = self._alive(node)
        if not isinstance(server, DurabilityServer):
            raise BadRequest("this adapter writes at once")
        return server

    def _server_of_reads(self, node: str) -> ReadServer:
        server = self._alive(node)
        if not isinstance(server, ReadServer):
            raise BadRequest("this adapter takes no reads")
        return server

    def _accepted(self, node: str, sent: list[AnyView] | None) -> m.Answered:
        """The effects of a request that may be refused, for which `sent` is None."""
        effects = self._effects(node, sent or [])
        return m.Answered(**msgspec.structs.asdict(effects), accepted=sent is not None)

    def _change(self, request: m.Change) -> list[AnyView] | None:
        server = self._alive(request.node)
        if not isinstance(server, MembershipServer):
            raise BadRequest("this adapter changes no members")
        return server.change(request.voters, request.learners)

    def _deliver(self, mid: str) -> m.Effects:
        view = self._messages.get(mid)
        if view is None or view.dest is None:
            raise BadRequest(f"no message {mid} was sent")
        return self._effects(view.dest, self._alive(view.dest).receive(view))

    def _effects(self, node: str, sent: list[AnyView]) -> m.Effects:
        messages = []
        for view in sent:
            mid = f"m{len(self._messages) + 1}"
            self._messages[mid] = view
            assert view.source is not None
            assert view.dest is not None
            messages.append(m.Message(mid=mid, sender=view.source, to=view.dest, view=view))
        server = self._alive(node)
        finished = server.finish_reads() if isinstance(server, ReadServer) else []
        applied = server.apply() if isinstance(server, SessionServer) else []
        return m.Effects(
            messages=tuple(messages),
            reads=tuple(finished),
            applied=tuple(applied),
            pending=self._pending(server),
            state=self._state(node),
        )

    def _pending(self, server: SpecServer) -> int | None:
        """How many writes are on their way, where they may be."""
        if self._extension.capabilities.persistence != "async":
            return None
        assert isinstance(server, DurabilityServer)
        return server.pending

    def _state(self, node: str) -> m.State:
        server = self._alive(node)
        state = server.state
        base, base_term = state.snapshot["lastIndex"], state.snapshot["lastTerm"]
        last = state.log[-1]["term"] if state.log else base_term
        return m.State(
            term=state.current_term,
            vote=state.voted_for,
            role=state.role,
            commit=state.commit_index,
            applied=state.commit_index,
            last=m.Position(index=base + len(state.log), term=last),
            first=base + 1,
            snapshot=m.Position(index=base, term=base_term) if base else None,
            configuration=server.configuration if isinstance(server, MembershipServer) else None,
        )

    def _log(self, node: str) -> tuple[m.LogEntry, ...]:
        state = self._alive(node).state
        return tuple(
            _shown(index, entry)
            for index, entry in enumerate(state.log, start=state.snapshot["lastIndex"] + 1)
        )


def _shown(index: int, entry: dict[str, Any]) -> m.LogEntry:
    """An entry of a log; one that makes members has their text for its digest."""
    made = entry.get("configuration")
    if made is None:
        value = entry["value"]
        return m.LogEntry(index=index, term=entry["term"], value=value, digest=value)
    return m.LogEntry(index=index, term=entry["term"], kind="configuration", digest=str(made))


def operators_of(
    spec: Path, mutant: str | None, extension: Extension = RAFT
) -> Callable[[tuple[str, ...]], Operators]:
    """The spec's operators, read once for each set of first members."""
    known: dict[tuple[str, ...], Operators] = {}

    def give(members: tuple[str, ...]) -> Operators:
        if members not in known:
            known[members] = Operators(
                spec,
                extension.servers(members),
                mutant,
                module=extension.module,
                further=extension.constants(members),
            )
        return known[members]

    return give
