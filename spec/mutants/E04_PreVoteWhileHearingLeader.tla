-------------------- MODULE E04_PreVoteWhileHearingLeader ---------------------
(***************************************************************************)
(* A pre-vote is granted by term and log alone. D 9.6: not by who heard    *)
(* from a leader within an election timeout; else a server that the leader *)
(* cannot reach wins the consent of those that it can.                     *)
(***************************************************************************)
EXTENDS MCRaftElections

GrantsByLogAlone(s, m) == m.term > s.currentTerm /\ IsUpToDate(s, m)
===============================================================================
