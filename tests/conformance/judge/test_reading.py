"""When answers to reads are not judged."""

from tests.conformance.judge.history import History
from tests.conformance.judge.reading import LEASED, asked_and_answered


def test_a_lease_is_not_judged_once_clocks_have_come_apart() -> None:
    history = History(LEASED)
    history.see("n3", in_time=False)
    asked_and_answered(history, 0)
    assert "LeasedReadsAreLinearizable" not in history.broken


def test_what_rests_on_a_lease_is_not_judged_as_if_it_rested_on_messages() -> None:
    history = History(LEASED)
    asked_and_answered(history, 0)
    assert "ReadsAreLinearizable" not in history.broken
