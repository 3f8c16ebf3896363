----------------------------- MODULE SymmetricRaft -----------------------------
(* Our Raft once more, where servers may change places, and values too.     *)
EXTENDS MCRaft, TLC

Alike == Permutations(Server) \cup Permutations(Value)
================================================================================
