------------------------------ MODULE Relation ------------------------------
(* Binary relations over a set S.  R is a Boolean function of pairs; the     *)
(* operators named Under take an operator of two arguments in its place.     *)
EXTENDS Naturals
LOCAL INSTANCE FiniteSets

LOCAL Pairs(op(_, _), S) == [p \in S \X S |-> op(p[1], p[2])]

IsReflexive(R, S) == \A x \in S : R[x, x]
IsReflexiveUnder(op(_, _), S) == IsReflexive(Pairs(op, S), S)

IsIrreflexive(R, S) == \A x \in S : ~R[x, x]
IsIrreflexiveUnder(op(_, _), S) == IsIrreflexive(Pairs(op, S), S)

IsSymmetric(R, S) == \A x, y \in S : R[x, y] <=> R[y, x]
IsSymmetricUnder(op(_, _), S) == IsSymmetric(Pairs(op, S), S)

IsAntiSymmetric(R, S) == \A x, y \in S : R[x, y] /\ R[y, x] => x = y
IsAntiSymmetricUnder(op(_, _), S) == IsAntiSymmetric(Pairs(op, S), S)

IsAsymmetric(R, S) == \A x, y \in S : ~(R[x, y] /\ R[y, x])
IsAsymmetricUnder(op(_, _), S) == IsAsymmetric(Pairs(op, S), S)

IsTransitive(R, S) == \A x, y, z \in S : R[x, y] /\ R[y, z] => R[x, z]
IsTransitiveUnder(op(_, _), S) == IsTransitive(Pairs(op, S), S)

(* Orders: with or without equality, of some or of all pairs. *)
IsStrictlyPartiallyOrdered(R, S) ==
  IsIrreflexive(R, S) /\ IsAntiSymmetric(R, S) /\ IsTransitive(R, S)
IsStrictlyPartiallyOrderedUnder(op(_, _), S) == IsStrictlyPartiallyOrdered(Pairs(op, S), S)

IsPartiallyOrdered(R, S) ==
  IsReflexive(R, S) /\ IsAntiSymmetric(R, S) /\ IsTransitive(R, S)
IsPartiallyOrderedUnder(op(_, _), S) == IsPartiallyOrdered(Pairs(op, S), S)

IsStrictlyTotallyOrdered(R, S) ==
  IsStrictlyPartiallyOrdered(R, S) /\ \A x, y \in S : x # y => R[x, y] \/ R[y, x]
IsStrictlyTotallyOrderedUnder(op(_, _), S) == IsStrictlyTotallyOrdered(Pairs(op, S), S)

IsTotallyOrdered(R, S) ==
  IsPartiallyOrdered(R, S) /\ \A x, y \in S : R[x, y] \/ R[y, x]
IsTotallyOrderedUnder(op(_, _), S) == IsTotallyOrdered(Pairs(op, S), S)

(* The smallest transitive relation that R implies: after n rounds it knows  *)
(* the paths of up to 2^n steps.                                             *)
TransitiveClosure(R, S) ==
  LET Reach[n \in 0..Cardinality(S)] ==
        [x, y \in S |->
           IF n = 0 THEN R[x, y]
           ELSE Reach[n - 1][x, y] \/ \E z \in S : Reach[n - 1][x, z] /\ Reach[n - 1][z, y]]
  IN Reach[Cardinality(S)]

ReflexiveTransitiveClosure(R, S) ==
  LET closure == TransitiveClosure(R, S) IN [x, y \in S |-> x = y \/ closure[x, y]]

(* Any two elements are related, one way or the other, over others if need be. *)
IsConnected(R, S) ==
  LET both == [x, y \in S |-> R[x, y] \/ R[y, x]]
      reach == ReflexiveTransitiveClosure(both, S)
  IN \A x, y \in S : reach[x, y]
=============================================================================
