------------------------ MODULE SP03_ValueOfAnyPromise ------------------------
(***************************************************************************)
(* A proposer takes the value of any acceptor that has accepted one. PMS   *)
(* section 2.2, P2c: it must be that of the newest ballot; an older one    *)
(* was perhaps overtaken before anything was chosen in it.                 *)
(***************************************************************************)
EXTENDS Paxos

AnyWithValue(promises) == {m \in promises : m.acceptedBallot > 0}
===============================================================================
