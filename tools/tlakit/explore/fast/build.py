"""Builds the fast kernel with the C compiler at hand.

Run at installation, before anything else of the package can be imported: so this file imports only
the standard library. The library knows the digest of its sources, so that one that is older than
they are is never used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from hashlib import blake2b
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
LIBRARY = FOLDER / "libkernel.so"
COMPILERS = ("cc", "gcc", "clang")
OPTIONS = ("-std=gnu11", "-O3", "-shared", "-fPIC", "-pthread")


def source_digest() -> str:
    """What tells these sources from any others."""
    digest = blake2b(digest_size=16)
    for path in sorted((*FOLDER.glob("*.h"), *FOLDER.glob("*.c"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def build() -> str:
    """Builds `libkernel.so` beside its sources; returns why that failed, nothing if it did not.

    The environment variable CC names the compiler, as usual; without it the first of COMPILERS is
    taken.
    """
    named = os.environ.get("CC", "").split()
    compiler = named or [found for name in COMPILERS if (found := shutil.which(name))][:1]
    if not compiler:
        return "there is no C compiler"
    unfinished = LIBRARY.with_suffix(f".{os.getpid()}")
    define = f'-DSOURCE_DIGEST="{source_digest()}"'
    command = [*compiler, *OPTIONS, define, str(FOLDER / "kernel.c"), "-o", str(unfinished)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"{compiler[0]} failed: {done.stderr.strip()[:500]}"
        unfinished.replace(LIBRARY)
    except OSError as error:
        return f"{compiler[0]} could not be run: {error}"
    finally:
        unfinished.unlink(missing_ok=True)
    return ""
