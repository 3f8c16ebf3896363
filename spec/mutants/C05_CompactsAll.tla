---------------------------- MODULE C05_CompactsAll -----------------------------
(***************************************************************************)
(* A server compacts all that it has, committed or not. RP section 7: what *)
(* it starts from after a crash is then a log that was never committed,    *)
(* and no step of ReplicatedLog lets a server know another log.            *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

IsAllOfLog(s, index) ==
  "snapshots" \in Features /\ index > s.snapshot.lastIndex /\ index = LastIndex(s)
===============================================================================
