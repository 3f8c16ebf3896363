--------------------- MODULE MB11_LearnerIsGivenLeadership ---------------------
(***************************************************************************)
(* A leader hands over to a learner, which does what it is told. D 3.10    *)
(* and 4.2.1: who has no vote does not stand, whoever asks for it; so that *)
(* the target of a transfer is a voter.                                    *)
(***************************************************************************)
EXTENDS MCRaftMembership

TransfersToAnyone(s, j) ==
  /\ "transfer" \in Features
  /\ s.role = "leader"
  /\ j \in Peers(s)
  /\ s.transferTarget = None

StandsWhenTold(s, m) ==
  IF m.term = s.currentTerm /\ s.role # "leader" THEN Campaign(s, TRUE) ELSE Step(s, {})
===============================================================================
