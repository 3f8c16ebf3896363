"""The exact text of space-time diagrams."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from tlakit.render.space_time import Event, space_time

LANES = ("n1", "n2", "n3")


def event(step: int, lane: str, kind: Any, peer: str = "", message: str = "", **more: Any) -> Event:
    return Event(step=step, lane=lane, kind=kind, peer=peer, message=message, **more)


RUN = (
    event(1, "n1", "local", label="election timeout"),
    event(1, "n1", "send", "n2", "m1", label="RequestVote, term 1"),
    event(1, "n1", "send", "n3", "m2", label="RequestVote, term 1"),
    event(2, "n2", "receive", "n1", "m1", label="RequestVote, term 1"),
    event(2, "n2", "send", "n1", "m3", label="vote granted"),
    event(3, "n3", "drop", "n1", "m2"),
    event(4, "n2", "crash"),
    event(5, "n1", "receive", "n2", "m3", label="vote granted"),
    event(6, "n2", "restart", label="with no vote"),
    event(7, "n3", "receive", "n1", "m2", label="a copy that came late", fault=True),
)

EXPECTED = """\
step  n1          n2          n3
      │           │           │
   1  ●           │           │   election timeout
      ●┄┄m1┄┄┄┄┄┄▷│           │   RequestVote, term 1
      ●┄┄m2┄┄┄┄┄┄┄┊┄┄┄┄┄┄┄┄┄┄▷│   RequestVote, term 1
   2  │──m1──────▶●           │   RequestVote, term 1
      │◁┄┄┄┄┄┄m3┄┄●           │   vote granted
   3  │┄┄m2┄┄┄┄┄┄┄┊┄┄┄┄┄┄┄┄┄✗ │   lost
   4  │           x           │   crashes
   5  ●◀──────m3──            │   vote granted
   6  │           o           │   with no vote
   7  │──m2───────┼──────────▶●   <<< a copy that came late

      ┄▷ sent   ─▶ received   ✗ lost   x crash   o restart
"""


def draw(lanes: tuple[str, ...], events: tuple[Event, ...], width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(space_time(lanes, events))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_whole_run() -> None:
    assert draw(LANES, RUN) == EXPECTED


def test_ascii_where_the_output_has_no_more() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    console = Console(file=stream, width=100)
    console.print(space_time(LANES, RUN[:2]))
    stream.seek(0)
    assert stream.read().splitlines()[2:4] == [
        "   1  *           |           |   election timeout",
        "      *..m1......>|           |   RequestVote, term 1",
    ]


def test_long_labels_wrap_and_then_elide() -> None:
    label = " ".join(f"word{k}" for k in range(60))
    lines = draw(LANES, (event(1, "n1", "local", label=label),)).splitlines()
    assert [line[:31] for line in lines[2:5]] == [
        "   1  ●           │           │",
        "      │           │           │",
        "      │           │           │",
    ]
    assert lines[4].endswith("…")
    assert lines[5] == ""


@pytest.mark.parametrize("width", [60, 80, 100])
def test_five_lanes_fit(width: int) -> None:
    lanes = ("alpha", "a-very-long-node-name", "n3", "n4", "n5")
    events = (
        event(1, "alpha", "send", "n5", "message-with-a-long-identifier", label="x" * 200),
        event(123456 % 1000, "n5", "receive", "alpha", "message-with-a-long-identifier"),
    )
    assert max(map(len, draw(lanes, events, width).splitlines())) <= width


def test_message_to_itself_is_a_local_event() -> None:
    line = draw(LANES, (event(1, "n2", "send", "n2", "m1", label="to itself"),)).splitlines()[2]
    assert line == "   1  │           ●           │   to itself"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (event(3, "n9", "local"), "event at step 3 names 'n9', which is not a lane"),
        (event(3, "n1", "send", "n9"), "event at step 3 names 'n9', which is not a lane"),
        (event(3, "n1", "receive"), "event at step 3 names '', which is not a lane"),
    ],
)
def test_events_outside_the_lanes_are_refused(bad: Event, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        space_time(LANES, (bad,))


def test_lanes_named_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="named twice"):
        space_time(("n1", "n1"), ())
