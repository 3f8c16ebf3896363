---------------------------- MODULE Combinatorics ----------------------------
(* Counting. *)
EXTENDS Naturals

factorial[n \in Nat] == IF n = 0 THEN 1 ELSE n * factorial[n - 1]

(* In how many ways k of n things can be chosen. *)
choose(n, k) ==
  IF k > n THEN 0 ELSE factorial[n] \div (factorial[k] * factorial[n - k])
==============================================================================
