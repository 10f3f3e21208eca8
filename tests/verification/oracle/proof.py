"""Sentences 4 to 8 of the policy: the certificate, whom it names, which days it covers, and for what."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from tests.verification.oracle.dates import NEVER, Day, day, number
from tests.verification.oracle.names import (
    abbreviates,
    company_variant,
    company_words,
    is_no_number,
    is_placeholder,
    may_be_one_worker,
    misspells,
    visible_variant,
    words,
)
from tests.verification.oracle.reading import (
    Plain,
    Reading,
    cited_in,
    confirmed,
    entry,
    last_or_never,
    plain_reference,
    same_words,
)

US_NAMES = ("ssa", "social security administration")
US_COUNTRY = ("", "us ", "usa ", "united states ", "united states of america ")
US_OFFICE = {"and", "of", "office", "oeio", "oio", "oip", "ssa", "baltimore", "maryland", "md"} | {
    "earnings", "international", "operations", "programs", "totalization",
}  # fmt: skip
ONE_DAY = 1


def certificates_are_held(r: Reading) -> bool:
    return len(r.certificates) >= 1


def issuer_is_competent(r: Reading) -> bool:
    return all(_is_competent(r, certificate) for certificate in r.certificates)


def _is_competent(r: Reading, certificate: Plain) -> bool:
    if certificate["issuing_country"] == "US" and (r.outbound or _partner_refused(r, certificate)):
        return _is_ssa(certificate["issuer"])
    agency = r.agreement["agency"]
    names = [name for name in agency.get("names") or () if not _is_of_other_plan(r, name)]
    if not confirmed(agency) or not names:
        names = [str(r.answer("issuing-authority"))] if r.known("issuing-authority") else []
    return (
        _is_one_of(certificate["issuer"], names)
        and not r.outbound
        and bool(certificate["issuing_country"] == r.covering)
    )


def _is_ssa(issuer: str) -> bool:
    """Whether the issuer is SSA: with its country before the name, and its office after it, or without them."""
    text = " ".join(words(issuer)).removeprefix("the ")
    begun = [
        country + name for country in US_COUNTRY for name in US_NAMES if f"{text} ".startswith(f"{country}{name} ")
    ]
    return any(set(text[len(name) :].split()) <= US_OFFICE for name in begun)


def _is_of_other_plan(r: Reading, name: str) -> bool:
    """Whether this is the authority of the other Canadian pension plan."""
    others = {"cpp": ["Retraite Québec"], "qpp": ["Canada Revenue Agency"]}
    plan = str(r.case["assignment"].get("pension_plan"))
    return r.case["partner"] == "CA" and _is_one_of(name, others.get(plan, []))


def _partner_refused(r: Reading, certificate: Plain) -> bool:
    """Whether the request that a document of SSA names was refused by the partner's agency before it was issued."""
    request = (r.case.get("requests") or {}).get(certificate.get("request")) or {}
    refusal = request.get("refusal")
    return refusal is not None and day(refusal["refused_on"]) < day(certificate["issued_on"])


def _is_one_of(name: str, names: Sequence[str]) -> bool:
    return words(name) in [words(one) for one in names]


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
    came = [day(one["received_on"]) for one in r.certificates if one.get("received_on")]
    came += [day(one["entered_on"]) for one in r.claim.get("relied") or ()]
    ended_well = closure is None or (
        closure["outcome"] == "issued" and all(one <= day(closure["closed_on"]) for one in came)
    )
    named = {paper.get("request") for paper in r.case["certificates"].values()}
    refusals = [
        request["refusal"]
        for key, request in r.case["requests"].items()
        if request.get("refusal") is not None
        and (key in named or (request.get("follows") or {}).get("as") not in {"corrects", "repeats", "extends"})
    ]
    if any(True for _ in _unexplained_letters(r)):
        return False
    granted = not any(_was_withdrawn(r, certificate) for certificate in r.certificates)
    return ended_well and granted and all(_issued_after(r, r.done(refusal["refused_on"])) for refusal in refusals)


def _unexplained_letters(r: Reading) -> Iterator[str]:
    """The letters of denial that are not withdrawn and that no refusal, revoked certificate or defect cites."""
    for key, held in r.recorded.items():
        letter = held["kind"] == "denial-letter" and held.get("withdrawn") is None and r.is_past(held["recorded"])
        if letter and not any(key in cited for cited in _explained_by(r, held)):
            yield key


