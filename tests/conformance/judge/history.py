"""A history of observations, written by hand."""

from typing import Any

import msgspec

from raft_conformance.fakes.extensions import RAFT
from raft_conformance.judge.judge import Judge
from raft_conformance.judge.observations import Observation, Setting
from raft_conformance.protocol.capabilities import Capabilities
from raft_conformance.protocol.messages import (
    AppliedCommand,
    FinishedRead,
    LogEntry,
    Message,
    Persisted,
    Position,
    State,
)
from raft_conformance.protocol.views import AnyView


class History:
    """Feeds a judge one observation after the other, as the world does."""

    def __init__(self, capabilities: Capabilities = RAFT.capabilities, servers: int = 3) -> None:
        voters = tuple(f"n{number}" for number in range(1, servers + 1))
        self.judge = Judge(Setting(voters, True, capabilities))
        self._states: dict[str, State] = {}
        self._logs: dict[str, tuple[LogEntry, ...]] = {}
        for node in voters:
            self.see(node, "create")

    def see(
        self,
        node: str,
        cause: Any = "deliver",
        log: str = "",
        received: AnyView | None = None,
        sent: tuple[AnyView, ...] = (),
        persisted: tuple[Persisted, ...] = (),
        asked: str | None = None,
        finished: tuple[FinishedRead, ...] = (),
        in_time: bool = True,
        pending: int | None = None,
        commands: tuple[AppliedCommand, ...] = (),
        **state: Any,
    ) -> None:
        """`log` has a word an entry: the term, then a letter, as in "1a 1b 2c"."""
        entries = entries_of(log)
        last = Position(index=len(entries), term=entries[-1].term if entries else 0)
        shown = msgspec.structs.replace(
            State(term=0, vote="", role="follower", commit=0, last=last), **state
        )
        self.judge.observe(
            Observation(
                step=self._step(),
                node=node,
                cause=cause,
                state=shown,
                before=self._states.get(node),
                log=entries,
                log_before=self._logs.get(node),
                received=received,
                sent=tuple(Message(mid="m", sender=node, to="n2", view=view) for view in sent),
                persisted=persisted,
                asked=asked,
                finished=finished,
                in_time=in_time,
                pending=pending,
                applied=commands,
            )
        )
        self._states[node], self._logs[node] = shown, entries

    def _step(self) -> int:
        return len(self._states)

    @property
    def broken(self) -> set[str]:
        """The names of the rules that were broken."""
        return {violation.rule.name for violation in self.judge.violations}


def entries_of(log: str) -> tuple[LogEntry, ...]:
    return tuple(
        LogEntry(
            index=index,
            term=int(word[:-1]),
            digest=word[-1],
            value=word[-1],
            kind="configuration" if word[-1].isupper() else "command",
        )
        for index, word in enumerate(log.split(), start=1)
    )
