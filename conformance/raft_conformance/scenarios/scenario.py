"""How a function becomes a case."""

from collections.abc import Callable

from raft_conformance.cases import PROCESS_CRASH, UNSYNCED, Assumptions, Case, Need
from raft_conformance.judge.rules import Rule
from raft_conformance.world.world import World

CRASHES: tuple[Need, ...] = ("crash", "restart", "durable")

REORDERS = "messages may be delayed, lost and reordered"
TICKING = "all nodes tick at the same instants; no two clocks are ever further apart than the drift claimed"
REPEATS = "messages may be delayed, lost, reordered and repeated"


def scenario(
    id: str,
    *rules: Rule,
    reach: str,
    servers: int = 3,
    needs: tuple[Need, ...] = (),
    clock: str = Assumptions().clock,
) -> Callable[[Callable[[World], None]], Case]:
    """Make a case of a function; its title is the first line of the function's docstring.

    `rules` are those that it aims at, and the first one's source is the case's.
    """

    def make(run: Callable[[World], None]) -> Case:
        assert run.__doc__ is not None
        return Case(
            id=id,
            title=run.__doc__.partition("\n")[0].rstrip("."),
            rules=tuple(rule.name for rule in rules),
            source=rules[0].source,
            run=run,
            reach=reach,
            servers=servers,
            needs=needs,
            assumptions=_assumptions(needs, clock),
        )

    return make


def timed_scenario(
    id: str, *rules: Rule, reach: str, needs: tuple[Need, ...] = ()
) -> Callable[[Callable[[World], None]], Case]:
    """The same for what rests on clocks, which keep together as far as the implementation claims."""
    return scenario(id, *rules, reach=reach, needs=("lease", *needs), clock=TICKING)


def _assumptions(needs: tuple[Need, ...], clock: str) -> Assumptions:
    plain = Assumptions()
    network = plain.network
    if "duplicate" in needs:
        network = REPEATS
    elif "reorder" in needs:
        network = REORDERS
    disk = PROCESS_CRASH if "crash" in needs else plain.disk
    return Assumptions(clock=clock, network=network, disk=UNSYNCED if "async" in needs else disk)