def _explained_by(r: Reading, letter: Plain) -> Iterator[Sequence[str]]:
    for request in (r.case.get("requests") or {}).values():
        refusal, dated = request.get("refusal"), letter.get("effective")
        if refusal is None or dated is None or not _was_sent_by(request, refusal["refused_on"]):
            continue
        if day(dated) <= day(refusal["refused_on"]):
            yield refusal["evidence"]
    for key, paper in (r.case.get("certificates") or {}).items():
        if key not in r.claim["certificates"] and not _precedes_the_certificates(r, letter):
            continue
        if paper.get("state") in {"revoked", "superseded"}:
            yield paper.get("evidence") or ()
        if not _is_not_suspended(paper):
            yield paper["defect"].get("evidence") or ()


def _precedes_the_certificates(r: Reading, letter: Plain) -> bool:
    dated = letter.get("effective")
    return dated is not None and all(day(dated) < day(paper["issued_on"]) for paper in r.certificates)


def _was_withdrawn(r: Reading, certificate: Plain) -> bool:
    """Whether the request that a certificate names was withdrawn before or on the day of issue."""
    withdrawn = (r.case["requests"].get(certificate.get("request")) or {}).get("withdrawn")
    early = withdrawn is not None and day(withdrawn["on"]) <= day(certificate["issued_on"])
    return early and not _from_the_first_period(r, certificate)


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
    issued = r.done(certificate["issued_on"])
    same_day = exhibit.get("received") is None or issued <= day(exhibit["received"]) <= received
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
    return all(_names_the_parties(r, certificate) for certificate in r.certificates)


def _names_the_parties(r: Reading, certificate: Plain) -> bool:
    employer, activity = r.case.get("employer"), r.case.get("activity")
    row = None if employer is None else r.registers["employers"][employer]
    return (
        _names(r, certificate, "worker", r.case["worker"])
        and _names(r, certificate, "employer", row)
        and _names(r, certificate, "activity", activity)
    )


def _names(r: Reading, certificate: Plain, field: str, party: Plain | None) -> bool:
    printed = certificate.get(field)
    if printed is None or party is None:
        return printed is None and party is None
    by_form = words if field == "worker" else company_words
    if by_form(printed) == by_form(party["name"]):
        return True
    fitting = [one for one in party.get("aliases") or () if by_form(one["name"]) == by_form(printed)]
    if not fitting:
        return _is_reported_misspelling(r, certificate, field, party)
    return _counts(r, certificate, field, party, fitting[0])


def _is_reported_misspelling(r: Reading, certificate: Plain, field: str, party: Plain) -> bool:
    printed = certificate[field]
    reported = (certificate.get("defect") or {}).get("kind") == "spelling"
    return reported and misspells(printed, party["name"], field) and not _of_somebody_else(r, field, printed)


def printed_aliases(r: Reading, certificate: Plain) -> Iterator[tuple[str, str]]:
    """Each name on a certificate that is an alias that counts, with the field, as a sheet shows it."""
    employer = r.registers["employers"].get(r.case.get("employer") or "")
    for field, party in (("worker", r.case["worker"]), ("employer", employer), ("activity", r.case.get("activity"))):
        printed, by_form = certificate.get(field), words if field == "worker" else company_words
        if printed is None or party is None or by_form(printed) == by_form(party["name"]):
            continue
        fitting = [one for one in party.get("aliases") or () if by_form(one["name"]) == by_form(printed)]
        if fitting and _counts(r, certificate, field, party, fitting[0]):
            yield field, f"{printed} ({fitting[0]['kind']} name of {party['name']})"
        if not fitting and _is_reported_misspelling(r, certificate, field, party):
            yield field, f"{printed} (misspelled name of {party['name']})"


def rests_on_the_latest(r: Reading) -> bool:
    papers = r.case["certificates"]
    named = r.claim["certificates"]
    others = [(key, one) for key, one in papers.items() if _is_there(r, one) and one.get("state") != "draft"]
    return not any(
        key != name and (one.get("replaces") == name or _is_reissued(entry(papers, name), one))
        for name in named
        for key, one in others
    )


def _is_there(r: Reading, paper: Plain) -> bool:
    """Whether a certificate was received, or the record does not say when."""
    return paper.get("received_on") is None or day(paper["received_on"]) <= r.as_of


