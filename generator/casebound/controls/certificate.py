"""The certificate: issued by the right authority, received, unchanged, and matching this case."""

from collections.abc import Iterator

from casebound.controls.definition import case_control, claim_control, objection, objection_with_remedy
from casebound.controls.identity import identity_objections, issuer_objections, matches, printed_names
from casebound.controls.predicates import (
    ADVERSE_KINDS,
    APPROVE_AGAIN,
    GIVE_UP_CLAIM,
    REPLACE_EXHIBIT,
    before_certificate,
    exhibits_of_kind,
    happened,
    in_use,
    received,
    suspended,
    unchanged,
    unrecorded_certificates,
)
from casebound.model.case import Certificate, Claim, Request
from casebound.model.certificate_numbers import same_number
from casebound.model.days import Day, Period, uncovered
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.requests import is_refused_follow_up, request_of
from casebound.model.rules import Link, Objections, Section, official, process, support_policy
from casebound.model.terms import AgreementRule, CertificateState, RequestRelation, Severity

_SAY_WHAT_IT_DENIES = (
    "Record what the letter says and cite it there: under the refusal of the request (`casebound record CASE refusal`),"
    " with the date of the letter; or, if it revoked a certificate of the claim or is older than the claim's"
    " certificates, under `evidence` of the certificate that it revoked, with its `state`, or under the certificate's"
    " `defect`. If the letter concerns another person, request or certificate, withdraw it with that reason (`casebound"
    " record CASE withdraw EXX --because …`), and have the exemption approved on a new sheet, which shows the reason."
)
_COMPARE_RECEIPT = (
    "Compare the dates with the stamp on the document, and correct the date that is wrong: `received_on` of the"
    " certificate, or `received` of the exhibit, which is the day on which it arrived, for example in the mailroom."
)
_AWAIT_CORRECTION = (
    "The certificate remains valid. When the corrected certificate arrives, record it, with the first under `replaces`,"
    " and base the claim on it. If the authority does not correct the name, have the warning waived in"
    " `registers/waivers.yml`."
)


def cited(facts: Facts, claim: Claim) -> Iterator[tuple[str, Certificate]]:
    """The certificates that a claim names and the record has."""
    for key in claim.certificates:
        if key in facts.case.certificates:
            yield key, facts.case.certificates[key]


def _cites_any(facts: Facts, _key: str, claim: Claim) -> bool:
    return any(cited(facts, claim))


@claim_control(
    "X01",
    "certificate-exists",
    Section.CERTIFICATE,
    question="Does the claim name a certificate that is in the record?",
    why="Without a certificate, there is no exemption. A request, a status or a promise is not proof.",
    remedy="If the certificate is on file, correct its id in the claim. Otherwise revert the payroll change, and remove"
    " the claim until the certificate is received.",
    basis=(
        process("What does not replace a certificate"),
        official("Bond v. United States (Fed. Cl. 2023)", label="third-party"),
    ),
    link=Link.ISSUER,
)
def certificate_exists(facts: Facts, key: str, claim: Claim) -> Objections:
    if not claim.certificates:
        yield objection(("claims", key, "certificates"), "the claim names no certificate")
    on_record = f", only {', '.join(facts.case.certificates)}" if facts.case.certificates else ""
    for index, name in enumerate(claim.certificates):
        if name not in facts.case.certificates:
            yield objection(("claims", key, "certificates", index), f"the record has no certificate {name}{on_record}")


