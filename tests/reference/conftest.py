"""Hypothesis profiles for the reference's tests, and how to plant a fault in it.

`ci` always tries the same examples, so that a green run stays green; `thorough`, chosen by
HYPOTHESIS_PROFILE=thorough, tries new ones each time and many more.
"""

import os
import sys
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings

CHECKS_OFF = (HealthCheck.too_slow, HealthCheck.filter_too_much)

settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    stateful_step_count=40,
    suppress_health_check=CHECKS_OFF,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=3000,
    stateful_step_count=80,
    suppress_health_check=CHECKS_OFF,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

Plant = Callable[[Callable[..., object], object], None]


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Put a faulty function in the place of a right one, wherever the reference has it."""

    def put(right: Callable[..., object], faulty: object) -> None:
        places = [
            (module, name)
            for module in list(sys.modules.values())
            if getattr(module, "__name__", "").startswith("raft_reference")
            for name, value in vars(module).items()
            if value is right
        ]
        assert places
        for module, name in places:
            monkeypatch.setattr(module, name, faulty)

    return put
