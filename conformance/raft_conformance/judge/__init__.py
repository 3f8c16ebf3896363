"""The judge: safety on what can be observed, never on golden text.

`rules` names what is judged and binds it to the spec, `observations` is what was seen, the
monitors in `elections`, `voting`, `logs`, `commitment` and `replication` look at every step of
every case, and `specification` finds the lines of the spec that state a rule.
"""
