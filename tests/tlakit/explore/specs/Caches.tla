-------------------------------- MODULE Caches --------------------------------
(* Snooping caches in front of one memory: a line is invalid, shared or owned. *)
EXTENDS Integers, FiniteSets, TLC
CONSTANTS Cpu, Addr, Data
VARIABLES line, memory, bus
vars == <<line, memory, bus>>
Idle == [what |-> "idle"]
Init == /\ line = [c \in Cpu |-> [a \in Addr |-> [mode |-> "invalid", data |-> 0]]]
        /\ memory \in [Addr -> {0}]
        /\ bus = Idle
Ask(c, a, what) ==
  /\ bus = Idle
  /\ line[c][a].mode = "invalid" \/ (what = "own" /\ line[c][a].mode = "shared")
  /\ bus' = [what |-> what, by |-> c, addr |-> a]
  /\ UNCHANGED <<line, memory>>
Flush(c) ==
  /\ bus # Idle /\ bus.by # c
  /\ line[c][bus.addr].mode = "owned"
  /\ memory' = [memory EXCEPT ![bus.addr] = line[c][bus.addr].data]
  /\ line' = [line EXCEPT ![c][bus.addr].mode = IF bus.what = "own" THEN "invalid" ELSE "shared"]
  /\ UNCHANGED bus
Answer ==
  /\ bus # Idle
  /\ \A c \in Cpu : line[c][bus.addr].mode # "owned"
  /\ line' = [c \in Cpu |->
               [line[c] EXCEPT ![bus.addr] =
                 CASE c = bus.by -> [mode |-> IF bus.what = "own" THEN "owned" ELSE "shared",
                                     data |-> memory[bus.addr]]
                   [] c # bus.by /\ bus.what = "own" -> [mode |-> "invalid", data |-> 0]
                   [] OTHER -> @]]
  /\ bus' = Idle
  /\ UNCHANGED memory
Write(c, a, d) == /\ line[c][a].mode = "owned"
                  /\ line' = [line EXCEPT ![c][a].data = d]
                  /\ UNCHANGED <<memory, bus>>
Next == \/ \E c \in Cpu, a \in Addr, what \in {"read", "own"} : Ask(c, a, what)
        \/ \E c \in Cpu : Flush(c)
        \/ Answer
        \/ \E c \in Cpu, a \in Addr, d \in Data : Write(c, a, d)
Spec == Init /\ [][Next]_vars
Coherent == \A a \in Addr : \A c, d \in Cpu :
              c # d /\ line[c][a].mode = "owned" => line[d][a].mode = "invalid"
Current == \A a \in Addr, c \in Cpu : line[c][a].mode = "shared" => line[c][a].data = memory[a]
Alike == Permutations(Cpu) \cup Permutations(Addr)
===============================================================================
