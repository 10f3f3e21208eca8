"""The metadata of an image that a reader must know: where a photo was taken, and previews of the picture."""

from dataclasses import dataclass
from typing import Any

from casebound.load.inspect.rejection import rejects

_GPS = 0x8825
_PREVIEW = -1  # Pillow's number for the second directory
_PLACE = frozenset({2, 4})  # the tags for latitude and longitude
_THUMBNAIL = 0x0201
_PHOTOSHOP_THUMBNAILS = frozenset({1033, 1036})
LOCATION = "The file contains the location where the photo was taken; the published file contains it too."
THUMBNAIL = "a thumbnail in the metadata, which can differ from the picture"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the metadata of an image contains, in words."""

    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def metadata_of(source: Any, data: bytes) -> Metadata:
    """The metadata of an opened image; damaged metadata are none."""
    place, preview = _exif(source)
    place = place or b"GPSLatitude" in data
    shops = source.info.get("photoshop")
    preview = preview or (isinstance(shops, dict) and not _PHOTOSHOP_THUMBNAILS.isdisjoint(shops))
    return Metadata((LOCATION,) if place else (), (THUMBNAIL,) if preview else ())


def _exif(source: Any) -> tuple[bool, bool]:
    """Whether the EXIF data contain a location, and a thumbnail."""
    try:
        exif = source.getexif()
        place = not _PLACE.isdisjoint(exif.get_ifd(_GPS))
        return place, source.format != "TIFF" and _THUMBNAIL in exif.get_ifd(_PREVIEW)
    except Exception as error:
        if rejects(error, "PIL"):
            return False, False
        raise
