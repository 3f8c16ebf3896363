"""One server of RaftReads.tla, run by the spec's own operators."""

from raft_conformance.fakes.election_server import ElectionServer
from raft_conformance.judge.spec_server import from_tla
from raft_conformance.protocol.messages import FinishedRead
from raft_conformance.protocol.views import AnyView
from tlakit.semantics import values as tla

FURTHER_CONSTANTS = """NoOp = "no-op" Features = {"no-op", "read-index"}
FirstLeader = "" MaxRound = 0 MaxReads = 0"""


class ReadServer(ElectionServer):
    """A server that begins a round with every read, and answers as soon as it may."""

    first = "InitReadServer"
    handle = "HandleAnyMessage"
    timeout = "PassTimeout"
    crash = "CrashReader"
    ask = "BeginRound"
    serves: tuple[str, ...] = ("CanServeRead",)
    """What begins a round, and when a read may be answered."""

    def read(self, context: str) -> list[AnyView] | None:
        """A client's read; None where none is taken now."""
        if not self._may("CanNoteRead"):
            return None
        return [*self._take("NoteRead", tla.string(context)), *self._begin_round()]

    def heartbeat_timeout(self) -> list[AnyView]:
        """A leader's heartbeat asks once more for those who wait."""
        sent = super().heartbeat_timeout()
        return [*sent, *self._begin_round()] if self._waiting() else sent

    def finish_reads(self) -> list[FinishedRead]:
        """Answer every read that can be, in the order of their contexts."""
        finished = []
        for read in self._waiting():
            if any(self._may(guard, read) for guard in self.serves):
                self._take("ServeRead", read)
                said = from_tla(read)
                finished.append(FinishedRead(context=said["context"], index=said["index"]))
        return finished

    def _begin_round(self) -> list[AnyView]:
        return self._take(self.ask) if self._may("CanBeginRound") else []

    def _waiting(self) -> list[tla.Value]:
        assert isinstance(self._record, tla.RecordValue)
        reads = self._record.fields["reads"]
        assert isinstance(reads, tla.SetValue)
        return [*reads]
