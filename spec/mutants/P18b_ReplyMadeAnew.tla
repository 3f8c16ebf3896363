-------------------------- MODULE P18b_ReplyMadeAnew --------------------------
(***************************************************************************)
(* A repetition is recognised and not executed, but answered with a reply  *)
(* that is made anew. RP section 8: it gets the reply that there was, or   *)
(* the client sees an outcome that its operation never had.                *)
(***************************************************************************)
EXTENDS MCRaftSessions

AnswersAnew(machine, index, command) ==
  CASE command.kind = "register"  -> OpenSession(machine, index)
    [] command.kind = "expire"    -> CloseSession(machine, command.session)
    [] command.kind = "operation" ->
         IF IsNewOperation(machine, command)
         THEN Execute(machine, command)
         ELSE [machine EXCEPT !.sessions =
                 {IF x.id = command.session THEN [x EXCEPT !.reply = index] ELSE x : x \in @}]
===============================================================================
