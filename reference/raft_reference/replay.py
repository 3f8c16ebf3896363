"""`python -m raft_reference.replay 'SCHEDULE'`: run a written schedule again and show each step.

Exit status: 0 if every promise of Raft held, 1 if one was broken, 2 if the text is no schedule.
"""

import sys
from collections.abc import Sequence

from raft_reference.cluster import Cluster, Taken, Unexplained
from raft_reference.core.actions import Receive
from raft_reference.core.complete_actions import ReceiveEvery
from raft_reference.core.election_actions import ReceiveMessage
from raft_reference.core.leader_id_actions import ReceiveWithId
from raft_reference.core.read_actions import ReceiveTimed
from raft_reference.core.snapshot_actions import ReceiveSnapshot
from raft_reference.core.state import ServerState
from raft_reference.core.types import AnyEntry, ConfigurationEntry
from raft_reference.promises import first_broken
from raft_reference.schedule import ScheduleError, format_command, parse_schedule

RECEIPT = Receive | ReceiveMessage | ReceiveSnapshot | ReceiveTimed | ReceiveEvery | ReceiveWithId
"""What a server takes when a message arrives, by the rules in force."""


def main(arguments: Sequence[str]) -> int:
    """The command; `arguments` are those after its name, and are one schedule together."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(f"{__doc__}\nFor example: 'servers=3 elect:a run:4 propose:a run:8'")
        return 0 if arguments else 2
    try:
        schedule = parse_schedule(" ".join(arguments))
    except ScheduleError as error:
        print(error, file=sys.stderr)
        return 2
    cluster = Cluster(schedule.setup)
    for number, command in enumerate(schedule.commands, start=1):
        print(f"{number:3} {format_command(command)}")
        try:
            for path in cluster.run(command):
                for taken in path:
                    print(f"      {describe(taken)}")
                broken = first_broken(cluster, path)
                if broken is not None:
                    print(f"\nBROKEN after command {number}: {broken}")
                    return 1
        except Unexplained as error:
            print(f"\nBROKEN: {error}")
            return 1
    print(f"\nall properties hold after {len(schedule.commands)} commands")
    return 0


def describe(taken: Taken) -> str:
    """An action and the fields that it changed, on one line."""
    action = taken.action
    if isinstance(action, RECEIPT):
        name = f"{taken.i} receives {type(action.m).__name__} from {action.m.source}"
    else:
        name = f"{taken.i} takes {type(action).__name__}"
    changes = [
        f"{field} {_show(taken.before, field)} -> {_show(taken.after, field)}"
        for field in ("current_term", "voted_for", "role", "commit_index", "log")
        if getattr(taken.before, field) != getattr(taken.after, field)
    ]
    return f"{name}: {', '.join(changes)}" if changes else name


def _show(s: ServerState, field: str) -> str:
    """The value of a field; a log as `<term value ...>`."""
    if field != "log":
        return str(getattr(s, field))
    return f"<{' '.join(map(_show_entry, s.log))}>"


def _show_entry(entry: AnyEntry) -> str:
    """`term:command`, with - for none; of a configuration, its members."""
    if isinstance(entry, ConfigurationEntry):
        c = entry.configuration
        sets = (c.voters, c.outgoing, c.learners)
        return f"{entry.term}:[{' | '.join(' '.join(sorted(members)) for members in sets)}]"
    return f"{entry.term}:{entry.value.decode(errors='replace') or '-'}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
