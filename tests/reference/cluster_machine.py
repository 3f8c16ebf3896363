"""Random schedules over clusters of three and of five, as a Hypothesis state machine."""

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
)

from raft_reference.cluster import Cluster
from raft_reference.commands import (
    Answer,
    Ask,
    Beat,
    Change,
    Command,
    CompactOne,
    CopyOne,
    CrashOne,
    DeliverOne,
    DropOne,
    Elect,
    ExpireFrom,
    HandOver,
    Heal,
    ProposeTo,
    ReadFrom,
    RestartOne,
    RunOn,
    Settle,
    Split,
    TickOne,
    Ticks,
    WriteOne,
)
from raft_reference.core.configuration import configuration
from raft_reference.core.features import election_features
from raft_reference.core.membership import membership_features
from raft_reference.core.types import Feature, ServerId, all_features
from raft_reference.promises import broken_by
from raft_reference.schedule import Schedule, Setup, format_schedule

SERVERS = st.integers(0, 8)
MESSAGES = st.integers(0, 11)
OneMessage = DeliverOne | CopyOne | DropOne
RUNS = st.integers(0, 16)
TICKS = st.integers(0, 6)
EVENTS = (
    ["run"] * 4
    + ["propose"] * 4
    + ["message"] * 4
    + ["beat", "beat", "ticks", "elect", "crash", "restart", "restart", "split", "heal", "depose"]
)


class Machine(RuleBasedStateMachine):
    """A cluster to which anything may happen, a leader having been elected.

    There is one rule, which draws what happens by its weight in EVENTS: among many rules Hypothesis
    would leave out some in every example, and few of these would get as far as a commit.
    """

    holding = False

    def begin(self, setup: Setup) -> None:
        """A cluster with a leader, if nothing goes wrong."""
        self.setup = setup
        self.cluster = Cluster(setup)
        self.done: list[Command] = []
        if "lease" in setup.features:
            self.happen(Ticks(10))
        self.elect(0, (4 if setup.features else 2) * setup.servers)

    events: tuple[str, ...] = tuple(EVENTS)

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        event = data.draw(st.sampled_from(self.events))
        i, leader = data.draw(SERVERS), self.leader()
        match event:
            case "run":
                self.run(data.draw(RUNS))
            case "message":
                fates: list[type[OneMessage]] = [DeliverOne, CopyOne, DropOne]
                fate = data.draw(st.sampled_from(fates))
                self.happen(fate(data.draw(MESSAGES)))
            case "propose":
                self.propose(leader, data.draw(st.integers(1, 2)))
                self.run(data.draw(RUNS))
            case "beat":
                self.happen(Beat(leader))
                self.run(data.draw(RUNS))
            case "ticks":
                self.happen(Ticks(data.draw(TICKS)))
            case "tick":
                for _ in range(data.draw(st.integers(1, 8))):
                    self.happen(TickOne(self.name(i)))
            case "write":
                self.happen(WriteOne(self.name(i)))
            case "hold":
                self.holding = not self.holding
            case "ask":
                self.happen(Ask(leader))
                self.run(data.draw(RUNS))
            case "answer":
                self.happen(Answer(leader))
            case "expire":
                self.happen(ExpireFrom(leader))
                self.run(data.draw(RUNS))
            case "elect":
                self.elect(i, data.draw(RUNS))
            case "crash":
                self.happen(CrashOne(self.name(i)))
            case "restart":
                self.happen(RestartOne(self.name(i)))
            case "split":
                other = self.name(data.draw(SERVERS))
                self.happen(Split(frozenset({self.name(i), other})))
            case "compact":
                self.happen(CompactOne(leader if data.draw(st.booleans()) else self.name(i)))
                self.happen(Beat(leader))
                self.run(data.draw(RUNS))
            case "read":
                self.happen(ReadFrom(leader))
                self.run(data.draw(RUNS))
            case "transfer":
                self.propose(leader, data.draw(st.integers(0, 1)))
                self.happen(HandOver(leader, self.name(i)))
                self.run(data.draw(RUNS))
            case "change":
                self.change(leader, data)
                self.run(data.draw(RUNS))
            case "heal":
                self.happen(Heal())
            case "depose":
                self.depose(leader, i, data.draw(st.integers(0, 3)), data.draw(RUNS))
                if data.draw(st.booleans()):
                    self.happen(Heal())
                    self.run(data.draw(RUNS))

    def depose(self, leader: ServerId, i: int, count: int, k: int) -> None:
        """A leader is cut off while clients still propose to it, and another server stands."""
        self.happen(Split(frozenset({leader})))
        self.propose(leader, count)
        self.elect(i, k)

    def change(self, leader: ServerId, data: st.DataObject) -> None:
        """A leader is to let one or two servers in or out, or to have one learn."""
        c = configuration(self.cluster.servers[leader])
        i, j = self.name(data.draw(SERVERS)), self.name(data.draw(SERVERS))
        others = data.draw(st.sampled_from([{i}, {i}, {i, j}]))
        learns = data.draw(st.integers(0, 3)) == 0 and i not in c.voters
        voters = c.voters if learns else c.voters ^ others
        if len(voters) > 1:
            learners = (c.learners | {i} if learns else c.learners) - voters
            self.happen(Change(leader, voters, learners))

    def elect(self, i: int, k: int) -> None:
        """An election, left alone or left to run for so many deliveries."""
        self.happen(Elect(self.name(i)))
        self.run(k)

    def propose(self, leader: ServerId, count: int) -> None:
        """So many proposals at once."""
        for _ in range(count):
            self.happen(ProposeTo(leader))

    def run(self, k: int) -> None:
        if k > 0 and self.cluster.network.deliverable(self.cluster.up()):
            self.happen(RunOn(k))

    def name(self, number: int) -> ServerId:
        """One of the servers."""
        names = self.setup.names()
        return names[number % len(names)]

    def leader(self) -> ServerId:
        """Who is up and takes itself for a leader, in the oldest term; any server, if nobody."""
        nodes = [node for node in self.cluster.nodes.values() if node is not None]
        leaders = [node.server for node in nodes if node.server.role == "leader"]
        oldest = sorted(leaders, key=lambda s: s.current_term)
        return oldest[0].id if oldest else self.name(0)

    def happen(self, command: Command) -> None:
        """Run a command; fail if it broke a promise, with the line that does it again."""
        self.done.append(command)
        broken = broken_by(self.cluster, command)
        if broken is not None:
            text = format_schedule(Schedule(self.setup, tuple(self.done)))
            raise AssertionError(f"{broken}\npython -m raft_reference.replay '{text}'")


