"""The world in which a cluster runs: the suite's own network, timers and crashes.

`events` is what happened, as neutral data; `network` the links with their queues; `nodes` what was
seen of the cluster; `world` the small language in which scenarios are written.
"""
