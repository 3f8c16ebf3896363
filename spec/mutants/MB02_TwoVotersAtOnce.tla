------------------------- MODULE MB02_TwoVotersAtOnce -------------------------
(***************************************************************************)
(* Two voters change in one step, without a joint configuration. D 4.1 and *)
(* figure 4.3: a majority of the old ones and one of the new ones then     *)
(* need not have a server in common.                                       *)
(***************************************************************************)
EXTENDS MCRaftMembership

IsDoubleChange(s, c) == Cardinality(Changed(Configuration(s).voters, c.voters)) <= 2
===============================================================================
