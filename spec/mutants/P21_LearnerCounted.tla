-------------------------- MODULE P21_LearnerCounted --------------------------
(***************************************************************************)
(* A learner is counted like a voter. D 4.2.1: it gets the log and counts  *)
(* for nothing, neither when an entry is committed nor in an election,     *)
(* until it is promoted.                                                   *)
(***************************************************************************)
EXTENDS MCRaftMembership

CountsLearners(s, Q) ==
  LET c == Configuration(s) IN IsMajority(Q, c.voters \cup c.learners)
===============================================================================
