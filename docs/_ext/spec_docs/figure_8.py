"""RP figure 8 as space-time diagrams, from the counterexample of the mutant that replays it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from rich.console import Console

from spec_docs.commands import ROOT
from tlakit.explore import explore
from tlakit.language import load_module
from tlakit.render import Event, space_time
from tlakit.render.space_time import EventKind
from tlakit.semantics import Specification, Trace, load_config
from tlakit.semantics.values import FunctionValue, RecordValue, TupleValue, Value

MUTANT = ROOT / "spec/mutants/P01b_FigureEight.tla"
SERVERS = ("s1", "s2", "s3", "s4", "s5")
PARTS = "abcd"
WIDTH = 104
DONE = {
    "Timeout": "stands in term {term}",
    "WinElection": "leads term {term}",
    "ClientRequest": "takes an entry of term {term}",
    "Commit": "COMMITS index {commit}, an entry of term {last}",
    "Restart": "crashes, and starts anew",
    "SendEntries": "sends AppendEntries",
}

Fields = Mapping[str, Value]


class Replay:
    """The counterexample, and the script that it follows; `ends` are the last steps of the parts."""

    def __init__(self, trace: Trace, script: tuple[Fields, ...], ends: tuple[int, ...]) -> None:
        self.trace = trace
        self.script = script
        self.ends = ends

    def part(self, name: str) -> Iterator[Event]:
        """What happens in one part of the figure."""
        number = PARTS.index(name)
        first = self.ends[number - 1] if number else 0
        steps = list(pairwise(self.trace.steps))
        for step in range(first, self.ends[number]):
            before, after = (one.state for one in steps[step])
            yield _event(step + 1, self.script[step], before, after)


@cache
def replay() -> Replay:
    """Checks the mutant, which takes no time: it has one behaviour."""
    module = load_module(MUTANT, search=(ROOT / "spec",))
    specification = Specification(module, load_config(MUTANT.with_suffix(".cfg")))
    found = explore(specification).violation
    assert found is not None
    script, ends = tuple[Fields, ...](), list[int]()
    for part in PARTS:
        script += tuple(map(_fields, _items(specification.apply(f"Part{part.upper()}"))))
        ends.append(len(script))
    return Replay(found.trace, script, tuple(ends))


def figure_8_page(part: str) -> str:
    """The diagram of one part: a to d."""
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None, legacy_windows=False)
    console.print(space_time(SERVERS, tuple(replay().part(part))))
    assert isinstance(console.file, io.StringIO)
    drawn = "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())
    return f"```{{code-block}} text\n\n{drawn}\n```"


def _event(step: int, word: Fields, before: Fields, after: Fields) -> Event:
    """One step of the script: an arrow for a message that arrives, a point for all else."""
    action, lane = word["action"].text.strip('"'), word["i"].text
    server, old = (_fields(_at(state["servers"], lane)) for state in (after, before))
    if action != "Receive":
        last = _items(server["log"])
        told = DONE[action].format(
            term=server["currentTerm"].text,
            commit=server["commitIndex"].text,
            last=_fields(last[-1])["term"].text if last else 0,
        )
        kind: EventKind = "restart" if action == "Restart" else "local"
        return Event(step=step, lane=lane, kind=kind, label=told, fault=action == "Commit")
    message = _fields(word["fields"])
    told = message["type"].text.strip('"')
    if server["log"] is not old["log"]:
        told += f": its log is now {_log(server)}"
    elif "VoteRequest" in told and server["votedFor"] is message["source"]:
        told += ": votes for it"
    elif "AppendEntriesResponse" in told and message["matchIndex"].text == "0":
        told += ": refused"
    return Event(step=step, lane=lane, kind="receive", peer=message["source"].text, label=told)


def _log(server: Fields) -> str:
    """The terms of the entries."""
    return f"<{', '.join(_fields(entry)['term'].text for entry in _items(server['log']))}>"


def _at(servers: Value, name: str) -> Value:
    """One of the servers, by its name."""
    assert isinstance(servers, FunctionValue)
    return next(value for key, value in servers.mapping.items() if key.text == name)


def _fields(value: Value) -> Fields:
    assert isinstance(value, RecordValue)
    return value.fields


def _items(value: Value) -> tuple[Value, ...]:
    assert isinstance(value, TupleValue)
    return value.items
