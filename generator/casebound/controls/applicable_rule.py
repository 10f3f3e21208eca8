"""The conditions of each applicable rule: length, nationality, residence, transfer, extension."""

from collections.abc import Callable

from casebound.controls.definition import case_control, objection
from casebound.controls.predicates import (
    agreement,
    asks,
    before_decision,
    covering_country,
    dated,
    exhibits_of_kind,
    happened,
    outbound,
)
from casebound.controls.typed_questions import known, months_of, not_known
from casebound.model.case import Evidence, Extension
from casebound.model.days import Day, Period, last_day_of
from casebound.model.facts import Facts
from casebound.model.registers import Agreement
from casebound.model.requests import request_of, sent_requests
from casebound.model.rules import Link, Objections, Section, official, process
from casebound.model.terms import AgreementRule, Lane, RequestRelation

_LIMIT = "detachment-limit"
NATIONALITY_BASIS = "none_nationality_rule"
_ELECTION_MONTHS = 3
_LATER = "2026-11-29"


def follows(*rules: AgreementRule) -> Callable[[Facts], bool]:
    """Whether a case requests a certificate under one of these rules."""
    return lambda facts: asks(facts) and facts.case.rule.kind in rules


def may_follow(*rules: AgreementRule) -> Callable[[Facts], bool]:
    """Whether a case may still come to rely on one of these rules."""
    return lambda facts: before_decision(facts) and facts.case.rule.kind in (None, *rules)


def _may_be_in(lane: Lane) -> Callable[[Facts], bool]:
    return lambda facts: before_decision(facts) and facts.case.filing.lane in (Lane.UNCONFIRMED, lane)


def _first_counted(begins: Day, row: Agreement) -> Day:
    """The day from which the months of a transfer count: work before the entry into force is left out."""
    return max(begins, row.in_force) if row.in_force else begins


def consent_after_certificate(facts: Facts, evidence: Evidence, kind: str) -> str | None:
    """Why the cited documents do not show that both agencies agreed before the last claimed certificate was issued."""
    consents = exhibits_of_kind(facts, evidence, kind)
    claimed = {key for claim in facts.case.claims.values() for key in claim.certificates}
    certificates = facts.case.certificates.items()
    issued = max((certificate.issued_on for key, certificate in certificates if key in claimed), default=None)
    first = min((dated(facts, key) for key in consents), default=None)
    if issued is None or first is None or first <= issued:
        return None
    return f"the consent of both agencies is dated {first}, and the last certificate was issued on {issued}"


def _hired_late(facts: Facts) -> Objections:
    """A worker is sent by an employer for whom the worker already works."""
    assignment = facts.case.assignment
    if assignment.hired_on is None:
        yield objection(("assignment",), "the record does not state when the worker was hired")
    elif assignment.hired_on >= assignment.begins:
        yield objection(
            ("assignment", "hired_on"), "the worker was not hired before the assignment began", ("assignment", "begins")
        )


def _limit(facts: Facts, row: Agreement) -> int | None:
    """The months of the register; fewer, if the question about the limit is answered with fewer."""
    months = row.limit.outbound_months if outbound(facts) else row.limit.inbound_months
    return months and min(months, months_of(facts, _LIMIT) or months)


def _limit_confirmed(facts: Facts, row: Agreement) -> Objections:
    missing = None if row.limit.is_official else not_known(facts, _LIMIT)
    if missing is not None:
        message = f"the limit for {row.country} is not confirmed, and the open question `{_LIMIT}` {missing}"
        yield objection(("rule", "kind"), message)


@case_control(
    "R01",
    "within-limit",
    Section.DECISION,
    question="Was the worker employed before the assignment began, and does the assignment end within the agreement's"
    " limit for this direction?",
    why="A detached worker was employed by the sender before the transfer, and stays covered at home only up to the"
    " agreement's limit. The limit may differ by direction: for Denmark, 60 months outbound and 36 months inbound."
    " The months count from the start of the work or from the entry into force of the agreement, whichever is later. If"
    " only SSA's general wording was found, the limit is unknown until somebody confirms it.",
    remedy="File under another rule; or, if the work was not meant to last longer than the limit, end both the"
    " assignment and the claim on the last day that the limit allows (later days are not exempt). If the limit is not"
    " confirmed, record the open question `detachment-limit` as known, with its source. If the worker was hired for the"
    " assignment, the rule does not apply: set `rule.kind` to another rule, or do not file. Record the day of hire"
    " under `assignment.hired_on`.",
    basis=(official("SSA, POMS detached-worker sections, named on each agreement's page"),),
    link=Link.RULE,
    applies=follows(AgreementRule.DETACHED_WORKER),
    may_apply_later=may_follow(AgreementRule.DETACHED_WORKER),
)
def within_limit(facts: Facts) -> Objections:
    row, assignment = agreement(facts), facts.case.assignment
    if row is None:
        return
    months = _limit(facts, row)
    if months is None:
        yield objection(
            ("rule", "kind"),
            f"the register has no limit for detached workers in the agreement with {row.country}",
            ("partner",),
        )
        return
    yield from _limit_confirmed(facts, row)
    yield from _hired_late(facts)
    first = _first_counted(assignment.begins, row)
    if assignment.ends is None:
        yield objection(("assignment",), "the assignment has no end date, so it cannot be compared with the limit")
    elif assignment.ends > last_day_of(first, months):
        yield objection(
            ("assignment", "ends"),
            f"the assignment ends after {last_day_of(first, months)}, the last day of {months} months from {first}",
            ("assignment", "begins"),
        )