@claim_control(
    "X02",
    "right-issuer",
    Section.CERTIFICATE,
    question="Was the certificate issued by the authority of the covering country?",
    why="SSA issues the certificate for an outbound case, and the partner country's agency issues it for an inbound"
    " case. Each agency certifies only its own coverage.",
    remedy="Request the certificate from the authority of the covering country. If the document was recorded"
    " incorrectly, correct the issuer. The issuer is the name of the authority, without its address. An office of SSA"
    " can be left out. If the document prints another name of the partner's authority, add that name to `agency.names`"
    " in `registers/agreements.yml`. If no issuer's name is confirmed, record the open question `issuing-authority` as"
    " known, with its source.",
    basis=(process("Two directions, two documents"), official("SSA, POMS RS 02001.005")),
    link=Link.ISSUER,
    applies=_cites_any,
)
def right_issuer(facts: Facts, _key: str, claim: Claim) -> Objections:
    for name, certificate in cited(facts, claim):
        yield from issuer_objections(facts, name, certificate)


@claim_control(
    "X03",
    "final-document",
    Section.CERTIFICATE,
    question="Is the certificate final (not a draft, superseded or revoked), and has nobody requested a correction?",
    why="A draft or an informal confirmation is not proof, and a revoked certificate is no longer proof.",
    remedy="Obtain the final document, or base the claim on the certificate that replaced it.",
    basis=(process("What does not replace a certificate"),),
    link=Link.ISSUER,
    applies=_cites_any,
)
def final_document(facts: Facts, key: str, claim: Claim) -> Objections:
    for name, certificate in cited(facts, claim):
        if certificate.state is not CertificateState.FINAL:
            yield objection(
                ("certificates", name, "state"), f"{name} is recorded as {certificate.state.value}", ("claims", key)
            )
        if certificate.defect is not None and suspended(certificate):
            message = f"a corrected certificate was requested in place of {name} on {certificate.defect.asked_on}"
            yield objection(("certificates", name, "defect"), message, ("claims", key))


@claim_control(
    "X04",
    "issued-on-request",
    Section.CERTIFICATE,
    question="Was the certificate issued on or after the day the request was sent?",
    why="A document that was issued before the request does not answer the request. The only exception is the first"
    " certificate of an extension.",
    remedy="Check both dates against the documents and correct the record, or record the request that this"
    " certificate answers.",
    basis=(support_policy("4 Issuer"),),
    link=Link.ISSUER,
    applies=_cites_any,
)
def issued_on_request(facts: Facts, _key: str, claim: Claim) -> Objections:
    for name, certificate in cited(facts, claim):
        request = request_of(facts.case, certificate)
        if request is None or request.sent is None or of_first_period(facts, certificate):
            continue
        if certificate.issued_on < request.sent.on:
            yield objection(
                ("certificates", name, "issued_on"),
                f"{name} was issued on {certificate.issued_on}, before the request was sent",
                ("requests", str(certificate.request), "sent", "on"),
            )


def of_first_period(facts: Facts, certificate: Certificate) -> bool:
    """Whether this is the certificate for the first period of an extension."""
    extension = facts.case.assignment.extension
    if facts.case.rule.kind is not AgreementRule.EXTENSION or extension is None:
        return False
    return certificate.ends is not None and certificate.ends <= extension.first_ended


@claim_control(
    "X05",
    "received",
    Section.CERTIFICATE,
    question="Was the certificate itself received and added to the file?",
    why="A completed status is not the same as a received certificate. Only the certificate itself is proof.",
    remedy="Keep the case on hold. When the document arrives, add it as an exhibit of the kind `certificate`, cite it"
    " as the certificate's `document`, and set `received_on`.",
    basis=(process("Tracking"),),
    link=Link.RECEIPT,
    applies=_cites_any,
)
def certificate_received(facts: Facts, key: str, claim: Claim) -> Objections:
    for name, certificate in cited(facts, claim):
        at, exhibit = ("certificates", name), facts.case.exhibits.get(certificate.document)
        for second in _with_same_document(facts, name):
            message = f"{name} and {second} cite the same document, {certificate.document}"
            yield objection((*at, "document"), message, ("certificates", second, "document"))
        if received(facts, certificate):
            if exhibit and exhibit.received and not _arrived_before(certificate, exhibit.received):
                message = f"the exhibit {certificate.document} was not received between the issue and receipt of {name}"
                received_at = ("exhibits", certificate.document, "received")
                yield objection_with_remedy((*at, "received_on"), message, _COMPARE_RECEIPT, received_at)
            continue
        if certificate.received_on is None:
            yield objection(at, f"{name} has not been received", ("claims", key))
        else:
            field, message = _why_not_received(facts, name, certificate)
            yield objection((*at, field), message)


