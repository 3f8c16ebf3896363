-------------------------- MODULE CS01_ExpiresByClock -------------------------
(***************************************************************************)
(* Each server closes sessions by a clock of its own; here its term stands *)
(* for the time. D 6.3: when a session ends must be decided in the log, or *)
(* an operation has an effect on one server and none on another.           *)
(***************************************************************************)
EXTENDS MCRaftSessions

ClosesByClock(s, index) ==
  LET timely(machine) ==
        [machine EXCEPT !.sessions = {x \in @ : WholeLog(s)[x.id].term = s.currentTerm}]
      after[k \in 0..index] ==
        IF k = 0 THEN InitialMachine ELSE timely(ApplyEntry(after[k - 1], k, WholeLog(s)[k]))
  IN after[index]
===============================================================================
