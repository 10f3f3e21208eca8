"""A peer that manages records: Sphinx with sphinx-needs, with one need for each case, in a separate environment.

Each case is a need on its own page, with the columns of our register as its fields. The first page is a table of all
cases. The peer does less work: it checks nothing, and its pages contain only those fields. It runs with its best
settings: one process, which was faster than two, and no sidebar with all pages, with which a thousand cases took ten
minutes.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from bench.dom import document, part

_ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = _ROOT / ".venv-peers"
"""The environment in which `make bench` installs it, because it requires older versions of our dependencies."""

FIELDS = ("about", "employer", "stage", "waiting_on", "next_step", "work", "proof_ends")
"""What the first column of the register says after the case, and the other columns."""

_CASE_ID = "[A-Z]{2}-[0-9]{4}-[0-9]+"


def sphinx_needs(project: Path, site: Path) -> tuple[str, ...]:
    """The command that builds a project written by `needs_project` into a new folder; warnings are errors."""
    command = str(ENVIRONMENT / "bin" / "sphinx-build")
    return (command, "--quiet", "--fail-on-warning", str(project), str(site))


def needs_project(register: Path, target: Path) -> int:
    """Write a Sphinx project with the cases of a published register; returns the number of needs."""
    rows = [_row(row) for row in part(document(register.read_text(encoding="utf-8")), "tbody")]
    (target / "cases").mkdir(parents=True)
    (target / "conf.py").write_text(_settings(), encoding="utf-8")
    (target / "index.rst").write_text(_table(), encoding="utf-8")
    for case, fields in rows:
        (target / "cases" / f"{case}.rst").write_text(_need(case, fields), encoding="utf-8")
    return len(rows)


def _row(row: ET.Element) -> tuple[str, Mapping[str, str]]:
    first, *cells = (" ".join("".join(cell.itertext()).split()) for cell in row)
    case, _, about = first.partition(" ")
    return case, dict(zip(FIELDS, (about, *cells), strict=True))


def _settings() -> str:
    """The configuration. JSON lists and objects are valid Python."""
    kind = {"directive": "case", "title": "Case", "prefix": "", "color": "#e8f0f0", "style": "node"}
    settings = {
        "project": "Certificate of Coverage cases",
        "extensions": ["sphinx_needs"],
        "html_sidebars": {"**": []},
        "needs_types": [kind],
        "needs_id_regex": _CASE_ID,
        "needs_fields": {name: {"schema": {"type": "string"}} for name in FIELDS},
    }
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())


def _table() -> str:
    table = f".. needtable::\n   :columns: {';'.join(('id', *FIELDS))}\n   :style: table\n"
    return _titled("Register of cases", f"{table}\n.. toctree::\n   :hidden:\n   :glob:\n\n   cases/*\n")


def _need(case: str, fields: Mapping[str, str]) -> str:
    options = "".join(f"   :{name}: {value}\n" for name, value in fields.items())
    return _titled(case, f".. case:: {case}\n   :id: {case}\n{options}")


def _titled(title: str, text: str) -> str:
    return f"{title}\n{'=' * len(title)}\n\n{text}"
