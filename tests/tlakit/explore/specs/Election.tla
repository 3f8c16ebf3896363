------------------------------- MODULE Election -------------------------------
(* Leader election and replication of a log by terms; messages in a bag. *)
EXTENDS Naturals, FiniteSets, Sequences, TLC
CONSTANTS Server, Value, Follower, Candidate, Leader, Nil
CONSTANTS MaxTerm, MaxLog, MaxMail
VARIABLES messages, term, role, vote, log, commit, votes, matched
serverVars == <<term, role, vote>>
logVars == <<log, commit>>
leaderVars == <<votes, matched>>
vars == <<messages, serverVars, logVars, leaderVars>>
Quorum == {Q \in SUBSET Server : Cardinality(Q) * 2 > Cardinality(Server)}
LastTerm(entries) == IF Len(entries) = 0 THEN 0 ELSE entries[Len(entries)].term
WithMessage(m, bag) == IF m \in DOMAIN bag THEN [bag EXCEPT ![m] = @ + 1] ELSE bag @@ (m :> 1)
WithoutMessage(m, bag) == IF m \notin DOMAIN bag THEN bag
                          ELSE IF bag[m] <= 1 THEN [x \in DOMAIN bag \ {m} |-> bag[x]]
                          ELSE [bag EXCEPT ![m] = @ - 1]
Send(m) == messages' = WithMessage(m, messages)
Discard(m) == messages' = WithoutMessage(m, messages)
Reply(answer, request) == messages' = WithoutMessage(request, WithMessage(answer, messages))
Init == /\ messages = [m \in {} |-> 0]
        /\ term = [i \in Server |-> 1]
        /\ role = [i \in Server |-> Follower]
        /\ vote = [i \in Server |-> Nil]
        /\ log = [i \in Server |-> << >>]
        /\ commit = [i \in Server |-> 0]
        /\ votes = [i \in Server |-> {}]
        /\ matched = [i \in Server |-> [j \in Server |-> 0]]
Timeout(i) == /\ role[i] \in {Follower, Candidate}
              /\ role' = [role EXCEPT ![i] = Candidate]
              /\ term' = [term EXCEPT ![i] = term[i] + 1]
              /\ vote' = [vote EXCEPT ![i] = i]
              /\ votes' = [votes EXCEPT ![i] = {i}]
              /\ UNCHANGED <<messages, matched, logVars>>
RequestVote(i, j) == /\ role[i] = Candidate
                     /\ j \notin votes[i]
                     /\ Send([mtype |-> "ask", mterm |-> term[i], mlast |-> LastTerm(log[i]),
                              mlen |-> Len(log[i]), msource |-> i, mdest |-> j])
                     /\ UNCHANGED <<serverVars, leaderVars, logVars>>
Append1(i, j) == /\ i # j
                 /\ role[i] = Leader
                 /\ LET n == matched[i][j] + 1
                        entries == SubSeq(log[i], n, IF n > Len(log[i]) THEN Len(log[i]) ELSE n)
                    IN Send([mtype |-> "append", mterm |-> term[i], mprev |-> n - 1,
                             mentries |-> entries, mcommit |-> commit[i], msource |-> i, mdest |-> j])
                 /\ UNCHANGED <<serverVars, leaderVars, logVars>>
BecomeLeader(i) == /\ role[i] = Candidate
                   /\ votes[i] \in Quorum
                   /\ role' = [role EXCEPT ![i] = Leader]
                   /\ matched' = [matched EXCEPT ![i] = [j \in Server |-> 0]]
                   /\ UNCHANGED <<messages, term, vote, votes, logVars>>
ClientRequest(i, v) == /\ role[i] = Leader
                       /\ log' = [log EXCEPT ![i] = Append(@, [term |-> term[i], value |-> v])]
                       /\ UNCHANGED <<messages, serverVars, leaderVars, commit>>
AdvanceCommit(i) == /\ role[i] = Leader
                    /\ LET Agree(n) == {i} \cup {k \in Server : matched[i][k] >= n}
                           agreed == {n \in 1..Len(log[i]) : Agree(n) \in Quorum}
                           new == IF agreed # {} THEN CHOOSE n \in agreed : \A m \in agreed : n >= m
                                  ELSE commit[i]
                       IN commit' = [commit EXCEPT ![i] = new]
                    /\ UNCHANGED <<messages, serverVars, leaderVars, log>>
