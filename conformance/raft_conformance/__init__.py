"""A conformance suite that drives implementations of Raft from outside, through an adapter.

The suite owns network, timers and crashes; an adapter (protocol/PROTOCOL.md) hosts the nodes.
Each case drives a cluster (scenarios/) or one node (vectors/) and the judge (judge/) looks at
everything that can be observed. `runner.run_suite` runs cases, `conform.conform` also reports.
"""
