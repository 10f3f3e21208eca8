"""Gaps and overlaps between claims, certificates and the assignment, to the day and in words."""

import datetime as dt
from collections.abc import Iterator

from casebound.model.case import Case, Claim
from casebound.model.days import Day
from casebound.model.labels import Words

_ONE = dt.timedelta(days=1)


def spans(case: Case) -> Iterator[Words]:
    """What each claim's days come to beside its certificates, where certificates overlap, and what none covers."""
    for key, claim in case.claims.items():
        free = list(_uncovered(case, claim.begins, claim.ends, claim.certificates))
        yield from (Words(f"Claim {key}: {_days(*one)} in no cited certificate.", "", "stop") for one in free)
        if not free:
            said = " and ".join(claim.certificates)
            yield Words(f"Claim {key}: every day, {_days(claim.begins, claim.ends)}, inside {said}.", "", "good")
        yield from _payroll(key, claim)
    yield from _overlaps(case)
    if case.certificates and case.assignment.ends:
        for first, last in _uncovered(case, case.assignment.begins, case.assignment.ends, tuple(case.certificates)):
            yield Words(f"Assignment: {_days(first, last)} in no certificate on file.", "", "quiet")


def _payroll(key: str, claim: Claim) -> Iterator[Words]:
    change = claim.payroll_change
    if change and change.effective > claim.begins:
        last = change.effective - _ONE
        yield Words(f"Claim {key}: {_days(claim.begins, last)} before payroll changed.", "", "quiet")


def _overlaps(case: Case) -> Iterator[Words]:
    held = list(case.certificates.items())
    for index, (key, one) in enumerate(held):
        for other_key, other in held[index + 1 :]:
            first = max(one.begins, other.begins)
            last = min(one.ends or Day.max, other.ends or Day.max)
            if first <= last < Day.max:
                yield Words(f"Certificates {key} and {other_key} overlap: {_days(first, last)}.", "", "quiet")


def _uncovered(case: Case, begins: Day, ends: Day, by: tuple[str, ...]) -> Iterator[tuple[Day, Day]]:
    """The stretches from `begins` to `ends` that no certificate among `by` contains."""
    held = sorted((one.begins, one.ends or Day.max) for key in by if (one := case.certificates.get(key)))
    at = begins
    for first, last in held:
        if first > ends:
            break
        if first > at:
            yield at, first - _ONE
        if last >= ends:
            return
        at = max(at, last + _ONE)
    if at <= ends:
        yield at, ends


def _days(first: Day, last: Day) -> str:
    count = (last - first).days + 1
    return f"{first} to {last} ({count:,} day{'s' * (count != 1)})" if count > 1 else f"{first} (1 day)"
