"""The content of evidence files: whether they open, and whether they contain active or hidden content."""

from collections.abc import Iterator

from casebound.controls.definition import case_control, objection, objection_with_remedy
from casebound.controls.predicates import (
    APPROVE_AGAIN,
    REPLACE_EXHIBIT,
    cited_sources,
    relied_on,
    unchanged,
    unusable,
)
from casebound.model.evidence import EvidenceFile
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.rules import Link, Objections, Section, support_policy
from casebound.model.terms import Severity

_GET_A_COPY = "Get a complete copy of the document that opens without a password."
_REPLACE = f"Then {REPLACE_EXHIBIT}"
_WITHDRAW = f"If the document matters, {REPLACE_EXHIBIT} If the document does not matter, withdraw the exhibit."


@case_control(
    "F25",
    "evidence-opens",
    Section.FILE,
    question="Does every exhibit that the case relies on open, and does its content match the file type in its name?",
    why="A file that nobody can open proves nothing, even if its hash is correct.",
    remedy=f"{_GET_A_COPY} {_REPLACE} {APPROVE_AGAIN}",
    basis=(support_policy("5 Receipt"),),
    link=Link.RECEIPT,
)
def evidence_opens(facts: Facts) -> Objections:
    cited = relied_on(facts)
    for key in facts.case.exhibits:
        if key in cited:
            yield from _unusable(facts, key, f"{_REPLACE} {APPROVE_AGAIN}")


@case_control(
    "F29",
    "other-evidence-opens",
    Section.FILE,
    question="Does every exhibit that the case does not rely on open, and does its content match the file type in its"
    " name?",
    why="A file that cannot be opened cannot be shown to an auditor. The case does not rely on the file now, but"
    " somebody may cite it later.",
    remedy=f"{_GET_A_COPY} {_WITHDRAW}",
    basis=(support_policy("How files are read"),),
    severity=Severity.WARNING,
)
def other_evidence_opens(facts: Facts) -> Objections:
    cited = relied_on(facts)
    for key in facts.case.exhibits:
        if key not in cited:
            yield from _unusable(facts, key, _WITHDRAW)


def _unusable(facts: Facts, key: str, remedy: str) -> Objections:
    """An objection to an exhibit in use that does not open, with the way out that the inspection found."""
    exhibit, file = facts.case.exhibits[key], facts.exhibits.get(key)
    if file is not None and exhibit.in_use and unchanged(facts, key) and (problem := unusable(file)):
        advice = file.inspection.advice if file.inspection else None
        yield objection_with_remedy(
            ("exhibits", key, "file"),
            f"{exhibit.file} cannot be opened: {problem}",
            f"{advice or _GET_A_COPY} {remedy}",
        )


@case_control(
    "F26",
    "no-active-content",
    Section.FILE,
    question="Is every file that the case relies on free of active and hidden content?",
    why="A file with active or hidden content can look different to the approver and to the auditor.",
    remedy=f"Have the warning waived in `registers/waivers.yml`, or print the document to a plain PDF. {_REPLACE}"
    f" {APPROVE_AGAIN}",
    basis=(support_policy("How files are read"),),
    severity=Severity.WARNING,
)
def no_active_content(facts: Facts) -> Objections:
    for at, file in _files(facts):
        if file.inspection is not None and file.inspection.active_content:
            content = ", ".join(file.inspection.active_content)
            yield objection(at, f"{file.name} contains active or hidden content: {content}")


def _files(facts: Facts) -> Iterator[tuple[Path, EvidenceFile]]:
    """The files that have the recorded hash; F05, F06 and D07 object to the others."""
    for key, exhibit in facts.case.exhibits.items():
        if exhibit.in_use and unchanged(facts, key):
            yield ("exhibits", key, "file"), facts.exhibits[key]
    for cite, source in cited_sources(facts):
        found = facts.captures.get(cite.id)
        if found is not None and found.sha256 == source.sha256:
            yield cite.at, found


CONTROLS = (evidence_opens, no_active_content, other_evidence_opens)
