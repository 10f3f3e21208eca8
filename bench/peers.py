"""Other tools for the same work on the same files.

`check-jsonschema` validates the same records against the same schema. MkDocs with Material renders the same handbook
from Markdown: every page at the same path and with the same HTML as the pages of casebound, and the same evidence.
The peer does less work: it writes no report and no list of hashes, and the pages contain no Markdown to parse.
"""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from bench.dom import document, part

from casebound.load.strict_yaml import read

_BLANK_LINES = re.compile(r"\n\s*\n")
_OURS_ALONE = ("extra", "extra_css", "extra_javascript", "validation", "strict", "not_in_nav")


def check_jsonschema(python: Path, schema: Path, records: Sequence[Path]) -> tuple[str, ...]:
    """The command that validates the records against the schema."""
    return (str(python.parent / "check-jsonschema"), "--schemafile", str(schema), *map(str, records))


def mkdocs(python: Path, project: Path, site: Path) -> tuple[str, ...]:
    """The command that renders a project written by `mkdocs_project` into a new folder."""
    settings = str(project / "mkdocs.yml")
    return (str(python.parent / "mkdocs"), "build", "--quiet", "--config-file", settings, "--site-dir", str(site))


def mkdocs_project(handbook: Path, configuration: Path, target: Path, *, in_nav: bool) -> int:
    """Write an MkDocs project with the pages and the evidence of a published handbook; returns the number of pages.

    `configuration` is the handbook's own, and its theme settings are used. `in_nav` selects whether the cases are in
    the navigation; all other pages are.
    """
    docs, titles = target / "docs", {}
    for page in sorted(handbook.rglob("*.html")):
        title, text = _markdown(page)
        path = page.relative_to(handbook).with_suffix(".md")
        titles[path.as_posix()] = title
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (docs / path).write_text(text, encoding="utf-8")
    for folder in (handbook / "captures", *handbook.glob("cases/*/evidence")):
        shutil.copytree(folder, docs / folder.relative_to(handbook), copy_function=shutil.copyfile)
    settings = json.dumps(dict(_settings(configuration, titles, in_nav=in_nav)), indent=1)
    (target / "mkdocs.yml").write_text(settings, encoding="utf-8")  # JSON is YAML
    return len(titles)


def _markdown(page: Path) -> tuple[str, str]:
    """A page's title and text: the heading, and everything else as one block of HTML without blank lines.

    All end tags are written, because Python-Markdown takes several times as long without them.
    """
    article = part(document(page.read_text(encoding="utf-8")), "article")
    heading = part(article, "h1")
    title = "".join(heading.itertext()).strip()
    next(parent for parent in article.iter() if heading in list(parent)).remove(heading)
    body = "".join(ET.tostring(child, encoding="unicode", method="html") for child in article)
    body = _BLANK_LINES.sub("\n", body).strip()
    return title, f"# {title}\n\n<div>\n{body}\n</div>\n"


def _settings(configuration: Path, titles: dict[str, str], *, in_nav: bool) -> Iterator[tuple[str, Any]]:
    ours: dict[str, Any] = read(configuration.read_bytes(), configuration.name).data
    yield from ((key, value) for key, value in ours.items() if key not in (*_OURS_ALONE, "nav", "theme"))
    yield "theme", {key: value for key, value in ours["theme"].items() if key not in ("logo", "favicon")}
    yield "use_directory_urls", False
    listed = [folder for folder in ("cases", "controls", "agreements") if in_nav or folder != "cases"]
    entries = {
        folder: [{title: path} for path, title in titles.items() if path.startswith(folder)] for folder in listed
    }
    yield (
        "nav",
        [{title: path} for path, title in titles.items() if "/" not in path]
        + [{folder: pages} for folder, pages in entries.items()],
    )
    if not in_nav:
        yield "not_in_nav", "/cases/"
