"""What a release is made with, and how much of it was made anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebound.load.workspace import Workspace
from casebound.model.rules import Rule
from casebound.release.cache import Store
from casebound.render.templates import Templates

Progress = Callable[[str, int, int], None]
"""Told the name of a stage, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a release is made with: the project, its templates, the store, and how many workers."""

    workspace: Workspace
    templates: Templates
    folders: tuple[Path, ...]
    rules: Sequence[Rule]
    store: Store
    jobs: int
    progress: Progress


@dataclass(slots=True)
class Tally:
    """How much was made anew in one build, for the closing line and the benchmark."""

    pages: int = 0
    documents: int = 0
    shells: int = 0
