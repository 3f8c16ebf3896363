"""Where the specification and the bundled adapters are: in a checkout, or inside the wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder `name` ("spec", "conformance/adapters") of the checkout, else of the wheel's data.

    Raises FileNotFoundError if it is in neither: the installation is damaged.
    """
    for root in (_PACKAGE.parent.parent, _PACKAGE / "_data"):
        folder = root / name
        if folder.is_dir() and (
            root != _PACKAGE.parent.parent or (root / "pyproject.toml").exists()
        ):
            return folder
    raise FileNotFoundError(f"raftspec's folder {name} is missing; install raftspec again")
