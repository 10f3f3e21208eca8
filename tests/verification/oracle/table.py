"""The policy as a table: one row for each numbered sentence, with the question that answers it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from tests.verification.oracle import basis, oversight, proof, request
from tests.verification.oracle.dates import day
from tests.verification.oracle.reading import Reading
from tests.verification.oracle.sheets import folder

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
    """A numbered sentence: link, number, the rule (if only one), a short form, and the function that answers.

    `filed` tells whether it is about the facts on the filing sheets, and `whole` whether it is also about requests of
    the case on which the claim does not rest.
    """

    link: str
    number: int
    rule: str | None
    short: str
    holds: Callable[[Reading], bool]
    filed: bool = False
    whole: bool = False


TABLE = (
    Row("agreement", 1, None, "in force on the decision day", basis.in_force_when_decided),
    Row("agreement", 2, None, "in force on every claimed day", basis.in_force_when_claimed),
    Row("agreement", 3, None, "checked for the case, with a fresh source", basis.agreement_was_checked, filed=True),
    Row("rule", 1, None, "all three conditions met, with evidence", basis.conditions_are_met, filed=True),
    Row(
        "rule",
        2,
        None,
        "the approver decided to file, and the matrix allows the decision",
        basis.filing_is_decided,
        filed=True,
    ),
    Row(
        "rule", 3, None, "legal confirmed the applicable rule, with a fresh source", basis.rule_is_confirmed, filed=True
    ),
    Row("rule", 4, None, "every cited source has its capture, with its words", basis.captures_show_the_pages),
    Row("rule", 5, None, "health-cover statement and pension plan where required", basis.country_extras, filed=True),
    Row("rule", 6, "detached-worker", "within the limit, hired before the assignment", basis.detached_worker),
    Row("rule", 7, "nationality", "a national, or an election in time", basis.nationality, whole=True),
    Row("rule", 8, None, "a self-employed rule whose condition is met", basis.self_employed),
    Row("rule", 9, None, "no self-employed rule for an employee", basis.employer_rules),
    Row("rule", 10, None, "the affiliate has and keeps a section 3121(l) agreement", basis.affiliate_has_agreement),
    Row("rule", 11, "extension", "a confirmed limit, requested in time, agreed by both agencies", basis.extension),
    Row("rule", 12, "special-exception", "the exception is a known question", basis.special_exception),
    Row("rule", 13, None, "every cited source is official", basis.sources_are_official),
    Row("rule", 14, None, "the conditions and the rule still hold", basis.rule_still_applies),
    Row("rule", 15, None, "a U.S. citizen or resident where that is asked", basis.citizen_or_resident),
    Row("rule", 16, None, "a series and a detour that the agreement allows", basis.repeated_transfers),
    Row("rule", 17, None, "a known provision for crews and the like", basis.own_provision),
    Row("lane", 1, None, "a request was sent", request.was_sent),
    Row("lane", 2, None, "the lane follows from label or reclassification", request.lane_is_confirmed, filed=True),
    Row("lane", 3, None, "the lane names an employer or an activity", request.lane_names_its_party, filed=True),
    Row("lane", 4, None, "every field of the packet cites an exhibit", request.packet_is_complete, filed=True),
    Row("lane", 5, None, "a channel that the direction allows", request.route_is_allowed),
    Row("lane", 6, None, "the proof of sending that the channel requires", request.proof_of_sending),
    Row("lane", 7, None, "fax and mail by approved exception", request.exception_is_approved, filed=True),
    Row(
        "lane", 8, None, "the destination looked up, with a fresh source", request.destination_was_looked_up, filed=True
    ),
    Row("lane", 9, None, "the online form checked", request.form_was_checked, filed=True),
    Row("lane", 10, None, "an agent or home employer with authority", request.requester_may_ask),
    Row("issuer", 1, None, "the claim names certificates that the case has", proof.certificates_are_held),
    Row("issuer", 2, None, "issued by the covering country's authority", proof.issuer_is_competent),
    Row("issuer", 3, None, "each certificate is final", proof.certificates_are_final),
    Row("issuer", 4, None, "issued after the request", proof.issued_after_the_request),
    Row("issuer", 5, None, "closed as issued if closed, and issued after a denial", proof.no_other_outcome, whole=True),
    Row("issuer", 6, None, "no later certificate in its place", proof.rests_on_the_latest),
    Row(
        "issuer", 7, None, "no newer certificate leaves out claimed days", proof.no_other_certificate_counts, whole=True
    ),
    Row("issuer", 8, None, "every certificate on file is recorded", proof.every_certificate_is_recorded),
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
    Row("identity", 7, None, "the identity of the filing sheets", oversight.identity_is_as_filed),
    Row("identity", 8, None, "no certificate of another worker", proof.certificates_are_of_one_worker),
    Row("identity", 9, None, "exempt in one system, and once", proof.is_exempt_once),
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
    Row("knowledge", 5, None, "exhibits in the order of their events", oversight.exhibits_are_in_order),
    Row("approvals", 1, None, "different people, each allowed the role", oversight.roles_are_allowed, filed=True),
    Row("approvals", 2, None, "a filing sheet for every request", oversight.filing_is_approved),
    Row("approvals", 3, None, "an exemption sheet, proposed after receipt", oversight.claim_is_approved),
    Row("approvals", 4, None, "by the person in the role, once", oversight.approvals_are_by_the_right_person),
    Row("approvals", 5, None, "sheets, answers and log unbroken", oversight.sheets_are_unbroken),
    Row("approvals", 6, None, "nothing added, changed or against it since", oversight.nothing_was_added, whole=True),
    Row("approvals", 7, None, "deviations and takeovers accepted", oversight.exceptions_are_accepted, whole=True),
    Row("approvals", 8, None, "e-mails that are clean answers", oversight.mails_are_clean),
    Row("payroll", 1, None, "entered on days that were approved by then", oversight.payroll_changed_after_approval),
    Row("payroll", 2, None, "entered after approval, or accepted afterwards", oversight.change_is_allowed),
    Row("payroll", 3, None, "programs approved before payroll changed", oversight.programs_were_approved_first),
    Row("payroll", 4, None, "effective on a claimed day, with evidence", oversight.payroll_change_is_claimed),
)


def answers(
    case: Mapping[str, Any],
    claim: str,
    registers: Mapping[str, Mapping[str, Any]],
    as_of: str,
    *,
    exhibits: Mapping[str, str | None],
    captures: Mapping[str, str | None],
    decisions: Mapping[str, Mapping[str, Any]],
    hashes: Mapping[str, str],
    log_kept: Mapping[str, bool],
    clean_mails: Collection[str] = (),
    capture_texts: Mapping[str, str] | None = None,
    others: Sequence[Mapping[str, Any]] = (),
) -> dict[tuple[str, int], bool]:
    """Whether each numbered sentence of the policy is true of a claim, by link and number.

    `exhibits` and `captures` give the SHA-256 found for every exhibit and source, or None where there is no file.
    Where the file is not readable, the word "unreadable" and a space come before the hash. `capture_texts` has the text
    of the captures that have text.
    `others` has the other cases of the project.
    `decisions` has the sheets and answers by the names of their files, and `hashes` the SHA-256 of every file beside
    them. `log_kept` reports for each sheet whether the log before it is unchanged, and `clean_mails` has the answers
    whose e-mail is a clean answer.
    """
    reading = Reading(
        case,
        claim,
        registers,
        day(as_of),
        exhibits,
        captures,
        others,
        folder(decisions, hashes, registers["policy"]["approvals"], day(as_of)),
        hashes,
        log_kept,
        clean_mails,
        capture_texts or {},
    )
    return {(row.link, row.number): _answer(row, reading) for row in TABLE}


def links(rows: Mapping[tuple[str, int], bool]) -> dict[str, bool]:
    """Whether each of the eleven links holds: every sentence of it has to be true."""
    return {link: all(held for (name, _), held in rows.items() if name == link) for link in LINKS}


def verdict(
    case: Mapping[str, Any], claim: str, registers: Mapping[str, Mapping[str, Any]], as_of: str, **told: Any
) -> dict[str, bool]:
    """Whether each of the eleven links holds; the claim is supported when all of them do. See `answers`."""
    return links(answers(case, claim, registers, as_of, **told))


def _answer(row: Row, reading: Reading) -> bool:
    """A row's answer: no where something it needs is missing or is not what it should be."""
    try:
        if row.rule is not None and reading.rule != row.rule:
            return True
        about = reading if row.whole else reading.of_its_requests()
        return all(row.holds(one) is True for one in (about.as_filed if row.filed else (about,)))
    except (LookupError, TypeError, ValueError, AttributeError):
        return False
