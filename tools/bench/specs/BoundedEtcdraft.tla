---------------------------- MODULE BoundedEtcdraft ----------------------------
(* etcd's own model with a bound on the messages that are under way.        *)
EXTENDS MCetcdraft

CONSTANT MaxMessages

FewMessages == BagCardinality(messages) + BagCardinality(pendingMessages) <= MaxMessages
================================================================================
