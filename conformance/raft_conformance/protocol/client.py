"""The suite's end of the pipe: one typed method a request."""

import contextlib
from collections.abc import Sequence
from types import TracebackType
from typing import Self, TypeVar

import msgspec

from raft_conformance.protocol import messages as m
from raft_conformance.protocol.connection import Connection
from raft_conformance.protocol.failures import AdapterFailure, Refused
from raft_conformance.protocol.pipe import Pipe
from raft_conformance.protocol.views import AnyView

T = TypeVar("T")

DEFAULT_TIMEOUT_SECONDS = 10.0


class Adapter:
    """A running adapter process.

    Every method sends one request and gives back its reply. AdapterFailure: the adapter broke the
    protocol and was killed. Refused: it answered with an error of its own and lives. Leaving the
    `with` block for any reason, Ctrl-C included, leaves no process behind.
    """

    def __init__(self, connection: Connection) -> None:
        self._pipe = connection
        self._last_id = 0

    @classmethod
    def start(
        cls, command: Sequence[str], timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    ) -> "Adapter":
        """Start a command; each request gets so many seconds. AdapterFailure if it does not start."""
        return cls(Pipe(command, timeout_seconds))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._pipe.kill()

    def hello(self) -> m.Introduction:
        """Who it is and what it claims."""
        return self._ask(m.Hello(), m.Introduction)

    def create(self, node: str, members: Sequence[m.Member], seed: int) -> m.State:
        """Make one node with an empty disk."""
        request = m.Create(node=node, members=tuple(members), seed=seed)
        return self._ask(request, m.StateReply).state

    def timeout(self, node: str, kind: m.TimerKind) -> m.Effects:
        """Fire a timer now."""
        return self._ask(m.Timeout(node=node, kind=kind), m.Effects)

    def tick(self, node: str, count: int) -> m.Effects:
        """Let logical time pass on one node."""
        return self._ask(m.Tick(node=node, count=count), m.Effects)

    def deliver(self, mid: str) -> m.Effects:
        """Hand over a message."""
        return self._ask(m.Deliver(mid=mid), m.Effects)

    def propose(
        self, node: str, value: str, session: str | None = None, serial: int | None = None
    ) -> m.Answered:
        """Offer a command."""
        request = m.Propose(node=node, value=value, session=session, serial=serial)
        return self._ask(request, m.Answered)

    def register(self, node: str, client: str) -> m.Answered:
        """Ask for a session."""
        return self._ask(m.Register(node=node, client=client), m.Answered)

    def expire(self, node: str, session: str) -> m.Answered:
        """End a session."""
        return self._ask(m.Expire(node=node, session=session), m.Answered)

    def transfer(self, node: str, target: str) -> m.Effects:
        """Ask a leader to hand over."""
        return self._ask(m.Transfer(node=node, target=target), m.Effects)

    def compact(self, node: str, keep: int) -> m.Effects:
        """Ask a node to compact its log."""
        return self._ask(m.Compact(node=node, keep=keep), m.Effects)

    def read(self, node: str, context: str) -> m.Answered:
        """Ask a node to read."""
        return self._ask(m.Read(node=node, context=context), m.Answered)

    def change(self, node: str, voters: Sequence[str], learners: Sequence[str]) -> m.Answered:
        """Ask a node for other members."""
        request = m.Change(node=node, voters=tuple(voters), learners=tuple(learners))
        return self._ask(request, m.Answered)

    def state(self, node: str) -> m.State:
        """The node's state record."""
        return self._ask(m.StateOf(node=node), m.StateReply).state

    def log(self, node: str) -> tuple[m.LogEntry, ...]:
        """The node's whole log."""
        return self._ask(m.LogOf(node=node), m.LogReply).log

    def crash(self, node: str) -> None:
        """Stop a node at once."""
        self._ask(m.Crash(node=node), m.Nothing)

    def sync(self, node: str) -> m.Effects:
        """Let a node's disk finish its writes."""
        return self._ask(m.Sync(node=node), m.Effects)

    def write(self, node: str) -> m.Effects:
        """Let a node's disk finish its oldest write."""
        return self._ask(m.Write(node=node), m.Effects)

    def restart(self, node: str) -> m.Effects:
        """Start a crashed node from its disk."""
        return self._ask(m.Restart(node=node), m.Effects)

    def inject(self, node: str, view: AnyView) -> m.Effects:
        """Let a node receive a message made from its view."""
        return self._ask(m.Inject(node=node, view=view), m.Effects)

    def shutdown(self) -> None:
        """Ask it to end; AdapterFailure where it does not, or not with status 0."""
        self._ask(m.Shutdown(), m.Nothing)
        status = self._pipe.finish()
        if status != 0:
            what = "it lives on" if status is None else f"it ended with status {status}"
            raise AdapterFailure("exited", f"{what} after shutdown", command=self._pipe.command)

    def _ask(self, request: m.AnyRequest, reply_type: type[T]) -> T:
        self._last_id += 1
        request = msgspec.structs.replace(request, id=self._last_id)
        line = msgspec.json.encode(request)
        answer = self._pipe.exchange(line)
        reply = self._parse(answer)
        if reply.id != self._last_id:
            self._pipe.fail("wrong-id", f"id {reply.id} instead of {self._last_id}", answer)
        if isinstance(reply.error, m.Refusal):
            raise Refused(reply.error.kind, reply.error.message, line.decode())
        if not isinstance(reply.ok, msgspec.Raw) or reply.error is not msgspec.UNSET:
            self._pipe.fail("wrong-shape", "neither `ok` nor `error`, or both", answer)
        try:
            return msgspec.json.decode(reply.ok, type=reply_type)
        except msgspec.ValidationError as error:
            self._pipe.fail("wrong-shape", f"in `ok`: {error}", answer)

    def _parse(self, answer: bytes) -> m.Reply:
        try:
            return msgspec.json.decode(answer, type=m.Reply)
        except msgspec.ValidationError as error:
            self._pipe.fail("wrong-shape", str(error), answer)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            with contextlib.suppress(UnicodeDecodeError):
                if not answer.decode().strip():
                    self._pipe.fail("not-json", "an empty line", answer)
            self._pipe.fail("not-json", str(error), answer)
