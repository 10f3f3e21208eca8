"""What the note and the dossier show beyond the page's view: finished values, gathered from one case view."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casebound.model.days import Day
from casebound.model.terms import Answer, Severity
from casebound.record.case import Certificate, Claim, Evidence, Point
from casebound.record.cites import cites
from casebound.render.timeline import Timeline, timeline
from casebound.render.view import CaseView, Citation, MatrixRow
from casebound.render.wording import ANSWERS, CHANNELS, DECISIONS, FIT_RULES, GATES, ROLES, SECTIONS, Words, spoken
from casebound.verdict import Finding, Section, State

CONTENTS = (
    ("summary", "Summary"),
    ("chain", "Chain of support"),
    ("facts", "Worker, employer, assignment"),
    ("ledger", "Ledger: known and unknown"),
    ("packet", "Packet, route and submission"),
    ("tracker", "Tracker and contacts"),
    ("certificates", "Certificates"),
    ("claims", "Claims and payroll"),
    ("approvals", "Approvals"),
    ("timeline", "Timeline"),
    ("matrix", "Judgement matrix"),
    ("findings", "Findings"),
    ("exhibits", "Exhibits"),
    ("sources", "Official sources"),
    ("log", "Log and closure"),
)
_CONDITIONS = {
    "cross_border": "The case is cross-border",
    "agreement": "An agreement for the pair is confirmed",
    "dual_exposure": "Both systems could take contributions",
}
_NUMBERED = {
    "tracker": ("check", "Status check"),
    "contacts": ("contact", "Contact"),
    "side_topics": ("side", "Side topic"),
}
_NAMED = {"certificates": ("certificate", "Certificate"), "claims": ("claim", "Claim"), "points": ("point", "Ledger:")}
_WITH_ARTICLE = {"United States", "United Kingdom", "Netherlands", "Philippines"}
_WHOLE = {"assignment", "fit", "route", "submission", "waiting", "denial"}


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the dossier that relies on an exhibit: its anchor and its name."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the ledger as it is shown: a condition, the fit, or a point."""

    anchor: str
    label: str
    answer: Words
    text: str
    evidence: Evidence
    escalated: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """One station on the way from question to exemption, and how far the case has come there."""

    label: str
    reached: bool
    says: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answered for what, and when."""

    what: str
    who: str
    role: str
    when: str


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """The controls of one section with what they came to."""

    words: Words
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything the two documents show of one case."""

    view: CaseView
    contents: tuple[tuple[str, str], ...]
    labels: Mapping[str, str]
    sources: tuple[Citation, ...]
    exempt_from: Mapping[str, str]
    whom: Mapping[str, str]
    relied_on_at: Mapping[str, tuple[Place, ...]]
    facts: tuple[Fact, ...]
    milestones: tuple[Milestone, ...]
    signatures: tuple[Signature, ...]
    blocking: tuple[Finding, ...]
    matrix: tuple[MatrixPart, ...]
    counts: Mapping[State, int]
    timeline: Timeline
    attached: Mapping[str, str]
    record_sha256: str

    @staticmethod
    def the(country: str) -> str:
        """The name of a country as it stands inside a sentence."""
        return f"the {country}" if country in _WITH_ARTICLE else country

    @property
    def unknown(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.answer == ANSWERS[Answer.UNKNOWN])

    @property
    def unattached(self) -> tuple[Citation, ...]:
        return tuple(one for one in self.view.exhibits if one.id not in self.attached)


def paper(view: CaseView, attached: Mapping[str, str], record_sha256: str) -> Paper:
    """Gather what the documents show. `attached` maps exhibit ids to the names of the files in the PDF."""
    sources = tuple(sorted(view.sources, key=lambda one: one.id))
    return Paper(
        view=view,
        contents=CONTENTS,
        labels={one.id: one.id for one in view.exhibits} | {one.id: f"S{n}" for n, one in enumerate(sources, start=1)},
        sources=sources,
        exempt_from={one.id: _listed(one.programmes) for one in view.claims},
        whom={one.id: _whom(view, one.claim) for one in view.claims},
        relied_on_at=_reliance(view),
        facts=tuple(_facts(view)),
        milestones=tuple(_milestones(view)),
        signatures=tuple(_signatures(view)),
        blocking=tuple(one for one in view.findings if one.severity is Severity.BLOCKING),
        matrix=tuple(_matrix(view)),
        counts={state: sum(row.outcome.state is state for row in view.matrix) for state in State},
        timeline=timeline(view),
        attached=attached,
        record_sha256=record_sha256,
    )


def _listed(programmes: tuple[str, ...]) -> str:
    """“old age, survivors and disability”: in lower case, except for names such as FICA Medicare (HI)."""
    words = [one if one[:2].isupper() else one[:1].lower() + one[1:] for one in programmes]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


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
        return Place(f"condition-{second}", f"Condition: {_CONDITIONS.get(str(second), str(second))}")
    if top == "packet":
        return Place(f"packet-{second}", f"Packet: {spoken(str(second)).lower()}")
    if top in _NUMBERED and isinstance(second, int):
        anchor, word = _NUMBERED[top]
        return Place(f"{anchor}-{second + 1}", f"{word} {second + 1}")
    if top in _NAMED:
        anchor, word = _NAMED[top]
        name = spoken(str(second)).lower() if top == "points" else second
        return Place(f"{anchor}-{second}", f"{word} {name}")
    return Place(top if top in _WHOLE else "facts", spoken(top))


