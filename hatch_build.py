"""Puts the spec and the bundled adapters into real wheels, and builds the explorer's fast kernel.

The former live in folders of their own in the repository, because they belong to no Python package.
An editable install finds them there, and gets no copy, which would soon be stale. The kernel is built
where there is a C compiler; without it the explorer searches with its kernel in Python.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA = {
    "spec": "raftspec/_data/spec",
    "conformance/adapters": "raftspec/_data/conformance/adapters",
}


KERNEL = "tools/tlakit/explore/fast"


class DataHook(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is the builder's config
    """Hatchling calls `initialize` before it builds a target; "standard" is any real wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the kernel; adds it and every file under the folders of DATA to a real wheel."""
        self._build_kernel(version, build_data)
        if version != "standard":
            return
        for folder, target in DATA.items():
            root = Path(self.root, folder)
            for path in sorted(root.rglob("*")):
                place = path.relative_to(root)
                if path.is_file() and not any(_left_behind(part) for part in place.parts):
                    build_data["force_include"][str(path)] = f"{target}/{place.as_posix()}"

    def _build_kernel(self, version: str, build_data: dict[str, Any]) -> None:
        found = importlib.util.spec_from_file_location(
            "build_kernel", Path(self.root, KERNEL, "build.py")
        )
        assert found is not None and found.loader is not None
        builder = importlib.util.module_from_spec(found)
        found.loader.exec_module(builder)
        problem = builder.build()
        if problem:
            print(f"the fast kernel is not built: {problem}", file=sys.stderr)
        elif version == "standard":
            place = str(builder.LIBRARY.relative_to(Path(self.root, "tools")))
            build_data["force_include"][str(builder.LIBRARY)] = place
            platform = re.sub("[-.]", "_", sysconfig.get_platform())
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{platform}"  # no Python headers are used


def _left_behind(part: str) -> bool:
    return part.startswith(".") or part in ("__pycache__", "states", "target", "node_modules")
