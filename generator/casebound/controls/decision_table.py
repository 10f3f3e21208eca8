"""What is on a decision sheet, and what a later change of each fact does to an exemption that was approved.

`ON_SHEETS` is the one table of both: the sheets, the controls that compare a record with its sheets, and the
handbook's page on changes are made from it. What has no row is on no sheet and decides nothing: reasons, titles, file
names, addresses, contacts, status checks, the keeper of the file, and the day on which a register was read again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from casebound.model.decisions import Line, Lines, entries
from casebound.model.terms import ApprovalStep, Effect, Term


class Compare(Term):
    """How a fact on a sheet is compared with the record."""

    FREE = "free"  # printed for the reader; a change has no effect
    SAME = "same"  # any change is one that nobody approved
    IDENTITY = "identity"  # any change needs another request
    MORE = "more"  # entries may be added, none may be removed or changed
    FEWER = "fewer"  # fewer entries narrow the exemption
    LATER = "later"  # a later day narrows the exemption
    EARLIER = "earlier"  # an earlier day narrows the exemption
    BEGINS = "begins"  # a later day narrows the exemption; an earlier day leaves the claim as it is
    ENDS = "ends"  # an earlier day narrows the exemption; a later day, or no end, leaves the claim as it is
    AGAINST = "against"  # a new or changed entry counts against the exemption
    EVENT = "event"  # the same, and an entry that was on a sheet stays in the record
    STATED = "stated"  # that it is stated is decided; the words only explain and may change


@dataclass(frozen=True, slots=True)
class Row:
    """The facts at one place of the record. None: not on the sheet of this step. `*` is any id."""

    place: str
    filing: Compare | None
    exemption: Compare | None

    def on(self, step: ApprovalStep) -> Compare | None:
        return self.filing if step is ApprovalStep.FILING else self.exemption


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that differs between a sheet and the record, and what the difference does. None: it is not there."""

    path: str
    before: Line | None
    now: Line | None
    effect: Effect


LOSES_SUPPORT = frozenset({Effect.ADDING, Effect.ADVERSE, Effect.IDENTITY})
"""The effects with which a claim is not supported until a new sheet is approved."""

_NO_END = "9999"
_SAME, _FREE, _MORE, _IDENTITY = Compare.SAME, Compare.FREE, Compare.MORE, Compare.IDENTITY
_STATED = Compare.STATED

ON_SHEETS = (
    Row("direction", _SAME, _IDENTITY),
    Row("partner", _SAME, _IDENTITY),
    Row("filing.lane", _SAME, _IDENTITY),
    Row("worker.reference", _SAME, _IDENTITY),
    Row("worker.name", _SAME, _FREE),
    Row("worker.citizenships", _SAME, _SAME),
    Row("worker.residence", _SAME, _SAME),
    Row("employer", _SAME, _IDENTITY),
    Row("register.employer.name", _SAME, _FREE),
    Row("register.employer.country", _SAME, _SAME),
    Row("activity.name", _SAME, _IDENTITY),
    Row("activity.principal_country", _SAME, _SAME),
    Row("assignment.begins", _SAME, Compare.BEGINS),
    Row("assignment.ends", _SAME, Compare.ENDS),
    Row("assignment.hired_on", _SAME, _SAME),
    Row("assignment.pension_plan", _SAME, _SAME),
    Row("assignment.affiliate.employer", _SAME, _SAME),
    Row("assignment.affiliate.form_2032_effective", _SAME, _SAME),
    Row("assignment.affiliate.affiliate_until", Compare.EARLIER, Compare.EARLIER),
    Row("assignment.affiliate.evidence", _MORE, _MORE),
    Row("assignment.earlier.*.evidence", _MORE, _MORE),
    Row("assignment.earlier.*.*", _SAME, _SAME),
    Row("assignment.via", _SAME, _SAME),
    Row("assignment.exception_until", _SAME, _SAME),
    Row("assignment.extension.evidence", _MORE, _MORE),
    Row("assignment.extension.*", _SAME, _SAME),
    Row("assignment.health_cover", _MORE, _MORE),
    Row("assignment.evidence", _MORE, _MORE),
    Row("conditions.*.met", _SAME, _SAME),
    Row("conditions.*.checked_on", _SAME, None),
    Row("conditions.*.checked_by", _SAME, None),
    Row("conditions.*.evidence", _MORE, None),
    Row("rule.kind", _SAME, _SAME),
    Row("rule.confirmed", _SAME, _SAME),
    Row("rule.confirmed_on", _SAME, _FREE),
    Row("rule.confirmed_by", _SAME, _FREE),
    Row("rule.evidence", _MORE, _MORE),
    Row("filing.decision", _SAME, _SAME),
    Row("filing.decided_on", _SAME, None),
    Row("filing.decided_by", _SAME, None),
    Row("filing.reclassified.by", _SAME, None),
    Row("filing.reclassified.on", _SAME, None),
    Row("packet.*", _MORE, None),
    Row("questions.*.evidence", _MORE, _MORE),
    Row("questions.*.known", _STATED, _STATED),
    Row("questions.*.unknown", _STATED, _STATED),
    Row("questions.*.not_applicable", _STATED, _STATED),
    Row("questions.*.*", _SAME, _SAME),
    Row("requests.*.requester", _SAME, _SAME),
    Row("requests.*.authority", _MORE, _MORE),
    Row("requests.*.follows.*", _SAME, _SAME),
    Row("requests.*.route.channel", _SAME, None),
    Row("requests.*.route.destination", _SAME, None),
    Row("requests.*.route.destination_seen_on", _SAME, None),
    Row("requests.*.route.evidence", _MORE, None),
    Row("requests.*.route.exception.approved_by", _SAME, None),
    Row("requests.*.route.exception.approved_on", _SAME, None),
    Row("requests.*.route.exception.sent", _MORE, None),
    Row("requests.*.sent.on", None, _SAME),
    Row("requests.*.sent.reference", None, _SAME),
    Row("requests.*.sent.proof", None, _MORE),
    Row("requests.*.sent.as_sent.*", None, _SAME),
    Row("requests.*.filing_sheet", None, _FREE),
    Row("certificates.*.evidence", None, _MORE),
    Row("certificates.*.*", None, _SAME),
    Row("aliases.*.*", None, _SAME),
    Row("claims.*.breach.evidence", None, _MORE),
    Row("claims.*.breach.because", None, None),
    Row("claims.*.breach.*", None, _SAME),
    Row("deviations.*.kind", None, _SAME),
    Row("deviations.*.request", None, _SAME),
    Row("takeover.requests", None, _SAME),
    Row("takeover.claims", None, _SAME),
    Row("takeover.stated_on", None, _SAME),
    Row("takeover.evidence", None, _MORE),
    Row("claims.*.begins", None, Compare.LATER),
    Row("claims.*.ends", None, Compare.EARLIER),
    Row("claims.*.programs", None, Compare.FEWER),
    Row("claims.*.contributions", None, Compare.FEWER),
    Row("claims.*.*", None, _SAME),
    Row("adverse.state-*", Compare.AGAINST, Compare.AGAINST),
    Row("adverse.status-*", Compare.AGAINST, Compare.AGAINST),
    Row("adverse.*", Compare.AGAINST, Compare.EVENT),
    Row("register.agreement.*", _FREE, _FREE),
    Row("exhibits.*.*", _MORE, _MORE),
    Row("sources.*.accessed_on", _SAME, _FREE),
    Row("sources.*.*", _MORE, _MORE),
    Row("people.*", _FREE, _FREE),
    Row("policy.*", _FREE, _FREE),
)


