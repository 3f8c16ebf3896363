"""Schedules: text and back, and what is said of text that is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raft_reference.commands import (
    NUMBER_WORDS,
    SERVER_WORDS,
    Change,
    Command,
    HandOver,
    Heal,
    Split,
)
from raft_reference.replay import main
from raft_reference.schedule import Schedule, ScheduleError, Setup, format_schedule, parse_schedule

SETUPS = (
    Setup(servers=5, batch=3, noop=False, tail=1, drift=2, asynchronous=True),
    Setup(servers=5, voters=3, features=frozenset({"joint", "learners"})),
)
NAMES = st.sampled_from(SETUPS[0].names())
COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(lambda kind, i: kind(i), st.sampled_from(list(SERVER_WORDS.values())), NAMES),
    st.builds(
        lambda kind, k: kind(k), st.sampled_from(list(NUMBER_WORDS.values())), st.integers(0, 99)
    ),
    st.builds(HandOver, NAMES, NAMES),
    st.builds(Change, NAMES, st.frozensets(NAMES, min_size=1), st.frozensets(NAMES)),
    st.builds(Split, st.frozensets(NAMES, min_size=1)),
    st.just(Heal()),
)


@given(st.sampled_from(SETUPS), st.lists(COMMANDS))
def test_a_schedule_reads_as_it_was_written(setup: Setup, commands: list[Command]) -> None:
    schedule = Schedule(setup, tuple(commands))
    assert parse_schedule(format_schedule(schedule)) == schedule


@pytest.mark.parametrize(
    ("text", "column", "remedy"),
    [
        ("elect:a elct:b", 8, "Commands are"),
        ("elect:z", 0, "one of the servers a, b, c"),
        ("elect", 0, "one of the servers"),
        ("run:-1", 0, "a number"),
        ("change:a", 0, "voters, and \\+ with learners"),
        ("change:a:+b", 0, "voters, and \\+ with learners"),
        ("drift=0", 0, "drift=1 and more"),
        ("split:", 0, "servers, written together"),
        ("servers=0", 0, "servers=1 to servers=9"),
        ("heal servers=5", 5, "Commands are"),
        ("batch=0", 0, "batch=1 and more"),
        ("features=lease elect:a", 0, "A lease needs read-index and stickiness, too"),
    ],
)
def test_an_error_says_what_where_and_what_instead(text: str, column: int, remedy: str) -> None:
    with pytest.raises(ScheduleError, match=remedy) as caught:
        parse_schedule(text)
    first, second, caret, _ = str(caught.value).splitlines()
    assert first.startswith("this is no part of a schedule")
    assert (second, caret) == (f"  {text}", " " * (column + 2) + "^")


def test_replay_shows_each_step_and_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["elect:a run:4 propose:a", "run:8"]) == 0
    shown = capsys.readouterr().out
    assert "a takes WinElection: role candidate -> leader" in shown
    assert "log <1:-> -> <1:- 1:v1>" in shown
    assert shown.endswith("all properties hold after 4 commands\n")


def test_replay_of_no_schedule_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["jump:a"]) == 2
    assert "Commands are" in capsys.readouterr().err
    assert main([]) == 2
    assert main(["--help"]) == 0


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("servers=4 voters=3 elect:a", "'d' is not among the members"),
        ("asynchronous=yes features=snapshots", "does not go together with \\['snapshots'\\]"),
        ("drift=5 features=lease,read-index,stickiness", "longer than twice the drift"),
    ],
)
def test_settings_that_no_node_can_have_are_told_so(text: str, remedy: str) -> None:
    with pytest.raises(ScheduleError, match=remedy) as caught:
        parse_schedule(text)
    assert caught.value.problem == "these settings make no sense together"
