"""From a project's files to a release, or to what keeps one from being made."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from casebound import judge
from casebound.load.project import LoadedProject
from casebound.load.schema import Schema
from casebound.load.workspace import Workspace
from casebound.model.days import Day
from casebound.model.judgment import Judgement
from casebound.pipeline.check import RULES, judgement_of, project_in, schemas_for
from casebound.release.cache import Store
from casebound.release.context import laid_out
from casebound.release.evidence_files import evidence_read
from casebound.release.publish import Release, locked, publish, staging, write_ahead
from casebound.release.release_files import bind
from casebound.release.settings import Progress, Tally, Workshop
from casebound.release.site_files import print_shell
from casebound.render.templates import Templates
from casebound.runtime.parallel import meanwhile


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a build was asked for. Without `documents` it leaves the PDFs out, as the benchmark does."""

    as_of: Day | None
    today: Day
    jobs: int = 1
    preview: bool = False
    documents: bool = True


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to. `release` is None where nothing was published; `made` counts what is new."""

    judgement: Judgement
    release: Release | None
    made: Tally = field(default_factory=Tally)


def build(workspace: Workspace, order: Order, progress: Progress = no_progress) -> Built:
    """Check, then render and publish. With a blocking finding nothing is published, unless as a preview."""
    name = "preview" if order.preview else "handbook"
    with locked(workspace.build), _first(workspace.build, name) as begun:
        folders = workspace.template_folders()
        shop = Workshop(
            workspace, Templates(folders), folders, RULES, Store(workspace.build / "cache"), order.jobs, progress
        )
        project, schemas = project_in(workspace, order.jobs), schemas_for(workspace)
        with _shell_ahead(shop, project, schemas, order, begun) as printed:
            judgement = judgement_of(workspace, project, schemas, order.as_of, order.today)
            if judgement.registers is None or (judgement.blocked and not order.preview):
                if begun:
                    shutil.rmtree(begun, ignore_errors=True)  # which ends the writing
                return Built(judgement, None)
            bench = laid_out(shop, judgement, printed, preview=order.preview)
            outputs = bind(bench)
        if order.documents:
            from casebound.release.document_files import papers

            outputs += papers(bench)
        release = publish(workspace.build, name, outputs, order.jobs, begun)
        return Built(judgement, release, bench.made)


def _first(build: Path, name: str) -> AbstractContextManager[Path | None]:
    """Where files may be written ahead of a release, if it is the first of its name; a later one takes most of them
    from the one before.
    """
    return nullcontext() if os.path.lexists(build / name) else staging(build)


@contextmanager
def _shell_ahead(
    shop: Workshop, project: LoadedProject, schemas: Mapping[str, Schema], order: Order, begun: Path | None
) -> Iterator[Callable[[], bool]]:
    """The shell hangs on no case, so it is printed while the cases are judged; see `print_shell` for what is given.

    Nor does the evidence change any more, so it is written next, where there is a release to begin.
    """
    registers = judge.registers_in(project, schemas)
    if registers is None:
        yield bool
        return
    as_of = judge.day_of(registers, order.as_of, order.today)
    evidence = partial(write_ahead, begun, evidence_read(shop.workspace, project)) if begun else None
    with meanwhile(lambda: print_shell(shop, registers, as_of), shop.jobs, evidence) as printed:
        yield printed
