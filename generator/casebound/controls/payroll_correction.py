"""Payroll is corrected for the days and programs that a claim no longer contains."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from casebound.controls.definition import claim_control, objection
from casebound.controls.exemption import reversal_is_shown
from casebound.controls.predicates import acted_as, happened, records_of_reliance
from casebound.controls.sheet_status import first_approvals
from casebound.model.case import Claim, ContributionsContinue, Relied
from casebound.model.days import ONE_DAY, Day, Period, joined, parse_day, uncovered
from casebound.model.decisions import entries
from casebound.model.facts import Facts
from casebound.model.rules import Objections, Section, setting, support_policy
from casebound.model.terms import Role, Severity

_REMEDY = (
    "Have payroll correct the change so that it covers only the days and programs that are still claimed, and pay the"
    " contributions for all other days and programs. Have the reduced claim approved. Then record the corrected change"
    " with its payroll record (`casebound record CASE relied`), or record payroll's statement that the contributions"
    " are paid under `contributions_continue`, with a payroll record of the same or a later date. If the work ended"
    " before the days that are no longer claimed, correct `assignment.ends`."
)


@dataclass(frozen=True, slots=True)
class _Version:
    """A claim as it was approved on a day, or as it is now (`since` is None)."""

    period: Period
    programs: tuple[str, ...]
    since: Day | None = None


@dataclass(frozen=True, slots=True)
class _Dropped:
    """Days on which payroll left out a program, and the version of the claim that does not contain them any more.

    Some of the days may still lie ahead, if the version is not approved.
    """

    program: str
    period: Period
    by: _Version


@claim_control(
    "E13",
    "payroll-corrected",
    Section.EXEMPTION,
    question="If days or programs were taken out of a claim after payroll relied on them, is the payroll correction"
    " recorded?",
    why="Days and programs that are no longer claimed are not exempt. The contributions that payroll did not pay for"
    " those days and programs are due.",
    remedy=_REMEDY,
    basis=(support_policy("11 Payroll"), setting("proposed_days")),
    severity=Severity.WARNING,
    applies=lambda _facts, _key, claim: claim.is_relied_on,
)
def payroll_corrected(facts: Facts, key: str, claim: Claim) -> Objections:
    yield from _not_corrected(facts, key, claim, late=False)


@claim_control(
    "E14",
    "payroll-corrected-in-time",
    Section.EXEMPTION,
    question="Was payroll corrected in time after days or programs that payroll relied on were taken out of a claim?",
    why="After a claim is reduced, contributions may still be unpaid until payroll shows that they were paid.",
    remedy=_REMEDY,
    basis=(support_policy("11 Payroll"), setting("proposed_days")),
    applies=lambda _facts, _key, claim: claim.is_relied_on,
)
def payroll_corrected_in_time(facts: Facts, key: str, claim: Claim) -> Objections:
    yield from _not_corrected(facts, key, claim, late=True)


def _not_corrected(facts: Facts, key: str, claim: Claim, *, late: bool) -> Objections:
    """What the claim lost without a correction of payroll: within the term of the policy, or after it."""
    term = facts.registers.policy.proposed_days
    found: dict[tuple[Period, Day | None], list[str]] = defaultdict(list)
    for dropped in _dropped(facts, key, claim):
        if not _is_corrected(facts, claim, dropped):
            found[dropped.period, dropped.by.since].append(dropped.program)
    for (period, since), programs in found.items():
        worked = period.begins in facts.case.assignment.period
        is_late = worked and since is not None and facts.clock.more_than(term, since=since)
        if is_late is late:
            over = period.ends is not None and facts.clock.passed(period.ends)
            days = period if over else f"the days from {period.begins}"
            message = f"payroll left out contributions for {days} ({', '.join(programs)}), which no claim contains now"
            yield objection(("claims", key, "relied"), message, ("claims", key))


def _dropped(facts: Facts, key: str, claim: Claim) -> Iterator[_Dropped]:
    """What payroll left out under a version of the claim, and neither the next version nor any claim contains."""
    relied = _not_reversed(facts, claim)
    versions = [*_approved_versions(facts, key), _Version(claim.period, claim.programs)]
    claims = [_Version(each.period, each.programs) for each in facts.case.claims.values() if each.is_relied_on]
    for before, after in pairwise(versions):
        for program in before.programs:
            kept = [version.period for version in (after, *claims) if program in version.programs]
            left_out = (_left_out(facts, row, program, before, after) for row in relied)
            for period in joined(each for each in left_out if each is not None):
                for gap in uncovered(period, kept):
                    for part in _by_assignment(facts, gap):
                        if facts.clock.passed(part.begins):
                            yield _Dropped(program, part, after)


def _not_reversed(facts: Facts, claim: Claim) -> list[Relied]:
    """The payroll changes on record, without those that were reversed and for which payroll has shown that."""
    shown = [reversal.on for reversal in claim.reversed if reversal_is_shown(facts, claim, reversal)]
    return [row for row in claim.relied if not any(row.entered_on <= on for on in shown)]


def _approved_versions(facts: Facts, key: str) -> Iterator[_Version]:
    """The claim on each sheet that was approved, in the order of the approvals."""
    for sheet, day in sorted(first_approvals(facts, key), key=lambda found: (found[1], found[0].number)):
        begins, ends = (sheet.lines.get(f"claims.{key}.{edge}") for edge in ("begins", "ends"))
        try:
            period = Period(parse_day(str(begins)), parse_day(str(ends)))
        except ValueError:  # a sheet that was written by hand
            continue
        yield _Version(period, entries(sheet.lines.get(f"claims.{key}.programs")), day)


def _left_out(facts: Facts, row: Relied, program: str, before: _Version, after: _Version) -> Period | None:
    """The days on which a payroll change left out a program under the first of two versions.

    The days are before the day on which the second version was approved, and the work had not ended before them.
    """
    newer = _is_newer(row, after)
    if newer and program not in after.programs:
        return None
    version_ends = after.period.ends if newer else before.period.ends
    before_approval = after.since - ONE_DAY if after.since else None
    last = min(day for day in (row.ends, version_ends, before_approval, facts.case.assignment.ends) if day is not None)
    first = max(row.begins, before.period.begins)
    return Period(first, last) if first <= last else None


def _is_newer(row: Relied, version: _Version) -> bool:
    """Whether a payroll change was entered on the day on which a version was approved, or later."""
    return version.since is not None and row.entered_on >= version.since


def _by_assignment(facts: Facts, period: Period) -> tuple[Period, ...]:
    """The days before the assignment and those within it, as periods of their own."""
    before = Period(Day.min, facts.case.assignment.begins - ONE_DAY)
    return (*uncovered(period, [facts.case.assignment.period]), *uncovered(period, [before]))


def _is_corrected(facts: Facts, claim: Claim, dropped: _Dropped) -> bool:
    """Whether a later payroll change, or a statement of payroll, shows that the contributions were paid after all."""
    changes = (row for row in claim.relied if _is_in_turn(facts, row.entered_on, dropped))
    stated = (entry for entry in claim.contributions_continue if _is_in_turn(facts, entry.on, dropped))
    return any(_corrects(facts, row, claim, dropped) for row in changes) or any(
        _shows_payment(facts, entry, dropped) for entry in stated
    )


def _is_in_turn(facts: Facts, day: Day, dropped: _Dropped) -> bool:
    """Whether payroll acted after the first dropped day, and not long before the smaller claim was approved."""
    too_early = facts.clock.more_than(facts.registers.policy.proposed_days, since=day, by=dropped.by.since)
    return happened(day, facts) and day > dropped.period.begins and not too_early


def _corrects(facts: Facts, row: Relied, claim: Claim, dropped: _Dropped) -> bool:
    """Whether a payroll change replaces the earlier ones from their first day and leaves out less than they do."""
    version, newer = dropped.by, _is_newer(row, dropped.by)
    replaces = row.begins <= max(version.period.begins, min(each.begins for each in claim.relied))
    if dropped.program not in version.programs:
        return newer and replaces
    ends = row.ends or (version.period.ends if newer else None)
    last = dropped.period.ends or Day.max
    in_time = row.begins <= last and facts.clock.passed(row.begins)
    return replaces and not (in_time and (ends is None or ends >= dropped.period.begins))


def _shows_payment(facts: Facts, entry: ContributionsContinue, dropped: _Dropped) -> bool:
    """Whether a person of payroll stated, with a payroll record, that the contributions are paid.

    The record is not older than the statement, or it is dated after the dropped days.
    """
    if not acted_as(facts, entry.by, Role.PAYROLL, entry.on):
        return False
    ends = dropped.period.ends
    earliest = entry.on if ends is None else min(entry.on, ends + ONE_DAY)
    records = (facts.case.exhibits[key] for key in records_of_reliance(facts, entry.evidence))
    return any((record.effective or record.recorded) >= earliest for record in records)


CONTROLS = (payroll_corrected, payroll_corrected_in_time)
