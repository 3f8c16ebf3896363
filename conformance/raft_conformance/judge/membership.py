"""Monitors of changes of the members.

They go by the configuration that a node shows, and by the entries of its log that are said to hold one;
where neither can be seen, or nobody says from when a configuration is in force, they are silent.
"""

from collections.abc import Iterator

from raft_conformance.judge.electorates import described, has_vote, members
from raft_conformance.judge.observations import Observation, Setting, entry_at, identity, names
from raft_conformance.judge.rules_for_members import (
    CHANGE_FOLLOWS_COMMIT,
    CONFIGURATION_IS_APPLIED,
    CONFIGURATION_IS_OF_LOG,
    IS_SINGLE_CHANGE,
    ONE_CHANGE_AT_A_TIME,
    OUTSIDERS_DO_NOT_STAND,
    REMOVED_LEADER_STEPS_DOWN,
)
from raft_conformance.protocol.messages import LogEntry, State
from raft_conformance.protocol.views import Configuration

KIND = "configuration"


def _changes(log: tuple[LogEntry, ...] | None) -> list[LogEntry]:
    """The entries that hold a configuration."""
    return [entry for entry in log or () if entry.kind == KIND]


def _leads_on(seen: Observation) -> bool:
    """Whether the node led one term all through the step."""
    old, new = seen.before, seen.state
    return (
        old is not None and old.role == "leader" and new.role == "leader" and old.term == new.term
    )


def _is_left_out(node: str, state: State) -> bool:
    """Whether the node shows that it has no vote, by a configuration that is committed."""
    return (
        has_vote(node, state) is False
        and state.configuration is not None
        and state.configuration.committed is True
    )


class OneChangeAtATime:
    """A leader's log has at most one configuration that nobody has shown as committed."""

    rule = ONE_CHANGE_AT_A_TIME

    def __init__(self, setting: Setting) -> None:
        self._decided: set[tuple[int, tuple[int, str]]] = set()

    def look(self, seen: Observation) -> Iterator[str]:
        """Note what is committed, then look what is left in the log of a leader."""
        commit = seen.state.commit
        if commit is None:
            return
        changes = {(entry.index, identity(entry)): entry for entry in _changes(seen.log)}
        self._decided.update(key for key in changes if key[0] <= commit)
        under_way = [names(entry) for key, entry in changes.items() if key not in self._decided]
        if seen.state.role == "leader" and len(under_way) > 1:
            yield f"the leader {seen.node} has {' and '.join(under_way)}, and none is committed"


class ChangeFollowsCommitOfItsTerm:
    """A leader that begins a change has an entry of its own term committed."""

    rule = CHANGE_FOLLOWS_COMMIT

    def __init__(self, setting: Setting) -> None:
        self._applies = setting.capabilities.configuration_active_on == "append"

    def look(self, seen: Observation) -> Iterator[str]:
        """Look at a configuration that is new in a leader's log, unless it ends a joint one."""
        state, old = seen.state, seen.before
        if not self._applies or not _leads_on(seen) or seen.log_before is None:
            return
        if old is None or old.configuration is None or old.configuration.joint:
            return
        commit = state.commit
        new = [entry for entry in _changes(seen.log) if not entry_at(seen.log_before, entry.index)]
        if not new or seen.log is None or commit is None or new[0].index < seen.first:
            return
        begun = [e for e in seen.log if e.term == state.term and e.index <= commit]
        if not any(entry.index < new[0].index for entry in begun) and seen.log[0].index <= commit:
            yield (
                f"{seen.node} has {names(new[0])}, and no entry before it of its term is committed: "
                f"its commit index is {commit}"
            )


class OneVoterAtATime:
    """A leader goes from one configuration to the next by one voter, where neither is joint."""

    rule = IS_SINGLE_CHANGE

    def __init__(self, setting: Setting) -> None:
        self._applies = setting.capabilities.configuration_active_on != "unknown"

    def look(self, seen: Observation) -> Iterator[str]:
        """Compare the voters before and after a leader's step."""
        old, new = seen.configuration_before, seen.state.configuration
        if not self._applies or not _leads_on(seen) or old is None or new is None:
            return
        changed = {*old.voters} ^ {*new.voters}
        if len(changed) > 1 and not old.outgoing and not new.outgoing:
            yield (
                f"the leader {seen.node} went from {described(old)} to {described(new)} with no joint "
                "configuration in between"
            )


