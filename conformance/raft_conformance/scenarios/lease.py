"""Reads that rest on a leader's lease, and so on clocks: asked of those who claim one and tick when told to.

Here time passes at all nodes together, by ticks, and no two clocks ever come further apart than the
implementation claims to stand. So nobody is made to stand: the leader is whoever the clocks elect.
"""

from raft_conformance.judge.rules import LEASED_READS_ARE_LINEARIZABLE, TIMEOUT_BEGINS_WITH_LEADER
from raft_conformance.protocol.views import AppendEntriesRequest, ConfirmRequest
from raft_conformance.scenarios.scenario import TICKING, scenario, timed_scenario
from raft_conformance.world.world import World

INSTANTS = 200
SETTLED = 12
AFTERWARDS = 3
DELAYS = (2, 4, 6, 8)
PATIENCE = 10
"""So many times as long as it took once, it may take again: timeouts are drawn at random."""


def _pass_time(world: World, instants: int = 1) -> None:
    """Time passes, and whatever can arrive does at once."""
    for _ in range(instants):
        world.pass_time()
        world.deliver_all()


def _newest_leader(world: World) -> str | None:
    leaders = [node for node in world.nodes if node not in world.down and world.is_leader(node)]
    return max(leaders, key=world.term, default=None)


def _settled_leader(world: World) -> str:
    """Whoever leads when some time has passed."""
    for _ in range(0, INSTANTS, SETTLED):
        _pass_time(world, SETTLED)
        if leader := _newest_leader(world):
            return leader
    world.reach(False, f"nobody was elected in {INSTANTS} ticks")
    raise AssertionError


def _leader_with_lease(world: World) -> str:
    """Whoever leads when some time has passed, once it has committed something and answers reads at once."""
    leader = _settled_leader(world)
    world.begin_term(leader)
    _pass_time(world, AFTERWARDS)
    context = world.read(leader)
    world.reach((leader, context) in world.finished, f"{leader} answers no read at once")
    world.deliver_all()
    return leader


def _others(world: World, leader: str) -> tuple[str, ...]:
    return tuple(node for node in world.nodes if node != leader)


def _has_committed_more(world: World, node: str, old: str) -> bool:
    return world.is_leader(node) and world.commit_index(node) > world.commit_index(old)


def _another_commits(world: World, old: str, instants: int = INSTANTS) -> bool:
    """Let time pass until another leader has committed more; False where it does not."""
    proposed: set[str] = set()
    for _ in range(instants):
        new = _newest_leader(world)
        if new is not None and new != old:
            if new not in proposed and not world.capabilities.noop_on_election:
                world.offer(new)
                world.deliver_all()
            proposed.add(new)
            if world.commit_index(new) > world.commit_index(old):
                return True
        _pass_time(world)
    return False


def _ask(world: World, old: str) -> bool:
    """Ask the old leader now and for some ticks more; False where it knows that it leads no more."""
    if not world.is_leader(old):
        return False
    for _ in range(AFTERWARDS):
        world.read(old)
        _pass_time(world)
    return True


def _ask_when_another_commits(world: World, old: str, instants: int) -> None:
    world.reach(_another_commits(world, old, instants), "no other leader committed anything")
    world.reach(_ask(world, old), f"{old} knows that it leads no more")


@timed_scenario(
    "lease/it-ends-before-another-leads",
    LEASED_READS_ARE_LINEARIZABLE,
    reach="a leader with a lease is cut off, and another is elected and commits",
)
def it_ends_before_another_leads(world: World) -> None:
    """A leader with a lease is cut off while the others' clocks gain on its own as far as they may."""
    drift = world.capabilities.clock_drift
    leader = _leader_with_lease(world)
    world.tick(leader, drift)
    _pass_time(world, SETTLED)
    world.partition((leader,))
    for _ in range(2 * drift):
        for node in _others(world, leader):
            world.tick(node)
    world.deliver_all()
    world.reach(_another_commits(world, leader), "no other leader committed anything")
    # Who checks its quorum may know by now that it leads no more, and that is as good.
    _ask(world, leader)


@timed_scenario(
    "lease/it-begins-when-it-is-asked-for",
    LEASED_READS_ARE_LINEARIZABLE,
    reach="a leader gets late answers, and leads when another one has committed",
)
def it_begins_when_it_is_asked_for(world: World) -> None:
    """What a lease rests on is answered late, by more each time, and then another leader commits."""
    asked = [_answered_late(world, delay) for delay in DELAYS]
    world.reach(any(asked), "no leader got late answers and did not know that it leads no more")


