"""Whether other engines build the same handbook from the same sources: `python bench/engines.py [ENGINE…]`.

The sources are the chapters as they are and every other page as a body of HTML in a Markdown file, with the handbook's
own configuration and frame. Each engine is installed in an environment that is thrown away, builds them, and has the
main content of every page compared with ours, node by node. MkDocs, as it is installed here, comes first and shows
that the sources are whole. The exit code is 1 where any engine lacks anything.
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
sys.path[0:1] = [str(_ROOT), str(_ROOT / "generator")]  # in place of this folder, so that one import path serves all

from bench.dom import differences, document, part  # noqa: E402 - after the path
from bench.sources import Handbook, handbook, write_sources  # noqa: E402 - the same

_SHOWN, _WIDTH = 10, 160  # of the pages that differ, and of what is said about each


@dataclass(frozen=True, slots=True)
class Engine:
    """A program that prints the handbook's sources: its package, and what else it asks for.

    `stylesheets` is where the theme's own lies, among the installed packages.
    """

    name: str
    wanted: tuple[str, ...]
    stylesheets: str


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one engine: its version, how it ended with which last words, its pages, and where they differ.

    `colored` counts the pages that are the same but for the markup inside code.
    """

    version: str
    exit: int
    words: str
    pages: int = 0
    colored: int = 0
    differing: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        """Whether it built everything, and everything as we have it."""
        return self.exit == 0 and not self.differing


_MATERIAL = "material/templates/assets/stylesheets/main.*.css"
MKDOCS = Engine("mkdocs", (), _MATERIAL)
ENGINES = {
    one.name: one
    for one in (
        MKDOCS,
        Engine("properdocs", ("mkdocs-material",), _MATERIAL),
        Engine("zensical", (), "zensical/templates/assets/stylesheets/classic/main.*.css"),
    )
}


def main() -> int:
    """Run the comparison; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engines", nargs="*", metavar="ENGINE", help=f"of {', '.join(ENGINES)}; else all")
    asked = parser.parse_args().engines or list(ENGINES)
    if unknown := set(asked) - ENGINES.keys():
        parser.error(f"no such engine: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="engines-") as work:
        ours, lacking = handbook(Path(work) / "ours"), False
        print(f"{len(ours.pages)} pages in the handbook of the sample cases\n")
        for name in asked:
            told = tried(ENGINES[name], ours, Path(work) / name)
            lacking |= not told.same
            _print(name, told)
    return int(lacking)


def tried(engine: Engine, ours: Handbook, work: Path) -> Told:
    """Install an engine into a new folder, build the sources with it and compare."""
    try:
        python, version = _installed(engine, work / "environment")
    except subprocess.CalledProcessError as error:
        return Told("does not install", error.returncode, _last(error.stderr))
    write_sources(ours, _stylesheet(engine, python), work / "project")
    settings = str(work / "project" / "mkdocs.yml")
    command = (str(python), "-m", engine.name, "build", "--strict", "--config-file", settings)
    ended = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    made = work / "project" / "site"
    there = sum(1 for path in ours.pages if (made / path).is_file())
    strictly, differing = (compared(ours.pages, made, code=code) for code in (True, False))
    colored = len(strictly) - len(differing)
    return Told(version, ended.returncode, _last(ended.stdout + ended.stderr), there, colored, differing)


def compared(ours: Mapping[str, str], made: Path, *, code: bool = True) -> dict[str, list[str]]:
    """Where the main content of a page differs from ours, by its path; a page that is not there differs too.

    With `code` False the markup inside code counts for nothing: some engines color it.
    """
    found = {}
    for path, text in sorted(ours.items()):
        file = made / path
        if not file.is_file():
            found[path] = ["the page is missing"]
            continue
        articles = [_article(one) for one in (text, file.read_text(encoding="utf-8"))]
        if not code:
            for one in articles:
                _uncolor(one)
        if told := differences(*articles):
            found[path] = told
    return found


def _uncolor(article: ET.Element) -> None:
    """Leave of every block of code its text alone."""
    for parent in list(article.iter()):
        for place, one in enumerate(parent):
            if one.tag == "pre" or (one.tag == "div" and one.get("class") == "highlight"):
                plain = ET.Element("pre")
                plain.text, plain.tail = "".join(one.itertext()).strip(), one.tail
                parent[place] = plain


def _article(page: str) -> ET.Element:
    """The main content, without the white space at its ends."""
    article = part(document(page), "article")
    article.text = (article.text or "").lstrip() or None
    if len(article):
        article[-1].tail = (article[-1].tail or "").rstrip() or None
    return article


def _stylesheet(engine: Engine, python: Path) -> str:
    found = sorted(python.parents[1].glob(f"lib/python*/site-packages/{engine.stylesheets}"))
    return found[0].as_posix().partition("/templates/")[2] if found else "assets/css/casebound.css"


def _installed(engine: Engine, environment: Path) -> tuple[Path, str]:
    """The Python that has the engine, and its version. Raises CalledProcessError where it does not install."""
    python = Path(sys.executable)
    if engine is not MKDOCS:
        venv.create(environment, with_pip=True)
        python = environment / "bin" / "python"
        _run(python, "-m", "pip", "install", "--quiet", engine.name, *engine.wanted)
    asked = f"import importlib.metadata as m; print(m.version({engine.name!r}))"
    return python, _run(python, "-c", asked).strip()


def _run(*words: object) -> str:
    ended = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=True)
    return ended.stdout


def _last(words: str) -> str:
    lines = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", words).splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def _print(name: str, told: Told) -> None:
    print(f"{name} {told.version}: exit {told.exit}, {told.pages} pages")
    if told.exit:
        print(f"  {told.words}")
    if told.pages:
        print(
            f"  {len(told.differing)} lack or differ in main content; {told.colored} differ in the markup of code alone"
        )
    for path, one in list(told.differing.items())[:_SHOWN]:
        print(f"  {path}: {one[0][:_WIDTH]}")


if __name__ == "__main__":
    sys.exit(main())
