------------------------ MODULE RaftElectionsProperties ------------------------
(***************************************************************************)
(* What the rules of RaftElections promise, beside all that Raft does.  A  *)
(* property holds whatever features are on, also without its own, unless   *)
(* it says which it needs.                                                 *)
(***************************************************************************)
EXTENDS RaftElections, RaftProperties

(* RP figure 2: the commit index goes back in a restart and only there.  It is Raft's
   CommitNeverGoesBack for records that have more than Raft's: what is
   known of them here is then as after a restart. *)
CommitGoesBackInRestartOnlyStep ==
  \A i \in Server :
    \/ servers'[i].commitIndex >= servers[i].commitIndex
    \/ servers'[i] = RecoverServer(servers[i]) @@ servers'[i]
CommitGoesBackInRestartOnly == [][CommitGoesBackInRestartOnlyStep]_vars

(* What a log may hold, where terms begin with a no-op or members change. *)
AnyEntry ==
  [term : Nat, value : Value \cup {NoOp}]
    \cup [term          : Nat,
          configuration : [voters   : SUBSET Server,
                           outgoing : SUBSET Server,
                           learners : SUBSET Server]]

(* D 3.6.2 and 6.4: the first entry of every term does nothing. *)
TermBeginsWithNoOp ==
  "no-op" \in Features =>
    \A i \in Server :
      LET log == WholeLog(servers[i])
      IN \A k \in 1..Len(log) :
           (k = 1 \/ log[k].term # log[k - 1].term)
             => log[k] = [term |-> log[k].term, value |-> NoOp]

(* RP section 5.1: whoever sees a larger term adopts it, whatever the message that has
   it.  Said of every message and what its receiver would do with it now.  Not meant
   are the term that a pre-vote only asks about and a request for a vote that comes to
   a server which hears its leader. *)
IsTermOfSender(m) ==
  ~(m.type = "PreVoteRequest" \/ (m.type = "PreVoteResponse" /\ m.voteGranted))
LargerTermIsAdopted ==
  \A i \in Server :
    \A m \in {n \in messages : n.dest = i /\ IsTermOfSender(n)} :
      ~(m.type = "RequestVoteRequest" /\ HearsLeader(servers[i]))
        => HandleMessage(servers[i], m).server.currentTerm >= m.term

-------------------------------------------------------------------------------
(* D 9.6: a pre-candidate changes neither its term nor its vote. *)
PreVoteChangesNothingStep ==
  \A i \in Server :
    servers'[i].role = "precandidate" /\ servers[i].role # "precandidate"
      => /\ servers'[i].currentTerm = servers[i].currentTerm
         /\ servers'[i].votedFor = servers[i].votedFor
PreVoteChangesNothing == [][PreVoteChangesNothingStep]_vars

(* RP section 5.2: a term begins with somebody who stands in it, and with nothing else. *)
Candidacies == {m \in messages : m.type = "RequestVoteRequest"}
TermBeginsWithCandidate ==
  \A i \in Server :
    servers[i].currentTerm > 0 => \E m \in Candidacies : m.term = servers[i].currentTerm

(* D 9.6: with pre-vote nobody stands but with the consent of a majority, or because a
   leader asked for it. *)
Consenting(j, term) ==
  {j} \cup {m.source : m \in {n \in messages : /\ n.type = "PreVoteResponse"
                                              /\ n.voteGranted
                                              /\ n.dest = j
                                              /\ n.term = term}}
CandidateHasConsent ==
  "pre-vote" \in Features =>
    \A m \in Candidacies : m.leadershipTransfer \/ IsQuorum(servers[m.source], Consenting(m.source, m.term))

(* D 4.2.3: no request for a vote moves a server that hears its leader.  If its term
   grows, another message said so. *)
StickyIsUnmovedStep ==
  \A i \in Server :
    IsSticky(servers[i]) /\ servers'[i].currentTerm > servers[i].currentTerm
      => \E m \in messages :
           /\ m.dest = i
           /\ \/ IsTermOfSender(m) /\ m.term = servers'[i].currentTerm
                 /\ (m.type = "RequestVoteRequest" => m.leadershipTransfer)
              \/ m.type = "TimeoutNowRequest" /\ m.term + 1 = servers'[i].currentTerm
StickyIsUnmoved == [][StickyIsUnmovedStep]_vars

(* D 4.2.3 and 9.6: with pre-vote, a leader that a majority hears is deposed by nobody.
   Unrivalled is who leads the largest term while none of that majority consented that
   an outsider begin the next one: as long as they hear it, it stays so, whatever the
   others do, be they cut off, removed or behind.  A transfer is the leader's own doing:
   nothing is said of a term in which somebody was told to stand. *)
IsHeardBy(i, Q) ==
  \A j \in Q \ {i} :
    servers[j].heardFromLeader /\ servers[j].currentTerm = servers[i].currentTerm
IsUnrivalled(i, Q) ==
  \A j \in Server :
    /\ servers[j].currentTerm <= servers[i].currentTerm
    /\ j \in Q \/ Consenting(j, servers[i].currentTerm + 1) \cap Q = {}
IsToldToStand(term) == \E m \in messages : m.type = "TimeoutNowRequest" /\ m.term = term
HeardLeaderIsNotDeposedStep ==
  "pre-vote" \in Features =>
    \A i \in Server : IsLeader(servers[i]) /\ ~IsToldToStand(servers[i].currentTerm) =>
      \A Q \in {R \in SUBSET Server : i \in R /\ IsQuorum(servers[i], R)} :
        IsHeardBy(i, Q) /\ IsHeardBy(i, Q)' /\ IsUnrivalled(i, Q)
          => servers'[i].currentTerm = servers[i].currentTerm /\ IsUnrivalled(i, Q)'
HeardLeaderIsNotDeposed == [][HeardLeaderIsNotDeposedStep]_vars

-------------------------------------------------------------------------------
(* D 6.2: with check-quorum a leader that no majority answered does not stay when an
   election timeout passes; and one that was answered, or that does not check, does.
   Both say what it would do if one passed now. *)
IsAnswered(s) == IsQuorum(s, {s.id} \cup s.heardFrom)
StaysAfterTimeout(s) == IsLeader(PassElectionTimeout(s).server)
StaysWithQuorum ==
  \A i \in Server :
    IsLeader(servers[i]) /\ StaysAfterTimeout(servers[i]) /\ "check-quorum" \in Features
      => IsAnswered(servers[i])
StepsDownWithoutQuorum ==
  \A i \in Server :
    IsLeader(servers[i]) /\ ~StaysAfterTimeout(servers[i])
      => "check-quorum" \in Features /\ ~IsAnswered(servers[i])

(* D 6.2 and 9.6: two servers that are a majority and talk to each other can have a
   leader, whatever has become of them, with no help of the others: after a heartbeat of
   whoever leads, election timeouts, and one of them standing up to three times.  Said
   of every state, of what they would do from there.

   Also where one of them goes on hearing an outsider that leads, whom its own answers do
   not reach, and the other hears nothing of it: a partition that is partial.  What is
   overheard is a set of one message, or of none. *)
Talk(pair, out) ==
  LET m        == CHOOSE m \in out : m.dest = pair[2].id
      answered == HandleMessage(pair[2], m)
      answer   == CHOOSE a \in answered.out : TRUE
  IN <<HandleMessage(pair[1], answer).server, answered.server>>
Beat(pair) ==
  IF IsLeader(pair[1]) THEN Talk(pair, Replicate(pair[1], pair[2].id, 0).out) ELSE pair
Rest(s, overheard) ==
  LET rested == PassElectionTimeout(s).server
  IN IF \E m \in overheard : m.dest = s.id
     THEN HandleMessage(rested, CHOOSE m \in overheard : TRUE).server
     ELSE rested
StandOnce(pair, overheard) ==
  LET rested == <<Rest(pair[1], overheard), Rest(pair[2], overheard)>>
      stood  == Stand(rested[1])
      asked  == Talk(<<stood.server, rested[2]>>, stood.out)
      second == Campaign(asked[1], FALSE)
  IN IF ~CanStand(rested[1]) THEN rested
     ELSE IF CanCampaign(asked[1]) THEN Talk(<<second.server, asked[2]>>, second.out)
     ELSE asked
CanLead(pair, overheard) ==
  LET beaten == Beat(pair)
      once   == StandOnce(beaten, overheard)
      twice  == StandOnce(once, overheard)
      thrice == StandOnce(twice, overheard)
  IN \/ IsLeader(beaten[1])
     \/ CanBecomeLeader(once[1])
     \/ CanBecomeLeader(twice[1])
     \/ CanBecomeLeader(thrice[1])
LeadsUnanswered(s) ==
  IsLeader(s) /\ IsLeader(PassElectionTimeout(PassElectionTimeout(s).server).server)
WhatIsOverheard(i, j) ==
  {{}} \cup {Replicate(servers[k], i, 0).out :
             k \in {l \in Server \ {i, j} : LeadsUnanswered(servers[l])}}
LeaderIsElectable ==
  \A i, j \in Server :
    i # j /\ IsQuorum(servers[i], {i, j}) /\ IsQuorum(servers[j], {i, j}) =>
      \A overheard \in WhatIsOverheard(i, j) :
        \/ CanLead(<<servers[i], servers[j]>>, overheard)
        \/ CanLead(<<servers[j], servers[i]>>, overheard)

-------------------------------------------------------------------------------
(* D 3.10: while it transfers its leadership a leader appends nothing. *)
NothingAppendedInTransferStep ==
  \A i \in Server :
    servers[i].transferTarget # None /\ servers'[i].transferTarget # None
      => WholeLog(servers'[i]) = WholeLog(servers[i])
NothingAppendedInTransfer == [][NothingAppendedInTransferStep]_vars

(* D 3.10: the target has all that the leader has when it is told to stand. *)
TargetIsCaughtUpStep ==
  \A m \in messages' \ messages :
    m.type = "TimeoutNowRequest" /\ servers[m.dest].currentTerm = m.term
      => IsPrefix(WholeLog(servers[m.source]), WholeLog(servers[m.dest]))
TargetIsCaughtUp == [][TargetIsCaughtUpStep]_vars

(* D 3.10: a transfer is over when an election timeout has passed. *)
TransferExpires ==
  \A i \in Server : PassElectionTimeout(servers[i]).server.transferTarget = None

(* D 4.2.3: the election that a leader asked for disturbs nobody; whoever hears of it
   takes part, also who hears the leader. *)
TransferIsNotRefused ==
  \A m \in Candidacies :
    m.leadershipTransfer => HandleMessage(servers[m.dest], m).server.currentTerm >= m.term
===============================================================================
