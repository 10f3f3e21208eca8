"""The handbook's pages: the shell, the pages that tell of all cases, and a page for each case."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from casebound import report
from casebound.model.days import Day
from casebound.model.errors import CannotJudge
from casebound.model.registers import Registers
from casebound.release.cache import Stored
from casebound.release.cache_keys import digest, shell_key
from casebound.release.context import Bench
from casebound.release.evidence_files import stored
from casebound.release.publish import Output
from casebound.release.settings import Workshop
from casebound.render.handbook import pages, search_index, site
from casebound.runtime.parallel import many, meanwhile

_BODY = "body.html"
_A_CHUNK = 16  # pages that a worker makes at a time


def print_shell(shop: Workshop, registers: Registers, as_of: Day) -> bool:
    """Have the shell in the store; tells whether it had to be printed. It hangs on no case."""
    key = shell_key(shop, registers, as_of)
    if shop.store.get(key) is not None:
        return False
    chapters = pages.chapters(registers, shop.rules, shop.templates, shop.workspace.shipped("docs"))
    with tempfile.TemporaryDirectory(prefix="casebound-") as work:
        shell = site.build_shell(shop.workspace.root, shop.folders, chapters, as_of, Path(work))
        shop.store.put(key, {path: file.read_bytes() for path, file in shell.files.items()})
    return True


def printed_shell(bench: Bench) -> site.Shell:
    """The shell from the store, as soon as it is there."""
    bench.printed()
    kept = bench.shop.store.get(bench.shell_key)
    if kept is None:
        raise CannotJudge("the printed chapters are not in the store any more", "Run the build again.")
    return site.open_shell({path: one.file for path, one in kept.items()})


@contextmanager
def overviews(bench: Bench, shell: Callable[[], site.Shell]) -> Iterator[Callable[[], list[Output]]]:
    """Every page that is not a case's, the static files and the search index.

    They are made while this process goes on; what is given waits for them.
    """
    shop, judgement = bench.shop, bench.judgement
    findings = report.findings_value(judgement)
    key = digest("site", bench.shell_key, sorted(bench.case_keys.items()), findings, judgement.unjudged, bench.preview)
    kept = shop.store.get(key)
    if kept is not None:
        yield lambda: [stored(path, one) for path, one in kept.items()]
        return
    shop.progress("handbook", 0, 1)
    with meanwhile(partial(_overviews, bench, shell(), key), shop.jobs) as made:

        def told() -> list[Output]:
            new, pages_made = made()
            bench.made.pages += pages_made
            shop.progress("handbook", 1, 1)
            return [stored(path, one) for path, one in new.items()]

        yield told


def _overviews(bench: Bench, shell: site.Shell, key: str) -> tuple[dict[str, Stored], int]:
    """Put them into the store; gives them, and how many pages are among them."""
    views = tuple(bench.views.values())
    told = pages.bodies(bench.judgement, views, bench.shop.rules, bench.shop.templates)
    files = dict(site.static_files(shell))
    files |= {path: site.bind(shell, path, body).encode() for path, body in told.items()}
    files |= dict(search_index.search_files(shell.index, told, views))
    return bench.shop.store.put(key, files), len(told)


def case_pages(bench: Bench, shell: Callable[[], site.Shell]) -> Iterator[Output]:
    """The page of every case; those that are not in the store are made by so many workers."""
    shop, missing = bench.shop, []
    for folder, key in bench.case_keys.items():
        kept = shop.store.get(key)
        if kept is None:
            missing.append(folder)
        else:
            yield stored(_page_path(folder), kept[_BODY])
    if not missing:
        return
    made = many(partial(_case_page, bench, shell()), missing, shop.jobs, _A_CHUNK)
    for number, (folder, page) in enumerate(zip(missing, made, strict=True), start=1):
        bench.made.pages += 1
        yield stored(_page_path(folder), page)
        shop.progress("case pages", number, len(missing))


def _case_page(bench: Bench, shell: site.Shell, folder: str) -> Stored:
    body = pages.case_body(bench.views[folder], bench.shop.templates)
    page = site.bind(shell, _page_path(folder), body).encode()
    return bench.shop.store.put(bench.case_keys[folder], {_BODY: page})[_BODY]


def _page_path(folder: str) -> str:
    return f"cases/{folder}/index.html"
