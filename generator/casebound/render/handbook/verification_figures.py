"""The verification figures: the results of testing the controls, which `make verification` writes beside this module.

They are part of the package, so every handbook shows how the controls that judged its cases were tested.
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
    """One way of testing the controls: the number of test cases, and their results.

    `supported` and `refused` count the claims that were rightly judged so; `invalid` the records that could not be
    judged, `canceled_out` the faults that cancel each other out, `skipped` the combinations that cannot be made, and
    `wrong` the wrong results.
    """

    tried: Count
    supported: Count = 0
    refused: Count = 0
    invalid: Count = 0
    canceled_out: Count = 0
    skipped: Count = 0
    wrong: Count = 0

    @property
    def judged(self) -> int:
        """The test cases that could be judged, rightly or wrongly."""
        return self.tried - self.invalid


class Figures(Value, frozen=True, kw_only=True):
    """Every comparison of one complete run, and the judging code that was tested."""

    code: Annotated[str, msgspec.Meta(pattern="^jc-[0-9a-f]{16}\\Z")]
    reasons: Comparison
    singles: Comparison
    pairs: Comparison
    triples: Comparison
    boundary_cases: Comparison
    orders: Comparison
    events: Comparison
    claims: Comparison

    @property
    def unsupported(self) -> int:
        """The number of unsupported claims that were tested."""
        return sum(result.refused for result in self._on_claims) + self.passed

    @property
    def passed(self) -> int:
        """The unsupported claims that passed. Where controls and oracle differed, the worse result is assumed."""
        return sum(result.wrong for result in self._on_claims)

    @property
    def supported(self) -> int:
        """The number of supported claims that were tested."""
        return sum(result.supported for result in (self.boundary_cases, *self._on_claims)) + self.refused

    @property
    def refused(self) -> int:
        """The supported claims that were refused."""
        return self.boundary_cases.wrong

    @property
    def right(self) -> int:
        """The faults to which exactly the expected controls objected."""
        return self.reasons.tried - self.reasons.wrong

    @property
    def agreed(self) -> bool:
        """Whether every result was right."""
        return not self.passed and not self.refused and not self.reasons.wrong

    @property
    def _on_claims(self) -> tuple[Comparison, ...]:
        return self.singles, self.pairs, self.triples, self.orders, self.events, self.claims


@cache
def judging_code(package: Path = PACKAGE) -> str:
    """The digest of the judging code, comments and file names included (`jc-`, then 16 digits).

    Raises BrokenDocument if a part of the judging code is missing from the package.
    """
    digest = hashlib.sha256()
    for name in judging_modules(package):
        digest.update(f"{name}\0".encode() + hashlib.sha256((package / name).read_bytes()).digest())
    return "jc-" + digest.hexdigest()[:_DIGITS]


def judging_modules(package: Path = PACKAGE) -> list[str]:
    """The modules of the judging code, relative to the package, sorted.

    Raises BrokenDocument if a part is missing, since a digest without it would look like any other.
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
    """The figures of the last complete run; None if there are none. Raises BrokenDocument if they cannot be read."""
    try:
        return msgspec.json.decode(place.read_bytes(), type=Figures)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        raise BrokenDocument(f"the verification figures cannot be read: {error}", "Run make verification.") from error


def as_json(found: Figures) -> bytes:
    """The figures as they are saved."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"