def no_other_certificate_counts(r: Reading) -> bool:
    named = {key: entry(r.case["certificates"], key) for key in r.claim["certificates"]}
    others = [(key, one) for key, one in r.case["certificates"].items() if _may_count(r, one)]
    return not any(
        key != name
        and not (key in named and _adds_days(r, paper, other))
        and (_leaves_out(r, paper, other) or _is_of_others(r, paper, other))
        and day(other["issued_on"]) >= day(paper["issued_on"])
        and not _extends(r, paper, other)
        and not any(
            one.get("replaces") == key and day(one["issued_on"]) >= day(other["issued_on"]) for one in named.values()
        )
        for name, paper in named.items()
        for key, other in others
    )


def _may_count(r: Reading, paper: Plain) -> bool:
    return _is_there(r, paper) and paper.get("state", "final") == "final"


def _extends(r: Reading, paper: Plain, other: Plain) -> bool:
    """Whether the other certificate answers a request for more time that was sent, and lasts longer."""
    request = r.case["requests"].get(other.get("request")) or {}
    asked = (request.get("follows") or {}).get("as") == "extends" and _was_sent_by(request, other["issued_on"])
    return asked and last_or_never(other.get("ends")) > last_or_never(paper.get("ends"))


def _was_sent_by(request: Plain, text: str) -> bool:
    return request.get("sent") is not None and day(request["sent"]["on"]) <= day(text)


def _adds_days(r: Reading, paper: Plain, other: Plain) -> bool:
    """Whether the other certificate has claimed days that a certificate has not, or none at all."""
    first, last = _claimed_days(r, other)
    return first > last or first < day(paper["begins"]) or last > last_or_never(paper.get("ends"))


def _leaves_out(r: Reading, paper: Plain, other: Plain) -> bool:
    """Whether the other certificate has some, but not all, of the claimed days of a certificate."""
    first, last = _claimed_days(r, paper)
    return _shares_days(r, paper, other) and not (
        day(other["begins"]) <= first and last <= last_or_never(other.get("ends"))
    )


def _claimed_days(r: Reading, paper: Plain) -> tuple[Day, Day]:
    last = min(last_or_never(paper.get("ends")), day(r.claim["ends"]))
    return max(day(paper["begins"]), day(r.claim["begins"])), last


def _shares_days(r: Reading, paper: Plain, other: Plain) -> bool:
    first, last = _claimed_days(r, paper)
    return first <= last and day(other["begins"]) <= last and first <= last_or_never(other.get("ends"))


def _is_of_others(r: Reading, paper: Plain, other: Plain) -> bool:
    """Whether the other certificate, which could answer the same, is for other parties or other countries."""
    request = other.get("request")
    alike = is_numbered_alike(paper, other) or (request is not None and request == paper.get("request"))
    if not _is_not_suspended(other) or not (alike or _shares_days(r, paper, other)):
        return False
    sides = other["covered_by"] == r.covering and other["exempt_in"] == r.exempt
    return not (sides and _names_the_parties(r, other))


def every_certificate_is_recorded(r: Reading) -> bool:
    papers = (r.case.get("certificates") or {}).values()
    named = {one for paper in papers for one in (paper["document"], *(paper.get("copies") or ()))}
    on_file = {key for key, held in r.exhibits.items() if held["kind"] == "certificate" and r.is_past(held["recorded"])}
    return on_file <= named


def certificates_are_of_one_worker(r: Reading) -> bool:
    theirs, filed = set(), set()
    for case in r.other_workers:
        theirs |= {mark for key in case.get("certificates") or () for mark in _marks(case, key)}
        held = (case.get("exhibits") or {}).values()
        filed |= {("hash", one["sha256"]) for one in held if not (one.get("withdrawn") or one.get("as_received"))}
    return all(_serves_once(r, key, theirs, filed) for key in r.claim["certificates"])


def _serves_once(r: Reading, key: str, theirs: set[tuple[str, str]], filed: set[tuple[str, str]]) -> bool:
    cited = r.case["certificates"][key].get("evidence") or ()
    evidence = {("hash", r.case["exhibits"][one]["sha256"]) for one in cited if one in r.case["exhibits"]}
    return _marks(r.case, key).isdisjoint(theirs | filed) and evidence.isdisjoint(theirs)


def _marks(case: Plain, key: str) -> set[tuple[str, str]]:
    """The number of a certificate with its country, and the hashes of its document, copies and certificate exhibits."""
    paper, exhibits = case["certificates"][key], case.get("exhibits") or {}
    files = [paper["document"], *(paper.get("copies") or ())]
    files += [one for one in paper.get("evidence") or () if (exhibits.get(one) or {}).get("kind") == "certificate"]
    marks = {("hash", exhibits[one]["sha256"]) for one in files if one in exhibits}
    numbered = paper["number"].lower() != "none shown"
    return marks | ({(paper["issuing_country"], _number(paper))} if numbered else set())