def _why_not_received(facts: Facts, name: str, certificate: Certificate) -> tuple[str, str]:
    """Why a certificate counts as not received despite its day of receipt, with the field that shows it."""
    exhibit = facts.case.exhibits.get(certificate.document)
    if exhibit and not exhibit.in_use:
        return "document", f"{certificate.document} is not in use, so {name} counts as not received"
    if not exhibits_of_kind(facts, (certificate.document,), "certificate"):
        return "document", f"{certificate.document} is not a certificate exhibit of this case"
    return "received_on", f"{name} is recorded as received before it was issued or after {facts.clock.present}"


def _arrived_before(certificate: Certificate, mailroom: Day) -> bool:
    """Whether the document arrived by the day of receipt, for example in the mailroom, and not before its issue."""
    return certificate.received_on is not None and certificate.issued_on <= mailroom <= certificate.received_on


def _with_same_document(facts: Facts, name: str) -> Iterator[str]:
    """The other certificates of the case that cite the same exhibit, or an exhibit with the same bytes."""
    case = facts.case
    document = case.certificates[name].document
    same = {
        key
        for key, exhibit in case.exhibits.items()
        if document in case.exhibits and exhibit.sha256 == case.exhibits[document].sha256
    }
    for second, certificate in case.certificates.items():
        if second != name and certificate.document in {document, *same}:
            yield second


@claim_control(
    "X06",
    "document-unchanged",
    Section.CERTIFICATE,
    question="Does the certificate's file have the recorded hash?",
    why="A file that changed after it was recorded is no longer proof.",
    remedy="Restore the file from version history. If the document was scanned again, first save the new scan"
    f" elsewhere, and then {REPLACE_EXHIBIT} {APPROVE_AGAIN}",
    basis=(support_policy("5 Receipt"),),
    link=Link.RECEIPT,
    applies=_cites_any,
)
def document_unchanged(facts: Facts, _key: str, claim: Claim) -> Objections:
    for name, certificate in cited(facts, claim):
        if not unchanged(facts, certificate.document):
            yield objection(
                ("certificates", name, "document"),
                f"the file of {certificate.document} does not have the recorded hash",
                ("exhibits", certificate.document),
            )


@claim_control(
    "X07",
    "names-this-case",
    Section.CERTIFICATE,
    question="Does the certificate name this worker, this employer or activity, the covering country and the exempt"
    " country?",
    why="A certificate is valid for one worker, one employer or activity, and two countries. A new employer needs"
    " a new certificate.",
    remedy="If the document was recorded incorrectly, correct the record. If the document prints another name of the"
    " same person or company, record that name once under `aliases` (worker, activity, or `registers/employers.yml`)"
    " with the reason. Otherwise ask the authority for a corrected certificate, record the defect, and base the claim"
    f" on another certificate; or {GIVE_UP_CLAIM}.",
    basis=(process("Two directions, two documents"), official("SSA, POMS RS 02605.038")),
    link=Link.IDENTITY,
    applies=_cites_any,
)
def names_this_case(facts: Facts, _key: str, claim: Claim) -> Objections:
    for name, certificate in cited(facts, claim):
        yield from identity_objections(facts, name, certificate)


