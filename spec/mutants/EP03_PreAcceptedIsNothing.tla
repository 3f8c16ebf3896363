---------------------- MODULE EP03_PreAcceptedIsNothing -----------------------
(***************************************************************************)
(* Recovery takes what was only pre-accepted for nothing and makes the     *)
(* instance a no-op. EP figure 3: the command leader may have committed it *)
(* on the fast path, which leaves nothing but that behind.                 *)
(***************************************************************************)
EXTENDS MCEPaxos

NewestAccepted(replies) ==
  LET some == {m \in replies : m.entry.status \in {"accepted", "committed"}}
  IN {m \in some : \A n \in some : n.entry.acceptedBallot <= m.entry.acceptedBallot}
===============================================================================
