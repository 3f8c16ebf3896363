"""What random runs of a model did."""

from __future__ import annotations

import msgspec


class Reached(msgspec.Struct, frozen=True):
    """In how many `runs` what must be reached was; `first` is the number of the first of them, which
    reached it in so many `steps`: None where no run did.
    """

    name: str
    runs: int
    first: int | None
    steps: int | None


class RandomRuns(msgspec.Struct, frozen=True):
    """All runs of one simulation together; its action counts are in the `RunReport`.

    `first` is the number of the first run, `runs` how many were begun, with `steps` steps altogether.
    `stuck` of them ended before they were as long as they might be: nothing else was possible, or
    only what the constraints forbid. `seen` is how many different things a guided simulation has told
    apart, values of a state function or changes, in all runs from number 0 on; None if it was not
    guided. If not `complete`, there were more distinct states than were told apart. `violated` is the
    number of the run that ended in a violation, if one did. `sometimes` has what was to be reached.
    """

    seed: int
    first: int
    runs: int
    steps: int
    stuck: int
    seen: int | None = None
    complete: bool = True
    violated: int | None = None
    sometimes: tuple[Reached, ...] = ()
