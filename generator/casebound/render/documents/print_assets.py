"""The style sheets and fonts that print a document, and the files attached to it."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casebound.model.errors import BrokenTemplate
from casebound.render.documents.glyphs import Glyphs

_FONTS = ("assets/fonts", "*.woff2")


@dataclass(frozen=True, slots=True)
class PrintAssets:
    """The style sheets and fonts that all documents of a build share; `fonts` maps file names to font files.

    `paper` is the paper size of the style sheets, “a4” or “letter”. `digest` is the hash of all of these and of the
    tool chain, so that the cache key of every document contains both.
    """

    css: str
    preview_css: str
    fonts: Mapping[str, bytes]
    paper: str = "a4"
    digest: str = field(default="")
    glyphs: Glyphs = field(init=False, repr=False)

    def __post_init__(self) -> None:
        from casebound.runtime.toolchain import toolchain  # a check prints no document and needs no tool chain

        parts = [
            self.css.encode(),
            self.preview_css.encode(),
            self.paper.encode(),
            toolchain().digest.encode(),
        ]
        parts += [part for name in sorted(self.fonts) for part in (name.encode(), self.fonts[name])]
        hashes = "".join(hashlib.sha256(part).hexdigest() for part in parts)
        digest = hashlib.sha256(b"casebound/print-assets/1\0" + hashes.encode()).hexdigest()
        object.__setattr__(self, "digest", digest)
        object.__setattr__(self, "glyphs", Glyphs(self.fonts))

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, compared: object) -> bool:
        return isinstance(compared, PrintAssets) and compared.digest == self.digest


@dataclass(frozen=True, slots=True)
class Attached:
    """A file attached to a PDF, byte for byte. `relationship` is a relationship that PDF/A-3 defines."""

    name: str
    description: str
    media_type: str
    relationship: str
    on: dt.date
    data: bytes


def bundled_fonts(folders: tuple[Path, ...]) -> dict[str, bytes]:
    """The fonts by file name: those that come with casebound, replaced by the project's own of the same name."""
    fonts: dict[str, bytes] = {}
    for folder in reversed(folders):
        fonts |= {file.name: file.read_bytes() for file in sorted((folder / _FONTS[0]).glob(_FONTS[1]))}
    if not fonts:
        raise BrokenTemplate("there are no fonts under assets/fonts", "Restore them from the package.")
    return fonts
