"""Resolved modules kept between runs, in a folder that only the user can write.

An entry holds the module, the texts of all files that it was made of, and the paths where a file
would have been taken instead; it is used only if all of them are as they were. It holds plain data
and no code. Whatever is wrong with an entry or the folder, the module is made anew.

`RAFTSPEC_CACHE=off` in the environment switches this off; `XDG_CACHE_HOME` moves the folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from tlakit.language import ir
from tlakit.language.packed import pack, unpack
from tlakit.language.source import read_text

SWITCH = "RAFTSPEC_CACHE"
MOST_ENTRIES = 200
_HERE = Path(__file__).parent
_UNUSABLE = (OSError, msgspec.MsgspecError, LookupError, TypeError, ValueError, AttributeError)


class Entry:
    """The place where the module of one root file, with its further folders, is kept."""

    def __init__(self, root: Path, search: Sequence[Path]) -> None:
        self._key = [_version(), os.path.abspath(root), str(root), *map(str, search)]
        name = f"{root.stem[:40]}-{crc32(repr(self._key[1:]).encode()):08x}.module"
        self._folder = None if os.environ.get(SWITCH) == "off" else _folder()
        self._path = None if self._folder is None else self._folder / name

    def read(self) -> ir.Module | None:
        """The module, if it is kept and nothing that it depends on has changed."""
        if self._path is None:
            return None
        try:
            content = self._path.read_bytes()
            sum_, payload = content[:8], memoryview(content)[8:]
            if int(sum_, 16) != crc32(payload):
                return None
            key, sources, missing, module = msgspec.msgpack.decode(payload)
            if key != self._key or any(read_text(path) != sources[path] for path in sources):
                return None
            if any(os.path.exists(path) for path in missing):
                return None
            return unpack(module, sources)
        except _UNUSABLE:
            return None

    def write(self, module: ir.Module, missing: Sequence[str]) -> None:
        """Keep a module; another process that reads sees the old entry or the new one, whole."""
        if self._path is None or self._folder is None:
            return
        partial = self._path.with_suffix(f".{os.getpid()}")
        try:
            data: list[Any] = [self._key, module.sources, list(missing), pack(module)]
            payload = msgspec.msgpack.encode(data)
            partial.write_bytes(b"%08x" % crc32(payload) + payload)
            partial.replace(self._path)
            _prune(self._folder)
        except (*_UNUSABLE, OverflowError):
            partial.unlink(missing_ok=True)


def _version() -> list[str]:
    """What tells one state of this package's code from another."""
    files = sorted((f.name, f.stat()) for f in os.scandir(_HERE) if f.is_file())
    return [sys.version, *(f"{name} {s.st_size} {s.st_mtime_ns}" for name, s in files)]


def _folder() -> Path | None:
    """The folder of the entries, made if need be; None if there can be none of the user's own."""
    try:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(base) / "raftspec" / "modules"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = folder.stat()
    except (OSError, RuntimeError):
        return None
    is_own = not hasattr(os, "getuid") or facts.st_uid == os.getuid()
    return folder if is_own and not (hasattr(os, "getuid") and facts.st_mode & 0o022) else None


def _prune(folder: Path) -> None:
    """Forget the entries that were written longest ago, where there are too many."""
    entries = sorted((f.stat().st_mtime, f.path) for f in os.scandir(folder) if f.is_file())
    for _, path in entries[:-MOST_ENTRIES]:
        os.unlink(path)
