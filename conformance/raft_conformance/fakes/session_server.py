"""One server of RaftSessions.tla with its state machine, run by the spec's own operators."""

import json
from typing import Any

import msgspec

from raft_conformance.fakes.election_server import ElectionServer
from raft_conformance.judge.spec_server import SpecState, from_tla, to_tla
from raft_conformance.protocol.messages import AppliedCommand
from raft_conformance.protocol.views import AnyView, AppendEntriesRequest
from tlakit.semantics import values as tla

FURTHER_CONSTANTS = """NoOp = NoOp Features = {"no-op"}
Client = {"c1"} Operation = {"o1"} FirstLeader = "" MaxSerial = 0"""

NO_OP = tla.model_value("NoOp")
"""It is compared with commands, and so is of no other kind."""

NO_SESSION = 0
"""None has this name, so that what is proposed without a session has no effect."""


class SessionServer(ElectionServer):
    """A server whose entries are commands; in messages and logs they stand as JSON."""

    _applied = 0

    @property
    def state(self) -> SpecState:
        """The server's record, with the commands as texts."""
        state = super().state
        return msgspec.structs.replace(state, log=tuple(map(_with_text, state.log)))

    def propose(
        self, value: str, session: str | None = None, serial: int | None = None
    ) -> list[AnyView] | None:
        """A client's operation."""
        name = NO_SESSION if session is None else int(session)
        return self._append("OperationCommand", name, serial or 0, value)

    def register(self, client: str) -> list[AnyView] | None:
        """A client asks for a session."""
        return self._append("RegisterCommand", client)

    def expire(self, session: str) -> list[AnyView] | None:
        """A session is to end."""
        return self._append("ExpireCommand", int(session))

    def restart(self) -> None:
        """Crash, and start again with a state machine that has applied nothing."""
        super().restart()
        self._applied = 0

    def apply(self) -> list[AppliedCommand]:
        """What the state machine does with the entries that it has not applied yet."""
        done = []
        committed = self.state.commit_index
        for index in range(self._applied + 1, committed + 1):
            command = self._command_at(index)
            if command is not None:
                done.append(self._done(index, command))
        self._applied = max(self._applied, committed)
        return done

    def _done(self, index: int, command: dict[str, Any]) -> AppliedCommand:
        before, after = (self._machine(k) for k in (index - 1, index))
        match command["kind"]:
            case "register":
                return AppliedCommand(index=index, kind="open", session=str(index))
            case "expire":
                return AppliedCommand(index=index, kind="close", session=str(command["session"]))
        reply = from_tla(self._operators.apply("ReplyTo", after, to_tla(command)))
        return AppliedCommand(
            index=index,
            kind="operation",
            session=str(command["session"]),
            serial=command["serial"],
            performed=_performed(before) != _performed(after),
            reply=str(reply) if reply else None,
        )

    def _command_at(self, index: int) -> dict[str, Any] | None:
        value = super().state.log[index - 1]["value"]
        return value if isinstance(value, dict) else None

    def _machine(self, index: int) -> tla.Value:
        return self._operators.apply("MachineAt", self._record, tla.integer(index))

    def _append(self, command: str, *arguments: int | str) -> list[AnyView] | None:
        if not self._may("CanPropose"):
            return None
        value = self._operators.apply(command, *map(to_tla, arguments))
        return [*self._take("AppendEntry", value), *self._eager()]

    def _message(self, view: AnyView) -> tla.Value:
        if not isinstance(view, AppendEntriesRequest):
            return super()._message(view)
        return to_tla(msgspec.to_builtins(view) | {"entries": [*map(_command, view.entries)]})

    def _view(self, message: dict[str, Any]) -> AnyView:
        if "entries" in message:
            message["entries"] = [*map(_with_text, message["entries"])]
        return super()._view(message)


def _performed(machine: tla.Value) -> tla.Value:
    assert isinstance(machine, tla.RecordValue)
    return machine.fields["state"]


def _with_text(entry: dict[str, Any]) -> dict[str, Any]:
    value = entry["value"]
    return entry if isinstance(value, str) else {**entry, "value": json.dumps(value)}


def _command(entry: Any) -> dict[str, Any]:
    """The entry of a view with its command as a record; a no-op is none."""
    text: str = entry.value
    return {"term": entry.term, "value": NO_OP if text == NO_OP.name else json.loads(text)}
