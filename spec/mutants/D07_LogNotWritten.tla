--------------------------- MODULE D07_LogNotWritten --------------------------
(***************************************************************************)
(* Only a change of term or vote is written, and the log when one of these *)
(* is next. What a leader appends is on no disk, whatever was reported     *)
(* done.                                                                   *)
(***************************************************************************)
EXTENDS MCRaftDurability

WritesTermAndVote(s, step) ==
  LET new     == step.server
      isNew   == <<new.currentTerm, new.votedFor>> # <<s.currentTerm, s.votedFor>>
      waiting == {m \in step.out : MustWait(m)}
      queue   == IF isNew THEN Append(s.writes, [disk |-> ToDisk(new), waiting |-> {}]) ELSE s.writes
  IN IF queue = <<>>
     THEN step
     ELSE Step([new EXCEPT !.writes = [queue EXCEPT ![Len(queue)].waiting = @ \cup waiting]],
               step.out \ waiting)
===============================================================================
