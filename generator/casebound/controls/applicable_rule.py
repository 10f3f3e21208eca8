"""The tests that each kind of rule brings with it: length, nationality, residence, transfer, affiliation."""

from collections.abc import Callable

from casebound.controls.definition import case_control, guide, objection, official
from casebound.controls.predicates import (
    agreement,
    asks,
    before_decision,
    covering_country,
    exhibits_of_kind,
    known,
    outbound,
)
from casebound.model.case import Extension
from casebound.model.days import last_day_of
from casebound.model.facts import Facts
from casebound.model.registers import Agreement
from casebound.model.rules import Link, Objections, Section
from casebound.model.terms import AgreementRule, Lane

NATIONALITY_BASIS = "none_nationality_rule"


def _follows(*rules: AgreementRule) -> Callable[[Facts], bool]:
    return lambda facts: asks(facts) and facts.case.rule.kind in rules


def _may_follow(*rules: AgreementRule) -> Callable[[Facts], bool]:
    return lambda facts: before_decision(facts) and facts.case.rule.kind in (None, *rules)


def _may_be_in(lane: Lane) -> Callable[[Facts], bool]:
    return lambda facts: before_decision(facts) and facts.case.filing.lane in (Lane.UNCONFIRMED, lane)


def _limit(facts: Facts, row: Agreement) -> int | None:
    return row.limit.outbound_months if outbound(facts) else row.limit.inbound_months


@case_control(
    "R01",
    "within-limit",
    Section.DECISION,
    question="Does the assignment end within the agreement's limit for this direction?",
    why="A detached worker stays covered at home only up to the agreement's limit, and the limit may differ by"
    " direction: Denmark allows 60 months out and 36 in. Where only SSA's general wording was seen, the limit itself"
    " is unknown until somebody confirms it.",
    remedy="Shorten the assignment, file under another rule, or, where the limit is unconfirmed, record the point"
    " detachment-limit as known with its source.",
    basis=(official("POMS, detached-worker sections (DOMAIN S16)"),),
    link=Link.RULE,
    applies=_follows(AgreementRule.DETACHED_WORKER),
    may_apply_later=_may_follow(AgreementRule.DETACHED_WORKER),
)
def within_limit(facts: Facts) -> Objections:
    row, assignment = agreement(facts), facts.case.assignment
    if row is None:
        return
    months = _limit(facts, row)
    if months is None:
        yield objection(
            ("rule", "kind"), f"the agreement with {row.country} has no detached-worker rule on record", ("partner",)
        )
        return
    if not row.limit.confirmed and not known(facts, "detachment-limit"):
        yield objection(
            ("rule", "kind"),
            f"the limit with {row.country} is not confirmed, and the ledger holds no known point `detachment-limit`",
        )
    if assignment.hired_on is not None and assignment.hired_on > assignment.begins:
        yield objection(
            ("assignment", "hired_on"), "the worker was hired after the assignment had begun", ("assignment", "begins")
        )
    if assignment.ends is None:
        yield objection(("assignment",), "the assignment shows no end, so it cannot be held to the limit")
    elif not assignment.period.fits_in_months(months):
        yield objection(
            ("assignment", "ends"),
            f"the assignment runs past {last_day_of(assignment.begins, months)}, the last day of {months} months",
            ("assignment", "begins"),
        )


@case_control(
    "R02",
    "nationality-rule",
    Section.DECISION,
    question="Where coverage follows nationality, is the worker's nationality the one the rule names?",
    why="With Italy coverage turns on nationality, not on length. Dual nationals, and Italian nationals, must elect.",
    remedy="Record the citizenships and, where the worker may choose, the point election with its evidence.",
    basis=(guide("filing matrix, second row"), official("SSA pamphlet Italy, POMS RS 02001.085")),
    link=Link.RULE,
    applies=_follows(AgreementRule.NATIONALITY),
    may_apply_later=_may_follow(AgreementRule.NATIONALITY),
)
def nationality_rule(facts: Facts) -> Objections:
    row, worker = agreement(facts), facts.case.worker
    if row is not None and row.limit.basis != NATIONALITY_BASIS:
        yield objection(
            ("rule", "kind"), f"the agreement with {row.country} has no nationality rule on record", ("partner",)
        )
        return
    if covering_country(facts) not in worker.citizenships:
        yield objection(
            ("worker", "citizenships"), f"the worker is not recorded as a national of {covering_country(facts)}"
        )
    may_elect = facts.case.partner in worker.citizenships
    if may_elect and not known(facts, "election"):
        yield objection(
            ("worker", "citizenships"), "this worker may elect, and the ledger holds no known point `election`"
        )


