"""Monitors of terms and leaders."""

from collections.abc import Iterator

from raft_conformance.judge.observations import Observation, Setting
from raft_conformance.judge.rules import ELECTION_SAFETY, TERM_NEVER_GOES_BACK


class ElectionSafety:
    """One leader a term, over the whole run; not where a leader's id is (term, node)."""

    rule = ELECTION_SAFETY

    def __init__(self, setting: Setting) -> None:
        self._applies = setting.capabilities.leader_id == "term"
        self._leaders: dict[int, str] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Remember who leads which term."""
        term = seen.state.term
        if not self._applies or seen.state.role != "leader" or term is None:
            return
        first = self._leaders.setdefault(term, seen.node)
        if first != seen.node:
            yield f"{seen.node} is leader in term {term}, and {first} was"


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
