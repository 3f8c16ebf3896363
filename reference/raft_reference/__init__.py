"""The built-in Raft: a reference held to the TLA+ specification, operator by operator.

`raft_reference.core` is the protocol itself, without I/O.  Around it stand an in-memory world
that runs whole clusters of it (`cluster`), what may happen to one as a line of text (`schedule`),
the promises of Raft as checks over such a run (`invariants`), and a command that runs a schedule
again and shows it (`replay`).
"""
