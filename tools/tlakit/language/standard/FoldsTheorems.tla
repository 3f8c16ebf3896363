---------------------------- MODULE FoldsTheorems ----------------------------
(* What proofs about folding cite.                                           *)
EXTENDS Folds, FiniteSets, Integers

THEOREM MapThenFoldSetEmpty ==
  ASSUME NEW op(_, _), NEW base, NEW f(_), NEW choose(_)
  PROVE  MapThenFoldSet(op, base, f, choose, {}) = base

THEOREM MapThenFoldSetNonempty ==
  ASSUME NEW op(_, _), NEW base, NEW f(_), NEW choose(_), NEW S, IsFiniteSet(S), S # {},
         \A T \in SUBSET S : T # {} => choose(T) \in T
  PROVE  LET x == choose(S)
         IN MapThenFoldSet(op, base, f, choose, S)
              = op(f(x), MapThenFoldSet(op, base, f, choose, S \ {x}))
==============================================================================
