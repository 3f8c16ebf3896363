-------------------------------- MODULE Reals --------------------------------
(* The real numbers, so that specifications that name them can be read. *)
EXTENDS Integers
LOCAL Native == CHOOSE value : TRUE

Real == Native
Infinity == Native

a / b == Native
==============================================================================
