"""The certificate: issued by the right authority, in hand, unchanged, and this case's."""

from collections.abc import Iterator

from casebound.controls.definition import case_control, claim_control, guide, objection, official, policy
from casebound.controls.predicates import (
    before_certificate,
    exhibits_of_kind,
    identity_objections,
    issuer_objections,
    matches,
    received,
    unchanged,
)
from casebound.model.case import Certificate, Claim
from casebound.model.days import uncovered
from casebound.model.facts import Facts
from casebound.model.rules import Link, Objections, Section
from casebound.model.terms import AgreementRule, CertificateState, Severity


def cited(facts: Facts, claim: Claim) -> Iterator[tuple[str, Certificate]]:
    """The certificates a claim rests on that the record holds."""
    for key in claim.certificates:
        if key in facts.case.certificates:
            yield key, facts.case.certificates[key]


def _cites_any(facts: Facts, _key: str, claim: Claim) -> bool:
    return any(cited(facts, claim))


@claim_control(
    "X01",
    "certificate-exists",
    Section.CERTIFICATE,
    question="Does the claim rest on a certificate that the record holds?",
    why="No certificate, no exemption. A request, a status or a promise proves nothing.",
    remedy="Revert the payroll treatment until the certificate is in hand, and drop the claim.",
    basis=(guide("no certificate, no exemption"), official("Bond v. United States (Fed. Cl. 2023), DOMAIN S25")),
    link=Link.ISSUER,
)
def certificate_exists(facts: Facts, key: str, claim: Claim) -> Objections:
    if not claim.certificates:
        yield objection(("claims", key, "certificates"), "the claim names no certificate")
    held = f", only {', '.join(facts.case.certificates)}" if facts.case.certificates else ""
    for index, wanted in enumerate(claim.certificates):
        if wanted not in facts.case.certificates:
            yield objection(("claims", key, "certificates", index), f"the record holds no certificate {wanted}{held}")


@claim_control(
    "X02",
    "right-issuer",
    Section.CERTIFICATE,
    question="Did the authority of the covering country issue it?",
    why="Outbound, SSA issues the proof; inbound, the partner's agency does. Each certifies only its own coverage.",
    remedy="Ask the competent authority for its certificate; correct the record if it misreads the document.",
    basis=(guide("issuer checkpoint"), official("POMS RS 02001.005")),
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
    question="Is it the final certificate: no draft, not superseded, not revoked, and no corrected one asked for?",
    why="A draft or an informal confirmation has no value as proof, and a revoked one no longer has.",
    remedy="Obtain the final document, or rest the claim on the one that replaced this.",
    basis=(guide("a request, draft, or informal confirmation is not enough"),),
    link=Link.ISSUER,
    applies=_cites_any,
)
def final_document(facts: Facts, key: str, claim: Claim) -> Objections:
    for name, certificate in cited(facts, claim):
        if certificate.state is not CertificateState.FINAL:
            yield objection(("certificates", name, "state"), f"{name} is {certificate.state.value}", ("claims", key))
        if certificate.rerequested_on is not None:
            message = f"{name} is not the last word: a corrected one was asked for on {certificate.rerequested_on}"
            yield objection(("certificates", name, "rerequested_on"), message, ("claims", key))


@claim_control(
    "X04",
    "issued-on-request",
    Section.CERTIFICATE,
    question="Was it issued on or after the day the request was sent?",
    why="A document older than the request answers another question, except the first one of an extension.",
    remedy="Check the dates against the documents, or file the request that this certificate answers.",
    basis=(guide("four gates"),),
    link=Link.ISSUER,
    applies=_cites_any,
)
def issued_on_request(facts: Facts, _key: str, claim: Claim) -> Objections:
    submission = facts.case.submission
    if submission is None:
        return
    for name, certificate in cited(facts, claim):
        if certificate.issued_on < submission.sent_on and not _of_first_stretch(facts, certificate):
            yield objection(
                ("certificates", name, "issued_on"),
                f"{name} was issued on {certificate.issued_on}, before the request went out",
                ("submission", "sent_on"),
            )


def _of_first_stretch(facts: Facts, certificate: Certificate) -> bool:
    """Whether it is the certificate that an extension goes on from."""
    extension = facts.case.assignment.extension
    if facts.case.rule.kind is not AgreementRule.EXTENSION or extension is None:
        return False
    return certificate.ends is not None and certificate.ends <= extension.first_ended


@claim_control(
    "X05",
    "received",
    Section.CERTIFICATE,
    question="Is the document itself in hand?",
    why="Completed in the tracker and received on the desk are two different days.",
    remedy="Hold. File the document as an exhibit of kind certificate when it arrives and record received_on.",
    basis=(guide("completed and received are separate checkpoints"),),
    link=Link.RECEIPT,
    applies=_cites_any,
)
def in_hand(facts: Facts, key: str, claim: Claim) -> Objections:
    for name, certificate in cited(facts, claim):
        at, exhibit = ("certificates", name), facts.case.exhibits.get(certificate.document)
        for other in _of_one_document(facts, name):
            message = f"{name} and {other} rest on one document, {certificate.document}"
            yield objection((*at, "document"), message, ("certificates", other, "document"))
        if received(facts, certificate):
            if exhibit and exhibit.received and exhibit.received != certificate.received_on:
                message = f"{name} and its exhibit {certificate.document} name different days of receipt"
                yield objection((*at, "received_on"), message, ("exhibits", certificate.document, "received"))
            continue
        if certificate.received_on is None:
            yield objection(at, f"{name} has not been received", ("claims", key))
        elif not exhibits_of_kind(facts, (certificate.document,), "certificate"):
            yield objection((*at, "document"), f"{certificate.document} is no certificate exhibit of this case")
        else:
            yield objection(
                (*at, "received_on"), f"{name} is recorded as received before its issue or after {facts.as_of}"
            )


