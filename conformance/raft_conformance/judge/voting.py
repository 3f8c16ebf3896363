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
    """One candidate a term and server: by what it shows, writes, and answers.

    Where writes take their time, what was written or answered is kept, and what was only shown may
    be lost in a crash.
    """

    rule = ONE_VOTE_A_TERM

    def __init__(self, setting: Setting) -> None:
        self._durable = setting.is_durable
        self._keeps_answers = setting.capabilities.persistence == "async"
        self._votes: dict[tuple[str, int], str] = {}
        self._promised: set[tuple[str, int]] = set()

    def look(self, seen: Observation) -> Iterator[str]:
        """Remember every vote of the node; one that may forget begins anew at a restart."""
        if seen.cause == "restart" and not self._durable:
            for key in [key for key in self._votes if key[0] == seen.node]:
                if key not in self._promised:
                    del self._votes[key]
        if self._keeps_answers:
            self._promised.update((seen.node, term) for term, _ in _promises_of(seen))
        for term, candidate in _votes_of(seen):
            first = self._votes.setdefault((seen.node, term), candidate)
            if first != candidate:
                yield f"{seen.node} voted for {candidate} in term {term}, and before for {first}"


def _votes_of(seen: Observation) -> Iterator[tuple[int, str]]:
    found = set(_promises_of(seen))
    if seen.state.term is not None and seen.state.vote:
        found.add((seen.state.term, seen.state.vote))
    yield from sorted(found)


def _promises_of(seen: Observation) -> Iterator[tuple[int, str]]:
    """The votes that are on the disk, or were answered with."""
    yield from ((record.term, record.vote) for record in seen.persisted if record.vote)
    for message in seen.sent:
        view = message.view
        if isinstance(view, RequestVoteResponse) and view.vote_granted:
            yield view.term, view.dest


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
