-------------------------------- MODULE Bags --------------------------------
(* Multisets.  A bag is a function from its elements to how often each one   *)
(* is in it, at least once.                                                  *)
EXTENDS TLC
LOCAL INSTANCE Naturals

IsABag(B) == B \in [DOMAIN B -> {n \in Nat : n > 0}]

BagToSet(B) == DOMAIN B

SetToBag(S) == [e \in S |-> 1]

BagIn(e, B) == e \in DOMAIN B

EmptyBag == SetToBag({})

CopiesIn(e, B) == IF BagIn(e, B) THEN B[e] ELSE 0

B1 (+) B2 == [e \in DOMAIN B1 \cup DOMAIN B2 |-> CopiesIn(e, B1) + CopiesIn(e, B2)]

B1 (-) B2 ==
  [e \in {d \in DOMAIN B1 : B1[d] > CopiesIn(d, B2)} |-> B1[e] - CopiesIn(e, B2)]

LOCAL Total(f) ==
  LET Sum[S \in SUBSET DOMAIN f] ==
        IF S = {} THEN 0
        ELSE LET e == CHOOSE d \in S : TRUE IN f[e] + Sum[S \ {e}]
  IN Sum[DOMAIN f]

BagUnion(S) ==
  [e \in UNION {DOMAIN B : B \in S} |-> Total([B \in S |-> CopiesIn(e, B)])]

B1 \sqsubseteq B2 == \A e \in DOMAIN B1 : B1[e] <= CopiesIn(e, B2)

(* All bags that are part of B, found by how many copies of each element     *)
(* they keep.                                                                *)
SubBag(B) ==
  LET Kept == {k \in [DOMAIN B -> 0..Total(B)] : \A e \in DOMAIN B : k[e] <= B[e]}
  IN {[e \in {d \in DOMAIN B : k[d] > 0} |-> k[e]] : k \in Kept}

BagOfAll(F(_), B) ==
  [d \in {F(e) : e \in DOMAIN B} |->
     Total([e \in {c \in DOMAIN B : F(c) = d} |-> B[e]])]

BagCardinality(B) == Total(B)
=============================================================================
