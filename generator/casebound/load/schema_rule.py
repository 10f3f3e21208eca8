"""The rule that a file must match its schema, and the errors of a file that does not."""

from dataclasses import dataclass

from casebound.model.findings import Path
from casebound.model.rules import Rule, Section, support_policy
from casebound.model.terms import Severity

SHAPE = Rule(
    "F04",
    "matches-schema",
    Section.FILE,
    Severity.BLOCKING,
    "Does the file have all required fields and no unknown fields?",
    "A misspelled field name can hide a fact, so unknown fields are reported as errors.",
    "Correct the field shown so that it matches its description in the schema.",
    (support_policy("How files are read"),),
)
RULES = (SHAPE,)


@dataclass(frozen=True, slots=True)
class ShapeError:
    """One difference between a file and its schema, with the remedy."""

    path: Path
    message: str
    remedy: str = SHAPE.remedy
