"""From a project's files to a release, or to what keeps one from being made."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from casebound import judge
from casebound.load.project import LoadedProject
from casebound.load.schema import Schema
from casebound.load.workspace import Workspace
from casebound.model.days import Day
from casebound.model.judgment import Judgement
from casebound.pipeline.check import RULES, judgement_of, project_in, schemas_for
from casebound.release.cache import Store
from casebound.release.context import laid_out
from casebound.release.publish import Release, locked, publish
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
    with locked(workspace.build):
        folders = workspace.template_folders()
        shop = Workshop(
            workspace, Templates(folders), folders, RULES, Store(workspace.build / "cache"), order.jobs, progress
        )
        project, schemas = project_in(workspace, order.jobs), schemas_for(workspace)
        with _shell_ahead(shop, project, schemas, order) as printed:
            judgement = judgement_of(workspace, project, schemas, order.as_of, order.today)
            if judgement.registers is None or (judgement.blocked and not order.preview):
                return Built(judgement, None)
            bench = laid_out(shop, judgement, printed, preview=order.preview)
            outputs = bind(bench)
        if order.documents:
            from casebound.release.document_files import papers

            outputs += papers(bench)
        release = publish(workspace.build, name, outputs, order.jobs)
        return Built(judgement, release, bench.made)


@contextmanager
def _shell_ahead(
    shop: Workshop, project: LoadedProject, schemas: Mapping[str, Schema], order: Order
) -> Iterator[Callable[[], bool]]:
    """The shell hangs on no case, so it is printed while the cases are judged; see `print_shell` for what is given."""
    registers = judge.registers_in(project, schemas)
    if registers is None:
        yield bool
        return
    as_of = judge.day_of(registers, order.as_of, order.today)
    with meanwhile(lambda: print_shell(shop, registers, as_of), shop.jobs) as printed:
        yield printed