@claim_control(
    "X08",
    "covers-every-day",
    Section.CERTIFICATE,
    question="Do the certificates together cover every day of the claim?",
    why="An exemption lasts only from the first day to the last day shown on the certificate.",
    remedy="Shorten the claim to the days that the certificate covers, or request an extension before the certificate"
    " ends.",
    basis=(official("SSA, POMS RS 02605.038"),),
    link=Link.PERIOD,
    applies=_cites_any,
)
def covers_every_day(facts: Facts, key: str, claim: Claim) -> Objections:
    for name, certificate in cited(facts, claim):
        if (certificate.ends is None) is not certificate.no_end_shown:
            yield objection(
                ("certificates", name), f"{name} needs an end date, or no_end_shown: true where the document shows none"
            )
    missing = uncovered(claim.period, (certificate.period for _, certificate in cited(facts, claim)))
    for period in missing:
        edge = "begins" if claim.begins in period else "ends"
        related = tuple(("certificates", name, "begins") for name, _ in cited(facts, claim))
        yield objection(("claims", key, edge), f"no cited certificate covers {period}", *related)


@case_control(
    "X09",
    "unmatched-certificate",
    Section.CERTIFICATE,
    question="Does every received certificate match this case?",
    why="If a certificate does not match the case, the authority must correct the certificate. Waiting does not solve"
    " the problem.",
    remedy="Ask for a corrected certificate and record the certificate's defect. Do not base a claim on this"
    " certificate.",
    basis=(process("Two directions, two documents"),),
    severity=Severity.WARNING,
    applies=lambda facts: any(certificate.received_on for certificate in facts.case.certificates.values()),
    may_apply_later=before_certificate,
)
def unmatched_certificate(facts: Facts) -> Objections:
    for key, certificate in facts.case.certificates.items():
        in_use = certificate.state is CertificateState.FINAL and certificate.received_on is not None
        if not in_use or suspended(certificate):
            continue
        if matches(facts, key):
            for name in printed_names(facts, certificate):
                if name.kind == "misspelled":
                    message = f"{key} prints the {name.field} “{name.recorded}” as “{name.printed}”"
                    at = ("certificates", key, name.field)
                    yield objection_with_remedy(at, f"{message}, and is not corrected yet", _AWAIT_CORRECTION)
        elif not received(facts, certificate):
            field, message = _why_not_received(facts, key, certificate)
            yield objection_with_remedy(("certificates", key, field), message, certificate_received.remedy)
        elif not unchanged(facts, certificate.document):
            message = f"the file of {certificate.document} does not have the recorded hash"
            yield objection_with_remedy(("certificates", key, "document"), message, document_unchanged.remedy)
        elif certificate.defect is None:
            yield objection(("certificates", key), f"{key} does not match this case, and no correction was requested")
        else:
            message = f"{key} does not match this case, and the defect is recorded only as a wrong spelling"
            yield objection(("certificates", key, "defect", "kind"), message)


@claim_control(
    "X10",
    "not-refused",
    Section.CERTIFICATE,
    question="Was the request granted, rather than refused, withdrawn or abandoned?",
    why="A case that ended without a certificate supports no claim. A refusal overrides every certificate issued"
    " on or before the date of the refusal.",
    remedy="If a certificate was issued after the refusal, base the claim on that certificate alone. Otherwise"
    f" {GIVE_UP_CLAIM}. If the case was closed because the certificate was issued, set `closure.outcome` to `issued`.",
    basis=(process("What does not replace a certificate"), support_policy("4 Issuer")),
    link=Link.ISSUER,
)
def not_refused(facts: Facts, key: str, claim: Claim) -> Objections:
    yield from _closed_otherwise(facts, key, claim)
    for name, certificate in cited(facts, claim):
        if of_first_period(facts, certificate):
            continue
        answered = facts.case.requests.get(certificate.request or "")
        if answered is not None and answered.withdrawn is not None and answered.withdrawn.on <= certificate.issued_on:
            message = f"{certificate.request} was withdrawn before {name} was issued"
            yield objection(("certificates", name, "request"), message, ("requests", certificate.request or ""))
        for number, request in facts.case.requests.items():
            refusal = request.refusal
            if is_refused_follow_up(facts.case, number):
                continue
            if refusal is not None and certificate.issued_on <= refusal.refused_on:
                message = f"{name} was not issued after the refusal of {refusal.refused_on}"
                refused_on = ("requests", number, "refusal", "refused_on")
                yield objection(("certificates", name, "issued_on"), message, refused_on)
    for letter in _unexplained_letters(facts, claim):
        message = f"{letter} is a letter of denial, and no entry of the record says what it refused or revoked"
        yield objection_with_remedy(("exhibits", letter), message, _SAY_WHAT_IT_DENIES)


