"""What a case's page shows beyond the shared view: gates, the reach of its proof, and its timeline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from casebound.controls.approval import exemption_approvals_current, filing_approvals_current
from casebound.controls.predicates import matches, received
from casebound.controls.tracking import earliest_follow_up
from casebound.model.case import Approval, Evidence, Question
from casebound.model.days import Day
from casebound.model.judgment import State
from casebound.model.labels import AGREEMENT_RULES, ANSWERS, APPROVAL_STEPS, SECTIONS, STATES, Words, spoken
from casebound.model.terms import Answer, ApprovalStep
from casebound.render.fragments import cited
from casebound.render.progress import Standing, gates, reach
from casebound.render.steps import Way, way
from casebound.render.timeline import Timeline, timeline
from casebound.render.view import CaseView, MatrixRow

CURRENT = Words("Current", "It covers what the file says now.", "good")
OUTDATED = Words("Out of date", "What it covered has changed since.", "stop")
_NO_CLAIM = Words("For no claim on file", "", "hold")
_COVERED = {
    ApprovalStep.FILING: "decision, packet and route",
    ApprovalStep.EXEMPTION: "certificate, claim and evidence",
}
_MOST_PRESSING = (State.NOT_MET, State.MET, State.NOT_REACHED, State.NOT_APPLICABLE)
_POINT_STATES: Mapping[str, Words] = {
    "known": Words("Known", "", "good"),
    "unknown": Words("Unknown", "", "hold"),
    "not_applicable": Words("Not applicable", "", "quiet"),
}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger: what was asked, how it stands, what is known, and what shows it."""

    asked: str
    words: Words
    told: str
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PacketRow:
    """One key field of the request with the documents behind it."""

    item: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """The controls of one part of the process that came to the same outcome, for the case or for one claim.

    `chained` are those that the chain on the same page links to already, `others` the rest.
    """

    words: Words
    claim: str
    chained: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionRows:
    """The control matrix of one part of the process, what is not met first."""

    words: Words
    groups: tuple[OutcomeGroup, ...]


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One yes: to what, by whom, and whether it is still a yes to what the file now says."""

    approval: Approval
    what: str
    state: Words


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the page of one case shows in addition to its view. `known` are the rules with a page."""

    links: Mapping[str, Markup]
    way: Way
    gates: tuple[Standing, ...]
    reach: tuple[Standing, ...]
    ledger: tuple[LedgerRow, ...]
    packet: tuple[PacketRow, ...]
    approvals: tuple[ApprovalRow, ...]
    matrix: tuple[SectionRows, ...]
    known: frozenset[str]
    timeline: Timeline
    certificate_ends: str
    earliest_follow_up: Day | None


def case_page(view: CaseView) -> CasePage:
    """Work out what the page of one case shows."""
    case = view.case
    chained = frozenset(one for claim in view.judged.claims for link in claim.chain for one in link.controls)
    return CasePage(
        links=cited(view),
        way=way(view),
        gates=gates(view),
        reach=() if view.claims else reach(view),
        ledger=_ledger(view),
        packet=tuple(PacketRow(spoken(name), getattr(case.packet, name)) for name in case.packet.__struct_fields__),
        approvals=tuple(_approvals(view)),
        matrix=tuple(_matrix(view.matrix, chained)),
        known=frozenset(row.rule.id for row in view.matrix) if view.findings else frozenset(),
        timeline=timeline(view),
        certificate_ends=certificate_end(view),
        earliest_follow_up=earliest_follow_up(view.judged.facts),
    )


def certificate_end(view: CaseView) -> str:
    """The last day of this case's own certificate that reaches furthest, in words."""
    facts, certificates = view.judged.facts, view.case.certificates
    in_hand = [key for key, one in certificates.items() if received(facts, one)]
    matched = [certificates[key] for key in in_hand if matches(facts, key)]
    if not matched:
        return "none that fits" if in_hand else "none in hand"
    if any(one.ends is None for one in matched):
        return "no end shown"
    return max(one.ends for one in matched if one.ends).isoformat()


def _ledger(view: CaseView) -> tuple[LedgerRow, ...]:
    case, rows = view.case, []
    for name in case.conditions.__struct_fields__:
        one = getattr(case.conditions, name)
        note = f"checked {one.checked_on}" if one.checked_on else ""
        if one.checked_by:
            note = f"{note or 'checked'} by {view.people.get(one.checked_by, one.checked_by)}"
        rows.append(LedgerRow(f"Condition: {spoken(name).lower()}", ANSWERS[one.met], one.because, note, one.evidence))
    fit = case.rule
    asked = f"Rule that fits: {AGREEMENT_RULES[fit.kind].lower()}" if fit.kind else "Rule that fits"
    by = f" by {view.people.get(fit.confirmed_by, fit.confirmed_by)}" if fit.confirmed_by else ""
    note = f"confirmed {fit.confirmed_on}{by}" if fit.confirmed_on and fit.confirmed is Answer.YES else ""
    if fit.escalated_to:
        note = f"{note}; escalated to {view.people.get(fit.escalated_to, fit.escalated_to)}".lstrip("; ")
    rows.append(LedgerRow(asked, ANSWERS[fit.confirmed], fit.because, note, fit.evidence))
    return (*rows, *(_point(view, name, point) for name, point in case.questions.items()))


def _point(view: CaseView, name: str, point: Question) -> LedgerRow:
    kind = "known" if point.known else "unknown" if point.unknown else "not_applicable"
    told = point.known or point.unknown or point.not_applicable or ""
    note = f"escalated to {view.people.get(point.escalated_to, point.escalated_to)}" if point.escalated_to else ""
    if point.escalated_on:
        note = f"{note or 'escalated'} on {point.escalated_on}"
    return LedgerRow(spoken(name), _POINT_STATES[kind], told, note, point.evidence)


def _approvals(view: CaseView) -> Iterator[ApprovalRow]:
    """Each approval with the state that the controls found it in."""
    changed = {
        objection.at[1]
        for outcome in view.judged.outcomes
        if outcome.control in (filing_approvals_current.id, exemption_approvals_current.id)
        for objection in outcome.objections
        if objection.at[0] == "approvals"
    }
    for index, one in enumerate(view.case.approvals):
        what = f"{APPROVAL_STEPS[one.step]}{f', {one.claim}' if one.claim else ''}: {_COVERED[one.step]}"
        judged = one.claim is None or one.claim in view.case.claims
        yield ApprovalRow(one, what, (OUTDATED if index in changed else CURRENT) if judged else _NO_CLAIM)


def _matrix(rows: Iterable[MatrixRow], chained: frozenset[str]) -> Iterator[SectionRows]:
    found: dict[str, dict[tuple[str, int], list[str]]] = {}
    for row in rows:
        place = (row.outcome.claim or "", _MOST_PRESSING.index(row.outcome.state))
        found.setdefault(row.rule.section.value, {}).setdefault(place, []).append(row.rule.id)
    for section, words in SECTIONS.items():
        if groups := found.get(section.value):
            told = (
                _group(claim, STATES[_MOST_PRESSING[at]], groups[claim, at], chained) for claim, at in sorted(groups)
            )
            yield SectionRows(words, tuple(told))


def _group(claim: str, words: Words, ids: Sequence[str], chained: frozenset[str]) -> OutcomeGroup:
    within = tuple(one for one in ids if one in chained)
    return OutcomeGroup(words, claim, within, tuple(one for one in ids if one not in chained))
