"""etcd's own specifications, from the Go module that ships them; nothing of them is kept here.

`go mod download` fetches the module through whatever proxy Go is set up with, into Go's cache.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

MODULE = "go.etcd.io/raft/v3@v3.7.0"


@pytest.fixture(scope="session")
def etcd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the module's `tla/` files; the tests are skipped where there is no Go."""
    if shutil.which("go") is None:
        pytest.skip("needs Go, whose module proxy has etcd's specifications")
    found = subprocess.run(
        ["go", "mod", "download", "-json", MODULE],
        cwd=tmp_path_factory.mktemp("nowhere"),
        capture_output=True,
        text=True,
        check=True,
    )
    folder = tmp_path_factory.mktemp("etcd")
    for path in Path(json.loads(found.stdout)["Dir"], "tla").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder
