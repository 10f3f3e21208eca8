"""The handbook's page templates: MkDocs renders the chapters and one page template of each kind, once.

This is the only module that imports MkDocs. It knows no cases: a page template has placeholders for title, contents
list and body, and `page` fills them with finished HTML. No text of a record passes through Markdown, and a changed
case does not need MkDocs at all.
"""

import json
import logging
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casebound.load.workspace import files_below
from casebound.model.days import Day
from casebound.model.errors import BrokenDocument, BrokenTemplate
from casebound.render.american_days import american_day
from casebound.render.handbook.page_template import BODY, HEADING, TITLE, PageTemplate, page_template

# The source path of each page template among the chapters, and the path that MkDocs renders it to.
_SOURCES: Mapping[str, str] = {
    "index.md": "index.html",
    "findings.md": "findings.html",
    "sources.md": "sources.html",
    "approvals.md": "approvals.html",
    "payroll.md": "payroll.html",
    "calendar.md": "calendar.html",
    "changes.md": "changes.html",
    "people.md": "people.html",
    "people/PERSON.md": "people/PERSON.html",
    "unconfirmed.md": "unconfirmed.html",
    "cases/index.md": "cases/index.html",
    "cases/CASE/index.md": "cases/CASE/index.html",
    "controls/index.md": "controls/index.html",
    "controls/CONTROL.md": "controls/CONTROL.html",
    "agreements/index.md": "agreements/index.html",
    "agreements/AGREEMENT.md": "agreements/AGREEMENT.html",
}
_FICTIONAL = "People, employers and certificates marked SPECIMEN are fictional."
_SOURCE = "---\nsearch:\n  exclude: true\n{more}---\n\n" + f"# {TITLE}\n\n## {HEADING}\n\n{BODY}\n"
# Wide tables and lists take the space of the contents list.
_HIDDEN = "hide:\n  - toc\n"
_WIDE = dict.fromkeys(("index.md", "approvals.md", "payroll.md", "cases/index.md"), _HIDDEN)
_INDEX = "search/search_index.json"
# The theme writes these files in any case: a page of absolute links, site maps without an address, source maps, and
# its own scripts and colors, which the handbook replaces.
_DROPPED_NAMES = frozenset({"404.html", "sitemap.xml", "sitemap.xml.gz", "favicon.png"})
_STYLES, _FONTS = "assets/css/", "assets/fonts/"
_DROPPED_STARTS = ("search/", "assets/javascripts/", "assets/stylesheets/palette.")


@dataclass(frozen=True, slots=True)
class PageTemplates:
    """What MkDocs rendered: the static files, the page templates by path, and the search index of the chapters."""

    files: Mapping[str, Path]
    templates: Mapping[str, PageTemplate]
    index: Mapping[str, Any]


def build_page_templates(
    project_root: Path,
    folders: tuple[Path, ...],
    chapters: Mapping[str, str],
    as_of: Day,
    work: Path,
    *,
    sample: bool = False,
) -> PageTemplates:
    """Render the chapters, Markdown by path, and the page templates into `work`.

    The result depends on the chapters, mkdocs.yml, the theme overrides, the assets, the as-of date and the tool chain,
    and on nothing else. `folders` hold templates, overrides and assets; an earlier folder takes precedence.
    With `sample`, the footer says that people are fictional. Raises
    BrokenDocument with MkDocs's own message for any warning or error of MkDocs.
    """
    docs, site = work / "docs", work / "site"
    shutil.rmtree(docs, ignore_errors=True)
    for path in _SOURCES:
        _write(docs / path, _SOURCE.format(more=_WIDE.get(path, "")))
    for path, text in sorted(chapters.items()):
        _write(docs / path, text)
    for folder in reversed(folders):
        if (folder / "assets").is_dir():
            shutil.copytree(folder / "assets", docs / "assets", dirs_exist_ok=True)
    overrides = [str(folder / "overrides") for folder in folders if (folder / "overrides").is_dir()]
    _render(_configuration(project_root, folders), docs, site, overrides, as_of, sample=sample)
    return open_page_templates({path: site / path for path in files_below(site)})


