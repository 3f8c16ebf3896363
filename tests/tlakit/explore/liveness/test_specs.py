"""Temporal properties of specifications of many kinds: the verdicts are those of TLC 2.18.

Where TLC refuses a formula the verdict was derived by hand; those are in FORMS_BEYOND_TLC.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tlakit.explore import explore
from tlakit.language import load_module
from tlakit.semantics import CheckResult, Specification, Verdict, parse_config

FOLDER = Path(__file__).with_name("specs")

HOLDS, VIOLATED = Verdict.HOLDS, Verdict.VIOLATED

RESOURCES = "Clients = {c1, c2} Resources = {r1, r2}"

CASES = [
    ("Philosophers", "WSpec", "Eats", "N = 2", VIOLATED),
    ("Philosophers", "WSpec", "Some", "N = 3", VIOLATED),
    ("Philosophers", "WSpec", "Lead", "N = 3", HOLDS),
    ("Philosophers", "WSpec", "NoBoth", "N = 3", HOLDS),
    ("Philosophers", "SSpec", "Eats", "N = 2", VIOLATED),
    ("Philosophers", "SSpec", "Some", "N = 3", HOLDS),
    ("Peterson", "LSpec", "Live", "", HOLDS),
    ("Peterson", "LSpec", "Live2", "", VIOLATED),
    ("Peterson", "FSpec", "Live Live2", "", HOLDS),
    ("Peterson", "WSpec", "Acts", "", VIOLATED),
    ("Peterson", "FSpec", "Acts", "", HOLDS),
    ("Peterson", "LSpec", "ActW", "", HOLDS),
    ("Peterson", "LSpec", "ImplicationP", "", VIOLATED),
    ("Peterson", "FSpec", "ImplicationP", "", HOLDS),
    ("Peterson", "LSpec", "Nested", "", HOLDS),
    ("AlternatingBit", "SFSpec", "Delivered", "Data = {d1, d2} Cap = 2", HOLDS),
    ("AlternatingBit", "WFSpec", "Delivered", "Data = {d1, d2} Cap = 2", VIOLATED),
    ("Quarters", "Live", "LSafe", "", HOLDS),
    ("Quarters", "Spec", "LSafe", "", VIOLATED),
    ("Quarters", "Live", "Always", "", HOLDS),
    ("Ring", "Spec", "Live", "N = 3", HOLDS),
    ("Ring", "NoFair", "Live", "N = 3", VIOLATED),
    ("Ring", "Spec", "Bad", "N = 3", VIOLATED),
    ("Ring", "Spec", "Quiet", "N = 3", HOLDS),
    ("TwoQueues", "Spec", "ASpec", 'Msg = {"a", "b"} Max = 2', HOLDS),
    ("TwoQueues", "NoMove", "ASpec", 'Msg = {"a", "b"} Max = 2', VIOLATED),
    ("TwoQueues", "NoMove", "In", 'Msg = {"a", "b"} Max = 2', VIOLATED),
    ("TwoQueues", "Weak", "In", 'Msg = {"a", "b"} Max = 2', HOLDS),
    ("InTurn", "Spec", "ASpec", "", HOLDS),
    ("Allocator", "SimpleAllocator", "ClientsWillReturn ClientsWillObtain", RESOURCES, HOLDS),
    ("Allocator", "SimpleAllocator2", "ClientsWillObtain", RESOURCES, VIOLATED),
    ("Allocator", "SimpleAllocator2", "ClientsWillReturn", RESOURCES, HOLDS),
    ("Allocator", "SimpleAllocator", "InfOftenSatisfied", f"{RESOURCES} SYMMETRY Symmetry", HOLDS),
    ("Semaphore", "Spec", "Termination", "K = 3", HOLDS),
    ("Semaphore", "NSpec", "Termination", "K = 2", VIOLATED),
    ("Semaphore", "NSpec", "Dn", "K = 2", VIOLATED),
    ("Semaphore", "SSpec", "Dn Inf", "K = 2", HOLDS),
    ("TwoPhase", "F3", "Decided", "RM = {r1, r2, r3}", HOLDS),
    ("TwoPhase", "Spec", "Together", "RM = {r1, r2}", VIOLATED),
    ("TwoPhase", "F1", "TCLive", "RM = {r1, r2}", HOLDS),
    ("TwoPhase", "Spec", "TCLive", "RM = {r1, r2}", VIOLATED),
]
"""Module, specification, properties, constants, and the verdict."""

FORMS = {
    ("Sp1", HOLDS): "Pd Pi Pt Plet Pe Pn Pb Pf Pg Ph Py Pz",
    ("Sp1", VIOLATED): "Pc Ps Px",
    ("Sp2", HOLDS): "Pd Pg",
    ("Sp2", VIOLATED): "Pi Ph Pk",
    ("Sp3", HOLDS): "Pi",
    ("Sp4", HOLDS): "Pd Ps",
    ("Sp5", HOLDS): "Pi",
    ("Sp5", VIOLATED): "Pd",
    ("Sp6", HOLDS): "Pd Pi",
    ("Sp7", HOLDS): "Pi",
    ("Sp9", VIOLATED): "Pd",
}
"""Properties of Forms.tla by specification and verdict, all as TLC has it."""

FORMS_BEYOND_TLC = {
    ("Sp0", HOLDS): "Pd Pi",
    ("Sp1", HOLDS): "Pl Pif Pa",
    ("Sp1", VIOLATED): "Pw",
    ("Sp2", HOLDS): "Pq",
    ("Sp2", VIOLATED): "Pa",
    ("Sp4", HOLDS): "Pl",
    ("Sp7", HOLDS): "Pa",
    ("Sp8", HOLDS): "Pi Pz Pk",
}
"""The same where TLC refuses: a LET around a specification, <> of an action, operators of formulas."""


def specification(module: str, spec: str, properties: str, constants: str) -> Specification:
    lines = [f"SPECIFICATION {spec}", f"PROPERTY {properties}", "CHECK_DEADLOCK FALSE"]
    lines += [f"CONSTANT {constants}"] if constants else []
    path = FOLDER / f"{module}.tla"
    return Specification(load_module(path), parse_config("\n".join(lines), "M.cfg"))


def assert_endless(made: Specification, result: CheckResult) -> None:
    """The counterexample is a behaviour of the model that goes on for ever."""
    assert result.violation is not None
    assert result.violation.kind == "temporal property"
    trace = result.violation.trace
    assert trace.loop is not None
    states = [dict(step.state) for step in trace.steps]
    assert states[0] in list(made.initial_states())
    for position, state in enumerate(states):
        last = position + 1 == len(states)
        label = trace.closing if last else trace.steps[position + 1].label
        following = states[trace.loop] if last else states[position + 1]
        if label is None:
            assert last
            assert following == state
        else:
            assert (label, following) in list(made.successors(state))


@pytest.mark.parametrize(("module", "spec", "properties", "constants", "verdict"), CASES)
def test_verdicts(
    module: str, spec: str, properties: str, constants: str, verdict: Verdict
) -> None:
    made = specification(module, spec, properties, constants)
    result = explore(made)
    assert result.verdict is verdict
    assert result.unchecked == ()
    if verdict is VIOLATED:
        assert_endless(made, result)


@pytest.mark.parametrize(
    ("spec", "name", "verdict"),
    [
        (spec, name, verdict)
        for table in (FORMS, FORMS_BEYOND_TLC)
        for (spec, verdict), names in table.items()
        for name in names.split()
    ],
)
def test_forms(spec: str, name: str, verdict: Verdict) -> None:
    made = specification("Forms", spec, name, "")
    result = explore(made)
    assert result.verdict is verdict
    assert (result.generated, result.distinct, result.depth) == (11, 7, 4)
    if verdict is VIOLATED:
        assert_endless(made, result)


@pytest.mark.parametrize(("spec", "verdict"), [("SpecG", HOLDS), ("Spec", VIOLATED)])
def test_what_depends_on_the_progress_of_the_search(spec: str, verdict: Verdict) -> None:
    """[](l <= n => [](TLCGet("queue") = 1 \\/ l > n)): a given behaviour is followed to its end."""
    assert explore(specification("Given", spec, "Matched", "")).verdict is verdict
