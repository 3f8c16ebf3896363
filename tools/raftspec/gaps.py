"""What no model of a module says anything of: properties, actions and operators.

A model may be small, and leave out what another one has. What all models of one module leave out is
checked nowhere, however well their counts agree with those that are pinned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from msgspec.structs import asdict

from tlakit.semantics import Catalogue, Gaps, Specification
from tlakit.semantics.run_report import RunReport

Said: TypeAlias = dict[str, dict[str, bool]]
"""For each field of `Gaps`, by name: whether one model says something of it."""

FAULT = {
    "properties": "is vacuous",
    "actions": "is never enabled",
    "operators": "is never evaluated",
}
REMEDY = {
    "properties": "widen the bounds of one of them, or let it begin where the property says something",
    "actions": "widen the bounds of one of them, or let it begin where the action is possible",
    "operators": "let one of them use it, or remove it",
}


def said_by(specification: Specification, report: RunReport) -> Said:
    """What a model that was checked says something of. A property counts if no part is vacuous."""
    config = specification.config
    vacuous = {one.property for one in report.vacuous}
    actions: dict[str, bool] = {}
    for action in report.actions:
        actions[action.name] = actions.get(action.name, False) or action.enabled > 0
    operators = dict.fromkeys((one.name for one in specification.coverage.operators), True)
    return {
        "properties": {
            name.text: name.text not in vacuous for name in (*config.invariants, *config.properties)
        },
        "actions": actions,
        "operators": operators | dict.fromkeys((one.name for one in report.unevaluated), False),
    }


def gaps_of(said: Sequence[Said]) -> Gaps:
    """What none of several models says anything of, of all that any of them names."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in FAULT:
        names = dict.fromkeys(name for one in said for name in one[kind])
        found[kind] = tuple(
            name for name in names if not any(one[kind].get(name, False) for one in said)
        )
    return Gaps(**found)


def modules_of(catalogue: Catalogue, said: Mapping[str, Said]) -> list[dict[str, Any]]:
    """The gaps of each module all of whose models were checked; `said` is by the model's name.

    `faults` has a text for each that models.toml does not list, and for each that it lists in vain.
    """
    models: dict[str, list[str]] = {module: [] for module in catalogue.gaps}
    for name, entry in catalogue.models.items():
        models.setdefault(entry.module, []).append(name)
    rows = []
    for module, names in models.items():
        if all(name in said for name in names):
            found = gaps_of([said[name] for name in names])
            listed = catalogue.gaps.get(module, Gaps())
            faults = list(_faults(module, names, found, listed))
            rows.append(
                {"module": module, "models": names, "gaps": asdict(found), "faults": faults}
            )
    return rows


def _faults(module: str, models: Sequence[str], found: Gaps, listed: Gaps) -> Iterator[str]:
    for kind, fault in FAULT.items():
        new, known = getattr(found, kind), getattr(listed, kind)
        for name in new:
            if name not in known:
                yield (
                    f"{name} {fault} in any model of {module}\n"
                    f"its models: {', '.join(models)}\n"
                    f"{REMEDY[kind]}"
                )
        for name in known:
            if name not in new:
                yield (
                    f"models.toml lists {name} as a gap of {module}, which it is not\n"
                    f'remove it from {kind} in [gaps."{module}"]'
                )
