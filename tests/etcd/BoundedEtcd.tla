---------------------------- MODULE BoundedEtcd ----------------------------
(* etcd's own model with a bound on the messages that are under way.        *)
EXTENDS MCetcdraft

FewMessages == BagCardinality(messages) + BagCardinality(pendingMessages) <= 1
============================================================================
