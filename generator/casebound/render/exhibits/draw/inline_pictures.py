"""Pictures inside an e-mail or a page of HTML, decoded and encoded again so that they can be printed."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from casebound.load.inspect.pictures.images import ImagePage, read_image
from casebound.runtime.sandbox import UnreadableFile, run_sandboxed

_SECONDS = 30
_MOST_PIXELS = 3_000_000
_LOSSLESS = 1 << 20
_QUALITY = 88


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """A picture as PNG or JPEG, or the reason why it is not shown; `width` is that of the original in pixels."""

    data: bytes = field(default=b"", repr=False)
    width: int = 0
    height: int = 0
    problem: str | None = None


def inline_pictures(pictures: Sequence[bytes]) -> tuple[InlinePicture, ...]:
    """All pictures as they are printed. A picture that breaks the reader takes nothing from the others."""
    if not pictures:
        return ()
    try:
        return run_sandboxed(_encoded_each, tuple(pictures), tuple[InlinePicture, ...], seconds=_SECONDS)
    except UnreadableFile as refusal:
        if len(pictures) == 1:
            return (InlinePicture(problem=str(refusal)),)
    return tuple(found for picture in pictures for found in inline_pictures([picture]))


def _encoded_each(pictures: Sequence[bytes]) -> tuple[InlinePicture, ...]:  # pragma: no cover - in the child
    return tuple(map(_encoded, pictures))


def _encoded(data: bytes) -> InlinePicture:  # pragma: no cover - in the child
    try:
        _, pages = read_image(data, _shown, inside=True)
    except UnreadableFile as refusal:
        return InlinePicture(problem=str(refusal))
    return pages[0] if pages else InlinePicture(problem="it has no page")


def _shown(page: ImagePage) -> InlinePicture:  # pragma: no cover - in the child
    """The page upright, in gray or RGB, and no larger than needed inside a text."""
    image = page.upright()
    ratio = (_MOST_PIXELS / (image.width * image.height)) ** 0.5
    if ratio < 1:
        image = image.resize((max(round(image.width * ratio), 1), max(round(image.height * ratio), 1)))
    return InlinePicture(_written(image), *page.size)


def _written(image: Any) -> bytes:  # pragma: no cover - in the child
    image.info = {}
    written = io.BytesIO()
    image.save(written, "PNG")
    if written.tell() > _LOSSLESS:
        written = io.BytesIO()
        image.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
