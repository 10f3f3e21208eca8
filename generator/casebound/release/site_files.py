"""The handbook pages of a release: page templates, overview pages, and a page for each case."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from casebound import report
from casebound.model.days import Day
from casebound.model.registers import Registers
from casebound.release.cache import CachedFile
from casebound.release.cache_keys import digest, page_templates_key
from casebound.release.context import BuildContext
from casebound.release.evidence_files import cached_output
from casebound.release.own_templates import read_back
from casebound.release.publish import Output
from casebound.release.settings import BuildSettings
from casebound.render.handbook import pages, search_index, site, work_pages
from casebound.report import spreadsheet_tables, work_tables
from casebound.report.worklist_formats import as_calendar
from casebound.runtime.parallel import background, map_small_tasks

_PAGE = "body.html"
_CHUNK_SIZE = 16  # pages that a worker renders at a time


def cache_page_templates(
    settings: BuildSettings, registers: Registers, as_of: Day
) -> tuple[Mapping[str, CachedFile], bool]:
    """The cached files of the page templates, and whether they had to be rendered. They depend on no case."""
    key = page_templates_key(settings, registers, as_of)
    cached = settings.cache.get(key)
    if cached is not None:
        return cached, False
    chapters = pages.chapters(registers, settings.rules, settings.templates, settings.workspace.shipped("docs"))
    with tempfile.TemporaryDirectory(prefix="casebound-") as work:
        rendered = site.build_page_templates(
            settings.workspace.root, settings.folders, chapters, as_of, Path(work), sample=registers.policy.sample
        )
        return settings.cache.put(key, {path: file.read_bytes() for path, file in rendered.files.items()}), True


@contextmanager
def overviews(context: BuildContext) -> Iterator[Callable[[], list[Output]]]:
    """Every page that is not a case page, the static files and the search index.

    They are rendered in the background; the function that this yields waits for them.
    """
    settings, judgment = context.settings, context.judgment
    findings = report.findings_value(judgment)
    case_keys = sorted(context.case_keys.items())
    key = digest("site", context.page_templates_key, case_keys, findings, judgment.unjudged, context.preview)
    cached = settings.cache.get(key)
    if cached is not None:
        yield lambda: [cached_output(path, file) for path, file in cached.items()]
        return
    settings.progress("handbook", 0, 1)
    with background(partial(_overviews, context, key), settings.jobs) as result:

        def outputs() -> list[Output]:
            files, page_count = result()
            context.rebuilt.pages += page_count
            settings.progress("handbook", 1, 1)
            return [cached_output(path, file) for path, file in files.items()]

        yield outputs


def _overviews(context: BuildContext, key: str) -> tuple[dict[str, CachedFile], int]:
    """Render the overview pages into the cache; the number is that of the pages among the files."""
    settings, templates = context.settings, context.page_templates
    views = tuple(context.views.values())
    bodies = pages.bodies(context.plan, views, settings.rules, settings.templates)
    files = dict(site.static_files(templates))
    files |= {path: site.page(templates, path, body).encode() for path, body in bodies.items()}
    files |= dict(search_index.search_files(templates.index, bodies, views))
    files |= dict(_downloads(context))
    return settings.cache.put(key, files), len(bodies)


def _downloads(context: BuildContext) -> Iterator[tuple[str, bytes]]:
    """The register and the worklist as spreadsheets, and the worklist as a calendar."""
    plan = context.plan
    tasks = work_pages.month_worklist(plan)
    register, work = work_tables.register_table(plan.judgment, plan.cases), work_tables.worklist_table(tasks)
    yield "cases/cases.csv", spreadsheet_tables.as_csv(register)
    yield "cases/cases.xlsx", spreadsheet_tables.as_xlsx(register, "Cases")
    yield "worklist.csv", spreadsheet_tables.as_csv(work)
    yield "worklist.xlsx", spreadsheet_tables.as_xlsx(work, "Worklist")
    yield "worklist.ics", as_calendar(tasks).encode()


def case_pages(context: BuildContext) -> Iterator[Output]:
    """The page of every case. Workers render the pages that are not cached."""
    settings, missing = context.settings, []
    for folder, key in context.case_keys.items():
        cached = settings.cache.get(key)
        if cached is None:
            missing.append(folder)
        else:
            yield cached_output(_page_path(folder), cached[_PAGE])
    rendered = map_small_tasks(partial(_case_page, context), missing, settings.jobs, _CHUNK_SIZE)
    for number, (folder, page) in enumerate(zip(missing, rendered, strict=True), start=1):
        context.rebuilt.pages += 1
        yield cached_output(_page_path(folder), page)
        settings.progress("case pages", number, len(missing))


def _case_page(context: BuildContext, folder: str) -> CachedFile:
    view = context.views[folder]
    body = pages.case_body(view, context.settings.templates)
    read_back(context, folder, body, lambda ours: pages.case_body(view, ours), "index.html")
    page = site.page(context.page_templates, _page_path(folder), body).encode()
    return context.settings.cache.put(context.case_keys[folder], {_PAGE: page})[_PAGE]


def _page_path(folder: str) -> str:
    return f"cases/{folder}/index.html"
