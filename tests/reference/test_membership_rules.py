"""Changes of the members, as a host asks for them: inputs, messages, effects (D chapter 4)."""

from raft_reference.core.configuration import configuration
from raft_reference.core.effects import Accepted, Durable, Effects, Refused
from raft_reference.core.inputs import Deliver, Expire, Input, Propose, Reconfigure, Transfer
from raft_reference.core.messages import Message
from raft_reference.core.node import Node, Settings, boot
from raft_reference.core.step import step
from raft_reference.core.types import (
    AnyEntry,
    Configuration,
    ConfigurationEntry,
    Features,
    Index,
    ServerId,
    Term,
    Value,
)

A = ServerId("a")
FEATURES: Features = frozenset({"no-op", "single-server", "joint", "learners"})


class Hosted:
    """Servers a to d of which only some are voters at first; every message arrives at once."""

    def __init__(self, voters: str, features: Features = FEATURES) -> None:
        self.nodes: dict[str, Node] = {
            name: boot(
                Settings(ServerId(name), frozenset(map(ServerId, voters)), features=features),
                Durable(),
                seed=at,
            )
            for at, name in enumerate("abcd")
        }
        self.cut = frozenset[str]()

    def give(self, name: str, input: Input) -> Effects:
        """The input to a server, and then all that follows from it; the effects of the first."""
        self.nodes[name], first = step(self.nodes[name], input)
        waiting: list[Message] = [*first.messages]
        while waiting:
            m = waiting.pop(0)
            if not self.cut & {m.source, m.dest}:
                self.nodes[m.dest], effects = step(self.nodes[m.dest], Deliver(m))
                waiting += effects.messages
        return first

    def lose_disk(self, name: str) -> None:
        """It starts anew with nothing."""
        settings = self.nodes[name].settings
        self.nodes[name] = boot(settings, Durable(), seed=0)

    def lead(self, name: str) -> None:
        """It is elected, and its no-op committed."""
        self.give(name, Expire("election"))
        assert self.nodes[name].server.role == "leader"

    def members(self, name: str) -> tuple[str, str, str]:
        """Voters, outgoing and learners, as the server has them in force."""
        c = configuration(self.nodes[name].server)
        return "".join(sorted(c.voters)), "".join(sorted(c.outgoing)), "".join(sorted(c.learners))


def target(voters: str, learners: str = "") -> Reconfigure:
    """The change to these members."""
    named = (frozenset(map(ServerId, names)) for names in (voters, learners))
    wanted, learning = named
    return Reconfigure(Configuration(wanted, learners=learning))


def test_a_learner_gets_the_log_and_then_its_vote() -> None:
    hosted = Hosted("abc")
    hosted.lead("a")
    added = hosted.give("a", target("abc", "d"))
    assert isinstance(added.proposal, Accepted)
    assert added.configuration is not None and added.configuration.learners == {"d"}
    assert hosted.nodes["d"].server.log == hosted.nodes["a"].server.log
    hosted.give("d", Expire("election"))
    assert hosted.nodes["d"].server.role == "follower"
    hosted.give("a", target("abcd"))
    assert hosted.members("d") == ("abcd", "", "")


def test_two_voters_at_once_go_through_a_joint_configuration_that_ends_by_itself() -> None:
    hosted = Hosted("ab")
    hosted.lead("a")
    answer = hosted.give("a", target("cd"))
    assert answer.configuration == Configuration(
        frozenset({ServerId("c"), ServerId("d")}),
        outgoing=frozenset({ServerId("a"), ServerId("b")}),
    )
    assert hosted.members("c") == ("cd", "", "")
    assert hosted.nodes["a"].server.role == "follower" and hosted.nodes["a"].leader is None
    hosted.lead("c")


def test_without_joint_consensus_two_voters_at_once_are_refused() -> None:
    hosted = Hosted("ab", frozenset({"no-op", "single-server"}))
    hosted.lead("a")
    assert hosted.give("a", target("cd")).proposal == Refused(A, "invalid")
    assert hosted.members("a") == ("ab", "", "")


def test_a_removed_leader_tells_what_is_committed_and_steps_down() -> None:
    hosted = Hosted("abc")
    hosted.lead("a")
    hosted.give("a", target("bc"))
    assert hosted.nodes["a"].server.role == "follower"
    assert hosted.nodes["b"].server.commit_index == hosted.nodes["a"].server.commit_index == 2
    hosted.give("a", Expire("election"))
    assert hosted.nodes["a"].server.role == "follower"
    hosted.lead("b")


def test_no_change_before_an_entry_of_the_term_and_the_change_before_are_committed() -> None:
    hosted = Hosted("abc")
    hosted.lead("a")
    hosted.cut = frozenset("bcd")
    assert isinstance(hosted.give("a", target("ab")).proposal, Accepted)
    assert hosted.give("a", target("abc")).proposal == Refused(A, "busy")
    hosted.cut = frozenset()
    hosted.give("a", Expire("heartbeat"))
    assert isinstance(hosted.give("a", target("abc")).proposal, Accepted)


def reason(answer: Effects) -> str | None:
    """Why the proposal is refused; None if it is not."""
    return answer.proposal.reason if isinstance(answer.proposal, Refused) else None