def _unexplained_letters(facts: Facts, claim: Claim) -> Iterator[str]:
    """The letters on file that count against an exemption and that no entry about a refusal or a certificate names.

    A letter that is about something else is withdrawn with the reason, which is on the next sheet.
    """
    case, named = facts.case, set[str]()
    for request in case.requests.values():
        if request.refusal is not None:
            named |= {key for key in request.refusal.evidence if _is_of_refusal(facts, key, request)}
    for key, certificate in case.certificates.items():
        named |= {
            letter for letter in _said_of(certificate) if key in claim.certificates or _is_older(facts, letter, claim)
        }
    for key, exhibit in case.exhibits.items():
        against = exhibit.kind in ADVERSE_KINDS and exhibit.withdrawn is None and happened(exhibit.recorded, facts)
        if against and key not in named:
            yield key


def _said_of(certificate: Certificate) -> tuple[str, ...]:
    """The evidence that a certificate is not valid any more, or that a corrected certificate was requested."""
    is_ended = certificate.state in (CertificateState.REVOKED, CertificateState.SUPERSEDED)
    defect = certificate.defect.evidence if certificate.defect is not None and suspended(certificate) else ()
    return (*(certificate.evidence if is_ended else ()), *defect)


def _is_older(facts: Facts, letter: str, claim: Claim) -> bool:
    """Whether a letter is older than every certificate of the claim, so that it revoked none of them."""
    exhibit = facts.case.exhibits.get(letter)
    dated = exhibit.effective if exhibit is not None else None
    return dated is not None and all(dated < certificate.issued_on for _, certificate in cited(facts, claim))


def _is_of_refusal(facts: Facts, letter: str, request: Request) -> bool:
    """Whether a letter is not later than the refusal that cites it, and the request was sent by then."""
    exhibit, refusal = facts.case.exhibits.get(letter), request.refusal
    if exhibit is None or exhibit.effective is None or refusal is None:
        return False
    return exhibit.effective <= refusal.refused_on and _was_sent_by(request, refusal.refused_on)


def _closed_otherwise(facts: Facts, key: str, claim: Claim) -> Objections:
    """Why the closing of a case does not allow the claim: its outcome, or its day."""
    closure = facts.case.closure
    if closure is None:
        return
    if closure.outcome != "issued":
        message = f"the case was closed as {closure.outcome}, but {key} claims an exemption"
        yield objection(("closure", "outcome"), message, ("claims", key))
    done: list[tuple[str, Path, Day | None]] = [
        (f"{name} was received", ("certificates", name, "received_on"), certificate.received_on)
        for name, certificate in cited(facts, claim)
    ]
    done += [
        ("payroll was changed", ("claims", key, "relied", row, "entered_on"), relied.entered_on)
        for row, relied in enumerate(claim.relied)
    ]
    for what, related, day in done:
        if day is not None and closure.closed_on < day:
            message = f"the case was closed on {closure.closed_on}, before {what}"
            yield objection(("closure", "closed_on"), message, related)


def _was_sent_by(request: Request, day: Day) -> bool:
    return request.sent is not None and request.sent.on <= day


