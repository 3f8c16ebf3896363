----------------------------- MODULE RaftElections -----------------------------
(***************************************************************************)
(* What implementations add to Raft's elections, each rule by itself or    *)
(* together with the others: a no-op at the start of a term, pre-vote,     *)
(* check-quorum, leader stickiness and the transfer of leadership.         *)
(*                                                                         *)
(* Module Raft stays as it is.  A server's record gains four fields, and   *)
(* the handlers here wrap those of Raft.  With no feature switched on a    *)
(* server does what Raft says and nothing else.                            *)
(*                                                                         *)
(* Time is abstract: an election timeout may pass at any server at any     *)
(* moment, `PassElectionTimeout'.  What a server heard before it counts as *)
(* recent, what it did not hear since counts as silence.                   *)
(*                                                                         *)
(* Sources: as in Raft.  D 3.10 is the transfer of leadership, D 4.2.3 are *)
(* disruptive servers, D 6.2 is check-quorum, D 6.4 the no-op, D 9.6       *)
(* pre-vote.                                                               *)
(***************************************************************************)
EXTENDS Raft, TLC

CONSTANTS
  Features,        \* the rules in force, those known here are ElectionFeatures
  NoOp             \* the command that does nothing; no client proposes it

ElectionFeatures == {"no-op", "pre-vote", "check-quorum", "stickiness", "transfer"}

(***************************************************************************)
(* A SERVER.  What it has beyond Raft's record, as it is at first.  All of *)
(* it is volatile, and all of it belongs to one term and one role, so that *)
(* it is forgotten with either.                                            *)
(***************************************************************************)
ElectionFields ==
  [preVotesGranted |-> {},        \* a pre-candidate's
   heardFromLeader |-> FALSE,     \* since an election timeout last passed
   heardFrom       |-> {},        \* a leader's: who answered since then
   transferTarget  |-> None]      \* a leader's: who is to take over

InitElectionServer(i) == InitServer(i) @@ ElectionFields

Forget(s) == ElectionFields @@ s

AdoptTerm(s, term) ==
  IF term > s.currentTerm THEN Forget(ObserveTerm(s, term)) ELSE s

(***************************************************************************)
(* LEADER STICKINESS (D 4.2.3).  A server that heard from a current leader *)
(* within an election timeout neither grants a vote nor takes over the     *)
(* term of a request for one.  A leader hears itself.  An election that a  *)
(* leader asked for, by a transfer, is marked and goes through.            *)
(***************************************************************************)
HearsLeader(s) == s.role = "leader" \/ s.heardFromLeader

IsSticky(s) == "stickiness" \in Features /\ HearsLeader(s)

IsWithheld(s, m) == IsSticky(s) /\ ~m.leadershipTransfer

(* Refused, and not dropped, which D 4.2.3 leaves open: a reply tells an old candidate
   of a larger term, and a smaller term in it does nothing. *)
HandleVoteRequest(s, m) ==
  IF IsWithheld(s, m)
  THEN Step(s, {[type        |-> "RequestVoteResponse",
                 term        |-> s.currentTerm,
                 source      |-> s.id,
                 dest        |-> m.source,
                 voteGranted |-> FALSE]})
  ELSE HandleRequestVoteRequest(s, m)

(***************************************************************************)
(* STANDING FOR ELECTION (D 9.6).  With pre-vote a server asks first who   *)
(* would vote for it in the next term, and only then begins that term.     *)
(* Asking and answering changes no term and no vote.                       *)
(***************************************************************************)

(* A server that hears its leader has no cause to stand. *)
CanStand(s) == CanStartElection(s) /\ ~s.heardFromLeader

Campaign(s, transfer) ==
  LET step == StartElection(s)
  IN Step(Forget(step.server), {m @@ [leadershipTransfer |-> transfer] : m \in step.out})

(* The term in a request is the one in which the server would stand. *)
StartPreVote(s) ==
  Step([Forget(BecomeFollower(s)) EXCEPT !.role = "precandidate",
                                         !.preVotesGranted = {s.id}],
       {[type         |-> "PreVoteRequest",
         term         |-> s.currentTerm + 1,
         source       |-> s.id,
         dest         |-> j,
         lastLogTerm  |-> LastTerm(s),
         lastLogIndex |-> LastIndex(s)] : j \in Voters(s) \ {s.id}})

Stand(s) == IF "pre-vote" \in Features THEN StartPreVote(s) ELSE Campaign(s, FALSE)

(* D 9.6: the log is up to date, and no leader has been heard for a timeout.  Several
   servers may be told so for one term: a pre-vote is no vote. *)
GrantsPreVote(s, m) ==
  /\ m.term > s.currentTerm
  /\ IsUpToDate(s, m)
  /\ ~HearsLeader(s)

(* A grant carries the term that was asked about, a refusal the server's own. *)
HandlePreVoteRequest(s, m) ==
  LET granted == GrantsPreVote(s, m)
  IN Step(s, {[type        |-> "PreVoteResponse",
               term        |-> IF granted THEN m.term ELSE s.currentTerm,
               source      |-> s.id,
               dest        |-> m.source,
               voteGranted |-> granted]})

HandlePreVoteResponse(s, m) ==
  LET counts == m.voteGranted /\ m.term = s.currentTerm + 1 /\ s.role = "precandidate"
  IN Step(IF counts THEN [s EXCEPT !.preVotesGranted = @ \cup {m.source}] ELSE s, {})

CanCampaign(s) == s.role = "precandidate" /\ IsQuorum(s, s.preVotesGranted)

(***************************************************************************)
(* A NEW TERM (D 3.6.2 and 6.4).  Its leader may count no replicas of what *)
(* it finds in its log, so it begins with an entry of its own.             *)
(***************************************************************************)
HasBegunTerm(s) == "no-op" \in Features => LastTerm(s) = s.currentTerm

(* Only then does a leader know how much is committed (D 6.4). *)
HasCommittedInTerm(s) == TermAt(s, s.commitIndex) = s.currentTerm

CanAppendNoOp(s) == CanAppendEntry(s) /\ s.transferTarget = None /\ ~HasBegunTerm(s)

AppendNoOp(s) == AppendEntry(s, NoOp)

CanPropose(s) == CanAppendEntry(s) /\ s.transferTarget = None /\ HasBegunTerm(s)

(***************************************************************************)
(* WHO WAS HEARD.  A follower notes that its leader was, a leader who      *)
(* answered it; both only where a feature looks at it.                     *)
(***************************************************************************)
NotesLeader == Features \cap {"pre-vote", "stickiness"} # {}

HearLeader(s, m) ==
  LET step == HandleAppendEntriesRequest(s, m)
  IN IF m.term = s.currentTerm
     THEN Step([Forget(step.server) EXCEPT !.heardFromLeader = NotesLeader], step.out)
     ELSE step

HearFollower(s, m) ==
  LET step   == HandleAppendEntriesResponse(s, m)
      counts == "check-quorum" \in Features /\ m.term = s.currentTerm /\ s.role = "leader"
  IN Step(IF counts THEN [step.server EXCEPT !.heardFrom = @ \cup {m.source}] ELSE step.server,
          step.out)

(***************************************************************************)
(* AN ELECTION TIMEOUT PASSES (D 6.2, 4.2.3 and 3.10).  A follower forgets *)
(* that it heard its leader.  A leader that no majority answered since the *)
(* last one steps down; a transfer that is not over by then is off.        *)
(***************************************************************************)
LacksQuorum(s) == "check-quorum" \in Features /\ ~IsQuorum(s, {s.id} \cup s.heardFrom)

PassElectionTimeout(s) ==
  Step(CASE s.role # "leader" -> [s EXCEPT !.heardFromLeader = FALSE]
         [] s.role = "leader" /\ LacksQuorum(s) -> Forget(BecomeFollower(s))
         [] OTHER -> Forget(s),
       {})

(***************************************************************************)
(* TRANSFER OF LEADERSHIP (D 3.10).  The leader takes no more proposals,   *)
(* brings the target's log up to its own, and then tells it to stand at    *)
(* once, without pre-vote and past all stickiness.                         *)
(***************************************************************************)
CanStartTransfer(s, j) ==
  /\ "transfer" \in Features
  /\ s.role = "leader"
  /\ j \in Voters(s) \ {s.id}
  /\ s.transferTarget = None

StartTransfer(s, j) == Step([s EXCEPT !.transferTarget = j], {})

CanSendTimeoutNow(s) ==
  /\ s.transferTarget # None
  /\ s.matchIndex[s.transferTarget] = LastIndex(s)

SendTimeoutNow(s) ==
  Step(s, {[type   |-> "TimeoutNowRequest",
            term   |-> s.currentTerm,
            source |-> s.id,
            dest   |-> s.transferTarget]})

HandleTimeoutNowRequest(s, m) ==
  IF m.term = s.currentTerm /\ CanStartElection(s) THEN Campaign(s, TRUE) ELSE Step(s, {})

(***************************************************************************)
(* CRASH AND RESTART                                                       *)
(***************************************************************************)
RecoverServer(s) == Forget(Recover(s))

CrashServer(s) == Step(RecoverServer(s), {})

(***************************************************************************)
(* MESSAGES.  A larger term is adopted, with three exceptions: that in a   *)
(* pre-vote request and in its grant is nobody's term yet, and that in a   *)
(* request for a vote which stickiness withholds is refused with it.       *)
(***************************************************************************)
IsTermAdopted(s, m) ==
  CASE m.type = "PreVoteRequest"     -> FALSE
    [] m.type = "PreVoteResponse"    -> ~m.voteGranted
    [] m.type = "RequestVoteRequest" -> ~IsWithheld(s, m)
    [] OTHER                         -> TRUE

HandleMessage(s0, m) ==
  LET s == IF IsTermAdopted(s0, m) THEN AdoptTerm(s0, m.term) ELSE s0
  IN CASE m.type = "RequestVoteRequest"    -> HandleVoteRequest(s, m)
       [] m.type = "RequestVoteResponse"   -> HandleRequestVoteResponse(s, m)
       [] m.type = "AppendEntriesRequest"  -> HearLeader(s, m)
       [] m.type = "AppendEntriesResponse" -> HearFollower(s, m)
       [] m.type = "PreVoteRequest"        -> HandlePreVoteRequest(s, m)
       [] m.type = "PreVoteResponse"       -> HandlePreVoteResponse(s, m)
       [] m.type = "TimeoutNowRequest"     -> HandleTimeoutNowRequest(s, m)

(***************************************************************************)
(* ACTIONS.  WinElection, SendEntries and Commit are those of Raft.        *)
(***************************************************************************)
StandForElection(i) == CanStand(servers[i]) /\ Put(i, Stand(servers[i]))
WinPreVote(i)       == CanCampaign(servers[i]) /\ Put(i, Campaign(servers[i], FALSE))
BeginTerm(i)        == CanAppendNoOp(servers[i]) /\ Put(i, AppendNoOp(servers[i]))
Propose(i, value)   == CanPropose(servers[i]) /\ Put(i, AppendEntry(servers[i], value))
ElectionTimeout(i)  == Put(i, PassElectionTimeout(servers[i]))
TransferTo(i, j)    == CanStartTransfer(servers[i], j) /\ Put(i, StartTransfer(servers[i], j))
FinishTransfer(i)   == CanSendTimeoutNow(servers[i]) /\ Put(i, SendTimeoutNow(servers[i]))
RestartServer(i)    == Put(i, CrashServer(servers[i]))
ReceiveMessage(m)   == Put(m.dest, HandleMessage(servers[m.dest], m))

InitElections ==
  /\ servers = [i \in Server |-> InitElectionServer(i)]
  /\ messages = {}
  /\ committed = {}

(* What a module that adds to these rules has no need to change. *)
ActElectionsAsEver ==
  \/ \E i \in Server : StandForElection(i)
  \/ \E i \in Server : WinPreVote(i)
  \/ \E i \in Server : WinElection(i)
  \/ \E i \in Server : BeginTerm(i)
  \/ \E i \in Server, value \in Value : Propose(i, value)
  \/ \E i, j \in Server, count \in 0..MaxBatchSize : SendEntries(i, j, count)
  \/ \E i \in Server : Commit(i)
  \/ \E i, j \in Server : TransferTo(i, j)

ActElections ==
  \/ ActElectionsAsEver
  \/ \E i \in Server : ElectionTimeout(i)
  \/ \E i \in Server : FinishTransfer(i)
  \/ \E i \in Server : RestartServer(i)

NextElections == ActElections \/ \E m \in messages : ReceiveMessage(m)

SpecElections == InitElections /\ [][NextElections]_vars
===============================================================================