class _ConfigurationsOfEntries:
    """Which members each entry makes, and with which each node began, as they were first shown."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, tuple[int, str]], Configuration] = {}
        self._first: dict[str, Configuration] = {}
        self._marks = False

    def wrong(self, seen: Observation, least: int, most: int) -> Iterator[str]:
        """Hold the configuration that a node goes by against its log.

        It may not be older than the newest up to index `least`, nor younger than `most`. What came
        with a snapshot has no entry to look at.
        """
        shown, log = seen.state.configuration, seen.log
        self._marks |= bool(_changes(log))
        if shown is None or shown.index is None or log is None or seen.state.snapshot:
            return
        if seen.cause != "create" and not self._marks:
            return
        due = [entry for entry in _changes(log) if entry.index <= least]
        entry = entry_at(log, shown.index)
        if due and shown.index < due[-1].index:
            yield (
                f"{seen.node} goes by the configuration of index {shown.index}, and {names(due[-1])} "
                "is newer"
            )
        elif shown.index > most or (entry is not None and entry.kind != KIND):
            yield (
                f"{seen.node} goes by the configuration of index {shown.index}, and has "
                f"{names(entry)} there, of what counts up to {most}"
            )
        elif (known := self._known(seen.node, entry, members(shown))) != members(shown):
            yield (
                f"{seen.node} goes by {described(shown)}, and should by {described(known)}, as "
                f"{names(entry) if entry else 'at first'} says"
            )

    def _known(self, node: str, entry: LogEntry | None, now: Configuration) -> Configuration:
        """The members that were first shown for the entry, or by the node before any entry."""
        if entry is None:
            return self._first.setdefault(node, now)
        return self._made.setdefault((entry.index, identity(entry)), now)


class ConfigurationIsOfLog:
    """Active on append: the newest configuration in the log, and no more once that is removed."""

    rule = CONFIGURATION_IS_OF_LOG

    def __init__(self, setting: Setting) -> None:
        self._applies = setting.capabilities.configuration_active_on == "append"
        self._of = _ConfigurationsOfEntries()

    def look(self, seen: Observation) -> Iterator[str]:
        """Up to the end of the log."""
        last = seen.state.last
        if self._applies and last is not None:
            yield from self._of.wrong(seen, last.index, last.index)


class ConfigurationIsApplied:
    """Active on apply: not older than what is applied, and not younger than what is committed."""

    rule = CONFIGURATION_IS_APPLIED

    def __init__(self, setting: Setting) -> None:
        self._applies = setting.capabilities.configuration_active_on == "apply"
        self._of = _ConfigurationsOfEntries()

    def look(self, seen: Observation) -> Iterator[str]:
        """A node that restarts may have on disk what it has yet to apply again."""
        commit, applied = seen.state.commit, seen.state.applied
        if self._applies and commit is not None and applied is not None and seen.cause != "restart":
            yield from self._of.wrong(seen, applied, commit)


class RemovedLeaderStepsDown:
    """A leader that is left out, and knows that this is committed, adds nothing to its log."""

    rule = REMOVED_LEADER_STEPS_DOWN

    def __init__(self, setting: Setting) -> None:
        self._applies = setting.capabilities.configuration_active_on != "unknown"

    def look(self, seen: Observation) -> Iterator[str]:
        """Compare the last indexes of such a leader before and after its step."""
        old = seen.before
        if not self._applies or not _leads_on(seen) or old is None or old.configuration is None:
            return
        index = old.configuration.index
        later = [e for e in _changes(seen.log_before) if index is not None and e.index > index]
        if later or not _is_left_out(seen.node, old):
            return
        was, now = old.last, seen.state.last
        if was is not None and now is not None and now.index > was.index:
            yield (
                f"{seen.node} leads on after its removal was committed, and went from index "
                f"{was.index} to {now.index}"
            )


class OutsidersDoNotStand:
    """Who knows that it has no vote, and that this is committed, does not become a candidate."""

    rule = OUTSIDERS_DO_NOT_STAND

    def __init__(self, setting: Setting) -> None:
        self._applies = setting.capabilities.configuration_active_on != "unknown"

    def look(self, seen: Observation) -> Iterator[str]:
        """Look at a follower or learner that stands now."""
        old, new = seen.before, seen.state
        if not self._applies or old is None or old.role not in ("follower", "learner"):
            return
        stands = new.role in ("precandidate", "candidate", "leader")
        if stands and _is_left_out(seen.node, old) and _is_left_out(seen.node, new):
            yield f"{seen.node} stands for election, and has no vote by what it shows"
