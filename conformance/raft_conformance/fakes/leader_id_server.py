"""One server of RaftLeaderIds.tla, run by the spec's own operators.

Servers are numbers there, which leader ids hold; to the suite they have names. Both are here.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from raft_conformance.judge.spec_server import NOBODY, Operators, SpecServer, to_tla
from raft_conformance.protocol.views import AnyView
from tlakit.semantics import values as tla

SERVERS = ("id", "votedFor", "source", "dest")
"""The fields of a server's record, and of a message, that hold a server."""


def numbers_of(names: Sequence[str]) -> dict[str, int]:
    """The numbers of the servers with these names, in whose order they are; 0 is that of nobody.

    >>> numbers_of(["n2", "n1"])
    {'': 0, 'n1': 1, 'n2': 2}
    """
    return {name: number for number, name in enumerate([NOBODY, *sorted(names)])}


def constants_of(names: Sequence[str]) -> str:
    """The constants that are other than those of Raft.tla for servers with these names.

    >>> constants_of(["n1", "n2"])
    'None = 0 Server = {1, 2}'
    """
    nobody, *servers = numbers_of(names).values()
    return f"None = {nobody} Server = {{{', '.join(map(str, servers))}}}"


class LeaderIdServer(SpecServer):
    """A server that acts as eagerly as one of Raft.tla."""

    first = "InitLeaderIdServer"
    handle = "HandleWithId"
    stand = "StandWithId"
    win = "WinWithId"
    crash = "CrashWithId"

    def __init__(self, operators: Operators, name: str, servers: Sequence[str]) -> None:
        self._numbers = numbers_of(servers)
        self._names = {number: name for name, number in self._numbers.items()}
        super().__init__(operators, name, servers)

    def _server(self, name: str) -> tla.Value:
        return tla.integer(self._numbers[name])

    def _message(self, view: AnyView) -> tla.Value:
        said = msgspec.to_builtins(view)
        return to_tla(
            said | {field: self._numbers[said[field]] for field in SERVERS if field in said}
        )

    def _plain(self, record: tla.Value) -> dict[str, Any]:
        plain = super()._plain(record)
        return plain | {field: self._names[plain[field]] for field in SERVERS if field in plain}
