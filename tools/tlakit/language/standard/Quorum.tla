------------------------------- MODULE Quorum -------------------------------
(* Quorum systems over S: sets of subsets of which any two meet, and which   *)
(* hold every subset that has one of them as a part.                         *)
QuorumSystem(S) ==
  {Q \in SUBSET SUBSET S :
     /\ Q # {}
     /\ \A A, B \in Q : A \cap B # {}
     /\ \A A \in Q : \A B \in SUBSET S : A \subseteq B => B \in Q}
=============================================================================