class ClusterMachine(Machine):
    """Raft by itself."""

    @initialize(servers=st.sampled_from([3, 5]), batch=st.sampled_from([1, 2]), noop=st.booleans())
    def start(self, servers: int, batch: int, noop: bool) -> None:
        self.begin(Setup(servers, batch, noop))


class ElectionMachine(Machine):
    """Some of the rules for elections are in force, and leadership is handed over."""

    events = (*EVENTS, "transfer", "transfer", "transfer")

    @initialize(
        servers=st.sampled_from([3, 5]),
        features=st.sets(st.sampled_from(sorted(election_features())), min_size=1),
    )
    def start(self, servers: int, features: set[Feature]) -> None:
        self.begin(Setup(servers, features=frozenset(features)))


class SnapshotMachine(Machine):
    """Logs are compacted, with rules for elections in force or without."""

    events = (*EVENTS, "compact", "compact", "compact")

    @initialize(
        servers=st.sampled_from([3, 5]),
        batch=st.sampled_from([1, 2]),
        tail=st.integers(0, 2),
        others=st.sampled_from([frozenset[Feature](), all_features()]),
    )
    def start(self, servers: int, batch: int, tail: int, others: frozenset[Feature]) -> None:
        self.begin(Setup(servers, batch, features=others | {"snapshots"}, tail=tail))


class ReadMachine(Machine):
    """Clients read, while anything else happens."""

    events = (*EVENTS, "read", "read", "read", "read", "transfer")

    @initialize(
        servers=st.sampled_from([3, 5]),
        noop=st.booleans(),
        features=st.sets(st.sampled_from(sorted(election_features()))),
    )
    def start(self, servers: int, noop: bool, features: set[Feature]) -> None:
        self.begin(Setup(servers, noop=noop, features=frozenset(features | {"read-index"})))


