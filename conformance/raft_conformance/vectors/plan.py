"""What a plan is: a vector without its expectations, and words to write one in.

n1 gets the inputs. Indexes are the spec's: the log of a fresh node is empty.
"""

import msgspec

from raft_conformance.cases import Need
from raft_conformance.protocol.views import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    Entry,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_conformance.vectors.format import NODE, Input, Receive


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A vector without its expectations.

    In the steps with the numbers (from 1) in `repeated`, a request for a vote is a repetition, so
    that no answer is as good as the same one again. After those in `may_forget`, entries that a
    newer leader has shown to differ from its own may be gone, although the spec keeps them.
    """

    id: str
    title: str
    definition: str
    source: str
    needs: tuple[Need, ...]
    inputs: tuple[Input, ...]
    repeated: tuple[int, ...] = ()
    may_forget: dict[int, int] = {}


def ask(source: str, term: int, last: tuple[int, int] = (0, 0)) -> Receive:
    """A request for a vote; `last` is (term, index) of the candidate's last entry."""
    return Receive(
        RequestVoteRequest(
            term=term, source=source, dest=NODE, last_log_term=last[0], last_log_index=last[1]
        )
    )


def vote(source: str, term: int, granted: bool = True) -> Receive:
    """An answer to a request for a vote."""
    return Receive(RequestVoteResponse(term=term, source=source, dest=NODE, vote_granted=granted))


def append(
    source: str,
    term: int,
    after: tuple[int, int],
    entries: str = "",
    commit: int = 0,
    entry_term: int | None = None,
) -> Receive:
    """A request to append one entry for each letter, all of `entry_term` or else `term`.

    `after` is (term, index) of the entry before them.
    """
    made = tuple(Entry(term=entry_term or term, value=letter) for letter in entries)
    return Receive(
        AppendEntriesRequest(
            term=term,
            source=source,
            dest=NODE,
            prev_log_term=after[0],
            prev_log_index=after[1],
            entries=made,
            leader_commit=commit,
        )
    )


def acknowledge(source: str, term: int, index: int) -> Receive:
    """An accepting answer to a request to append."""
    return Receive(
        AppendEntriesResponse(term=term, source=source, dest=NODE, success=True, match_index=index)
    )


def reject(source: str, term: int) -> Receive:
    """A refusing answer to a request to append."""
    return Receive(
        AppendEntriesResponse(term=term, source=source, dest=NODE, success=False, match_index=0)
    )


def plan(
    id: str,
    title: str,
    definition: str,
    source: str,
    *inputs: Input,
    needs: tuple[Need, ...] = ("inject",),
    repeated: tuple[int, ...] = (),
    may_forget: dict[int, int] | None = None,
) -> Plan:
    """A plan whose id is in the group of vectors."""
    return Plan(
        id=f"vectors/{id}",
        title=title,
        definition=definition,
        source=source,
        needs=needs,
        inputs=inputs,
        repeated=repeated,
        may_forget=may_forget or {},
    )
