---------------------------- MODULE MCRaftElections ----------------------------
(***************************************************************************)
(* RaftElections within bounds.  A model (an MCRaftElections_*.cfg, listed *)
(* in models.toml) chooses the features.                                   *)
(***************************************************************************)
EXTENDS RaftElectionsSometimes

CONSTANTS
  MaxTerm,         \* no server's term goes beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages      \* no more messages than so many are ever sent

ASSUME Features \subseteq ElectionFeatures

WithinBounds ==
  /\ \A i \in Server :
       /\ servers[i].currentTerm <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
  /\ Cardinality(messages) <= MaxMessages

(* Raft comes here by itself: somebody leads term 1 by the votes of all, and every message
   was received or lost. *)
First == CHOOSE i \in Server : TRUE
Led ==
  servers = [i \in Server |->
    [InitElectionServer(i) EXCEPT !.currentTerm = 1,
                                  !.votedFor = First,
                                  !.role = IF i = First THEN "leader" ELSE "follower"]]

SpecElectionsLed == Led /\ messages = {} /\ committed = {} /\ [][NextElections]_vars
===============================================================================
