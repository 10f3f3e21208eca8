"""What an exhibit becomes: pages to be stamped, and what has to be said about them."""

from dataclasses import dataclass, field

from casebound.model.days import Day
from casebound.render.exhibits.draw.sheet import Drawn, Size


@dataclass(frozen=True, slots=True)
class Item:
    """One exhibit as it goes into a bundle. `data` is None where the file is missing or is not the recorded one."""

    id: str
    title: str
    kind: str
    file: str
    attached: str
    sha256: str
    recorded: Day
    received: Day | None
    effective: Day | None
    data: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image ready to be embedded: `coding` is the name of its PDF filter, `colors` 1 for gray and 3 for RGB."""

    data: bytes = field(repr=False)
    width: int
    height: int
    colors: int
    coding: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page before its stamp. At `box` (x, y, width, height) stands a picture, or a page of the part's own PDF."""

    size: Size
    drawn: tuple[Drawn, ...] = ()
    box: tuple[float, float, float, float] | None = None
    picture: Picture | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """All pages of one exhibit. `pdf` holds the cleaned foreign pages; `shown` is False for a placeholder."""

    leaves: tuple[Leaf, ...]
    marks: tuple[str, ...] = ()
    pdf: bytes | None = field(default=None, repr=False)
    shown: bool = True
