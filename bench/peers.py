"""The tools that a project would otherwise use, set to the same work on the same files.

`check-jsonschema` validates the same records against the same schema. MkDocs with Material prints one Markdown
page a case; the page holds the very HTML that casebound binds into its own page, so both show the same. Where
the two differ the peer has less to do: it copies no evidence, hashes nothing, has no pages for controls and
agreements, need not parse Markdown inside the pages and, in the second project, keeps cases out of the nav.
"""

import re
from collections.abc import Sequence
from pathlib import Path

_MAIN = re.compile(r'<article class="md-content__inner md-typeset">(.*?)</article>', re.DOTALL)
_HEADING = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
_BLANK_LINES = re.compile(r"\n\s*\n")
_CONFIGURATION = """\
site_name: Certificate of Coverage handbook
theme:
  name: material
  font: false
plugins:
  - search
  - offline
use_directory_urls: false
"""


def check_jsonschema(python: Path, schema: Path, records: Sequence[Path]) -> tuple[str, ...]:
    """The command that validates the records against the schema."""
    return (str(python.parent / "check-jsonschema"), "--schemafile", str(schema), *map(str, records))


def mkdocs(python: Path, project: Path) -> tuple[str, ...]:
    """The command that prints a project made by `mkdocs_project`, from nothing."""
    return (str(python.parent / "mkdocs"), "build", "--quiet", "--clean", "--config-file", str(project / "mkdocs.yml"))


def mkdocs_project(handbook: Path, target: Path, *, in_nav: bool) -> int:
    """Write an MkDocs project with a page for each case of a published handbook; returns how many."""
    docs = target / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Certificate of Coverage handbook\n", encoding="utf-8")
    pages = sorted((handbook / "cases").glob("*/index.html"))
    for page in pages:
        case = page.parent.name
        (docs / "cases").mkdir(exist_ok=True)
        (docs / "cases" / f"{case}.md").write_text(f"# {case}\n\n{_body(page)}\n", encoding="utf-8")
    nav = ["nav:", "  - Today: index.md"]
    if in_nav:
        nav += ["  - Cases:", *(f"      - {page.parent.name}: cases/{page.parent.name}.md" for page in pages)]
    else:
        nav += ["not_in_nav: |", "  /cases/"]
    (target / "mkdocs.yml").write_text(_CONFIGURATION + "\n".join(nav) + "\n", encoding="utf-8")
    return len(pages)


def _body(page: Path) -> str:
    """A page's own part as one block of HTML. Its heading stands above it; blank lines would end the block."""
    found = _MAIN.search(page.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{page} has no article")
    body = _HEADING.sub("", found.group(1), count=1)
    return "<div>\n" + _BLANK_LINES.sub("\n", body).strip() + "\n</div>"
