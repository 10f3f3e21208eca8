"""The bundle of a case's exhibits as a task: everything its bytes depend on, and nothing else."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from casebound import __version__
from casebound.model.days import Day
from casebound.model.errors import BrokenDocument
from casebound.render.documents.document_tasks import attached_name
from casebound.render.documents.dossier import foot
from casebound.render.documents.print_assets import Press
from casebound.render.exhibits.draw.bundle_index import TARGET, TOTAL, slot
from casebound.render.exhibits.draw.faces import faces
from casebound.render.exhibits.draw.page_model import Item
from casebound.render.exhibits.draw.typeset import visible
from casebound.render.templates import Templates
from casebound.render.view import CaseView, Citation

BUNDLE = "exhibits.pdf"
_TOLD = ("id", "title", "kind", "file", "attached", "sha256", "recorded", "received", "effective")


@dataclass(frozen=True, slots=True)
class BundleTask:
    """One bundle to be made. `html` is the index with slots; `press` is the digest of the press it is meant for."""

    case: str
    name: str
    subject: str
    as_of: Day
    preview: bool
    press: str
    html: str = field(repr=False)
    items: tuple[Item, ...]


def inputs(view: CaseView, press: Press, templates: Templates, *, evidence: Mapping[str, bytes]) -> BundleTask | None:
    """The task for a case's bundle; None where it has no exhibits. `evidence` maps exhibit ids to the files' bytes."""
    if not view.exhibits:
        return None
    items = tuple(_item(one, evidence.get(one.id)) for one in view.exhibits)
    face = faces(press)
    values = {
        "view": view,
        "foot": foot(view),
        "version": __version__,
        "slot": slot,
        "target": TARGET,
        "total": slot(TOTAL),
        "visible": lambda text: visible(text, face),
    }
    html = templates.render("documents/exhibits.html.j2", items=items, **values)
    subject = f"The exhibits of case {view.id}, page by page, as of {view.as_of}"
    return BundleTask(view.id, BUNDLE, subject, view.as_of, view.preview, press.digest, html, items)


def key(task: BundleTask) -> str:
    """The name of a task's result: everything the bytes depend on, hashed. The press's digest holds the tool chain."""
    items = [[str(getattr(one, name)) for name in _TOLD] + [_digest(one.data)] for one in task.items]
    told = [task.press, task.case, task.name, task.subject, str(task.as_of), task.preview, task.html, items]
    return hashlib.sha256(b"casebound/exhibits/2\0" + json.dumps(told, ensure_ascii=True).encode()).hexdigest()


def _digest(data: bytes | None) -> str:
    return "missing" if data is None else hashlib.sha256(data).hexdigest()


def _item(one: Citation, data: bytes | None) -> Item:
    exhibit = one.exhibit
    if exhibit is None:
        raise BrokenDocument(f"{one.id} is no exhibit")
    unchanged = data is not None and hashlib.sha256(data).hexdigest() == exhibit.sha256
    return Item(
        id=one.id,
        title=one.title,
        kind=one.kind,
        file=exhibit.file.rpartition("/")[2],
        attached=attached_name(one.id, exhibit),
        sha256=exhibit.sha256,
        recorded=exhibit.recorded,
        received=exhibit.received,
        effective=exhibit.effective,
        data=data if unchanged else None,
    )
