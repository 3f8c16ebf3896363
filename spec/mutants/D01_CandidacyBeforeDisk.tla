------------------------ MODULE D01_CandidacyBeforeDisk -----------------------
(***************************************************************************)
(* A candidate asks for votes before its own term and vote are on disk.    *)
(* After a crash it may stand in the same term again, with a shorter log,  *)
(* and the votes that it got for the longer one count.                     *)
(***************************************************************************)
EXTENDS MCRaftDurability

AsksAtOnce(m) == m.type \notin {"AppendEntriesRequest", "RequestVoteRequest"}
===============================================================================
