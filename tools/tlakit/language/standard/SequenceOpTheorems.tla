------------------------- MODULE SequenceOpTheorems -------------------------
(* What proofs about the operators of SequenceOps cite.                      *)
EXTENDS SequenceOps, SequenceTheorems

THEOREM ConsProperties ==
  ASSUME NEW S, NEW s \in Seq(S), NEW e \in S
  PROVE  Cons(e, s) \in Seq(S) /\ Head(Cons(e, s)) = e /\ Tail(Cons(e, s)) = s

THEOREM FrontLastProperties ==
  ASSUME NEW S, NEW s \in Seq(S), s # <<>>
  PROVE  Append(Front(s), Last(s)) = s
=============================================================================
