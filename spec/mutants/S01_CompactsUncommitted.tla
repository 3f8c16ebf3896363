----------------------- MODULE S01_CompactsUncommitted ------------------------
(***************************************************************************)
(* A server compacts what is in its log, committed or not. RP section 7:   *)
(* only what is committed cannot be replaced any more.                     *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

CompactsAnything(s, index) ==
  /\ "snapshots" \in Features
  /\ index > s.snapshot.lastIndex
  /\ index <= LastIndex(s)
===============================================================================
