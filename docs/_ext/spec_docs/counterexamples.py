"""The shortest counterexample of each mutant of Raft as a space-time diagram.

    python -m spec_docs.counterexamples     explores the mutants anew and writes the file (nox -s fix)

That takes minutes, so the documentation draws what was written last; a test compares it with the catalogue
and derives some anew.  Drawn are behaviours that end, of servers that have a record each.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import TypeGuard

import msgspec
from rich.console import Console

from spec_docs.commands import ROOT
from tlakit.explore import explore
from tlakit.language import load_module
from tlakit.render import Event, space_time
from tlakit.semantics import Label, MutantEntry, Specification, load_catalogue, load_config
from tlakit.semantics.values import FunctionValue, RecordValue, TupleValue, Value

SPEC = ROOT / "spec"
STORED = ROOT / "docs/data/counterexamples.json"
WIDTH = 104
NEW = {
    "currentTerm": "0",
    "votedFor": "None",
    "role": '"follower"',
    "log": "<<>>",
    "commitIndex": "0",
}
"""What is told of a record, where it is not this at first or changes later."""

Fields = Mapping[str, Value]
Servers = Mapping[str, Fields]


class Row(msgspec.Struct, frozen=True, array_like=True):
    """Something that happened at a server; `peer` is who sent the message that arrived, if one did.

    Step 0 is the state in which the behaviour begins.
    """

    step: int
    lane: str
    peer: str
    told: str


class Drawn(msgspec.Struct, frozen=True):
    """A counterexample as it is drawn."""

    lanes: tuple[str, ...]
    rows: tuple[Row, ...]


def collect() -> None:
    """Explores all mutants and stores what can be drawn, one to a line."""
    mutants = load_catalogue(SPEC / "models.toml").mutants
    found = {name: counterexample(entry) for name, entry in mutants.items()}
    lines = (
        f"{json.dumps(name)}: {msgspec.json.encode(drawn).decode()}"
        for name, drawn in found.items()
        if drawn is not None
    )
    STORED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


@cache
def stored() -> dict[str, Drawn]:
    """What was written last, by the ids of the mutants."""
    return msgspec.json.decode(STORED.read_bytes(), type=dict[str, Drawn])


def counterexample(entry: MutantEntry) -> Drawn | None:
    """What the explorer finds; None where that cannot be drawn."""
    module = load_module(SPEC / entry.module, search=(SPEC,))
    specification = Specification(module, load_config(SPEC / entry.config))
    violation = explore(specification).violation
    if violation is None or violation.trace.loop is not None:
        return None
    steps = violation.trace.steps
    first = _servers(steps[0].state)
    rows = [Row(0, lane, "", told) for lane, s in first.items() if (told := _told(None, s))]
    for number, (before, after) in enumerate(pairwise(steps), start=1):
        row = _row(number, after.label, _servers(before.state), _servers(after.state))
        if row is None:
            return None
        rows.append(row)
    return Drawn(tuple(first), tuple(rows))


def diagram(identifier: str) -> str:
    """The diagram of a mutant's counterexample, its last step marked; empty where none is stored."""
    drawn = stored().get(identifier)
    if drawn is None:
        return ""
    last = drawn.rows[-1].step
    events = tuple(
        Event(
            step=row.step,
            lane=row.lane,
            kind="receive" if row.peer else "local",
            peer=row.peer,
            label=row.told,
            fault=row.step == last,
        )
        for row in drawn.rows
    )
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None, legacy_windows=False)
    console.print(space_time(drawn.lanes, events))
    assert isinstance(console.file, io.StringIO)
    text = "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())
    return f"```{{code-block}} text\n\n{text}\n```"


def _row(number: int, label: Label | None, before: Servers, after: Servers) -> Row | None:
    """One step: a message that arrives, or what one server does; None if it is neither."""
    assert label is not None
    given = dict(label.arguments)
    message = next((m.fields for m in given.values() if _is_message(m)), None)
    if message is not None and message["dest"].text in after:
        lane, peer = message["dest"].text, message["source"].text
        answers = {message[name].text for name in ("success", "voteGranted") if name in message}
        did = message["type"].text.strip('"') + (", a refusal" if "FALSE" in answers else "")
    else:
        changed = [name for name in after if after[name] != before[name]]
        named = [value.text for value in given.values() if value.text in after]
        if len(changed) > 1 or not changed + named:
            return None
        lane, peer = (changed + named)[0], ""
        shown = [value.text for value in given.values() if not isinstance(value, RecordValue)]
        did = f"{label.action}({', '.join(shown)})" if shown else label.action
    told = _told(before[lane], after[lane])
    return Row(number, lane, peer, f"{did}: {told}" if told else did)


def _told(before: Fields | None, after: Fields) -> str:
    """The fields that are not as they were, in words."""
    was = NEW if before is None else {name: before[name].text for name in NEW if name in before}
    new = {name: after[name] for name in NEW if name in after and after[name].text != was[name]}
    if "currentTerm" in new and after["votedFor"].text == "None":
        new.pop("votedFor", None)
    words = {"currentTerm": "term", "votedFor": "vote", "commitIndex": "commit", "log": "log"}
    return ", ".join(
        f"{words[name]} {_log(value) if name == 'log' else value.text}"
        if name in words
        else value.text.strip('"')
        for name, value in new.items()
    )


def _log(log: Value) -> str:
    """The terms of its entries, with the voters where an entry has a configuration."""
    assert isinstance(log, TupleValue)
    return f"<{', '.join(_entry(entry) for entry in log.items)}>"


def _entry(entry: Value) -> str:
    assert isinstance(entry, RecordValue)
    members = entry.fields.get("configuration")
    term = entry.fields["term"].text
    return (
        term if not isinstance(members, RecordValue) else f"{term}: {members.fields['voters'].text}"
    )


def _is_message(value: Value) -> TypeGuard[RecordValue]:
    return isinstance(value, RecordValue) and {"source", "dest", "type"} <= value.fields.keys()


def _servers(state: Mapping[str, Value]) -> Servers:
    """The records of the servers by their names; empty where there are none."""
    found = state.get("servers")
    if isinstance(found, FunctionValue):
        pairs = [(key.text, value) for key, value in found.mapping.items()]
    elif isinstance(found, TupleValue):
        pairs = [(str(number), value) for number, value in enumerate(found.items, start=1)]
    else:
        return {}
    return {name: s.fields for name, s in pairs if isinstance(s, RecordValue)}


if __name__ == "__main__":
    collect()
