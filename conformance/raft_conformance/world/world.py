"""The small language in which scenarios are written.

Every method does what its name says to a real cluster behind an adapter, shows the judge what
came of it, and writes down the events. Where something does not come about that a scenario needs
(a leader, a commit), it raises Inconclusive: such a run proves nothing either way.
"""

from collections.abc import Iterable, Sequence

from raft_conformance.protocol.messages import Effects, Message, TimerKind
from raft_conformance.protocol.views import AnyView
from raft_conformance.world.events import Event, label_of, label_of_view
from raft_conformance.world.network import between
from raft_conformance.world.nodes import Inconclusive, ObservedNodes

ELECTION_ATTEMPTS = 5
ROUNDS = 30
TICKS = 200
DELIVERIES = 2000


class World(ObservedNodes):
    """A cluster of nodes n1, n2, ... and everything around it."""

    # Time

    def election_timeout(self, node: str) -> None:
        """Fire the node's election timer."""
        self._fire(node, "election")

    def heartbeat(self, node: str) -> None:
        """Fire a leader's heartbeat timer: it also replicates what is missing."""
        self._fire(node, "heartbeat")

    def _fire(self, node: str, kind: TimerKind) -> None:
        self._begin(node, f"{kind} timeout")
        if self.capabilities.clock != "tick":
            self._observe(node, kind, self.adapter.timeout(node, kind))
            return
        before = self.state(node).term
        for _ in range(TICKS):
            effects = self.adapter.tick(node, 1)
            self._observe(node, "tick", effects)
            if effects.messages or effects.state.term != before:
                return
        raise Inconclusive(f"{TICKS} ticks fired no {kind} timer of {node}")

    def pass_election_timeout(self, node: str) -> None:
        """Let as much time pass at a leader that it looks whether anybody answers it."""
        self._begin(node, "election timeout")
        if self.capabilities.clock != "tick":
            self._observe(node, "election", self.adapter.timeout(node, "election"))
            return
        for _ in range(TICKS):
            self._observe(node, "tick", self.adapter.tick(node, 1))

    def tick(self, node: str, count: int = 1) -> None:
        """Let time pass at one node and nowhere else; for a logical clock only."""
        self._begin(node, "tick" if count == 1 else f"{count} ticks")
        for _ in range(count):
            self._observe(node, "tick", self.adapter.tick(node, 1))

    def pass_time(self) -> None:
        """Let every node that runs tick once, at one instant: nothing arrives in between."""
        for node in self.clocks.slowest_first(set(self.nodes) - self.down):
            self.tick(node)

    def transfer(self, node: str, target: str) -> None:
        """Ask a leader to hand over."""
        self._begin(node, f"transfer to {target}")
        self._observe(node, "transfer", self.adapter.transfer(node, target))

    def compact(self, node: str, keep: int = 0) -> None:
        """Let a snapshot take the place of what a node has applied, but for its last entries."""
        self._begin(node, "compact")
        self._observe(node, "compact", self.adapter.compact(node, keep))

    def offer_change(self, node: str, voters: Sequence[str], learners: Sequence[str] = ()) -> bool:
        """Ask for other members; whether the node has put them, or a way to them, in its log."""
        learning = f" and learners {', '.join(learners)}" if learners else ""
        self._begin(node, f"change to {', '.join(voters)}{learning}")
        reply = self.adapter.change(node, voters, learners)
        self._observe(node, "change", reply)
        return reply.accepted

    def change(self, node: str, voters: Sequence[str], learners: Sequence[str] = ()) -> int:
        """Ask for other members, which must be accepted; gives the last index then."""
        accepted = self.offer_change(node, voters, learners)
        self.reach(accepted, f"{node} did not accept a change of the members")
        return self.last_index(node)

    # Clients

    def offer(self, node: str, size: int = 0) -> bool:
        """Offer a fresh command of at least `size` characters; whether it was accepted."""
        self._values += 1
        value = f"v{self._values}"
        self._begin(node, f"propose {value}")
        reply = self.adapter.propose(node, value.ljust(size, "."))
        self._observe(node, "propose", reply)
        return reply.accepted

    def propose(self, node: str, size: int = 0) -> int:
        """Offer a fresh command, which must be accepted; gives the index of its entry."""
        self.reach(self.offer(node, size), f"{node} did not accept a command")
        return self.last_index(node)

    def register(self, node: str) -> int:
        """Ask for a session, which must be accepted; gives the index of the entry that will open it."""
        self._begin(node, "register")
        reply = self.adapter.register(node, "c1")
        self._observe(node, "register", reply)
        self.reach(reply.accepted, f"{node} opens no session")
        return self.last_index(node)

    def ask(self, node: str, session: str, serial: int) -> bool:
        """Ask for an operation of a session; whether it was accepted.

        The same number stands for the same operation, so that this is also how a client asks again.
        """
        self._begin(node, f"operation {serial} of session {session}")
        reply = self.adapter.propose(node, f"o{serial}", session, serial)
        self._observe(node, "propose", reply)
        return reply.accepted

    def perform(self, node: str, session: str, serial: int) -> int:
        """Ask for an operation, which must be accepted; gives the index of its entry."""
        accepted = self.ask(node, session, serial)
        self.reach(accepted, f"{node} did not accept an operation")
        return self.last_index(node)

    def expire(self, node: str, session: str) -> int:
        """Ask for the end of a session, which must be accepted; gives the index of its entry."""
        self._begin(node, f"expire session {session}")
        reply = self.adapter.expire(node, session)
        self._observe(node, "expire", reply)
        self.reach(reply.accepted, f"{node} ends no session")
        return self.last_index(node)

    def read(self, node: str, again: str | None = None) -> str:
        """Ask a node to read, with a fresh context or with one once more; gives the context."""
        self._reads += again is None
        context = again or f"r{self._reads}"
        self._begin(node, f"read {context}")
        reply = self.adapter.read(node, context)
        self._observe(node, "read", reply, asked=context if reply.accepted else None)
        return context

    # Messages

    def deliver_next(self) -> bool:
        """Deliver the oldest message that can be; False where there is none."""
        while (message := self.network.next()) is not None:
            if message.to in self.down:
                self._drop(message)
                continue
            self.deliver(message)
            return True
        return False

    def deliver_first(self, sender: str, to: str) -> None:
        """Deliver the first message of a link, which is lost if its receiver is down."""
        message = self.network.first(sender, to)
        if message is None:
            return
        if to in self.down:
            self._drop(message)
        else:
            self.deliver(message)

    def deliver_one_of(self, message: Message) -> None:
        """Deliver a message that is on its way, before others that were sent earlier."""
        self.network.take(message)
        if message.to in self.down:
            self._drop(message)
        else:
            self.deliver(message)

    def deliver(self, message: Message) -> None:
        """Deliver this message, which was taken off the network."""
        self.step += 1
        self.delivered.append(message)
        label = label_of(message)
        self.events.append(
            Event(self.step, message.to, "receive", label, message.sender, message.mid)
        )
        effects = self.adapter.deliver(message.mid)
        self._observe(message.to, "deliver", effects, message.view)

    def deliver_all(self) -> None:
        """Deliver everything that can be, and everything that comes of it."""
        for _ in range(DELIVERIES):
            if not self.deliver_next():
                return
        raise Inconclusive(f"the cluster did not come to rest in {DELIVERIES} deliveries")

    def deliver_link(self, sender: str, to: str) -> None:
        """Deliver what is on one link now, in order, and nothing that comes of it."""
        for message in self.network.clear([(sender, to)]):
            if to in self.down:
                self._drop(message)
            else:
                self.deliver(message)

    def set_aside(self, sender: str, to: str) -> list[Message]:
        """Take what is on a link now off it, to be delivered late with `deliver`."""
        return self.network.clear([(sender, to)])

    def inject(self, node: str, view: AnyView) -> Effects:
        """Let a node receive a message made from its view."""
        self.step += 1
        source = view.source or "?"
        label = label_of_view(view)
        self.events.append(Event(self.step, node, "receive", label, source, f"i{self.step}"))
        effects = self.adapter.inject(node, view)
        self._observe(node, "inject", effects, view)
        return effects

    def hold(self, sender: str, to: str) -> None:
        """Make a link slow: nothing arrives on it until `release`."""
        self.network.hold([(sender, to)])

    def unhold(self, sender: str, to: str) -> None:
        """Make one slow link fast again."""
        self.network.unhold([(sender, to)])

    def release(self) -> None:
        """Make every slow link fast again."""
        self.network.release()

    def partition(self, *groups: Iterable[str]) -> None:
        """Cut every link between nodes of different groups; the rest form one group more.

        A slow link is not cut: what is on it will arrive.
        """
        sides = [tuple(group) for group in groups]
        named = {node for side in sides for node in side}
        sides.append(tuple(node for node in self.nodes if node not in named))
        self.heal()
        for place, side in enumerate(sides):
            for other in sides[place + 1 :]:
                for message in self.network.cut(between(side, other)):
                    self._drop(message)

    def lose(self, sender: str, to: str) -> None:
        """Lose what is on a link now."""
        for message in self.network.clear([(sender, to)]):
            self._drop(message)

    def lose_all(self) -> None:
        """Lose everything that is on its way."""
        for sender in self.nodes:
            for to in self.nodes:
                self.lose(sender, to)

    def heal(self) -> None:
        """Mend every cut link."""
        self.network.heal()

    # Disks and crashes

    def stall(self, node: str) -> None:
        """Let a node's disk do nothing from now on; all that it was given before is done."""
        self.stalled.add(node)

    def sync(self, node: str) -> None:
        """Let a node's disk do all that it was given, and what it is given from now on at once."""
        self.stalled.discard(node)
        self._begin(node, "sync")
        self._observe(node, "sync", self.adapter.sync(node))

    def write(self, node: str) -> int:
        """Let a stalled disk do its oldest write; gives how many are still on their way."""
        self._begin(node, "write")
        effects = self.adapter.write(node)
        self._observe(node, "write", effects)
        return self._known(effects.pending, node, "number of writes")

    def crash(self, node: str) -> None:
        """Stop a node at once; what is on its way to it is lost."""
        self.step += 1
        self.events.append(Event(self.step, node, "crash", "crash"))
        self.adapter.crash(node)
        self.down.add(node)
        for other in self.nodes:
            self.lose(other, node)

    def restart(self, node: str) -> None:
        """Start a crashed node from its disk; its old connections are gone."""
        for other in self.nodes:
            self.lose(node, other)
            self.lose(other, node)
        self.step += 1
        self.down.discard(node)
        self.events.append(Event(self.step, node, "restart", "restart"))
        self._observe(node, "restart", self.adapter.restart(node))

    # What scenarios are made of

    def stand(self, node: str) -> None:
        """Make the node a candidate, with its requests for votes on their way."""
        for _ in range(ELECTION_ATTEMPTS):
            term = self.term(node)
            self.election_timeout(node)
            # With pre-vote, others must agree before it becomes a candidate.
            while self.state(node).role == "precandidate" and self.deliver_next():
                pass
            if self.term(node) > term and self.state(node).role in ("candidate", "leader"):
                return
        raise Inconclusive(f"{node} did not become a candidate")

    def forget_leader(self, node: str) -> None:
        """Let the node's election timer run out, and nothing come of it: it hears no leader any more.

        All that is on its way anywhere is lost.
        """
        self.election_timeout(node)
        self.lose_all()

    def elect(self, node: str, *, settle: bool = True) -> None:
        """Make the node leader of a new term.

        With `settle` false, stop as soon as it is, with messages on their way.
        """
        for _ in range(ELECTION_ATTEMPTS):
            self.stand(node)
            while not self.is_leader(node) and self.deliver_next():
                pass
            if self.is_leader(node):
                break
        if settle:
            self.deliver_all()
        self.reach(self.is_leader(node), f"{node} was not elected leader")

    def begin_term(self, node: str) -> None:
        """Give a new leader an entry of its own term, unless it made one by itself."""
        if not self.capabilities.noop_on_election:
            self.propose(node)

    def establish(self, leader: str) -> None:
        """Make the node leader, and all others equal to it, up to a committed entry of its term."""
        self.elect(leader)
        self.begin_term(leader)
        self.commit(leader)
        self.spread(leader)

    def replicate(self, leader: str, rounds: int = 1) -> None:
        """Heartbeats, each with everything delivered that comes of it."""
        for _ in range(rounds):
            self.heartbeat(leader)
            self.deliver_all()

    def commit(self, leader: str, index: int | None = None) -> None:
        """Replicate until the leader's commit index is `index`, or else its last index."""
        target = self.last_index(leader) if index is None else index
        for _ in range(ROUNDS):
            if self.commit_index(leader) >= target:
                return
            self.replicate(leader)
        raise Inconclusive(f"{leader} did not commit index {target} in {ROUNDS} rounds")

    def spread(self, leader: str, among: Sequence[str] | None = None) -> None:
        """Replicate until those nodes, or all, have the leader's log and commit index."""
        for _ in range(ROUNDS):
            behind = [node for node in among or self.nodes if not self._is_level(node, leader)]
            if not behind:
                return
            self.replicate(leader)
        raise Inconclusive(f"{' and '.join(behind)} did not catch up in {ROUNDS} rounds")

    def _is_level(self, node: str, leader: str) -> bool:
        same_log = self.log(node) == self.log(leader)
        return (
            same_log
            and self.last_index(node) == self.last_index(leader)
            and self.commit_index(node) == self.commit_index(leader)
        )
