"""Random schedules: anything that may happen, in an order that the run's seed decides.

The same seed and answers give the same run, so a failure replays. Another seed is another run.
Messages are reordered and repeated only for an implementation that claims to stand it.
"""

import random

from raft_conformance.judge.rules import STATE_MACHINE_SAFETY
from raft_conformance.judge.rules_for_members import ONE_CHANGE_AT_A_TIME
from raft_conformance.scenarios.scenario import CRASHES, scenario
from raft_conformance.world.world import World

STEPS = 250
ELECTIONS_OF_EACH = 6
ACTS = {
    "deliver": 60,
    "overtake": 6,
    "repeat": 6,
    "heartbeat": 14,
    "propose": 8,
    "read": 8,
    "election": 3,
    "lose": 3,
    "partition": 2,
    "heal": 4,
    "crash": 2,
    "restart": 4,
    "change": 4,
}
LIKELY = 0.8


def _run(
    world: World, chance: random.Random, *, crashes: bool, joining: tuple[str, ...] = ()
) -> None:
    """Random acts, and at the end an ordinary election and commit, to see that all still works."""
    world.establish("n1")
    for node in joining:
        world.create(node)
    network = world.capabilities.network
    barred = {"crash", "restart"} if not crashes else set()
    barred |= {"change"} if not joining else set()
    barred |= {"overtake", "repeat"} if network == "fifo" else set()
    barred |= {"repeat"} if network == "reorder" else set()
    barred |= {"read"} if world.capabilities.read in ("none", "lease") else set()
    weights = {act: weight for act, weight in ACTS.items() if act not in barred}
    for _ in range(STEPS):
        (act,) = chance.choices(list(weights), list(weights.values()))
        _act(world, chance, act)
    world.heal()
    for node in sorted(world.down):
        world.restart(node)
    world.lose_all()
    _elect_somebody(world)


def _act(world: World, chance: random.Random, act: str) -> None:
    alive = [node for node in world.nodes if node not in world.down]
    node = chance.choice(alive)
    links = world.network.links()
    match act:
        case "deliver" if links:
            world.deliver_first(*chance.choice(links))
        case "overtake" if links:
            sender, to = chance.choice(links)
            world.deliver_one_of(chance.choice(world.network.waiting(sender, to)))
        case "repeat" if world.delivered:
            message = chance.choice(world.delivered)
            if message.to not in world.down:
                world.deliver(message)
        case "lose" if links:
            world.lose(*chance.choice(links))
        case "heartbeat":
            leaders = [node for node in alive if world.is_leader(node)]
            if leaders:
                world.heartbeat(chance.choice(leaders))
        case "propose":
            world.offer(node)
        case "read":
            world.read(node)
        case "election":
            world.election_timeout(node)
        case "partition":
            world.partition(chance.sample(world.nodes, chance.randint(1, len(world.nodes) // 2)))
        case "heal":
            world.heal()
        case "crash" if 2 * len(alive) > len(world.nodes) + 1:
            world.crash(node)
        case "restart" if world.down:
            world.restart(chance.choice(sorted(world.down)))
        case "change":
            leaders = [node for node in alive if world.is_leader(node)]
            if leaders:
                _change(world, chance, chance.choice(leaders))


def _change(world: World, chance: random.Random, leader: str) -> None:
    """Ask a leader for a voter or a learner more or less, or for quite other voters."""
    shown = world.configuration(leader)
    voters, learners = {*shown.voters}, {*shown.learners}
    node = chance.choice(world.nodes)
    if node in learners or (node not in voters and chance.random() < LIKELY):
        voters.add(node)
        learners.discard(node)
    elif node not in voters and world.capabilities.learners:
        learners.add(node)
    elif chance.random() < LIKELY:
        voters.discard(node)
    else:
        voters = {*chance.sample(world.nodes, chance.randint(1, len(world.nodes)))} - learners
    if voters:
        world.offer_change(leader, sorted(voters), sorted(learners))


def _members(world: World, leader: str) -> tuple[str, ...]:
    """Whom the leader must bring up to its own log."""
    shown = world.state(leader).configuration
    return world.nodes if shown is None else (*shown.voters, *shown.outgoing, *shown.learners)


def _elect_somebody(world: World) -> None:
    """One of the servers must be able to lead: not every one has the committed entries."""
    for node in world.nodes * ELECTIONS_OF_EACH:
        if not world.is_leader(node):
            world.election_timeout(node)
        world.deliver_all()
        newest = max(world.nodes, key=lambda other: (world.term(other), world.is_leader(other)))
        if world.is_leader(newest):
            world.begin_term(newest)
            world.commit(newest)
            # It may have committed that it is removed.
            if world.is_leader(newest):
                world.spread(newest, among=_members(world, newest))
                return
    world.reach(False, "no server could be elected at the end")


@scenario(
    "random/three-servers",
    STATE_MACHINE_SAFETY,
    reach="after 250 random acts a leader commits, and all servers are equal",
)
def three_servers(world: World) -> None:
    """Three servers, and at random deliveries, losses, partitions, timeouts and proposals."""
    _run(world, random.Random(f"three {world.seed}"), crashes=False)


@scenario(
    "random/three-servers-that-crash",
    STATE_MACHINE_SAFETY,
    needs=CRASHES,
    reach="after 250 random acts a leader commits, and all servers are equal",
)
def three_servers_that_crash(world: World) -> None:
    """Three servers, and at random crashes and restarts beside all else."""
    _run(world, random.Random(f"crash {world.seed}"), crashes=True)


@scenario(
    "random/five-servers-that-crash",
    STATE_MACHINE_SAFETY,
    servers=5,
    needs=CRASHES,
    reach="after 250 random acts a leader commits, and all servers are equal",
)
def five_servers_that_crash(world: World) -> None:
    """Five servers, and at random crashes and restarts beside all else."""
    _run(world, random.Random(f"five {world.seed}"), crashes=True)


@scenario(
    "random/members-that-change",
    STATE_MACHINE_SAFETY,
    ONE_CHANGE_AT_A_TIME,
    needs=("membership", *CRASHES),
    reach="after 250 random acts a leader commits, and all members are equal",
)
def members_that_change(world: World) -> None:
    """Three servers that crash and two that may join, and at random changes of the members beside all else."""
    _run(world, random.Random(f"members {world.seed}"), crashes=True, joining=("n4", "n5"))


CASES = (three_servers, three_servers_that_crash, five_servers_that_crash, members_that_change)
