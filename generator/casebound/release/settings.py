"""The settings of a build, and the counts of what a build rendered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebound.load.workspace import Workspace
from casebound.model.rules import Rule
from casebound.release.cache import BuildCache
from casebound.render.templates import Templates

Progress = Callable[[str, int, int], None]
"""Receives the name of a stage, the number of items done, and the total."""


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """The project, its templates, the cache, and the number of workers."""

    workspace: Workspace
    templates: Templates
    folders: tuple[Path, ...]
    rules: Sequence[Rule]
    cache: BuildCache
    jobs: int
    progress: Progress


@dataclass(slots=True)
class RebuildCounts:
    """How many pages, PDFs and sets of page templates a build rendered; everything else came from the cache."""

    pages: int = 0
    documents: int = 0
    page_templates: int = 0
