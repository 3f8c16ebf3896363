"""The functions of the built kernel, by ctypes."""

from __future__ import annotations

import ctypes
import sys
from array import array
from collections.abc import Iterable
from ctypes import c_char_p, c_double, c_int, c_uint8, c_uint32, c_uint64, c_void_p
from enum import IntEnum
from functools import cache
from typing import Any

from tlakit.explore.fast.build import LIBRARY, source_digest
from tlakit.explore.kernel import Unsuited

NONE = 0xFFFFFFFF
"""Stands for no number."""


class Event(IntEnum):
    """Why the kernel stands still."""

    DONE = 1
    PAUSED = 2
    LEVEL = 3
    MISS = 4
    ELEMENT = 5
    FALSE_STATE = 6
    FALSE_STEP = 7
    DEADLOCK = 8
    FAILED = 9
    START = 10


class Which(IntEnum):
    """What a memo is asked of: the state, the state after the effect, or both."""

    BEFORE = 0
    AFTER = 1
    BOTH = 2


class Kind(IntEnum):
    """What a node of a memo tree looks at."""

    WHOLE = 0
    BIT = 1
    LENS = 2
    COUNT = 3
    PART = 4


class Figures(ctypes.Structure):
    """How far a search has come; `words` is the length of the sets of a state in 64-bit words."""

    _fields_ = [
        (name, c_uint64)
        for name in (
            "generated",
            "distinct",
            "depth",
            "waiting",
            "explored",
            "level_end",
            "words",
            "nodes",
            "effects",
            "bytes_seen",
        )
    ]


class RunFigures(ctypes.Structure):
    """What random runs did; of the run at hand whether it is `underway`, its start, and its length."""

    _fields_ = [
        (name, c_uint64)
        for name in (
            "runs",
            "steps",
            "stuck",
            "generated",
            "depth",
            "distinct",
            "underway",
            "start",
            "path",
        )
    ]


_NUMBERS = ctypes.POINTER(c_uint32)
_LONGS = ctypes.POINTER(c_uint64)
_PACKED = c_char_p
"""What is only read during the call: numbers, or long ones, as bytes."""

