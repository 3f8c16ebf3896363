"""Questions beyond what a small model reaches: made-up records and messages, systematically.

An operator is a rule for any record, and some of what a rule says matters only in runs far longer
than a model explores.  So each is also asked on a grid: all combinations of a few values for every
field that it reads.  Combinations without meaning are left out: an operator that has a guard is
asked where the guard holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from raftspec.mirror.calls import Call, Calls, field
from tlakit.semantics import Specification
from tlakit.semantics.values import (
    FALSE,
    TRUE,
    FunctionValue,
    IntegerValue,
    RecordValue,
    SetValue,
    TupleValue,
    Value,
    function_of,
    integer,
    record_of,
    set_of,
    string,
    tuple_of,
)

ROLES = tuple(map(string, ("follower", "candidate", "leader")))
BOOLEANS = (FALSE, TRUE)


def numbers(first: int, last: int) -> tuple[Value, ...]:
    """The integers from first to last."""
    return tuple(map(integer, range(first, last + 1)))


class Grid:
    """The made-up records and messages of one model: its first server is asked about its second."""

    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        self._calls = Calls(specification)
        servers, commands = specification.constants["Server"], specification.constants["Value"]
        assert isinstance(servers, SetValue) and isinstance(commands, SetValue)
        self.servers = servers.ordered
        self.command = commands.ordered[0]
        self.none = specification.constants["None"]
        self.i, self.j = self.servers[0], self.servers[-1]
        self.base = specification.apply("InitServer", self.i)
        self.logs = tuple(
            tuple_of(self._entry(term) for term in terms)
            for length in range(3)
            for terms in product((1, 2), repeat=length)
        )
        self.votes = self._calls.sets
        self.empty = set_of(())
        self.candidates = (self.none, self.i, self.j)

    def calls(self) -> Iterator[Call]:
        """Every question."""
        yield from self._of_states()
        yield from self._of_logs()
        yield from self._of_elections()
        yield from self._of_votes()
        yield from self._of_sending()
        yield from self._of_merging()
        yield from self._of_requests()
        yield from self._of_responses()
        yield from self._of_commitment()

    def _holds(self, guard: str, *arguments: Value) -> bool:
        return self._specification.apply(guard, *arguments) is TRUE

    def _entry(self, term: int) -> Value:
        return record_of({"term": integer(term), "value": self.command})

    def _server(self, **fields: Value) -> Value:
        return self._with(self.base, **fields)

    def _with(self, s: Value, **fields: Value) -> Value:
        assert isinstance(s, RecordValue)
        return record_of({**s.fields, **fields})

    def _indexes(self, name: str, *indexes: Value) -> Value:
        """The function `name` of the first record with other values for the last servers."""
        function = field(self.base, name)
        assert isinstance(function, FunctionValue | RecordValue | TupleValue)
        changed = dict(zip(reversed(self.servers), indexes, strict=False))
        return function_of({**function.mapping, **changed})

    def _message(self, kind: str, term: Value, **fields: Value) -> Value:
        header = {"type": string(kind), "term": term, "source": self.j, "dest": self.i}
        return record_of({**header, **fields})

    def _about(self, operators: Sequence[str], s: Value, m: Value) -> Iterator[Call]:
        for operator in (*operators, "Handle"):
            yield Call(operator, (s, m))

    def _of_states(self) -> Iterator[Call]:
        """Records with everything in them, as no server ever is."""
        for role, votes, log in product(ROLES, self.votes[-2:], self.logs):
            s = self._server(
                role=role,
                currentTerm=integer(2),
                votedFor=self.j,
                log=log,
                commitIndex=integer(1),
                votesGranted=votes,
                nextIndex=self._indexes("nextIndex", integer(3)),
                matchIndex=self._indexes("matchIndex", integer(2)),
            )
            for operator in ("BecomeFollower", "Recover", "Crash"):
                yield Call(operator, (s,))
            for term in numbers(0, 3):
                yield Call("ObserveTerm", (s, term))
        for log, old, new in product(self.logs, numbers(0, 2), numbers(0, 3)):
            before = self._server(log=log, commitIndex=old)
            after = self._server(log=log, commitIndex=new, currentTerm=integer(2))
            yield Call("NewlyCommitted", (before, after))

    def _of_logs(self) -> Iterator[Call]:
        """Logs with configurations in them, and logs of which the beginning is compacted."""
        for s in self._configured():
            yield from self._calls.of_log(s)
            for operator in ("CanStartElection", "StartElection", "CanAppendEntry", "Recover"):
                yield Call(operator, (s,))
            for following in numbers(1, 4):
                leader = self._leading(s, following)
                yield from self._calls.of_log(leader)
                yield Call("CanAppendEntry", (leader,))
                for j, count in product(self.servers, numbers(0, 1)):
                    yield Call("CanReplicate", (leader, j, count))
                    if self._holds("CanReplicate", leader, j, count):
                        yield Call("Replicate", (leader, j, count))
                after = self._with(leader, commitIndex=following)
                if following in numbers(1, self._last_index(s)):
                    yield Call("NewlyCommitted", (leader, after))
            for prev, entries in product(numbers(0, 4), self.logs):
                m = self._message(
                    "AppendEntriesRequest",
                    integer(2),
                    prevLogIndex=prev,
                    prevLogTerm=integer(1),
                    entries=entries,
                    leaderCommit=integer(3),
                )
                yield from self._about(("IsLogMatching", "HandleAppendEntriesRequest"), s, m)
                yield Call("HasConflict", (s, prev, entries))
                if self._holds("IsLogMatching", s, m):
                    yield Call("MergeEntries", (s, prev, entries))

    def _configured(self) -> Iterator[Value]:
        """Followers in term 2: a snapshot of no entry or of two, and up to two entries after it.

        And one that is in no configuration, with no entry at all.
        """
        one, both = set_of([self.j]), set_of([self.i, self.j])
        learns = self._configuration(one, self.empty, set_of([self.i]))
        joint = self._configuration(both, one, self.empty)
        entries = (
            self._entry(1),
            *(record_of({"term": integer(2), "configuration": c}) for c in (learns, joint)),
        )
        compacted = {
            "lastIndex": integer(2),
            "lastTerm": integer(1),
            "configuration": self._configuration(one, set_of([self.i]), self.empty),
            "state": tuple_of([self._entry(1), self._entry(1)]),
        }
        snapshots = (field(self.base, "snapshot"), record_of(compacted))
        left_out = self._configuration(one, self.empty, self.empty)
        yield self._server(snapshot=self._with(snapshots[0], configuration=left_out))
        for snapshot, length in product(snapshots, range(3)):
            base = field(snapshot, "lastIndex")
            assert isinstance(base, IntegerValue)
            for log in product(entries, repeat=length):
                for commit in numbers(base.value, base.value + min(length, 1)):
                    yield self._server(
                        snapshot=snapshot,
                        log=tuple_of(log),
                        currentTerm=integer(2),
                        commitIndex=commit,
                    )

    def _leading(self, s: Value, following: Value) -> Value:
        """The server as leader, who is about to send the last server the entry at an index."""
        match = integer(following.value - 1) if isinstance(following, IntegerValue) else following
        return self._with(
            s,
            role=ROLES[-1],
            nextIndex=self._indexes("nextIndex", following),
            matchIndex=self._indexes("matchIndex", match),
        )

    def _last_index(self, s: Value) -> int:
        last = self._specification.apply("LastIndex", s)
        assert isinstance(last, IntegerValue)
        return last.value

    def _configuration(self, voters: Value, outgoing: Value, learners: Value) -> Value:
        return record_of({"voters": voters, "outgoing": outgoing, "learners": learners})

    def _of_elections(self) -> Iterator[Call]:
        for role, votes, log in product(ROLES, self.votes, self.logs):
            s = self._server(
                role=role,
                votesGranted=votes,
                log=log,
                nextIndex=self._indexes("nextIndex", integer(3)),
                matchIndex=self._indexes("matchIndex", integer(2)),
            )
            yield Call("CanStartElection", (s,))
            yield Call("CanBecomeLeader", (s,))
            yield Call("StartElection", (s,))
            yield Call("BecomeLeader", (s,))

    def _of_votes(self) -> Iterator[Call]:
        for log, term, index in product(self.logs, numbers(0, 2), numbers(0, 2)):
            for voted, current in product(self.candidates, numbers(1, 3)):
                s = self._server(log=log, votedFor=voted, currentTerm=current)
                last = {"lastLogTerm": term, "lastLogIndex": index}
                m = self._message("RequestVoteRequest", integer(2), **last)
                asked = ("IsUpToDate", "GrantsVote", "HandleRequestVoteRequest")
                yield from self._about(asked, s, m)
        for role, current, granted in product(ROLES, numbers(1, 3), BOOLEANS):
            s = self._server(role=role, currentTerm=current, votesGranted=set_of([self.i]))
            m = self._message("RequestVoteResponse", integer(2), voteGranted=granted)
            yield from self._about(("HandleRequestVoteResponse",), s, m)

    def _of_sending(self) -> Iterator[Call]:
        for role, log in product(ROLES, self.logs):
            s = self._server(role=role, log=log)
            yield Call("CanAppendEntry", (s,))
            yield Call("AppendEntry", (s, self.command))
            for following, count in product(numbers(1, 3), numbers(0, 2)):
                s = self._server(
                    role=role,
                    log=log,
                    commitIndex=integer(1),
                    nextIndex=self._indexes("nextIndex", following),
                )
                for j in self.servers:
                    yield Call("CanReplicate", (s, j, count))
                    if self._holds("CanReplicate", s, j, count):
                        yield Call("Replicate", (s, j, count))

    def _of_merging(self) -> Iterator[Call]:
        for log, prev, entries in product(self.logs, numbers(0, 2), self.logs):
            s = self._server(log=log)
            yield Call("HasConflict", (s, prev, entries))
            assert isinstance(log, TupleValue)
            if prev in numbers(0, len(log.items)):
                yield Call("MergeEntries", (s, prev, entries))

    def _of_requests(self) -> Iterator[Call]:
        """Requests with 0 to 2 entries, to servers of every role and of terms before and after."""
        for log, prev, prev_term in product(self.logs, numbers(0, 3), numbers(0, 2)):
            for entries, commit in product((self.logs[0], self.logs[1], self.logs[-1]), (0, 3)):
                m = self._message(
                    "AppendEntriesRequest",
                    integer(2),
                    prevLogIndex=prev,
                    prevLogTerm=prev_term,
                    entries=entries,
                    leaderCommit=integer(commit),
                )
                s = self._server(log=log, currentTerm=integer(2), commitIndex=integer(1))
                asked = ("IsLogMatching", "FollowerCommit", "HandleAppendEntriesRequest")
                yield from self._about(asked, s, m)
        for role, current in product(ROLES, numbers(1, 3)):
            s = self._server(
                role=role,
                currentTerm=current,
                votedFor=self.i,
                log=self.logs[-1],
                votesGranted=set_of([self.i]),
                nextIndex=self._indexes("nextIndex", integer(3)),
            )
            heartbeat = {"prevLogIndex": integer(0), "prevLogTerm": integer(0)}
            body = {"entries": tuple_of(()), "leaderCommit": integer(1)}
            m = self._message("AppendEntriesRequest", integer(2), **heartbeat, **body)
            yield from self._about(("HandleAppendEntriesRequest",), s, m)

    def _of_responses(self) -> Iterator[Call]:
        known = product(ROLES, numbers(1, 3), numbers(0, 2), numbers(1, 3))
        for role, current, match, following in known:
            s = self._server(
                role=role,
                currentTerm=current,
                log=self.logs[-1],
                nextIndex=self._indexes("nextIndex", following),
                matchIndex=self._indexes("matchIndex", match),
            )
            for success, index in product(BOOLEANS, numbers(0, 2)):
                answer = {"success": success, "matchIndex": index}
                m = self._message("AppendEntriesResponse", integer(2), **answer)
                yield from self._about(("HandleAppendEntriesResponse",), s, m)

    def _of_commitment(self) -> Iterator[Call]:
        several = product(ROLES[1:], self.logs, numbers(1, 2), numbers(0, 2), numbers(0, 2))
        for role, log, current, commit, match in several:
            for other in numbers(0, 2):
                s = self._server(
                    role=role,
                    log=log,
                    currentTerm=current,
                    commitIndex=commit,
                    matchIndex=self._indexes("matchIndex", match, other),
                )
                yield Call("Committable", (s,))
                yield Call("CanAdvanceCommitIndex", (s,))
                if self._holds("CanAdvanceCommitIndex", s):
                    yield Call("AdvanceCommitIndex", (s,))
                for index in numbers(0, 2):
                    yield Call("Replicas", (s, index))
                    yield Call("IsCommittable", (s, index))
