--------------------- MODULE P14_LargerTermInReplyIgnored ---------------------
(***************************************************************************)
(* Only requests are looked at for a larger term. RP section 5.1: replies, *)
(* too; a leader or candidate of an old term learns from them that it is   *)
(* one, and a pre-candidate that is behind never gets any further.         *)
(***************************************************************************)
EXTENDS MCRaftElections

OnlyRequestsCount(s, m) ==
  CASE m.type = "RequestVoteRequest"   -> ~IsWithheld(s, m)
    [] m.type = "AppendEntriesRequest" -> TRUE
    [] m.type = "TimeoutNowRequest"    -> TRUE
    [] OTHER                           -> FALSE
===============================================================================
