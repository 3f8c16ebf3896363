"""Monitors of terms and leaders."""

from collections.abc import Iterator

from raft_conformance.judge.electorates import Electorates, is_quorum, needed
from raft_conformance.judge.observations import Observation, Setting
from raft_conformance.judge.rules import (
    ELECTION_SAFETY,
    LEADER_HAS_A_QUORUM,
    TERM_NEVER_GOES_BACK,
)
from raft_conformance.protocol.views import Other, RequestVoteResponse


class ElectionSafety:
    """One leader a term, over the whole run; where a term is the number of a leader id, one for that."""

    rule = ELECTION_SAFETY

    def __init__(self, setting: Setting) -> None:
        self._leaders: dict[int, str] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Remember who leads which term."""
        term = seen.state.term
        if seen.state.role != "leader" or term is None:
            return
        first = self._leaders.setdefault(term, seen.node)
        if first != seen.node:
            yield f"{seen.node} is leader in term {term}, and {first} was"


class LeaderHasAQuorum:
    """A new leader was given the votes of a quorum in its term; silent where an answer is not decoded."""

    rule = LEADER_HAS_A_QUORUM

    def __init__(self, setting: Setting) -> None:
        self._electorates = Electorates(setting)
        self._votes: dict[tuple[str, int], set[str]] = {}
        self._unread: set[str] = set()

    def look(self, seen: Observation) -> Iterator[str]:
        """Note who voted for the node in which term; count when it becomes leader."""
        self._electorates.note(seen)
        view, term = seen.received, seen.state.term
        if seen.cause == "deliver" and (view is None or isinstance(view, Other)):
            self._unread.add(seen.node)
        if isinstance(view, RequestVoteResponse) and view.vote_granted:
            self._votes.setdefault((seen.node, view.term), set()).add(view.source)
        if term is None or seen.state.role != "leader" or seen.before is None:
            return
        if (seen.before.role, seen.before.term) == ("leader", term) or seen.node in self._unread:
            return
        voted = sorted({seen.node, *self._votes.get((seen.node, term), ())})
        electorates = self._electorates.of(seen)
        if electorates and not any(is_quorum(voted, one) for one in electorates):
            yield (
                f"{seen.node} leads term {term} with the votes of {' and '.join(voted)}; it takes "
                f"{needed(electorates)}"
            )


class TermNeverGoesBack:
    """Terms only grow; over a restart too, where persistence is claimed."""

    rule = TERM_NEVER_GOES_BACK

    def __init__(self, setting: Setting) -> None:
        self._durable = setting.is_durable

    def look(self, seen: Observation) -> Iterator[str]:
        """Compare with the term last seen."""
        if seen.before is None or (seen.cause == "restart" and not self._durable):
            return
        old, new = seen.before.term, seen.state.term
        if old is not None and new is not None and new < old:
            after = " in a restart" if seen.cause == "restart" else ""
            yield f"the term of {seen.node} went from {old} back to {new}{after}"
