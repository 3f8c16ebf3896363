"""Deliberately wrong implementations and adapters, which the suite must catch.

`spec_adapter` is a cluster of servers that act by the spec's own operators: unchanged it is a right
implementation, with a mutant of spec/mutants one that is wrong in one way. `broken` holds adapters
that break the protocol. `python -m raft_conformance.fakes --help` runs either.
"""
