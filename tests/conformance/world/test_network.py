"""The suite's network keeps order, loses, delays and cuts as it is told."""

from raft_conformance.protocol.messages import Message
from raft_conformance.world.network import Network, between


def message(mid: str, sender: str, to: str) -> Message:
    return Message(mid=mid, sender=sender, to=to)


def drained(network: Network) -> list[str]:
    mids = []
    while (found := network.next()) is not None:
        mids.append(found.mid)
    return mids


def test_the_oldest_message_comes_first() -> None:
    network = Network()
    for mid, sender, to in (("a", "n1", "n2"), ("b", "n2", "n1"), ("c", "n1", "n2")):
        assert network.send(message(mid, sender, to))
    assert drained(network) == ["a", "b", "c"]


def test_a_held_link_delays_and_keeps_its_order() -> None:
    network = Network()
    network.hold([("n1", "n2")])
    for mid, sender in (("a", "n1"), ("b", "n3"), ("c", "n1")):
        network.send(message(mid, sender, "n2"))
    assert drained(network) == ["b"]
    network.release()
    assert drained(network) == ["a", "c"]


def test_a_cut_link_loses_what_is_and_what_will_be_on_it() -> None:
    network = Network()
    network.send(message("a", "n1", "n2"))
    lost = network.cut(between(["n1"], ["n2"]))
    assert [found.mid for found in lost] == ["a"]
    assert not network.send(message("b", "n2", "n1"))
    network.heal()
    assert network.send(message("c", "n2", "n1"))
    assert drained(network) == ["c"]


def test_a_slow_link_is_not_cut() -> None:
    network = Network()
    network.hold([("n1", "n2")])
    network.send(message("a", "n1", "n2"))
    assert network.cut(between(["n1"], ["n2"])) == []
    network.release()
    assert drained(network) == ["a"]


def test_a_message_can_be_taken_before_its_elders() -> None:
    network = Network()
    first, second = message("a", "n1", "n2"), message("b", "n1", "n2")
    for each in (first, second):
        network.send(each)
    network.take(second)
    assert network.links() == (("n1", "n2"),)
    assert drained(network) == ["a"]
