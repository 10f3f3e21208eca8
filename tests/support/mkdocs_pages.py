"""The handbook's pages as MkDocs itself prints them: every body whole, read as Markdown's own elements.

MkDocs looks for the title and the contents list among the elements that Markdown makes. So a body is given to
Markdown as such elements; what is a chapter goes the usual way.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import markdown
import yaml
from bench.dom import fragment, part
from markdown.extensions import Extension

from casebound.model.days import Day
from casebound.render.handbook import site

_MARK = "whole body\n"
_WIDE = ("index.html", "approvals.html", "payroll.html", "cases/index.html")


def printed(root: Path, folders: tuple[Path, ...], pages: Mapping[str, str], as_of: Day, work: Path) -> Path:
    """Render every page, bodies and chapters alike, as the page templates are rendered; returns the site's folder."""
    docs = work / "docs"
    for path, text in pages.items():
        source = docs / Path(path).with_suffix(".md")
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(_source(path, text) if path.endswith(".html") else text, encoding="utf-8")
    overrides = [str(folder / "overrides") for folder in folders]
    site._render(_configuration(root / "mkdocs.yml", work), docs, work / "site", overrides, as_of, sample=True)
    return work / "site"


def _source(path: str, body: str) -> str:
    told = {"title": "".join(part(fragment(body), "h1").itertext())} | ({"hide": ["toc"]} if path in _WIDE else {})
    return f"---\n{json.dumps(told)}\n---\n\n{_MARK}{body}"


def _configuration(file: Path, work: Path) -> Path:
    """The handbook's own, which reads whole bodies too and lets them link to what lies beside the pages."""
    settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    settings["markdown_extensions"].append("tests.support.mkdocs_pages")
    settings["not_in_nav"] += "/cases/*/\n/controls/\n/agreements/\n/people/\n"
    settings["validation"]["links"] |= {"not_found": "ignore", "unrecognized_links": "ignore", "anchors": "ignore"}
    ours = work / "mkdocs.yml"
    ours.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    return ours


class WholeBodies(Extension):  # type: ignore[misc] # Markdown tells no types
    """Markdown that takes HTML after a mark for what it is."""

    body = ""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Markdown's name
        md.preprocessors.register(_Taken(self), "whole_body", 100)  # before anything else
        md.treeprocessors.register(_Put(self), "whole_body", 7)  # after all text was read, before the headings are


@dataclass(frozen=True, slots=True)
class _Taken:
    whole: WholeBodies

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        self.whole.body = text.removeprefix(_MARK) if text.startswith(_MARK) else ""
        return [] if self.whole.body else lines


@dataclass(frozen=True, slots=True)
class _Put:
    whole: WholeBodies

    def run(self, root: ET.Element) -> None:
        if self.whole.body:
            root[:] = fragment(self.whole.body)


def makeExtension() -> WholeBodies:  # noqa: N802 - the name that Markdown asks for
    return WholeBodies()
