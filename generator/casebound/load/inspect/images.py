"""Images: measured before they are unpacked."""

import contextlib
import io
from collections.abc import Iterator
from typing import Any

from casebound.load.inspect.rejection import DAMAGED, reading
from casebound.runtime.sandbox import UnreadableFile

MOST_PIXELS = 50_000_000


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The image, not yet unpacked. Raises UnreadableFile where it is none, or larger than what is shown."""
    from PIL import Image, ImageFile

    Image.MAX_IMAGE_PIXELS = None  # measured here instead, so that the limit is told in our words
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with reading("PIL", DAMAGED):
        image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
    with image as found:
        width, height = found.size
        if width * height > MOST_PIXELS:
            most = MOST_PIXELS // 1_000_000
            raise UnreadableFile(f"it is an image of {width:,} × {height:,} pixels, more than {most} million")
        yield found


def look(data: bytes) -> None:
    """Read an image far enough to know that it is one. Raises UnreadableFile where it is not."""
    with opened(data) as found, reading("PIL", DAMAGED):
        found.verify()
