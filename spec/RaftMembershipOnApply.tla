------------------------- MODULE RaftMembershipOnApply -------------------------
(***************************************************************************)
(* The other way: a configuration is in force once its entry is applied,   *)
(* as in etcd.  A model chooses it with two lines of its .cfg file:        *)
(*                                                                         *)
(*     ActiveIndex <- AppliedIndex                                         *)
(*     Recover <- RecoverWithCommit                                        *)
(*                                                                         *)
(* Here a server applies what it knows to be committed at once.  Where     *)
(* that takes a while, it must not stand for election in between: etcd     *)
(* refuses to while a committed configuration is not yet applied.          *)
(*                                                                         *)
(* Why it is safe.  A leader appends a configuration only when the one     *)
(* before it is committed, and sends that commit index with the entry.     *)
(* So whoever has the second of two configurations in its log has the      *)
(* first one in force: a server is at most one configuration behind its    *)
(* own log, for ever, if it does not forget in a restart what is           *)
(* committed.  An election by servers that are two behind fails for their  *)
(* logs: the one in between was committed with their own majority.  And    *)
(* the majorities of two configurations that follow each other have a      *)
(* server in common.                                                       *)
(*                                                                         *)
(* Where it differs.  The rule of the Erratum is not needed: a change that *)
(* nobody else knows of is in force nowhere.  But a change is decided by   *)
(* the configuration before it: a dead server is not removed from a        *)
(* cluster of two, and a server that is gone may be needed once more, by   *)
(* members that do not yet know that it is gone.  It may even be there and *)
(* not help: a leader of two that removes itself and has one entry more is *)
(* no voter once it knows that this is committed, and gives the other none *)
(* for its shorter log.  So SomebodyIsElectable does not hold in general.  *)
(***************************************************************************)
EXTENDS RaftMembershipProperties

AppliedIndex(s) == s.commitIndex

(* As in Raft, but that what is committed is on disk. *)
RecoverWithCommit(s) ==
  [InitServer(s.id) EXCEPT !.currentTerm = s.currentTerm,
                           !.votedFor = s.votedFor,
                           !.snapshot = s.snapshot,
                           !.log = s.log,
                           !.commitIndex = s.commitIndex]

(* The configuration in force is the newest that the server knows to be committed. *)
ConfigurationIsApplied ==
  \A i \in Server : Configuration(servers[i]) = KnownConfiguration(servers[i])

(* And its log is at most one configuration ahead of it. *)
OneAheadAtMost ==
  \A i \in Server :
    Cardinality({k \in ConfigurationIndexes(WholeLog(servers[i])) : k > servers[i].commitIndex}) <= 1
===============================================================================
