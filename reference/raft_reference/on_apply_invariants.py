"""What holds where a configuration is in force once applied: properties of `spec/RaftMembershipOnApply.tla`.

Same names in snake_case, same content; the sources are there.
"""

from collections.abc import Callable

from raft_reference.core.configuration import configuration
from raft_reference.core.log import whole_log
from raft_reference.membership_invariants import configurations, known_configuration
from raft_reference.run import Run


def one_ahead_at_most(run: Run) -> bool:
    """`OneAheadAtMost`: a log has one configuration at most that its server does not know to be committed."""
    return all(
        sum(k > s.commit_index for k, _ in configurations(whole_log(s))) <= 1
        for s in run.servers.values()
    )


def configuration_is_applied(run: Run) -> bool:
    """`ConfigurationIsApplied`: in force is the newest that the server knows to be committed."""
    return all(configuration(s) == known_configuration(run, s) for s in run.servers.values())


ON_APPLY_STATE_PROPERTIES: dict[str, Callable[[Run], bool]] = {
    "OneAheadAtMost": one_ahead_at_most,
    "ConfigurationIsApplied": configuration_is_applied,
}
