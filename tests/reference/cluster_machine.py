"""Random schedules over clusters of three and of five, as a Hypothesis state machine."""

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
)

from raft_reference.cluster import Cluster
from raft_reference.core.features import election_features
from raft_reference.core.types import Feature, ServerId, all_features
from raft_reference.invariants import broken_by
from raft_reference.schedule import (
    Beat,
    Command,
    CompactOne,
    CopyOne,
    CrashOne,
    DeliverOne,
    DropOne,
    Elect,
    HandOver,
    Heal,
    ProposeTo,
    ReadFrom,
    RestartOne,
    RunOn,
    Schedule,
    Setup,
    Split,
    Ticks,
    format_schedule,
)

SERVERS = st.integers(0, 8)
MESSAGES = st.integers(0, 11)
OneMessage = DeliverOne | CopyOne | DropOne
RUNS = st.integers(0, 16)
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
                self.happen(Ticks(data.draw(RUNS)))
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

    def elect(self, i: int, k: int) -> None:
        """An election, left alone or left to run for so many deliveries."""
        self.happen(Elect(self.name(i)))
        self.run(k)

    def propose(self, leader: ServerId, count: int) -> None:
        """So many proposals at once."""
        for _ in range(count):
            self.happen(ProposeTo(leader))

    def run(self, k: int) -> None:
        if k > 0 and self.cluster.deliverable():
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
    """Clients read, with a lease or without, while anything else happens."""

    events = (*EVENTS, "read", "read", "read", "read", "ticks", "transfer")

    @initialize(
        servers=st.sampled_from([3, 5]),
        features=st.sets(st.sampled_from(sorted(election_features())), min_size=1),
        lease=st.booleans(),
    )
    def start(self, servers: int, features: set[Feature], lease: bool) -> None:
        added: set[Feature] = {"read-index", "lease", "stickiness"} if lease else {"read-index"}
        self.begin(Setup(servers, features=frozenset(features | added)))
