-------------------------------- MODULE Synod --------------------------------
(* Single-decree Paxos with a set of messages. *)
EXTENDS Integers, FiniteSets, TLC
CONSTANTS Value, Acceptor, Ballots
VARIABLES promised, votedIn, votedFor, mail
vars == <<promised, votedIn, votedFor, mail>>
Ballot == 0..Ballots
None == CHOOSE v : v \notin Value
Quorum == {Q \in SUBSET Acceptor : 2 * Cardinality(Q) > Cardinality(Acceptor)}
Message == [type : {"1a"}, bal : Ballot]
           \cup [type : {"1b"}, from : Acceptor, bal : Ballot, vbal : Ballot \cup {-1},
                 val : Value \cup {None}]
           \cup [type : {"2a"}, bal : Ballot, val : Value]
           \cup [type : {"2b"}, from : Acceptor, bal : Ballot, val : Value]
Types == /\ promised \in [Acceptor -> Ballot \cup {-1}]
         /\ votedIn \in [Acceptor -> Ballot \cup {-1}]
         /\ votedFor \in [Acceptor -> Value \cup {None}]
         /\ mail \subseteq Message
Init == /\ promised = [a \in Acceptor |-> -1]
        /\ votedIn = [a \in Acceptor |-> -1]
        /\ votedFor = [a \in Acceptor |-> None]
        /\ mail = {}
Send(m) == mail' = mail \cup {m}
Ask(b) == Send([type |-> "1a", bal |-> b]) /\ UNCHANGED <<promised, votedIn, votedFor>>
Promise(a) == \E m \in mail :
                /\ m.type = "1a" /\ m.bal > promised[a]
                /\ promised' = [promised EXCEPT ![a] = m.bal]
                /\ Send([type |-> "1b", from |-> a, bal |-> m.bal,
                         vbal |-> votedIn[a], val |-> votedFor[a]])
                /\ UNCHANGED <<votedIn, votedFor>>
Propose(b, v) ==
  /\ ~\E m \in mail : m.type = "2a" /\ m.bal = b
  /\ \E Q \in Quorum :
       LET answers == {m \in mail : m.type = "1b" /\ m.from \in Q /\ m.bal = b}
           voted == {m \in answers : m.vbal >= 0}
       IN /\ \A a \in Q : \E m \in answers : m.from = a
          /\ \/ voted = {}
             \/ \E m \in voted : m.val = v /\ \A other \in voted : m.vbal >= other.vbal
  /\ Send([type |-> "2a", bal |-> b, val |-> v])
  /\ UNCHANGED <<promised, votedIn, votedFor>>
Vote(a) == \E m \in mail :
             /\ m.type = "2a" /\ m.bal >= promised[a]
             /\ promised' = [promised EXCEPT ![a] = m.bal]
             /\ votedIn' = [votedIn EXCEPT ![a] = m.bal]
             /\ votedFor' = [votedFor EXCEPT ![a] = m.val]
             /\ Send([type |-> "2b", from |-> a, bal |-> m.bal, val |-> m.val])
Next == \/ \E b \in Ballot : Ask(b) \/ \E v \in Value : Propose(b, v)
        \/ \E a \in Acceptor : Promise(a) \/ Vote(a)
Spec == Init /\ [][Next]_vars
Chosen == {v \in Value : \E b \in Ballot, Q \in Quorum :
            \A a \in Q : [type |-> "2b", from |-> a, bal |-> b, val |-> v] \in mail}
Agreement == \A v, w \in Chosen : v = w
Alike == Permutations(Acceptor) \cup Permutations(Value)
Nothing == "nothing"
==============================================================================
