--------------------------- MODULE CS02_SerialReused --------------------------
(***************************************************************************)
(* A client gives its next operation the number of the last one. The state *)
(* machine takes it for a repetition: it is answered and never executed.   *)
(***************************************************************************)
EXTENDS MCRaftSessions

KeepsSerial(c, operation) == [c EXCEPT !.serial = Max(@, 1), !.operation = operation]
===============================================================================
