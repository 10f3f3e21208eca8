"""The policy as a table: one row for each numbered sentence, with the question that answers it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tests.verification.oracle import basis, oversight, proof, request
from tests.verification.oracle.dates import day
from tests.verification.oracle.reading import Reading

LINKS = (
    "agreement",
    "rule",
    "lane",
    "issuer",
    "receipt",
    "identity",
    "period",
    "programs",
    "knowledge",
    "approvals",
    "payroll",
)


class Row(NamedTuple):
    """A numbered sentence: link, number, the rule (if only one), a short form, and the function that answers."""

    link: str
    number: int
    rule: str | None
    short: str
    holds: Callable[[Reading], bool]


TABLE = (
    Row("agreement", 1, None, "in force on the decision day", basis.in_force_when_decided),
    Row("agreement", 2, None, "in force on every claimed day", basis.in_force_when_claimed),
    Row("agreement", 3, None, "checked for the case, with a fresh source", basis.agreement_was_checked),
    Row("rule", 1, None, "all three conditions met, with evidence", basis.conditions_are_met),
    Row("rule", 2, None, "the approver decided to file, and the matrix allows the decision", basis.filing_is_decided),
    Row("rule", 3, None, "legal confirmed the applicable rule, with a fresh source", basis.rule_is_confirmed),
    Row("rule", 4, None, "every cited source has its capture", basis.captures_are_unchanged),
    Row("rule", 5, None, "health-cover statement and pension plan where required", basis.country_extras),
    Row("rule", 6, "detached-worker", "within the limit, hired before the assignment", basis.detached_worker),
    Row("rule", 7, "nationality", "a national of the covering country", basis.nationality),
    Row("rule", 8, None, "a self-employed rule whose condition is met", basis.self_employed),
    Row("rule", 9, None, "no self-employed rule for an employee", basis.employer_rules),
    Row("rule", 10, None, "the affiliate has a section 3121(l) agreement", basis.affiliate_has_agreement),
    Row("rule", 11, "extension", "a confirmed limit, requested in time, agreed by both agencies", basis.extension),
    Row("rule", 12, "special-exception", "the exception is a known question", basis.special_exception),
    Row("rule", 13, None, "every cited source is official", basis.sources_are_official),
    Row("lane", 1, None, "a request was sent", request.was_sent),
    Row("lane", 2, None, "the lane follows from label or reclassification", request.lane_is_confirmed),
    Row("lane", 3, None, "the lane names an employer or an activity", request.lane_names_its_party),
    Row("lane", 4, None, "every field of the packet cites an exhibit", request.packet_is_complete),
    Row("lane", 5, None, "a channel that the direction allows", request.route_is_allowed),
    Row("lane", 6, None, "the proof of sending that the channel requires", request.proof_of_sending),
    Row("lane", 7, None, "fax and mail by approved exception", request.exception_is_approved),
    Row("lane", 8, None, "the destination looked up, with a fresh source", request.destination_was_looked_up),
    Row("lane", 9, None, "the online form checked", request.form_was_checked),
    Row("issuer", 1, None, "the claim names certificates that the case has", proof.certificates_are_held),
    Row("issuer", 2, None, "issued by the covering country's authority", proof.issuer_is_competent),
    Row("issuer", 3, None, "each certificate is final", proof.certificates_are_final),
    Row("issuer", 4, None, "issued after the request", proof.issued_after_the_request),
    Row("issuer", 5, None, "closed as issued if closed, and issued after a denial", proof.no_other_outcome),
    Row("receipt", 1, None, "received, each with its own document", proof.certificates_were_received),
    Row("receipt", 2, None, "every exhibit unchanged, and readable if relied on", proof.exhibits_are_unchanged),
    Row(
        "identity",
        1,
        None,
        "the certificate names worker and employer or activity",
        proof.certificate_names_the_parties,
    ),
    Row(
        "identity",
        2,
        None,
        "the certificate names the covering and the exempt country",
        proof.certificate_names_the_countries,
    ),
    Row("identity", 3, None, "the claim names the exempt country", proof.claim_names_the_exempt_country),
    Row("identity", 4, None, "the claim names worker and employer or activity", proof.claim_names_the_parties),
    Row("identity", 5, None, "no placeholder in a name, a number or a reference", proof.nothing_is_a_placeholder),
    Row("identity", 6, None, "no successor of the employer on a claimed day", proof.employer_continues),
    Row("period", 1, None, "an end date, or a statement that none is shown", proof.ends_are_recorded),
    Row("period", 2, None, "every claimed day in the period of a certificate", proof.claimed_days_are_certified),
    Row("period", 3, None, "every claimed day in the assignment", proof.claimed_days_are_worked),
    Row("programs", 1, None, "programs that the agreement covers", proof.programs_are_in_scope),
    Row(
        "knowledge",
        1,
        None,
        "every required question is known or not applicable",
        oversight.required_questions_are_answered,
    ),
    Row("knowledge", 2, None, "every cited id, person and employer is on file", oversight.everything_named_is_on_file),
    Row("knowledge", 3, None, "no side topic is cited as evidence", oversight.side_topics_are_not_evidence),
    Row("knowledge", 4, None, "nothing done after the as-of date", oversight.nothing_is_after_the_as_of_date),
    Row("approvals", 1, None, "different people, each allowed the role", oversight.roles_are_allowed),
    Row("approvals", 2, None, "the filing approved before sending", oversight.filing_is_approved),
    Row("approvals", 3, None, "the claim approved after receipt", oversight.claim_is_approved),
    Row("approvals", 4, None, "by the person in the role, once", oversight.approvals_are_by_the_right_person),
    Row("approvals", 5, None, "sealed over the decision sheet", oversight.approvals_are_sealed),
    Row("payroll", 1, None, "entered after receipt and approval", oversight.payroll_changed_after_approval),
    Row("payroll", 2, None, "effective on a claimed day, with evidence", oversight.payroll_change_is_claimed),
)


def answers(
    case: Mapping[str, Any],
    claim: str,
    registers: Mapping[str, Mapping[str, Any]],
    as_of: str,
    *,
    exhibits: Mapping[str, str | None],
    captures: Mapping[str, str | None],
    signed: Callable[[int], bool],
    other_workers: Sequence[str] = (),
) -> dict[tuple[str, int], bool]:
    """Whether each numbered sentence of the policy is true of a claim, by link and number.

    `exhibits` and `captures` give the SHA-256 found for every exhibit and source, or None where there is no file.
    Where the file is not readable, the word "unreadable" and a space come before the hash.
    `other_workers` has the names of the workers of other cases.
    `signed` reports whether an approval, by its place in the record, carries the seal of its decision sheet.
    """
    reading = Reading(case, claim, registers, day(as_of), exhibits, captures, signed, other_workers)
    return {(row.link, row.number): _answer(row, reading) for row in TABLE}


def links(rows: Mapping[tuple[str, int], bool]) -> dict[str, bool]:
    """Whether each of the eleven links holds: every sentence of it has to be true."""
    return {link: all(held for (name, _), held in rows.items() if name == link) for link in LINKS}


def verdict(
    case: Mapping[str, Any],
    claim: str,
    registers: Mapping[str, Mapping[str, Any]],
    as_of: str,
    *,
    exhibits: Mapping[str, str | None],
    captures: Mapping[str, str | None],
    signed: Callable[[int], bool],
    other_workers: Sequence[str] = (),
) -> dict[str, bool]:
    """Whether each of the eleven links holds; the claim is supported when all of them do. See `answers`."""
    files = {"exhibits": exhibits, "captures": captures}
    return links(answers(case, claim, registers, as_of, **files, signed=signed, other_workers=other_workers))


def _answer(row: Row, reading: Reading) -> bool:
    """A row's answer: no where something it needs is missing or is not what it should be."""
    try:
        if row.rule is not None and reading.rule != row.rule:
            return True
        return row.holds(reading) is True
    except (LookupError, TypeError, ValueError, AttributeError):
        return False
