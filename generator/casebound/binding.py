"""From a judgement to the files of a release, making again only what has changed.

Every result is kept under the hash of everything it was made from: the tool set (code, templates, fonts,
schemas, versions), the registers, the as-of date, the record and its evidence.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from casebound import report
from casebound.errors import CannotJudge
from casebound.load.project import RECORD
from casebound.model.days import Day
from casebound.publish import Output, output
from casebound.record.base import plain
from casebound.record.registers import Registers
from casebound.render import documents, exhibits, pages, search, site
from casebound.render.press import Press
from casebound.render.templates import Templates
from casebound.render.view import CaseView, case_view
from casebound.store import Store, Stored
from casebound.verdict import JudgedCase, Judgement, Rule, Verdict
from casebound.workers import keeping_all, many
from casebound.workspace import Unreadable, Workspace, files_below

_PRINTERS = ("jinja2", "mkdocs", "mkdocs-material", "weasyprint", "holidays", "pikepdf", "pypdfium2", "pillow")
_BODY = "body.html"
_A_CHUNK = 16  # pages that a worker makes at a time

Task = documents.DocumentTask | exhibits.BundleTask
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


@dataclass(frozen=True, slots=True)
class _Bench:
    """One build in the workshop: the judgement, its views and the keys of what is kept."""

    shop: Workshop
    judgement: Judgement
    views: Mapping[str, CaseView]
    shell_key: str
    case_keys: Mapping[str, str]
    made: Tally


def bind(
    shop: Workshop, judgement: Judgement, made: Tally, *, preview: bool = False, with_documents: bool = True
) -> tuple[Output, ...]:
    """All files of the release for a judgement, whose shell has been printed; `made` counts what is new.

    `with_documents` False leaves the PDFs out (the benchmark does).
    """
    with keeping_all():
        bench = _bench(shop, judgement, made, preview=preview)
        outputs = [*_site(bench, preview=preview), *_case_pages(bench), *_evidence(bench), *_captures(bench)]
        outputs.append(output("report.json", report.as_json(judgement).encode()))
        outputs.append(output("VERIFY.txt", shop.templates.render("VERIFY.txt.j2", judgement=judgement).encode()))
    if with_documents:
        outputs += _documents(bench)
    return tuple(outputs)


def _bench(shop: Workshop, judgement: Judgement, made: Tally, *, preview: bool) -> _Bench:
    rules = {rule.id: rule for rule in shop.rules}
    views = {one.folder: case_view(one, rules, preview=preview and _doubtful(one)) for one in judgement.cases}
    shell_key = _shell_key(shop, judgement.registers, judgement.as_of)
    keys = {one.folder: _case_key(shell_key, one, preview=preview) for one in judgement.cases}
    return _Bench(shop, judgement, views, shell_key, keys, made)


def _doubtful(one: JudgedCase) -> bool:
    return one.verdict is Verdict.UNSUPPORTED or any(finding.severity == "blocking" for finding in one.findings)


def _digest(kind: str, *parts: object) -> str:
    told = json.dumps([kind, *parts], ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(b"casebound/build/1\0" + told.encode()).hexdigest()


def _toolset(shop: Workshop) -> str:
    """The hash of everything that is not a record, a register or a date."""
    package = Path(__file__).parent
    files = [(name, package / name) for name in files_below(package) if name.endswith((".py", ".json"))]
    for index, folder in enumerate(shop.folders):
        files += [(f"{index}/{name}", folder / name) for name in files_below(folder)]
    configuration = shop.workspace.own_or_shipped("mkdocs.yml")
    files.append(("mkdocs.yml", configuration))
    documentation = shop.workspace.shipped("docs")
    files += [(f"docs/{name}", documentation / name) for name in files_below(documentation) if name.endswith(".md")]
    hashes = [[name, hashlib.sha256(file.read_bytes()).hexdigest()] for name, file in files]
    return _digest("toolset", hashes, [[name, version(name)] for name in _PRINTERS])


def _shell_key(shop: Workshop, registers: Registers | None, as_of: Day) -> str:
    return _digest("shell", _toolset(shop), _digest("registers", plain(registers)), as_of.isoformat())


def _case_key(shell_key: str, one: JudgedCase, *, preview: bool) -> str:
    facts = one.facts
    found = {key: [file.sha256, file.problem] for key, file in facts.exhibits.items()}
    captured = {key: file.sha256 for key, file in facts.captures.items()}
    return _digest("case", shell_key, one.folder, one.record_sha256, found, captured, facts.rivals, preview)


def _site(bench: _Bench, *, preview: bool) -> list[Output]:
    """Every page that is not a case's, the static files and the search index."""
    shop, judgement = bench.shop, bench.judgement
    findings = report.as_value(judgement)["findings"]
    key = _digest("site", bench.shell_key, sorted(bench.case_keys.items()), findings, judgement.unjudged, preview)
    kept = shop.store.get(key)
    if kept is None:
        shop.progress("handbook", 0, 1)
        with tempfile.TemporaryDirectory(prefix="casebound-") as work:
            kept = shop.store.put(key, _site_files(bench, Path(work)))
        shop.progress("handbook", 1, 1)
    return [_stored(path, one) for path, one in kept.items()]


