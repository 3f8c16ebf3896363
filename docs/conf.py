"""How the documentation is built; see noxfile.py, session docs."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "_ext"))

with open(HERE.parent / "pyproject.toml", "rb") as _file:
    _project = tomllib.load(_file)["project"]

project = _project["name"]
release = version = _project["version"]
author = project_copyright = "the raftspec authors"

extensions = [
    "myst_parser",
    "sphinx_copybutton",
    "sphinx_design",
    "spec_docs.extension",
]
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "_ext"]
nitpicky = True

html_theme = "furo"
html_title = f"raftspec {version}"
html_static_path = ["_static"]
html_css_files = ["raftspec.css"]
html_show_sphinx = False
copybutton_prompt_text = "$ "
