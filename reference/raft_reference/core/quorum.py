"""Which sets of servers are a majority."""

from functools import cache
from itertools import combinations

from raft_reference.core.types import ServerId


@cache
def quorum(*, server: frozenset[ServerId]) -> frozenset[frozenset[ServerId]]:
    """`Quorum`: every set of more than half of the servers; two of them always share a server.

    It has 2^(n-1) members for an odd number n of servers, so it is computed once a cluster.

    >>> sorted(sorted(q) for q in quorum(server=frozenset("abc")))
    [['a', 'b'], ['a', 'b', 'c'], ['a', 'c'], ['b', 'c']]
    """
    sizes = (size for size in range(len(server) + 1) if 2 * size > len(server))
    return frozenset(frozenset(q) for size in sizes for q in combinations(sorted(server), size))
