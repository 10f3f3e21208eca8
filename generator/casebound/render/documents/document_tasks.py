"""The decision note and the dossier of a case, from values to bytes.

`inputs` turns a case view into tasks, which consist of HTML and attachments. `render` is a pure function of
a task and the print assets, so that it can run in any process, and `key` names its result for a cache.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casebound import __version__
from casebound.load.inspect.file_types import media_type
from casebound.model.errors import BrokenDocument
from casebound.render.documents import pdf
from casebound.render.documents.certificate_copies import CopiedPage, copied_pages
from casebound.render.documents.dossier import paper
from casebound.render.documents.font_families import font_stack
from casebound.render.documents.print_assets import Attached, PrintAssets, bundled_fonts
from casebound.render.templates import Templates
from casebound.render.view import CaseView, Citation

__all__ = [
    "DOSSIER",
    "NOTE",
    "Bundle",
    "DocumentTask",
    "Enclosed",
    "PrintAssets",
    "RenderedDocument",
    "gather_print_assets",
    "inputs",
    "key",
    "render",
]

NOTE = "decision-note.pdf"
DOSSIER = "dossier.pdf"
"""The names of the two documents. Where an exemption is only proposed, a prefix comes before them."""

RECORD = "case.yml"
REPORT = "report-extract.json"

_OF_NO_KIND = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class DocumentTask:
    """One document to be made.

    `print_assets` is the digest of the assets that print it. `families` are the font families that it needs beside
    Plex. `copies` are the pages of the bundle of exhibits that it shows as pictures.
    """

    case: str
    name: str
    html: str
    preview: bool
    print_assets: str
    families: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()
    copies: tuple[CopiedPage, ...] = ()
    bundle: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The files attached to a dossier: the exhibits by id, the record of the case, and its part of the report."""

    evidence: Mapping[str, bytes]
    record: bytes
    report_extract: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """A case's finished bundle of exhibits: its bytes, and the first and last page of each exhibit."""

    data: bytes = field(default=b"", repr=False)
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """One finished document: `name` within the case's folder, and its bytes."""

    case: str
    name: str
    key: str
    data: bytes = field(repr=False)


def gather_print_assets(
    templates: Templates, folders: tuple[Path, ...], paper_size: str = "a4", *, is_forecast: bool = False
) -> PrintAssets:
    """The style sheets for this paper size, with what a preview prints over each page, and the fonts."""
    css = templates.render("documents/print.css", font_stack=font_stack, paper=paper_size)
    preview = templates.render("documents/preview.css", paper=paper_size, is_forecast=is_forecast)
    return PrintAssets(css, preview, bundled_fonts(folders), paper_size)


def inputs(
    view: CaseView,
    print_assets: PrintAssets,
    templates: Templates,
    enclosed: Enclosed,
    bundle: Bundle,
) -> tuple[DocumentTask, DocumentTask]:
    """The tasks for a case's note and dossier.

    A file whose hash is not the recorded hash is not attached, and the exhibit list says so. Raises
    BrokenDocument where a text holds a character without a glyph; `missing_glyphs` finds those earlier.
    """
    exhibits = {
        citation.id: attached
        for citation in view.exhibits
        if (attached := _exhibit(citation, enclosed.evidence.get(citation.id)))
    }
    names = {key: file.name for key, file in exhibits.items()}
    copies = tuple(copied_pages(view, bundle.places)) if bundle.data else ()
    values = {
        "paper": paper(view, names, bundle.places, hashlib.sha256(enclosed.record).hexdigest(), copies),
        "view": view,
        "version": __version__,
    }
    files = (
        *exhibits.values(),
        Attached(
            RECORD, f"The record of case {view.id}", "application/yaml", "Source", view.written_on, enclosed.record
        ),
        Attached(
            REPORT,
            f"What the report says of case {view.id}",
            "application/json",
            "Data",
            view.written_on,
            enclosed.report_extract,
        ),
    )
    note, dossier = (view.file_prefix + name for name in (NOTE, DOSSIER))
    pages = {note: templates.render("documents/note.html.j2", **values)}
    pages[dossier] = templates.render("documents/dossier.html.j2", **values)
    families = {name: _families(html, print_assets, f"{view.id}, {name}") for name, html in pages.items()}
    return (
        DocumentTask(view.id, note, pages[note], view.preview, print_assets.digest, families[note]),
        DocumentTask(
            view.id,
            dossier,
            pages[dossier],
            view.preview,
            print_assets.digest,
            families[dossier],
            files,
            copies,
            bundle.data if copies else b"",
        ),
    )


def _families(html: str, print_assets: PrintAssets, named: str) -> tuple[str, ...]:
    """The font families that the text needs beside Plex."""
    if missing := print_assets.glyphs.missing(html):
        raise BrokenDocument(f"{named}: no bundled font has a glyph for U+{ord(missing[0]):04X}")
    return print_assets.glyphs.families(html)


def key(task: DocumentTask) -> str:
    """The cache key of a document: the hash of everything that its bytes depend on, the tool chain included."""
    attached = [
        [file.name, file.description, file.media_type, file.relationship, str(file.on), _sha256(file.data)]
        for file in task.attached
    ]
    parts = [task.print_assets, task.case, task.name, task.preview, task.families, task.html, attached]
    parts += [[page.address for page in task.copies], _sha256(task.bundle)]
    return hashlib.sha256(b"casebound/document/5\0" + json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def render(
    task: DocumentTask, print_assets: PrintAssets, pictures: Mapping[str, bytes] | None = None
) -> RenderedDocument:
    """Print a document, with the `pictures` of its copied pages by their addresses.

    Raises BrokenDocument, naming the case and the document, where that fails.
    """
    if task.print_assets != print_assets.digest:
        raise BrokenDocument(f"{task.case}, {task.name}: meant for other print assets")
    try:
        data = pdf.write(
            task.html, print_assets, task.attached, preview=task.preview, families=task.families, pictures=pictures
        )
    except Exception as error:
        raise BrokenDocument(f"{task.case}, {task.name}: {error}", "Fix the template or file named.") from error
    return RenderedDocument(task.case, task.name, key(task), data)


def _exhibit(citation: Citation, data: bytes | None) -> Attached | None:
    exhibit = citation.exhibit
    if exhibit is None or data is None or _sha256(data) != exhibit.sha256:
        return None
    description = f"Exhibit {citation.id}: {exhibit.title}. SHA-256 {exhibit.sha256}"
    kind = media_type(exhibit.file) if citation.published.endswith(Path(exhibit.file).name) else _OF_NO_KIND
    return Attached(attached_name(citation), description, kind, "Supplement", exhibit.recorded, data)


def attached_name(citation: Citation) -> str:
    """The name of an attached exhibit, such as `E03-assignment-letter.pdf`: ASCII, sorted in the order of exhibits."""
    key = citation.id
    number = f"E{int(key[1:]):02d}" if key[1:].isdecimal() else key
    return f"{number}-{re.sub(r'[^A-Za-z0-9._-]+', '_', Path(citation.published).name)}"
