"""One server of RaftElections.tla with every feature on, run by the spec's own operators."""

import msgspec

from raft_conformance.judge.spec_server import SpecServer, to_tla
from raft_conformance.protocol.views import AnyView
from tlakit.semantics import values as tla

FURTHER_CONSTANTS = """NoOp = "no-op"
Features = {"no-op", "pre-vote", "check-quorum", "stickiness", "transfer"}"""
ONLY_NO_OP = """NoOp = "no-op"
Features = {"no-op"}"""

EAGER = ("CanBecomeLeader", "BecomeLeader"), ("CanAppendNoOp", "AppendNoOp")
"""What a server does as soon as it may, beside what one of Raft.tla does."""


class ElectionServer(SpecServer):
    """A server that acts as the spec says, as eagerly as one of Raft.tla."""

    first = "InitElectionServer"
    handle = "HandleMessage"
    timeout = "PassElectionTimeout"
    stand = "Stand"
    crash = "CrashServer"
    hand_over = "SendTimeoutNow"
    """The operators by which it acts, which a module that extends RaftElections.tla wraps in its own."""

    def receive(self, view: AnyView) -> list[AnyView]:
        """A message arrives."""
        return [*super().receive(view), *self._finish()]

    def election_timeout(self) -> list[AnyView]:
        """An election timeout passes: a leader checks its quorum, the others stand."""
        led = self.state.role == "leader"
        self._take(self.timeout)
        if led or not self._may("CanStand"):
            return []
        return [*self._take(self.stand), *self._eager()]

    def propose(self, value: str) -> list[AnyView] | None:
        """A client's command; None where none is taken now."""
        if not self._may("CanPropose"):
            return None
        return [*self._take("AppendEntry", tla.string(value)), *self._eager()]

    def transfer(self, target: str) -> list[AnyView]:
        """Hand over: tell the target at once if it has everything, else send it that."""
        if not self._may("CanStartTransfer", tla.string(target)):
            return []
        self._take("StartTransfer", tla.string(target))
        return self._finish() or list(self._replicate(target))

    def _message(self, view: AnyView) -> tla.Value:
        """The message that says this; an election is none of a transfer unless its requests say so."""
        return to_tla({"leadershipTransfer": False, **msgspec.to_builtins(view)})

    def _finish(self) -> list[AnyView]:
        return self._take(self.hand_over) if self._may("CanSendTimeoutNow") else []

    def _eager(self) -> list[AnyView]:
        sent = self._take("Campaign", tla.FALSE) if self._may("CanCampaign") else []
        for guard, act in EAGER:
            if self._may(guard):
                sent += self._take(act)
        return [*sent, *super()._eager()]