def _answered_late(world: World, delay: int) -> bool:
    """Cut a leader off, but for answers that take so many ticks, and ask it when another commits."""
    leader = _leader_with_lease(world)
    others = _others(world, leader)
    for node in others:
        world.hold(node, leader)
    _pass_time(world, AFTERWARDS)
    world.partition((leader,))
    late = {node: len(world.network.waiting(node, leader)) for node in others}
    _pass_time(world, delay)
    for node in others:
        for _ in range(late[node]):
            world.deliver_first(node, leader)
    asked = _another_commits(world, leader) and _ask(world, leader)
    world.lose_all()
    world.release()
    world.heal()
    return asked and all(late.values())


@timed_scenario(
    "lease/it-ends-with-a-transfer",
    LEASED_READS_ARE_LINEARIZABLE,
    needs=("transfer",),
    reach="a leader with a lease hands over, and does not hear that the other leads",
)
def it_ends_with_a_transfer(world: World) -> None:
    """A leader with a lease hands over, and the target leads and commits before any time passes."""
    leader = _leader_with_lease(world)
    others = _others(world, leader)
    for node in others:
        world.hold(node, leader)
    world.transfer(leader, others[0])
    world.deliver_all()
    world.reach(world.term(others[0]) > world.term(leader), f"{others[0]} did not stand")
    _ask_when_another_commits(world, leader, AFTERWARDS)


@timed_scenario(
    "lease/a-restarted-server-keeps-its-promise",
    LEASED_READS_ARE_LINEARIZABLE,
    needs=("crash", "restart", "durable"),
    reach="a server that a lease rests on restarts, and is asked for its vote right then",
)
def a_restarted_server_keeps_its_promise(world: World) -> None:
    """A lease rests on one other server, which restarts again and again while the third one stands."""
    leader = _leader_with_lease(world)
    voter, candidate = _others(world, leader)
    for one, other in ((leader, candidate), (candidate, leader)):
        world.hold(one, other)
    asked = False
    for _ in range(INSTANTS):
        world.deliver_all()
        world.crash(voter)
        world.restart(voter)
        world.pass_time()
        asked = asked or bool(world.network.waiting(candidate, voter))
        _deliver_between(world, voter, candidate)
        if _newest_leader(world) != leader:
            world.hold(leader, voter)
            world.hold(voter, leader)
            _ask_when_another_commits(world, leader, AFTERWARDS)
            return
    world.reach(asked, f"{candidate} did not stand")


def _deliver_between(world: World, one: str, other: str) -> None:
    """Deliver what is on the way between two nodes, and all that comes of it between them."""
    while world.network.waiting(one, other) or world.network.waiting(other, one):
        world.deliver_link(one, other)
        world.deliver_link(other, one)


@timed_scenario(
    "lease/a-promise-outlives-its-term",
    LEASED_READS_ARE_LINEARIZABLE,
    needs=("reorder", "no-pre-vote"),
    reach="a late refusal of a larger term reaches a server that a lease rests on",
)
def a_promise_outlives_its_term(world: World) -> None:
    """A server that a lease rests on is refused an old request in a larger term, and then asked there.

    It stood before there was a leader. Its request is so late that it reaches a third server when
    that one, which does not hear the leader, stands itself.
    """
    voter = _first_candidate(world)
    for other in _others(world, voter):
        world.hold(voter, other)
    leader = _leader_with_lease(world)
    world.reach(leader != voter, f"{voter} leads though its requests are late")
    (candidate,) = set(_others(world, leader)) - {voter}
    world.unhold(voter, leader)
    for one, other in ((leader, candidate), (candidate, leader)):
        world.hold(one, other)
    for _ in range(INSTANTS):
        world.deliver_all()
        term = world.term(candidate)
        world.pass_time()
        if world.term(candidate) > term:
            break
    world.deliver_first(voter, candidate)
    refusals = [message for message in world.sent if message.to == voter]
    world.reach(bool(refusals), f"{candidate} did not refuse")
    for one, other in ((leader, voter), (voter, leader)):
        world.hold(one, other)
    world.unhold(voter, candidate)
    for message in refusals:
        world.deliver_one_of(message)
    _deliver_between(world, voter, candidate)
    if world.is_leader(candidate):
        _ask_when_another_commits(world, leader, AFTERWARDS)


def _first_candidate(world: World) -> str:
    """Whoever stands first as time passes; its requests have not arrived anywhere."""
    for _ in range(INSTANTS):
        world.pass_time()
        for node in world.nodes:
            if world.state(node).role == "candidate":
                return node
    world.reach(False, f"nobody stood in {INSTANTS} ticks")
    raise AssertionError