@case_control(
    "R02",
    "nationality-rule",
    Section.DECISION,
    question="If coverage depends on nationality, does the worker have the nationality that the rule requires, and was"
    " an election made in time?",
    why="Under the agreement with Italy, coverage depends on nationality, not on the length of the assignment. An"
    " Italian national may elect U.S. coverage, and a dual national may elect Italian coverage. The election is made"
    " by requesting the certificate, within three months after the month in which the work began. If the worker missed"
    " the deadline for the election, payment of contributions to only one of the two countries counts as the election.",
    remedy="Record the citizenships that the worker had when the work began under `worker.citizenships`. If the rule"
    " requires an election, record the open question `election` as known, with its evidence. If the request came too"
    " late, record the open question `election-by-payment` as known, with evidence that contributions were paid to only"
    " one country.",
    basis=(process("Filing matrix"), official("SSA, POMS RS 02001.065 and .070 (TN 47, 09-22)", _LATER)),
    link=Link.RULE,
    applies=follows(AgreementRule.NATIONALITY),
    may_apply_later=may_follow(AgreementRule.NATIONALITY),
)
def nationality_rule(facts: Facts) -> Objections:
    row, worker = agreement(facts), facts.case.worker
    if row is not None and row.limit.basis != NATIONALITY_BASIS:
        yield objection(
            ("rule", "kind"), f"the register has no nationality rule in the agreement with {row.country}", ("partner",)
        )
        return
    may_elect = facts.case.partner in worker.citizenships
    if covering_country(facts) not in worker.citizenships and not may_elect:
        yield objection(
            ("worker", "citizenships"), f"the worker is not recorded as a national of {covering_country(facts)}"
        )
    if may_elect and (missing := not_known(facts, "election")):
        yield objection(("worker", "citizenships"), f"the worker may elect, and the open question `election` {missing}")
    if may_elect and not known(facts, "election-by-payment"):
        yield from _election_in_time(facts)


def _election_in_time(facts: Facts) -> Objections:
    """The request, which is the election, is sent by the end of the third month after the month of the first day."""
    begins = facts.case.assignment.begins
    last = last_day_of(begins.replace(day=1), 1 + _ELECTION_MONTHS)
    asked = [(sent.on, ("requests", key, "sent", "on")) for key, _, sent in sent_requests(facts.case)]
    on, place = min(asked) if asked else (None, ("assignment", "begins"))
    if facts.clock.passed(last, by=on):
        message = (
            f"the worker may elect until {last}, no request was sent by then, and the open question"
            f" `election-by-payment` {not_known(facts, 'election-by-payment')}"
        )
        yield objection(place, message, ("assignment", "begins"))


