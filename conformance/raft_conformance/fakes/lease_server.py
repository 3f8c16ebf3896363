"""One server of RaftLease.tla with a clock of its own, run by the spec's own operators."""

from raft_conformance.fakes.read_server import ReadServer
from raft_conformance.judge.spec_server import Operators
from raft_conformance.protocol.views import AnyView, RequestVoteResponse

ELECTION_TICKS = 8
HEARTBEAT_TICKS = 2
RETRY_TICKS = 3 * ELECTION_TICKS
MAX_DRIFT = 1

FURTHER_CONSTANTS = f"""NoOp = "no-op"
Features = {{"no-op", "stickiness", "transfer", "read-index", "lease"}}
ElectionTicks = {ELECTION_TICKS} MaxDrift = {MAX_DRIFT}
FirstLeader = "" LateCandidate = "" MaxRound = 0 MaxReads = 0 MaxTicks = 0"""


class LeaseServer(ReadServer):
    """A server that sends what it has at once, and stands as soon as its clock lets it.

    The servers wait a little for those before them in the order of their names. Whoever stood, or voted
    for another, waits a while before it stands.
    """

    first = "InitLeaseServer"
    handle = "HandleTimedMessage"
    timeout = "PassTimedTimeout"
    crash = "CrashTimedServer"
    hand_over = "SendLastTimeoutNow"
    ask = "BeginTimedRound"
    serves = ("CanServeRead", "CanServeByLease")

    def __init__(self, operators: Operators, name: str, servers: tuple[str, ...]) -> None:
        super().__init__(operators, name, servers)
        self._patience = sorted(servers).index(name)
        self._elapsed = RETRY_TICKS
        self._free = 0

    def tick(self) -> list[AnyView]:
        """The clock goes on by one, and the timers that it drives."""
        self._take("PassTick")
        self._elapsed += 1
        if self.state.role == "leader":
            return self._lead()
        is_time = self._elapsed > RETRY_TICKS and self._may("CanPassTimeout")
        self._free = self._free + 1 if is_time else 0
        if not self._free:
            return []
        if self._free <= self._patience:
            self._take(self.timeout)
            return []
        self._elapsed = self._free = 0
        return self._at_once(self.election_timeout())

    def restart(self) -> None:
        """Crash, and start again from the disk, with timers that begin anew."""
        super().restart()
        self._elapsed = self._free = 0

    def receive(self, view: AnyView) -> list[AnyView]:
        """A message arrives; a new leader tells the others."""
        led = self.state.role == "leader"
        sent = super().receive(view)
        if any(isinstance(said, RequestVoteResponse) and said.vote_granted for said in sent):
            self._elapsed = self._free = 0
        return sent if led else self._at_once(sent)

    def propose(self, value: str) -> list[AnyView] | None:
        """A client's command, which is sent at once."""
        sent = super().propose(value)
        return None if sent is None else self._at_once(sent)

    def heartbeat_timeout(self) -> list[AnyView]:
        """A heartbeat, and a round for the lease."""
        sent = [view for other in self._others for view in self._replicate(other)]
        return [*sent, *self._begin_round()]

    def _lead(self) -> list[AnyView]:
        if self._elapsed % ELECTION_TICKS == 0:
            self._take(self.timeout)
        return self.heartbeat_timeout() if self._elapsed % HEARTBEAT_TICKS == 0 else []

    def _at_once(self, sent: list[AnyView]) -> list[AnyView]:
        return [*sent, *self.heartbeat_timeout()] if self.state.role == "leader" else sent
