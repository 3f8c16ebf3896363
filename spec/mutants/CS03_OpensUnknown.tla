--------------------------- MODULE CS03_OpensUnknown --------------------------
(***************************************************************************)
(* An operation of a session that is not open opens it again. D 6.3: of an *)
(* expired session nobody knows what was done, so its operations must be   *)
(* refused; with it the last one is executed once more.                    *)
(***************************************************************************)
EXTENDS MCRaftSessions

IsNewOrUnknown(machine, command) ==
  IsOpen(machine, command.session) => command.serial > SessionOf(machine, command.session).serial
===============================================================================