class LeaseMachine(Machine):
    """A leader reads by its lease, while clocks drift apart as far as they may."""

    events = (*EVENTS, *["read", "transfer"] * 2, *["tick"] * 6, *["ticks"] * 3)

    @initialize(
        features=st.sets(st.sampled_from(sorted(election_features()))),
        drift=st.integers(1, 4),
    )
    def start(self, features: set[Feature], drift: int) -> None:
        lease: set[Feature] = {"read-index", "lease", "stickiness"}
        self.begin(Setup(features=frozenset(features | lease), drift=drift))


class MembershipMachine(Machine):
    """Servers join, learn and leave, one at a time or through joint configurations."""

    events = (*EVENTS, "change", "change", "change", "change")

    @initialize(
        servers=st.sampled_from([4, 5]),
        voters=st.sampled_from([2, 3]),
        features=st.sets(st.sampled_from(sorted(membership_features())), min_size=1),
        others=st.sampled_from([frozenset[Feature](), election_features()]),
        snapshots=st.booleans(),
    )
    def start(
        self,
        servers: int,
        voters: int,
        features: set[Feature],
        others: frozenset[Feature],
        snapshots: bool,
    ) -> None:
        added: set[Feature] = {"snapshots"} if snapshots else set()
        self.events = (*self.events, "compact") if snapshots else self.events
        self.begin(Setup(servers, features=frozenset(features | others | added), voters=voters))


class DurabilityMachine(Machine):
    """Disks take their time, and now and then do nothing for a while."""

    events = (*EVENTS, "crash", "restart", *["write"] * 3, *["hold"] * 2)

    @initialize(
        servers=st.sampled_from([3, 5]),
        noop=st.booleans(),
        features=st.sets(st.sampled_from(sorted(election_features()))),
    )
    def start(self, servers: int, noop: bool, features: set[Feature]) -> None:
        setup = Setup(servers, noop=noop, features=frozenset(features), asynchronous=True)
        self.begin(setup)

    def run(self, k: int) -> None:
        if k > 0:
            self.happen(RunOn(k) if self.holding else Settle(k))


class SessionMachine(Machine):
    """A client with a session asks again and again, whether or not it was heard; now and then it is shut out."""

    events = (*EVENTS, *["ask"] * 8, *["answer"] * 4, "expire")

    @initialize(
        servers=st.sampled_from([3, 5]),
        features=st.sampled_from([frozenset[Feature](), election_features(), {"snapshots"}]),
    )
    def start(self, servers: int, features: frozenset[Feature]) -> None:
        self.events = (*self.events, "compact") if "snapshots" in features else self.events
        self.begin(Setup(servers, features=frozenset(features)))


class LeaderIdMachine(Machine):
    """A term may have several leaders, and who led leads again after a restart."""

    @initialize(batch=st.sampled_from([1, 2]), noop=st.booleans())
    def start(self, batch: int, noop: bool) -> None:
        self.begin(Setup(batch=batch, noop=noop, leader_ids=True))


class OnApplyMachine(Machine):
    """Servers join, learn and leave, and a configuration is in force once it is applied."""

    events = (*EVENTS, *["change"] * 4, "crash", "restart")

    @initialize(
        voters=st.sampled_from([2, 3]),
        features=st.sets(st.sampled_from(sorted(membership_features())), min_size=1),
        others=st.sampled_from([frozenset[Feature](), election_features()]),
    )
    def start(self, voters: int, features: set[Feature], others: frozenset[Feature]) -> None:
        chosen = frozenset(features | others)
        self.begin(Setup(4, features=chosen, voters=voters, active_on="apply"))


class CompleteMachine(Machine):
    """Every rule is in force, and everything happens."""

    events = (
        *EVENTS,
        *["change"] * 3,
        *["read", "transfer", "compact", "ask", "tick"] * 2,
        "answer",
        "expire",
    )

    @initialize(voters=st.sampled_from([2, 3]), tail=st.integers(0, 1), drift=st.integers(1, 4))
    def start(self, voters: int, tail: int, drift: int) -> None:
        features = all_features()
        self.begin(Setup(4, features=features, voters=voters, tail=tail, drift=drift))
