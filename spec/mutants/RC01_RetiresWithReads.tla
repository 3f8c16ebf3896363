------------------------ MODULE RC01_RetiresWithReads ------------------------
(***************************************************************************)
(* A leader whose removal is committed steps down by the rule of the       *)
(* membership alone, and keeps what it has of reads and lease.             *)
(***************************************************************************)
EXTENDS MCRaftComplete

RetiresAlone(s) == StepDown(s)

(* It waits for its removal to be committed, which Second has in its log. *)
Removal == <<FirstEntry, Change([voters |-> {Second}, outgoing |-> {}, learners |-> {}])>>

SpecLeaving ==
  /\ servers = [i \in Server |-> IF i = First
                                 THEN Reading(Leader(Removal, 1, Server), ElectionTicks)
                                 ELSE Promised(Follower(i, Removal))]
  /\ messages = {}
  /\ committed = CommittedUpTo(Removal, 1)
  /\ [][NextComplete]_vars
===============================================================================