def _reliance(view: CaseView) -> dict[str, tuple[Place, ...]]:
    found: dict[str, dict[Place, None]] = defaultdict(dict)
    for cite in cites(view.case):
        found[cite.id][place(cite.statement)] = None
    return {key: tuple(places) for key, places in found.items()}


def _facts(view: CaseView) -> Iterator[Fact]:
    case = view.case
    for name, label in _CONDITIONS.items():
        condition = getattr(case.conditions, name)
        answer = ANSWERS[condition.met]
        yield Fact(f"condition-{name}", label, answer, condition.because, condition.evidence, "")
    rule = f" ({FIT_RULES[case.fit.rule].lower()} rule)" if case.fit.rule else ""
    escalated = _escalated(view, case.fit.escalated_to, None)
    yield Fact(
        "fit",
        f"A rule of the agreement fits{rule}",
        ANSWERS[case.fit.confirmed],
        case.fit.because,
        case.fit.evidence,
        escalated,
    )
    for name, point in case.points.items():
        yield _point(view, name, point)


def _escalated(view: CaseView, to: str | None, on: Day | None) -> str:
    if to is None:
        return ""
    return f"escalated to {view.people.get(to, to)}" + (f" on {on}" if on else "")


def _point(view: CaseView, name: str, point: Point) -> Fact:
    escalated = _escalated(view, point.escalated_to, point.escalated_on)
    if point.unknown is not None:
        answer, text = ANSWERS[Answer.UNKNOWN], point.unknown
    elif point.known is not None:
        answer, text = Words("Known", "", "good"), point.known
    else:
        answer, text = Words("Not applicable", "", "quiet"), point.not_applicable or ""
    return Fact(f"point-{name}", spoken(name), answer, text, point.evidence, escalated)


def _milestones(view: CaseView) -> Iterator[Milestone]:
    case, filing, agreement = view.case, view.case.filing, view.agreement
    yield Milestone(
        "Agreement", bool(agreement and agreement.in_force), _agreement_says(view), case.conditions.agreement.evidence
    )
    rule = f": {FIT_RULES[case.fit.rule].lower()} rule" if case.fit.rule else ""
    yield Milestone(
        "Rule fits", case.fit.confirmed is Answer.YES, ANSWERS[case.fit.confirmed].label + rule, case.fit.evidence
    )
    on = f", on {filing.decided_on}" if filing.decided_on else ""
    yield Milestone("Filing decision", filing.decided_on is not None, DECISIONS[filing.decision] + on, ())
    sent = case.submission
    channel = f", {CHANNELS[case.route.channel].lower()}" if case.route else ""
    yield Milestone(
        "Request", bool(sent), f"Sent on {sent.sent_on}{channel}" if sent else "Not sent", sent.proof if sent else ()
    )
    last = case.tracker[-1] if case.tracker else None
    shown = f"“{last.shown}” on {last.at.on}" if last else "Nothing shown yet"
    yield Milestone("Status shown", bool(last), shown, (last.capture,) if last else ())
    certificates = case.certificates.values()
    says = "; ".join(_certificate_says(key, one, view.as_of) for key, one in case.certificates.items()) or "None"
    received = any(one.received_on and one.received_on <= view.as_of for one in certificates)
    yield Milestone("Certificate", received, says, tuple(one.document for one in certificates))
    claims = "; ".join(f"{one.id}: exempt in {one.exempt_in}" for one in view.claims) or "None"
    yield Milestone("Exemption claimed", bool(view.claims), claims, ())


def _agreement_says(view: CaseView) -> str:
    if view.agreement is None:
        return f"None with {view.country} in the register"
    if view.agreement.in_force:
        return f"With {view.country}, in force since {view.agreement.in_force}"
    return f"With {view.country}: {spoken(view.agreement.status).lower()}"


def _certificate_says(key: str, one: Certificate, as_of: Day) -> str:
    if one.received_on and one.received_on <= as_of:
        return f"{key} received on {one.received_on}"
    return f"{key} issued on {one.issued_on}, not received"


def _signatures(view: CaseView) -> Iterator[Signature]:
    case, people = view.case, view.people
    for name, label in _CONDITIONS.items():
        condition = getattr(case.conditions, name)
        if condition.checked_by:
            yield Signature(
                f"{label}: checked",
                people.get(condition.checked_by, condition.checked_by),
                "",
                str(condition.checked_on or ""),
            )
    if case.fit.confirmed_by:
        yield Signature(
            "Fit of the rule: judged",
            people.get(case.fit.confirmed_by, case.fit.confirmed_by),
            "",
            str(case.fit.confirmed_on or ""),
        )
    if case.filing.decided_by:
        who = people.get(case.filing.decided_by, case.filing.decided_by)
        yield Signature(
            f"Filing: {DECISIONS[case.filing.decision].lower()}", who, "", str(case.filing.decided_on or "")
        )
    for one in case.approvals:
        claim = f" ({one.claim})" if one.claim else ""
        who = people.get(one.by, one.by)
        yield Signature(f"{GATES[one.gate]}{claim}: approved", who, ROLES[one.role], str(one.at.on))


def _matrix(view: CaseView) -> Iterator[MatrixPart]:
    for section in Section:
        rows = tuple(row for row in view.matrix if row.rule.section is section)
        if rows:
            yield MatrixPart(SECTIONS[section], rows)