def is_exempt_once(r: Reading) -> bool:
    asked = [] if r.known("two-exemptions") else [case for case in r.others if _may_be_this_worker(r, case)]
    alone = r.answer("single-employment") == "yes"
    return not any(
        _conflicts(r, claim, alone and plain_reference(case) == r.worker)
        for case in asked
        for claim in (case.get("claims") or {}).values()
    )


def _may_be_this_worker(r: Reading, case: Plain) -> bool:
    if plain_reference(case) == r.worker:
        return True
    if r.known("shared-name"):
        return False
    return any(may_be_one_worker(one, other) for one in _worker_names(case) for other in _worker_names(r.case))


def _worker_names(case: Plain) -> set[str]:
    worker = case["worker"]
    return {one["name"] for one in (worker, *(worker.get("aliases") or ()))}


def _conflicts(r: Reading, other: Plain, alone: bool) -> bool:
    claim = r.claim
    if not (_is_claimed(claim) and _is_claimed(other)):
        return False
    first, last = sorted((day(other["begins"]), day(other["ends"])))
    both = day(claim["begins"]) <= last and first <= day(claim["ends"])
    sides = {claim["exempt_in"], other["exempt_in"]}
    party = [(_company(r, one.get("employer")), words(one.get("activity") or "")) for one in (claim, other)]
    return both and (alone or ("US" in sides if len(sides) == 2 else party[0] == party[1]))


def _company(r: Reading, key: str | None) -> object:
    row = r.rows("employers").get(key or "")
    return key if row is None else (company_words(row["name"]), row["country"])


def _is_claimed(claim: Plain) -> bool:
    ended = max((day(one["on"]) for one in claim.get("reversed") or ()), default=None)
    relied = claim.get("relied") or ()
    return ended is None or not relied or any(day(one["entered_on"]) > ended for one in relied)


def _is_reissued(paper: Plain, other: Plain) -> bool:
    return is_numbered_alike(paper, other) and day(other["issued_on"]) > day(paper["issued_on"])


def is_numbered_alike(paper: Plain, other: Plain) -> bool:
    same = _number(paper) == _number(other) and paper["issuing_country"] == other["issuing_country"]
    return same and paper["number"].lower() != "none shown"


def _number(paper: Plain) -> str:
    text = unicodedata.normalize("NFKC", paper["number"]).lower().strip()
    while (label := re.match(r"(certificate|cert|number|num|no|nr)[.:#\s]+|#\s*", text)) is not None:
        text = text[label.end() :]
    return re.sub(r"[\W_]", "", text)


def _counts(r: Reading, certificate: Plain, field: str, party: Plain, alias: Plain) -> bool:
    issued = day(certificate["issued_on"])
    request = (r.case.get("requests") or {}).get(certificate.get("request")) or {}
    sent = issued if request.get("sent") is None else min(issued, day(request["sent"]["on"]))
    return _counts_in(r, (sent, issued), field, party, alias)


def _counts_in(r: Reading, days: tuple[Day, Day], field: str, party: Plain, alias: Plain) -> bool:
    begun = alias.get("from") is None or day(alias["from"]) <= days[1]
    in_use = begun and days[0] <= last_or_never(alias.get("until"))
    name, recorded = alias["name"], party["name"]
    if field == "worker":
        seen = visible_variant(name, recorded) or abbreviates(name, recorded)
    else:
        seen = company_variant(name, recorded)
    shown = (seen and alias["kind"] in {"transliteration", "printed"}) or shows_both_names(r, field, alias)
    return in_use and shown and not _of_somebody_else(r, field, name)


def shows_both_names(r: Reading, field: str, alias: Plain) -> bool:
    """Whether the evidence of an alias is of the right kind, and not older than the end of a former name."""
    cited = alias.get("evidence") or ()
    if field != "worker" and _shown_by_source(r, cited):
        return True
    if field == "employer":
        return False
    held = [r.exhibits[one] for one in cited if one in r.exhibits]
    kinds = {"name-change-record", {"worker": "", "activity": "activity-proof"}[field]}
    if any(one["kind"] in kinds for one in held):
        return True
    ended = alias.get("until") if alias["kind"] == "former" else None
    papers = [one for one in held if field == "worker" and one["kind"] == "citizenship-proof"]
    return any(ended is None or day(one.get("effective") or one["recorded"]) >= day(ended) for one in papers)


