"""The comparison of the cases of a project: each is read once, and compared with the other cases of its worker."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from casebound.model.case import Assignment, Case, Certificate, Claim
from casebound.model.certificate_numbers import certificate_number
from casebound.model.days import Period
from casebound.model.elsewhere import CompetingRequest, EarlierCase, Elsewhere, OtherExemption
from casebound.model.names import company_form, form, may_be_same_worker, reference_form, words_in_full
from casebound.model.registers import Employer
from casebound.model.requests import open_requests, standing_requests
from casebound.model.terms import CertificateState

_Workers = Mapping[str, str]
"""The workers, by reference, who have something in common; each with a case."""


def elsewhere(cases: Sequence[Case], employers: Mapping[str, Employer]) -> Mapping[str, Elsewhere]:
    """What the other cases record about the worker, the certificates and the exemptions of each case."""
    of_worker: dict[str, list[Case]] = defaultdict(list)
    of_name: dict[tuple[str, ...], list[Case]] = defaultdict(list)
    names: dict[str, dict[str, str]] = defaultdict(dict)
    certificates: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    exhibits: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for case in sorted(cases, key=lambda case: case.case):
        of_worker[_worker(case)].append(case)
        for name in _names(case):
            names[form(name)].setdefault(_worker(case), case.case)
            of_name[words_in_full(name)].append(case)
        for key in case.certificates:
            for mark in (*_number(case, key), *_files(case, key)):
                certificates[mark].setdefault(_worker(case), case.case)
        for exhibit in case.exhibits.values():
            if exhibit.in_use:
                exhibits[(exhibit.sha256,)].setdefault(_worker(case), case.case)
    return {
        case.case: Elsewhere(
            competing_requests=tuple(_competing(case, of_worker[_worker(case)])),
            earlier=tuple(_earlier(case, of_worker[_worker(case)])),
            certified=tuple(_certified(case, of_worker[_worker(case)])),
            names=_owned(case, {form(alias.name): [names[form(alias.name)]] for alias in case.worker.aliases}),
            certificates=_owned(
                case, {key: [*_serving(case, key, certificates, exhibits)] for key in case.certificates}
            ),
            exemptions={
                key: tuple(_exemptions(case, claim, _of_worker_or_name(case, of_worker, of_name), employers))
                for key, claim in case.claims.items()
            },
        )
        for case in cases
    }


def _worker(case: Case) -> str:
    return reference_form(case.worker.reference)


def _names(case: Case) -> set[str]:
    """The names of the worker."""
    return {case.worker.name, *(alias.name for alias in case.worker.aliases)}


def _of_worker_or_name(
    case: Case, of_worker: Mapping[str, Sequence[Case]], of_name: Mapping[tuple[str, ...], Sequence[Case]]
) -> Iterator[Case]:
    """The other cases of the worker, and those of a worker with another reference who may have one of the names."""
    cases = {second.case: second for second in of_worker[_worker(case)]}
    for name in sorted(_names(case)):
        for second in of_name[words_in_full(name)]:
            if any(may_be_same_worker(name, second_name) for second_name in _names(second)):
                cases.setdefault(second.case, second)
    yield from (second for key, second in cases.items() if key != case.case)


def _number(case: Case, key: str) -> Iterator[tuple[str, ...]]:
    """The number of a certificate with its issuing country."""
    certificate = case.certificates[key]
    if number := certificate_number(certificate):
        yield certificate.issuing_country, number


def _files(case: Case, key: str) -> Iterator[tuple[str, ...]]:
    """The hashes of the files of a certificate: its document, its copies and other exhibits of kind certificate."""
    certificate = case.certificates[key]
    for cited in (certificate.document, *certificate.copies, *certificate.evidence):
        exhibit = case.exhibits.get(cited)
        if exhibit is not None and (cited not in certificate.evidence or exhibit.kind == "certificate"):
            yield (exhibit.sha256,)


def _serving(
    case: Case,
    key: str,
    certificates: Mapping[tuple[str, ...], _Workers],
    exhibits: Mapping[tuple[str, ...], _Workers],
) -> Iterator[_Workers]:
    """The workers whose cases have the number of a certificate, or whose exhibits have its files."""
    for mark in (*_number(case, key), *_files(case, key)):
        yield certificates[mark]
        yield exhibits[mark]
    for cited in case.certificates[key].evidence:
        if (exhibit := case.exhibits.get(cited)) is not None:
            yield certificates[(exhibit.sha256,)]


def _owned(case: Case, owners: Mapping[str, Sequence[_Workers]]) -> Mapping[str, str]:
    """The entries that another worker has too, with a case of that worker."""
    return {
        key: found
        for key, several in owners.items()
        if (found := next(chain.from_iterable(_other_cases(case, workers) for workers in several), None)) is not None
    }


def _other_cases(case: Case, workers: _Workers) -> Iterator[str]:
    yield from (second for worker, second in workers.items() if worker != _worker(case))


def _competing(case: Case, of_worker: Sequence[Case]) -> Iterator[CompetingRequest]:
    """The other cases that request the same, if this case or the other one still waits for a certificate."""
    waits = _requests_party(case) and any(open_requests(case))
    for second in of_worker:
        if second is case or not _requests_party(case) or _requests_party(second) != _requests_party(case):
            continue
        is_open = any(open_requests(second))
        if (waits or is_open) and _days(case.assignment).overlaps(_days(second.assignment)):
            yield CompetingRequest(second.case, is_open)


def _earlier(case: Case, of_worker: Sequence[Case]) -> Iterator[EarlierCase]:
    """The other cases with a certificate for the same countries whose assignment began before."""
    for second in of_worker:
        same = (second.direction, second.partner) == (case.direction, case.partner)
        if second is not case and same and second.certificates and second.assignment.begins < case.assignment.begins:
            yield EarlierCase(second.case, second.assignment.begins)


def _certified(case: Case, of_worker: Sequence[Case]) -> Iterator[str]:
    """The other cases with a final certificate that was received and has a day of the assignment."""
    for second in of_worker:
        days = [
            _days(certificate)
            for certificate in second.certificates.values()
            if certificate.received_on is not None and certificate.state is CertificateState.FINAL
        ]
        if second is not case and any(_days(case.assignment).overlaps(period) for period in days):
            yield second.case


def _requests_party(case: Case) -> tuple[str, ...]:
    """The direction, partner and employer or activity for which a case that is not closed has a request."""
    if case.closure is not None or not any(standing_requests(case)):
        return ()
    return case.direction.value, case.partner, case.employer or "", form(case.activity.name) if case.activity else ""


def _exemptions(
    case: Case, claim: Claim, cases: Iterable[Case], employers: Mapping[str, Employer]
) -> Iterator[OtherExemption]:
    for second in cases:
        same_worker = _worker(second) == _worker(case)
        for key, claimed in second.claims.items():
            if _is_claimed(claim) and _is_claimed(claimed) and _days(claim).overlaps(_days(claimed)):
                same_party = _party(claim, employers) == _party(claimed, employers)
                yield OtherExemption(second.case, key, claimed.exempt_in, same_party, same_worker)


def _is_claimed(claim: Claim) -> bool:
    """Whether the exemption is relied on or proposed, and not reversed. What nobody relied on cannot be reversed."""
    return claim.is_relied_on or not (claim.relied and claim.reversed)


def _party(claim: Claim, employers: Mapping[str, Employer]) -> tuple[tuple[str, str] | str | None, str]:
    """The employer and the activity. Two entries of the register with one name and country are one employer."""
    row = employers.get(claim.employer or "")
    employer = (company_form(row.name), row.country) if row is not None else claim.employer
    return employer, form(claim.activity or "")


def _days(entry: Assignment | Certificate | Claim) -> Period:
    """The days of an entry. If it ends before it begins, they are the days between both."""
    begins, ends = entry.begins, entry.ends
    return Period(begins, ends) if ends is None or begins <= ends else Period(ends, begins)
