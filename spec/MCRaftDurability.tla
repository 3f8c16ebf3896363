--------------------------- MODULE MCRaftDurability ---------------------------
(***************************************************************************)
(* RaftDurability within bounds.  A model (an MCRaftDurability_*.cfg,      *)
(* listed in models.toml) chooses the features, and whether there is a     *)
(* leader to begin with.                                                   *)
(***************************************************************************)
EXTENDS RaftDurabilitySometimes

CONSTANTS
  FirstLeader,     \* who leads where a model starts so
  MaxTerm,         \* no server's term goes beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages      \* no more messages than so many are ever sent

ASSUME Features \subseteq ElectionFeatures \cup DurabilityFeatures

WithinBounds ==
  /\ \A i \in Server :
       /\ servers[i].currentTerm <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
       /\ Len(servers[i].writes) <= MaxWrites
  /\ Cardinality(messages) <= MaxMessages

(* Raft comes here by itself: FirstLeader was elected to term 1 by all, and sent an entry to
   both others, which its own disk has not written yet.  They have, and all that they sent
   but their acknowledgements was received or lost. *)
FirstEntry == [term |-> 1, value |-> CHOOSE value \in Value : TRUE]

OnDisk(i, log) ==
  LET s == [InitElectionServer(i) EXCEPT !.currentTerm = 1, !.votedFor = FirstLeader, !.log = log]
  IN s @@ DurabilityFields(s)

FirstRecord(i) ==
  IF i # FirstLeader
  THEN OnDisk(i, <<FirstEntry>>)
  ELSE LET s == [OnDisk(i, <<>>) EXCEPT !.role = "leader", !.log = <<FirstEntry>>]
       IN [s EXCEPT !.writes = <<[disk |-> ToDisk(s), waiting |-> {}]>>]

Acknowledgement(i) ==
  [type       |-> "AppendEntriesResponse",
   term       |-> 1,
   source     |-> i,
   dest       |-> FirstLeader,
   success    |-> TRUE,
   matchIndex |-> 1]

InitLed ==
  /\ servers = [i \in Server |-> FirstRecord(i)]
  /\ messages = {Acknowledgement(i) : i \in Server \ {FirstLeader}}
  /\ committed = {}

SpecDurabilityLed == InitLed /\ [][NextDurability]_vars
===============================================================================
