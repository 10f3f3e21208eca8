"""The handbook's shell: MkDocs prints the chapters and one empty page of each kind, once, and nothing else.

This is the only module that imports MkDocs. It knows nothing of cases: the empty pages hold marks in place
of title, contents list and body, and `bind` puts finished HTML there. So no string of a record ever passes
through Markdown, and a changed case does not need MkDocs at all.
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
from casebound.render.handbook.page_template import BODY, HEADING, TITLE, Frame, frame

# Each empty page, by its path among the chapters, with the path it is printed to.
_EMPTY_PAGES: Mapping[str, str] = {
    "index.md": "index.html",
    "findings.md": "findings.html",
    "sources.md": "sources.html",
    "people.md": "people.html",
    "cases/index.md": "cases/index.html",
    "cases/CASE/index.md": "cases/CASE/index.html",
    "controls/index.md": "controls/index.html",
    "controls/CONTROL.md": "controls/CONTROL.html",
    "agreements/index.md": "agreements/index.html",
    "agreements/AGREEMENT.md": "agreements/AGREEMENT.html",
}
_EMPTY_PAGE = "---\nsearch:\n  exclude: true\n{more}---\n\n" + f"# {TITLE}\n\n## {HEADING}\n\n{BODY}\n"
# The register is a wide table; it takes the room of the contents list.
_WIDE = {"cases/index.md": "hide:\n  - toc\n"}
_INDEX = "search/search_index.json"
# Printed by the theme whether wanted or not: a page of absolute links, maps without an address, source maps, and
# its own scripts and colors, in whose place stand the handbook's.
_DROPPED_NAMES = frozenset({"404.html", "sitemap.xml", "sitemap.xml.gz", "favicon.png"})
_DROPPED_STARTS = ("search/", "assets/javascripts/", "assets/stylesheets/palette.")


@dataclass(frozen=True, slots=True)
class Shell:
    """The printed handbook: its static files, its empty pages ready for binding, and its search index."""

    files: Mapping[str, Path]
    frames: Mapping[str, Frame]
    index: Mapping[str, Any]


def build_shell(
    project_root: Path, folders: tuple[Path, ...], chapters: Mapping[str, str], as_of: Day, work: Path
) -> Shell:
    """Print the chapters, which are Markdown by its path, and the empty pages into `work`.

    A shell depends on these, on mkdocs.yml, the theme's overrides, the assets, the as-of date and the tool
    chain, and on nothing else. `folders` hold templates, overrides and assets; what stands in an
    earlier one wins. Raises BrokenDocument, with MkDocs's own words, where anything is amiss, a mere warning included.
    """
    docs, site = work / "docs", work / "site"
    shutil.rmtree(docs, ignore_errors=True)
    for path in _EMPTY_PAGES:
        _write(docs / path, _EMPTY_PAGE.format(more=_WIDE.get(path, "")))
    for path, text in sorted(chapters.items()):
        _write(docs / path, text)
    for folder in reversed(folders):
        if (folder / "assets").is_dir():
            shutil.copytree(folder / "assets", docs / "assets", dirs_exist_ok=True)
    overrides = [str(folder / "overrides") for folder in folders if (folder / "overrides").is_dir()]
    _print(_configuration(project_root, folders), docs, site, overrides, as_of)
    return open_shell({path: site / path for path in files_below(site)})


def open_shell(files: Mapping[str, Path]) -> Shell:
    """Take up a shell that was printed before, from its files by their path in the site."""
    frames = {path: frame(files[path].read_text(encoding="utf-8"), path) for path in _EMPTY_PAGES.values()}
    return Shell(files, frames, json.loads(files[_INDEX].read_bytes()))


def bind(shell: Shell, path: str, body: str) -> str:
    """The full page at `path`: the body between the header and footer that its empty page was printed with."""
    return _frame_for(shell, path).bind(body)


def static_files(shell: Shell) -> Iterator[tuple[str, bytes]]:
    """Everything of the shell that is published as it is: the printed chapters, styles, scripts and fonts."""
    for path, file in sorted(shell.files.items()):
        dropped = os.path.basename(path) in _DROPPED_NAMES or path.endswith(".map") or path.startswith(_DROPPED_STARTS)
        if path not in shell.frames and not dropped:
            yield path, file.read_bytes()


def _frame_for(shell: Shell, path: str) -> Frame:
    match path.split("/"):
        case ["cases", _, "index.html"]:
            return shell.frames["cases/CASE/index.html"]
        case ["controls", name] if name != "index.html":
            return shell.frames["controls/CONTROL.html"]
        case ["agreements", name] if name != "index.html":
            return shell.frames["agreements/AGREEMENT.html"]
    if path not in shell.frames:
        raise BrokenDocument(f"the handbook has no empty page for {path}")
    return shell.frames[path]


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _configuration(project_root: Path, folders: tuple[Path, ...]) -> Path:
    for file in (project_root / "mkdocs.yml", *(folder.parent / "mkdocs.yml" for folder in folders)):
        if file.is_file():
            return file
    raise BrokenTemplate("there is no mkdocs.yml", "Restore it from the package.")


def _print(configuration: Path, docs: Path, site: Path, overrides: list[str], as_of: Day) -> None:
    with _surroundings(as_of), _complaints() as complaints:
        import jinja2
        from mkdocs.commands.build import build
        from mkdocs.config import load_config
        from mkdocs.exceptions import MkDocsException

        try:
            config = load_config(
                str(configuration), docs_dir=str(docs), site_dir=str(site), use_directory_urls=False, strict=True
            )
            config.theme.dirs[:0] = overrides
            config.extra |= {"as_of": as_of.isoformat(), "stylesheet": _stylesheet(config.theme.dirs)}
            build(config)
        except MkDocsException as error:
            complaints.append(str(error))
        except jinja2.TemplateError as error:
            raise BrokenTemplate(f"the theme's overrides: {error}", "Mend the override it names.") from error
    if complaints:
        raise BrokenDocument(f"the handbook could not be printed: {complaints[0]}", "Mend what it names.")


def _stylesheet(folders: Sequence[str]) -> str:
    """The theme's own style sheet, whose name holds a hash that changes with every version."""
    for folder in map(Path, folders):
        for file in sorted(folder.glob("assets/stylesheets/main.*.css")):
            return file.relative_to(folder).as_posix()
    raise BrokenTemplate("the theme has no style sheet", "Install mkdocs-material as the lock file pins it.")


@contextmanager
def _surroundings(as_of: Day) -> Iterator[None]:
    """The environment in which the same input gives the same bytes: the build's date is the as-of date."""
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
def _complaints() -> Iterator[list[str]]:
    """Every warning and error that MkDocs, the theme or the Markdown parser utters, in order."""
    found: list[str] = []
    ear = logging.Handler(logging.WARNING)
    ear.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("mkdocs", "MARKDOWN")]
    for logger in loggers:
        logger.addHandler(ear)
    try:
        yield found
    finally:
        for logger in loggers:
            logger.removeHandler(ear)
            # MkDocs leaves its own counter of warnings behind on every build.
            for handler in [one for one in logger.handlers if type(one).__module__ == "mkdocs.utils"]:
                logger.removeHandler(handler)
