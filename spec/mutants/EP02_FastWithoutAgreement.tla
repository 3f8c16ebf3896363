---------------------- MODULE EP02_FastWithoutAgreement -----------------------
(***************************************************************************)
(* A command leader commits its own attributes on the fast path, whatever  *)
(* the others had to add. EP figure 2: the fast path is open only if all   *)
(* attributes are the same; a command that another one has overtaken would *)
(* not know of it.                                                         *)
(***************************************************************************)
EXTENDS MCEPaxos

InAnyCase(e, Q, replies) == Q \in FastQuorum /\ e.ballot = 0
===============================================================================
