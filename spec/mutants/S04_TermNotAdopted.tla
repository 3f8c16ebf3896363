-------------------------- MODULE S04_TermNotAdopted --------------------------
(***************************************************************************)
(* A server takes a snapshot without looking at its term. RP section 5.1:  *)
(* whoever sees a larger term adopts it, whatever the message.             *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

KeepsTerm(s, m) ==
  CASE m.type = "InstallSnapshotRequest"  -> HandleInstallSnapshotRequest(s, m)
    [] m.type = "InstallSnapshotResponse" -> HandleInstallSnapshotResponse(s, m)
===============================================================================
