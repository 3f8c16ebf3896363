--------------------------- MODULE P18_AppliedTwice ---------------------------
(***************************************************************************)
(* The state machine executes an operation as often as it is in the log.   *)
(* RP section 8: a client that asks again has it executed twice.           *)
(***************************************************************************)
EXTENDS MCRaftSessions

ExecutesAgain(machine, command) == IsOpen(machine, command.session)
===============================================================================
