------------------------------- MODULE Bakery -------------------------------
EXTENDS Naturals
CONSTANTS N, Most
VARIABLES num, choosing, pc, unread, highest
vars == <<num, choosing, pc, unread, highest>>
Proc == 1..N
Less(p, q) == num[p] < num[q] \/ (num[p] = num[q] /\ p < q)
Init == /\ num = [p \in Proc |-> 0]
        /\ choosing = [p \in Proc |-> FALSE]
        /\ pc = [p \in Proc |-> "idle"]
        /\ unread = [p \in Proc |-> {}]
        /\ highest = [p \in Proc |-> 0]
Go(p, from, to) == pc[p] = from /\ pc' = [pc EXCEPT ![p] = to]
Enter(p) == /\ Go(p, "idle", "scan")
            /\ choosing' = [choosing EXCEPT ![p] = TRUE]
            /\ unread' = [unread EXCEPT ![p] = Proc \ {p}]
            /\ highest' = [highest EXCEPT ![p] = 0]
            /\ UNCHANGED num
Scan(p) == /\ pc[p] = "scan"
           /\ IF unread[p] = {}
                THEN /\ num' = [num EXCEPT ![p] = highest[p] + 1]
                     /\ pc' = [pc EXCEPT ![p] = "announce"]
                     /\ UNCHANGED <<unread, highest>>
                ELSE \E q \in unread[p] :
                     /\ highest' = [highest EXCEPT ![p] = IF num[q] > @ THEN num[q] ELSE @]
                     /\ unread' = [unread EXCEPT ![p] = @ \ {q}]
                     /\ UNCHANGED <<num, pc>>
           /\ UNCHANGED choosing
Announce(p) == /\ Go(p, "announce", "wait")
               /\ choosing' = [choosing EXCEPT ![p] = FALSE]
               /\ unread' = [unread EXCEPT ![p] = Proc \ {p}]
               /\ UNCHANGED <<num, highest>>
Wait(p) == /\ pc[p] = "wait"
           /\ \/ /\ unread[p] = {}
                 /\ pc' = [pc EXCEPT ![p] = "in"]
                 /\ UNCHANGED unread
              \/ \E q \in unread[p] :
                 /\ ~choosing[q]
                 /\ num[q] = 0 \/ Less(p, q)
                 /\ unread' = [unread EXCEPT ![p] = @ \ {q}]
                 /\ UNCHANGED pc
           /\ UNCHANGED <<num, choosing, highest>>
Leave(p) == /\ Go(p, "in", "idle")
            /\ num' = [num EXCEPT ![p] = 0]
            /\ UNCHANGED <<choosing, unread, highest>>
Next == \E p \in Proc : Enter(p) \/ Scan(p) \/ Announce(p) \/ Wait(p) \/ Leave(p)
Spec == Init /\ [][Next]_vars
Small == \A p \in Proc : num[p] <= Most
Exclusion == \A p, q \in Proc : p # q => ~(pc[p] = "in" /\ pc[q] = "in")
Types == /\ num \in [Proc -> Nat] /\ choosing \in [Proc -> BOOLEAN]
         /\ unread \in [Proc -> SUBSET Proc] /\ highest \in [Proc -> Nat]
=============================================================================
