------------------------- MODULE P16b_OwnEntryIsEnough ------------------------
(***************************************************************************)
(* A new leader notes its commit index for a read once its log has an      *)
(* entry of its own term, committed or not. D 6.4: not before this entry   *)
(* is committed does it know how far the others' commits went.             *)
(***************************************************************************)
EXTENDS MCRaftReads

NotesWithOwnEntry(s) ==
  /\ "read-index" \in Features
  /\ s.role = "leader"
  /\ LastTerm(s) = s.currentTerm
===============================================================================
