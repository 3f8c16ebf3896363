"""A run's events as a space-time diagram."""

from collections.abc import Iterable, Sequence

from raft_conformance.cases import CaseResult
from raft_conformance.world.events import Event
from tlakit.render.space_time import Event as Drawn
from tlakit.render.space_time import SpaceTime, space_time

SOON_STEPS = 6
SHOWN_EVENTS = 60


def diagram(result: CaseResult, *, whole: bool) -> tuple[SpaceTime, int]:
    """The steps that led to the first violation, and how many earlier steps are left out.

    With `whole` none is. A message that arrives soon after it was sent is drawn once.
    """
    until = max((violation.step for violation in result.violations[:1]), default=None)
    events = [event for event in result.events if until is None or event.step <= until]
    events = list(_without_short_ways(events))
    left_out = 0
    if not whole and len(events) > SHOWN_EVENTS:
        first = events[-SHOWN_EVENTS].step
        left_out = first - 1
        events = [event for event in events if event.step >= first]
    faults = {(violation.step, violation.node) for violation in result.violations[:1]}
    drawn = [_drawn(event, faults) for event in events]
    return space_time(_lanes(result.lanes, events), drawn), left_out


def _lanes(nodes: Sequence[str], events: Sequence[Event]) -> list[str]:
    """The nodes and, after them, whoever else sent something."""
    ends = {end for event in events for end in (event.lane, event.peer) if end}
    return [*nodes, *sorted(ends - set(nodes))]


def _without_short_ways(events: Sequence[Event]) -> Iterable[Event]:
    arrivals = {event.message: event.step for event in events if event.kind in ("receive", "drop")}
    for event in events:
        arrival = arrivals.get(event.message) if event.kind == "send" else None
        if arrival is None or arrival > event.step + SOON_STEPS:
            yield event


def _drawn(event: Event, faults: set[tuple[int, str]]) -> Drawn:
    acting = event.kind in ("local", "receive", "restart")
    return Drawn(
        step=event.step,
        lane=event.lane,
        kind=event.kind,
        peer=event.peer or "",
        message=event.message or "",
        label=event.label,
        fault=acting and (event.step, event.lane) in faults,
    )
