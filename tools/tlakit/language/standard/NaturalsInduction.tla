------------------------- MODULE NaturalsInduction -------------------------
(* What proofs by induction over the natural numbers cite, and what it      *)
(* means that a function is defined by primitive recursion.                 *)
EXTENDS Integers

THEOREM NatInduction ==
  ASSUME NEW P(_), P(0), \A n \in Nat : P(n) => P(n + 1)
  PROVE  \A n \in Nat : P(n)

THEOREM DownwardNatInduction ==
  ASSUME NEW P(_), NEW m \in Nat, P(m), \A n \in 1..m : P(n) => P(n - 1)
  PROVE  P(0)

THEOREM GeneralNatInduction ==
  ASSUME NEW P(_), \A n \in Nat : (\A m \in 0..(n - 1) : P(m)) => P(n)
  PROVE  \A n \in Nat : P(n)

THEOREM SmallestNatural ==
  ASSUME NEW P(_), NEW n \in Nat, P(n)
  PROVE  \E m \in Nat : P(m) /\ \A k \in 0..(m - 1) : ~P(k)

THEOREM RecursiveFcnOfNat ==
  ASSUME NEW Def(_, _),
         \A n \in Nat : \A g, h :
           (\A i \in 0..(n - 1) : g[i] = h[i]) => Def(g, n) = Def(h, n)
  PROVE  LET f[n \in Nat] == Def(f, n) IN f = [n \in Nat |-> Def(f, n)]

(* f begins at first and goes on from n - 1 to n by Def. *)
NatInductiveDefConclusion(f, first, Def(_, _)) ==
  f = [n \in Nat |-> IF n = 0 THEN first ELSE Def(f[n - 1], n)]

(* f is what such a definition chooses. *)
NatInductiveDefHypothesis(f, first, Def(_, _)) ==
  f = CHOOSE g : NatInductiveDefConclusion(g, first, Def)

THEOREM NatInductiveDef ==
  ASSUME NEW Def(_, _), NEW f, NEW first, NatInductiveDefHypothesis(f, first, Def)
  PROVE  NatInductiveDefConclusion(f, first, Def)

THEOREM NatInductiveDefType ==
  ASSUME NEW Def(_, _), NEW S, NEW f, NEW first \in S,
         NatInductiveDefConclusion(f, first, Def),
         \A v \in S, n \in Nat \ {0} : Def(v, n) \in S
  PROVE  f \in [Nat -> S]

THEOREM NatInductiveUnique ==
  ASSUME NEW Def(_, _), NEW f, NEW g, NEW first,
         NatInductiveDefConclusion(f, first, Def),
         NatInductiveDefConclusion(g, first, Def)
  PROVE  f = g

(* The same from m to n. *)
FiniteNatInductiveDefConclusion(f, first, Def(_, _), m, n) ==
  f = [i \in m..n |-> IF i = m THEN first ELSE Def(f[i - 1], i)]

FiniteNatInductiveDefHypothesis(f, first, Def(_, _), m, n) ==
  f = CHOOSE g : FiniteNatInductiveDefConclusion(g, first, Def, m, n)

THEOREM FiniteNatInductiveDef ==
  ASSUME NEW Def(_, _), NEW f, NEW first, NEW m \in Nat, NEW n \in Nat,
         FiniteNatInductiveDefHypothesis(f, first, Def, m, n)
  PROVE  FiniteNatInductiveDefConclusion(f, first, Def, m, n)

THEOREM FiniteNatInductiveDefType ==
  ASSUME NEW S, NEW Def(_, _), NEW f, NEW first \in S, NEW m \in Nat, NEW n \in Nat,
         FiniteNatInductiveDefConclusion(f, first, Def, m, n),
         \A v \in S, i \in (m + 1)..n : Def(v, i) \in S
  PROVE  f \in [m..n -> S]
============================================================================