def _pattern(place: str) -> re.Pattern[str]:
    return re.compile(re.escape(place).replace(r"\*", r"[^.]+"))


_PATTERNS = tuple((_pattern(row.place), row) for row in ON_SHEETS)


@lru_cache(maxsize=4096)
def row_of(path: str) -> Row | None:
    """The first row of the table for a fact; None for a fact that is on no sheet."""
    return next((row for pattern, row in _PATTERNS if pattern.fullmatch(path)), None)


def is_on(path: str, step: ApprovalStep) -> bool:
    """Whether a fact is on the sheets of a step."""
    row = row_of(path)
    return row is not None and row.on(step) is not None


def changes(step: ApprovalStep, sheet: Lines, record: Lines) -> Iterator[Change]:
    """Every fact that differs, in the order of the sheet, with the effect that the difference has."""
    for path in dict.fromkeys((*sheet, *record)):
        before, now = sheet.get(path), record.get(path)
        if before != now:
            yield Change(path, before, now, _effect(_compare(path, step), before, now))


def _compare(path: str, step: ApprovalStep) -> Compare:
    """How a fact is compared. A sheet that was written by hand may have a line that is in no row: any change counts."""
    row = row_of(path)
    return (row.on(step) if row else None) or Compare.SAME


def _effect(compare: Compare, before: Line | None, now: Line | None) -> Effect:
    if compare in _WHATEVER_CHANGED:
        return _WHATEVER_CHANGED[compare]
    if compare in _IF_GONE:
        return _IF_GONE[compare] if now is None else Effect.ADVERSE
    if compare is Compare.STATED:
        return Effect.ADDING if None in (before, now) else Effect.NEUTRAL
    if compare is Compare.MORE:
        return Effect.NEUTRAL if set(entries(before)) <= set(entries(now)) else Effect.ADDING
    if compare is Compare.FEWER:
        return Effect.NARROWING if set(entries(now)) <= set(entries(before)) else Effect.ADDING
    first, second = before or _NO_END, now or _NO_END
    return _by_day(compare, first, second) if isinstance(first, str) and isinstance(second, str) else Effect.ADDING


_WHATEVER_CHANGED = {
    Compare.FREE: Effect.NEUTRAL,
    Compare.SAME: Effect.ADDING,
    Compare.IDENTITY: Effect.IDENTITY,
}

_IF_GONE = {Compare.AGAINST: Effect.NEUTRAL, Compare.EVENT: Effect.ADDING}
"""What it means that a fact that counts against an exemption is no longer there."""


def _by_day(compare: Compare, before: str, now: str) -> Effect:
    """The effect of another first or last day; days are written YYYY-MM-DD."""
    wider = now < before if compare in (Compare.LATER, Compare.BEGINS) else now > before
    if not wider:
        return Effect.NARROWING
    return Effect.NEUTRAL if compare in (Compare.BEGINS, Compare.ENDS) else Effect.ADDING
