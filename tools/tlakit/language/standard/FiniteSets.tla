----------------------------- MODULE FiniteSets -----------------------------
(* Which sets are finite, and how many elements they have. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences

(* A set is finite if some sequence lists all of it. *)
IsFiniteSet(S) ==
  \E s \in Seq(S) : \A x \in S : \E k \in 1..Len(s) : s[k] = x

RECURSIVE Cardinality(_)
Cardinality(S) ==
  IF S = {} THEN 0 ELSE 1 + Cardinality(S \ {CHOOSE x \in S : TRUE})
=============================================================================
