---------------------- MODULE P20c_YoungestConfiguration ----------------------
(***************************************************************************)
(* The configuration in force goes into the snapshot, though it stands in  *)
(* the log behind what is compacted. D 5.1: it may not be committed yet,   *)
(* and when it is removed from the log again the snapshot still has it.    *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

InForce(s, index) ==
  LET k == ConfigurationIndex(s, LastIndex(s))
  IN IF k = s.snapshot.lastIndex THEN s.snapshot.configuration ELSE EntryAt(s, k).configuration
===============================================================================
