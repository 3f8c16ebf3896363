------------------------- MODULE P15_ReadServedLocally ------------------------
(***************************************************************************)
(* A leader answers a read at once from what it has, without asking        *)
(* anybody whether it still leads. RP section 8: it may have been deposed  *)
(* by a leader of which it does not know, and that leader has committed    *)
(* more.                                                                   *)
(***************************************************************************)
EXTENDS MCRaftReads

ServesAtOnce(s, r) == r \in s.reads
===============================================================================
