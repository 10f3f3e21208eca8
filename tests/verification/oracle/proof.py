"""Sentences 4 to 8 of the policy: the certificate, whom it names, which days it covers, and for what."""

from tests.verification.oracle.dates import NEVER, Day, day, number
from tests.verification.oracle.reading import Plain, Reading, last_or_never

SSA = frozenset({"Social Security Administration", "U.S. Social Security Administration", "SSA"})
ONE_DAY = 1


def certificates_are_held(r: Reading) -> bool:
    return len(r.papers) >= 1


def issuer_is_competent(r: Reading) -> bool:
    right_country = all(paper["issuing_country"] == r.covering for paper in r.papers)
    if r.covering == "US":
        return right_country and all(paper["issuer"] in SSA for paper in r.papers)
    agency = r.agreement["agency"]
    names = agency.get("names") or ()
    if agency.get("confirmed") is not True or not names:
        return right_country and r.known("issuing-authority")
    return right_country and all(paper["issuer"] in names for paper in r.papers)


def certificates_are_final(r: Reading) -> bool:
    return all(paper.get("state", "final") == "final" and paper.get("rerequested_on") is None for paper in r.papers)


def issued_after_the_request(r: Reading) -> bool:
    return all(_from_the_first_stretch(r, paper) or r.done(paper["issued_on"]) >= r.sent for paper in r.papers)


def _from_the_first_stretch(r: Reading, paper: Plain) -> bool:
    if r.rule != "extension":
        return False
    return last_or_never(paper.get("ends")) <= day(r.case["assignment"]["extension"]["first_ended"])


def nothing_else_came_of_it(r: Reading) -> bool:
    closure, denial = r.case.get("closure"), r.case.get("denial")
    ended_well = closure is None or closure["outcome"] == "issued"
    return ended_well and (denial is None or _issued_after(r, r.done(denial["received_on"])))


def _issued_after(r: Reading, a_day: Day) -> bool:
    return all(r.done(paper["issued_on"]) > a_day or _from_the_first_stretch(r, paper) for paper in r.papers)


def certificates_were_received(r: Reading) -> bool:
    return all(_received(r, paper) and _has_its_own_document(r, paper) for paper in r.papers)


def _received(r: Reading, paper: Plain) -> bool:
    received = r.done(paper["received_on"])
    exhibit = r.exhibits[paper["document"]]
    same_day = exhibit.get("received") is None or day(exhibit["received"]) == received
    return received >= r.done(paper["issued_on"]) and exhibit["kind"] == "certificate" and same_day


def _has_its_own_document(r: Reading, paper: Plain) -> bool:
    documents = [one.get("document") for one in r.case["certificates"].values()]
    hashes = [r.exhibits[one]["sha256"] for one in documents if one in r.exhibits]
    alone = documents.count(paper["document"]) == 1
    return alone and hashes.count(r.exhibits[paper["document"]]["sha256"]) == 1


def exhibits_are_whole(r: Reading) -> bool:
    return all(r.found[one] is not None and r.found[one] == held["sha256"] for one, held in r.exhibits.items())


def certificate_names_the_parties(r: Reading) -> bool:
    employer = r.case.get("employer")
    name = None if employer is None else r.registers["employers"][employer]["name"]
    wanted = (r.case["worker"]["name"], name, r.activity_name)
    return all((paper["worker"], paper.get("employer"), paper.get("activity")) == wanted for paper in r.papers)


def certificate_names_the_sides(r: Reading) -> bool:
    return all((paper["covered_by"], paper["exempt_in"]) == (r.covering, r.exempt) for paper in r.papers)


def claim_names_the_side(r: Reading) -> bool:
    return bool(r.claim["exempt_in"] == r.exempt)


def claim_names_the_parties(r: Reading) -> bool:
    wanted = (r.case["worker"]["reference"], r.case.get("employer"), r.activity_name)
    return (r.claim["worker"], r.claim.get("employer"), r.claim.get("activity")) == wanted


def ends_are_plain(r: Reading) -> bool:
    return all((paper.get("ends") is not None) != (paper.get("no_end_shown") is True) for paper in r.papers)


def claimed_days_are_certified(r: Reading) -> bool:
    """The first claimed day, and the day after every certificate that ends while the claim goes on, lie in one."""
    first, last = number(day(r.claim["begins"])), number(day(r.claim["ends"]))
    periods = [(number(day(paper["begins"])), number(last_or_never(paper.get("ends")))) for paper in r.papers]
    turns = [first, *(ends + ONE_DAY for _, ends in periods if first <= ends < last)]
    return first <= last and all(any(begins <= turn <= ends for begins, ends in periods) for turn in turns)


def claimed_days_are_worked(r: Reading) -> bool:
    first, last = r.stretch
    return first <= day(r.claim["begins"]) <= day(r.claim["ends"]) <= (last or NEVER)


def programs_are_in_scope(r: Reading) -> bool:
    claimed = set(r.claim["programs"])
    if r.outbound:
        return bool(claimed) and claimed <= set(r.agreement["programs"]["confirmed"])
    tax = {"employer": "fica", "self-employed": "seca"}[r.lane]
    return bool(claimed) and claimed <= {f"{tax}-oasdi", f"{tax}-hi"}
