"""Puts the spec and the bundled adapters into real wheels, as data of the command line's package.

They live in folders of their own in the repository, because they belong to no Python package. An
editable install finds them there, and gets no copy, which would soon be stale.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA = {
    "spec": "raftspec/_data/spec",
    "conformance/adapters": "raftspec/_data/conformance/adapters",
}


class DataHook(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is the builder's config
    """Hatchling calls `initialize` before it builds a target; "standard" is any real wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds every file under the folders of DATA, except what tools leave behind."""
        if version != "standard":
            return
        for folder, target in DATA.items():
            root = Path(self.root, folder)
            for path in sorted(root.rglob("*")):
                place = path.relative_to(root)
                if path.is_file() and not any(_left_behind(part) for part in place.parts):
                    build_data["force_include"][str(path)] = f"{target}/{place.as_posix()}"


def _left_behind(part: str) -> bool:
    return part.startswith(".") or part in ("__pycache__", "states", "target", "node_modules")
