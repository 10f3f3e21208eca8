"""What testing the gate came to: figures that `make gate` wrote beside this module, for the handbook to show.

They travel with the package, so that a handbook made elsewhere shows how the controls it was made with were tested.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

from casebound.errors import BrokenDocument
from casebound.record.base import Value

_JUDGING = ("controls", "judge", "model", "record")
_DIGITS = 16
PLACE = Path(__file__).with_name("gate.json")

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
def judging_code() -> str:
    """The digest of the code that judges, down to its comments (`jc-`, then 16 digits)."""
    digest = hashlib.sha256()
    for folder in _JUDGING:
        for file in sorted((PLACE.parent / folder).glob("*.py")):
            digest.update(f"{folder}/{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return "jc-" + digest.hexdigest()[:_DIGITS]


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
