"""One view of a judged case, made of finished values, for the page, the note and the dossier alike."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from casebound.model.case import Case, Claim, Exhibit
from casebound.model.countries import country_name
from casebound.model.days import Day
from casebound.model.facts import Facts
from casebound.model.findings import Finding
from casebound.model.judgment import ClaimVerdict, JudgedCase, LinkVerdict, Outcome, Verdict
from casebound.model.labels import LINKS, ON_HOLD, STAGES, VERDICTS, Label, spoken
from casebound.model.published_name import published_names
from casebound.model.registers import Agreement, Employer, OfficialSource
from casebound.model.requests import sent_requests
from casebound.model.rules import Rule
from casebound.model.terms import Decision, Direction
from casebound.plan.case_plan import Plan, PlannedCase
from casebound.render.american_days import american_day


@dataclass(frozen=True, slots=True)
class Citation:
    """An exhibit or an official source, and the parts of the case that rely on it.

    `published` is the path of an exhibit's file in the published folder of the case. `out_of_use` says why nothing may
    rely on an exhibit; it is empty for an exhibit in use.
    """

    id: str
    title: str
    kind: str
    exhibit: Exhibit | None
    source: OfficialSource | None
    relied_on_by: tuple[str, ...]
    published: str = ""
    out_of_use: str = ""


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link of a chain of support as it is shown."""

    verdict: LinkVerdict
    label: str
    says: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim with its chain."""

    id: str
    claim: Claim
    verdict: ClaimVerdict
    exempt_in: str
    programs: tuple[str, ...]
    steps: tuple[ShownLink, ...]


UNPROVED = "unproved"
"""The kind of a period on which nothing may rest: a certificate that does not match, or a claim not supported."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A period to draw. `kind` is assignment, certificate, claim, payroll or unproved."""

    kind: str
    label: str
    begins: Day
    ends: Day | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A day to mark. `happened` is false if it has not come."""

    kind: str
    label: str
    on: Day
    happened: bool = True


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One control's outcome with the rule it applied."""

    outcome: Outcome
    rule: Rule


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything a template may show of one case.

    `warning` comes before the title of a document, and `file_prefix` before its name, where the exemption is only
    proposed. `written_on` is the newest day of the record, and `with_time` says what time alone changes.
    """

    id: str
    case: Case
    judged: JudgedCase
    as_of: Day
    written_on: Day
    with_time: str
    country: str
    covered_by: str
    exempt_in: str
    agreement: Agreement | None
    employer: str | None
    employer_entry: Employer | None
    affiliate: str | None
    stage: Label
    verdict: Label
    plan: Plan
    claims: tuple[ClaimView, ...]
    citations: Mapping[str, Citation]
    exhibits: tuple[Citation, ...]
    sources: tuple[Citation, ...]
    labels: Mapping[str, str]
    people: Mapping[str, str]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    matrix: tuple[MatrixRow, ...]
    findings: tuple[Finding, ...]
    follow_ups: Mapping[str, Day] = field(default_factory=dict)
    is_forecast: bool = False
    preview: bool = False

    @property
    def is_supported(self) -> bool:
        return self.judged.verdict is Verdict.SUPPORTED

    @property
    def title(self) -> str:
        """The case, its country and how it is, in a few words."""
        return f"{self.warning}{self.id}, {self.country}{self._state}"

    @property
    def _state(self) -> str:
        match self.judged.verdict:
            case Verdict.SUPPORTED:
                return ": exemption supported" + (", case closed" if self.case.closure else "")
            case Verdict.UNSUPPORTED:
                return ": exemption not supported"
            case Verdict.PROPOSED:
                return ""
        stage = f"{self.stage.label[:1].lower()}{self.stage.label[1:]}"
        held = f", {ON_HOLD.label.lower()}" if self.plan.on_hold and self.stage.tone != ON_HOLD.tone else ""
        return f": {stage}{held}"

    @property
    def warning(self) -> str:
        return f"{self.verdict.label}: " if self.judged.verdict is Verdict.PROPOSED else ""

    @property
    def file_prefix(self) -> str:
        return "NOT-EXEMPT-" if self.judged.verdict is Verdict.PROPOSED else ""


def case_view(
    planned: PlannedCase, rules: Mapping[str, Rule], as_of: Day, *, is_forecast: bool = False, preview: bool = False
) -> CaseView:
    """Build the view of one planned case. `rules` maps every control's id to its definition.

    `as_of` is printed as the date of the check. What the view says about the case comes from the plan and the clock.
    """
    judged = planned.judged
    case, registers, clock = judged.case, judged.facts.registers, judged.facts.clock
    citations = _citations(judged.facts)
    partner = country_name(case.partner)
    outbound = case.direction is Direction.OUTBOUND
    employer = registers.employers.get(case.employer or "")
    exhibits = tuple(citation for citation in citations.values() if citation.exhibit)
    sources = tuple(citation for citation in citations.values() if citation.source)
    return CaseView(
        id=case.case,
        case=case,
        judged=judged,
        as_of=as_of,
        written_on=_written_on(judged.facts),
        with_time=planned.with_time,
        country=partner,
        covered_by="United States" if outbound else partner,
        exempt_in=partner if outbound else "United States",
        agreement=registers.agreements.get(case.partner),
        employer=employer.name if employer else (case.activity.name if case.activity else None),
        employer_entry=employer,
        affiliate=_affiliate(judged.facts),
        stage=STAGES[judged.stage],
        verdict=VERDICTS[judged.verdict],
        plan=planned.plan,
        claims=tuple(_claim_view(case.claims[verdict.claim], verdict) for verdict in judged.claims),
        citations=citations,
        exhibits=exhibits,
        sources=sources,
        labels=_labels(exhibits, sources),
        people={key: person.name for key, person in registers.people.items()},
        bars=tuple(_bars(judged, planned.plan)),
        marks=tuple(replace(mark, happened=clock.happened(mark.on)) for mark in _marks(case)),
        matrix=tuple(MatrixRow(outcome, rules[outcome.control]) for outcome in judged.outcomes),
        findings=judged.findings,
        follow_ups={wait.request: wait.follow_up for wait in planned.plan.open_waits if wait.follow_up},
        is_forecast=is_forecast,
        preview=preview,
    )


def _labels(exhibits: tuple[Citation, ...], sources: tuple[Citation, ...]) -> dict[str, str]:
    """What exhibits and sources are called on every page and in every document: E1, E2, and S1, S2 as first cited."""
    labels = {exhibit.id: exhibit.id for exhibit in exhibits}
    return labels | {source.id: f"S{number}" for number, source in enumerate(sources, start=1)}


def _written_on(facts: Facts) -> Day:
    """The newest day of the log, of an exhibit or of a decision; the first day of the work if there is none."""
    decisions = facts.decisions
    days = [entry.at.on for entry in facts.case.log]
    days += [exhibit.recorded for exhibit in facts.case.exhibits.values()]
    days += [sheet.head.proposed_at.on for sheet in decisions.sheets]
    days += [answer.counts_from.on for answer in decisions.answers.values()]
    return max(days, default=facts.case.assignment.begins)


def _affiliate(facts: Facts) -> str | None:
    """The name of the affiliate that employs the worker."""
    affiliate = facts.case.assignment.affiliate
    if affiliate is None:
        return None
    employer = facts.registers.employers.get(affiliate.employer)
    return employer.name if employer else affiliate.employer


def _claim_view(claim: Claim, verdict: ClaimVerdict) -> ClaimView:
    return ClaimView(
        id=verdict.claim,
        claim=claim,
        verdict=verdict,
        exempt_in=country_name(claim.exempt_in),
        programs=tuple(spoken(program) for program in claim.programs),
        steps=tuple(ShownLink(link, LINKS[link.link], link.link.says) for link in verdict.chain),
    )


def _citations(facts: Facts) -> dict[str, Citation]:
    case, sources = facts.case, facts.registers.sources
    reliance: dict[str, dict[str, None]] = defaultdict(dict)
    for cite in facts.cites:
        reliance[cite.id][_said(cite.statement)] = None
    found: dict[str, Citation] = {}
    published = published_names(facts.exhibits)
    for key in sorted(case.exhibits, key=_exhibit_order):
        exhibit = case.exhibits[key]
        cited = (None, tuple(reliance[key]), published.get(key, exhibit.file), _out_of_use(exhibit, facts))
        found[key] = Citation(key, exhibit.title, spoken(exhibit.kind), exhibit, *cited)
    for key, relying in reliance.items():
        if key in sources:
            found[key] = Citation(key, sources[key].title, "Official source", None, sources[key], tuple(relying))
    return found


def _out_of_use(exhibit: Exhibit, facts: Facts) -> str:
    """Why nothing may rely on an exhibit; empty if it is in use."""
    withdrawn = exhibit.withdrawn
    if withdrawn is not None:
        person = facts.registers.people.get(withdrawn.by)
        by = person.name if person else withdrawn.by
        return f"Withdrawn on {american_day(withdrawn.on)} by {by}: {withdrawn.because}"
    return f"Kept as received, counts for nothing: {exhibit.as_received}" if exhibit.as_received else ""


def _exhibit_order(key: str) -> tuple[int, str]:
    return (int(key[1:]) if key[1:].isdigit() else 0, key)


def _said(path: tuple[str | int, ...]) -> str:
    words = [str(part + 1) if isinstance(part, int) else spoken(part) for part in path]
    return ": ".join((words[0], " ".join(word.lower() if word.islower() else word for word in words[1:]))).rstrip(": ")


def _bars(judged: JudgedCase, plan: Plan) -> list[Bar]:
    """The periods of a case. A certificate that does not match, and a claim that is not supported, is unproved."""
    case, verdicts = judged.case, {claim.claim: claim.verdict for claim in judged.claims}
    bars = [Bar("assignment", "Assignment", case.assignment.begins, case.assignment.ends)]
    for key, certificate in case.certificates.items():
        words = plan.certificates[key]
        kind, state = ("certificate", "") if words.tone == "good" else (UNPROVED, f" ({words.label.lower()})")
        bars.append(Bar(kind, f"Certificate {key}{state}", certificate.begins, certificate.ends))
    for key, claim in case.claims.items():
        good, label = verdicts[key] is Verdict.SUPPORTED, VERDICTS[verdicts[key]].label.lower()
        state = "" if good else f" ({label})"
        bars.append(Bar("claim" if good else UNPROVED, f"Claim {key}{state}", claim.begins, claim.ends))
        bars += [
            Bar("payroll" if good else UNPROVED, f"Payroll {key}{state}", row.begins, row.ends or claim.ends)
            for row in claim.relied
        ]
    return bars


_DECIDED = {
    Decision.FILE: "Decided to file",
    Decision.DO_NOT_FILE: "Decided not to file",
    Decision.ESCALATE: "Sent to legal",
    Decision.UNDECIDED: "Not decided",
}


def _marks(case: Case) -> list[Mark]:
    marks: list[Mark] = []
    if case.filing.decided_on:
        marks.append(Mark("decision", _DECIDED[case.filing.decision], case.filing.decided_on))
    several = len(case.requests) > 1
    for key, _, sent in sent_requests(case):
        marks.append(Mark("submission", f"Request {key} sent" if several else "Request sent", sent.on))
    for key, certificate in case.certificates.items():
        marks.append(Mark("issued", f"{key} issued", certificate.issued_on))
        if certificate.received_on:
            marks.append(Mark("received", f"{key} received", certificate.received_on))
    marks += [
        Mark("payroll", f"Payroll {key} entered", relied.entered_on)
        for key, claim in case.claims.items()
        for relied in claim.relied
    ]
    for key, request in case.requests.items():
        number = f" {key}" if several else ""
        if request.refusal:
            marks.append(Mark("refused", f"Refusal{number} received", request.refusal.received_on))
        if request.withdrawn:
            marks.append(Mark("withdrawn", f"Request{number} withdrawn", request.withdrawn.on))
    if case.closure:
        marks.append(Mark("closed", "Case closed", case.closure.closed_on))
    return sorted(marks, key=lambda mark: (mark.on, mark.label))
