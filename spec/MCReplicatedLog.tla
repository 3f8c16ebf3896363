---------------------------- MODULE MCReplicatedLog ----------------------------
(***************************************************************************)
(* ReplicatedLog within bounds: `Seq' gives way to sequences of at most    *)
(* MaxLength entries, so that all logs can be listed.                      *)
(***************************************************************************)
EXTENDS ReplicatedLog

CONSTANT MaxLength

BoundedSeq(S) == UNION {[1..n -> S] : n \in 0..MaxLength}
===============================================================================
