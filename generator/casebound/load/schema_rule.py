"""The rule of the right shape, and what departs from it."""

from dataclasses import dataclass

from casebound.model.findings import Path
from casebound.model.rules import Basis, BasisKind, Rule, Section
from casebound.model.terms import Severity

SHAPE = Rule(
    "F04",
    "has-the-right-shape",
    Section.FILE,
    Severity.BLOCKING,
    "Does the file hold the fields the schema describes, and no others?",
    "A misspelt field is a fact that nobody reads; a closed schema finds it.",
    "Correct the field shown. The schema's own description of it says what belongs there.",
    (Basis(BasisKind.DESIGN, "schemas, DESIGN section 4"),),
)
RULES = (SHAPE,)


@dataclass(frozen=True, slots=True)
class ShapeError:
    """One way in which a file departs from its schema."""

    path: Path
    message: str
    remedy: str = SHAPE.remedy