@timed_scenario(
    "lease/nobody-stands-who-hears-a-leader",
    LEASED_READS_ARE_LINEARIZABLE,
    reach="a leader with a lease is heard by all, for as long as anybody else may come to stand",
)
def nobody_stands_who_hears_a_leader(world: World) -> None:
    """All hear a leader with a lease, until one of them stands all the same; just then the leader is cut off."""
    leader = _leader_with_lease(world)
    for _ in range(INSTANTS):
        term = world.term(leader)
        world.pass_time()
        others = _others(world, leader)
        if any(world.term(node) > term for node in others):
            for node in others:
                world.hold(leader, node)
                world.hold(node, leader)
            world.deliver_all()
            if _newest_leader(world) != leader:
                _ask_when_another_commits(world, leader, AFTERWARDS)
            return
        world.deliver_all()
    world.reach(world.is_leader(leader), f"{leader} does not lead any more")


@timed_scenario(
    "lease/a-transfer-ends-it-for-good",
    LEASED_READS_ARE_LINEARIZABLE,
    needs=("transfer", "reorder"),
    reach="the message that lets the target stand arrives when the leader has given the transfer up",
)
def a_transfer_ends_it_for_good(world: World) -> None:
    """A leader hands over, hears nothing of it and takes commands again; then the target is told to stand."""
    leader = _leader_with_lease(world)
    target, voter = _others(world, leader)
    world.hold(leader, target)
    world.transfer(leader, target)
    for _ in range(INSTANTS):
        if world.offer(leader):
            break
        world.pass_time()
        _deliver_what_is_heard(world, leader, target)
    for _ in range(AFTERWARDS):
        world.pass_time()
        _deliver_what_is_heard(world, leader, target)
    world.reach(world.is_leader(leader), f"{leader} does not lead any more")
    late = world.set_aside(leader, target)
    world.reach(bool(late), f"{leader} told {target} nothing")
    for one, other in ((leader, voter), (voter, leader), (target, leader)):
        world.hold(one, other)
    for message in late:
        world.deliver(message)
    world.deliver_all()
    if _newest_leader(world) != leader:
        _ask_when_another_commits(world, leader, AFTERWARDS)


def _deliver_what_is_heard(world: World, leader: str, target: str) -> None:
    """Deliver all that can arrive, and of what a leader has for a server on a slow link that it is there."""
    world.deliver_all()
    while heard := [
        message
        for message in world.network.waiting(leader, target)
        if isinstance(message.view, AppendEntriesRequest | ConfirmRequest)
    ]:
        world.deliver_one_of(heard[0])
        world.deliver_all()


@scenario(
    "clock/a-stale-leader-keeps-nobody-waiting",
    TIMEOUT_BEGINS_WITH_LEADER,
    reach="a server of a larger term stands, and hears a leader that does not know of it",
    needs=("tick",),
    clock=TICKING,
)
def a_stale_leader(world: World) -> None:
    """A server stood while it was cut off, and then hears nothing but the leader of the term before."""
    leader = _settled_leader(world)
    follower = _others(world, leader)[0]
    for other in _others(world, follower):
        world.hold(follower, other)
        world.hold(other, follower)
    term, waited = world.term(follower), _until_it_stands(world, follower)
    world.reach(world.term(follower) > term, f"{follower} did not stand for {INSTANTS} ticks")
    world.lose(leader, follower)
    world.unhold(leader, follower)
    before, stands_again = (
        len(world.delivered),
        _until_it_stands(world, follower, PATIENCE * waited),
    )
    heard = [message for message in world.delivered[before:] if message.to == follower]
    world.reach(bool(heard), f"{follower} did not hear {leader}")
    world.reach(world.term(leader) <= term, f"{leader} is in term {world.term(leader)}")
    world.require(
        stands_again < PATIENCE * waited,
        TIMEOUT_BEGINS_WITH_LEADER,
        follower,
        f"{follower} stood after {waited} ticks when it heard nobody; for {PATIENCE * waited} more it "
        f"heard {leader}, which leads an older term, and did not stand again",
    )


def _until_it_stands(world: World, node: str, instants: int = INSTANTS) -> int:
    """Let time pass until the node raises its term; gives how many ticks that took, at most so many."""
    term = world.term(node)
    for passed in range(instants):
        if world.term(node) > term:
            return passed
        _pass_time(world)
    return instants


CASES = (
    it_ends_before_another_leads,
    it_begins_when_it_is_asked_for,
    it_ends_with_a_transfer,
    a_restarted_server_keeps_its_promise,
    a_promise_outlives_its_term,
    nobody_stands_who_hears_a_leader,
    a_transfer_ends_it_for_good,
    a_stale_leader,
)
