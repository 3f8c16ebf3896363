------------------------------- MODULE TLAPS -------------------------------
(* The names by which proofs ask for a prover or a way to prove.  They mean *)
(* nothing but TRUE to whoever does not prove: T stands for a time limit in *)
(* seconds, M for a method.                                                 *)

SimpleArithmetic == TRUE
SMT == TRUE
CVC3 == TRUE
CVC4 == TRUE
Yices == TRUE
veriT == TRUE
Zipper == TRUE
Z3 == TRUE
Spass == TRUE
LS4 == TRUE
PTL == TRUE
Zenon == TRUE
Isa == TRUE
IsaWithSetExtensionality == TRUE
SlowZenon == TRUE
SlowerZenon == TRUE
VerySlowZenon == TRUE
SlowestZenon == TRUE
Auto == TRUE
SlowAuto == TRUE
SlowerAuto == TRUE
SlowestAuto == TRUE
Force == TRUE
SlowForce == TRUE
SlowerForce == TRUE
SlowestForce == TRUE
SimplifyAndSolve == TRUE
SlowSimplifyAndSolve == TRUE
SlowerSimplifyAndSolve == TRUE
SlowestSimplifyAndSolve == TRUE
Simplification == TRUE
SlowSimplification == TRUE
SlowerSimplification == TRUE
SlowestSimplification == TRUE
Blast == TRUE
SlowBlast == TRUE
SlowerBlast == TRUE
SlowestBlast == TRUE
AutoBlast == TRUE
AllProvers == TRUE
AllSMT == TRUE
AllIsa == TRUE
ExpandENABLED == TRUE
ExpandCdot == TRUE
AutoUSE == TRUE
Lambdify == TRUE
ENABLEDaxioms == TRUE
ENABLEDrules == TRUE
ENABLEDrewrites == TRUE
LevelComparison == TRUE
PropositionalTemporalLogic == TRUE
Trivial == TRUE

SMTT(seconds) == TRUE
CVC3T(seconds) == TRUE
CVC4T(seconds) == TRUE
YicesT(seconds) == TRUE
veriTT(seconds) == TRUE
ZipperT(seconds) == TRUE
Z3T(seconds) == TRUE
SpassT(seconds) == TRUE
LS4T(seconds) == TRUE
ZenonT(seconds) == TRUE
IsaT(seconds) == TRUE
AllProversT(seconds) == TRUE
AllSMTT(seconds) == TRUE
AllIsaT(seconds) == TRUE
IsaM(method) == TRUE
IsaMT(method, seconds) == TRUE

EnabledWrapper(Op(_)) == FALSE
CdotWrapper(Op(_)) == FALSE

(* Sets with the same elements are equal, and no set has everything in it.  *)
THEOREM SetExtensionality == \A S, T : (\A x : x \in S <=> x \in T) => S = T

THEOREM NoSetContainsEverything == \A S : \E x : x \notin S
============================================================================
