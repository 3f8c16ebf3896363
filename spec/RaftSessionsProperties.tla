------------------------ MODULE RaftSessionsProperties ------------------------
(***************************************************************************)
(* What sessions promise: that all that clients ask for is done as if they *)
(* had asked once.  Raft's properties hold as they are.                    *)
(***************************************************************************)
EXTENDS RaftSessions, RaftElectionsProperties

(* RP section 8: the state machine performs each operation at most once, however often
   it is in the log.  It only adds to what it performed, so that this is said of every
   prefix. *)
ExactlyOnce ==
  \A i \in Server :
    LET performed == Machine(servers[i]).state
    IN \A k, l \in 1..Len(performed) :
         /\ performed[k].session = performed[l].session
         /\ performed[k].serial = performed[l].serial
         => k = l

(* RP section 8: whoever asks again gets the reply that there was, or none any more. *)
IsOperationAt(s, k) ==
  IsCommand(WholeLog(s)[k]) /\ WholeLog(s)[k].value.kind = "operation"
ReplyAt(s, k) == ReplyTo(MachineAt(s, k), WholeLog(s)[k].value)
SameReply ==
  \A i \in Server :
    LET s     == servers[i]
        asked == {k \in 1..s.commitIndex : IsOperationAt(s, k)}
    IN \A k, l \in asked :
         WholeLog(s)[k].value = WholeLog(s)[l].value
           => ReplyAt(s, k) = ReplyAt(s, l) \/ None \in {ReplyAt(s, k), ReplyAt(s, l)}

(* A reply is to the operation that the client waits for, which was performed for it. *)
ReplyIsToOwnOperation ==
  \A c \in Client, i \in Server :
    LET machine == Machine(servers[i])
        reply   == ReplyTo(machine, Asked(clients[c]))
    IN IsWaiting(clients[c]) /\ reply # None
         => /\ reply <= Len(machine.state)
            /\ machine.state[reply] = Asked(clients[c])

(* D 6.3: servers that have applied the same entries have the same sessions; also which
   ones have expired is the same on all. *)
MachinesAgree ==
  \A i, j \in Server :
    \A k \in 0..Min(servers[i].commitIndex, servers[j].commitIndex) :
      MachineAt(servers[i], k) = MachineAt(servers[j], k)

(* D 6.3: what comes after the end of its session has no effect. *)
ExpiredHasNoEffect ==
  \A i \in Server :
    LET s == servers[i]
    IN \A k \in 1..s.commitIndex :
         IsOperationAt(s, k) /\ ~IsOpen(MachineAt(s, k - 1), WholeLog(s)[k].value.session)
           => MachineAt(s, k) = MachineAt(s, k - 1)
===============================================================================
