"""The spec as judge: one server of Raft.tla, run by the spec's own operators.

Nothing of Raft is said here again: which operator comes when is policy, and the one here is eager,
a server that may become leader or commit does so at once. With a mutant's configuration the same
operators, one of them replaced, are an implementation that is wrong in one way.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import msgspec

from raft_conformance.protocol.views import AnyView
from tlakit.language import load_module
from tlakit.language.ir import Module
from tlakit.semantics import Config, Specification, load_config
from tlakit.semantics import values as tla
from tlakit.semantics.config_parse import parse_config

MODULE = "MCRaft"
NOBODY = ""
BATCH = 64


class SpecState(msgspec.Struct, frozen=True, rename="camel"):
    """What a test looks at in a server record of Raft.tla; an entry is a dict with term, value."""

    current_term: int
    voted_for: str
    log: tuple[dict[str, Any], ...]
    role: Literal["follower", "precandidate", "candidate", "leader"]
    commit_index: int
    snapshot: dict[str, Any]


class Operators:
    """The operators of Raft.tla for one set of servers, with a mutant's replacements if named.

    `mutant` is the name of a module in spec/mutants without its suffix. It is put on top of `module`,
    which is that which it extends or a larger one; `further` assigns what constants that one has beyond
    Raft's or wants to be others, and says what replaces its operators where no mutant does. Raises tlakit's LanguageError
    where the texts cannot be read.
    """

    def __init__(
        self,
        folder: Path,
        servers: Sequence[str],
        mutant: str | None = None,
        *,
        module: str = MODULE,
        further: str = "",
    ) -> None:
        config = Config()
        if mutant:
            text = _on_top_of(module, folder, mutant)
            config = load_config((folder / "mutants" / mutant).with_suffix(".cfg"))
        else:
            text = load_module(folder / f"{module}.tla")
        self._specification = Specification(text, _configured(config, servers, further))

    def apply(self, name: str, *arguments: tla.Value) -> tla.Value:
        """The value of an operator."""
        return self._specification.apply(name, *arguments)

    def is_true(self, name: str, *arguments: tla.Value) -> bool:
        """Whether a predicate holds."""
        return self.apply(name, *arguments) is tla.TRUE


def _on_top_of(module: str, folder: Path, mutant: str) -> Module:
    """The mutant's module as if it extended `module`."""
    file = folder / "mutants" / f"{mutant}.tla"
    written = file.read_text(encoding="utf-8")
    text = re.sub(r"^EXTENDS \w+$", f"EXTENDS {module}", written, count=1, flags=re.MULTILINE)
    if text == written:
        return load_module(file, search=(folder,))
    with TemporaryDirectory() as place:
        copy = Path(place) / file.name
        copy.write_text(text, encoding="utf-8")
        return load_module(copy, search=(folder,))


def _configured(config: Config, servers: Sequence[str], further: str) -> Config:
    """The constants that we need and the replacements that the mutant has; nothing to check."""
    names = ", ".join(f'"{server}"' for server in servers)
    ours = parse_config(
        f"""CONSTANTS Server = {{{names}}} Value = {{"v"}} None = "{NOBODY}"
        MaxBatchSize = {BATCH} MaxTerm = 0 MaxLogLength = 0 MaxMessages = 0 {further}"""
    )
    # The last one holds: ours before a mutant's, and of ours the further one.
    assigned = {one.name.text: one for one in (*config.assignments, *ours.assignments)}
    return Config(
        file=config.file,
        text=config.text,
        assignments=tuple(assigned.values()),
        replacements=config.replacements or ours.replacements,
        check_deadlock=False,
    )


