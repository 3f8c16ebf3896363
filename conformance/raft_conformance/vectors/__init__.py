"""Single-node vectors: inputs to one server of three, and what the spec requires after each.

`plan` and `plans` choose the inputs, `generate` lets the spec's own operators say what must come of them and
writes `raft.json`, and `run` makes a case of each vector. Every index in a vector counts from the
last index of a fresh node, which is 0 in the spec and may be 1 or more elsewhere.
"""
