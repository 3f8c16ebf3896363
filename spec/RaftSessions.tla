----------------------------- MODULE RaftSessions -----------------------------
(***************************************************************************)
(* Clients that ask again, and a state machine that does what they ask     *)
(* once.  A client that gets no answer cannot know whether its operation   *)
(* is in the log.  It asks again, perhaps another server, and the          *)
(* operation may be in the log twice.  Raft keeps both entries; the state  *)
(* machine has to know that the second one is a repetition.                *)
(*                                                                         *)
(* So a client opens a session and numbers its operations.  The state      *)
(* machine keeps for each session the last number and the reply to it.     *)
(* The table of sessions is part of the state machine: it changes by       *)
(* entries of the log only, also when a session expires.                   *)
(*                                                                         *)
(* What a server has applied is what it knows to be committed; its state   *)
(* machine is the outcome of these entries, and no field of its own.       *)
(*                                                                         *)
(* Sources: as in Raft.  RP section 8 has the serial numbers, D 6.3 the    *)
(* sessions and their end.                                                 *)
(***************************************************************************)
EXTENDS RaftElections

CONSTANTS
  Client,          \* the clients
  Operation        \* what they may want done

VARIABLE
  clients          \* clients[c] is the record of client c

sessionVars == <<vars, clients>>

(***************************************************************************)
(* COMMANDS are the values of the entries here.  A session has the index   *)
(* of the entry that opened it for its name, so that no other one is ever  *)
(* taken for it, also if the request to open it was repeated.              *)
(***************************************************************************)
RegisterCommand(client) == [kind |-> "register", client |-> client]

OperationCommand(session, serial, operation) ==
  [kind |-> "operation", session |-> session, serial |-> serial, operation |-> operation]

ExpireCommand(session) == [kind |-> "expire", session |-> session]

