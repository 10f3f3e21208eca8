"""The handbook of the sample cases as plain files that any MkDocs-like engine can build."""

import datetime as dt
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from bench.dom import fragment, part

from casebound.load.strict_yaml import read
from casebound.load.workspace import workspace
from casebound.pipeline.check import RULES, plan_of
from casebound.render.handbook import pages, site
from casebound.render.templates import Templates
from casebound.render.view import case_view

ROOT = Path(__file__).resolve().parents[1]
_TEMPLATES = ROOT / "site_templates"


@dataclass(frozen=True, slots=True)
class Handbook:
    """The pages of a handbook and their sources, by path."""

    sources: Mapping[str, str]
    pages: Mapping[str, str]
    as_of: dt.date


def handbook(work: Path) -> Handbook:
    """The handbook of the sample cases, and its sources."""
    as_of, chapters, bodies = sources()
    page_templates = site.build_page_templates(ROOT, (_TEMPLATES,), chapters, as_of, work)
    built = {path: data.decode() for path, data in site.static_files(page_templates) if path.endswith(".html")}
    built |= {path: site.page(page_templates, path, body) for path, body in bodies.items()}
    return Handbook({**chapters, **bodies}, built, as_of)


def sources() -> tuple[dt.date, dict[str, str], dict[str, str]]:
    """The as-of date of the sample cases, the chapters of their handbook, and the bodies of all other pages."""
    plan, templates = plan_of(workspace(ROOT), None, dt.date.max), Templates((_TEMPLATES,))
    judgment = plan.judgment
    if judgment.registers is None:
        raise ValueError("the sample's registers cannot be read; fix them first")
    rules = {rule.id: rule for rule in RULES}
    views = tuple(case_view(case, rules, judgment.as_of) for case in plan.cases)
    chapters = pages.chapters(judgment.registers, RULES, templates, ROOT / "docs")
    bodies = pages.bodies(plan, views, RULES, templates)
    bodies |= {f"cases/{view.id}/index.html": pages.case_body(view, templates) for view in views}
    return judgment.as_of, chapters, bodies


def write_sources(ours: Handbook, stylesheet: str, project: Path) -> None:
    """Write a project that any engine can build: docs/, overrides/ and mkdocs.yml.

    `stylesheet` is the path of the theme's style sheet in the site.
    """
    docs = project / "docs"
    for path, text in ours.sources.items():
        source = docs / Path(path).with_suffix(".md")
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(_source(text) if path.endswith(".html") else text, encoding="utf-8")
    shutil.copytree(_TEMPLATES / "assets", docs / "assets")
    shutil.copytree(_TEMPLATES / "overrides", project / "overrides")
    settings = _settings(ours.as_of, stylesheet)
    (project / "mkdocs.yml").write_text(json.dumps(settings, indent=1), encoding="utf-8")  # JSON is YAML


def _settings(as_of: dt.date, stylesheet: str) -> dict[str, Any]:
    """The handbook's configuration with the settings of casebound. The bodies are outside the navigation."""
    file = ROOT / "mkdocs.yml"
    settings: dict[str, Any] = read(file.read_bytes(), file.name).data
    settings |= {"docs_dir": "docs", "site_dir": "site", "use_directory_urls": False}
    settings["theme"]["custom_dir"] = "overrides"
    settings["extra"] |= {"as_of": as_of.isoformat(), "stylesheet": stylesheet}
    settings["not_in_nav"] += "/cases/*/\n/controls/\n/agreements/\n"
    return settings


def _source(body: str) -> str:
    """A body as a block of HTML with every end tag, so that Markdown finds its end."""
    tree = fragment(body)
    title = "".join(part(tree, "h1").itertext()).strip()
    html = "".join(ET.tostring(child, encoding="unicode", method="html") for child in tree).strip()
    return f"---\n{json.dumps({'title': title})}\n---\n\n{html}\n"
