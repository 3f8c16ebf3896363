----------------------- MODULE P23g_LengthOfWhatIsLeft ------------------------
(***************************************************************************)
(* The index of the last entry is taken to be the length of what is left   *)
(* of the log. It goes back when the log is compacted, behind what is      *)
(* committed.                                                              *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

LengthLeft(s) == Len(s.log)
===============================================================================