@case_control(
    "R03",
    "self-employed-rule",
    Section.DECISION,
    question="If the worker is self-employed, does the agreement contain the rule that the case relies on, and do the"
    " facts meet that rule?",
    why="Agreements use different rules for the self-employed: residence, place of work, or a transfer that is limited"
    " to a number of months (12 for Finland, 24 for France, 60 for several countries).",
    remedy="Set `rule.kind` to a rule that is listed on the agreement's page and record the facts that the rule"
    " requires, or ask legal before filing (set `filing.decision` to `escalate`). If the worker moved during the"
    " assignment, keep the earlier country in the record, and end the assignment and the claim on the last day before"
    " the move.",
    basis=(process("Filing matrix"), official("SSA, agreement pamphlets, named on each agreement's page")),
    link=Link.RULE,
    applies=lambda facts: asks(facts) and facts.case.filing.lane is Lane.SELF_EMPLOYED,
    may_apply_later=lambda facts: (
        before_decision(facts) and facts.case.filing.lane in (Lane.UNCONFIRMED, Lane.SELF_EMPLOYED)
    ),
)
def self_employed_rule(facts: Facts) -> Objections:
    row, rule = agreement(facts), facts.case.rule.kind
    if row is None or rule in (None, AgreementRule.SPECIAL_EXCEPTION, AgreementRule.EXTENSION):
        return
    if rule not in row.self_employed.rules:
        yield objection(
            ("rule", "kind"),
            f"the register has no such rule for the self-employed in the agreement with {row.country}",
            ("partner",),
        )
        return
    if not row.self_employed.is_official and (missing := not_known(facts, "self-employed-rule")):
        yield objection(
            ("rule", "kind"), f"the rule is not confirmed, and the open question `self-employed-rule` {missing}"
        )
    if rule is AgreementRule.RESIDENCE and facts.case.worker.residence != covering_country(facts):
        yield objection(
            ("worker", "residence"), f"the worker does not reside in {covering_country(facts)}", ("rule", "kind")
        )
    if rule is AgreementRule.PLACE_OF_WORK:
        yield from _place_of_work(facts)
    if rule is AgreementRule.TEMPORARY_TRANSFER:
        yield from _transfer(facts, row)


def _place_of_work(facts: Facts) -> Objections:
    activity = facts.case.activity
    if activity is None or activity.principal_country != covering_country(facts):
        place = ("activity", "principal_country") if activity and activity.principal_country else ("rule", "kind")
        yield objection(place, f"the record does not show that the work is done mainly in {covering_country(facts)}")


def _transfer(facts: Facts, row: Agreement) -> Objections:
    assignment, months = facts.case.assignment, row.self_employed.transfer_months
    if months is None or not assignment.period.fits_in_months(months):
        place = ("assignment", "ends") if assignment.ends else ("assignment",)
        yield objection(
            place, f"the transfer does not fit in the {months or 'unknown number of'} months that the agreement allows"
        )


@case_control(
    "R04",
    "employed-rule",
    Section.DECISION,
    question="If the worker is an employee, does the case rely on a rule for employees, and is the company that sends"
    " the worker in the covering country?",
    why="The residence, place-of-work and transfer rules are for the self-employed. An employee stays covered at home"
    " as a detached worker, under an extension or a special exception, or because of nationality, if the agreement has"
    " such a rule. Crews, government employees and employees who were not sent have their own rules. If a company in"
    " the other country employs the worker, nobody sent the worker: the worker was hired there, or works for an"
    " affiliate. Territorial coverage is for work in the covering country for an employer in another country.",
    remedy="Set `rule.kind` to the rule for employees that the legal reviewer confirmed, or ask legal before filing"
    " (set `filing.decision` to `escalate`). If a company abroad employs the worker, set `employer` to the company that"
    " sent the worker, and record the company abroad under `assignment.affiliate`.",
    basis=(process("Filing matrix"),),
    link=Link.RULE,
    applies=lambda facts: asks(facts) and facts.case.filing.lane is Lane.EMPLOYER,
    may_apply_later=lambda facts: (
        before_decision(facts) and facts.case.filing.lane in (Lane.UNCONFIRMED, Lane.EMPLOYER)
    ),
)
def employed_rule(facts: Facts) -> Objections:
    rule = facts.case.rule.kind
    if rule in (AgreementRule.RESIDENCE, AgreementRule.TEMPORARY_TRANSFER, AgreementRule.PLACE_OF_WORK):
        yield objection(("rule", "kind"), f"the rule {rule} does not apply to employees", ("filing", "lane"))
    sender = facts.registers.employers.get(facts.case.employer or "")
    is_sent = rule in (AgreementRule.DETACHED_WORKER, AgreementRule.EXTENSION)
    if is_sent and sender is not None and sender.country != covering_country(facts):
        message = f"the employer is a company in {sender.country}, and a company in {covering_country(facts)} sends"
        yield objection(("employer",), f"{message} a detached worker", ("rule", "kind"))
    if rule is AgreementRule.TERRITORIAL_COVERAGE and sender is not None and sender.country == covering_country(facts):
        message = (
            f"the employer is a company in {sender.country}, and work in {sender.country} for it is no work abroad"
        )
        yield objection(("employer",), message, ("rule", "kind"))


