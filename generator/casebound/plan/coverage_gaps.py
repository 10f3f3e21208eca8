"""Gaps and overlaps between claims, certificates and the assignment, and days of a breach, to the day and in words."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from casebound.model.case import Case, Claim
from casebound.model.days import ONE_DAY, Day, Period, uncovered
from casebound.model.judgment import JudgedCase
from casebound.model.labels import Label
from casebound.plan.case_plan import listed


def coverage_gaps(case: Case) -> Iterator[Label]:
    """Which claimed days the certificates cover, where certificates overlap, and which days none covers."""
    for key, claim in case.claims.items():
        free = uncovered(claim.period, _periods(case, claim.certificates))
        yield from (Label(f"Claim {key}: {_days(gap)} in no cited certificate.", "", "stop") for gap in free)
        if not free:
            certificates = listed(claim.certificates)
            yield Label(f"Claim {key}: every day, {_days(claim.period)}, inside {certificates}.", "", "good")
        yield from _payroll(key, claim)
    yield from _overlaps(case)
    if case.certificates and case.assignment.ends:
        for gap in uncovered(case.assignment.period, _periods(case, case.certificates)):
            yield Label(f"Assignment: {_days(gap)} in no certificate on file.", "", "quiet")


def days_of_breach(judged: JudgedCase) -> Iterator[tuple[str, str]]:
    """Each supported claim whose first days are not supported, because a breach was cured later, with the words."""
    for verdict in judged.claims:
        first = verdict.supported_from
        if first is not None and first > judged.case.claims[verdict.claim].begins:
            yield verdict.claim, f"supported from {first}; the days before are not supported (breach)"


def _periods(case: Case, certificates: Iterable[str]) -> list[Period]:
    return [case.certificates[key].period for key in certificates if key in case.certificates]


def _payroll(key: str, claim: Claim) -> Iterator[Label]:
    first = min((relied.begins for relied in claim.relied), default=claim.begins)
    if first > claim.begins:
        before = Period(claim.begins, first - ONE_DAY)
        yield Label(f"Claim {key}: {_days(before)} before payroll changed.", "", "quiet")


def _overlaps(case: Case) -> Iterator[Label]:
    for (key, certificate), (second_key, second) in combinations(case.certificates.items(), 2):
        first = max(certificate.begins, second.begins)
        last = min(certificate.ends or Day.max, second.ends or Day.max)
        if first <= last < Day.max:
            yield Label(f"Certificates {key} and {second_key} overlap: {_days(Period(first, last))}.", "", "quiet")


def _days(period: Period) -> str:
    if period.ends is None:
        return f"from {period.begins}"
    count = (period.ends - period.begins).days + 1
    return f"{period} ({count:,} day{'s' * (count != 1)})"
