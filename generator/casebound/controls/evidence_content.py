"""What is inside the files that a case rests on: whether they open, and whether they do more than show."""

from collections.abc import Iterator

from casebound.controls.definition import case_control, objection, policy
from casebound.controls.predicates import cited_sources, unchanged, unusable
from casebound.model.evidence import EvidenceFile
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.rules import Link, Objections, Section
from casebound.model.terms import Severity


@case_control(
    "F25",
    "evidence-opens",
    Section.FILE,
    question="Does every exhibit open as what its name says?",
    why="What a reader cannot open proves nothing, however its hash agrees.",
    remedy="Get the document again, without a password and whole, and file it as a new exhibit.",
    basis=(policy("evidence is looked into when it is read"),),
    link=Link.RECEIPT,
)
def evidence_opens(facts: Facts) -> Objections:
    for key, exhibit in facts.case.exhibits.items():
        if unchanged(facts, key) and (problem := unusable(facts.exhibits[key])):
            yield objection(("exhibits", key, "file"), f"{exhibit.file} is of no use: {problem}")


@case_control(
    "F26",
    "evidence-is-still",
    Section.FILE,
    question="Does every file that the case rests on only show, and neither act nor hide anything?",
    why="A file that acts or hides others can show one thing to the approver and another to the auditor.",
    remedy="Print the document to a plain PDF and file that as a new exhibit, or have the warning waived.",
    basis=(policy("evidence is looked into when it is read"),),
    severity=Severity.WARNING,
)
def evidence_is_still(facts: Facts) -> Objections:
    for at, file in _files(facts):
        if file.inside is not None and file.inside.acting:
            yield objection(at, f"{file.name} holds more than pages: {', '.join(file.inside.acting)}")


def _files(facts: Facts) -> Iterator[tuple[Path, EvidenceFile]]:
    """The files that are what was recorded; of the others F05, F06 or D07 has said what is wrong."""
    for key in facts.case.exhibits:
        if unchanged(facts, key):
            yield ("exhibits", key, "file"), facts.exhibits[key]
    for cite, source in cited_sources(facts):
        found = facts.captures.get(cite.id)
        if found is not None and found.sha256 == source.sha256:
            yield cite.at, found


CONTROLS = (evidence_opens, evidence_is_still)