def is_still_named(r: Reading, field: str, name: str, on: Day) -> bool:
    """Whether a name that a sheet had on a day is still a name of the worker or of the employer."""
    party = r.case["worker"] if field == "worker" else r.registers["employers"][r.case["employer"]]
    by_form = words if field == "worker" else company_words
    if by_form(name) == by_form(party["name"]):
        return True
    fitting = [one for one in party.get("aliases") or () if by_form(one["name"]) == by_form(name)]
    return bool(fitting) and _counts_in(r, (on, on), field, party, fitting[0])


def _shown_by_source(r: Reading, cited: Sequence[str]) -> bool:
    sources = r.registers["sources"]
    return any(
        "name" in (sources[one].get("supports") or ())
        and (r.captures.get(one) or "").removeprefix("unreadable ") == sources[one]["sha256"]
        for one in cited
        if one in sources
    )


def _of_somebody_else(r: Reading, field: str, name: str) -> bool:
    if field == "worker":
        people = [person["name"] for person in r.rows("people").values()]
        others = [one for one in people if not same_words(one, r.case["worker"]["name"])]
        workers = [case["worker"] for case in r.other_workers]
        names = [one["name"] for worker in workers for one in (worker, *(worker.get("aliases") or ()))]
        return _is_one_of(name, others) or (_is_one_of(name, names) and not r.known("shared-name"))
    rows = [row for key, row in r.rows("employers").items() if key != r.case.get("employer")]
    names = [one["name"] for row in rows for one in (row, *(row.get("aliases") or ()))]
    return company_words(name) in [company_words(one) for one in names]


def nothing_is_a_placeholder(r: Reading) -> bool:
    employer = r.case.get("employer")
    texts = [r.case["worker"]["name"], r.activity_name]
    texts += [None if employer is None else r.registers["employers"][employer]["name"]]
    references = [request["sent"].get("reference") for request in r.requests if request.get("sent") is not None]
    fields = ("issuer", "worker", "employer", "activity")
    texts += [certificate.get(field) for certificate in r.certificates for field in fields]
    numbers = [certificate["number"] for certificate in r.certificates]
    counted = all(any(letter.isdigit() for letter in one) or one.lower() == "none shown" for one in numbers)
    online = [one for one in r.requests if one.get("sent") and (one.get("route") or {}).get("channel") == "online"]
    counted = counted and all(one["sent"].get("reference") for one in online)
    references.append(r.case["worker"]["reference"])
    counted = counted and not any(is_no_number(text) for text in (*numbers, *references) if text is not None)
    return counted and not any(is_placeholder(text) for text in texts if text is not None)


def employer_continues(r: Reading) -> bool:
    affiliate = (r.case["assignment"].get("affiliate") or {}).get("employer")
    rows = [r.registers["employers"].get(one) or {} for one in (r.case.get("employer"), affiliate) if one is not None]
    changes = [row["succeeded_by"] for row in rows if row.get("succeeded_by")]
    if r.answer("employer-succession") == "no":
        return False
    return r.known("employer-succession") or all(day(r.claim["ends"]) < day(one["on"]) for one in changes)


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
        return bool(claimed) and all(_in_scope(r, claimed, terms["programs"]) for terms in _terms_of_claim(r))
    if r.claim.get("contributions"):
        return False
    tax = {"employer": "fica", "self-employed": "seca"}[r.lane]
    return bool(claimed) and claimed <= {f"{tax}-oasdi", f"{tax}-hi"}


def _in_scope(r: Reading, claimed: set[str], programs: Plain) -> bool:
    payroll = {one["name"]: set(one["programs"]) for one in programs.get("contributions") or ()}
    named = r.claim.get("contributions") or ()
    plan = r.case["assignment"].get("pension_plan")
    other = {"cpp": "QPP", "qpp": "CPP"}.get(str(plan)) if r.case["partner"] == "CA" else None
    if other is not None and other in map(str.upper, named):
        return False
    return claimed <= set(programs["confirmed"]) and all(one in payroll and payroll[one] <= claimed for one in named)


def _terms_of_claim(r: Reading) -> list[Plain]:
    first, last = day(r.claim["begins"]), day(r.claim["ends"])
    turns = [day(one["until"]) for one in r.agreement.get("earlier_terms") or ()]
    return [r.terms(one) for one in (first, last, *turns) if first <= one <= last]
