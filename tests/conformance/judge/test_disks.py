"""Each monitor of disks fails on a planted history, and keeps quiet on its lawful twin."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from tests.conformance.judge.disk_histories import ASYNC, DISKS
from tests.conformance.judge.history import History

from raft_conformance.fakes.extensions import RAFT

OF_DISKS = {rule for rule, *_ in DISKS if rule != "OneVoteATerm"}


@pytest.mark.parametrize(("rule", "plant", "wrong", "right"), DISKS)
def test_a_monitor_of_disks_fails_on_a_planted_history(
    rule: str, plant: Callable[[History, Any], None], wrong: object, right: object
) -> None:
    bad, good = History(ASYNC), History(ASYNC)
    plant(bad, wrong)
    plant(good, right)
    assert rule in bad.broken
    assert not good.broken & (OF_DISKS | {rule})


@pytest.mark.parametrize(("rule", "plant", "wrong", "right"), DISKS)
def test_who_writes_at_once_is_not_asked(
    rule: str, plant: Callable[[History, Any], None], wrong: object, right: object
) -> None:
    for persistence in ("sync", "none"):
        history = History(msgspec.structs.replace(RAFT.capabilities, persistence=persistence))
        plant(history, wrong)
        assert not history.broken & OF_DISKS


def test_who_does_not_tell_what_is_on_its_way_is_not_judged() -> None:
    history = History(ASYNC)
    history.see("n2", pending=None)
    for _, plant, wrong, _ in DISKS:
        plant(history, wrong)
    assert not history.broken & OF_DISKS
