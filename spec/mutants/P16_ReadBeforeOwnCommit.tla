------------------------ MODULE P16_ReadBeforeOwnCommit -----------------------
(***************************************************************************)
(* A new leader notes its commit index for a read before it has committed  *)
(* anything in its own term. D 6.4: it has every committed entry, but the  *)
(* index that it knows is an old one, and a quorum confirms only that it   *)
(* leads.                                                                  *)
(***************************************************************************)
EXTENDS MCRaftReads

NotesAtOnce(s) == "read-index" \in Features /\ s.role = "leader"
===============================================================================
