-------------------------------- MODULE Stack --------------------------------
(* A lock-free stack on a heap of cells, as a translator would write it; a cell
   that is freed and used again may be taken for the old one. *)
EXTENDS Integers, Sequences, TLC
CONSTANTS Procs, Cells, Null, Reuse
VARIABLES top, next, owner, pc, mine, seen, rest, stack
vars == << top, next, owner, pc, mine, seen, rest, stack >>
ProcSet == (Procs)
Init == /\ top = Null
        /\ next = [c \in Cells |-> Null]
        /\ owner = [c \in Cells |-> "free"]
        /\ mine = [self \in Procs |-> Null]
        /\ seen = [self \in Procs |-> Null]
        /\ rest = [self \in Procs |-> Null]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> "Loop"]
Loop(self) == /\ pc[self] = "Loop"
              /\ \/ /\ stack' = [stack EXCEPT ![self] = << [procedure |-> "push", pc |-> "Loop"] >> \o stack[self]]
                    /\ pc' = [pc EXCEPT ![self] = "Alloc"]
                 \/ /\ stack' = [stack EXCEPT ![self] = << [procedure |-> "pop", pc |-> "Loop"] >> \o stack[self]]
                    /\ pc' = [pc EXCEPT ![self] = "Look"]
              /\ UNCHANGED << top, next, owner, mine, seen, rest >>
Alloc(self) == /\ pc[self] = "Alloc"
               /\ \E c \in {x \in Cells : owner[x] = "free"} :
                    /\ owner' = [owner EXCEPT ![c] = self]
                    /\ mine' = [mine EXCEPT ![self] = c]
               /\ pc' = [pc EXCEPT ![self] = "Read"]
               /\ UNCHANGED << top, next, seen, rest, stack >>
Read(self) == /\ pc[self] = "Read"
              /\ seen' = [seen EXCEPT ![self] = top]
              /\ next' = [next EXCEPT ![mine[self]] = top]
              /\ pc' = [pc EXCEPT ![self] = "Swap"]
              /\ UNCHANGED << top, owner, mine, rest, stack >>
Swap(self) == /\ pc[self] = "Swap"
              /\ IF top = seen[self]
                    THEN /\ top' = mine[self]
                         /\ owner' = [owner EXCEPT ![mine[self]] = "stack"]
                         /\ mine' = [mine EXCEPT ![self] = Null]
                         /\ seen' = [seen EXCEPT ![self] = Null]
                         /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                         /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "Read"]
                         /\ UNCHANGED << top, owner, mine, seen, stack >>
              /\ UNCHANGED << next, rest >>
Look(self) == /\ pc[self] = "Look"
              /\ seen' = [seen EXCEPT ![self] = top]
              /\ IF top = Null
                    THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                         /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                         /\ UNCHANGED rest
                    ELSE /\ rest' = [rest EXCEPT ![self] = next[top]]
                         /\ pc' = [pc EXCEPT ![self] = "Take"]
                         /\ UNCHANGED stack
              /\ UNCHANGED << top, next, owner, mine >>
Take(self) == /\ pc[self] = "Take"
              /\ IF top = seen[self]
                    THEN /\ Assert(owner[top] = "stack", "Failure of assertion at line 61.")
                         /\ top' = rest[self]
                         /\ owner' = [owner EXCEPT ![seen[self]] = IF Reuse THEN "free" ELSE "gone"]
                         /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                         /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                         /\ seen' = [seen EXCEPT ![self] = Null]
                         /\ rest' = [rest EXCEPT ![self] = Null]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "Look"]
                         /\ UNCHANGED << top, owner, stack, seen, rest >>
              /\ UNCHANGED << next, mine >>
process(self) == Loop(self) \/ Alloc(self) \/ Read(self) \/ Swap(self) \/ Look(self) \/ Take(self)
Next == (\E self \in Procs: process(self))
Spec == Init /\ [][Next]_vars
RECURSIVE Chain(_, _)
Chain(c, n) == IF c = Null THEN {} ELSE IF n = 0 THEN {Null} ELSE {c} \cup Chain(next[c], n - 1)
Intact == \A c \in Chain(top, 5) : c \in Cells /\ owner[c] = "stack"
Alike == Permutations(Procs) \cup Permutations(Cells)
==============================================================================
