"""What goes into a document besides its text: stylesheets, fonts, and the files that travel inside it."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casebound.model.errors import BrokenTemplate

_FONTS = ("assets/fonts", "*.woff2")


@dataclass(frozen=True, slots=True)
class Press:
    """What all documents of a build share: the stylesheets, and the fonts by the name that CSS gives them.

    `wide_css` takes the place of `css` in a document with Japanese or Korean characters. Its faces are large, so that
    no other document has to load them. `paper` is what the stylesheets are for, “a4” or “letter”. `digest` is the hash
    of all of it and of the tool chain, so that the key of every document holds both.
    """

    css: str
    preview_css: str
    assets: Mapping[str, bytes]
    wide_css: str = ""
    paper: str = "a4"
    digest: str = field(default="")

    def __post_init__(self) -> None:
        from casebound.runtime.toolchain import toolchain  # a check makes no document and needs no press

        parts = [
            self.css.encode(),
            self.preview_css.encode(),
            self.wide_css.encode(),
            self.paper.encode(),
            toolchain().digest.encode(),
        ]
        parts += [part for name in sorted(self.assets) for part in (name.encode(), self.assets[name])]
        told = "".join(hashlib.sha256(part).hexdigest() for part in parts)
        object.__setattr__(self, "digest", hashlib.sha256(b"casebound/press/4\0" + told.encode()).hexdigest())

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Press) and other.digest == self.digest


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that travels inside the PDF, byte for byte. `relationship` is one of PDF/A-3's words."""

    name: str
    description: str
    media_type: str
    relationship: str
    on: dt.date
    data: bytes


def fonts(folders: tuple[Path, ...]) -> dict[str, bytes]:
    """The bundled fonts by file name, the project's own before those that came with casebound."""
    found: dict[str, bytes] = {}
    for folder in reversed(folders):
        found |= {file.name: file.read_bytes() for file in sorted((folder / _FONTS[0]).glob(_FONTS[1]))}
    if not found:
        raise BrokenTemplate("there are no fonts under assets/fonts", "Restore them from the package.")
    return found
