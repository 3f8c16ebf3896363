"""A checkpoint on disk: a folder with logs that only grow, and a manifest that says what counts.

`append` writes behind the end of a log; `commit` makes that count, together with some facts, by
putting a new manifest in the place of the old one in one step. So whatever happens, the folder holds
the last checkpoint that was committed: what stands behind the counted length of a log is left over
from an attempt that did not come to an end, and is cut off when the folder is opened again.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

FORMAT = 2
"""Counts up when what a checkpoint holds changes its meaning."""

MANIFEST = "manifest"
BLOCK = 1 << 22


class CheckpointProblem(Exception):
    """A checkpoint that cannot be written, read or used; the text is for the user."""


class Checkpointing(msgspec.Struct, frozen=True):
    """That checkpoints are wanted: in which folder, how often, and whether to go on from the one there.

    `version` is that of the program; another version's checkpoint is refused.
    """

    folder: Path
    every_seconds: float = 60.0
    resume: bool = False
    version: str = ""


class _Log(msgspec.Struct):
    """The counted bytes of a log and their CRC-32."""

    length: int = 0
    crc: int = 0


class _Manifest(msgspec.Struct):
    format: int
    origin: dict[str, str]
    logs: dict[str, _Log]
    facts: dict[str, Any]


class Checkpoint:
    """The checkpoint in one folder; `facts` are those of the last commit, `committed` its number.

    `origin` says what run it belongs to: what it is about and what that is, as text.
    """

    def __init__(self, folder: Path, origin: dict[str, str]) -> None:
        """An empty one, in a folder that has none yet; raises CheckpointProblem."""
        self.folder = folder
        self.origin = origin
        self.logs: dict[str, _Log] = {}
        self.facts: dict[str, Any] = {}
        with _explained(folder, "written"):
            folder.mkdir(parents=True, exist_ok=True)
            if (folder / MANIFEST).exists():
                raise CheckpointProblem(
                    f"{folder} has a checkpoint already\n"
                    "Go on from it with --resume, or name another folder."
                )

    @staticmethod
    def reopened(folder: Path, origin: dict[str, str]) -> Checkpoint:
        """The one that is in a folder, after it was checked; raises CheckpointProblem."""
        with _explained(folder, "read"):
            try:
                data = (folder / MANIFEST).read_bytes()
            except FileNotFoundError:
                raise CheckpointProblem(
                    f"there is no checkpoint in {folder} to go on from"
                ) from None
            manifest = _decoded(folder, data)
            _require_same(folder, origin, manifest)
            found = Checkpoint.__new__(Checkpoint)
            found.folder, found.origin = folder, origin
            found.logs, found.facts = manifest.logs, manifest.facts
            for name, log in found.logs.items():
                found._mend(name, log)
            return found

    def restart(self) -> None:
        """Forgets all: the search that it belongs to begins again."""
        self.logs, self.facts = {}, {}
        with _explained(self.folder, "written"):
            (self.folder / MANIFEST).unlink(missing_ok=True)

    def append(self, name: str, data: bytes) -> None:
        """Adds to a log what counts from the next commit on; raises CheckpointProblem."""
        log = self.logs.setdefault(name, _Log())
        with _explained(self.folder, "written"):
            if log.length == 0:
                (self.folder / name).write_bytes(b"")
            with (self.folder / name).open("r+b") as file:
                file.seek(log.length)
                file.write(data)
                file.truncate()
                file.flush()
                os.fsync(file.fileno())
        log.length += len(data)
        log.crc = zlib.crc32(data, log.crc)

    def read(self, name: str) -> bytes:
        """All that counts of a log; empty where there is none."""
        if name not in self.logs:
            return b""
        with _explained(self.folder, "read"):
            return (self.folder / name).read_bytes()

    def commit(self, facts: dict[str, Any]) -> None:
        """Makes what was appended count, with these facts; raises CheckpointProblem."""
        self.facts = facts
        body = msgspec.json.encode(_Manifest(FORMAT, self.origin, self.logs, facts))
        with _explained(self.folder, "written"):
            passing = self.folder / f"{MANIFEST}.new"
            with passing.open("wb") as file:
                file.write(b"%08x\n" % zlib.crc32(body) + body)
                file.flush()
                os.fsync(file.fileno())
            passing.replace(self.folder / MANIFEST)
            descriptor = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _mend(self, name: str, log: _Log) -> None:
        """Checks what counts of a log, and cuts off the rest."""
        crc, left = 0, log.length
        with (self.folder / name).open("r+b") as file:
            while left:
                block = file.read(min(BLOCK, left))
                if not block:
                    raise _damaged(self.folder, f"`{name}` is too short")
                crc = zlib.crc32(block, crc)
                left -= len(block)
            if crc != log.crc:
                raise _damaged(self.folder, f"`{name}` is not what was written")
            file.truncate(log.length)


def _decoded(folder: Path, data: bytes) -> _Manifest:
    head, _, body = data.partition(b"\n")
    if head != b"%08x" % zlib.crc32(body):
        raise _damaged(folder, "its manifest is not what was written")
    try:
        return msgspec.json.decode(body, type=_Manifest)
    except msgspec.DecodeError:
        raise _damaged(folder, "its manifest cannot be understood") from None


def _require_same(folder: Path, origin: dict[str, str], manifest: _Manifest) -> None:
    if manifest.format != FORMAT:
        raise CheckpointProblem(
            f"the checkpoint in {folder} has another format\n"
            "It was written by another version; begin again in another folder."
        )
    for what, own in origin.items():
        if manifest.origin.get(what) != own:
            raise CheckpointProblem(
                f"the checkpoint in {folder} belongs to another run: {what} differs\n"
                "Go on with what it was begun with, or begin again in another folder."
            )


def _damaged(folder: Path, how: str) -> CheckpointProblem:
    return CheckpointProblem(
        f"the checkpoint in {folder} is damaged: {how}\nBegin again in another folder."
    )


@contextmanager
def _explained(folder: Path, what: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        if what == "read":
            raise _damaged(folder, f"{error.filename} is missing") from None
        raise _unusable(folder, what, error) from None
    except OSError as error:
        raise _unusable(folder, what, error) from None


def _unusable(folder: Path, what: str, error: OSError) -> CheckpointProblem:
    return CheckpointProblem(f"the checkpoint in {folder} cannot be {what}: {error.strerror}")
