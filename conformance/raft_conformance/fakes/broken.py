"""Adapters that break the protocol, each in one way, after some requests answered well."""

import os
import sys
import time
from collections.abc import Callable
from typing import Literal, get_args

Kind = Literal[
    "dies-at-start",
    "exits",
    "hangs",
    "garbage",
    "other-protocol",
    "wrong-id",
    "half-a-line",
    "huge-line",
    "closes-stdout",
    "floods-stderr",
    "ignores-shutdown",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

HANG_SECONDS = 3600
HUGE_BYTES = 17 * 1024 * 1024


def die_at_start() -> None:
    """Say why, and exit before any request."""
    print("cannot find my configuration", file=sys.stderr)
    sys.exit(7)


def misbehave(kind: Kind, id: int) -> None:
    """Answer the request with this id in the wrong way; returns where it goes on afterwards."""
    ACTS[kind](id)
    sys.stdout.flush()


def _exits(id: int) -> None:
    print("panic: index out of range", file=sys.stderr)
    sys.exit(101)


def _hangs(id: int) -> None:
    time.sleep(HANG_SECONDS)


def _garbage(id: int) -> None:
    print("starting election at term 5")


def _not_an_answer(id: int) -> None:
    print('{"jsonrpc":"2.0","result":{}}')


def _wrong_id(id: int) -> None:
    print(f'{{"id":{id + 1000},"ok":{{}}}}')


def _half_a_line(id: int) -> None:
    sys.stdout.write(f'{{"id":{id},"ok"')
    sys.stdout.flush()
    time.sleep(HANG_SECONDS)


def _huge_line(id: int) -> None:
    sys.stdout.write("x" * HUGE_BYTES)


def _closes_stdout(id: int) -> None:
    sys.stdout.flush()
    os.close(1)
    time.sleep(HANG_SECONDS)


def _floods_stderr(id: int) -> None:
    while True:
        sys.stderr.write("debug " * 1000)


def _answers_nothing(id: int) -> None:
    """For adapters that are wrong at another place than in an answer."""


ACTS: dict[Kind, Callable[[int], None]] = {
    "dies-at-start": _answers_nothing,
    "exits": _exits,
    "hangs": _hangs,
    "garbage": _garbage,
    "other-protocol": _not_an_answer,
    "wrong-id": _wrong_id,
    "half-a-line": _half_a_line,
    "huge-line": _huge_line,
    "closes-stdout": _closes_stdout,
    "floods-stderr": _floods_stderr,
    "ignores-shutdown": _answers_nothing,
}
