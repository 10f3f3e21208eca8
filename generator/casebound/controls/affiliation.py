"""Who keeps U.S. coverage abroad: employees of an affiliate under Form 2032, and U.S. citizens and residents."""

from casebound.controls.definition import case_control, claim_control, objection
from casebound.controls.predicates import (
    GIVE_UP_CLAIM,
    UNITED_STATES,
    agreement,
    asks,
    before_decision,
    exhibits_of_kind,
    happened,
    outbound,
)
from casebound.model.case import Claim
from casebound.model.days import Day, last_day_of
from casebound.model.facts import Facts
from casebound.model.rules import Link, Objections, Section, official
from casebound.model.terms import AgreementRule, Lane

_QUARTER = 3
_LATER = "2026-11-29"
_FIRST_OF_QUARTERS = ((1, 1), (4, 1), (7, 1), (10, 1))


@case_control(
    "R05",
    "affiliate-covered",
    Section.DECISION,
    question="If an affiliate in the partner country employs the worker, did a section 3121(l) agreement, which began"
    " on the first day of a quarter, cover the affiliate when the work began?",
    why="An employee of a foreign affiliate keeps U.S. coverage only if the U.S. employer filed Form 2032 for the"
    " affiliate. The agreement takes effect on the first day of the quarter in which the IRS signs it, or of the next"
    " quarter.",
    remedy="Add the Form 2032 agreement as an exhibit and record the first day of the quarter in which it took effect"
    " under `assignment.affiliate.form_2032_effective`. Without the agreement, do not request a certificate. The case's"
    " `employer` is the U.S. company; `assignment.affiliate.employer` is the company abroad.",
    basis=(
        official("SSA, Employees of Foreign Affiliates; POMS RS 01901.070"),
        official("IRS, Form 2032 (Rev. November 2024), in OMB's record 202410-1545-001", _LATER, "copy"),
    ),
    link=Link.RULE,
    applies=lambda facts: asks(facts) and facts.case.assignment.affiliate is not None,
    may_apply_later=lambda facts: before_decision(facts) and facts.case.assignment.affiliate is not None,
)
def affiliate_covered(facts: Facts) -> Objections:
    affiliate = facts.case.assignment.affiliate
    at = ("assignment", "affiliate")
    if not outbound(facts):
        yield objection(at, "an affiliate is recorded, but only U.S. coverage can be kept at an affiliate")
        return
    if affiliate is None or affiliate.form_2032_effective is None:
        yield objection(at, "no section 3121(l) agreement is recorded for the affiliate")
        return
    company = facts.registers.employers.get(affiliate.employer)
    if affiliate.employer == facts.case.employer or (company and company.country != facts.case.partner):
        message = f"{affiliate.employer} is not another company, in the partner country, that employs the worker there"
        yield objection((*at, "employer"), message, ("employer",))
    effective = affiliate.form_2032_effective
    if (effective.month, effective.day) not in _FIRST_OF_QUARTERS:
        message = (
            f"a section 3121(l) agreement does not take effect on {affiliate.form_2032_effective}: no quarter begins"
        )
        yield objection((*at, "form_2032_effective"), message)
    if affiliate.form_2032_effective > facts.case.assignment.begins:
        yield objection(
            (*at, "form_2032_effective"),
            "the section 3121(l) agreement took effect after the work abroad began",
            ("assignment", "begins"),
        )
    if not happened(affiliate.form_2032_effective, facts):
        yield objection((*at, "form_2032_effective"), "the section 3121(l) agreement is not yet in effect")
    forms = exhibits_of_kind(facts, affiliate.evidence, "form-2032")
    if not forms:
        yield objection(at, "no exhibit of the kind form-2032 is cited for the affiliate")
    dates = [form.effective for key in forms if (form := facts.case.exhibits[key]).effective]
    if dates and len(dates) == len(forms) and min(dates) > last_day_of(affiliate.form_2032_effective, _QUARTER):
        message = f"Form 2032 is dated {min(dates)}, after the quarter in which it took effect"
        yield objection((*at, "form_2032_effective"), message, ("exhibits", forms[0], "effective"))


@case_control(
    "R08",
    "citizen-or-resident",
    Section.DECISION,
    question="If U.S. coverage of an employee abroad depends on citizenship or residence, is the worker a U.S. citizen"
    " or resident?",
    why="A section 3121(l) agreement covers only the U.S. citizens and residents whom an affiliate employs. Under the"
    " agreement with Norway, every employee who is sent must be a U.S. citizen or resident.",
    remedy="Record the citizenships under `worker.citizenships` and the country of permanent residence under"
    " `worker.residence`. If the worker is neither a U.S. citizen nor a U.S. resident, do not file under this rule. If"
    " the citizenship or residence changed during the assignment, keep the earlier value, and end the assignment and"
    " the claim on the last day before the change.",
    basis=(official("SSA, POMS RS 01901.050, RS 01901.070 and RS 02001.205", _LATER),),
    link=Link.RULE,
    applies=lambda facts: asks(facts) and _needs_citizen_or_resident(facts),
    may_apply_later=lambda facts: before_decision(facts) and _needs_citizen_or_resident(facts),
)
def citizen_or_resident(facts: Facts) -> Objections:
    worker = facts.case.worker
    if UNITED_STATES not in worker.citizenships and worker.residence != UNITED_STATES:
        yield objection(
            ("worker", "citizenships"),
            "the worker is neither a U.S. citizen nor a U.S. resident",
            ("worker", "residence"),
        )


def _needs_citizen_or_resident(facts: Facts) -> bool:
    if not outbound(facts) or facts.case.filing.lane is not Lane.EMPLOYER:
        return False
    row, sent = agreement(facts), facts.case.rule.kind in (AgreementRule.DETACHED_WORKER, AgreementRule.EXTENSION)
    rule = row.citizen_or_resident if row else None
    listed = rule is not None and rule.is_official and rule.required and sent
    return listed or facts.case.assignment.affiliate is not None


@claim_control(
    "R11",
    "affiliate-when-claimed",
    Section.DECISION,
    question="If the company that employs the worker is no longer an affiliate, does the claim end by the end of the"
    " quarter in which the affiliation ended?",
    why="The U.S. employer cannot end a section 3121(l) agreement, but the agreement ends by itself at the close of the"
    " quarter in which the company stops being an affiliate.",
    remedy=f"End the claim on the last day of the quarter in which the affiliation ended; or {GIVE_UP_CLAIM}.",
    basis=(official("SSA, POMS RS 01901.070", _LATER),),
    link=Link.RULE,
    applies=lambda facts, _key, _claim: outbound(facts) and facts.case.assignment.affiliate is not None,
)
def affiliate_when_claimed(facts: Facts, key: str, claim: Claim) -> Objections:
    affiliate = facts.case.assignment.affiliate
    until = affiliate.affiliate_until if affiliate else None
    if until is None:
        return
    last = last_day_of(Day(until.year, until.month - (until.month - 1) % 3, 1), 3)
    if claim.ends > last:
        message = f"the section 3121(l) agreement ended on {last} with the affiliation, and days after it are claimed"
        yield objection(("claims", key, "ends"), message, ("assignment", "affiliate", "affiliate_until"))


CONTROLS = (
    affiliate_covered,
    citizen_or_resident,
    affiliate_when_claimed,
)