(***************************************************************************)
(* THE STATE MACHINE.  `sessions' holds for each open session [id, serial, *)
(* reply]: its last operation and what was answered.  `state' is that of   *)
(* the application; here it is the operations that it performed, in order, *)
(* from which any state follows.  The reply to one is its place in it, so  *)
(* that no two operations that are performed have the same reply.          *)
(***************************************************************************)
InitialState == <<>>

Perform(state, command) ==
  [state |-> Append(state, command), reply |-> Len(state) + 1]

InitialMachine == [sessions |-> {}, state |-> InitialState]

IsOpen(machine, id) == \E x \in machine.sessions : x.id = id

SessionOf(machine, id) == CHOOSE x \in machine.sessions : x.id = id

OpenSession(machine, index) ==
  [machine EXCEPT !.sessions = @ \cup {[id |-> index, serial |-> 0, reply |-> None]}]

CloseSession(machine, id) ==
  [machine EXCEPT !.sessions = {x \in @ : x.id # id}]

(* D 6.3: a number that is not larger than the last one is a repetition.  Of a session
   that is not open nobody knows what was done, so nothing is done for it any more. *)
IsNewOperation(machine, command) ==
  /\ IsOpen(machine, command.session)
  /\ command.serial > SessionOf(machine, command.session).serial

Execute(machine, command) ==
  LET done   == Perform(machine.state, command)
      others == {x \in machine.sessions : x.id # command.session}
  IN [machine EXCEPT !.state = done.state,
                     !.sessions = others \cup {[id     |-> command.session,
                                                serial |-> command.serial,
                                                reply  |-> done.reply]}]

ApplyCommand(machine, index, command) ==
  CASE command.kind = "register"  -> OpenSession(machine, index)
    [] command.kind = "expire"    -> CloseSession(machine, command.session)
    [] command.kind = "operation" ->
         IF IsNewOperation(machine, command) THEN Execute(machine, command) ELSE machine

(* What is answered once the operation is applied: what was kept for it, also if it was
   applied before.  None is a refusal: the session has expired, or has gone on since. *)
ReplyTo(machine, command) ==
  IF IsOpen(machine, command.session) /\ SessionOf(machine, command.session).serial = command.serial
  THEN SessionOf(machine, command.session).reply
  ELSE None

IsCommand(entry) == ~IsConfiguration(entry) /\ entry.value # NoOp

ApplyEntry(machine, index, entry) ==
  IF IsCommand(entry) THEN ApplyCommand(machine, index, entry.value) ELSE machine

(* The state machine of a server once it has applied the entries up to an index. *)
MachineAt(s, index) ==
  LET after[k \in 0..index] ==
        IF k = 0 THEN InitialMachine ELSE ApplyEntry(after[k - 1], k, WholeLog(s)[k])
  IN after[index]

Machine(s) == MachineAt(s, s.commitIndex)

(***************************************************************************)
(* A CLIENT.  It opens a session, and then has one operation after the     *)
(* other, each with the next number; as long as it has no reply it asks    *)
(* again, whichever server.  If its session has expired it never gets one, *)
(* and cannot know what became of its last operation (D 6.3).              *)
(***************************************************************************)
InitClient ==
  [session   |-> 0,         \* 0 as long as it has none
   serial    |-> 0,         \* of its last operation
   operation |-> None]      \* which it waits for

CanRegister(c) == c.session = 0

TakeSession(c, index) == [c EXCEPT !.session = index]

CanBegin(c) == c.session # 0 /\ c.operation = None

Begin(c, operation) == [c EXCEPT !.serial = @ + 1, !.operation = operation]

IsWaiting(c) == c.operation # None

Asked(c) == OperationCommand(c.session, c.serial, c.operation)

TakeReply(c) == [c EXCEPT !.operation = None]

(***************************************************************************)
(* ACTIONS.  Those of RaftElections, with no value proposed but by a       *)
(* client: a model has no Value.  When a session expires is the leader's   *)
(* decision, by its clock or by the number of sessions; it is a command    *)
(* like any other, and in force when it is applied.                        *)
(***************************************************************************)
PutCommand(i, command) ==
  CanPropose(servers[i]) /\ Put(i, AppendEntry(servers[i], command)) /\ UNCHANGED clients

PutClient(c, record) ==
  clients' = [clients EXCEPT ![c] = record] /\ UNCHANGED vars

RegisterClient(c, i) == CanRegister(clients[c]) /\ PutCommand(i, RegisterCommand(c))

LearnSession(c, i, index) ==
  /\ CanRegister(clients[c])
  /\ index <= servers[i].commitIndex
  /\ IsCommand(WholeLog(servers[i])[index])
  /\ WholeLog(servers[i])[index].value = RegisterCommand(c)
  /\ PutClient(c, TakeSession(clients[c], index))

BeginOperation(c, operation) ==
  CanBegin(clients[c]) /\ PutClient(c, Begin(clients[c], operation))

AskServer(c, i) == IsWaiting(clients[c]) /\ PutCommand(i, Asked(clients[c]))

AnswerClient(c, i) ==
  /\ IsWaiting(clients[c])
  /\ ReplyTo(Machine(servers[i]), Asked(clients[c])) # None
  /\ PutClient(c, TakeReply(clients[c]))

ExpireSession(i, id) == IsOpen(Machine(servers[i]), id) /\ PutCommand(i, ExpireCommand(id))

InitSessions ==
  /\ InitElections
  /\ clients = [c \in Client |-> InitClient]

ActSessions ==
  \/ \E c \in Client, i \in Server : RegisterClient(c, i)
  \/ \E c \in Client, i \in Server : \E index \in 1..servers[i].commitIndex : LearnSession(c, i, index)
  \/ \E c \in Client, operation \in Operation : BeginOperation(c, operation)
  \/ \E c \in Client, i \in Server : AskServer(c, i)
  \/ \E c \in Client, i \in Server : AnswerClient(c, i)
  \/ \E i \in Server : \E id \in 1..servers[i].commitIndex : ExpireSession(i, id)

NextSessions == ActSessions \/ (NextElections /\ UNCHANGED clients)

SpecSessions == InitSessions /\ [][NextSessions]_sessionVars
===============================================================================
