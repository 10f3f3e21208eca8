"""How a bundle shows a file, taken from the pages that it would print."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from casebound.load.inspect.content_kinds import SHOWN_DIRECTLY
from casebound.load.inspect.recognition import content_kind
from casebound.model.terms import Term
from casebound.render.documents.print_assets import PrintAssets
from casebound.render.exhibits.draw.page_model import PAPER_SIZES, ExhibitItem, ExhibitPages
from casebound.render.exhibits.draw.printable import Printable

_LEFT_OUT, _NOT_SHOWN = "left out: ", "not shown: "


class Shown(Term):
    """How a bundle shows a file: its pages or words as they are, drawn as images, converted to pages, or not at all."""

    AS_IS = "as-is"
    DRAWN = "drawn"
    CONVERTED = "converted"
    NOT_SHOWN = "not-shown"


@dataclass(frozen=True, slots=True)
class Showing:
    """How a file is shown, and what the pages leave out.

    `reason` says why the file is not shown. `pages` is None for a file that is printed as text. `marks` state how the
    pages differ from the file.
    """

    shown: Shown
    pages: int | None = None
    left_out: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    reason: str | None = None


def showing(name: str, data: bytes, print_assets: PrintAssets) -> Showing:
    """How a bundle would show a file. Raises Failed where casebound itself fails on the file."""
    from casebound.render.exhibits.draw.convert import convert

    item = ExhibitItem("", name, "", name, "", "", dt.date.min, None, None, data)
    pages = convert(item, _printable(print_assets), PAPER_SIZES[print_assets.paper])
    if not pages.shown:
        return Showing(Shown.NOT_SHOWN, reason=pages.marks[0].removeprefix(_NOT_SHOWN))
    left_out = tuple(mark.removeprefix(_LEFT_OUT) for mark in pages.marks if mark.startswith(_LEFT_OUT))
    marks = tuple(mark for mark in pages.marks if not mark.startswith(_LEFT_OUT))
    return Showing(_how(name, data, pages), len(pages.layouts) or None, left_out, marks)


def warm_up(print_assets: PrintAssets) -> None:
    """Import the readers and open the fonts, so that child processes find them ready."""
    from casebound.load.inspect.pdf import pdfs
    from casebound.render.exhibits.draw import image_pages

    _printable(print_assets)
    for module in (image_pages, pdfs):
        module.warm_up()


@lru_cache(maxsize=2)
def _printable(print_assets: PrintAssets) -> Printable:
    return Printable(print_assets)


def _how(name: str, data: bytes, pages: ExhibitPages) -> Shown:
    if content_kind(name, data) in SHOWN_DIRECTLY or pages.pdf is not None:
        return Shown.AS_IS
    return Shown.DRAWN if pages.layouts else Shown.CONVERTED
