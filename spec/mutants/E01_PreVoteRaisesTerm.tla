------------------------ MODULE E01_PreVoteRaisesTerm -------------------------
(***************************************************************************)
(* The server raises its term when it asks for pre-votes. D 9.6: only a    *)
(* server that has the consent of a majority does so, or one that is cut   *)
(* off comes back with a term that deposes the leader.                     *)
(***************************************************************************)
EXTENDS MCRaftElections

RaisesTerm(s) ==
  Step([Forget(BecomeFollower(s)) EXCEPT !.role = "precandidate",
                                         !.currentTerm = @ + 1,
                                         !.votedFor = None,
                                         !.preVotesGranted = {s.id}],
       {[type         |-> "PreVoteRequest",
         term         |-> s.currentTerm + 2,
         source       |-> s.id,
         dest         |-> j,
         lastLogTerm  |-> LastTerm(s),
         lastLogIndex |-> LastIndex(s)] : j \in Voters(s) \ {s.id}})
===============================================================================