def test_a_joint_change_is_done_when_it_is_so_and_not_when_what_was_accepted_is_committed() -> None:
    hosted = Hosted("abc")
    hosted.lead("a")
    hosted.cut = frozenset("bcd")
    accepted = hosted.give("a", target("ad")).proposal
    assert accepted == Accepted(Index(2), Term(1))
    hosted.cut = frozenset("c")
    hosted.nodes["a"], first = step(hosted.nodes["a"], Expire("heartbeat"))
    applied: list[AnyEntry] = []
    waiting = [*first.messages]
    while not applied:
        m = waiting.pop(0)
        if not hosted.cut & {m.source, m.dest}:
            hosted.nodes[m.dest], effects = step(hosted.nodes[m.dest], Deliver(m))
            waiting += effects.messages
            applied += [e for _, e in effects.apply] if m.dest == "a" else []
    (entry,) = applied
    assert isinstance(entry, ConfigurationEntry) and entry.configuration.outgoing == {*"abc"}
    assert reason(hosted.give("a", target("ad"))) == "busy"
    hosted.give("a", Expire("heartbeat"))
    assert reason(hosted.give("a", target("ad"))) == "already-so"


def test_a_refused_change_says_why() -> None:
    hosted = Hosted("abc", FEATURES - {"joint"})
    hosted.lead("a")
    assert reason(hosted.give("b", target("ab"))) == "not-leader"
    assert reason(hosted.give("a", target("abc"))) == "already-so"
    for wrong in (target(""), target("abc", "a"), target("ad"), target("ab", "c")):
        assert reason(hosted.give("a", wrong)) == "invalid", wrong
    joint = Configuration(frozenset({A}), outgoing=frozenset({A}))
    assert reason(hosted.give("a", Reconfigure(joint))) == "invalid"
    hosted.cut = frozenset("bcd")
    hosted.give("b", Expire("election"))
    assert reason(hosted.give("a", target("ab"))) is None
    for busy in (target("ab"), target("abc"), target("")):
        assert reason(hosted.give("a", busy)) == "busy", busy


def test_a_change_waits_until_the_leader_has_committed_something() -> None:
    hosted = Hosted("abc")
    hosted.nodes["a"], asked = step(hosted.nodes["a"], Expire("election"))
    hosted.nodes["b"], voted = step(hosted.nodes["b"], Deliver(asked.messages[0]))
    hosted.nodes["a"], _ = step(hosted.nodes["a"], Deliver(voted.messages[0]))
    hosted.cut = frozenset("bc")
    assert reason(hosted.give("a", target("ab"))) == "busy"
    assert reason(hosted.give("a", Propose(Value(b"x")))) is None
    hosted.cut = frozenset()
    hosted.give("a", Expire("heartbeat"))
    assert reason(hosted.give("a", target("ab"))) is None


def test_a_joint_configuration_that_a_transfer_kept_from_ending_is_under_way() -> None:
    hosted = Hosted("abc", FEATURES | {"transfer"})
    hosted.lead("a")
    hosted.cut = frozenset("bcd")
    hosted.give("a", target("ad"))
    hosted.give("a", Transfer(ServerId("b")))
    hosted.cut = frozenset("b")
    hosted.give("a", Expire("heartbeat"))
    hosted.give("a", Expire("election"))
    assert hosted.members("a") == ("ad", "abc", "")
    assert reason(hosted.give("a", target("abc"))) == "busy"


def test_a_configuration_is_rolled_back_with_its_entry() -> None:
    hosted = Hosted("abc")
    hosted.lead("a")
    hosted.cut = frozenset("a")
    added = hosted.give("a", target("abcd"))
    assert added.configuration is not None and hosted.members("a") == ("abcd", "", "")
    hosted.lead("b")
    hosted.give("b", Propose(Value(b"x")))
    hosted.cut = frozenset()
    hosted.give("b", Expire("heartbeat"))
    assert hosted.members("a") == ("abc", "", "")
    assert hosted.nodes["a"].server.log == hosted.nodes["b"].server.log


def test_a_server_that_enters_again_without_its_disk_gets_the_log_from_the_beginning() -> None:
    hosted = Hosted("abc")
    hosted.lead("a")
    hosted.give("a", Propose(Value(b"x")))
    hosted.give("a", target("ab"))
    hosted.lose_disk("c")
    hosted.give("a", target("abc"))
    assert hosted.nodes["c"].server.log == hosted.nodes["a"].server.log


def test_a_refusal_that_moves_nothing_is_not_answered_before_the_next_heartbeat() -> None:
    hosted = Hosted("abc")
    hosted.lead("a")
    hosted.lose_disk("c")
    for _ in range(2):
        hosted.nodes["a"], heartbeat = step(hosted.nodes["a"], Expire("heartbeat"))
        (request,) = (m for m in heartbeat.messages if m.dest == "c")
        hosted.nodes["c"], refused = step(hosted.nodes["c"], Deliver(request))
        (refusal,) = refused.messages
        hosted.nodes["a"], answer = step(hosted.nodes["a"], Deliver(refusal))
        assert answer.messages == ()