def _of_one_document(facts: Facts, name: str) -> Iterator[str]:
    """The other certificates of the case that rest on the same exhibit, or on one with the same bytes."""
    case = facts.case
    document = case.certificates[name].document
    same = {
        key
        for key, one in case.exhibits.items()
        if document in case.exhibits and one.sha256 == case.exhibits[document].sha256
    }
    for other, certificate in case.certificates.items():
        if other != name and certificate.document in {document, *same}:
            yield other


@claim_control(
    "X06",
    "document-unchanged",
    Section.CERTIFICATE,
    question="Are the certificate's bytes the ones that were recorded?",
    why="Proof that has changed since it was filed proves nothing.",
    remedy="Restore the file from history; if it was scanned anew, record it as a new exhibit and approve again.",
    basis=(guide("evidence kept for audit"),),
    link=Link.RECEIPT,
    applies=_cites_any,
)
def document_unchanged(facts: Facts, _key: str, claim: Claim) -> Objections:
    for name, certificate in cited(facts, claim):
        if not unchanged(facts, certificate.document):
            yield objection(
                ("certificates", name, "document"),
                f"the file of {certificate.document} is not the one recorded",
                ("exhibits", certificate.document),
            )


@claim_control(
    "X07",
    "names-this-case",
    Section.CERTIFICATE,
    question="Does it name this worker, this employer or activity, this pair and this side?",
    why="A certificate is tied to one worker, one employer or activity, one pair of countries. A new employer means no"
    " proof.",
    remedy="Do not claim on it. Tell the authority what is wrong and ask for a corrected one.",
    basis=(guide("certificate checkpoints"), official("POMS RS 02605.038")),
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
    question="Do the certificates together cover every claimed day?",
    why="An exemption holds from the first to the last day that the document shows, and not a day longer.",
    remedy="Shorten the claim to the certificate, or ask for an extension before it ends.",
    basis=(official("POMS RS 02605.038"),),
    link=Link.PERIOD,
    applies=_cites_any,
)
def covers_every_day(facts: Facts, key: str, claim: Claim) -> Objections:
    for name, certificate in cited(facts, claim):
        if (certificate.ends is None) is not certificate.no_end_shown:
            yield objection(
                ("certificates", name), f"{name} needs either an end, or no_end_shown where the document shows none"
            )
    missing = uncovered(claim.period, (certificate.period for _, certificate in cited(facts, claim)))
    for period in missing:
        edge = "begins" if period.begins == claim.begins else "ends"
        others = tuple(("certificates", name, "begins") for name, _ in cited(facts, claim))
        yield objection(("claims", key, edge), f"no cited certificate covers {period}", *others)


@case_control(
    "X09",
    "unmatched-certificate",
    Section.CERTIFICATE,
    question="Does every certificate in hand fit this case?",
    why="A document that does not fit is a reason to write to the authority, not to wait.",
    remedy="Ask for a corrected certificate and record rerequested_on; claim nothing on this one.",
    basis=(guide("match the issued document"),),
    severity=Severity.WARNING,
    applies=lambda facts: any(one.received_on for one in facts.case.certificates.values()),
    may_apply_later=before_certificate,
)
def unmatched_certificate(facts: Facts) -> Objections:
    for key, certificate in facts.case.certificates.items():
        in_use = certificate.state is CertificateState.FINAL and certificate.received_on is not None
        if in_use and certificate.rerequested_on is None and not matches(facts, key):
            yield objection(("certificates", key), f"{key} does not fit this case, and no corrected one was asked for")


@claim_control(
    "X10",
    "not-refused",
    Section.CERTIFICATE,
    question="Has the request been granted, and neither refused, withdrawn nor given up?",
    why="A case that ended without a certificate supports nothing, and a refusal outweighs whatever was issued"
    " before it arrived.",
    remedy="Revert the claim. If a certificate followed the refusal, rest the claim on that one alone; if the case"
    " did end with its certificate, set closure.outcome to issued.",
    basis=(guide("a request, draft, or informal confirmation is not enough"), policy("no certificate, no exemption")),
    link=Link.ISSUER,
)
def not_refused(facts: Facts, key: str, claim: Claim) -> Objections:
    closure, denial = facts.case.closure, facts.case.denial
    if closure is not None and closure.outcome != "issued":
        message = f"the case was closed as {closure.outcome}, yet {key} claims on it"
        yield objection(("closure", "outcome"), message, ("claims", key))
    for name, certificate in cited(facts, claim):
        refused = denial is not None and certificate.issued_on <= denial.received_on
        if denial is not None and refused and not _of_first_stretch(facts, certificate):
            message = f"{name} is not younger than the refusal of {denial.received_on}"
            yield objection(("certificates", name, "issued_on"), message, ("denial", "received_on"))


CONTROLS = (
    certificate_exists,
    right_issuer,
    final_document,
    issued_on_request,
    in_hand,
    document_unchanged,
    names_this_case,
    covers_every_day,
    unmatched_certificate,
    not_refused,
)
