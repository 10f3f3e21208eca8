"""Cleaned HTML as markup of an exhibit page: its text in the characters of the bundled fonts, its pictures named."""

import html
import re
from collections.abc import Mapping

from markupsafe import Markup

from casebound.load.inspect.html.page import PrintedHtml
from casebound.render.exhibits.draw.inline_pictures import InlinePicture
from casebound.render.exhibits.draw.printable import Printable

_PICTURE = re.compile(r'<img src="picture:(\d+)"([^>]*)>')
_PIECE = re.compile(r"(<[^>]*>)")


def markup_of(page: PrintedHtml, item: str, pictures: Mapping[int, InlinePicture], printable: Printable) -> Markup:
    """The markup of a page. `item` is the id of the exhibit, under which its pictures are named."""

    def picture(found: re.Match[str]) -> str:
        shown = pictures.get(int(found[1]))
        if shown is None or shown.problem is not None:
            reason = "" if shown is None else f": {shown.problem}"
            return f'<span class="missing">[Picture not shown{html.escape(reason, quote=False)}]</span>'
        return f'<img alt="A picture in the e-mail or page" src="{picture_name(item, int(found[1]))}"{found[2]}>'

    pieces = _PIECE.split(_PICTURE.sub(picture, page.markup))
    for at in range(0, len(pieces), 2):
        if pieces[at]:
            pieces[at] = html.escape(printable.text(html.unescape(pieces[at])), quote=False)
    return Markup("".join(pieces))  # noqa: S704 - the cleaner wrote every element, and all text is escaped


def picture_name(item: str, number: int) -> str:
    """The address of a picture while the bundle is printed."""
    return f"picture:{item}-{number}"
