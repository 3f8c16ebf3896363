"""Monitors of votes."""

from collections.abc import Iterator

from raft_conformance.judge.observations import Observation, Setting
from raft_conformance.judge.rules import IS_UP_TO_DATE, ONE_VOTE_A_TERM, VOTE_IS_KEPT
from raft_conformance.protocol.views import RequestVoteRequest, RequestVoteResponse


class VoteIsKept:
    """A vote stays while its term lasts; over a restart too, where persistence is claimed."""

    rule = VOTE_IS_KEPT

    def __init__(self, setting: Setting) -> None:
        self._durable = setting.is_durable

    def look(self, seen: Observation) -> Iterator[str]:
        """Compare with the vote last seen; null now says nothing, "" says no vote."""
        if seen.before is None or (seen.cause == "restart" and not self._durable):
            return
        old, new = seen.before, seen.state
        if old.vote and new.vote is not None and old.term == new.term and old.vote != new.vote:
            changed = f"changed to {new.vote}" if new.vote else "was forgotten"
            yield f"the vote of {seen.node} for {old.vote} in term {old.term} {changed}"


class OneVoteATerm:
    """One candidate a term and server: by what it shows, writes, and answers."""

    rule = ONE_VOTE_A_TERM

    def __init__(self, setting: Setting) -> None:
        self._durable = setting.is_durable
        self._votes: dict[tuple[str, int], str] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Remember every vote of the node; one that may forget begins anew at a restart."""
        if seen.cause == "restart" and not self._durable:
            for key in [key for key in self._votes if key[0] == seen.node]:
                del self._votes[key]
        for term, candidate in _votes_of(seen):
            first = self._votes.setdefault((seen.node, term), candidate)
            if first != candidate:
                yield f"{seen.node} voted for {candidate} in term {term}, and before for {first}"


def _votes_of(seen: Observation) -> Iterator[tuple[int, str]]:
    found: set[tuple[int, str]] = set()
    if seen.state.term is not None and seen.state.vote:
        found.add((seen.state.term, seen.state.vote))
    found.update((record.term, record.vote) for record in seen.persisted if record.vote)
    for message in seen.sent:
        view = message.view
        if isinstance(view, RequestVoteResponse) and view.vote_granted:
            found.add((view.term, view.dest))
    yield from sorted(found)


class VotesForUpToDateLogs:
    """A vote goes only to a candidate whose log lacks nothing that the voter has."""

    rule = IS_UP_TO_DATE

    def __init__(self, setting: Setting) -> None:
        pass

    def look(self, seen: Observation) -> Iterator[str]:
        """Compare the request's last entry with the voter's, where a vote was granted."""
        asked = seen.received
        if not isinstance(asked, RequestVoteRequest) or seen.before is None:
            return
        mine = seen.before.last
        granted = any(
            isinstance(message.view, RequestVoteResponse) and message.view.vote_granted
            for message in seen.sent
        )
        if mine is None or not granted:
            return
        if (asked.last_log_term, asked.last_log_index) < (mine.term, mine.index):
            yield (
                f"{seen.node}, whose last entry is {mine.index} of term {mine.term}, voted for "
                f"{asked.source}, whose is {asked.last_log_index} of term {asked.last_log_term}"
            )
