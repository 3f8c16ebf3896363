"""Wrong versions of functions of the rules for reads, each a known mistake."""

from msgspec.structs import replace
from tests.reference.planted import Planted

from raft_reference.core import reads
from raft_reference.core.log import last_term
from raft_reference.core.messages import (
    ConfirmResponse,
)
from raft_reference.core.reads import ReadFields
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Context, Features, Index, Round, WaitingRead

right_confirm_response = reads.handle_confirm_response


def serves_at_once(s: ServerState, r: WaitingRead) -> bool:
    return r in s.reads


def notes_round_under_way(s: ServerState, context: Context) -> Step:
    under_way = Round(Index(max(1, s.round)))
    read = WaitingRead(context, s.commit_index, under_way)
    return Step(replace(s, reads=s.reads | {read}), frozenset())


def notes_at_once(s: ServerState, *, features: Features) -> bool:
    return "read-index" in features and s.role == "leader"


def notes_with_own_entry(s: ServerState, *, features: Features) -> bool:
    return notes_at_once(s, features=features) and last_term(s) == s.current_term


def keeps_reads(s: ServerState) -> ServerState:
    if s.role == "leader":
        return s
    fields = ReadFields()
    return replace(s, round=fields.round, confirmed_round=fields.confirmed_round)


def takes_back_the_round(s: ServerState, m: ConfirmResponse, *, features: Features) -> Step:
    step = right_confirm_response(s, m, features=features)
    if m.term != s.current_term or s.role != "leader" or m.round == 0:
        return step
    confirmed = s.confirmed_round.but(m.source, m.round)
    return Step(replace(step.server, confirmed_round=confirmed), step.out)


DEPOSED = "split:a elect:b run:12 propose:b run:12"
FAULTS = (
    Planted(
        reads.can_serve_read,
        serves_at_once,
        "ReadsAreLinearizable",
        "P15",
        f"features=read-index elect:a run:12 {DEPOSED} read:a",
    ),
    Planted(
        reads.can_note_read,
        notes_at_once,
        "ReadIsOfOwnTerm",
        "P16",
        "noop=no features=read-index elect:a run:8 propose:a run:4 elect:b run:4 read:b run:12",
        at_random=True,
    ),
    Planted(reads.can_note_read, notes_with_own_entry, "ReadIsOfOwnTerm", "P16b", at_random=True),
    Planted(
        reads.note_read,
        notes_round_under_way,
        "ReadsAreLinearizable",
        "R01",
        f"features=read-index elect:a run:12 read:a run:3 {DEPOSED} read:a run:8",
    ),
    Planted(
        reads.release_reads,
        keeps_reads,
        "ReadsAreOfLeader",
        "R03",
        "features=read-index elect:a run:12 read:a elect:b run:8",
    ),
    Planted(
        reads.handle_confirm_response,
        takes_back_the_round,
        "RoundsGoUp",
        "R04",
        "features=read-index elect:a run:12 read:a read:a deliver:2 deliver:3 deliver:0 deliver:2",
    ),
)
