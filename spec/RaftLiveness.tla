----------------------------- MODULE RaftLiveness -----------------------------
(***************************************************************************)
(* That something good happens: a leader is elected, a proposal committed. *)
(*                                                                         *)
(* No protocol that is safe without clocks can promise this without them:  *)
(* Fischer, Lynch and Paterson, "Impossibility of Distributed Consensus    *)
(* with One Faulty Process".  For ever, two candidates may split the vote, *)
(* or a leader be deposed before it gets anything done.  Raft excludes it  *)
(* by timing (RP section 5.6): broadcast time is far below the election    *)
(* timeout, and that far below the time between crashes; and timeouts are  *)
(* random, so that sooner or later one server's timer fires well before    *)
(* all others' (RP section 5.2, D 3.4 and 9.2).                            *)
(*                                                                         *)
(* There is no clock here, so the assumption is made of terms.  The terms  *)
(* below LuckyTerm are unlucky: any timer may fire at any moment, servers  *)
(* crash, votes are split.  LuckyTerm is the one that the dice bring in    *)
(* the end: only one server's timer fires for it, that of a server which   *)
(* can win; from then on nobody crashes, no timer fires, and clients turn  *)
(* to no leader of an older term.  It need not be reached, if a leader of  *)
(* an earlier term lasts.  All else that is assumed is weak fairness: what *)
(* stays possible is done at some time.                                    *)
(* Without an assumption of that kind the properties are false; with it    *)
(* they say that nothing in the rules of Raft itself is in the way.        *)
(***************************************************************************)
EXTENDS RaftProperties

CONSTANT
  LuckyTerm        \* the term in which the timers are kind

IsLed ==
  \E i \in Server :
    /\ IsLeader(servers[i])
    /\ \A j \in Server : servers[j].currentTerm <= servers[i].currentTerm

IsCommitted(value) == \E c \in committed : c.entry.value = value

(***************************************************************************)
(* WHAT MAY HAPPEN.  Next of Raft.tla, less what the assumptions exclude.  *)
(* Requests carry one entry each: heartbeats would only make more states,  *)
(* since no property here asks whether followers know what is committed.   *)
(***************************************************************************)
IsUnlucky == \A i \in Server : servers[i].currentTerm < LuckyTerm

(* RP section 5.4.1, asked of all others at once: whoever has the most complete log
   can win the votes of all. *)
CanWin(i) ==
  \A j \in Server :
    IsUpToDate(servers[j], [lastLogTerm  |-> LastTerm(servers[i]),
                            lastLogIndex |-> LastIndex(servers[i])])

TimerFires(i) ==
  /\ IsUnlucky
  /\ servers[i].currentTerm + 1 < LuckyTerm \/ CanWin(i)
  /\ Timeout(i)

(* RP section 8: a client repeats its request until it is committed.  A leader that
   has it from an earlier term takes it again, since only an entry of its own term
   lets it commit the older one; where leaders begin with an empty entry, that does. *)
IsPending(i, value) ==
  /\ ~IsCommitted(value)
  /\ \A k \in 1..LastIndex(servers[i]) :
       EntryAt(servers[i], k) # [term |-> servers[i].currentTerm, value |-> value]

ClientTries(i, value) ==
  /\ IsPending(i, value)
  /\ IsUnlucky \/ servers[i].currentTerm = LuckyTerm
  /\ ClientRequest(i, value)

(* A message from i to j arrives, a new one or an old one once more. *)
Delivery(i, j) == \E m \in messages : m.source = i /\ m.dest = j /\ Receive(m)

CrashWhileUnlucky(i) == IsUnlucky /\ Restart(i)

NextLive ==
  \/ \E i \in Server : TimerFires(i)
  \/ \E i \in Server : WinElection(i)
  \/ \E i \in Server, value \in Value : ClientTries(i, value)
  \/ \E i, j \in Server : SendEntries(i, j, 1)
  \/ \E i \in Server : Commit(i)
  \/ \E i \in Server : CrashWhileUnlucky(i)
  \/ \E m \in messages : Receive(m)

(***************************************************************************)
(* WHAT MUST HAPPEN.  Weak fairness: an action that stays possible, and    *)
(* would change something, is taken.  Crashes have none, and timers only   *)
(* while nobody leads.                                                     *)
(***************************************************************************)
FairTimers == WF_vars(~IsLed /\ \E i \in Server : TimerFires(i))

FairNetwork == \A i, j \in Server : WF_vars(Delivery(i, j))

FairServers ==
  \A i \in Server :
    /\ WF_vars(WinElection(i))
    /\ WF_vars(Commit(i))
    /\ \A j \in Server : WF_vars(SendEntries(i, j, 1))

FairClients == \A i \in Server, value \in Value : WF_vars(ClientTries(i, value))

Fairness == FairTimers /\ FairNetwork /\ FairServers /\ FairClients

LiveSpec == Init /\ [][NextLive]_vars /\ Fairness

(***************************************************************************)
(* WHERE TO BEGIN, if not with nothing: after misfortune.  Raft comes here *)
(* by itself.  One server led term 1 and nobody got its entry; another led *)
(* term 2 by the vote of the third, took an entry that is in conflict with *)
(* the first, and crashed.  All messages of that past are lost.            *)
(***************************************************************************)
First == CHOOSE i \in Server : TRUE
Second == CHOOSE i \in Server \ {First} : TRUE

EntryOf(term) == [term |-> term, value |-> CHOOSE value \in Value : TRUE]

InitInConflict ==
  /\ servers = [i \in Server |->
       CASE i = First  -> [InitServer(i) EXCEPT !.currentTerm = 2, !.log = <<EntryOf(1)>>]
         [] i = Second -> [InitServer(i) EXCEPT !.currentTerm = 2,
                                                !.votedFor = Second,
                                                !.log = <<EntryOf(2)>>]
         [] OTHER      -> [InitServer(i) EXCEPT !.currentTerm = 2, !.votedFor = Second]]
  /\ messages = {}
  /\ committed = {}

LiveSpecInConflict == InitInConflict /\ [][NextLive]_vars /\ Fairness

-------------------------------------------------------------------------------
(* RP section 5.2: whatever happened in unlucky terms, at some time there is a leader
   of the newest term, and from then on there always is. *)
LeaderIsElected == <>[]IsLed

(* RP section 5.3 and 8: what a leader has taken from a client is committed at some time,
   by this leader or by one after it. *)
IsProposed(value) ==
  \E i \in Server :
    IsLeader(servers[i]) /\ \E k \in 1..LastIndex(servers[i]) : EntryAt(servers[i], k).value = value

ProposalIsCommitted == \A value \in Value : IsProposed(value) ~> IsCommitted(value)

-------------------------------------------------------------------------------
(* What must be reached in a model: the lucky term, and misfortune before it. *)
LuckHasItsLeader == \E i \in Server : IsLeader(servers[i]) /\ servers[i].currentTerm = LuckyTerm
UnluckyLeaderFails ==
  \E i \in Server :
    IsLeader(servers[i]) /\ LastIndex(servers[i]) > 0 /\ servers'[i] = Recover(servers[i])
ConflictIsRepaired ==
  \E i \in Server : 0 < TermAt(servers[i], 1) /\ TermAt(servers[i], 1) < TermAt(servers'[i], 1)
EverythingIsCommitted == \A value \in Value : IsCommitted(value)
===============================================================================
