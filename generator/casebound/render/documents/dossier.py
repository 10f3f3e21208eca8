"""What the note and the dossier show beyond the page's view: finished values, gathered from one case view."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casebound.model.case import Claim
from casebound.model.countries import with_article
from casebound.model.findings import Finding
from casebound.model.judgment import State, Verdict
from casebound.model.labels import CONDITIONS, SECTIONS, Label, spoken
from casebound.model.rules import Section
from casebound.model.terms import Severity
from casebound.plan.payroll import programs
from casebound.render.timeline import Timeline, timeline
from casebound.render.view import CaseView, Citation, ClaimView, MatrixRow

CONTENTS = (
    ("summary", "Summary"),
    ("chain", "Chain of support"),
    ("facts", "Worker, employer, assignment"),
    ("questions", "Questions: known and unknown"),
    ("packet", "Packet, route and request"),
    ("tracker", "Tracker and contacts"),
    ("certificates", "Certificates"),
    ("claims", "Claims and payroll"),
    ("approvals", "Approvals"),
    ("timeline", "Timeline"),
    ("matrix", "Results of the controls"),
    ("findings", "Findings"),
    ("exhibits", "Exhibits"),
    ("quotes", "Quoted words"),
    ("sources", "Official sources"),
    ("log", "Log and closure"),
)
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
_FOOT = 240  # characters; three lines
_WHOLE = {"assignment", "rule"}
_REQUEST_PARTS = ("route", "waiting")
"""The parts of a request that have a place of their own."""


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the dossier that relies on an exhibit: its anchor and its name."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """The controls of one section with what they came to."""

    words: Label
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything the two documents show of one case."""

    view: CaseView
    contents: tuple[tuple[str, str], ...]
    exempt_from: Mapping[str, str]
    whom: Mapping[str, str]
    relied_on_at: Mapping[str, tuple[Place, ...]]
    blocking: tuple[Finding, ...]
    matrix: tuple[MatrixPart, ...]
    counts: Mapping[State, int]
    timeline: Timeline
    foot: str
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
    view: CaseView, attached: Mapping[str, str], places: Mapping[str, tuple[int, int]], record_sha256: str
) -> Paper:
    """Gather what the documents show.

    `attached` maps exhibit ids to the names of the files in the PDF, `places` to first and last page in the bundle.
    """
    return Paper(
        view=view,
        contents=CONTENTS,
        exempt_from={claim.id: _exempt_from(claim) for claim in view.claims},
        whom={claim.id: _whom(view, claim.claim) for claim in view.claims},
        relied_on_at=_reliance(view),
        blocking=tuple(finding for finding in view.findings if finding.severity is Severity.BLOCKING),
        matrix=tuple(_matrix(view)),
        counts={state: sum(row.outcome.state is state for row in view.matrix) for state in State},
        timeline=timeline(view),
        foot=foot(view),
        attached=attached,
        places=places,
        record_sha256=record_sha256,
    )


def foot(view: CaseView) -> str:
    """The text at the foot of every page. For a case without support: the reason, and the next step."""
    if view.judged.verdict is Verdict.SUPPORTED:
        return "No certificate, no exemption."
    said = f"{view.stage.meaning} {view.plan.next_step}"
    return said if len(said) <= _FOOT else f"{said[:_FOOT].rpartition(' ')[0]} …"


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


def _matrix(view: CaseView) -> Iterator[MatrixPart]:
    for section in Section:
        rows = tuple(row for row in view.matrix if row.rule.section is section)
        if rows:
            yield MatrixPart(SECTIONS[section], rows)
