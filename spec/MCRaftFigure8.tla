----------------------------- MODULE MCRaftFigure8 -----------------------------
(***************************************************************************)
(* RP figure 8 with its five servers, step by step from the initial state: *)
(* why a leader may not count replicas of an entry of an older term.       *)
(*                                                                         *)
(* Everything is a step of Raft; a script says which one is next.  Terms   *)
(* are one less than in the figure, since its first entry is left out.     *)
(*                                                                         *)
(*   (a)  s1 leads term 1 and has its entry on s2 alone.                   *)
(*   (b)  s1 crashes; s5 leads term 2 by the votes of s3 and s4, and takes *)
(*        another entry.                                                   *)
(*   (c)  s5 crashes; s1 leads term 3 and copies its old entry to s3: a    *)
(*        majority has it.  Here one who counts replicas commits it.       *)
(*   (d)  s1 crashes; s5 leads term 4 by the votes of s3 and s4, and       *)
(*        replaces the entry.                                              *)
(*   (e)  Instead of (d): before it crashes s1 has an entry of term 3 on a *)
(*        majority, and both are committed.  s5 stands in vain.            *)
(*                                                                         *)
(* The mutant P01b counts replicas, and loses in (d) what it    *)
(* committed in (c).                                                       *)
(***************************************************************************)
EXTENDS MCRaft, TLC

CONSTANTS
  s1, s2, s3, s4, s5,
  old, other, newer,   \* the entry of (a), of (b), and that of (e)
  Ending               \* "d" or "e"

VARIABLE
  at                   \* which step of the script is next

(***************************************************************************)
(* THE WORDS OF THE SCRIPT                                                 *)
(***************************************************************************)
Act(action, i) == <<[action |-> action, i |-> i]>>

Takes(i, value) == <<[action |-> "ClientRequest", i |-> i, value |-> value]>>

(* A message arrives: the one that has these fields. *)
Arrives(fields) == <<[action |-> "Receive", i |-> fields.dest, fields |-> fields]>>

Message(type, term, i, j) == [type |-> type, term |-> term, source |-> i, dest |-> j]

Asked(i, j, term) == Arrives(Message("RequestVoteRequest", term, i, j))

Voted(i, j, term) == Asked(i, j, term) \o Arrives(Message("RequestVoteResponse", term, j, i))

Elected(i, j, k, term) ==
  Act("Timeout", i) \o Voted(i, j, term) \o Voted(i, k, term) \o Act("WinElection", i)

(* So many entries after index prev go from i to j, and the answer comes back. *)
Copied(i, j, term, prev, count, match) ==
  <<[action |-> "SendEntries", i |-> i, j |-> j, count |-> count]>>
    \o Arrives(Message("AppendEntriesRequest", term, i, j) @@ [prevLogIndex |-> prev])
    \o Arrives(Message("AppendEntriesResponse", term, j, i) @@ [matchIndex |-> match])

(* A follower that has something else, or nothing, there: refused first, then copied. *)
Repaired(i, j, term) == Copied(i, j, term, 1, 0, 0) \o Copied(i, j, term, 0, 1, 1)

(***************************************************************************)
(* THE HISTORY                                                             *)
(***************************************************************************)
PartA == Elected(s1, s2, s5, 1) \o Takes(s1, old) \o Copied(s1, s2, 1, 0, 1, 1)

PartB == Act("Restart", s1) \o Elected(s5, s3, s4, 2) \o Takes(s5, other)

(* s1 does not know of term 2 and stands in it in vain. *)
PartC ==
  Act("Restart", s5) \o Act("Timeout", s1) \o Elected(s1, s2, s3, 3)
    \o Copied(s1, s2, 3, 1, 0, 1) \o Repaired(s1, s3, 3) \o Act("Commit", s1)

(* s5 does not know of term 3 and stands in it in vain. *)
PartD ==
  Act("Restart", s1) \o Act("Timeout", s5) \o Elected(s5, s3, s4, 4)
    \o Repaired(s5, s3, 4) \o Repaired(s5, s4, 4) \o Act("Commit", s5)

PartE ==
  Takes(s1, newer) \o Copied(s1, s2, 3, 1, 1, 2) \o Copied(s1, s3, 3, 1, 1, 2) \o Act("Commit", s1)
    \o Act("Restart", s1) \o Act("Timeout", s5) \o Act("Timeout", s5)
    \o Voted(s5, s2, 4) \o Voted(s5, s3, 4) \o Voted(s5, s4, 4) \o Act("WinElection", s5)

Script == PartA \o PartB \o PartC \o (IF Ending = "d" THEN PartD ELSE PartE)

(***************************************************************************)
(* ITS STEPS.  What the script wants and the rules do not allow is left    *)
(* out: that is how they differ.                                           *)
(***************************************************************************)
HasFields(m, fields) == \A f \in DOMAIN fields : f \in DOMAIN m /\ m[f] = fields[f]

Allowed(step) ==
  CASE step.action = "WinElection" -> CanBecomeLeader(servers[step.i])
    [] step.action = "Commit"      -> CanAdvanceCommitIndex(servers[step.i])
    [] OTHER                       -> TRUE

Taken(step) ==
  CASE step.action = "Timeout"       -> Timeout(step.i)
    [] step.action = "WinElection"   -> WinElection(step.i)
    [] step.action = "ClientRequest" -> ClientRequest(step.i, step.value)
    [] step.action = "SendEntries"   -> SendEntries(step.i, step.j, step.count)
    [] step.action = "Commit"        -> Commit(step.i)
    [] step.action = "Restart"       -> Restart(step.i)
    [] step.action = "Receive"       ->
         \E m \in messages : HasFields(m, step.fields) /\ Receive(m)

InitFigure8 == Init /\ at = 1

NextFigure8 ==
  /\ at <= Len(Script)
  /\ at' = at + 1
  /\ IF Allowed(Script[at]) THEN Taken(Script[at]) ELSE UNCHANGED vars

(***************************************************************************)
(* WHAT MUST BE REACHED                                                    *)
(***************************************************************************)
ScriptIsDone == at = Len(Script) + 1

(* (c): the old entry waits on a majority, in any case. *)
MajorityHasOldEntry ==
  \E i \in Server : IsLeader(servers[i]) /\ servers[i].currentTerm = 3 /\ OldEntryWaits

(* (d): an entry that a majority had is gone from one of them. *)
OldEntryIsReplaced ==
  \E i \in Server :
    /\ WholeLog(servers[i]) = <<[term |-> 1, value |-> old]>>
    /\ WholeLog(servers'[i]) = <<[term |-> 2, value |-> other]>>

(* (e): both entries are committed, and who lacks the newer one is not elected. *)
BothAreCommitted == \E i \in Server : IsLeader(servers[i]) /\ servers[i].commitIndex = 2
StandsInVain ==
  ScriptIsDone /\ servers[s5].role = "candidate" /\ servers[s5].votesGranted = {s4, s5}
===============================================================================
