----------------------- MODULE P23_DropsMatchingSuffix ------------------------
(***************************************************************************)
(* Whoever installs a snapshot forgets its log, all of it. RP figure 13,   *)
(* 6: what follows the entry with which the snapshot ends stays if the log *)
(* has that entry. A late snapshot comes when what follows has been        *)
(* acknowledged, and the leader has counted it.                            *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

DropsAll(s, snapshot) == <<>>
===============================================================================
