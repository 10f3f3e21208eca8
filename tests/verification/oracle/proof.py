"""Sentences 4 to 8 of the policy: the certificate, whom it names, which days it covers, and for what."""

from tests.verification.oracle.dates import NEVER, Day, day, number
from tests.verification.oracle.reading import Plain, Reading, cited_in, entry, last_or_never

SSA = frozenset({"Social Security Administration", "U.S. Social Security Administration", "SSA"})
ONE_DAY = 1


def certificates_are_held(r: Reading) -> bool:
    return len(r.certificates) >= 1


def issuer_is_competent(r: Reading) -> bool:
    right_country = all(certificate["issuing_country"] == r.covering for certificate in r.certificates)
    if r.covering == "US":
        return right_country and all(certificate["issuer"] in SSA for certificate in r.certificates)
    agency = r.agreement["agency"]
    names = agency.get("names") or ()
    if agency.get("confirmed") is not True or not names:
        return right_country and r.known("issuing-authority")
    return right_country and all(certificate["issuer"] in names for certificate in r.certificates)


def certificates_are_final(r: Reading) -> bool:
    return all(
        certificate.get("state", "final") == "final" and _is_not_suspended(certificate)
        for certificate in r.certificates
    )


def _is_not_suspended(certificate: Plain) -> bool:
    defect = certificate.get("defect")
    return defect is None or defect["kind"] == "spelling"


def issued_after_the_request(r: Reading) -> bool:
    return all(
        _from_the_first_period(r, certificate)
        or r.done(certificate["issued_on"]) >= r.sent_on(entry(r.case["requests"], certificate["request"]))
        for certificate in r.certificates
    )


def _from_the_first_period(r: Reading, certificate: Plain) -> bool:
    if r.rule != "extension":
        return False
    return last_or_never(certificate.get("ends")) <= day(r.case["assignment"]["extension"]["first_ended"])


def no_other_outcome(r: Reading) -> bool:
    closure = r.case.get("closure")
    ended_well = closure is None or closure["outcome"] == "issued"
    refusals = [request["refusal"] for request in r.case["requests"].values() if request.get("refusal") is not None]
    return ended_well and all(_issued_after(r, r.done(refusal["refused_on"])) for refusal in refusals)


def _issued_after(r: Reading, a_day: Day) -> bool:
    return all(
        r.done(certificate["issued_on"]) > a_day or _from_the_first_period(r, certificate)
        for certificate in r.certificates
    )


def certificates_were_received(r: Reading) -> bool:
    return all(_received(r, certificate) and _has_its_own_document(r, certificate) for certificate in r.certificates)


def _received(r: Reading, certificate: Plain) -> bool:
    received = r.done(certificate["received_on"])
    exhibit = r.exhibits[certificate["document"]]
    same_day = exhibit.get("received") is None or day(exhibit["received"]) == received
    return received >= r.done(certificate["issued_on"]) and exhibit["kind"] == "certificate" and same_day


def _has_its_own_document(r: Reading, certificate: Plain) -> bool:
    documents = [one.get("document") for one in r.case["certificates"].values()]
    hashes = [r.recorded[one]["sha256"] for one in documents if one in r.recorded]
    alone = documents.count(certificate["document"]) == 1
    return alone and hashes.count(r.exhibits[certificate["document"]]["sha256"]) == 1


def exhibits_are_unchanged(r: Reading) -> bool:
    hashes = all((r.found[one] or "").removeprefix("unreadable ") == held["sha256"] for one, held in r.recorded.items())
    relied_on = set(cited_in({key: part for key, part in r.case.items() if key != "side_topics"}))
    return hashes and all(r.found[one] == held["sha256"] for one, held in r.exhibits.items() if one in relied_on)


def certificate_names_the_parties(r: Reading) -> bool:
    employer = r.case.get("employer")
    name = None if employer is None else r.registers["employers"][employer]["name"]
    wanted = (r.case["worker"]["name"], name, r.activity_name)
    return all(
        (certificate["worker"], certificate.get("employer"), certificate.get("activity")) == wanted
        for certificate in r.certificates
    )


def certificate_names_the_countries(r: Reading) -> bool:
    return all(
        (certificate["covered_by"], certificate["exempt_in"]) == (r.covering, r.exempt)
        for certificate in r.certificates
    )


def claim_names_the_exempt_country(r: Reading) -> bool:
    return bool(r.claim["exempt_in"] == r.exempt)


def claim_names_the_parties(r: Reading) -> bool:
    wanted = (r.case["worker"]["reference"], r.case.get("employer"), r.activity_name)
    return (r.claim["worker"], r.claim.get("employer"), r.claim.get("activity")) == wanted


def ends_are_recorded(r: Reading) -> bool:
    return all(
        (certificate.get("ends") is not None) != (certificate.get("no_end_shown") is True)
        for certificate in r.certificates
    )


def claimed_days_are_certified(r: Reading) -> bool:
    """Whether the claim's first day, and the day after each certificate that ends earlier, are in a certificate."""
    first, last = number(day(r.claim["begins"])), number(day(r.claim["ends"]))
    periods = [
        (number(day(certificate["begins"])), number(last_or_never(certificate.get("ends"))))
        for certificate in r.certificates
    ]
    turns = [first, *(ends + ONE_DAY for _, ends in periods if first <= ends < last)]
    return first <= last and all(any(begins <= turn <= ends for begins, ends in periods) for turn in turns)


def claimed_days_are_worked(r: Reading) -> bool:
    first, last = r.assignment_period
    return first <= day(r.claim["begins"]) <= day(r.claim["ends"]) <= (last or NEVER)


def programs_are_in_scope(r: Reading) -> bool:
    claimed = set(r.claim["programs"])
    if r.outbound:
        return bool(claimed) and claimed <= set(r.agreement["programs"]["confirmed"])
    tax = {"employer": "fica", "self-employed": "seca"}[r.lane]
    return bool(claimed) and claimed <= {f"{tax}-oasdi", f"{tax}-hi"}
