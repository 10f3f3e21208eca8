"""What testing the gate came to: figures that `make gate` wrote beside this module, for the handbook to show.

They travel with the package, so that a handbook made elsewhere shows how the controls it was made with were tested.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

import casebound
from casebound.load.workspace import files_below
from casebound.model.errors import BrokenDocument
from casebound.model.record_base import Value

JUDGING = ("controls", "judge", "load", "model")
"""The judging code: the folders and modules of the package in which a change can change a verdict."""

PACKAGE = Path(casebound.__file__).parent
PLACE = Path(__file__).with_name("verification_figures.json")
_DIGITS = 16

Count = Annotated[int, msgspec.Meta(ge=0)]


class Comparison(Value, frozen=True, kw_only=True):
    """One way of trying the gate: how much was tried, and what it came to.

    `supported` and `refused` are claims of which that was said and was right; `unshaped` are records that could not be
    judged at all, `mended` faults that together are none, `skipped` combinations that could not be made, and `wrong`
    what should have come out otherwise.
    """

    tried: Count
    supported: Count = 0
    refused: Count = 0
    unshaped: Count = 0
    mended: Count = 0
    skipped: Count = 0
    wrong: Count = 0

    @property
    def judged(self) -> int:
        """Those of which something could be said, right or wrong."""
        return self.tried - self.unshaped


class Figures(Value, frozen=True, kw_only=True):
    """Every comparison of one whole run, and the code that was tried."""

    code: Annotated[str, msgspec.Meta(pattern="^jc-[0-9a-f]{16}\\Z")]
    reasons: Comparison
    singles: Comparison
    pairs: Comparison
    triples: Comparison
    acceptors: Comparison
    orders: Comparison
    events: Comparison
    claims: Comparison

    @property
    def unsupported(self) -> int:
        """The unsupported claims that were tried."""
        return sum(one.refused for one in self._on_claims) + self.passed

    @property
    def passed(self) -> int:
        """The unsupported claims among them that passed; where two sides differed, the worse is assumed."""
        return sum(one.wrong for one in self._on_claims)

    @property
    def supported(self) -> int:
        """The supported claims that were tried."""
        return sum(one.supported for one in (self.acceptors, *self._on_claims)) + self.refused

    @property
    def refused(self) -> int:
        """The supported claims among them that were refused."""
        return self.acceptors.wrong

    @property
    def right(self) -> int:
        """The faults to which exactly the controls they concern objected."""
        return self.reasons.tried - self.reasons.wrong

    @property
    def agreed(self) -> bool:
        """Whether everything came out as it should."""
        return not self.passed and not self.refused and not self.reasons.wrong

    @property
    def _on_claims(self) -> tuple[Comparison, ...]:
        return self.singles, self.pairs, self.triples, self.orders, self.events, self.claims


@cache
def judging_code(package: Path = PACKAGE) -> str:
    """The digest of the judging code, comments and file names included (`jc-`, then 16 digits).

    Raises BrokenDocument where a part of the judging code is missing from the package.
    """
    digest = hashlib.sha256()
    for name in judging_modules(package):
        digest.update(f"{name}\0".encode() + hashlib.sha256((package / name).read_bytes()).digest())
    return "jc-" + digest.hexdigest()[:_DIGITS]


def judging_modules(package: Path = PACKAGE) -> list[str]:
    """The modules of the judging code, relative to the package, sorted.

    Raises BrokenDocument where a part is missing: a digest that left the part out would look like any other.
    """
    found: list[str] = []
    for part in JUDGING:
        if (package / part).is_file():
            modules = [part]
        else:
            modules = [f"{part}/{name}" for name in files_below(package / part) if name.endswith(".py")]
        if not modules:
            raise BrokenDocument(f"the package has no judging code at {part}", "Install casebound again.")
        found += modules
    return sorted(found)


def figures(place: Path = PLACE) -> Figures | None:
    """The figures of the last whole run; None where none are kept. Raises BrokenDocument where they cannot be read."""
    try:
        return msgspec.json.decode(place.read_bytes(), type=Figures)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        raise BrokenDocument(f"the figures of the gate cannot be read: {error}", "Run make gate.") from error


def as_json(found: Figures) -> bytes:
    """The figures as they are kept."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"
