"""By whose votes a server decides, as far as that can be seen while the members change."""

from collections.abc import Collection

from raft_conformance.judge.observations import Observation, Setting
from raft_conformance.protocol.messages import State
from raft_conformance.protocol.views import Configuration


class Electorates:
    """What every node has shown of the configuration that it goes by; it wants to see every observation.

    Until somebody is asked for other members, that is the first configuration, shown or not.
    """

    def __init__(self, setting: Setting) -> None:
        self._first = Configuration(voters=setting.voters)
        self._is_fixed = True
        self._is_shown = setting.capabilities.configuration_active_on != "unknown"
        self._shown: set[Configuration] = {self._first}

    def note(self, seen: Observation) -> None:
        """See the observation; `of` then speaks of it."""
        for shown in (seen.configuration_before, seen.state.configuration):
            if shown is not None:
                self._shown.add(members(shown))
        self._is_fixed &= seen.cause != "change"

    def of(self, seen: Observation, index: int | None = None) -> Collection[Configuration]:
        """One of these was in force where the node decided in this step; none where that cannot be seen.

        A leader decides by its own, which may change in the step; the others learn from a leader,
        which went by any that there ever was. What a leader has up to the `index` of its configuration
        it commits by that one: the next begins only then.
        """
        after, before = seen.state.configuration, seen.configuration_before
        if self._is_fixed:
            return (self._first,)
        if not self._is_shown or after is None or before is None:
            return ()
        if not _led(seen):
            return self._shown
        if index is not None and before.index is not None and index <= before.index:
            return {members(before)}
        return {members(before), members(after)}


def _led(seen: Observation) -> bool:
    """Whether what the node decided in the step, it decided as a leader."""
    old, new = seen.before, seen.state
    return new.role == "leader" or (
        old is not None and old.role == "leader" and old.term == new.term
    )


def members(shown: Configuration) -> Configuration:
    """No more than who they are; the names in order."""
    return Configuration(
        voters=tuple(sorted(shown.voters)),
        outgoing=tuple(sorted(shown.outgoing)),
        learners=tuple(sorted(shown.learners)),
    )


def is_quorum(nodes: Collection[str], configuration: Configuration) -> bool:
    """Whether they are a majority of the voters, and of the outgoing ones where there are some.

    >>> is_quorum({"a", "b"}, Configuration(voters=("a", "b", "c"), outgoing=("c",)))
    False
    """
    halves = [configuration.voters, *([configuration.outgoing] if configuration.outgoing else [])]
    return all(2 * len({*nodes} & {*half}) > len(half) for half in halves)


def needed(electorates: Collection[Configuration]) -> str:
    """What it takes, in a message to people."""
    return "a majority of " + " or of ".join(sorted({described(one) for one in electorates}))


def described(configuration: Configuration) -> str:
    """The voters in a message to people.

    >>> described(Configuration(voters=("a", "b"), outgoing=("c",)))
    'the voters a, b and the outgoing c'
    """
    outgoing = f" and the outgoing {', '.join(configuration.outgoing)}"
    voters = f"the voters {', '.join(configuration.voters)}"
    return voters + (outgoing if configuration.outgoing else "")


def has_vote(node: str, state: State) -> bool | None:
    """Whether a node is a voter by the configuration that it goes by; None where that cannot be seen."""
    shown = state.configuration
    return None if shown is None else node in (*shown.voters, *shown.outgoing)
