"""One server of RaftMembership.tla with changes of every kind, run by the spec's own operators."""

from collections.abc import Sequence

from raft_conformance.fakes.election_server import ElectionServer
from raft_conformance.fakes.members import members_of, with_members
from raft_conformance.judge.spec_server import from_tla, to_tla
from raft_conformance.protocol.messages import ObservedConfiguration
from raft_conformance.protocol.views import AnyView
from tlakit.semantics import values as tla

FURTHER_CONSTANTS = """NoOp = "no-op" First = "n1"
Features = {"no-op", "transfer", "single-server", "joint", "learners"}"""

ON_APPLY = """NoOp = "no-op" First = "n1" Second = "n2" Third = "n3"
Features = {"no-op", "transfer", "single-server", "joint", "learners"}
ActiveIndex <- AppliedIndex Recover <- RecoverWithCommit"""

EVERYONE = ("n1", "n2", "n3", "n4", "n5", "n6")
"""The servers that there ever are: the constant Server, of which some are members at first."""


class MembershipServer(ElectionServer):
    """A server that leaves a joint configuration as soon as it may, and steps down when it must."""

    first = "InitMember"

    def change(self, voters: Sequence[str], learners: Sequence[str]) -> list[AnyView] | None:
        """Other members: in one step where that is enough, else by a joint configuration."""
        asked = {"voters": voters, "outgoing": [], "learners": learners}
        target = members_of(to_tla(asked))
        for guard, act in (
            ("CanChangeConfiguration", "ChangeConfiguration"),
            ("CanEnterJoint", "EnterJoint"),
        ):
            if self._may(guard, target):
                return [*self._take(act, target), *self._eager()]
        return None

    @property
    def configuration(self) -> ObservedConfiguration:
        """The members that it goes by."""
        members = from_tla(self._operators.apply("Configuration", self._record))
        active = self._operators.apply("ActiveIndex", self._record)
        index = from_tla(self._operators.apply("ConfigurationIndex", self._record, active))
        return ObservedConfiguration(
            **{name: tuple(ids) for name, ids in members.items()},
            joint=bool(members["outgoing"]),
            index=index,
            committed=index <= self.state.commit_index,
        )

    def _message(self, view: AnyView) -> tla.Value:
        return with_members(super()._message(view))

    def _eager(self) -> list[AnyView]:
        """What one of RaftElections does, the end of a joint configuration, and its own."""
        sent = super()._eager()
        while self._may("CanLeaveJoint"):
            sent += [*self._take("LeaveJoint"), *super()._eager()]
        if self._may("CanStepDown"):
            # Nobody else tells the others that the removal is committed.
            sent += [*self.heartbeat_timeout(), *self._take("StepDown")]
        return sent