HandleAsk(i, j, m) ==
  LET logOk == m.mlast > LastTerm(log[i]) \/ (m.mlast = LastTerm(log[i]) /\ m.mlen >= Len(log[i]))
      grant == m.mterm = term[i] /\ logOk /\ vote[i] \in {Nil, j}
  IN /\ m.mterm <= term[i]
     /\ \/ grant /\ vote' = [vote EXCEPT ![i] = j]
        \/ ~grant /\ UNCHANGED vote
     /\ Reply([mtype |-> "vote", mterm |-> term[i], mgranted |-> grant, msource |-> i, mdest |-> j], m)
     /\ UNCHANGED <<role, term, leaderVars, logVars>>
HandleVote(i, j, m) ==
  /\ m.mterm = term[i]
  /\ votes' = [votes EXCEPT ![i] = IF m.mgranted THEN @ \cup {j} ELSE @]
  /\ Discard(m)
  /\ UNCHANGED <<serverVars, matched, logVars>>
HandleAppend(i, j, m) ==
  /\ m.mterm <= term[i]
  /\ \/ /\ m.mterm < term[i]
        /\ Discard(m) /\ UNCHANGED <<serverVars, logVars>>
     \/ /\ m.mterm = term[i] /\ role[i] = Candidate
        /\ role' = [role EXCEPT ![i] = Follower]
        /\ UNCHANGED <<term, vote, logVars, messages>>
     \/ /\ m.mterm = term[i] /\ role[i] = Follower
        /\ m.mprev <= Len(log[i])
        /\ log' = [log EXCEPT ![i] = SubSeq(@, 1, m.mprev) \o m.mentries]
        /\ commit' = [commit EXCEPT ![i] = m.mcommit]
        /\ Reply([mtype |-> "done", mterm |-> term[i], mmatch |-> m.mprev + Len(m.mentries),
                  msource |-> i, mdest |-> j], m)
        /\ UNCHANGED serverVars
  /\ UNCHANGED leaderVars
HandleDone(i, j, m) == /\ m.mterm = term[i]
                       /\ matched' = [matched EXCEPT ![i][j] = m.mmatch]
                       /\ Discard(m)
                       /\ UNCHANGED <<serverVars, votes, logVars>>
UpdateTerm(i, j, m) == /\ m.mterm > term[i]
                       /\ term' = [term EXCEPT ![i] = m.mterm]
                       /\ role' = [role EXCEPT ![i] = Follower]
                       /\ vote' = [vote EXCEPT ![i] = Nil]
                       /\ UNCHANGED <<messages, leaderVars, logVars>>
DropStale(m) == m.mterm < term[m.mdest] /\ Discard(m) /\ UNCHANGED <<serverVars, leaderVars, logVars>>
Receive(m) == LET i == m.mdest
                  j == m.msource
              IN \/ UpdateTerm(i, j, m)
                 \/ m.mtype = "ask" /\ HandleAsk(i, j, m)
                 \/ m.mtype = "vote" /\ (DropStale(m) \/ HandleVote(i, j, m))
                 \/ m.mtype = "append" /\ HandleAppend(i, j, m)
                 \/ m.mtype = "done" /\ (DropStale(m) \/ HandleDone(i, j, m))
Next == \/ \E i \in Server : Timeout(i)
        \/ \E i, j \in Server : RequestVote(i, j)
        \/ \E i \in Server : BecomeLeader(i)
        \/ \E i \in Server, v \in Value : ClientRequest(i, v)
        \/ \E i \in Server : AdvanceCommit(i)
        \/ \E i, j \in Server : Append1(i, j)
        \/ \E m \in DOMAIN messages : Receive(m)
Spec == Init /\ [][Next]_vars
Bounded == /\ \A i \in Server : term[i] <= MaxTerm /\ Len(log[i]) <= MaxLog
           /\ Cardinality(DOMAIN messages) <= MaxMail
           /\ \A m \in DOMAIN messages : messages[m] <= 1
OneLeader == \A i, j \in Server : (role[i] = Leader /\ role[j] = Leader /\ term[i] = term[j]) => i = j
Alike == Permutations(Server)
View == <<term, role, vote, log, commit, votes, matched>>
===============================================================================
