---------------------------- MODULE BagsTheorems ----------------------------
(* What proofs about bags cite.                                              *)
EXTENDS Bags, FiniteSetTheorems

THEOREM Bags_EmptyBag == IsABag(EmptyBag) /\ \A e : ~BagIn(e, EmptyBag)

THEOREM Bags_SetToBagIsABag == \A S : IsABag(SetToBag(S))

THEOREM Bags_Union ==
  ASSUME NEW B, NEW C, IsABag(B), IsABag(C)
  PROVE  /\ IsABag(B (+) C)
         /\ \A e : CopiesIn(e, B (+) C) = CopiesIn(e, B) + CopiesIn(e, C)

THEOREM Bags_Difference ==
  ASSUME NEW B, NEW C, IsABag(B), IsABag(C)
  PROVE  IsABag(B (-) C) /\ B (-) C \sqsubseteq B
=============================================================================
