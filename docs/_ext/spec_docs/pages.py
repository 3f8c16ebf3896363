"""The generators behind `{{ generated: NAME ARGUMENT }}`, each from files to Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sphinx.errors import ExtensionError

from raftspec.mirror.twins import DURABILITY, MIRRORED, snake_case
from spec_docs import (
    commands,
    counterexamples,
    errors,
    figure_8,
    findings,
    kill_matrix,
    markdown,
    schedules,
    together,
)
from spec_docs.documents import Declaration, Definition, Prose, read_document
from spec_docs.mutants import Mutant, Operator, read_mutants
from spec_docs.twins import find_twin, functions
from tlakit.semantics import load_catalogue

ROOT = Path(__file__).resolve().parents[3]
SPEC = ROOT / "spec"
LINE = re.compile(r"^\{\{ generated: (\S+)(?: (.*?))? \}\}$", re.MULTILINE)

# Operators without a function of the reference, and what stands in their place.
WITHOUT_TWIN = {
    "vars": "nothing, it only names the three variables",
    "Min": "the built-in `min`",
    "Max": "the built-in `max`",
    "Put": "the host that runs the core: it stores the new record and sends the messages",
    "Init": "one `boot` for each server",
    "Next": "the host and its timers, which choose what happens",
    "Spec": "nothing, it is the set of all runs",
    "ActElectionsAsEver": "the host and its timers, which choose what happens",
    "ActChanges": "the host, which knows the configuration that it wants",
    "CommittedIndexes": "nothing, it is what only the environment sees",
    "LastCommitted": "nothing, it is what only the environment sees",
    "MayTick": "the clocks of the hosts, as far apart as they promise",
    "CompactSomewhere": "the host, which chooses the index and has the state after it",
    "ConfigurationIsApplied": "nothing, it is a property, which the models check",
    "OneAheadAtMost": "nothing, it is a property, which the models check",
    "DurabilityFeatures": "`Settings.asynchronous_writes`",
    "sessionVars": "nothing, it only names the variables",
    "PutCommand": "`proposal`, the action of the server that it comes to",
    "PutClient": "`client_after`, the client's record then",
    "PutWritten": "`take` in `every_action`, which asks the server's record whether it knows its disk",
}
WITHOUT_TWIN |= {
    name: f"the action `{action.__name__}`, taken by a server that knows its disk"
    for name, action in DURABILITY.renamed.items()
}
EXTENSIONS = ("Elections", "Membership", "Snapshots", "Reads", "Lease", "Complete", "Sessions")
VARIANTS = ("Durability", "LeaderIds")
WITHOUT_TWIN |= {
    f"{prefix}{name}": WITHOUT_TWIN[prefix]
    for prefix in ("Init", "Next", "Spec")
    for name in (*EXTENSIONS, *VARIANTS)
}
WITHOUT_TWIN |= {f"Act{name}": WITHOUT_TWIN["Next"] for name in EXTENSIONS}
MODULES_WITH_TWINS = tuple(f"{held_to.name}.tla" for held_to in MIRRORED)


def spec_page(argument: str) -> str:
    """A module in source order, every operator beside its Python function."""
    path = SPEC / argument
    mutants = read_mutants(SPEC)
    parts = ["## The state"]
    missing: list[str] = []
    for block in read_document(path):
        if isinstance(block, Definition):
            twin = find_twin(block.name, ROOT)
            if twin is None and block.name not in WITHOUT_TWIN:
                missing.append(f"{path.name}:{block.line}: {block.name}")
            why = WITHOUT_TWIN.get(block.name, "")
            parts.append(
                markdown.definition(
                    block,
                    f"spec/{argument}",
                    None if why else twin,
                    level=3,
                    why_none=why,
                    concern=_of(mutants, Operator(block.name, path.stem)),
                )
            )
        else:
            parts.append(_other(block))
    if missing:
        raise ExtensionError(
            "these operators have no function of the same name in reference/raft_reference: "
            + "; ".join(missing)
            + "\nWrite it, or say in docs/_ext/spec_docs/pages.py (WITHOUT_TWIN) why there is none."
        )
    return "\n\n".join(parts)


def rule_page(argument: str) -> str:
    """`MODULE.tla Operator`: one operator, for a page that explains it; beside its function, if any."""
    module, _, name = argument.partition(" ")
    blocks = read_document(SPEC / module)
    found = [block for block in blocks if isinstance(block, Definition) and block.name == name]
    twin = find_twin(name, ROOT)
    if not found or (twin is None and module in MODULES_WITH_TWINS):
        raise ExtensionError(f"no operator {name} in spec/{module}, or no function of its name")
    if twin is None:
        return markdown.alone(found[0], f"spec/{module}")
    return markdown.beside(found[0], f"spec/{module}", twin)


def properties_page(argument: str) -> str:
    """A module of properties: each operator with the check of the same name and what breaks it."""
    known = functions(ROOT / "reference/raft_reference", ROOT)
    mutants = read_mutants(SPEC)
    parts = []
    for block in read_document(SPEC / argument):
        if isinstance(block, Definition):
            twin = known.get(snake_case(block.name))
            text = markdown.definition(block, f"spec/{argument}", twin, level=2)
            parts.append(text + _broken_by(mutants, Operator(block.name, Path(argument).stem)))
        else:
            parts.append(_other(block))
    return "\n\n".join(parts)


def module_page(argument: str) -> str:
    """A module, or all that a pattern matches, in source order: what it says first, then each operator.

    Nothing in Python mirrors it. Its properties are known by the mutants that break them.
    """
    found = sorted(SPEC.glob(argument))
    if not found:
        raise ExtensionError(f"no module spec/{argument}")
    return "\n\n".join(map(_module, found))


def _module(path: Path) -> str:
    mutants = read_mutants(SPEC)
    parts = [f"## {path.stem}"]
    for block in read_document(path):
        if isinstance(block, Definition):
            operator = Operator(block.name, path.stem)
            text = markdown.definition(
                block, f"spec/{path.name}", None, level=3, concern=_of(mutants, operator)
            )
            parts.append(text + _broken_by(mutants, operator))
        elif isinstance(block, Prose):
            parts.append(markdown.prose(block, level=3))
        else:
            parts.append(markdown.declaration(block))
    return "\n\n".join(parts)


def mutants_page(_: str) -> str:
    """Every mutant: what it does, the text of its operator, what catches it."""
    parts = []
    for mutant in read_mutants(SPEC):
        blocks = read_document(SPEC / mutant.module)
        text = [block for block in blocks if isinstance(block, Prose)]
        bad = {replacement for _, replacement in mutant.overrides}
        parts += [
            f"({markdown.mutant_anchor(mutant.identifier)})=",
            f"### {mutant.identifier}: {markdown.prose_text(mutant.title)}",
            *(markdown.prose(block) for block in text),
        ]
        parts += [
            f"In the place of {markdown.operator_link(operator)} stands `{replacement}`."
            for operator, replacement in mutant.overrides
        ]
        parts += [
            f"```{{code-block}} tla\n:caption: spec/{mutant.module}:{block.line}\n\n{block.code}\n```"
            for block in blocks
            if isinstance(block, Definition) and block.name in bad
        ]
        parts.append(
            f"Violates {markdown.operator_link(mutant.violates)} in {mutant.steps} steps. "
            f"See it with `raftspec check {mutant.identifier}`."
        )
        parts.append(counterexamples.diagram(mutant.identifier))
    return "\n\n".join(parts)


def models_page(argument: str) -> str:
    """The table of the models that are named, or of all, with their pinned counts."""
    models = load_catalogue(SPEC / "models.toml").models
    names = argument.split() or models
    unknown = [name for name in names if name not in models]
    if unknown:
        raise ExtensionError(f"no model {', '.join(unknown)} in spec/models.toml")
    rows = [
        (
            f"`{name}`",
            markdown.prose_text(entry.title),
            entry.verdict,
            f"{entry.generated:,}",
            f"{entry.distinct:,}",
            str(entry.depth),
            markdown.prose_text(entry.derived),
        )
        for name, entry in ((name, models[name]) for name in names)
    ]
    header = (
        "model",
        "what it covers",
        "verdict",
        "generated",
        "distinct",
        "depth",
        "also found by",
    )
    return markdown.table(header, rows)


def mirrored_page(_: str) -> str:
    """The table of the modules that the reference mirrors, each with the model that asks all of it."""
    models = load_catalogue(SPEC / "models.toml").models
    rows = [
        (
            f"`{held_to.name}`",
            ", ".join(f"`{module.__name__.rpartition('.')[2]}`" for module in held_to.modules),
            f"`raftspec mirror {held_to.model}`",
            f"{models[held_to.model].distinct:,}",
        )
        for held_to in MIRRORED
    ]
    return markdown.table(("module", "in the reference", "compared by", "states"), rows)


GENERATORS: dict[str, Callable[[str], str]] = {
    "spec": spec_page,
    "rule": rule_page,
    "properties": properties_page,
    "module": module_page,
    "mutants": mutants_page,
    "models": models_page,
    "mirrored": mirrored_page,
    "together": together.together_page,
    "mutant-table": commands.mutant_table_page,
    "cases": commands.cases_page,
    "exits": commands.exits_page,
    "help": commands.help_page,
    "output": commands.output_page,
    "errors": errors.errors_page,
    "diagnostic": commands.diagnostic_page,
    "run-report": commands.run_report_page,
    "findings": findings.findings_page,
    "second-vote": findings.diagram_page,
    "figure-8": figure_8.figure_8_page,
    "pitfall-count": kill_matrix.count_page,
    "kill-matrix": kill_matrix.matrix_page,
    "unasked": kill_matrix.unasked_page,
    "schedule-words": schedules.words_page,
}


def expand(text: str) -> str:
    """The page with every `{{ generated: ... }}` line replaced."""

    def replacement(match: re.Match[str]) -> str:
        generator = GENERATORS.get(match.group(1))
        if generator is None:
            known = ", ".join(sorted(GENERATORS))
            raise ExtensionError(f"no generator {match.group(1)!r}; there are {known}")
        return generator(match.group(2) or "")

    return LINE.sub(replacement, text)


def _of(mutants: tuple[Mutant, ...], operator: Operator) -> list[Mutant]:
    return [mutant for mutant in mutants if any(bad == operator for bad, _ in mutant.overrides)]


def _broken_by(mutants: tuple[Mutant, ...], operator: Operator) -> str:
    """A line that names the mutants that violate a property; empty if there are none."""
    links = "; ".join(markdown.mutant_link(one) for one in mutants if one.violates == operator)
    return f"\n{{bdg-danger-line}}`broken by` {links}\n" if links else ""


def _other(block: Prose | Declaration) -> str:
    if isinstance(block, Prose):
        return markdown.prose(block)
    return markdown.declaration(block)
