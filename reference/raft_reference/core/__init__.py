"""Raft without I/O: no clock, no network, no disk, no randomness.

Two layers, in this order:

* Mechanism.  One function per operator of `spec/Raft.tla`: the same name in snake_case, the same
  parameters in the same order, the same order of guards (`elections`, `replication`,
  `commitment`, `durability`, `handle`, over `types`, `messages`, `state`, `log`, `configuration`).
  `actions` puts them behind the specification's actions.  For `spec/RaftElections.tla`, whose rules
  `Settings.features` switches on, `features`, `stickiness`, `prevote`, `new_term`, `check_quorum`,
  `transfer`, `election_messages` and `election_actions` do the same; for `spec/RaftMembership.tla`,
  `membership` and `membership_actions`; for `spec/RaftSnapshots.tla`, `compaction`, `installation`,
  `snapshot_messages` and `snapshot_actions`; for `spec/RaftReads.tla` and `spec/RaftLease.tla`,
  `reads`, `lease` and `read_actions`; for `spec/RaftComplete.tla`, which puts them together,
  `complete` and `complete_actions`.  For the variants that `Settings.leader_ids` and `Settings.active_on`
  choose, `leader_ids` and `leader_id_actions` are `spec/RaftLeaderIds.tla`, `on_apply` is
  `spec/RaftMembershipOnApply.tla`.  `asynchronous` is `spec/RaftDurability.tla`, for a host that does
  not wait for its disk; `sessions` is the state machine of `spec/RaftSessions.tla`, which a host puts
  around its own.
* Policy.  `policy` decides when to act, `step` turns one input into a new node and its effects.
  Policy never touches a server record: all that it can do is to choose actions, so whatever a node
  does is a sequence of the specification's actions, and `Effects.actions` says which.

How the correspondence goes:

* positional parameters are the operator's own.  A constant of the module that an operator needs
  and cannot read off a server record is a keyword-only parameter with the constant's name:
  `initial_configuration(server=...)`, `init_server(i, server=...)`.  `Server` is there the set of
  those who vote at first; which servers there will ever be nobody has to know;
* TLA+ `None` is Python's `None`, a sequence is a tuple, a set is a frozenset, a function from
  servers is a `PerServer`, a record is a frozen struct whose fields are in snake_case;
* `Min` and `Max` are the built-in functions, `Step` is a class, and `m.type` is the class of `m`.

What a host owes the core.  All of its safety rests on these:

1. Persist before send: when `Effects.persist` is not None, it is on disk, whole or not at all and
   in one piece, before any of `Effects.messages` leaves and before a proposal is answered.  With
   `Settings.asynchronous_writes` the messages leave at once: what depends on a write comes only from
   the step that is given `inputs.Persisted` with its number.  Writes are then done in the order of
   their numbers, and a crash may lose the last of them, but none that was reported.
2. What is persisted comes back: after a crash the host calls `boot` with exactly what was on
   disk, or the server never returns under its name.
3. One step at a time: the inputs of a node go through `step` one after the other, each from the
   node that the step before returned.
4. Apply in order: the state of `Effects.install`, if there is one, takes the state machine's place;
   then `Effects.apply` is applied in the order given, each entry once for each life of the state
   machine.  A restart begins with the state of the snapshot on disk, or with an empty one.
5. Messages arrive whole and from whom they say.  They may be lost, late, repeated or out of order.
6. Reads after apply: a read in `Effects.reads` is answered when `Effects.apply` is done.  With the
   feature `lease` the host owes ticks, too: in any stretch of time in which one server's clock counts
   `election_ticks` ticks, every other's counts at least `election_ticks - 2 * drift_ticks`.  What counts
   is the ticks given when a `Read` or a `Deliver` is: all that are due by then come first, after a pause, too.
7. A server's identity is never given to another disk.
8. `Compact(index, state)` hands in the state that the state machine had after the entry at that
   index and no other.  Nothing else of it is asked: the core never looks inside.
9. `Settings.members` are the first voters, the same for every server that ever joins.  Whom to
   reach since then, `Effects.configuration` says; a server that is in none of it is let go.
"""
