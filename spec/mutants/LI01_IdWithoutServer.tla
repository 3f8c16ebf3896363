------------------------- MODULE LI01_IdWithoutServer -------------------------
(***************************************************************************)
(* A leader id does not name its server: two candidates of one term have   *)
(* the same. Each gets the votes for it, and leads.                        *)
(***************************************************************************)
EXTENDS MCRaftLeaderIds

TermAlone(term, i) == term * Radix + 1
===============================================================================
