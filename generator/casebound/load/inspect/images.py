"""Images: their size is checked before they are decompressed."""

import contextlib
import io
from collections.abc import Iterator
from typing import Any

from casebound.load.inspect.rejection import DAMAGED, reading
from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import UnreadableFile

MOST_PIXELS = 50_000_000


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The image, not yet decompressed. Raises UnreadableFile if it is invalid, or larger than what is shown."""
    from PIL import Image, ImageFile

    Image.MAX_IMAGE_PIXELS = None  # checked below instead, so that the message states the limit
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with reading("PIL", DAMAGED):
        image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
    with image as found:
        width, height = found.size
        if width * height > MOST_PIXELS:
            most = MOST_PIXELS // 1_000_000
            raise UnreadableFile(f"it is an image of {width:,} × {height:,} pixels, more than {most} million")
        yield found


def inspected(data: bytes) -> Inspection:
    """What an image contains. Raises UnreadableFile if it does not open."""
    with opened(data) as found, reading("PIL", DAMAGED):
        found.verify()
    return Inspection()
