"""The PDFs of every case: first the exhibit bundle, then the dossier and the decision note."""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from casebound import report
from casebound.load.project import RECORD
from casebound.load.workspace import Workspace, write_whole
from casebound.model.judgment import JudgedCase
from casebound.release import cluster_printing
from casebound.release.cache import CachedFile
from casebound.release.cache_keys import digest
from casebound.release.context import BuildContext
from casebound.release.evidence_files import as_judged, cached_output
from casebound.release.own_templates import read_back
from casebound.release.publish import Output
from casebound.render import exhibits, pdf_printing
from casebound.render.documents import document_tasks
from casebound.render.documents.document_tasks import RenderedDocument
from casebound.render.documents.print_assets import PrintAssets
from casebound.render.pdf_printing import PrintKit, PrintTask
from casebound.render.templates import Templates


def documents(context: BuildContext, only: Collection[str] = ()) -> list[Output]:
    """The PDFs of every case, or of some. The files of a case whose key is unchanged are not read again."""
    settings = context.settings
    finished: dict[str, dict[str, CachedFile]] = {}
    missing: list[JudgedCase] = []
    for case in (case for case in context.judgment.cases if not only or case.folder in only):
        cached = settings.cache.get(digest("documents", context.case_keys[case.folder]))
        if cached is None:
            missing.append(case)
            finished[case.folder] = {}
        else:
            finished[case.folder] = cached
    if missing:
        _render(context, missing, finished)
    return [
        cached_output(f"cases/{folder}/{name}", file)
        for folder, files in finished.items()
        for name, file in files.items()
    ]


def write_documents(context: BuildContext, only: Collection[str]) -> Path:
    """Write the PDFs of some cases into a folder, which `remove_documents` empties. They are not part of a release."""
    folder = _documents_folder(context.settings.workspace)
    for found in documents(context, only):
        write_whole(folder / found.path.removeprefix("cases/"), found.content())
    return folder


def remove_documents(workspace: Workspace) -> None:
    """Remove the PDFs that were written into a folder, so that none of them is older than the last check."""
    with suppress(FileNotFoundError):
        shutil.rmtree(_documents_folder(workspace))


def _documents_folder(workspace: Workspace) -> Path:
    return workspace.build / "documents"


def _render(context: BuildContext, missing: Sequence[JudgedCase], finished: dict[str, dict[str, CachedFile]]) -> None:
    settings, cache = context.settings, context.settings.cache
    registers = context.judgment.registers
    print_assets = document_tasks.gather_print_assets(
        settings.templates,
        settings.folders,
        registers.policy.paper if registers else "a4",
        is_forecast=context.judgment.is_forecast,
    )
    kit = PrintKit(print_assets, settings.templates)
    total, done = sum(2 + bool(context.views[case.folder].exhibits) for case in missing), 0
    folders = {case.case.case: case.folder for case in missing}

    def finish(task: PrintTask | RenderedDocument, files: Mapping[str, CachedFile]) -> None:
        nonlocal done
        finished[folders[task.case]][task.name] = files[task.name]
        done += 1
        settings.progress("documents", done, total)

    def uncached(tasks: Iterable[PrintTask]) -> Iterator[PrintTask]:
        for task in tasks:
            cached = cache.get(pdf_printing.key(task))
            if cached is None:
                yield task
            else:
                finish(task, cached)

    settings.progress("documents", done, total)
    with _printer(context) as render_all:
        # A dossier names the pages of the bundle on which each exhibit is shown, so the bundles come first.
        for tasks in (
            _bundles(context, missing, print_assets),
            _notes_and_dossiers(context, missing, print_assets, finished),
        ):
            for document in render_all(uncached(tasks), kit):
                finish(document, cache.put(document.key, {document.name: document.data}))
                context.rebuilt.documents += 1
    for case in missing:
        cache.link(digest("documents", context.case_keys[case.folder]), finished[case.folder])


@contextmanager
def _printer(context: BuildContext) -> Iterator[Callable[[Iterable[PrintTask], PrintKit], Iterator[RenderedDocument]]]:
    """The function that prints PDFs: with workers of this machine, or with those of a cluster."""
    settings = context.settings
    if settings.cluster is None:
        yield partial(pdf_printing.render_all, jobs=settings.jobs)
        return
    with cluster_printing.printing_cluster(settings.cluster) as workers:
        yield partial(cluster_printing.render_all, workers=workers)
        context.rebuilt.unused_workers = dict(workers.unused)


def _bundles(
    context: BuildContext, cases: Sequence[JudgedCase], print_assets: PrintAssets
) -> Iterator[exhibits.BundleTask]:
    for case in cases:
        view, evidence = context.views[case.folder], _exhibits(context, case)
        if task := exhibits.inputs(view, print_assets, context.settings.templates, evidence=evidence):
            yield task


def _notes_and_dossiers(
    context: BuildContext,
    cases: Sequence[JudgedCase],
    print_assets: PrintAssets,
    finished: Mapping[str, Mapping[str, CachedFile]],
) -> Iterator[document_tasks.DocumentTask]:
    for case in cases:
        yield from _note_and_dossier(context, case, print_assets, finished[case.folder].get(exhibits.BUNDLE))


def _note_and_dossier(
    context: BuildContext, case: JudgedCase, print_assets: PrintAssets, bundle: CachedFile | None
) -> Sequence[document_tasks.DocumentTask]:
    record = as_judged(context.settings.workspace, f"cases/{case.folder}/{RECORD}", case.record_sha256)
    view = context.views[case.folder]
    extract = report.case_value(context.plan.planned(case))
    extract["controls"] = {row.rule.id: row.rule.question for row in view.matrix}
    enclosed = document_tasks.Enclosed(_exhibits(context, case), record, report.to_json(extract).encode())
    data = bundle.read() if bundle else b""
    bound = document_tasks.Bundle(data, exhibits.places(data) if data else {})

    def tasks(templates: Templates) -> Sequence[document_tasks.DocumentTask]:
        return document_tasks.inputs(view, print_assets, templates, enclosed, bound)

    def html(row: int, templates: Templates) -> str:
        return tasks(templates)[row].html

    found = tasks(context.settings.templates)
    for row, task in enumerate(found):
        read_back(context, case.folder, task.html, partial(html, row), task.name)
    return found


def _exhibits(context: BuildContext, case: JudgedCase) -> Mapping[str, bytes]:
    """The bytes of a case's exhibits that are on file."""
    return {
        key: as_judged(context.settings.workspace, f"cases/{case.folder}/{file.name}", file.sha256)
        for key, file in case.facts.exhibits.items()
        if file.sha256 is not None
    }
