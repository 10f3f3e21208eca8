"""The search index: the entries of MkDocs for the chapters, and an entry for each other page.

The theme shows the title and the text of an entry as markup, so both are escaped here. The index contains no name of
a worker.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casebound.model.labels import CHANNELS, DIRECTIONS, LANES
from casebound.model.requests import sent_requests
from casebound.render.view import CaseView

_SEARCHED = ("controls/", "agreements/", "sources.html", "people.html")
_CASES_FIRST = 3
_TAG = re.compile(r"<[^>]*>")
_H1 = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_ASIDE = re.compile(r"<(h1|nav)\b.*?</\1>", re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|tr|div|h[2-6]|article)>")
_SPACE = re.compile(r"\s+")


def merged(index: Mapping[str, Any], pages: Mapping[str, str], views: Sequence[CaseView]) -> dict[str, Any]:
    """The complete index: chapters, then controls, agreements, sources and people, then cases."""
    docs = list(index["docs"])
    docs += [_page_entry(path, body) for path, body in sorted(pages.items()) if path.startswith(_SEARCHED)]
    docs += [_case_entry(view) for view in views]
    return {"config": index["config"], "docs": docs}


def search_files(
    index: Mapping[str, Any], pages: Mapping[str, str], views: Sequence[CaseView]
) -> Iterator[tuple[str, bytes]]:
    """The index as a JSON file for a server, and as a script for pages that are opened from a disk."""
    text = json.dumps(merged(index, pages, views), separators=(",", ":"), ensure_ascii=False)
    yield "search/search_index.json", text.encode()
    yield "search/search_index.js", f"var __index = {text}".encode()


def _page_entry(path: str, body: str) -> dict[str, str]:
    title = _H1.search(body)
    # Without its tags, a body is still escaped text. It is split into paragraphs, because the theme shows the
    # paragraphs that match.
    blocks = (_SPACE.sub(" ", _TAG.sub(" ", block)).strip() for block in _BLOCK.split(_ASIDE.sub("", body)))
    text = "".join(f"<p>{block}</p>" for block in blocks if block)
    return {"location": path, "title": _TAG.sub("", title.group(1)).strip() if title else path, "text": text}


def _case_entry(view: CaseView) -> dict[str, Any]:
    case = view.case
    words = [
        view.country,
        DIRECTIONS[case.direction].label,
        view.stage.label,
        view.verdict.label,
        LANES[case.filing.lane],
        case.worker.reference,
        _employer(view),
        *(CHANNELS[request.route.channel] for request in case.requests.values() if request.route),
        *(sent.reference or "" for _, _, sent in sent_requests(case)),
        *(certificate.number for certificate in case.certificates.values()),
        *(view.people.get(person, person) for person in dict.fromkeys(_owners(view))),
    ]
    text = ". ".join(html.escape(word) for word in words if word)
    return {
        "location": f"cases/{view.id}/index.html",
        "title": html.escape(view.id),
        "text": text,
        "boost": _CASES_FIRST,
    }


def _employer(view: CaseView) -> str:
    """The employer or the business. A business that has its owner's full name stays out."""
    name = view.employer or ""
    of_the_worker = set(view.case.worker.name.casefold().split()) <= set(name.casefold().split())
    return "" if of_the_worker else name


def _owners(view: CaseView) -> tuple[str, ...]:
    people = view.case.people
    return (people.operations, people.data_quality, people.approver, people.legal, people.payroll)
