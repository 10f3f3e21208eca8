"""Commands that have ended: their exit code and what they printed."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def done(*words: object, folder: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command that has ended, as text, with more in its environment; it has twenty minutes."""
    return subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
