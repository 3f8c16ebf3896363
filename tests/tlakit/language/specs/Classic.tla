------------------------------ MODULE Classic ------------------------------
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS Procs, Value, Quorum
ASSUME QuorumAssumption == /\ \A Q \in Quorum : Q \subseteq Procs
                           /\ \A Q1, Q2 \in Quorum : Q1 \cap Q2 # {}
VARIABLES pc, num, maxBal, votes, msgs
vars == <<pc, num, maxBal, votes, msgs>>
Ballot == Nat
None == CHOOSE v : v \notin Value
Message == [type : {"1a"}, bal : Ballot] \cup [type : {"1b"}, acc : Procs, bal : Ballot, mbal : Ballot \cup {-1}]
Init == /\ pc = [p \in Procs |-> "ncs"]
        /\ num = [p \in Procs |-> 0]
        /\ maxBal = [p \in Procs |-> 0]
        /\ votes = [p \in Procs |-> {}]
        /\ msgs = {}
Send(m) == msgs' = msgs \cup {m}
Max(s) == CHOOSE m \in s : \A k \in s : k <= m
Less(p, q) == \/ num[p] < num[q]
              \/ /\ num[p] = num[q]
                 /\ p # q
Try(p) == /\ pc[p] = "ncs"
          /\ pc' = [pc EXCEPT ![p] = "try"]
          /\ num' = [num EXCEPT ![p] = 1 + Max({num[q] : q \in Procs})]
          /\ UNCHANGED <<maxBal, votes, msgs>>
Enter(p) == /\ pc[p] = "try"
            /\ \A q \in Procs \ {p} : \/ num[q] = 0
                                      \/ Less(p, q)
            /\ pc' = [pc EXCEPT ![p] = "cs"]
            /\ UNCHANGED <<num, maxBal, votes, msgs>>
Leave(p) == /\ pc[p] = "cs"
            /\ pc' = [pc EXCEPT ![p] = "ncs"]
            /\ num' = [num EXCEPT ![p] = 0]
            /\ UNCHANGED <<maxBal, votes, msgs>>
Phase1a(b) == /\ Send([type |-> "1a", bal |-> b])
              /\ UNCHANGED <<pc, num, maxBal, votes>>
Phase1b(a) == \E m \in msgs :
                /\ m.type = "1a"
                /\ m.bal > maxBal[a]
                /\ maxBal' = [maxBal EXCEPT ![a] = m.bal]
                /\ Send([type |-> "1b", acc |-> a, bal |-> m.bal,
                         mbal |-> IF votes[a] = {} THEN -1 ELSE Max({v[1] : v \in votes[a]})])
                /\ UNCHANGED <<pc, num, votes>>
Next == \/ \E p \in Procs : Try(p) \/ Enter(p) \/ Leave(p)
        \/ \E b \in Ballot : Phase1a(b)
        \/ \E a \in Procs : Phase1b(a)
Spec == Init /\ [][Next]_vars /\ \A p \in Procs : WF_vars(Leave(p)) /\ SF_vars(Enter(p))
Chosen(v) == \E b \in Ballot : \E Q \in Quorum : \A a \in Q : <<b, v>> \in votes[a]
RECURSIVE Sum(_)
Sum(s) == IF s = {} THEN 0 ELSE LET e == CHOOSE i \in s : TRUE IN e + Sum(s \ {e})
TypeOK == /\ pc \in [Procs -> {"ncs", "try", "cs"}]
          /\ num \in [Procs -> Nat]
          /\ msgs \subseteq Message
Mutex == \A p, q \in Procs : p # q => ~(pc[p] = "cs" /\ pc[q] = "cs")
Live == \A p \in Procs : pc[p] = "try" ~> pc[p] = "cs"
THEOREM Spec => []Mutex
=============================================================================
