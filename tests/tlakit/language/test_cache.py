"""Modules kept between runs: the same as made anew, and never used where something has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
import pytest
from tests.tlakit.language.conftest import short

from tlakit.language import LanguageError, ir, load_module
from tlakit.language import cache as cache_module
from tlakit.language.instantiate import walk

TEXT = """\
---- MODULE Root ----
EXTENDS Integers, Sequences, Lib
CONSTANTS c, Op(_)
VARIABLES v, w
ASSUME Positive == c > 0
f[n \\in Nat] == IF n = 0 THEN 1 ELSE n * f[n - 1]
RECURSIVE Sum(_), Other(_)
Sum(s) == IF s = <<>> THEN 0 ELSE Head(s) + Other(Tail(s))
Other(s) == Sum(s)
I(p) == INSTANCE Inner WITH n <- p
Next == \\/ /\\ v' = [v EXCEPT ![1] = @ + 1, ![2].a = -3]
           /\\ w' = I(2)!Twice(LET g(q) == q + Shared IN g(1))
        \\/ UNCHANGED <<v, w>>
Sets == {<<x, y>> \\in {1} \\X {2} : x = y} \\cup {Op(z) : z \\in {"a", TRUE}}
Spec == [][Next]_v /\\ WF_v(Next) /\\ \\A k \\in {1} : <>(v = k)
THEOREM Easy == c = c
THEOREM c # c
====
"""
LIB = "---- MODULE Lib ----\nShared == CHOOSE k \\in {1, 2} : k = 2\n====\n"
INNER = (
    "---- MODULE Inner ----\nEXTENDS Naturals\nCONSTANT n\nH(G(_), k) == G(k)\n"
    "Twice(k) == H(LAMBDA j : j + n, k) + CASE k = 1 -> n [] OTHER -> [a |-> n].a\n====\n"
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root file with two others beside it, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(cache_module.SWITCH, raising=False)
    for name, text in (("Root", TEXT), ("Lib", LIB), ("Inner", INNER)):
        (tmp_path / f"{name}.tla").write_text(text, encoding="utf-8")
    return tmp_path / "Root.tla"


def entries(root: Path) -> list[Path]:
    return sorted((root.parent / "cache" / "raftspec" / "modules").iterdir())


def made_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> ir.Module:
    with monkeypatch.context() as patch:
        patch.setenv(cache_module.SWITCH, "off")
        return load_module(root)


def facts(module: ir.Module) -> list[object]:
    """Everything that a back end can see of a module, but for the identity of nodes."""
    definitions = [
        (name, d.name, d.module, d.span, d.level, d.local, d.recursive, d.is_function)
        + (tuple((p.name, p.arity) for p in d.parameters),)
        + ("" if d.body is None else short(d.body),)
        for name, d in module.definitions.items()
    ]
    nodes: list[object] = []

    def visit(node: Any) -> None:
        nodes.append((type(node), node.span, getattr(node, "level", None)))

    for definition in module.definitions.values():
        walk(definition.body, visit)
    stated = [(t.name, t.span, t.expression and short(t.expression)) for t in module.theorems]
    assumed = [(a.name, a.span, short(a.expression)) for a in module.assumptions]
    declared = [(c.name, c.arity, c.span) for c in module.constants]
    varying = [(v.name, v.span) for v in module.variables]
    head = [module.name, module.extends, module.sources]
    return [definitions, nodes, stated, assumed, declared, varying, head]


def test_what_is_kept_is_what_was_made(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_anew(root, monkeypatch)
    load_module(root)
    monkeypatch.setattr("tlakit.language.modules.ModuleFiles.read_root", None)
    assert facts(load_module(root)) == facts(made)


def test_one_object_stays_one_object(root: Path) -> None:
    load_module(root)
    module = load_module(root)
    definitions = module.definitions
    sum_, other = definitions["Sum"], definitions["Other"]
    assert isinstance(sum_.body, ir.If) and isinstance(other.body, ir.Apply)
    assert other.body.operator is sum_
    assert isinstance(other.body.arguments[0], ir.Reference)
    assert other.body.arguments[0].target is other.parameters[0]
    targets: set[object] = set()
    for definition in definitions.values():
        walk(definition.body, lambda node: targets.add(getattr(node, "target", None)))
    assert {v for v in targets if isinstance(v, ir.Variable)} == set(module.variables)
    assert {c for c in targets if isinstance(c, ir.Constant)} <= set(module.constants)


@pytest.mark.parametrize("changed", ["Root", "Lib", "Inner"])
def test_a_changed_file_is_read(root: Path, changed: str) -> None:
    load_module(root)
    path = root.with_stem(changed)
    path.write_text(path.read_text().replace("====", "Late == 7\n===="), encoding="utf-8")
    module = load_module(root)
    assert path.read_text() == module.sources[str(path)]
    assert ("Late" in module.definitions) is (changed != "Inner")


def test_a_file_that_would_be_taken_instead_is_seen(root: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (tmp_path / "Lib.tla").rename(library / "Lib.tla")
    load_module(root, [library])
    (tmp_path / "Lib.tla").write_text(LIB.replace("k = 2", "k = 1"), encoding="utf-8")
    body = load_module(root, [library]).definitions["Shared"].body
    assert body is not None and short(body).endswith("(= k 1))")


def test_a_file_that_has_gone_is_missed(root: Path) -> None:
    load_module(root)
    root.with_stem("Lib").unlink()
    with pytest.raises(LanguageError, match="E201"):
        load_module(root)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:],
        lambda content: b"00000000" + content[8:],
        lambda content: b"not a number at all",
    ],
)
def test_a_spoiled_entry_is_made_anew(root: Path, spoil: Any) -> None:
    before = facts(load_module(root))
    (entry,) = entries(root)
    good = entry.read_bytes()
    entry.write_bytes(spoil(good))
    assert facts(load_module(root)) == before
    assert entry.read_bytes() == good


def test_an_entry_of_other_data_is_made_anew(root: Path) -> None:
    before = facts(load_module(root))
    (entry,) = entries(root)
    payload = msgspec.msgpack.encode([1, {}, [], {"a": 2}])
    entry.write_bytes(b"%08x" % crc32(payload) + payload)
    assert facts(load_module(root)) == before


def test_an_entry_of_other_code_is_made_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_module(root)
    monkeypatch.setattr(cache_module, "_version", lambda: ["another"])
    assert cache_module.Entry(root, ()).read() is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs the rights of files")
def test_a_folder_that_others_may_write_is_not_used(root: Path) -> None:
    load_module(root)
    folder = entries(root)[0].parent
    folder.chmod(0o777)
    assert cache_module.Entry(root, ()).read() is None


def test_a_folder_that_cannot_be_made_does_no_harm(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert load_module(root).name == "Root"


def test_it_can_be_switched_off(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_anew(root, monkeypatch)
    assert not (root.parent / "cache").exists()


def test_old_entries_are_forgotten(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "MOST_ENTRIES", 2)
    for name in ("A", "B", "C"):
        path = root.with_stem(name)
        path.write_text(f"---- MODULE {name} ----\n====\n", encoding="utf-8")
        load_module(path)
    assert len(entries(root)) == 2


def test_a_number_that_is_too_large_to_keep(root: Path) -> None:
    root.write_text(f"---- MODULE Root ----\nX == {10**30}\n====\n", encoding="utf-8")
    for _ in range(2):
        body = load_module(root).definitions["X"].body
        assert isinstance(body, ir.Literal) and body.value == 10**30
    assert entries(root) == []


def test_a_module_from_the_cache_needs_no_parser(root: Path) -> None:
    load_module(root)
    program = (
        "import sys; from pathlib import Path; from tlakit.language import load_module;"
        f"load_module(Path({str(root)!r}));"
        "print([m for m in ('lark', 'tlakit.language.parse') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert run.stdout.strip() == "[]", run.stderr
