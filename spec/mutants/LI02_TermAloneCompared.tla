------------------------ MODULE LI02_TermAloneCompared ------------------------
(***************************************************************************)
(* A vote is given to whoever stands in the same term, also to a smaller   *)
(* leader id than the one that has it. Leader ids are ordered by both      *)
(* their parts, or a server votes for two.                                 *)
(***************************************************************************)
EXTENDS MCRaftLeaderIds

IsTermGreater(s, id) == TermOf(id) >= TermOf(s.currentTerm)
===============================================================================
