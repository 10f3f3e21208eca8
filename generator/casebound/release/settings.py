"""The settings of a build, and the counts of what a build rendered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casebound.load.workspace import Workspace
from casebound.model.rules import Rule
from casebound.release.cache import BuildCache
from casebound.render.templates import Templates
from casebound.runtime.cluster_address import ClusterAddress

Progress = Callable[[str, int, int], None]
"""Receives the name of a stage, the number of items done, and the total."""


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """The project, its templates, the cache, the number of workers, and the cluster that prints the PDFs, if any."""

    workspace: Workspace
    templates: Templates
    folders: tuple[Path, ...]
    rules: Sequence[Rule]
    cache: BuildCache
    jobs: int
    progress: Progress
    cluster: ClusterAddress | None = None


@dataclass(slots=True)
class RebuildCounts:
    """How many pages, PDFs and sets of page templates a build rendered; everything else came from the cache.

    `unused_workers` are those workers of a cluster that could not be used, with the reason.
    """

    pages: int = 0
    documents: int = 0
    page_templates: int = 0
    unused_workers: Mapping[str, str] = field(default_factory=dict)
