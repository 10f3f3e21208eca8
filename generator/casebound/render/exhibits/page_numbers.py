"""Where the exhibits stand in a finished bundle, as its bookmarks say."""

import io
from collections.abc import Mapping
from itertools import pairwise
from typing import Any


def places(bundle: bytes) -> Mapping[str, tuple[int, int]]:
    """The first and the last page of each exhibit, as they are numbered at the foot."""
    import pikepdf

    with pikepdf.open(io.BytesIO(bundle)) as document, document.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        bookmarks: list[Any] = outline.root[1:]  # the first is the index
        begins = [(item.title.split()[0], numbers[item.destination[0].objgen]) for item in bookmarks]
    return {name: (first, after - 1) for (name, first), (_, after) in pairwise((*begins, ("", len(numbers) + 1)))}