_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "source": (c_char_p, []),
    "new": (c_void_p, [c_uint32, ctypes.POINTER(c_uint8), c_uint32, c_uint32, c_uint32]),
    "free": (None, [c_void_p]),
    "content": (c_uint32, [c_void_p, c_uint32, _PACKED]),
    "part": (c_uint32, [c_void_p, c_uint32]),
    "part_key": (None, [c_void_p, c_uint32, c_uint32]),
    "mask": (c_uint32, [c_void_p, c_uint32, _PACKED, c_uint32]),
    "mask_add": (None, [c_void_p, c_uint32, c_uint32]),
    "set": (c_uint32, [c_void_p, c_uint32, _PACKED, c_uint32]),
    "memo": (c_uint32, [c_void_p]),
    "insert": (None, [c_void_p, *[c_uint32] * 4, _PACKED, c_uint32]),
    "rank": (None, [c_void_p, c_uint32, c_uint64]),
    "effect": (c_uint32, [c_void_p, *[c_uint32] * 7, _PACKED]),
    "outcome": (c_uint32, [c_void_p, c_uint32, c_uint32, _PACKED]),
    "bundle": (c_uint32, [c_void_p]),
    "bundle_memo": (None, [c_void_p, c_uint32, c_uint32]),
    "bundle_family": (c_uint32, [c_void_p, *[c_uint32] * 3]),
    "family": (None, [c_void_p, *[c_uint32] * 3, _PACKED]),
    "invariant": (None, [c_void_p, c_uint32]),
    "constraint": (None, [c_void_p, c_uint32]),
    "limit": (None, [c_void_p, c_uint32]),
    "step": (None, [c_void_p, *[c_uint32] * 2]),
    "begin": (c_uint32, [c_void_p, _NUMBERS, _LONGS]),
    "unknown_at_start": (c_uint32, [c_void_p]),
    "restless": (None, [c_void_p, c_uint32]),
    "knows": (c_uint32, [c_void_p, _NUMBERS, _LONGS]),
    "effect_size": (None, [c_void_p, c_uint32, _NUMBERS]),
    "effect_items": (None, [c_void_p, c_uint32, _NUMBERS]),
    "set_words": (_LONGS, [c_void_p, c_uint32, c_uint32]),
    "run": (c_uint32, [c_void_p]),
    "close": (None, [c_void_p]),
    "event": (None, [c_void_p, c_uint32, _NUMBERS]),
    "contents_of": (_NUMBERS, [c_void_p, c_uint32]),
    "bits_of": (c_void_p, [c_void_p, c_uint32]),
    "figures": (None, [c_void_p, ctypes.POINTER(Figures)]),
    "step_to": (None, [c_void_p, c_uint32, _NUMBERS]),
    "pause_every": (None, [c_void_p, c_uint64]),
    "files": (None, [c_void_p, c_int, c_int, c_uint64]),
    "found": (None, [c_void_p, _LONGS]),
    "end": (None, [c_void_p]),
    "keep": (None, [c_void_p]),
    "export": (None, [c_void_p, c_uint64, c_uint64, _LONGS, _NUMBERS, _NUMBERS]),
    "restore": (
        None,
        [
            c_void_p,
            c_uint64,
            _LONGS,
            _NUMBERS,
            _NUMBERS,
            c_uint32,
            _LONGS,
            c_uint64,
        ],
    ),
    "wait": (c_uint32, [c_void_p]),
    "hits": (None, [c_void_p, _LONGS]),
    "walk_new": (c_void_p, [c_void_p, c_uint64, c_uint64]),
    "walk_free": (None, [c_void_p]),
    "walk_action": (c_uint32, [c_void_p, c_uint32, c_double]),
    "walk_role": (None, [c_void_p, *[c_uint32] * 3, *[c_uint64] * 2]),
    "walk_fixed": (None, [c_void_p, c_uint32]),
    "walk_family": (None, [c_void_p, *[c_uint32] * 2]),
    "walk_row": (None, [c_void_p, *[c_uint32] * 3, _PACKED]),
    "walk_goal": (None, [c_void_p]),
    "walk_sought": (None, [c_void_p, *[c_uint32] * 2]),
    "walk_starts": (None, [c_void_p, c_uint32]),
    "walk_load": (None, [c_void_p, _NUMBERS, _LONGS]),
    "walk_inside": (None, [c_void_p, c_uint32]),
    "walk_outside": (None, [c_void_p, c_uint32]),
    "walk_ask": (None, [c_void_p, *[c_uint32] * 3, _NUMBERS]),
    "walk_inherit": (None, [c_void_p, c_void_p]),
    "walk_go": (c_uint32, [c_void_p]),
    "walk_fail": (None, [c_void_p]),
    "walk_figures": (None, [c_void_p, ctypes.POINTER(RunFigures)]),
    "walk_path": (_NUMBERS, [c_void_p]),
    "walk_counts": (None, [c_void_p, _LONGS]),
    "walk_reached": (None, [c_void_p, _LONGS]),
}


@cache
def library() -> Any:
    """The loaded library; Unsuited if it is not built, or older than its sources."""
    if not LIBRARY.exists():
        raise Unsuited("it is not built: a C compiler builds it at installation")
    try:
        loaded = ctypes.CDLL(str(LIBRARY))
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(loaded, f"raftspec_{name}")
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        raise Unsuited(f"it cannot be loaded: {error}") from error
    if loaded.raftspec_source().decode() != source_digest():
        raise Unsuited("it is older than its sources: install the package again to build it")
    return loaded


def packed(items: Iterable[int]) -> bytes:
    """32-bit numbers for the kernel to read."""
    return array("I", items).tobytes()


def packed_longs(items: Iterable[int]) -> bytes:
    """64-bit numbers for the kernel to read."""
    return array("Q", items).tobytes()


def numbers(items: list[int]) -> Any:
    """An array of 32-bit numbers."""
    return numbers_of(array("I", items))


def longs(items: list[int] | tuple[int, ...]) -> Any:
    """An array of 64-bit numbers."""
    return longs_of(array("Q", items))


def numbers_of(items: array[int]) -> Any:
    """The same numbers, not copied."""
    return (c_uint32 * max(1, len(items))).from_buffer(items or array("I", [0]))


def longs_of(items: array[int]) -> Any:
    """The same numbers, not copied."""
    return (c_uint64 * max(1, len(items))).from_buffer(items or array("Q", [0]))


def little(items: Any, count: int, kind: str) -> bytes:
    """The bytes of so many numbers of an array, the low end of each first."""
    found = array(kind)
    found.frombytes(bytes(items)[: count * found.itemsize])
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()
