------------------------ MODULE P21b_OneMajorityOfBoth ------------------------
(***************************************************************************)
(* In a joint configuration a majority of all voters, old and new taken    *)
(* together, decides. D 4.3: a majority of the old ones and one of the new *)
(* ones, each for itself.                                                  *)
(***************************************************************************)
EXTENDS MCRaftMembership

OneMajority(s, Q) ==
  LET c == Configuration(s) IN IsMajority(Q, c.voters \cup c.outgoing)
===============================================================================
