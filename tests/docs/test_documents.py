"""Modules as documents, twins and citations."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

from raftspec.mirror.twins import snake_case
from spec_docs import pages
from spec_docs.documents import Declaration, Definition, Prose, document
from spec_docs.markdown import prose_text
from spec_docs.mutants import Operator, read_mutants
from spec_docs.twins import citations, functions

TEXT = """\
---- MODULE Small ----
(****************************)
(* What this is about: `x'. *)
(*                          *)
(* More of it.              *)
(****************************)
EXTENDS Naturals

VARIABLES
  x \\* a number

(****************************)
(* TWO THINGS (RP figure 2).  First. *)
(****************************)
(* RP section 5.1: so it
   begins. *)
Init == x = 0
Next ==
  \\/ x' = x + 1
  \\/ x' = 0
Both(a, b) == a /\\ b
Twin(y) == INSTANCE Other WITH x <- y
====
"""


def test_document() -> None:
    assert document(TEXT, "Small.tla") == (
        Prose("", "", ("What this is about: `x'.", "More of it.")),
        Declaration(7, "EXTENDS Naturals"),
        Declaration(9, "VARIABLES\n  x \\* a number"),
        Prose("Two things", "RP figure 2", ("First.",)),
        Definition("Init", 17, 17, "RP section 5.1: so it begins.", "Init == x = 0", ()),
        Definition("Next", 18, 20, "", "Next ==\n  \\/ x' = x + 1\n  \\/ x' = 0", ()),
        Definition("Both", 21, 21, "", "Both(a, b) == a /\\ b", ("a", "b")),
        Definition("Twin", 22, 22, "", "Twin(y) == INSTANCE Other WITH x <- y", ("y",)),
    )


def test_no_definition_of_the_spec_is_lost() -> None:
    for path in sorted(pages.SPEC.rglob("*.tla")):
        text = path.read_text(encoding="utf-8")
        blocks = document(text, path.name)
        shown = {block.name for block in blocks if isinstance(block, Definition)}
        for line in text.splitlines():
            name = line.partition("==")[0].partition("(")[0].strip()
            if "==" in line and "====" not in line and not line.startswith((" ", "(", "\\")):
                assert name in shown, f"{path.name}: {name}"


def test_citations() -> None:
    assert citations("RP section 5.2 and figure 2: x", "(RP figures 3 and 8; D 3.4, 3.6.1)") == (
        "Raft paper, section 5.2",
        "Raft paper, figure 2",
        "Raft paper, figure 3",
        "Raft paper, figure 8",
        "dissertation, section 3.4",
        "dissertation, section 3.6.1",
    )
    assert citations("D 3.5 and the Students' guide") == (
        "dissertation, section 3.5",
        "Students' guide to Raft",
    )
    assert citations("PMS section 2.2, P2c, and EP figures 2 and 3") == (
        "Paxos Made Simple, section 2.2",
        "EPaxos paper, figure 2",
        "EPaxos paper, figure 3",
    )
    assert citations("nothing, RPC 5, STEP 3") == ()


def test_prose_keeps_signs_from_being_markdown() -> None:
    assert prose_text("`log' is [term, value] * 2") == "`log` is \\[term, value\\] \\* 2"


def test_twins_are_found_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('"""M."""\n\ndef big_step(s):\n    """D."""\n    return s\n')
    twin = functions(tmp_path, tmp_path)["big_step"]
    assert (twin.file, twin.line, twin.docstring) == ("a.py", 3, "D.")
    assert twin.code == 'def big_step(s):\n    """D."""\n    return s'


def test_an_operator_without_a_function_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "find_twin", lambda name, root: None)
    with pytest.raises(ExtensionError, match=r"Raft\.tla:\d+: Recover"):
        pages.spec_page("Raft.tla")


@pytest.mark.parametrize("module", pages.MODULES_WITH_TWINS)
def test_every_operator_has_a_function_or_it_is_said_why_not(module: str) -> None:
    """Also of a module that has no page of its own."""
    assert pages.spec_page(module)


