------------------------ MODULE WellFoundedInduction ------------------------
(* Induction and recursion along well-founded relations.  A relation is a    *)
(* set of pairs, of which the first is the smaller one.                      *)
EXTENDS NaturalsInduction

IsTransitivelyClosedOn(R, S) ==
  \A x, y, z \in S : <<x, y>> \in R /\ <<y, z>> \in R => <<x, z>> \in R

(* No sequence in S goes down for ever. *)
IsWellFoundedOn(R, S) ==
  ~\E f \in [Nat -> S] : \A n \in Nat : <<f[n + 1], f[n]>> \in R

(* What in S is smaller than x. *)
SetLessThan(x, R, S) == {y \in S : <<y, x>> \in R}

THEOREM EmptyIsWellFounded == \A S : IsWellFoundedOn({}, S)

THEOREM WFMin ==
  ASSUME NEW R, NEW S, IsWellFoundedOn(R, S), NEW T, T \subseteq S, T # {}
  PROVE  \E x \in T : \A y \in T : <<y, x>> \notin R

THEOREM MinWF ==
  ASSUME NEW R, NEW S,
         \A T \in SUBSET S : T # {} => \E x \in T : \A y \in T : <<y, x>> \notin R
  PROVE  IsWellFoundedOn(R, S)

THEOREM WFInduction ==
  ASSUME NEW P(_), NEW R, NEW S, IsWellFoundedOn(R, S),
         \A x \in S : (\A y \in SetLessThan(x, R, S) : P(y)) => P(x)
  PROVE  \A x \in S : P(x)

(* Def(g, x) depends on no more of g than its values below x. *)
WFDefOn(R, S, Def(_, _)) ==
  \A g, h : \A x \in S :
    (\A y \in SetLessThan(x, R, S) : g[y] = h[y]) => Def(g, x) = Def(h, x)

(* f is the function on S that Def defines: what that means, that f is what  *)
(* such a definition chooses, and that there is only one.                    *)
WFInductiveDefines(f, S, Def(_, _)) == f = [x \in S |-> Def(f, x)]

OpDefinesFcn(f, S, Def(_, _)) == f = CHOOSE g : g = [x \in S |-> Def(g, x)]

WFInductiveUnique(S, Def(_, _)) ==
  \A g, h : WFInductiveDefines(g, S, Def) /\ WFInductiveDefines(h, S, Def) => g = h

THEOREM WFDefOnUnique ==
  ASSUME NEW Def(_, _), NEW R, NEW S, IsWellFoundedOn(R, S), WFDefOn(R, S, Def)
  PROVE  WFInductiveUnique(S, Def)

THEOREM WFInductiveDef ==
  ASSUME NEW Def(_, _), NEW R, NEW S, NEW f,
         IsWellFoundedOn(R, S), WFDefOn(R, S, Def), OpDefinesFcn(f, S, Def)
  PROVE  WFInductiveDefines(f, S, Def)

THEOREM WFInductiveDefType ==
  ASSUME NEW Def(_, _), NEW f, NEW R, NEW S, NEW T, T # {}, IsWellFoundedOn(R, S),
         WFDefOn(R, S, Def), WFInductiveDefines(f, S, Def),
         \A g \in [S -> T], x \in S : Def(g, x) \in T
  PROVE  f \in [S -> T]

(* Relations from others. *)
TransitiveClosureOn(R, S) ==
  {p \in S \X S :
     \A U \in SUBSET (S \X S) :
       R \cap (S \X S) \subseteq U /\ IsTransitivelyClosedOn(U, S) => p \in U}

THEOREM TransitiveClosureWF ==
  ASSUME NEW R, NEW S, IsWellFoundedOn(R, S)
  PROVE  IsWellFoundedOn(TransitiveClosureOn(R, S), S)

OpToRel(_\prec_, S) == {p \in S \X S : p[1] \prec p[2]}

THEOREM NatLessThanWellFounded == IsWellFoundedOn(OpToRel(<, Nat), Nat)

PreImage(f(_), S, R) == {p \in S \X S : <<f(p[1]), f(p[2])>> \in R}

THEOREM PreImageWellFounded ==
  ASSUME NEW S, NEW T, NEW R, NEW f(_), \A x \in S : f(x) \in T, IsWellFoundedOn(R, T)
  PROVE  IsWellFoundedOn(PreImage(f, S, R), S)

(* Pairs, and tuples of length n, by their first parts that differ. *)
LexPairOrdering(R1, R2, S1, S2) ==
  {p \in (S1 \X S2) \X (S1 \X S2) :
     \/ <<p[1][1], p[2][1]>> \in R1
     \/ p[1][1] = p[2][1] /\ <<p[1][2], p[2][2]>> \in R2}

THEOREM WFLexPairOrdering ==
  ASSUME NEW R1, NEW R2, NEW S1, NEW S2, IsWellFoundedOn(R1, S1), IsWellFoundedOn(R2, S2)
  PROVE  IsWellFoundedOn(LexPairOrdering(R1, R2, S1, S2), S1 \X S2)

LexProductOrdering(R, S, n) ==
  {p \in [1..n -> S] \X [1..n -> S] :
     \E j \in 1..n :
       <<p[1][j], p[2][j]>> \in R /\ \A i \in 1..(j - 1) : p[1][i] = p[2][i]}

THEOREM WFLexProductOrdering ==
  ASSUME NEW R, NEW S, NEW n \in Nat, IsWellFoundedOn(R, S)
  PROVE  IsWellFoundedOn(LexProductOrdering(R, S, n), [1..n -> S])
=============================================================================
