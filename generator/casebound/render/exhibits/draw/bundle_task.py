"""The bundle of a case's exhibits as a task: everything that its bytes depend on, and nothing else."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field, replace

from casebound.model.case import Case
from casebound.model.days import Day
from casebound.model.errors import BrokenDocument
from casebound.render.documents.certificate_copies import words_of
from casebound.render.documents.document_tasks import attached_name
from casebound.render.documents.print_assets import PrintAssets
from casebound.render.exhibits.draw.page_model import ExhibitItem
from casebound.render.templates import Templates
from casebound.render.view import CaseView, Citation

BUNDLE = "exhibits.pdf"
TEMPLATE = "documents/exhibits.html.j2"


@dataclass(frozen=True, slots=True)
class BundleTask:
    """One bundle to be made. `print_assets` and `templates` are digests.

    `recorded_until` is the day on which the last exhibit was recorded.
    """

    case: str
    name: str
    recorded_until: Day
    preview: bool
    is_forecast: bool
    print_assets: str
    templates: str
    items: tuple[ExhibitItem, ...] = field(repr=False)


def inputs(
    view: CaseView, print_assets: PrintAssets, templates: Templates, *, evidence: Mapping[str, bytes]
) -> BundleTask | None:
    """The task for a case's bundle; None where it has no exhibits. `evidence` maps exhibit ids to the files' bytes."""
    if not view.exhibits:
        return None
    items = tuple(_item(view, citation, evidence.get(citation.id)) for citation in view.exhibits)
    return BundleTask(
        case=view.id,
        name=BUNDLE,
        recorded_until=max(item.recorded for item in items),
        preview=view.preview,
        is_forecast=view.is_forecast,
        print_assets=print_assets.digest,
        templates=templates.digest(TEMPLATE),
        items=items,
    )


def key(task: BundleTask) -> str:
    """The cache key of a bundle: the hash of everything that its bytes depend on, the tool chain included."""
    hashes = ["missing" if item.data is None else hashlib.sha256(item.data).hexdigest() for item in task.items]
    described = astuple(replace(task, items=tuple(replace(item, data=None) for item in task.items)))
    content = json.dumps([described, hashes], ensure_ascii=True, default=str)
    return hashlib.sha256(b"casebound/exhibits/5\0" + content.encode()).hexdigest()


def _item(view: CaseView, citation: Citation, data: bytes | None) -> ExhibitItem:
    exhibit = citation.exhibit
    if exhibit is None:
        raise BrokenDocument(f"{citation.id} is not an exhibit")
    unchanged = data is not None and hashlib.sha256(data).hexdigest() == exhibit.sha256
    return ExhibitItem(
        id=citation.id,
        title=citation.title,
        kind=citation.kind,
        file=exhibit.file.rpartition("/")[2],
        attached=attached_name(citation),
        sha256=exhibit.sha256,
        recorded=exhibit.recorded,
        received=exhibit.received,
        effective=exhibit.effective,
        out_of_use=citation.out_of_use,
        words=tuple(_words_on_record(view.case, citation.id)),
        data=data if unchanged else None,
    )


def _words_on_record(case: Case, exhibit: str) -> Iterator[str]:
    """The words of an exhibit that the record has: a status, a quotation, or what a certificate says."""
    checks = (check for request in case.requests.values() for check in request.tracker)
    yield from (f"status “{check.shown}”" for check in checks if check.capture == exhibit)
    yield from (f"“{quote.words}”" for quote in case.quotes.values() if quote.exhibit == exhibit)
    yield from (words_of(certificate) for certificate in case.certificates.values() if certificate.document == exhibit)
