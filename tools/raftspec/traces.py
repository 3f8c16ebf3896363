"""Behaviours written for other tools: `--trace-itf` and `--trace-json`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cyclopts import Parameter

from raftspec.problems import InputProblem
from tlakit.render import trace_to_itf, trace_to_tlc
from tlakit.semantics import EvaluationError, Specification, Trace


@Parameter(name="*")
@dataclass(frozen=True)
class TraceFiles:
    """Where to write a counterexample besides showing it; nothing is written if there is none."""

    trace_itf: Path | None = None
    """Write the counterexample to this file in Apalache's Informal Trace Format."""

    trace_json: Path | None = None
    """Write the counterexample to this file in the layout of TLC's -dumpTrace json."""

    def write(self, trace: Trace | None, specification: Specification, name: str) -> None:
        """Write the behaviour to the files that were asked for; None for no behaviour."""
        if trace is None or not trace.steps:
            return
        module = specification.module
        if self.trace_itf is not None:
            _write(self.trace_itf, trace_to_itf(trace, f"{name}.tla"))
        if self.trace_json is not None:
            _write(self.trace_json, trace_to_tlc(trace, module.definitions))

    @contextmanager
    def also_of_errors(self, specification: Specification, name: str) -> Iterator[None]:
        """Where an evaluation fails in the block, the behaviour that led there is written too."""
        try:
            yield
        except EvaluationError as error:
            self.write(error.trace, specification, name)
            raise


def _write(file: Path, data: dict[str, Any]) -> None:
    if str(file) == "-":
        raise InputProblem("a trace goes to a file\nname one; --json - has the trace as well")
    try:
        file.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as problem:
        raise InputProblem(f"cannot write the trace to {file}: {problem.strerror}") from problem