@case_control(
    "R03",
    "self-employed-rule",
    Section.DECISION,
    question="Does the rule relied on exist for the self-employed in this agreement, and do the facts meet it?",
    why="Agreements treat the self-employed in different ways: by residence, by place of work, or by a transfer of at"
    " most so many months (12 with Finland, 24 with France, 60 with several).",
    remedy="Name a rule that the agreement's page lists and record the facts it turns on, or escalate.",
    basis=(guide("filing matrix, second row"), official("SSA pamphlets (DOMAIN S17)")),
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
            ("rule", "kind"), f"the agreement with {row.country} lists no such rule for the self-employed", ("partner",)
        )
        return
    if not row.self_employed.confirmed and not known(facts, "self-employed-rule"):
        yield objection(
            ("rule", "kind"), "the rule is not confirmed, and the ledger holds no known point `self-employed-rule`"
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
        yield objection(place, f"the work is not recorded as done principally in {covering_country(facts)}")


def _transfer(facts: Facts, row: Agreement) -> Objections:
    assignment, months = facts.case.assignment, row.self_employed.transfer_months
    if months is None or not assignment.period.fits_in_months(months):
        place = ("assignment", "ends") if assignment.ends else ("assignment",)
        yield objection(
            place, f"the transfer is not within the {months or 'unknown number of'} months that the agreement allows"
        )


@case_control(
    "R04",
    "employed-rule",
    Section.DECISION,
    question="Is the rule relied on one that reaches employees?",
    why="Residence and transfer rules are written for the self-employed; an employee is covered at home as a detached"
    " worker, by nationality where the agreement says so, by extension or by special exception.",
    remedy="Name the rule that the legal reviewer found for employees, or escalate.",
    basis=(guide("filing matrix, first row"),),
    link=Link.RULE,
    applies=lambda facts: asks(facts) and facts.case.filing.lane is Lane.EMPLOYER,
    may_apply_later=lambda facts: (
        before_decision(facts) and facts.case.filing.lane in (Lane.UNCONFIRMED, Lane.EMPLOYER)
    ),
)
def employed_rule(facts: Facts) -> Objections:
    rule = facts.case.rule.kind
    if rule in (AgreementRule.RESIDENCE, AgreementRule.TEMPORARY_TRANSFER, AgreementRule.PLACE_OF_WORK):
        yield objection(
            ("rule", "kind"), f"the rule {rule} does not carry an employee's coverage abroad", ("filing", "lane")
        )


@case_control(
    "R05",
    "affiliate-covered",
    Section.DECISION,
    question="If an affiliate employs the worker, does a section 3121(l) agreement cover it from the start?",
    why="An employee of a foreign affiliate keeps U.S. coverage only if the U.S. employer filed Form 2032 for it.",
    remedy="File the Form 2032 agreement as an exhibit with its effective date, or do not request a certificate.",
    basis=(official("SSA, Employees of Foreign Affiliates; POMS RS 01901.070"),),
    link=Link.RULE,
    applies=lambda facts: asks(facts) and outbound(facts) and facts.case.assignment.affiliate is not None,
    may_apply_later=lambda facts: (
        before_decision(facts) and outbound(facts) and facts.case.assignment.affiliate is not None
    ),
)
def affiliate_covered(facts: Facts) -> Objections:
    affiliate = facts.case.assignment.affiliate
    at = ("assignment", "affiliate")
    if affiliate is None or affiliate.form_2032_effective is None:
        yield objection(at, "no section 3121(l) agreement is recorded for the affiliate")
        return
    if affiliate.form_2032_effective > facts.case.assignment.begins:
        yield objection(
            (*at, "form_2032_effective"),
            "the section 3121(l) agreement begins after the work abroad",
            ("assignment", "begins"),
        )
    if affiliate.form_2032_effective > facts.as_of:
        yield objection((*at, "form_2032_effective"), f"the section 3121(l) agreement had not begun on {facts.as_of}")
    if not exhibits_of_kind(facts, affiliate.evidence, "form-2032"):
        yield objection(at, "no Form 2032 is on file")


@case_control(
    "R06",
    "extension-agreed",
    Section.DECISION,
    question="Was the extension asked for in time and agreed to by both agencies?",
    why="A stretch beyond the limit exists only by agreement of both sides. Portugal allows one more year if asked"
    " for before the first five have run out.",
    remedy="File both agencies' consent, or end the claim with the first certificate.",
    basis=(official("POMS RS 02001.565 (Portugal); RS 02001.080, .541, .785"),),
    link=Link.RULE,
    applies=_follows(AgreementRule.EXTENSION),
    may_apply_later=_may_follow(AgreementRule.EXTENSION),
)
def extension_agreed(facts: Facts) -> Objections:
    row, assignment = agreement(facts), facts.case.assignment
    extension, at = assignment.extension, ("assignment", "extension")
    if extension is None or row is None:
        yield objection(("assignment",), "the rule is extension, but no extension is recorded")
        return
    yield from _length_of_extension(facts, row, extension)
    if extension.first_began != assignment.begins or extension.first_ended < extension.first_began:
        yield objection(
            (*at, "first_began"), "the first stretch does not begin with the assignment", ("assignment", "begins")
        )
    if extension.asked_on > extension.first_ended:
        yield objection(
            (*at, "asked_on"), "the extension was asked for after the first stretch had ended", (*at, "first_ended")
        )
    if extension.both_agreed_on is None or extension.both_agreed_on > facts.as_of:
        yield objection(at, "that both agencies agreed is not recorded")
    elif extension.both_agreed_on < extension.asked_on:
        message = "both agencies are said to have agreed before the extension was asked for"
        yield objection((*at, "both_agreed_on"), message, (*at, "asked_on"))
    if not exhibits_of_kind(facts, extension.evidence, "extension-agreement"):
        yield objection(at, "nothing on file shows that both agencies agreed")


def _length_of_extension(facts: Facts, row: Agreement, extension: Extension) -> Objections:
    (months, sure, point), more = _extended(facts, row), row.extension_months
    if not sure and not known(facts, point):
        message = f"the length that is extended is not confirmed, and the ledger holds no known point `{point}`"
        yield objection(("rule", "kind"), message, ("partner",))
    if months is None or more is None:
        yield objection(
            ("rule", "kind"), f"no extension rule with a length is on record for {row.country}", ("partner",)
        )
    elif not facts.case.assignment.period.fits_in_months(months + more):
        place = ("assignment", "ends") if facts.case.assignment.ends else ("assignment",)
        yield objection(place, f"the assignment runs past {months} and {more} months", ("assignment", "begins"))
    if months is not None and extension.first_ended > last_day_of(extension.first_began, months):
        last = last_day_of(extension.first_began, months)
        message = f"the first stretch runs past {last}, the last day of {months} months"
        yield objection(("assignment", "extension", "first_ended"), message, ("assignment", "extension", "first_began"))


def _extended(facts: Facts, row: Agreement) -> tuple[int | None, bool, str]:
    """The months that an extension goes on from, whether they are confirmed, and the point that could confirm them."""
    if facts.case.filing.lane is Lane.SELF_EMPLOYED:
        return row.self_employed.transfer_months, row.self_employed.confirmed, "self-employed-rule"
    return _limit(facts, row), row.limit.confirmed, "detachment-limit"


@case_control(
    "R07",
    "special-exception-agreed",
    Section.DECISION,
    question="If coverage rests on a special exception, is both agencies' consent on file?",
    why="A special exception exists only where both agencies agreed to it for this worker.",
    remedy="Record the point special-exception as known, with both agencies' letters, or escalate.",
    basis=(official("POMS RS 02001.080, .541, .785"),),
    link=Link.RULE,
    applies=_follows(AgreementRule.SPECIAL_EXCEPTION),
    may_apply_later=_may_follow(AgreementRule.SPECIAL_EXCEPTION),
)
def special_exception_agreed(facts: Facts) -> Objections:
    if not known(facts, "special-exception"):
        yield objection(("rule", "kind"), "the ledger holds no known point `special-exception` with evidence")


CONTROLS = (
    within_limit,
    nationality_rule,
    self_employed_rule,
    employed_rule,
    affiliate_covered,
    extension_agreed,
    special_exception_agreed,
)
