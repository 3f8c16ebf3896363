-------------------------- MODULE R01_RoundBeforeRead -------------------------
(***************************************************************************)
(* A read waits for the round that is under way, if there is one. D 6.4:   *)
(* the answers to it may be older than the read, and between the two       *)
(* another leader may have been elected. etcd's raft library had a fault   *)
(* of this kind.                                                           *)
(***************************************************************************)
EXTENDS MCRaftReads

NotesRoundUnderWay(s, context) ==
  Step([s EXCEPT !.reads = @ \cup {[context |-> context,
                                    index   |-> s.commitIndex,
                                    round   |-> Max(1, s.round)]}],
       {})
===============================================================================
