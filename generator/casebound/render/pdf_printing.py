"""Printing the PDFs of a build: a pure function from a task and a kit to bytes, in whatever process it runs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from casebound.render import exhibits
from casebound.render.documents import document_tasks
from casebound.render.documents.document_tasks import DocumentTask, RenderedDocument
from casebound.render.documents.print_assets import PrintAssets
from casebound.render.exhibits import BundleTask
from casebound.render.templates import Templates
from casebound.runtime.parallel import map_ordered

PrintTask = DocumentTask | BundleTask


@dataclass(frozen=True, slots=True)
class PrintKit:
    """What prints all PDFs of a build: style sheets, fonts, and the templates of the bundles of exhibits."""

    print_assets: PrintAssets
    templates: Templates


def key(task: PrintTask) -> str:
    """The cache key of a PDF: the hash of everything that its bytes depend on, the tool chain included."""
    return exhibits.key(task) if isinstance(task, BundleTask) else document_tasks.key(task)


def render(task: PrintTask, kit: PrintKit) -> RenderedDocument:
    """Print one PDF. Raises BrokenDocument or InternalError where that fails."""
    if isinstance(task, BundleTask):
        return exhibits.render(task, kit.print_assets, kit.templates)
    return document_tasks.render(task, kit.print_assets, exhibits.pictures_of(task.bundle, task.copies))


def render_all(tasks: Iterable[PrintTask], kit: PrintKit, jobs: int) -> Iterator[RenderedDocument]:
    """Print many PDFs with `jobs` workers of this machine, in the order of the tasks."""
    if jobs > 1:
        exhibits.warm_up(kit.print_assets)
    return map_ordered(partial(render, kit=kit), tasks, jobs)