class SpecServer:
    """One server that acts as the spec says; every input gives the messages that it sends."""

    first = "InitServer"
    handle = "Handle"
    stand = "StartElection"
    win = "BecomeLeader"
    crash = "Crash"
    """The operators by which it acts, which a module that extends Raft.tla has others for."""

    def __init__(self, operators: Operators, name: str, servers: Sequence[str]) -> None:
        self._operators = operators
        self._others = sorted(set(servers) - {name})
        self._record = operators.apply(self.first, self._server(name))

    @property
    def state(self) -> SpecState:
        """The server's record."""
        return msgspec.convert(self._plain(self._record), SpecState)

    def receive(self, view: AnyView) -> list[AnyView]:
        """A message arrives."""
        return [*self._take(self.handle, self._message(view)), *self._eager()]

    def election_timeout(self) -> list[AnyView]:
        """The election timer runs out; for a leader it means nothing."""
        if not self._may("CanStartElection"):
            return []
        return [*self._take(self.stand), *self._eager()]

    def heartbeat_timeout(self) -> list[AnyView]:
        """The heartbeat timer runs out: a leader sends each of the others all that it may lack."""
        return [view for other in self._others for view in self._replicate(other)]

    def propose(self, value: str) -> list[AnyView] | None:
        """A client's command; None where this is no leader."""
        if not self._may("CanAppendEntry"):
            return None
        return [*self._take("AppendEntry", tla.string(value)), *self._eager()]

    def restart(self) -> None:
        """Crash, and start again from the disk."""
        self._take(self.crash)

    def _eager(self) -> list[AnyView]:
        sent: list[AnyView] = []
        for guard, act in (
            ("CanBecomeLeader", self.win),
            ("CanAdvanceCommitIndex", "AdvanceCommitIndex"),
        ):
            if self._may(guard):
                sent += self._take(act)
        return sent

    def _may(self, guard: str, *arguments: tla.Value) -> bool:
        return self._operators.is_true(guard, self._record, *arguments)

    def _replicate(self, other: str) -> Iterator[AnyView]:
        """One request with as many entries as there are, at most a batch."""
        for count in range(BATCH, -1, -1):
            arguments = (self._server(other), tla.integer(count))
            if self._may("CanReplicate", *arguments):
                yield from self._take("Replicate", *arguments)
                return

    def _take(self, name: str, *arguments: tla.Value) -> list[AnyView]:
        """Put the step of an operator in place, and give what it sends in a fixed order."""
        return self._put(self._operators.apply(name, self._record, *arguments))

    def _put(self, step: tla.Value) -> list[AnyView]:
        assert isinstance(step, tla.RecordValue)
        self._record = step.fields["server"]
        out = step.fields["out"]
        assert isinstance(out, tla.SetValue)
        return [self._view(self._plain(message)) for message in out]

    def _server(self, name: str) -> tla.Value:
        """What the spec calls the server of that name."""
        return tla.string(name)

    def _message(self, view: AnyView) -> tla.Value:
        """The message that says this."""
        return to_tla(msgspec.to_builtins(view))

    def _plain(self, record: tla.Value) -> dict[str, Any]:
        """A server's record, or a message, as plain data with the names of servers."""
        plain: dict[str, Any] = from_tla(record)
        return plain

    def _view(self, message: dict[str, Any]) -> AnyView:
        """What a message says, of which this is the plain data."""
        view: AnyView = msgspec.convert(message, type=AnyView)
        return view


def to_tla(data: Any) -> tla.Value:
    """Strings, numbers, lists and dicts as values; a value stays, and a null field is left out."""
    match data:
        case tla.Value():
            return data
        case bool():
            return tla.boolean(data)
        case int():
            return tla.integer(data)
        case str():
            return tla.string(data)
        case list() | tuple():
            return tla.tuple_of(to_tla(item) for item in data)
        case dict():
            return tla.record_of(
                {name: to_tla(item) for name, item in data.items() if item is not None}
            )
    raise TypeError(f"no value for {type(data).__name__}")


def from_tla(value: tla.Value) -> Any:
    """The reverse of `to_tla`; sets become lists in the order of values."""
    match value:
        case tla.BooleanValue() | tla.IntegerValue() | tla.StringValue():
            return value.value
        case tla.ModelValue():
            return value.name
        case tla.SetValue():
            return [from_tla(element) for element in value]
        case tla.TupleValue():
            return [from_tla(item) for item in value.items]
        case tla.RecordValue():
            return {name: from_tla(item) for name, item in value.fields.items()}
    raise TypeError(f"no plain data for {value.text}")
