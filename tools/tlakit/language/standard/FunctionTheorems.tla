-------------------------- MODULE FunctionTheorems --------------------------
(* What proofs about functions cite.                                         *)
EXTENDS Functions, Integers

THEOREM Fun_RestrictProperties ==
  ASSUME NEW S, NEW T, NEW f \in [S -> T], NEW A \in SUBSET S
  PROVE  Restrict(f, A) \in [A -> T] /\ \A x \in A : Restrict(f, A)[x] = f[x]

THEOREM Fun_RangeProperties ==
  ASSUME NEW S, NEW T, NEW f \in [S -> T]
  PROVE  Range(f) \subseteq T /\ \A y \in Range(f) : \E x \in S : f[x] = y

THEOREM Fun_InjTransitive ==
  ASSUME NEW S, NEW T, NEW U, NEW f \in Injection(S, T), NEW g \in Injection(T, U)
  PROVE  [x \in S |-> g[f[x]]] \in Injection(S, U)

THEOREM Fun_SurjTransitive ==
  ASSUME NEW S, NEW T, NEW U, NEW f \in Surjection(S, T), NEW g \in Surjection(T, U)
  PROVE  [x \in S |-> g[f[x]]] \in Surjection(S, U)

THEOREM Fun_BijTransitive ==
  ASSUME NEW S, NEW T, NEW U, NEW f \in Bijection(S, T), NEW g \in Bijection(T, U)
  PROVE  [x \in S |-> g[f[x]]] \in Bijection(S, U)

THEOREM Fun_BijInverse ==
  ASSUME NEW S, NEW T, NEW f \in Bijection(S, T)
  PROVE  Inverse(f, S, T) \in Bijection(T, S)

THEOREM Fun_CantorBernsteinSchroeder ==
  ASSUME NEW S, NEW T, ExistsInjection(S, T), ExistsInjection(T, S)
  PROVE  ExistsBijection(S, T)

THEOREM Fun_Cantor == \A S : ~ExistsSurjection(S, SUBSET S)
=============================================================================
