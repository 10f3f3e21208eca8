"""What the note and the dossier show beyond the page's view: finished values, gathered from one case view."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casebound.model.case import Claim
from casebound.model.countries import with_article
from casebound.model.days import Day, Moment
from casebound.model.findings import Finding
from casebound.model.judgment import State
from casebound.model.labels import CONDITIONS, SECTIONS, Label, spoken
from casebound.model.people import Person
from casebound.model.rules import Section
from casebound.model.terms import ApprovalStep, Severity
from casebound.plan.decision_rows import IN_EFFECT, SheetRow
from casebound.plan.link_facts import LINK_STAGES
from casebound.plan.payroll import programs
from casebound.render.documents.certificate_copies import CopiedPage
from casebound.render.view import CaseView, Citation, ClaimView, MatrixRow, ShownLink

_NUMBERED = {
    "contacts": ("contact", "Contact"),
    "side_topics": ("side", "Side topic"),
}
_NAMED = {
    "certificates": ("certificate", "Certificate"),
    "claims": ("claim", "Claim"),
    "questions": ("question", "Question:"),
    "quotes": ("quote", "Quote"),
}
_WHOLE = {"assignment", "rule"}
_REQUEST_PARTS = ("route", "waiting")
"""The parts of a request that have a place of their own."""


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the dossier that relies on an exhibit: its anchor and its name."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class ControlGroup:
    """The controls of one section that the case does not meet or has not reached, or of which a finding is waived."""

    words: Label
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class ProofPart:
    """A question of the chain of proof, and its links with their numbers."""

    question: str
    links: tuple[tuple[int, ShownLink], ...]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A day of the case or an entry of its log. `by` is the person who made the entry."""

    at: Day | Moment
    says: str
    by: str = ""
    happened: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything the two documents show of one case.

    `contents` are the sections of the dossier that have content, by anchor and title, and `absent` names what is not on
    file. `in_effect` are the decision sheets on which the exemption rests.
    """

    view: CaseView
    contents: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]
    exempt_from: Mapping[str, str]
    whom: Mapping[str, str]
    proof: Mapping[str, tuple[ProofPart, ...]]
    relied_on_at: Mapping[str, tuple[Place, ...]]
    blocking: tuple[Finding, ...]
    controls: tuple[ControlGroup, ...]
    counts: Mapping[State, int]
    history: tuple[HistoryRow, ...]
    in_effect: tuple[SheetRow, ...]
    contact: Person | None
    copies: tuple[CopiedPage, ...]
    attached: Mapping[str, str]
    places: Mapping[str, tuple[int, int]]
    record_sha256: str

    @staticmethod
    def the(country: str) -> str:
        """The name of a country as it is written inside a sentence."""
        return with_article(country)

    @property
    def unattached(self) -> tuple[Citation, ...]:
        return tuple(exhibit for exhibit in self.view.exhibits if exhibit.id not in self.attached)


def paper(
    view: CaseView,
    attached: Mapping[str, str],
    places: Mapping[str, tuple[int, int]],
    record_sha256: str,
    copies: tuple[CopiedPage, ...] = (),
) -> Paper:
    """Gather what the documents show.

    `attached` maps exhibit ids to the names of the files in the PDF, `places` to first and last page in the bundle.
    """
    sections = tuple(_sections(view, copies))
    return Paper(
        view=view,
        contents=tuple((anchor, title) for anchor, title, is_there in sections if is_there),
        absent=tuple(_absent(view)),
        exempt_from={claim.id: _exempt_from(claim) for claim in view.claims},
        whom={claim.id: _whom(view, claim.claim) for claim in view.claims},
        proof={claim.id: tuple(_proof(claim)) for claim in view.claims},
        relied_on_at=_reliance(view),
        blocking=tuple(finding for finding in view.findings if finding.severity is Severity.BLOCKING),
        controls=tuple(_controls(view)),
        history=tuple(_history(view)),
        counts={state: sum(row.outcome.state is state for row in view.matrix) for state in State},
        in_effect=tuple(
            row for row in view.plan.sheets if row.state is IN_EFFECT and row.sheet.head.step is ApprovalStep.EXEMPTION
        ),
        contact=view.judged.facts.registers.people.get(view.case.people.operations),
        copies=copies,
        attached=attached,
        places=places,
        record_sha256=record_sha256,
    )


def _sections(view: CaseView, copies: tuple[CopiedPage, ...]) -> Iterator[tuple[str, str, bool]]:
    """Every section of the dossier: its anchor, its title, and whether it has content."""
    case = view.case
    has_packet = any(getattr(case.packet, name) for name in case.packet.__struct_fields__)
    yield "copies", "Copy of the certificate", bool(copies)
    yield "chain", "Chain of proof" if view.claims else "Progress so far", True
    yield "questions", "What is known and unknown", True
    yield "request", "Request, status and messages", bool(has_packet or case.requests or case.contacts or case.takeover)
    yield "certificates", "Certificates", bool(case.certificates)
    yield "claims", "Exemption and payroll", bool(case.claims)
    yield "approvals", "Decisions and approvals", True
    yield "facts", "Worker, employer, assignment and people", True
    yield "history", "Days and log", True
    yield "exhibits", "Exhibits", bool(view.exhibits)
    yield "sources", "Official sources", bool(view.sources)
    yield "check", "How to check this file", True
    yield "controls", "Appendix: results of the controls", True
    yield "agreement", "Appendix: the agreement according to the register", view.agreement is not None


def _absent(view: CaseView) -> Iterator[str]:
    """What the file of this case does not have."""
    case, requests = view.case, view.case.requests.values()
    on_file = {
        "a request that was sent": any(request.sent for request in requests),
        "a status check": any(request.tracker for request in requests),
        "a certificate": case.certificates,
        "an exemption": case.claims,
        "an approval": view.plan.sheets,
        "an exhibit": view.exhibits,
        "an official source": view.sources,
    }
    yield from (name for name, found in on_file.items() if not found)


def _proof(claim: ClaimView) -> Iterator[ProofPart]:
    numbered = {step.verdict.link: (number, step) for number, step in enumerate(claim.steps, start=1)}
    for question, links in LINK_STAGES.items():
        yield ProofPart(question, tuple(numbered[link] for link in links if link in numbered))


def _history(view: CaseView) -> list[HistoryRow]:
    """The days of the case and the entries of its log in one order."""
    rows = [HistoryRow(mark.on, f"{mark.label}.", happened=mark.happened) for mark in view.marks]
    rows += [HistoryRow(entry.at, entry.did, entry.by) for entry in view.case.log]
    return sorted(rows, key=lambda row: row.at.on if isinstance(row.at, Moment) else row.at)


def _controls(view: CaseView) -> Iterator[ControlGroup]:
    waived = {(finding.control, finding.claim) for finding in view.findings if finding.waived}
    for section in Section:
        rows = tuple(
            row
            for row in view.matrix
            if row.rule.section is section
            and (
                row.outcome.state in (State.NOT_MET, State.NOT_REACHED)
                or (row.outcome.control, row.outcome.claim) in waived
            )
        )
        if rows:
            yield ControlGroup(SECTIONS[section], rows)


def _exempt_from(claim: ClaimView) -> str:
    """The programs, with what payroll calls the contributions if the claim names them."""
    names = claim.claim.contributions
    return f"{programs(claim.claim)} (on the payroll: {', '.join(names)})" if names else programs(claim.claim)


def _whom(view: CaseView, claim: Claim) -> str:
    case = view.case
    worker = f"{case.worker.name} ({claim.worker})" if claim.worker == case.worker.reference else claim.worker
    stated = claim.employer or claim.activity
    if stated in (case.employer, case.activity.name if case.activity else None):
        stated = view.employer or stated
    return f"{worker} with {stated}" if stated else worker


def place(path: tuple[str | int, ...]) -> Place:
    """The part of the dossier where the statement at this path of the record is shown."""
    top = str(path[0])
    second = path[1] if len(path) > 1 else ""
    if top == "conditions":
        return Place(f"condition-{second}", f"Condition: {CONDITIONS.get(str(second), str(second))}")
    if top == "packet":
        return Place(f"packet-{second}", f"Packet: {spoken(str(second)).lower()}")
    if top == "requests":
        return _place_in_request(str(second), path[2:])
    if top in _NUMBERED and isinstance(second, int):
        anchor, word = _NUMBERED[top]
        return Place(f"{anchor}-{second + 1}", f"{word} {second + 1}")
    if top in _NAMED:
        anchor, word = _NAMED[top]
        name = spoken(str(second)) if top == "questions" else second
        return Place(f"{anchor}-{second}", f"{word} {name}")
    return Place(top if top in _WHOLE else "facts", spoken(top))


def _place_in_request(key: str, path: tuple[str | int, ...]) -> Place:
    part = str(path[0])
    if part == "tracker" and len(path) > 1:
        number = int(path[1]) + 1
        return Place(f"check-{key}-{number}", f"Request {key}: status check {number}")
    anchor = part if part in _REQUEST_PARTS else "request"
    return Place(f"{anchor}-{key}", f"Request {key}: {spoken(part).lower()}")


def _reliance(view: CaseView) -> dict[str, tuple[Place, ...]]:
    found: dict[str, dict[Place, None]] = defaultdict(dict)
    for cite in view.judged.facts.cites:
        found[cite.id][place(cite.statement)] = None
    return {key: tuple(places) for key, places in found.items()}
