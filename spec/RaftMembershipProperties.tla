----------------------- MODULE RaftMembershipProperties ------------------------
(***************************************************************************)
(* What RaftMembership promises: all that Raft does, while the members     *)
(* change, and what follows here.  The properties do not ask the operators *)
(* that they are about: who has a majority is counted anew.                *)
(*                                                                         *)
(* Of those of RaftElections, CandidateHasConsent and LeaderIsElectable    *)
(* are meant for members that stay: the first asks today's configuration   *)
(* about a vote of yesterday, the second knows of two servers only.        *)
(***************************************************************************)
EXTENDS RaftMembership, RaftElectionsProperties

ConfigurationIndexes(log) == {k \in 1..Len(log) : IsConfiguration(log[k])}

Newest(indexes) == CHOOSE k \in indexes : \A l \in indexes : l <= k

(* The newest configuration in a log. *)
ConfigurationOf(log) ==
  LET held == ConfigurationIndexes(log)
  IN IF held = {} THEN InitMember(CHOOSE i \in Server : TRUE).snapshot.configuration
                  ELSE log[Newest(held)].configuration

HasMajority(Q, voters) == 2 * Cardinality(Q \cap voters) > Cardinality(voters)

-------------------------------------------------------------------------------
(* D 4.1: a server uses the latest configuration in its log, whether or not it is
   committed; so that it goes back to the one before when that entry is removed. *)
ConfigurationIsOfLog ==
  \A i \in Server : Configuration(servers[i]) = ConfigurationOf(WholeLog(servers[i]))

(* D 4.1: one change at a time.  In no log is there more than one configuration of which
   nobody knows that it is committed. *)
IsDecided(index, entry) == \E c \in committed : c.index = index /\ c.entry = entry
OneChangeAtATime ==
  \A i \in Server :
    LET log == WholeLog(servers[i])
    IN Cardinality({k \in ConfigurationIndexes(log) : ~IsDecided(k, log[k])}) <= 1

(* Erratum: before a configuration a leader had an entry of its term committed. *)
ChangeFollowsCommitOfItsTerm ==
  \A i \in Server :
    LET log == WholeLog(servers[i])
    IN \A k \in ConfigurationIndexes(log) :
         \E l \in 1..(k - 1) : log[l].term = log[k].term /\ IsDecided(l, log[l])

(* Erratum and D 4.1: who leads the latest term and who could be elected after it do
   not decide without each other: whatever the two take for a quorum has a server in
   common. *)
HasNothingBeyond(s, t) ==
  \/ LastTerm(s) < LastTerm(t)
  \/ LastTerm(s) = LastTerm(t) /\ LastIndex(s) <= LastIndex(t)
IsElectable(j) ==
  IsQuorum(servers[j], {k \in Server : HasNothingBeyond(servers[k], servers[j])})
LeadsLatestTerm(i) ==
  /\ IsLeader(servers[i])
  /\ \A k \in Server : servers[k].currentTerm <= servers[i].currentTerm
QuorumsOverlap ==
  \A i, j \in Server :
    LeadsLatestTerm(i) /\ IsElectable(j) =>
      \A Q, R \in SUBSET Server :
        IsQuorum(servers[i], Q) /\ IsQuorum(servers[j], R) => Q \cap R # {}

-------------------------------------------------------------------------------
(* D 4.2.1 and 4.2.2: nobody counts but the voters: no learner, and no leader that is
   removed.  Who commits in its term has a majority of them with the entry, who is
   elected has their votes. *)
Holders(index, entry) ==
  {j \in Server : /\ index <= LastIndex(servers[j])
                  /\ WholeLog(servers[j])[index] = entry}
CommitsByCounting(i) ==
  /\ IsLeader(servers[i])
  /\ IsLeader(servers'[i])      \* or a later leader tells it what is committed
  /\ servers'[i].commitIndex > servers[i].commitIndex
SupportersOf(i) ==
  {i} \cup {m.source : m \in {n \in VotesGranted : /\ n.dest = i
                                                  /\ n.term = servers[i].currentTerm}}
IsElected(i) ==
  /\ IsLeader(servers'[i])
  /\ ~IsLeader(servers[i])
DecidesWith(i, voters) ==
  LET k == servers'[i].commitIndex
  IN /\ CommitsByCounting(i) => HasMajority(Holders(k, WholeLog(servers[i])[k]), voters)
     /\ IsElected(i) => HasMajority(SupportersOf(i), voters)
OnlyVotersCountStep ==
  \A i \in Server : DecidesWith(i, Configuration(servers[i]).voters)
OnlyVotersCount == [][OnlyVotersCountStep]_vars

(* D 4.3: in a joint configuration the old voters decide, too, by themselves. *)
JointDecidesInBothHalvesStep ==
  \A i \in Server :
    LET outgoing == Configuration(servers[i]).outgoing
    IN outgoing # {} => DecidesWith(i, outgoing)
JointDecidesInBothHalves == [][JointDecidesInBothHalvesStep]_vars

(* D 4.3: what comes after a joint configuration is its end. *)
JointEndsAsItBegan ==
  \A i \in Server :
    LET log == WholeLog(servers[i])
    IN \A k, l \in ConfigurationIndexes(log) :
         /\ k < l
         /\ log[k].configuration.outgoing # {}
         /\ \A n \in ConfigurationIndexes(log) : ~(k < n /\ n < l)
         => log[l].configuration = [log[k].configuration EXCEPT !.outgoing = {}]

(* D 4.3: and it is ended: who leads in one that is committed, with an entry of its term
   committed, can end it; also a leader that has no part in what comes after. *)
JointIsLeft ==
  \A i \in Server :
    LET s == servers[i]
    IN /\ IsLeader(s)
       /\ s.transferTarget = None
       /\ s.commitIndex = LastIndex(s)
       /\ LastTerm(s) = s.currentTerm
       /\ Configuration(s).outgoing # {}
       => CanLeaveJoint(s)

-------------------------------------------------------------------------------
(* D 4.2.2: a leader whose removal is committed adds nothing any more; all that it can
   do as a leader is to spread what there is, and to step down. *)
KnownConfiguration(s) == ConfigurationOf(SubSeq(WholeLog(s), 1, Min(s.commitIndex, LastIndex(s))))
IsLeftOut(s) ==
  LET c == KnownConfiguration(s)
  IN c = ConfigurationOf(WholeLog(s)) /\ s.id \notin c.voters \cup c.outgoing
RemovedLeaderStepsDownStep ==
  \A i \in Server :
    IsLeader(servers[i]) /\ IsLeftOut(servers[i]) =>
      /\ CanStepDown(servers[i])
      /\ WholeLog(servers'[i]) = WholeLog(servers[i]) \/ ~IsLeader(servers'[i])
RemovedLeaderStepsDown == [][RemovedLeaderStepsDownStep]_vars

(* D 4.2.1: nobody stands who learns, or is known to have no vote. *)
Learns(s) == s.id \in ConfigurationOf(WholeLog(s)).learners
OutsidersDoNotStandStep ==
  \A i \in Server :
    servers[i].role = "follower" /\ (IsLeftOut(servers[i]) \/ Learns(servers[i]))
      => servers'[i].role = "follower"
OutsidersDoNotStand == [][OutsidersDoNotStandStep]_vars

(* D 4.2.1 and 4.2.2: the cluster can go on.  Of every state: were all servers up and
   connected, their election timeouts over and nobody leading, then somebody could
   stand in the next term whom a quorum would elect, by its own count. *)
LatestTerm == Newest({servers[k].currentTerm : k \in Server})
Rested(j) ==
  AdoptTerm(Forget(BecomeFollower(servers[j])), LatestTerm + 1)
WouldGrant(k, m) ==
  \E r \in HandleMessage(Rested(k), m).out : r.type = "RequestVoteResponse" /\ r.voteGranted
Electors(j) ==
  LET step == Campaign(Rested(j), FALSE)
  IN {j} \cup {m.dest : m \in {n \in step.out : WouldGrant(n.dest, n)}}
SomebodyIsElectable ==
  \E j \in Server : CanStand(Rested(j)) /\ IsQuorum(servers[j], Electors(j))

-------------------------------------------------------------------------------
(* What a model of changes should reach, or its properties say little. *)
AddsVoter ==
  \E i \in Server : IsLeader(servers[i]) /\ InitialVoters \subseteq KnownConfiguration(servers[i]).voters
                    /\ KnownConfiguration(servers[i]).voters # InitialVoters
RemovesLeader == \E i \in Server : CanStepDown(servers[i])
IsJoint == \E i \in Server : Configuration(servers[i]).outgoing # {}
EndsJoint ==
  \E i \in Server :
    \E k \in ConfigurationIndexes(WholeLog(servers[i])) :
      /\ WholeLog(servers[i])[k].configuration.outgoing # {}
      /\ KnownConfiguration(servers[i]).outgoing = {}
      /\ k < servers[i].commitIndex
HasLearner == \E i \in Server : KnownConfiguration(servers[i]).learners # {}

(* D 4.2.1: a learner has become a voter; and, of steps, its vote makes a majority. *)
IsPromoted(s, j) ==
  LET log == WholeLog(s)
  IN \E k, l \in ConfigurationIndexes(log) :
       /\ k < l
       /\ j \in log[k].configuration.learners
       /\ j \in log[l].configuration.voters
       /\ IsDecided(l, log[l])
PromotionIsCommitted == \E i, j \in Server : IsPromoted(servers[i], j)
PromotedDecidesElection ==
  \E i, j \in Server :
    /\ ~IsLeader(servers[i])
    /\ IsLeader(servers'[i])
    /\ IsPromoted(servers[i], j)
    /\ ~HasMajority(SupportersOf(i) \ {j}, Configuration(servers[i]).voters)

(* D 4.1: of steps, a configuration is removed from a log, and the one before it is in
   force again; also where that one stands in the snapshot. *)
LosesConfiguration(i) ==
  LET log   == WholeLog(servers[i])
      after == WholeLog(servers'[i])
  IN \E k \in ConfigurationIndexes(log) : k > Len(after) \/ after[k] # log[k]
RollsBack ==
  \E i \in Server :
    LosesConfiguration(i) /\ Configuration(servers'[i]) # Configuration(servers[i])
RollsBackToSnapshot ==
  \E i \in Server :
    /\ LosesConfiguration(i)
    /\ servers'[i].snapshot.lastIndex > 0
    /\ Configuration(servers'[i]) = servers[i].snapshot.configuration
===============================================================================