def _site_files(bench: _Bench, work: Path) -> dict[str, bytes]:
    views = tuple(bench.views.values())
    told = pages.bodies(bench.judgement, views, bench.shop.rules, bench.shop.templates)
    shell = _shell(bench, work)
    files = dict(site.static_files(shell))
    files |= {path: site.bind(shell, path, body).encode() for path, body in told.items()}
    bench.made.pages += len(told)
    files |= dict(search.search_files(shell.index, told, views))
    return files


def print_shell(shop: Workshop, registers: Registers, as_of: Day) -> bool:
    """Have the shell in the store; tells whether it had to be printed. It hangs on no case."""
    key = _shell_key(shop, registers, as_of)
    if shop.store.get(key) is not None:
        return False
    chapters = pages.chapters(registers, shop.rules, shop.templates, shop.workspace.shipped("docs"))
    with tempfile.TemporaryDirectory(prefix="casebound-") as work:
        shell = site.build_shell(shop.workspace.root, shop.folders, chapters, as_of, Path(work))
        shop.store.put(key, {name: (shell.folder / name).read_bytes() for name in files_below(shell.folder)})
    return True


def _shell(bench: _Bench, work: Path) -> site.Shell:
    """The printed shell, laid out in a folder from the store."""
    kept = bench.shop.store.get(bench.shell_key)
    if kept is None:
        raise CannotJudge("the printed chapters are not in the store any more", "Run the build again.")
    for name, one in kept.items():
        place = work / "site" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        os.symlink(one.file, place)
    return site.open_shell(work / "site")


def _case_pages(bench: _Bench) -> Iterator[Output]:
    shop, missing = bench.shop, []
    for folder, key in bench.case_keys.items():
        kept = shop.store.get(key)
        if kept is None:
            missing.append(folder)
        else:
            yield _stored(_page_path(folder), kept[_BODY])
    if not missing:
        return
    with tempfile.TemporaryDirectory(prefix="casebound-") as work:
        make = partial(_case_page, bench, _shell(bench, Path(work)))
        made = zip(missing, many(make, missing, shop.jobs, _A_CHUNK), strict=True)
        for number, (folder, page) in enumerate(made, start=1):
            bench.made.pages += 1
            yield _stored(_page_path(folder), page)
            shop.progress("case pages", number, len(missing))


def _case_page(bench: _Bench, shell: site.Shell, folder: str) -> Stored:
    body = pages.case_body(bench.views[folder], bench.shop.templates)
    page = site.bind(shell, _page_path(folder), body).encode()
    return bench.shop.store.put(bench.case_keys[folder], {_BODY: page})[_BODY]


def _page_path(folder: str) -> str:
    return f"cases/{folder}/index.html"


def _documents(bench: _Bench) -> list[Output]:
    """The PDFs of every case. A case whose key is unchanged is not even read again."""
    shop = bench.shop
    made: dict[str, dict[str, Stored]] = {}
    missing: list[JudgedCase] = []
    for one in bench.judgement.cases:
        kept = shop.store.get(_digest("documents", bench.case_keys[one.folder]))
        if kept is None:
            missing.append(one)
            made[one.folder] = {}
        else:
            made[one.folder] = kept
    if missing:
        _print(bench, missing, made)
    return [
        _stored(f"cases/{folder}/{name}", stored) for folder, files in made.items() for name, stored in files.items()
    ]