@claim_control(
    "X11",
    "latest-certificate",
    Section.CERTIFICATE,
    question="Is the claim based on the latest certificate, and not on a certificate that was replaced?",
    why="When an authority corrects or reissues a certificate, the new document governs every day. Days that the new"
    " document does not include are no longer covered, and a worker or an employer whom it does not name is no longer"
    " covered. A certificate with the same or a later date may replace the first certificate, even if its number is"
    " different.",
    remedy="Name the latest certificate in the claim, shorten the claim to its days, and have the exemption approved on"
    " a new sheet (`casebound propose CASE exemption`). Do not undo a payroll change that was correct. If the"
    " certificate of the claim replaced the other certificate, record that under `replaces`. If the other certificate"
    " is no longer valid, record its `state`. If the other certificate answers a request that extends the first"
    " request, record that request and how it was sent. If the other certificate shows a wrong worker or employer, and"
    " a corrected certificate was requested, record the defect. If the other certificate belongs to another worker or"
    " case, withdraw its document and remove its entry.",
    basis=(support_policy("4 Issuer"),),
    link=Link.ISSUER,
    applies=_cites_any,
)
def latest_certificate(facts: Facts, key: str, claim: Claim) -> Objections:
    for name, certificate in cited(facts, claim):
        for later, second in facts.case.certificates.items():
            arrived = second.received_on is None or happened(second.received_on, facts)
            if later == name or not arrived or second.state is CertificateState.DRAFT:
                continue
            place, related = ("claims", key, "certificates"), ("certificates", later)
            if second.replaces == name:
                yield objection(place, f"{later} replaces {name}", related)
            elif same_number(certificate, second) and second.issued_on > certificate.issued_on:
                yield objection(place, f"{later} has the number of {name} and was issued later", related)
            elif _speaks_against(facts, claim, certificate, later):
                what = "names another worker, employer, activity or country"
                if not _names_others(facts, claim, certificate, later):
                    days = _in_common(certificate.period, claim.period)
                    left_out = uncovered(days, (second.period,)) if days else ()
                    what = f"does not cover the claimed days {', '.join(map(str, left_out))}"
                message = f"{later} was issued on {second.issued_on}, not before {name}, and {what}"
                yield objection(place, message, related, ("certificates", name, "issued_on"))


def _speaks_against(facts: Facts, claim: Claim, certificate: Certificate, key: str) -> bool:
    """Whether another certificate that is not older leaves out claimed days of a certificate, or is for others."""
    second = facts.case.certificates[key]
    if second.state is not CertificateState.FINAL or _replaced(facts, claim, key):
        return False
    if _continues(facts, certificate, second):
        return False
    if second.issued_on < certificate.issued_on:
        return False
    days, own = _in_common(certificate.period, claim.period), _in_common(second.period, claim.period)
    if key in claim.certificates and (own is None or not certificate.period.covers(own)):
        return False  # it adds days to the claim
    leaves_out = days is not None and second.period.overlaps(days) and not second.period.covers(days)
    return leaves_out or _names_others(facts, claim, certificate, key)


def _names_others(facts: Facts, claim: Claim, certificate: Certificate, key: str) -> bool:
    """Whether another certificate, for the same days, request or number, names other parties or other countries."""
    second = facts.case.certificates[key]
    days = _in_common(certificate.period, claim.period)
    same_days = days is not None and second.period.overlaps(days)
    same_request = second.request is not None and second.request == certificate.request
    answers_alike = same_days or same_request or same_number(certificate, second)
    return answers_alike and not suspended(second) and any(identity_objections(facts, key, second))


def _continues(facts: Facts, first: Certificate, second: Certificate) -> bool:
    """Whether a certificate answers a request to extend another one, and has days after the end of the first."""
    request = request_of(facts.case, second)
    if request is None or request.follows is None or request.follows.relation is not RequestRelation.EXTENDS:
        return False
    longer = first.ends is not None and (second.ends is None or second.ends > first.ends)
    return longer and _was_sent_by(request, second.issued_on)


def _replaced(facts: Facts, claim: Claim, certificate: str) -> bool:
    """Whether a certificate of the claim replaces another one that was not issued later."""
    issued_on = facts.case.certificates[certificate].issued_on
    return any(named.replaces == certificate and issued_on <= named.issued_on for _, named in cited(facts, claim))


