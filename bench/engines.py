"""Tests whether other engines build the same handbook from the same sources: `python bench/engines.py [ENGINE…]`.

The sources are the unchanged chapters, every other page as HTML in a Markdown file, and the handbook's configuration
and page template. Each engine is installed in a temporary environment and builds the sources. The main content of
every page is then compared with ours, node by node. The installed MkDocs is tested first, to show that the sources
are complete. The exit code is 1 if any engine fails or any page is missing or differs.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

_ROOT = Path(__file__).resolve().parents[1]
sys.path[0:1] = [str(_ROOT), str(_ROOT / "generator")]  # instead of this folder: one import path for all scripts

from bench.dom import differences, document, part  # noqa: E402 - the import path is set above
from bench.sources import Handbook, handbook, write_sources  # noqa: E402 - same reason

_SHOWN, _WIDTH = 10, 160  # the number of differing pages shown, and the characters of each difference


@dataclass(frozen=True, slots=True)
class Engine:
    """A site generator: its package, other packages that it requires, and the path of the theme's style sheet."""

    name: str
    requires: tuple[str, ...]
    stylesheets: str


@dataclass(frozen=True, slots=True)
class EngineResult:
    """The result of an engine: its version, exit code, last output line, number of pages, and differences by page.

    `colored` counts the pages that differ only in the markup of code.
    """

    version: str
    exit: int
    last_line: str
    pages: int = 0
    colored: int = 0
    differing: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        """Whether the engine built every page with the same content."""
        return self.exit == 0 and not self.differing


_MATERIAL = "material/templates/assets/stylesheets/main.*.css"
MKDOCS = Engine("mkdocs", (), _MATERIAL)
ENGINES = {
    engine.name: engine
    for engine in (
        MKDOCS,
        Engine("properdocs", ("mkdocs-material",), _MATERIAL),
        Engine("zensical", (), "zensical/templates/assets/stylesheets/classic/main.*.css"),
    )
}


def main() -> int:
    """Run the comparison; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engines", nargs="*", metavar="ENGINE", help=f"one of {', '.join(ENGINES)}; default: all")
    names = parser.parse_args().engines or list(ENGINES)
    if unknown := set(names) - ENGINES.keys():
        parser.error(f"no such engine: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="engines-") as work:
        ours, failed = handbook(Path(work) / "ours"), False
        print(f"{len(ours.pages)} pages in the handbook of the sample cases\n")
        for name in names:
            result = build_and_compare(ENGINES[name], ours, Path(work) / name)
            failed |= not result.same
            _print(name, result)
    return int(failed)


def build_and_compare(engine: Engine, ours: Handbook, work: Path) -> EngineResult:
    """Install an engine in a new environment, build the sources and compare the pages."""
    try:
        python, version = _installed(engine, work / "environment")
    except subprocess.CalledProcessError as error:
        return EngineResult("does not install", error.returncode, _last(error.stderr))
    write_sources(ours, _stylesheet(engine, python), work / "project")
    settings = str(work / "project" / "mkdocs.yml")
    command = (str(python), "-m", engine.name, "build", "--strict", "--config-file", settings)
    ended = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    built_site = work / "project" / "site"
    page_count = sum(1 for path in ours.pages if (built_site / path).is_file())
    strictly, differing = (compared(ours.pages, built_site, code=code) for code in (True, False))
    colored = len(strictly) - len(differing)
    return EngineResult(version, ended.returncode, _last(ended.stdout + ended.stderr), page_count, colored, differing)


def compared(ours: Mapping[str, str], built_site: Path, *, code: bool = True) -> dict[str, list[str]]:
    """The differences in the main content of each page, by path. A missing page also counts as a difference.

    With `code` False, markup inside code is ignored, because some engines color it.
    """
    found = {}
    for path, text in sorted(ours.items()):
        file = built_site / path
        if not file.is_file():
            found[path] = ["the page is missing"]
            continue
        articles = [_article(html) for html in (text, file.read_text(encoding="utf-8"))]
        if not code:
            for article in articles:
                _uncolor(article)
        if different := differences(*articles):
            found[path] = different
    return found


def _uncolor(article: ET.Element) -> None:
    """Replace every block of code by its text."""
    for parent in list(article.iter()):
        for index, child in enumerate(parent):
            if child.tag == "pre" or (child.tag == "div" and child.get("class") == "highlight"):
                plain = ET.Element("pre")
                plain.text, plain.tail = "".join(child.itertext()).strip(), child.tail
                parent[index] = plain


def _article(page: str) -> ET.Element:
    """The main content without leading and trailing white space."""
    article = part(document(page), "article")
    article.text = (article.text or "").lstrip() or None
    if len(article):
        article[-1].tail = (article[-1].tail or "").rstrip() or None
    return article


def _stylesheet(engine: Engine, python: Path) -> str:
    found = sorted(python.parents[1].glob(f"lib/python*/site-packages/{engine.stylesheets}"))
    return found[0].as_posix().partition("/templates/")[2] if found else "assets/css/casebound.css"


def _installed(engine: Engine, environment: Path) -> tuple[Path, str]:
    """The Python with the engine, and the engine's version. Raises CalledProcessError if it cannot be installed."""
    python = Path(sys.executable)
    if engine is not MKDOCS:
        venv.create(environment, with_pip=True)
        python = environment / "bin" / "python"
        _run(python, "-m", "pip", "install", "--quiet", engine.name, *engine.requires)
    code = f"import importlib.metadata as m; print(m.version({engine.name!r}))"
    return python, _run(python, "-c", code).strip()


def _run(*command: object) -> str:
    ended = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    return ended.stdout


def _last(output: str) -> str:
    lines = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", output).splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def _print(name: str, result: EngineResult) -> None:
    print(f"{name} {result.version}: exit {result.exit}, {result.pages} pages")
    if result.exit:
        print(f"  {result.last_line}")
    if result.pages:
        print(f"  {len(result.differing)} missing or different in content; {result.colored} differ only in code markup")
    for path, found in list(result.differing.items())[:_SHOWN]:
        print(f"  {path}: {found[0][:_WIDTH]}")


if __name__ == "__main__":
    sys.exit(main())
