"""The search index: MkDocs's entries for the printed chapters, and one entry for each page that is bound.

The theme shows an entry's title and text as markup, so both are escaped here. A worker's name never
becomes part of the index.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casebound.model.labels import CHANNELS, DIRECTIONS, LANES
from casebound.render.view import CaseView

_SEARCHED = ("controls/", "agreements/", "sources.html", "people.html")
_CASES_FIRST = 3
_TAG = re.compile(r"<[^>]*>")
_H1 = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_ASIDE = re.compile(r"<(h1|nav)\b.*?</\1>", re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|tr|div|h[2-6]|article)>")
_SPACE = re.compile(r"\s+")


def merged(index: Mapping[str, Any], pages: Mapping[str, str], views: Sequence[CaseView]) -> dict[str, Any]:
    """The whole index: the printed chapters as they are, then controls, agreements and sources, then the cases."""
    docs = list(index["docs"])
    docs += [_page_entry(path, body) for path, body in sorted(pages.items()) if path.startswith(_SEARCHED)]
    docs += [_case_entry(view) for view in views]
    return {"config": index["config"], "docs": docs}


def search_files(
    index: Mapping[str, Any], pages: Mapping[str, str], views: Sequence[CaseView]
) -> Iterator[tuple[str, bytes]]:
    """The index as a file for a server, and as a script for pages that are opened from disk."""
    text = json.dumps(merged(index, pages, views), separators=(",", ":"), ensure_ascii=False)
    yield "search/search_index.json", text.encode()
    yield "search/search_index.js", f"var __index = {text}".encode()


def _page_entry(path: str, body: str) -> dict[str, str]:
    title = _H1.search(body)
    # The bodies are finished HTML; without their tags what is left is escaped text still. In paragraphs,
    # because the theme shows those that match.
    told = (_SPACE.sub(" ", _TAG.sub(" ", block)).strip() for block in _BLOCK.split(_ASIDE.sub("", body)))
    text = "".join(f"<p>{block}</p>" for block in told if block)
    return {"location": path, "title": _TAG.sub("", title.group(1)).strip() if title else path, "text": text}


def _case_entry(view: CaseView) -> dict[str, Any]:
    case = view.case
    words = [
        view.country,
        DIRECTIONS[case.direction].label,
        view.stage.label,
        view.verdict.label,
        LANES[case.filing.lane],
        # A self-employed worker's business may carry the worker's name.
        (view.employer or "") if case.employer else "",
        CHANNELS[case.route.channel] if case.route else "",
        (case.submission.reference or "") if case.submission else "",
        *(one.number for one in case.certificates.values()),
        *(view.people.get(person, person) for person in dict.fromkeys(_owners(view))),
    ]
    text = ". ".join(html.escape(word) for word in words if word)
    return {
        "location": f"cases/{view.id}/index.html",
        "title": html.escape(view.id),
        "text": text,
        "boost": _CASES_FIRST,
    }


def _owners(view: CaseView) -> tuple[str, ...]:
    people = view.case.people
    return (people.operations, people.data_quality, people.approver, people.legal, people.payroll)
