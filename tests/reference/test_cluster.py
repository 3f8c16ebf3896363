"""What the words of a schedule make of a cluster, where that is more than one input to one node."""

from tests.reference.test_election_rules import after

from raft_reference.cluster import Cluster
from raft_reference.core.configuration import configuration
from raft_reference.core.sessions import OperationCommand
from raft_reference.core.types import Index, ServerId

A, B, C, D = map(ServerId, "abcd")


def clocks(cluster: Cluster) -> list[int]:
    return [s.clock for s in cluster.servers.values()]


def test_clocks_come_no_further_apart_than_they_may() -> None:
    lease = "drift=2 features=read-index,stickiness,lease"
    assert clocks(after(f"{lease} tick:a tick:a tick:a")) == [12, 10, 10]
    assert clocks(after(f"{lease} tick:a ticks:1 tick:b tick:b")) == [12, 13, 11]


def test_the_clock_of_a_server_that_is_down_goes_on() -> None:
    lease = "features=read-index,stickiness,lease"
    assert clocks(after(f"{lease} crash:a ticks:3 restart:a")) == [13, 13, 13]


def test_a_server_joins_with_an_empty_log_and_gets_it() -> None:
    joined = "features=single-server servers=4 voters=3 elect:a run:12 change:a:abcd run:20"
    cluster = after(joined)
    assert cluster.servers[D].log == cluster.servers[A].log
    assert configuration(cluster.servers[D]).voters == {A, B, C, D}
    before = "features=single-server servers=4 voters=3 elect:a run:12"
    assert after(before).servers[D].log == ()


def test_a_crash_loses_the_writes_that_the_disk_has_not_done() -> None:
    story = "asynchronous=yes elect:a settle:20 propose:a deliver:0"
    assert len(after(story).servers[B].log) == 2
    assert len(after(f"{story} restart:b").servers[B].log) == 1
    assert len(after(f"{story} write:b restart:b").servers[B].log) == 2


def performed(cluster: Cluster) -> list[tuple[int, int]]:
    """The session and the number of each operation that the first server performed."""
    return [(one.session, one.serial) for one in cluster.run_so_far().machines[A][-1].state]


def test_a_client_asks_again_and_is_served_once() -> None:
    begun = "elect:a run:12 ask:a run:12 answer:a"
    assert after(begun).run_so_far().client is not None
    assert performed(after(f"{begun} ask:a ask:a ask:a run:20")) == [(2, 1)]
    assert performed(after(f"{begun} ask:a run:12 answer:a ask:a run:12")) == [(2, 1), (2, 2)]


def test_a_client_whose_session_is_over_starts_anew() -> None:
    over = after("elect:a run:12 ask:a run:12 answer:a expire:a run:12 ask:a run:12 answer:a")
    assert over.asking is not None and over.asking.before == 1
    assert performed(over) == []
    again = (
        "elect:a run:12 ask:a run:12 answer:a expire:a run:12 ask:a run:12 answer:a "
        "ask:a run:12 answer:a ask:a run:12"
    )
    (done,) = after(again).run_so_far().machines[A][-1].state
    assert done == OperationCommand(Index(5), 1, done.operation)


def test_what_is_no_command_is_nothing_to_sessions() -> None:
    assert performed(after("elect:a run:12 propose:a run:12 ask:a run:12")) == []