def _in_common(period: Period, claimed: Period) -> Period | None:
    """The claimed days that are in a period."""
    if not period.overlaps(claimed):
        return None
    ends = [day for day in (period.ends, claimed.ends) if day is not None]
    return Period(max(period.begins, claimed.begins), min(ends, default=None))


@case_control(
    "X12",
    "answers-dated",
    Section.CERTIFICATE,
    question="Was each request sent before it was answered, and is the date of each refusal the date on its letter?",
    why="A refusal counts against every certificate issued on or before its date. If the recorded date of a refusal is"
    " too early, the refusal may no longer count against a certificate. A certificate for a request that nobody sent"
    " would have the same effect.",
    remedy="Name the request that the certificate or the letter answers, or record how the request was sent. Set"
    " `refused_on` to the date on the letter, and `received_on` to the day on which it was received. Cite the letter as"
    " an exhibit of the kind `denial-letter` with the date on the letter (`effective`).",
    basis=(process("What does not replace a certificate"),),
    applies=lambda facts: any(request.refusal for request in facts.case.requests.values()) or any(_not_claimed(facts)),
)
def answers_dated(facts: Facts) -> Objections:
    for key, certificate in _not_claimed(facts):
        if not _was_sent_by(facts.case.requests[certificate.request or ""], certificate.issued_on):
            message = f"{key} names {certificate.request}, which was not sent by {certificate.issued_on}"
            yield objection(("certificates", key, "request"), message, ("requests", certificate.request or ""))
    for key, request in facts.case.requests.items():
        refusal, at = request.refusal, ("requests", key, "refusal")
        if refusal is None:
            continue
        letters = exhibits_of_kind(facts, refusal.evidence, "denial-letter")
        if not any(facts.case.exhibits[letter].effective == refusal.refused_on for letter in letters):
            yield objection((*at, "refused_on"), f"no denial letter on file has the date {refusal.refused_on}")
        if refusal.received_on < refusal.refused_on:
            yield objection((*at, "received_on"), "the refusal was received before its date", (*at, "refused_on"))
        if not _was_sent_by(request, refusal.refused_on):
            yield objection((*at, "refused_on"), f"{key} was not sent by {refusal.refused_on}", ("requests", key))


def _not_claimed(facts: Facts) -> Iterator[tuple[str, Certificate]]:
    """The certificates that name a request and that no claim names; L03 and X04 ask the same of the others."""
    claimed = {name for claim in facts.case.claims.values() for name in claim.certificates}
    for key, certificate in facts.case.certificates.items():
        of_request = certificate.request in facts.case.requests and not of_first_period(facts, certificate)
        if key not in claimed and of_request:
            yield key, certificate


@case_control(
    "X13",
    "every-certificate-recorded",
    Section.CERTIFICATE,
    question="Is every certificate on file recorded under certificates?",
    why="If a certificate is on file only as an exhibit, nothing compares it with the claim. The exhibit could be a"
    " later or a shorter certificate.",
    remedy="Record the certificate with its number and days under `certificates`. If the exhibit is a second copy of a"
    " recorded certificate, list the exhibit under `copies` of that certificate. If the exhibit does not belong to this"
    " case, withdraw the exhibit (`casebound record CASE withdraw EXX --because …`), and have the case approved again.",
    basis=(support_policy("4 Issuer"),),
    link=Link.ISSUER,
    applies=lambda facts: bool(facts.case.claims),
)
def every_certificate_recorded(facts: Facts) -> Objections:
    for key in unrecorded_certificates(facts):
        if in_use(facts, key):
            message = f"{key} is a certificate, and no entry under certificates names it"
            yield objection(("exhibits", key, "kind"), message)


CONTROLS = (
    certificate_exists,
    right_issuer,
    final_document,
    issued_on_request,
    certificate_received,
    document_unchanged,
    names_this_case,
    covers_every_day,
    unmatched_certificate,
    not_refused,
    latest_certificate,
    answers_dated,
    every_certificate_recorded,
)
