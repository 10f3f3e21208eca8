"""The pages of a finished bundle on which each exhibit is shown, as its bookmarks state."""

import io
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pikepdf


def places(bundle: bytes) -> Mapping[str, tuple[int, int]]:
    """The first and the last page of each exhibit, as numbered in the footer."""
    with pikepdf.open(io.BytesIO(bundle)) as document:
        return page_ranges(document)


def page_ranges(document: Any) -> Mapping[str, tuple[int, int]]:
    """The first and the last page of each exhibit of an opened bundle; the pages count from 1."""
    beginnings = (*first_pages(document).items(), ("", len(document.pages) + 1))
    return {exhibit: (page, following - 1) for (exhibit, page), (_, following) in pairwise(beginnings)}


def first_pages(document: Any) -> Mapping[str, int]:
    """The first page of each exhibit of an opened bundle, in order."""
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
    with document.open_outline() as outline:
        bookmarks: list[Any] = outline.root[1:]  # the first is the index
        return {bookmark.title.split()[0]: numbers[bookmark.destination[0].objgen] for bookmark in bookmarks}
