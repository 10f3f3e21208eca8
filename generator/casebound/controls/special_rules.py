"""The less common rules: special exceptions, repeated transfers, and provisions for crews and government employees."""

from casebound.controls.applicable_rule import consent_after_certificate, follows, may_follow
from casebound.controls.definition import case_control, objection
from casebound.controls.predicates import (
    agreement,
    exhibits_of_kind,
    in_use,
    live_sources,
)
from casebound.controls.typed_questions import months_of, not_known
from casebound.model.case import Evidence
from casebound.model.days import ONE_DAY, last_day_of
from casebound.model.facts import Facts
from casebound.model.registers import SeriesRule
from casebound.model.rules import Link, Objections, Section, official
from casebound.model.terms import AgreementRule, Lane, Requester, SourceTopic

_LATER = "2026-11-29"
_TRANSFERS = (AgreementRule.DETACHED_WORKER, AgreementRule.EXTENSION, AgreementRule.TEMPORARY_TRANSFER)
_OWN_PROVISIONS = (
    AgreementRule.SHIP_OR_AIRCRAFT_CREW,
    AgreementRule.GOVERNMENT_EMPLOYEE,
    AgreementRule.TERRITORIAL_COVERAGE,
)
_PROVEN_STATUS = {
    AgreementRule.SHIP_OR_AIRCRAFT_CREW: "member of a crew",
    AgreementRule.GOVERNMENT_EMPLOYEE: "government employee",
}


@case_control(
    "R07",
    "special-exception-agreed",
    Section.DECISION,
    question="If coverage depends on a special exception, is the consent of both agencies on file, and was the person"
    " who requested it entitled to do so?",
    why="A special exception exists only if both agencies have agreed to it for this worker. Employers and workers"
    " cannot simply choose a system. Under some agreements, only the employer or a self-employed person may ask for"
    " it.",
    remedy="File both agencies' consent as an exhibit of the kind `exception-agreement`, and record the open question"
    " `special-exception` as known, with this exhibit as evidence, or ask legal before filing (set `filing.decision` to"
    " `escalate`). The consent must have been given before the certificate was issued, so record the date on the"
    " document (`effective`). Record the last day for which both agencies agreed under `assignment.exception_until`,"
    " and end the claim on that day or earlier. If an employee may not ask, have the employer request the exception.",
    basis=(
        official("SSA, POMS RS 02001.080, .541, .785"),
        official("SSA, POMS RS 02001.630 and RS 02002.090; who may ask is on each agreement's page", _LATER),
    ),
    link=Link.RULE,
    applies=follows(AgreementRule.SPECIAL_EXCEPTION),
    may_apply_later=may_follow(AgreementRule.SPECIAL_EXCEPTION),
)
def special_exception_agreed(facts: Facts) -> Objections:
    answer = facts.case.questions.get("special-exception")
    missing = not_known(facts, "special-exception")
    if answer is None or missing is not None:
        yield objection(("rule", "kind"), f"the open question `special-exception` {missing}")
    elif not exhibits_of_kind(facts, answer.evidence, "exception-agreement"):
        message = "no exhibit of the kind exception-agreement is cited for the consent of both agencies"
        yield objection(("questions", "special-exception"), message, ("rule", "kind"))
    elif late := consent_after_certificate(facts, answer.evidence, "exception-agreement"):
        yield objection(("questions", "special-exception"), late, ("rule", "kind"))
    yield from _after_the_exception(facts)
    row = agreement(facts)
    rule = row.special_exception if row else None
    if rule is None or not rule.is_official or not rule.asked_by or "employee" in rule.asked_by:
        return
    for key, request in facts.case.requests.items():
        if request.requester is Requester.WORKER and facts.case.filing.lane is Lane.EMPLOYER:
            message = f"an employee may not ask for a special exception under the agreement with {facts.case.partner}"
            yield objection(("requests", key, "requester"), message, ("partner",))


def _after_the_exception(facts: Facts) -> Objections:
    """The claims with days for which the agencies did not agree."""
    until = facts.case.assignment.exception_until
    if until is None:
        yield objection(("assignment",), "the record does not state until when both agencies agreed (exception_until)")
        return
    for key, claim in facts.case.claims.items():
        if claim.ends > until:
            message = (
                f"both agencies agreed to the special exception only until {until}, and {key} ends on {claim.ends}"
            )
            yield objection(("claims", key, "ends"), message, ("assignment", "exception_until"))