@case_control(
    "R06",
    "extension-agreed",
    Section.DECISION,
    question="Was the extension requested in time, and did both agencies agree to the extension before its certificate"
    " was issued?",
    why="Coverage beyond the limit requires the consent of both agencies. Portugal allows one more year if the"
    " extension is requested before the first five years end.",
    remedy="Add both agencies' consent as an exhibit of the kind `extension-agreement` and record it under"
    " `assignment.extension`. Otherwise set `rule.kind` to the rule of the first certificate, and end the assignment"
    " and the claim on the last day of that certificate.",
    basis=(official("SSA, POMS RS 02001.565 (Portugal); RS 02001.080, .541, .785"),),
    link=Link.RULE,
    applies=follows(AgreementRule.EXTENSION),
    may_apply_later=may_follow(AgreementRule.EXTENSION),
)
def extension_agreed(facts: Facts) -> Objections:
    row, assignment = agreement(facts), facts.case.assignment
    extension, at = assignment.extension, ("assignment", "extension")
    if extension is None or row is None:
        yield objection(("assignment",), "the applicable rule is extension, but no extension is recorded")
        return
    yield from _length_of_extension(facts, row, extension)
    if facts.case.filing.lane is Lane.EMPLOYER:
        yield from _hired_late(facts)
    if extension.first_began != assignment.begins or extension.first_ended < extension.first_began:
        yield objection(
            (*at, "first_began"), "the first period does not begin with the assignment", ("assignment", "begins")
        )
    if extension.asked_on > extension.first_ended:
        yield objection(
            (*at, "asked_on"), "the extension was requested after the first period ended", (*at, "first_ended")
        )
    if extension.both_agreed_on is None or not happened(extension.both_agreed_on, facts):
        yield objection(at, "the record does not show that both agencies agreed")
    elif extension.both_agreed_on < extension.asked_on:
        message = "the recorded consent of both agencies is earlier than the request for the extension"
        yield objection((*at, "both_agreed_on"), message, (*at, "asked_on"))
    if not exhibits_of_kind(facts, extension.evidence, "extension-agreement"):
        yield objection(at, "no exhibit of the kind extension-agreement is cited for the extension")
    elif late := consent_after_certificate(facts, extension.evidence, "extension-agreement"):
        yield objection((*at, "evidence"), late)
    yield from _certified_too_early(facts, extension)


def _certified_too_early(facts: Facts, extension: Extension) -> Objections:
    """The certificates of the extension that were issued before both agencies agreed."""
    agreed = extension.both_agreed_on
    for key, certificate in facts.case.certificates.items():
        request = request_of(facts.case, certificate)
        extends = request and request.follows and request.follows.relation is RequestRelation.EXTENDS
        if extends and agreed is not None and certificate.issued_on < agreed:
            message = f"{key} was issued before both agencies agreed on {agreed}"
            yield objection(("certificates", key, "issued_on"), message, ("assignment", "extension", "both_agreed_on"))


def _length_of_extension(facts: Facts, row: Agreement, extension: Extension) -> Objections:
    (months, confirmed, question), more = _extended(facts, row), _more(row)
    if not confirmed and (missing := not_known(facts, question)):
        message = f"the limit of the first period is not confirmed, and the open question `{question}` {missing}"
        yield objection(("rule", "kind"), message, ("partner",))
    if months is None or more is None:
        yield objection(
            ("rule", "kind"), f"the register shows no length of an extension for {row.country}", ("partner",)
        )
    elif not _counted(facts, row).fits_in_months(months + more):
        place = ("assignment", "ends") if facts.case.assignment.ends else ("assignment",)
        yield objection(
            place,
            f"the assignment is longer than {months} months plus an extension of {more} months",
            ("assignment", "begins"),
        )
    first = _counted(facts, row).begins
    if months is not None and extension.first_ended > last_day_of(first, months):
        last = last_day_of(first, months)
        message = f"the first period ends after {last}, the last day of {months} months"
        yield objection(("assignment", "extension", "first_ended"), message, ("assignment", "extension", "first_began"))


def _counted(facts: Facts, row: Agreement) -> Period:
    """The days of the assignment that count: for an employee, those since the entry into force."""
    period = facts.case.assignment.period
    if facts.case.filing.lane is not Lane.EMPLOYER:
        return period
    first = _first_counted(period.begins, row)
    return Period(first, period.ends and max(first, period.ends))


def _more(row: Agreement) -> int | None:
    """The additional months that an official text allows."""
    return row.extension.months if row.extension.is_official else None


def _extended(facts: Facts, row: Agreement) -> tuple[int | None, bool, str]:
    """The months of the first period, whether they are confirmed, and the open question that could confirm them."""
    if facts.case.filing.lane is Lane.SELF_EMPLOYED:
        return row.self_employed.transfer_months, row.self_employed.is_official, "self-employed-rule"
    return _limit(facts, row), row.limit.is_official, "detachment-limit"


CONTROLS = (
    within_limit,
    nationality_rule,
    self_employed_rule,
    employed_rule,
    extension_agreed,
)
