---------------------------- MODULE Randomization ----------------------------
(* Subsets chosen by chance, from a generator whose seed is known.           *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets

(* A subset of k elements. *)
RandomSubset(k, S) == CHOOSE T \in SUBSET S : Cardinality(T) = k

(* At most k subsets, whose elements are chosen so that n of them are to be  *)
(* expected in each; or with that probability, a number as a string.         *)
RandomSetOfSubsets(k, n, S) == CHOOSE T \in SUBSET SUBSET S : Cardinality(T) <= k
RandomSubsetSet(k, probability, S) == CHOOSE T \in SUBSET SUBSET S : Cardinality(T) <= k

(* How many subsets five such choices give. *)
TestRandomSetOfSubsets(k, n, S) ==
  [i \in 1..5 |-> Cardinality(RandomSetOfSubsets(k, n, S))]
==============================================================================
