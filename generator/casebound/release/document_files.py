"""The PDFs of every case: the bundle of its exhibits first, then the dossier and the note."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from casebound import report
from casebound.load.project import RECORD
from casebound.model.judgment import JudgedCase
from casebound.release.cache import Stored
from casebound.release.cache_keys import digest
from casebound.release.context import Bench
from casebound.release.evidence_files import as_judged, stored
from casebound.release.publish import Output
from casebound.render import exhibits
from casebound.render.documents import document_tasks
from casebound.render.documents.print_assets import Press

Task = document_tasks.DocumentTask | exhibits.BundleTask


def papers(bench: Bench) -> list[Output]:
    """The PDFs of every case. A case whose key is unchanged is not even read again."""
    shop = bench.shop
    made: dict[str, dict[str, Stored]] = {}
    missing: list[JudgedCase] = []
    for one in bench.judgement.cases:
        kept = shop.store.get(digest("documents", bench.case_keys[one.folder]))
        if kept is None:
            missing.append(one)
            made[one.folder] = {}
        else:
            made[one.folder] = kept
    if missing:
        _print(bench, missing, made)
    return [stored(f"cases/{folder}/{name}", one) for folder, files in made.items() for name, one in files.items()]


def _print(bench: Bench, missing: Sequence[JudgedCase], made: dict[str, dict[str, Stored]]) -> None:
    shop, store = bench.shop, bench.shop.store
    registers = bench.judgement.registers
    press = document_tasks.press(shop.templates, shop.folders, registers.policy.paper if registers else "a4")
    total, done = sum(2 + bool(bench.views[one.folder].exhibits) for one in missing), 0
    folders = {one.case.case: one.folder for one in missing}

    def keep(task: Task | document_tasks.RenderedDocument, kept: Mapping[str, Stored]) -> None:
        nonlocal done
        made[folders[task.case]][task.name] = kept[task.name]
        done += 1
        shop.progress("documents", done, total)

    def wanted(tasks: Iterable[Task]) -> Iterator[Task]:
        for task in tasks:
            kept = store.get(_key(task))
            if kept is None:
                yield task
            else:
                keep(task, kept)

    def make(tasks: Iterable[Task]) -> None:
        for document in document_tasks.render_all(
            wanted(tasks), press, shop.jobs, work=partial(_rendered, press=press)
        ):
            keep(document, store.put(document.key, {document.name: document.data}))
            bench.made.documents += 1

    shop.progress("documents", done, total)
    exhibits.warm_up(press)
    make(task for one in missing if (task := _bundle(bench, one, press)))
    # A dossier says on which pages of its bundle the exhibits stand, so all bundles are there by now.
    make(task for one in missing for task in _papers(bench, one, press, made[one.folder].get(exhibits.BUNDLE)))
    for one in missing:
        store.link(digest("documents", bench.case_keys[one.folder]), made[one.folder])


def _key(task: Task) -> str:
    return exhibits.key(task) if isinstance(task, exhibits.BundleTask) else document_tasks.key(task)


def _rendered(task: Task, press: Press) -> document_tasks.RenderedDocument:
    if isinstance(task, exhibits.BundleTask):
        return exhibits.render(task, press)
    return document_tasks.render(task, press)


def _bundle(bench: Bench, one: JudgedCase, press: Press) -> exhibits.BundleTask | None:
    view = bench.views[one.folder]
    return exhibits.inputs(view, press, bench.shop.templates, evidence=_exhibits(bench, one))


def _papers(
    bench: Bench, one: JudgedCase, press: Press, bundle: Stored | None
) -> Sequence[document_tasks.DocumentTask]:
    record = as_judged(bench.shop.workspace, f"cases/{one.folder}/{RECORD}", one.record_sha256)
    extract = report.to_json(report.case_value(one)).encode()
    enclosed = document_tasks.Enclosed(_exhibits(bench, one), record, extract)
    places = exhibits.places(bundle.read()) if bundle else {}
    return document_tasks.inputs(bench.views[one.folder], press, bench.shop.templates, enclosed, places)


def _exhibits(bench: Bench, one: JudgedCase) -> Mapping[str, bytes]:
    """The bytes of a case's exhibits, those that are on file."""
    return {
        key: as_judged(bench.shop.workspace, f"cases/{one.folder}/{file.name}", file.sha256)
        for key, file in one.facts.exhibits.items()
        if file.sha256 is not None
    }
