"""Who gives states of a level to whom, so that all have about as many to explore."""

from __future__ import annotations

from collections.abc import Sequence

MOST_UNEVEN = 1.1
"""By how much a worker may have more than its share; moving states takes more time than exploring one."""
FEWEST = 64
"""States beyond its share that a worker keeps in any case."""


def moves(counts: Sequence[int]) -> list[list[int]] | None:
    """How many states each of the workers, which have so many, gives to each; None if all keep theirs."""
    share, rest = divmod(sum(counts), len(counts))
    if max(counts) <= share * MOST_UNEVEN + FEWEST:
        return None
    wanted = [share + (worker < rest) for worker in range(len(counts))]
    found = [[0] * len(counts) for _ in counts]
    taker = 0
    for giver, count in enumerate(counts):
        left = count - wanted[giver]
        while left > 0:
            room = wanted[taker] - counts[taker] - sum(row[taker] for row in found)
            if room <= 0:
                taker += 1
                continue
            given = min(left, room)
            found[giver][taker] += given
            left -= given
    return found
