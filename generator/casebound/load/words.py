"""The words of a file that a record quotes from, page by page. The file is not trusted: a child opens it."""

import codecs
import email
import email.policy
from collections.abc import Callable, Mapping

from casebound.confine import Unshowable, confined

_MEMORY = 1 << 30
_SECONDS = 20
_PAGES = 500
_CHARACTERS = 2_000_000
_PICTURES = frozenset({"png", "jpg", "jpeg", "tif", "tiff", "gif", "webp"})

Told = tuple[tuple[str, ...], str | None]
"""The text of each page, or the reason why there is none."""


def words_of(name: str, data: bytes) -> Told:
    """The words of a file of this name, or why they cannot be had."""
    kind = name.rpartition(".")[2].lower()
    if kind in _PICTURES:
        return (), "it is a picture, and a picture holds no words that could be compared"
    if kind not in _READERS:
        return (), f"words are looked up in PDFs, text files and e-mails, not in .{kind}"
    if kind == "pdf":
        _warm_up()
    try:
        return tuple(confined(_READERS[kind], data, list[str], memory=_MEMORY, seconds=_SECONDS)), None
    except Unshowable as reason:
        return (), f"its text could not be read: {reason}"


def _warm_up() -> None:
    """Import the reader of PDFs here, so that children find it ready."""
    import pypdfium2

    del pypdfium2


def _of_pdf(data: bytes) -> list[str]:
    import pypdfium2

    document, pages, left = pypdfium2.PdfDocument(data), list[str](), _CHARACTERS
    for index in range(min(len(document), _PAGES)):
        text = document[index].get_textpage().get_text_bounded()
        pages.append(text[:left])
        left -= len(pages[-1])
    return pages


def _of_mail(data: bytes) -> list[str]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    heads = [f"{name}: {message[name]}" for name in ("From", "To", "Date", "Subject") if message[name]]
    body = message.get_body(("plain",))
    return ["\n".join([*heads, "", str(body.get_content()) if body else ""])[:_CHARACTERS]]


def _of_text(data: bytes) -> list[str]:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return data.decode(encoding, errors="replace")[:_CHARACTERS].split("\f")[:_PAGES]


_TEXTS = ("txt", "csv", "json", "md")
_READERS: Mapping[str, Callable[[bytes], list[str]]] = {
    "pdf": _of_pdf,
    "eml": _of_mail,
    **dict.fromkeys(_TEXTS, _of_text),
}
