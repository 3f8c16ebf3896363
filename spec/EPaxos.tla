-------------------------------- MODULE EPaxos --------------------------------
(***************************************************************************)
(* Egalitarian Paxos has no leader.  Every replica orders the commands of  *)
(* its own clients, each in an instance of its own, and what is agreed on  *)
(* is not a place in a log but attributes: which interfering commands this *)
(* one depends on, and a sequence number.  Replicas execute along the      *)
(* dependencies, and break cycles by sequence number.  If a fast quorum    *)
(* sees the same attributes, one round trip commits; if not, a second one  *)
(* settles their union.  When a replica fails, another one finishes its    *)
(* instances under a larger ballot.                                        *)
(*                                                                         *)
(* This is the basic protocol for N = 2F + 1 replicas with fast quorums of *)
(* 2F, where a command leader asks one fast quorum and no others.  Each    *)
(* replica has one instance here, and all commands interfere.  Execution   *)
(* is left out, and so is the recovery for smaller fast quorums, which has *)
(* errors of its own (Ryabinin, Gotsman and Sutra, "Making Democracy Work",*)
(* 2025).                                                                  *)
(*                                                                         *)
(* Sources: "EP" is Moraru, Andersen and Kaminsky, "There Is More          *)
(* Consensus in Egalitarian Parliaments" (SOSP 2013); "Sutra" is Sutra,    *)
(* "On the Correctness of Egalitarian Paxos" (2020), who found that their  *)
(* TLA+ and their implementation keep one ballot where two are needed.     *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
  Replica,         \* the set of replicas
  Proposer,        \* those whose clients have a command, one each
  MaxBallot,       \* ballots above that of the command leader are 1..MaxBallot
  Noop             \* what an instance becomes of which nobody has a command

VARIABLES
  replicas,        \* replicas[i] is the record of replica i
  messages         \* every message that was ever sent

vars == <<replicas, messages>>

(* An instance is named by its command leader, and its command is named alike. *)
Instance == Proposer
Command == Proposer \cup {Noop}

F == Cardinality(Replica) \div 2
FastQuorum == {Q \in SUBSET Replica : Cardinality(Q) = 2 * F}
SlowQuorum == {Q \in SUBSET Replica : Cardinality(Q) = F + 1}
AnyQuorum == {Q \in SUBSET Replica : Cardinality(Q) \in {F + 1, 2 * F}}

MaxOf(S) == CHOOSE n \in S : \A m \in S : m <= n

(***************************************************************************)
(* A REPLICA keeps an entry for each instance.  `ballot' is the newest it  *)
(* has promised, `acceptedBallot' the one in which it got the attributes   *)
(* that it has; Sutra shows why one number cannot be both.  All of it is   *)
(* durable.                                                                *)
(***************************************************************************)
Attributes(command, deps, seq) == [command |-> command, deps |-> deps, seq |-> seq]
NoAttributes == Attributes(Noop, {}, 0)

NoEntry ==
  [status         |-> "none",
   ballot         |-> 0,
   acceptedBallot |-> 0,
   attributes     |-> NoAttributes]

InitReplica(i) == [id |-> i, entries |-> [inst \in Instance |-> NoEntry]]
Step(s, out) == [replica |-> s, out |-> out]

(* The entry that holds these attributes as of this ballot. *)
Entry(status, ballot, attributes) ==
  [status         |-> status,
   ballot         |-> ballot,
   acceptedBallot |-> ballot,
   attributes     |-> attributes]

With(s, inst, entry) == [s EXCEPT !.entries[inst] = entry]

(* EP figure 2: all interfering commands that a replica knows of, whatever their
   status, and a sequence number above all of theirs. *)
Interfering(s, inst) ==
  {other \in Instance \ {inst} : s.entries[other].attributes.command # Noop}

Extended(s, inst, attributes) ==
  LET seqs == {s.entries[other].attributes.seq : other \in Interfering(s, inst)}
  IN [attributes EXCEPT !.deps = @ \cup Interfering(s, inst),
                        !.seq = MaxOf({@, 1 + MaxOf(seqs \cup {0})})]

(***************************************************************************)
(* PHASE 1 (EP figure 2): pre-accept.  Whoever leads the ballot says which *)
(* attributes it would give the command; the others add what they know.    *)
(***************************************************************************)
PreAccept(s, inst, command, ballot, to) ==
  LET attributes == Extended(s, inst, Attributes(command, {}, 0))
  IN Step(With(s, inst, Entry("preaccepted", ballot, attributes)),
          {[type |-> "PreAccept", inst |-> inst, ballot |-> ballot, to |-> to,
            attributes |-> attributes]})

(* A newer ballot than any that was promised, or this one, and nothing of it yet. *)
IsNews(e, m) ==
  /\ m.ballot >= e.ballot
  /\ e.status = "none" \/ m.ballot > e.acceptedBallot

HandlePreAccept(s, m) ==
  LET e          == s.entries[m.inst]
      attributes == Extended(s, m.inst, m.attributes)
  IN IF IsNews(e, m) /\ e.status # "committed"
     THEN Step(With(s, m.inst, Entry("preaccepted", m.ballot, attributes)),
               {[type |-> "PreAcceptReply", inst |-> m.inst, ballot |-> m.ballot,
                 source |-> s.id, attributes |-> attributes]})
     ELSE Step(s, {})

(* EP figure 2: the fast path is open to the command leader, in its own ballot, if a
   fast quorum answers and nobody in it had anything to add. *)
IsFast(e, Q, replies) ==
  /\ Q \in FastQuorum
  /\ e.ballot = 0
  /\ \A m \in replies : m.attributes = e.attributes

(* If not, what is accepted is all that anyone had to add. *)
Union(e, replies) ==
  LET all == {e.attributes} \cup {m.attributes : m \in replies}
  IN Attributes(e.attributes.command,
                UNION {a.deps : a \in all},
                MaxOf({a.seq : a \in all}))

(* EP figure 2, phase 2: accept, as in Paxos, and commit. *)
Accept(s, inst, ballot, attributes) ==
  Step(With(s, inst, Entry("accepted", ballot, attributes)),
       {[type |-> "Accept", inst |-> inst, ballot |-> ballot, attributes |-> attributes]})

(* What is committed stays as it is, whatever arrives late. *)
CanAccept(e, m) == m.ballot >= e.ballot /\ e.status # "committed"

HandleAccept(s, m) ==
  IF CanAccept(s.entries[m.inst], m)
  THEN Step(With(s, m.inst, Entry("accepted", m.ballot, m.attributes)),
            {[type |-> "AcceptReply", inst |-> m.inst, ballot |-> m.ballot, source |-> s.id]})
  ELSE Step(s, {})

Commit(s, inst, attributes) ==
  Step(With(s, inst, Entry("committed", s.entries[inst].ballot, attributes)),
       {[type |-> "Commit", inst |-> inst, attributes |-> attributes]})

HandleCommit(s, m) ==
  LET e == s.entries[m.inst]
  IN IF e.status = "committed"
     THEN Step(s, {})
     ELSE Step(With(s, m.inst, Entry("committed", e.ballot, m.attributes)), {})

(***************************************************************************)
(* RECOVERY (EP figure 3): explicit prepare.                               *)
(***************************************************************************)

(* What becomes of an entry when a newer ballot is promised.  Sutra: the ballot in which
   its attributes were accepted stays beside it. *)
Promised(e, ballot) == [e EXCEPT !.ballot = ballot]

PrepareReply(s, inst, ballot) ==
  [type |-> "PrepareReply", inst |-> inst, ballot |-> ballot, source |-> s.id,
   entry |-> Promised(s.entries[inst], ballot)]

Prepare(s, inst, ballot) ==
  Step(With(s, inst, Promised(s.entries[inst], ballot)),
       {[type |-> "Prepare", inst |-> inst, ballot |-> ballot, source |-> s.id],
        PrepareReply(s, inst, ballot)})

HandlePrepare(s, m) ==
  IF m.ballot > s.entries[m.inst].ballot
  THEN Step(With(s, m.inst, Promised(s.entries[m.inst], m.ballot)),
            {PrepareReply(s, m.inst, m.ballot)})
  ELSE Step(s, {})

(* Of the replies, those of the newest ballot in which any had something. *)
Newest(replies) ==
  LET some == {m \in replies : m.entry.status # "none"}
  IN {m \in some : \A n \in some : n.entry.acceptedBallot <= m.entry.acceptedBallot}

(* EP figure 3: attributes that a fast quorum may have agreed to.  At least F replies
   have them alike, from the command leader's ballot and not from itself. *)
MayBeFast(replies, inst) ==
  {a \in {m.attributes : m \in {n.entry : n \in Newest(replies)}} :
     F <= Cardinality({m \in Newest(replies) : /\ m.entry.status = "preaccepted"
                                               /\ m.entry.acceptedBallot = 0
                                               /\ m.source # inst
                                               /\ m.entry.attributes = a})}

WithStatus(replies, status) == {m.entry.attributes : m \in {n \in replies : n.entry.status = status}}

(* EP figure 3: the first of these that there is.  What is committed; what was accepted
   in the newest ballot; what the fast path may have committed; a command that is known
   goes through phase 1 again, at all others; an instance that nobody knows is a no-op. *)
Recover(s, inst, replies) ==
  LET ballot    == s.entries[inst].ballot
      committed == WithStatus(replies, "committed")
      accepted  == WithStatus(Newest(replies), "accepted")
      fast      == MayBeFast(replies, inst)
      any(S)    == CHOOSE attributes \in S : TRUE
  IN IF committed # {} THEN Commit(s, inst, any(committed))
     ELSE IF accepted # {} THEN Accept(s, inst, ballot, any(accepted))
     ELSE IF fast # {} THEN Accept(s, inst, ballot, any(fast))
     ELSE IF Newest(replies) # {} THEN PreAccept(s, inst, inst, ballot, Replica \ {s.id})
     ELSE Accept(s, inst, ballot, NoAttributes)

(***************************************************************************)
(* THE ACTIONS.  An instance is led by its command leader in ballot 0, and *)
(* in any other by who has sent the Prepare of it; no two replicas have    *)
(* such a ballot in common.                                                *)
(***************************************************************************)
HasPrepared(i, inst, ballot) ==
  [type |-> "Prepare", inst |-> inst, ballot |-> ballot, source |-> i] \in messages

Leads(i, inst) ==
  LET ballot == replicas[i].entries[inst].ballot
  IN IF ballot = 0 THEN i = inst ELSE HasPrepared(i, inst, ballot)

(* It is in the phase that the status stands for, in a ballot that it still leads. *)
IsIn(status, i, inst) ==
  /\ replicas[i].entries[inst].status = status
  /\ replicas[i].entries[inst].acceptedBallot = replicas[i].entries[inst].ballot
  /\ Leads(i, inst)

(* Replies that replicas may have sent in a ballot, and of such those that they have. *)
AttributesOf(inst) ==
  [command : {inst, Noop}, deps : SUBSET Instance, seq : 0..Cardinality(Instance)]
AnyPreAcceptReply(inst, ballot, from) ==
  [type : {"PreAcceptReply"}, inst : {inst}, ballot : {ballot}, source : from,
   attributes : AttributesOf(inst)]
AnyAcceptReply(inst, ballot, from) ==
  [type : {"AcceptReply"}, inst : {inst}, ballot : {ballot}, source : from]
AnyPrepareReply(inst, ballot, from) ==
  [type : {"PrepareReply"}, inst : {inst}, ballot : {ballot}, source : from,
   entry : [status : {"none", "preaccepted", "accepted", "committed"}, ballot : {ballot},
            acceptedBallot : 0..ballot, attributes : AttributesOf(inst)]]

Sent(replies) == {m \in replies : m \in messages}
AreFrom(replies, from) == {m.source : m \in replies} = from

Put(i, step) ==
  /\ replicas' = [replicas EXCEPT ![i] = step.replica]
  /\ messages' = messages \cup step.out

Propose(i, Q) ==
  /\ i \in Q
  /\ replicas[i].entries[i] = NoEntry
  /\ Put(i, PreAccept(replicas[i], i, i, 0, Q \ {i}))

FinishPreAccept(i, inst, Q) ==
  /\ i \in Q
  /\ IsIn("preaccepted", i, inst)
  /\ LET e       == replicas[i].entries[inst]
         replies == Sent(AnyPreAcceptReply(inst, e.ballot, Q \ {i}))
     IN /\ AreFrom(replies, Q \ {i})
        /\ Put(i, IF IsFast(e, Q, replies)
                  THEN Commit(replicas[i], inst, e.attributes)
                  ELSE Accept(replicas[i], inst, e.ballot, Union(e, replies)))

FinishAccept(i, inst, Q) ==
  /\ i \in Q
  /\ IsIn("accepted", i, inst)
  /\ LET e == replicas[i].entries[inst]
     IN /\ AreFrom(Sent(AnyAcceptReply(inst, e.ballot, Q \ {i})), Q \ {i})
        /\ Put(i, Commit(replicas[i], inst, e.attributes))

StartRecovery(i, inst, ballot) ==
  /\ ballot > replicas[i].entries[inst].ballot
  /\ replicas[i].entries[inst].status # "committed"
  /\ \A j \in Replica : ~HasPrepared(j, inst, ballot)
  /\ Put(i, Prepare(replicas[i], inst, ballot))

FinishRecovery(i, inst, Q) ==
  /\ i \in Q
  /\ replicas[i].entries[inst].status # "committed"
  /\ replicas[i].entries[inst].acceptedBallot < replicas[i].entries[inst].ballot
  /\ Leads(i, inst)
  /\ LET replies == Sent(AnyPrepareReply(inst, replicas[i].entries[inst].ballot, Q))
     IN AreFrom(replies, Q) /\ Put(i, Recover(replicas[i], inst, replies))

Handle(s, m) ==
  CASE m.type = "PreAccept" /\ s.id \in m.to -> HandlePreAccept(s, m)
    [] m.type = "Accept"                     -> HandleAccept(s, m)
    [] m.type = "Commit"                     -> HandleCommit(s, m)
    [] m.type = "Prepare"                    -> HandlePrepare(s, m)
    [] OTHER                                 -> Step(s, {})

Receive(i, m) == Put(i, Handle(replicas[i], m))

Init ==
  /\ replicas = [i \in Replica |-> InitReplica(i)]
  /\ messages = {}

Next ==
  \/ \E i \in Proposer, Q \in FastQuorum : Propose(i, Q)
  \/ \E i \in Replica, inst \in Instance, Q \in AnyQuorum : FinishPreAccept(i, inst, Q)
  \/ \E i \in Replica, inst \in Instance, Q \in SlowQuorum :
       FinishAccept(i, inst, Q) \/ FinishRecovery(i, inst, Q)
  \/ \E i \in Replica, inst \in Instance, ballot \in 1..MaxBallot :
       StartRecovery(i, inst, ballot)
  \/ \E i \in Replica, m \in messages : Receive(i, m)

Spec == Init /\ [][Next]_vars
===============================================================================
