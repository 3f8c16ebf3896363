--------------------------- MODULE L02_WantsNewerLog --------------------------
(***************************************************************************)
(* A voter refuses a candidate whose log is only as good as its own. RP    *)
(* section 5.4.1: it refuses if its own log is more up to date. No promise *)
(* of safety is broken, but servers with equal logs, as at the very        *)
(* beginning, never elect a leader.                                        *)
(***************************************************************************)
EXTENDS RaftLiveness

GrantsVoteToNewer(s, m) ==
  /\ m.term = s.currentTerm
  /\ \/ m.lastLogTerm > LastTerm(s)
     \/ m.lastLogTerm = LastTerm(s) /\ m.lastLogIndex > LastIndex(s)
  /\ s.votedFor \in {None, m.source}
===============================================================================
