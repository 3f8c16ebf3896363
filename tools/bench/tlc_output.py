"""What TLC prints, read: its own figures, and when they came."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from bench.processes import Line
from tlc import COUNTS, DEPTH

STARTED = re.compile(r"^(?:Finished computing initial states|Computed \d+ initial states)")
PROGRESS = re.compile(
    r"^Progress\((\d+)\) at .*: ([\d,]+) states generated.*?, ([\d,]+) distinct states found"
)
TOOK = re.compile(r"^Finished in (?:(\d+)d )?(?:(\d+)h )?(?:(\d+)min )?(\d+)s at ")
ERROR = re.compile(r"^Error: ")


class TlcSaid(msgspec.Struct, frozen=True):
    """The last figures that TLC gave, and the `seconds` after its start when it gave them.

    `start` is when the initial states were there. `finished` says that the search was complete;
    otherwise `depth` is that of the last line of progress. `took` are the whole seconds that TLC
    itself reports, 0 if it was cut. `errors` are its messages of that kind.
    """

    seconds: float
    start: float
    finished: bool
    generated: int = 0
    distinct: int = 0
    depth: int = 0
    took: int = 0
    errors: tuple[str, ...] = ()


def read_tlc(lines: Sequence[Line]) -> TlcSaid | None:
    """TLC's figures out of what it printed; None if it did not even reach its initial states."""
    start = next((line.seconds for line in lines if STARTED.match(line.text)), None)
    errors = tuple(line.text for line in lines if ERROR.match(line.text))
    if start is None:
        return None
    said = TlcSaid(seconds=start, start=start, finished=False, errors=errors)
    for line in lines:
        if found := PROGRESS.match(line.text):
            depth, generated, distinct = (int(text.replace(",", "")) for text in found.groups())
        elif found := COUNTS.match(line.text):
            depth, generated, distinct = said.depth, int(found[1]), int(found[2])
        else:
            continue
        said = msgspec.structs.replace(
            said, seconds=line.seconds, generated=generated, distinct=distinct, depth=depth
        )
    for line in lines:
        if found := DEPTH.match(line.text):
            said = msgspec.structs.replace(said, depth=int(found[1]), finished=True)
        elif found := TOOK.match(line.text):
            said = msgspec.structs.replace(said, took=whole_seconds(found))
    return said


def whole_seconds(found: re.Match[str]) -> int:
    """The seconds of TLC's `1h 02min 03s`, given its four parts, of which the first may be missing."""
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
