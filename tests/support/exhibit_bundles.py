"""Bundles of exhibits, made in memory, and what holds of every one of them."""

import dataclasses
import hashlib
import io
import re
from collections.abc import Mapping
from functools import cache

import pikepdf
import pypdfium2
from tests.support import verapdf
from tests.support.documents import ROOT, pages, print_assets, sample, templates

from casebound.model.case import Exhibit
from casebound.model.days import Day
from casebound.render import exhibits
from casebound.render.view import Citation

PROFILE = "PDF/A-3B"

DAY = Day(2026, 1, 2)

_NUMBERED = re.compile(r"page ([0-9]+) of ([0-9]+)")


def sample_task(case: str) -> exhibits.BundleTask | None:
    one = sample(case)
    folder = ROOT / "cases" / case
    evidence = {key: (folder / exhibit.file).read_bytes() for key, exhibit in one.view.case.exhibits.items()}
    return exhibits.inputs(one.view, print_assets(), templates(), evidence=evidence)


@cache
def sample_bundle(case: str) -> bytes:
    task = sample_task(case)
    assert task is not None
    return exhibits.render(task, print_assets(), templates()).data


def task_of(found: Mapping[str, bytes | None], title: str = "A title") -> exhibits.BundleTask:
    """The task for a case whose exhibits are these files, by name; None is a file that is missing."""
    view, citations, evidence = sample("NO-2026-001").view, [], dict[str, bytes]()
    for number, (name, data) in enumerate(found.items(), start=1):
        digest = hashlib.sha256(data or b"").hexdigest()
        one = Exhibit(kind="correspondence", title=title, file=f"evidence/{name}", sha256=digest, recorded=DAY)
        citations.append(Citation(f"E{number}", title, "Correspondence", one, None, (), f"evidence/{name}"))
        if data is not None:
            evidence[f"E{number}"] = data
    view = dataclasses.replace(view, exhibits=tuple(citations))
    task = exhibits.inputs(view, print_assets(), templates(), evidence=evidence)
    assert task is not None
    return task


def bundle_of(found: Mapping[str, bytes | None], title: str = "A title") -> bytes:
    return exhibits.render(task_of(found, title), print_assets(), templates()).data


def told_of(data: bytes) -> str:
    return " ".join(pages(data))


def held_to_be_a_good_bundle(data: bytes) -> list[str]:
    """What holds of every bundle, whatever is in it; returns the pages' texts."""
    told = pages(data)
    for number, page in enumerate(told, start=1):
        assert (str(number), str(len(told))) == _NUMBERED.findall(page)[-1], number
    first = outline(data)
    assert first["Index"] == 1
    assert index_links(data) == {key: page for key, page in first.items() if key != "Index"}
    assert all(key == "Index" or key in told[at - 1].split() for key, at in first.items())
    assert verapdf.complaints(data, PROFILE) == []
    return told


def outline(data: bytes) -> dict[str, int]:
    """The page that each bookmark leads to, by the bookmark's first word."""
    with pypdfium2.PdfDocument(data) as document:
        return {
            item.get_title().split()[0]: item.get_dest().get_index() + 1
            for item in document.get_toc()
            if item.get_dest() is not None
        }


def index_links(data: bytes) -> dict[str, int]:
    """The page that each row of the index leads to; a page number leads to the page of that number."""
    found: dict[str, int] = {}
    with pikepdf.open(io.BytesIO(data)) as document, pypdfium2.PdfDocument(data) as drawn:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        destinations = pikepdf.NameTree(document.Root.Names.Dests)
        for at, page in enumerate(document.pages):
            for link in page.obj.get("/Annots", []):
                left, low, right, high = map(float, link.Rect)
                words = drawn[at].get_textpage().get_text_bounded(left, low, right, high).split()
                goal, how = destinations[str(link.Dest)]
                assert how == "/Fit"
                if words and re.fullmatch("E[0-9]+", words[0]):
                    found[words[0]] = numbers[goal.objgen]
                elif len(words) == 1 and words[0].isdecimal():
                    assert int(words[0]) == numbers[goal.objgen]
    return found


def stamps(data: bytes) -> list[str]:
    """The exhibit that the band above each page names; nothing for a page of the index."""
    found = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            wide, high = page.get_size()
            words = page.get_textpage().get_text_bounded(0, high - 40, wide, high).split()
            found.append(next((word for word in words if re.fullmatch("E[0-9]+", word)), ""))
    return found
