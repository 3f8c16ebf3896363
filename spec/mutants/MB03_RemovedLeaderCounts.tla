----------------------- MODULE MB03_RemovedLeaderCounts -----------------------
(***************************************************************************)
(* A leader that is removed counts itself. D 4.2.2: it manages a cluster   *)
(* of which it is no part, and replicates to a majority without itself.    *)
(***************************************************************************)
EXTENDS MCRaftMembership

CountsItself(s, Q) ==
  2 * Cardinality(Q \cap (Voters(s) \cup {s.id})) > Cardinality(Voters(s))
===============================================================================
