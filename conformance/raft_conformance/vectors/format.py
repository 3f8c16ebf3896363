"""What a vector is, as it stands in raft.json."""

from pathlib import Path
from typing import Literal

import msgspec

from raft_conformance.cases import Need
from raft_conformance.protocol.messages import Position, TimerKind
from raft_conformance.protocol.views import AnyView

VECTORS_FILE = Path(__file__).with_name("raft.json")

NODE = "n1"
"""The server that gets the inputs; n2 and n3 are the others, which nobody hosts."""

Duty = Literal["must", "must-not", "may"]


class Receive(msgspec.Struct, frozen=True, tag="receive", tag_field="input"):
    """A message arrives."""

    view: AnyView


class Expire(msgspec.Struct, frozen=True, tag="expire", tag_field="input"):
    """A timer runs out."""

    timer: TimerKind


class Propose(msgspec.Struct, frozen=True, tag="propose", tag_field="input"):
    """A client offers a command; the node is a leader."""

    value: str


class Restart(msgspec.Struct, frozen=True, tag="restart", tag_field="input"):
    """The node crashes and starts again."""


Input = Receive | Expire | Propose | Restart


class VectorEntry(msgspec.Struct, frozen=True):
    """An entry of a log in a vector."""

    term: int
    value: str


class Expectation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What must hold after an input, where it can be observed.

    `term`, `vote` ("" for none) and `role` are exact, and so is `log`, if it is given, but for
    entries beyond `keeps`, which may be missing. A commit index may be late, so `commit_at_most`
    is a bound. `grants` is about a vote in answer to this input; `acknowledges_at_most` is the
    largest index that may be acknowledged in the answer, -1 where nothing may be. `asks` is the last
    entry that requests for votes, if any are sent, must name.
    """

    term: int
    vote: str
    role: Literal["follower", "precandidate", "candidate", "leader"]
    commit_at_most: int
    log: tuple[VectorEntry, ...] | None = None
    keeps: int = 0
    grants: Duty | None = None
    acknowledges_at_most: int | None = None
    asks: Position | None = None


class Step(msgspec.Struct, frozen=True):
    """An input, and what must hold after it."""

    input: Input
    expect: Expectation


class Vector(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One vector; `definition` is the operator of Raft.tla that it is about."""

    id: str
    title: str
    definition: str
    source: str
    needs: tuple[Need, ...] = ()
    steps: tuple[Step, ...]


class VectorFile(msgspec.Struct, frozen=True, kw_only=True):
    """The committed file."""

    note: str
    vectors: tuple[Vector, ...]


def read_vectors(file: Path = VECTORS_FILE) -> tuple[Vector, ...]:
    """The committed vectors."""
    return msgspec.json.decode(file.read_bytes(), type=VectorFile).vectors
