------------------------------ MODULE Integers ------------------------------
(* The integers: all of Naturals, and the negative numbers. *)
EXTENDS Naturals
LOCAL Native == CHOOSE value : TRUE

Int == Native

-. a == 0 - a
=============================================================================