def test_no_exception_is_listed_in_vain() -> None:
    texts = {name: (pages.SPEC / name).read_text("utf-8") for name in pages.MODULES_WITH_TWINS}
    blocks = [block for name, text in texts.items() for block in document(text, name)]
    names = {block.name for block in blocks if isinstance(block, Definition)}
    assert pages.WITHOUT_TWIN.keys() <= names


def test_every_mutant_names_operators_and_properties_of_the_spec() -> None:
    known = {
        Operator(block.name, path.stem)
        for path in pages.SPEC.glob("*.tla")
        for block in document(path.read_text(encoding="utf-8"), path.name)
        if isinstance(block, Definition)
    }
    for mutant in read_mutants(pages.SPEC):
        assert mutant.overrides, mutant.identifier
        assert {operator for operator, _ in mutant.overrides} | {mutant.violates} <= known


def test_what_only_bounds_a_model_is_no_fault() -> None:
    (gaps,) = (mutant for mutant in read_mutants(pages.SPEC) if mutant.identifier == "C02")
    assert gaps.overrides == ((Operator("Learn", "ReplicatedLog"), "LearnsNewest"),)


def test_a_page_of_a_module_shows_what_breaks_it() -> None:
    page = pages.module_page("ReplicatedLog.tla")
    assert page.startswith("## ReplicatedLog\n")
    begin = page.index("(op-ReplicatedLog-Learn)=")
    assert "(#mutant-C02)" in page[begin : page.index("(op-ReplicatedLog-Forget)=")]
    assert "(#op-ReplicatedLog-KnownLogsAgree)" in page[begin:]
    begin = page.index("(op-ReplicatedLog-RefinesConsensus)=")
    assert "`broken by` [C03" in page[begin:]


def test_the_spec_page_shows_both_texts_and_what_breaks_a_rule() -> None:
    page = pages.spec_page("Raft.tla")
    begin = page.index("(op-Recover)=")
    section = page[begin : page.index("(op-Crash)=")]
    assert "Recover(s) ==" in section
    assert "def recover(s: ServerState)" in section
    assert "(#mutant-P05)" in section
    (forgets,) = (mutant for mutant in read_mutants(pages.SPEC) if mutant.identifier == "P05")
    assert f"(#op-{forgets.violates.name})" in section


def test_a_page_may_show_some_models() -> None:
    rows = pages.models_page("paxos refinement").splitlines()
    assert [row.split(" | ")[0] for row in rows[2:]] == ["| `paxos`", "| `refinement`"]
    assert "`small`" in pages.models_page("")
    with pytest.raises(ExtensionError, match="no model paxso"):
        pages.models_page("paxso")


def test_a_rule_is_shown_beside_its_function_or_not_at_all() -> None:
    shown = pages.expand("{{ generated: rule RaftElections.tla CanStand }}")
    assert "CanStand(s) ==" in shown and "def can_stand(s: ServerState)" in shown
    with pytest.raises(ExtensionError, match="no operator CanSit"):
        pages.rule_page("RaftElections.tla CanSit")


def test_unknown_generators_end_the_build() -> None:
    with pytest.raises(ExtensionError, match="no generator 'weather'"):
        pages.expand("a\n{{ generated: weather today }}\n")


def test_the_page_on_replication_names_what_its_mutants_replace_and_break() -> None:
    page = (pages.ROOT / "docs/explanation/replication.md").read_text(encoding="utf-8")
    known = functions(pages.ROOT / "reference/raft_reference/core", pages.ROOT)
    mutants = {mutant.identifier: mutant for mutant in read_mutants(pages.SPEC)}
    rows = re.findall(
        r"^\| \{ref\}`(\w+) <.*?\| (?:`(\w+)`, `(\w+)`|the same) \| `(\w+)` \|$", page, re.MULTILINE
    )
    assert len(rows) == 11
    operator, function = "", ""
    for identifier, named, twin, violated in rows:
        operator, function = named or operator, twin or function
        assert function == snake_case(operator) and function in known
        assert [replaced.name for replaced, _ in mutants[identifier].overrides] == [operator]
        assert mutants[identifier].violates.name == violated
