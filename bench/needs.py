"""A peer that knows records: Sphinx with sphinx-needs, one need for each case, in an environment of its own.

Each case is a need on a page of its own, with the columns of our register as its fields; the first page is a table of
all of them. The peer has less to do: it judges nothing, and its pages hold nothing but those fields. It is set to its
best: one process, which was faster than two, and no list of all pages beside every page, with which a thousand cases
took ten minutes.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from bench.dom import document, part

_ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = _ROOT / ".venv-peers"
"""Where `make bench` installs it: it asks for older versions of what we build with."""

FIELDS = ("country", "stage", "verdict", "next_step", "owner", "lane", "assignment", "days_left")
"""The columns of the register after the first, which is the case."""

_CASE_ID = "[A-Z]{2}-[0-9]{4}-[0-9]+"


def sphinx_needs(project: Path, site: Path) -> tuple[str, ...]:
    """The command that builds a project made by `needs_project` into a new folder, a warning being an error."""
    command = str(ENVIRONMENT / "bin" / "sphinx-build")
    return (command, "--quiet", "--fail-on-warning", str(project), str(site))


def needs_project(register: Path, target: Path) -> int:
    """Write a Sphinx project with the cases of a published register; returns how many needs there are."""
    rows = [_row(one) for one in part(document(register.read_text(encoding="utf-8")), "tbody")]
    (target / "cases").mkdir(parents=True)
    (target / "conf.py").write_text(_settings(), encoding="utf-8")
    (target / "index.rst").write_text(_table(), encoding="utf-8")
    for case, fields in rows:
        (target / "cases" / f"{case}.rst").write_text(_need(case, fields), encoding="utf-8")
    return len(rows)


def _row(row: ET.Element) -> tuple[str, Mapping[str, str]]:
    case, *cells = (" ".join("".join(cell.itertext()).split()) for cell in row)
    return case, dict(zip(FIELDS, cells, strict=True))


def _settings() -> str:
    """The configuration; lists and objects of JSON are Python too."""
    kind = {"directive": "case", "title": "Case", "prefix": "", "color": "#e8f0f0", "style": "node"}
    told = {
        "project": "Certificate of Coverage cases",
        "extensions": ["sphinx_needs"],
        "html_sidebars": {"**": []},
        "needs_types": [kind],
        "needs_id_regex": _CASE_ID,
        "needs_fields": {name: {"schema": {"type": "string"}} for name in FIELDS},
    }
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items())


def _table() -> str:
    table = f".. needtable::\n   :columns: {';'.join(('id', *FIELDS))}\n   :style: table\n"
    return _titled("Register of cases", f"{table}\n.. toctree::\n   :hidden:\n   :glob:\n\n   cases/*\n")


def _need(case: str, fields: Mapping[str, str]) -> str:
    options = "".join(f"   :{name}: {value}\n" for name, value in fields.items())
    return _titled(case, f".. case:: {case}\n   :id: {case}\n{options}")


def _titled(title: str, text: str) -> str:
    return f"{title}\n{'=' * len(title)}\n\n{text}"
