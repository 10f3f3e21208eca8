"""What a case's page shows beyond the shared view: gates, the reach of its proof, and its timeline."""

from collections.abc import Mapping
from dataclasses import dataclass

from casebound.controls.reading import matches, received
from casebound.controls.tracking import earliest_follow_up
from casebound.model.days import Day
from casebound.model.terms import Answer
from casebound.record.case import Evidence, Point
from casebound.render.reach import Standing, gates, reach
from casebound.render.timeline import Timeline, timeline
from casebound.render.view import CaseView, MatrixRow
from casebound.render.wording import ANSWERS, FIT_RULES, SECTIONS, Words, spoken
from casebound.verdict import Section

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
class SectionRows:
    """The control matrix of one part of the process."""

    words: Words
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the page of one case shows in addition to its view."""

    gates: tuple[Standing, ...]
    reach: tuple[Standing, ...]
    ledger: tuple[LedgerRow, ...]
    packet: tuple[PacketRow, ...]
    matrix: tuple[SectionRows, ...]
    timeline: Timeline
    certificate_ends: str
    earliest_follow_up: Day | None


def case_page(view: CaseView) -> CasePage:
    """Work out what the page of one case shows."""
    case = view.case
    by_section = [(section, [row for row in view.matrix if row.rule.section is section]) for section in Section]
    return CasePage(
        gates=gates(view),
        reach=() if view.claims else reach(view),
        ledger=_ledger(view),
        packet=tuple(PacketRow(spoken(name), getattr(case.packet, name)) for name in case.packet.__struct_fields__),
        matrix=tuple(SectionRows(SECTIONS[section], tuple(rows)) for section, rows in by_section if rows),
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
    fit = case.fit
    asked = f"Rule that fits: {FIT_RULES[fit.rule].lower()}" if fit.rule else "Rule that fits"
    by = f" by {view.people.get(fit.confirmed_by, fit.confirmed_by)}" if fit.confirmed_by else ""
    note = f"confirmed {fit.confirmed_on}{by}" if fit.confirmed_on and fit.confirmed is Answer.YES else ""
    if fit.escalated_to:
        note = f"{note}; escalated to {view.people.get(fit.escalated_to, fit.escalated_to)}".lstrip("; ")
    rows.append(LedgerRow(asked, ANSWERS[fit.confirmed], fit.because, note, fit.evidence))
    return (*rows, *(_point(view, name, point) for name, point in case.points.items()))


def _point(view: CaseView, name: str, point: Point) -> LedgerRow:
    kind = "known" if point.known else "unknown" if point.unknown else "not_applicable"
    told = point.known or point.unknown or point.not_applicable or ""
    note = f"escalated to {view.people.get(point.escalated_to, point.escalated_to)}" if point.escalated_to else ""
    if point.escalated_on:
        note = f"{note or 'escalated'} on {point.escalated_on}"
    return LedgerRow(spoken(name), _POINT_STATES[kind], told, note, point.evidence)