def open_page_templates(files: Mapping[str, Path]) -> PageTemplates:
    """Read page templates that were rendered before, from their files by path in the site."""
    templates = {path: page_template(files[path].read_text(encoding="utf-8"), path) for path in _SOURCES.values()}
    return PageTemplates(files, templates, json.loads(files[_INDEX].read_bytes()))


def page(rendered: PageTemplates, path: str, body: str) -> str:
    """The complete page at `path`: the body between the header and the footer of its page template."""
    return _template_for(rendered, path).fill(body)


def static_files(rendered: PageTemplates) -> Iterator[tuple[str, bytes]]:
    """The files that are published as they are: the rendered chapters, styles, scripts and fonts.

    Most fonts are for documents alone. A font is published if a style sheet of the pages names it.
    """
    styles = b"".join(file.read_bytes() for path, file in sorted(rendered.files.items()) if path.startswith(_STYLES))
    for path, file in sorted(rendered.files.items()):
        name = os.path.basename(path)
        dropped = name in _DROPPED_NAMES or path.endswith(".map") or path.startswith(_DROPPED_STARTS)
        dropped |= path.startswith(_FONTS) and path.endswith(".woff2") and name.encode() not in styles
        if path not in rendered.templates and not dropped:
            yield path, file.read_bytes()


def _template_for(rendered: PageTemplates, path: str) -> PageTemplate:
    match path.split("/"):
        case ["cases", _, "index.html"]:
            return rendered.templates["cases/CASE/index.html"]
        case ["controls", name] if name != "index.html":
            return rendered.templates["controls/CONTROL.html"]
        case ["agreements", name] if name != "index.html":
            return rendered.templates["agreements/AGREEMENT.html"]
        case ["people", _]:
            return rendered.templates["people/PERSON.html"]
    if path not in rendered.templates:
        raise BrokenDocument(f"the handbook has no page template for {path}")
    return rendered.templates[path]


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _configuration(project_root: Path, folders: tuple[Path, ...]) -> Path:
    for file in (project_root / "mkdocs.yml", *(folder.parent / "mkdocs.yml" for folder in folders)):
        if file.is_file():
            return file
    raise BrokenTemplate("mkdocs.yml is missing", "Restore it from the package.")


def _render(configuration: Path, docs: Path, site: Path, overrides: list[str], as_of: Day, *, sample: bool) -> None:
    with _fixed_environment(as_of), _warnings() as warnings:
        import jinja2
        from mkdocs.commands.build import build
        from mkdocs.config import load_config
        from mkdocs.exceptions import MkDocsException

        try:
            config = load_config(
                str(configuration), docs_dir=str(docs), site_dir=str(site), use_directory_urls=False, strict=True
            )
            config.theme.dirs[:0] = overrides
            config.extra |= {
                "as_of": american_day(as_of),
                "as_of_iso": as_of.isoformat(),
                "stylesheet": _stylesheet(config.theme.dirs),
            }
            config.copyright = " ".join(filter(None, (config.copyright, _FICTIONAL if sample else "")))
            build(config)
        except MkDocsException as error:
            warnings.append(str(error))
        except jinja2.TemplateError as error:
            raise BrokenTemplate(f"theme override: {error}", "Fix the override named in the message.") from error
    if warnings:
        raise BrokenDocument(f"the handbook could not be built: {warnings[0]}", "Fix the file named in the message.")


def _stylesheet(folders: Sequence[str]) -> str:
    """The theme's own style sheet; its file name contains a hash that changes with every version."""
    for folder in map(Path, folders):
        for file in sorted(folder.glob("assets/stylesheets/main.*.css")):
            return file.relative_to(folder).as_posix()
    raise BrokenTemplate("the theme has no style sheet", "Install the version of mkdocs-material in requirements.lock.")


@contextmanager
def _fixed_environment(as_of: Day) -> Iterator[None]:
    """An environment in which the same input gives the same bytes: the build date is the as-of date."""
    midnight = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    wanted = {"SOURCE_DATE_EPOCH": str(int(midnight.timestamp())), "NO_MKDOCS_2_WARNING": "1"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Every warning and error that MkDocs, the theme or the Markdown parser logs, in order."""
    messages: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("mkdocs", "MARKDOWN")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield messages
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
            # MkDocs leaves its own counter of warnings behind on every build.
            for counter in [found for found in logger.handlers if type(found).__module__ == "mkdocs.utils"]:
                logger.removeHandler(counter)
