---------------------- MODULE P19b_OwnEntryNotCommitted -----------------------
(***************************************************************************)
(* A leader changes the configuration once an entry of its term is in its  *)
(* log. Ongaro's erratum of 2015: it has to be committed; as long as it is *)
(* not, an older leader's change may still come to be.                     *)
(***************************************************************************)
EXTENDS MCRaftMembership

HasEntryInTerm(s) == LastTerm(s) = s.currentTerm
===============================================================================
