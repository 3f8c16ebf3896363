"""The Python kernel with several workers, each a process: they share out the states of each level.

A level is explored in rounds. In a round each worker looks at those of its states whose numbers lie
below a bound, checks what it meets that is new to it, and tells (`Met`). Then all are told what all have
met, and each state is kept by one of those who met it: that one will explore it (`Kept`). So states
stay where they were made, and only their keys, 64 bits each, go from one process to another; unless
one has too few to explore (`moving`).

The process that began the search numbers the states of a round as one worker would have found them:
by the first state, and the first step, that leads there. So all results are those of one worker, also
the counterexample.
"""

from __future__ import annotations

from collections.abc import Callable

from tlakit.explore.kernel import Kernel


def parallel_kernel() -> Callable[..., Kernel]:
    """The kernel's class; Unsuited with the reason where it cannot be."""
    from tlakit.explore.parallel.kernel import (
        ParallelKernel,  # multiprocessing takes time to import
    )
    from tlakit.explore.parallel.team import require_fork

    require_fork()
    return ParallelKernel
