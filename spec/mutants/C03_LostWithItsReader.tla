------------------------- MODULE C03_LostWithItsReader ------------------------
(***************************************************************************)
(* With the crash of a server everything is lost that no other server      *)
(* knows, as if a commit were done when one server has written it.  The    *)
(* servers that are left agree among themselves; only the refinement sees  *)
(* that something was decided and is no longer.                            *)
(***************************************************************************)
EXTENDS MCReplicatedLog

LosesWhatOnlyOneKnew(i) ==
  /\ known' = [known EXCEPT ![i] = <<>>]
  /\ log' \in {known[j] : j \in Server \ {i}}
  /\ \A j \in Server \ {i} : Len(known[j]) <= Len(log')
===============================================================================
