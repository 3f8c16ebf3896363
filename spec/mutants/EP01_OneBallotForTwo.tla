------------------------- MODULE EP01_OneBallotForTwo -------------------------
(***************************************************************************)
(* A replica keeps one ballot for what it has promised and for what it has *)
(* accepted, as the TLA+ and the implementation of EP do. Sutra: a promise *)
(* then makes old attributes look new, and a later recovery prefers them   *)
(* to what has been chosen since.                                          *)
(*                                                                         *)
(* The model starts after r1 has pre-accepted its command and told nobody; *)
(* r2 and r3 have made the instance a no-op in ballot 1, and only r2 knows *)
(* that it is committed. All messages of that past are lost.               *)
(***************************************************************************)
EXTENDS MCEPaxos

CONSTANTS r1, r2, r3

ReportsOneBallot(s, inst, ballot) ==
  LET e == s.entries[inst]
  IN [type |-> "PrepareReply", inst |-> inst, ballot |-> ballot, source |-> s.id,
      entry |-> [e EXCEPT !.ballot = ballot, !.acceptedBallot = e.ballot]]

DecidedWithoutLeader ==
  /\ replicas = [i \in Replica |->
       With(InitReplica(i), r1,
            CASE i = r1 -> Entry("preaccepted", 0, Attributes(r1, {}, 1))
              [] i = r2 -> Entry("committed", 1, NoAttributes)
              [] i = r3 -> Entry("accepted", 1, NoAttributes))]
  /\ messages = {}
===============================================================================
