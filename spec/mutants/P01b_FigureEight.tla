--------------------------- MODULE P01b_FigureEight ---------------------------
(***************************************************************************)
(* The mistake of P01 in the history of RP figure 8 itself, with its five  *)
(* servers: what s1 commits in (c) by counting replicas is gone in (d),    *)
(* where s5 commits another entry at the same index.  P01 stops when the   *)
(* wrong leader is elected; this one goes on to what comes of that.        *)
(***************************************************************************)
EXTENDS MCRaftFigure8

CountsAnyTerm(s, index) == IsQuorum(s, Replicas(s, index))
===============================================================================
