"""Finding modules: beside the root file, on the search path, or among the standard ones."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from pathlib import Path

from tlakit.language import syntax
from tlakit.language.diagnostics import (
    MISSING_FILE,
    UNKNOWN_MODULE,
    WRONG_MODULE,
    Diagnostic,
    LanguageError,
)
from tlakit.language.parse import parse_modules
from tlakit.language.source import read_text

STANDARD_FOLDER = Path(__file__).with_name("standard")
_STANDARD = str(STANDARD_FOLDER)


class ModuleFiles:
    """Reads and parses module files, each once.

    `sources` keeps every text by its path, `missing` the paths where a module was looked for in vain.
    """

    def __init__(self, root: Path, search: Sequence[Path]) -> None:
        self.root = root
        self.folders = (root.parent, *search, STANDARD_FOLDER)
        self.sources: dict[str, str] = {}
        self.missing: list[str] = []
        self._parsed: dict[str, syntax.Module] = {}

    def read_root(self) -> syntax.Module:
        """The module of the root file that has the file's name."""
        modules = self._read(self.root, None)
        for module in modules:
            self._parsed.setdefault(module.name.text, module)
        named = [module for module in modules if module.name.text == self.root.stem]
        if not named:
            raise self._wrong_module(self.root, modules[0])
        return named[0]

    def find(self, name: str) -> syntax.Module | None:
        """A module by its name, from the files read so far or a file of its own; None if nowhere."""
        if name in self._parsed:
            return self._parsed[name]
        for folder in self.folders:
            path = folder / f"{name}.tla"
            if path.is_file():
                modules = self._read(path, name)
                for module in modules:
                    self._parsed.setdefault(module.name.text, module)
                if name not in self._parsed:
                    raise self._wrong_module(path, modules[0])
                return self._parsed[name]
            self.missing.append(str(path))
        return None

    def is_standard(self, file: str) -> bool:
        """Whether a file, as it stands in spans, is one of those shipped here."""
        return os.path.dirname(file) == _STANDARD

    def _read(self, path: Path, name: str | None) -> tuple[syntax.Module, ...]:
        try:
            text = read_text(path)
        except (OSError, UnicodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            problem = Diagnostic(
                code=MISSING_FILE,
                message=f"cannot read {path}: {reason}",
                hint="Name a file that holds a TLA+ module.",
            )
            raise LanguageError([problem], self.sources) from None
        file = str(path)
        self.sources[file] = text
        try:
            return parse_modules(text, file)
        except LanguageError as error:
            raise LanguageError(error.diagnostics, self.sources) from None

    def _wrong_module(self, path: Path, module: syntax.Module) -> LanguageError:
        problem = Diagnostic(
            code=WRONG_MODULE,
            message=f"{path.name} holds module `{module.name.text}`, not `{path.stem}`",
            span=module.name.span,
            hint="A file has the name of its module.",
        )
        return LanguageError([problem], self.sources)


def no_such_module(name: syntax.Name, folders: Sequence[Path]) -> Diagnostic:
    """The diagnostic for a module that is in none of the folders."""
    known = [path.stem for folder in folders if folder.is_dir() for path in folder.glob("*.tla")]
    close = difflib.get_close_matches(name.text, known, 1, 0.8)
    meant = f" Did you mean `{close[0]}`?" if close else ""
    places = ", ".join(dict.fromkeys(str(folder) for folder in folders[:-1]))
    return Diagnostic(
        code=UNKNOWN_MODULE,
        message=f"there is no module `{name.text}`",
        span=name.span,
        hint=f"Looked for {name.text}.tla in {places} and among the standard modules.{meant}",
    )