@case_control(
    "R09",
    "repeated-transfer",
    Section.DECISION,
    question="If the worker was sent to this country before, or comes from a third country, does the agreement allow"
    " this assignment?",
    why="The agreement with France adds repeated transfers together unless they are a year apart. The same agreement"
    " allows only U.S. and French citizens to be sent by way of a third country. The agreement with Germany also has"
    " rules about repeated transfers.",
    remedy="List every earlier transfer under `assignment.earlier`. End the assignment within the number of months that"
    " the agreement allows for repeated transfers, or file under another rule. If the agreements register states no"
    " official number of months for the worker, record the open question `series-of-transfers` as known, with its"
    " source. Each earlier transfer must end before the assignment begins.",
    basis=(
        official("SSA, annotation to the French arrangement, article 4.1; POMS RS 02001.525, .530", _LATER),
        official("SSA, POMS RS 02001.115 and pamphlet on the agreement with Germany"),
    ),
    link=Link.RULE,
    applies=follows(*_TRANSFERS),
    may_apply_later=may_follow(*_TRANSFERS),
)
def repeated_transfer(facts: Facts) -> Objections:
    row, assignment = agreement(facts), facts.case.assignment
    if row is None:
        return
    for key, transfer in assignment.earlier.items():
        if transfer.ends >= assignment.begins:
            message = f"the earlier transfer {key} ends on {transfer.ends}, and the assignment has begun by then"
            yield objection(("assignment", "earlier", key, "ends"), message, ("assignment", "begins"))
    for second in facts.elsewhere.earlier:
        listed = any(transfer.begins <= second.begins <= transfer.ends for transfer in assignment.earlier.values())
        if not listed and not_known(facts, "series-of-transfers"):
            message = f"case {second.case} has a transfer from {second.begins}, which assignment.earlier does not list"
            yield objection(("assignment",), message, ("assignment", "begins"))
    if assignment.earlier:
        yield from _series(facts, row.series)
    third = row.third_country
    if assignment.via and third and third.is_official and not {*third.citizens} & {*facts.case.worker.citizenships}:
        message = f"only citizens of {' or '.join(third.citizens)} may be transferred by way of a third country"
        yield objection(("assignment", "via"), message, ("worker", "citizenships"))


def _series(facts: Facts, rule: SeriesRule | None) -> Objections:
    """What counts against the series. The rules of the register are about employees."""
    assignment = facts.case.assignment
    counts = rule is not None and rule.is_official and facts.case.filing.lane is Lane.EMPLOYER
    within, apart = (rule.within_months, rule.apart_months) if rule is not None and counts else (None, None)
    if within is None or apart is None:
        if missing := not_known(facts, "series-of-transfers"):
            message = "the worker was sent to this country before, and the open question `series-of-transfers`"
            yield objection(("assignment", "earlier"), f"{message} {missing}", ("partner",))
        return
    first = assignment.begins
    for transfer in sorted(assignment.earlier.values(), key=lambda transfer: transfer.ends, reverse=True):
        if first <= last_day_of(transfer.ends + ONE_DAY, apart):
            first = min(first, transfer.begins)
    last = last_day_of(first, within)
    if first != assignment.begins and (assignment.ends is None or assignment.ends > last):
        message = f"the series of transfers began on {first}, and the assignment ends after {last}"
        yield objection(
            ("assignment", "ends") if assignment.ends else ("assignment",), message, ("assignment", "earlier")
        )


@case_control(
    "R10",
    "coverage-provision",
    Section.DECISION,
    question="If the worker is a crew member, is a government employee, or was not sent by an employer, is the"
    " agreement's provision for such workers on file, and does the assignment end within the limit of the provision?",
    why="Agreements have separate provisions for crews of ships and aircraft and for government employees, and an"
    " employee who was not sent is covered where the work is done. The agreements register does not list these"
    " provisions. The limit for detached workers does not apply to crews and government employees, so the record must"
    " show whether their provision has a limit of its own.",
    remedy="Record the open question `coverage-provision` as known, with the official page that states the provision"
    " (an entry in `registers/sources.yml` with `supports: rule`) as evidence, or ask legal before filing (set"
    " `filing.decision` to `escalate`). For a crew member or a government employee, also cite a document that shows"
    " this, for example a letter of the employer, and record the open question `provision-limit` as known: answer it"
    " with the number of months that the provision allows, or with `none`, and cite the official page. If the"
    " assignment is longer, end both the assignment and the claim within these months.",
    basis=(official("SSA, POMS RS 02002.275 to .285, and the sections named on each agreement's page", _LATER),),
    link=Link.RULE,
    applies=follows(*_OWN_PROVISIONS),
    may_apply_later=may_follow(*_OWN_PROVISIONS),
)
def coverage_provision(facts: Facts) -> Objections:
    answer = facts.case.questions.get("coverage-provision")
    missing = not_known(facts, "coverage-provision")
    if answer is None or missing is not None:
        yield objection(("rule", "kind"), f"the open question `coverage-provision` {missing}")
    elif not any(live_sources(facts, answer.evidence, SourceTopic.RULE)):
        message = "no live official page on the rule is cited for the provision of the agreement"
        yield objection(("questions", "coverage-provision"), message, ("rule", "kind"))
    elif facts.case.rule.kind in _PROVEN_STATUS and not _documents(facts, answer.evidence):
        message = f"no document is cited that shows that the worker is a {_PROVEN_STATUS[facts.case.rule.kind]}"
        yield objection(("questions", "coverage-provision"), message, ("rule", "kind"))
    if facts.case.rule.kind in _PROVEN_STATUS:
        yield from _after_the_limit(facts)


def _after_the_limit(facts: Facts) -> Objections:
    """An assignment that is longer than the provision allows, or a limit of the provision that nobody looked up."""
    if missing := not_known(facts, "provision-limit"):
        yield objection(("rule", "kind"), f"the open question `provision-limit` {missing}")
    months, assignment = months_of(facts, "provision-limit"), facts.case.assignment
    if months is not None and not assignment.period.fits_in_months(months):
        place = ("assignment", "ends") if assignment.ends else ("assignment",)
        message = f"the provision allows {months} months, and the assignment is longer"
        yield objection(place, message, ("questions", "provision-limit"))


def _documents(facts: Facts, evidence: Evidence) -> set[str]:
    """The cited exhibits in use that are not internal notes."""
    return {key for key in evidence if in_use(facts, key)} - {*exhibits_of_kind(facts, evidence, "internal-note")}


CONTROLS = (
    special_exception_agreed,
    repeated_transfer,
    coverage_provision,
)