def _print(bench: _Bench, missing: Sequence[JudgedCase], made: dict[str, dict[str, Stored]]) -> None:
    shop, store = bench.shop, bench.shop.store
    registers = bench.judgement.registers
    press = documents.press(shop.templates, shop.folders, registers.policy.paper if registers else "a4")
    total, done = sum(2 + bool(bench.views[one.folder].exhibits) for one in missing), 0
    folders = {one.case.case: one.folder for one in missing}

    def keep(task: Task | documents.RenderedDocument, stored: Mapping[str, Stored]) -> None:
        nonlocal done
        made[folders[task.case]][task.name] = stored[task.name]
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
        for document in documents.render_all(wanted(tasks), press, shop.jobs, work=partial(_rendered, press=press)):
            keep(document, store.put(document.key, {document.name: document.data}))
            bench.made.documents += 1

    shop.progress("documents", done, total)
    exhibits.warm_up(press)
    make(task for one in missing if (task := _bundle(bench, one, press)))
    # A dossier says on which pages of its bundle the exhibits stand, so all bundles are there by now.
    make(task for one in missing for task in _papers(bench, one, press, made[one.folder].get(exhibits.BUNDLE)))
    for one in missing:
        store.link(_digest("documents", bench.case_keys[one.folder]), made[one.folder])


def _key(task: Task) -> str:
    return exhibits.key(task) if isinstance(task, exhibits.BundleTask) else documents.key(task)


def _rendered(task: Task, press: Press) -> documents.RenderedDocument:
    if isinstance(task, exhibits.BundleTask):
        return exhibits.render(task, press)
    return documents.render(task, press)


def _bundle(bench: _Bench, one: JudgedCase, press: Press) -> exhibits.BundleTask | None:
    view = bench.views[one.folder]
    return exhibits.inputs(view, press, bench.shop.templates, evidence=_exhibits(bench, one))


def _papers(bench: _Bench, one: JudgedCase, press: Press, bundle: Stored | None) -> Sequence[documents.DocumentTask]:
    record = _as_judged(bench, f"cases/{one.folder}/{RECORD}", one.record_sha256)
    extract = report.to_json(report.case_value(one)).encode()
    enclosed = documents.Enclosed(_exhibits(bench, one), record, extract)
    places = exhibits.places(bundle.read()) if bundle else {}
    return documents.inputs(bench.views[one.folder], press, bench.shop.templates, enclosed, places)


def _exhibits(bench: _Bench, one: JudgedCase) -> Mapping[str, bytes]:
    """The bytes of a case's exhibits, those that are on file."""
    return {
        key: _as_judged(bench, f"cases/{one.folder}/{file.name}", file.sha256)
        for key, file in one.facts.exhibits.items()
        if file.sha256 is not None
    }


def _as_judged(bench: _Bench, relative: str, sha256: str) -> bytes:
    """A file's bytes once more, which must be the ones that were judged."""
    try:
        data = bench.shop.workspace.read(relative)
    except Unreadable as problem:
        raise CannotJudge(f"{relative} cannot be read any more: {problem}", "Run the build again.") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CannotJudge(f"{relative} changed while the release was made", "Run the build again.")
    return data


def _evidence(bench: _Bench) -> Iterator[Output]:
    for one in bench.judgement.cases:
        for file in one.facts.exhibits.values():
            if file.sha256 is not None:
                name = file.name.rpartition("/")[2]
                yield _copied(
                    bench, f"cases/{one.folder}/evidence/{name}", f"cases/{one.folder}/{file.name}", file.sha256
                )


def _captures(bench: _Bench) -> Iterator[Output]:
    captures = next((one.facts.captures for one in bench.judgement.cases), {})
    for file in {one.name: one for one in captures.values()}.values():
        if file.sha256 is not None:
            yield _copied(bench, f"captures/{file.name.rpartition('/')[2]}", file.name, file.sha256)


def _copied(bench: _Bench, path: str, relative: str, sha256: str) -> Output:
    return Output(path, sha256, lambda: _as_judged(bench, relative, sha256))


def _stored(path: str, one: Stored) -> Output:
    return Output(path, one.sha256, one.read, one.file)
