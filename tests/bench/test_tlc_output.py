"""TLC's words are read as figures."""

from __future__ import annotations

import pytest

from bench.processes import Line
from bench.tlc_output import TOOK, TlcSaid, read_tlc, whole_seconds

START = "Finished computing initial states: 1 distinct state generated at 2023-03-20 10:00:01."
PROGRESS = (
    "Progress(7) at 2023-03-20 10:00:04: 10,445 states generated (10,445 s/min), "
    "2,964 distinct states found (2,964 ds/min), 2,144 states left on queue."
)
FIRST_PROGRESS = (
    "Progress(3) at 2023-03-20 10:00:02: 12 states generated, 5 distinct states found, "
    "2 states left on queue."
)
COUNTS = "318769 states generated, 88788 distinct states found, 0 states left on queue."
DEPTH = "The depth of the complete state graph search is 83."
TOOK_LINE = "Finished in 01min 09s at (2023-03-20 10:01:09)"


def lines(*texts: str) -> list[Line]:
    """Each line a second after the one before it."""
    return [Line(float(number), text) for number, text in enumerate(texts, start=1)]


def test_a_complete_run() -> None:
    told = lines("TLC2 Version 2.18", START, PROGRESS, COUNTS, DEPTH, TOOK_LINE)
    assert read_tlc(told) == TlcSaid(
        seconds=4.0,
        start=2.0,
        finished=True,
        generated=318769,
        distinct=88788,
        depth=83,
        took=69,
    )


def test_a_run_that_was_cut_counts_to_its_last_progress() -> None:
    assert read_tlc(lines(START, FIRST_PROGRESS, PROGRESS, "and then")) == TlcSaid(
        seconds=3.0, start=1.0, finished=False, generated=10445, distinct=2964, depth=7
    )


def test_a_first_progress_without_rates() -> None:
    said = read_tlc(lines(START, FIRST_PROGRESS))
    assert said is not None
    assert (said.generated, said.distinct, said.depth) == (12, 5, 3)


def test_errors_are_kept() -> None:
    said = read_tlc(lines(START, "Error: Invariant Nothing is violated.", COUNTS, DEPTH))
    assert said is not None
    assert said.errors == ("Error: Invariant Nothing is violated.",)


def test_a_simulation_begins_with_other_words() -> None:
    said = read_tlc(lines("Computed 1 initial states...", "Progress: 114769 states checked."))
    assert said == TlcSaid(seconds=1.0, start=1.0, finished=False)


def test_nothing_to_read() -> None:
    assert read_tlc(lines("Error: Parsing or semantic analysis failed.")) is None


@pytest.mark.parametrize(
    ("text", "seconds"), [("05s", 5), ("01min 09s", 69), ("2h 00min 01s", 7201), ("1d 00s", 86400)]
)
def test_durations(text: str, seconds: int) -> None:
    found = TOOK.match(f"Finished in {text} at (2023-03-20 10:01:09)")
    assert found is not None
    assert whole_seconds(found) == seconds
