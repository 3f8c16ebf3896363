----------------------------- MODULE Statistics -----------------------------
(* Whether counts may come from a distribution: for what runs by chance.     *)
EXTENDS Naturals
LOCAL Native == CHOOSE value : TRUE

(* FALSE if the actual counts differ from the expected ones by more than     *)
(* happens with probability alpha, a string, by the chi-square test.         *)
ChiSquare(expected, actual, alpha) == Native
=============================================================================
