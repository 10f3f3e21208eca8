"""The exemption: the claim stays within the proof, and payroll changes last."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress

from casebound.controls.certificate import cited
from casebound.controls.definition import case_control, claim_control, objection, objection_with_remedy
from casebound.controls.exceptions import accepting, is_taken_over_change, may_accept_breach
from casebound.controls.predicates import (
    CANADIAN_ISSUERS,
    GIVE_UP_CLAIM,
    RELIANCE_KINDS,
    SHOWS_CONTRIBUTIONS,
    SHOWS_RELIANCE,
    acted_as,
    exempt_country,
    exhibits_of_kind,
    happened,
    in_use,
    outbound,
    records_of_reliance,
)
from casebound.controls.sheet_status import approved_by, approved_sheet
from casebound.controls.typed_questions import is_worker, needed_questions, open_question
from casebound.model.case import Claim, ContributionsContinue, Relied, Reversal
from casebound.model.days import Day, parse_day
from casebound.model.decisions import Sheet
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.registers import Agreement
from casebound.model.rules import Link, Objections, Section, official, process, setting, support_policy
from casebound.model.terms import Lane, Role, Severity

US_PROGRAMS = {
    Lane.EMPLOYER: frozenset({"fica-oasdi", "fica-hi"}),
    Lane.SELF_EMPLOYED: frozenset({"seca-oasdi", "seca-hi"}),
}
_NOT_RELIED_ON = (
    "Nothing is wrong, but nobody is exempt yet. After the exemption is approved, payroll enters the change, and the"
    " team records it with `casebound record CASE relied`."
)
_NOT_YET = (
    "If the date is right, check the case for that day or a later day (`--as-of`, or `as_of` in"
    " `registers/policy.yml`). Otherwise, correct the date."
)
_NOT_PAYROLL = (
    "Name the person in payroll who entered the change. If that person is missing from `registers/people.yml`, add an"
    " entry with the role `payroll` and its first day (`from`)."
)
_NOT_THE_WORKER = (
    "Have another person in payroll revert the change and enter it again, and record both. If the worker and that"
    " person have the same name, answer the question `shared-name`."
)
_ASK_ALL = (
    "The breach must be accepted by the final approver, legal and payroll. Add the missing role to"
    " `approvals.exemption` in `registers/policy.yml`, and have the exemption approved on a new sheet (`casebound"
    " propose CASE exemption`)."
)
_DECIDE = (
    "Alternatively, decide on the exemption: have it approved and record that payroll relies on it, or remove the claim"
    " if nobody has relied on it."
)
_STATE = (
    "Record under `contributions_continue` that contributions are paid, with a note from payroll (`internal-note`) or a"
    " letter from the worker (`correspondence`). The document must be dated on or after the first claimed day. For a"
    f" reversed claim, add the payroll record of the reversal (`casebound record CASE reversed`). {_DECIDE}"
)
_PROOF_SECTIONS = frozenset(
    {"assignment", "conditions", "rule", "questions", "packet", "requests", "certificates", "claims"}
)


@claim_control(
    "E01",
    "right-country",
    Section.EXEMPTION,
    question="Is the exemption claimed only in the exempt country?",
    why="An outbound case can lead to an exemption from the partner country's contributions, and an inbound case to an"
    " exemption from FICA or SECA. No case leads to both, and contributions always remain due in the covering"
    " country.",
    remedy="Set the claim's `exempt_in` to the exempt country. Contributions remain due in the covering country.",
    basis=(process("Two directions, two documents"), official("SSA, POMS RS 02001.005")),
    link=Link.IDENTITY,
)
def right_country(facts: Facts, key: str, claim: Claim) -> Objections:
    if claim.exempt_in != exempt_country(facts):
        yield objection(
            ("claims", key, "exempt_in"),
            f"the exemption is claimed in {claim.exempt_in}, but this case allows one only in {exempt_country(facts)}",
            ("direction",),
        )


@claim_control(
    "E02",
    "programs-in-scope",
    Section.EXEMPTION,
    question="Does the agreement cover every claimed program, and does the claim include all programs of each"
    " contribution that it names?",
    why="Agreements differ: the agreement with Sweden covers only pension-type contributions, and the agreement with"
    " Australia covers only the Superannuation Guarantee. Other contributions remain due.",
    remedy="Remove the program or the contribution from the claim, or confirm the program under `programs.confirmed` in"
    " `registers/agreements.yml` with an official page. In the agreements register, `programs.contributions` lists the"
    " names that payroll uses for contributions, with the programs that belong to each contribution.",
    basis=(official("SSA, agreement pamphlets, named on each agreement's page"),),
    link=Link.PROGRAMS,
)
def programs_in_scope(facts: Facts, key: str, claim: Claim) -> Objections:
    row = facts.registers.agreements.get(facts.case.partner)
    terms = _terms_of_claim(row, claim) if row else ()
    in_scope = US_PROGRAMS.get(facts.case.filing.lane, frozenset())
    if outbound(facts):
        scopes = [frozenset(each.programs.confirmed) for each in terms]
        in_scope = frozenset.intersection(*scopes) if scopes else frozenset()
    if not claim.programs:
        yield objection(("claims", key, "programs"), "the claim names no program")
    for index, program in enumerate(claim.programs):
        if program not in in_scope:
            unconfirmed = outbound(facts) and any(program in _unconfirmed(each) for each in terms)
            why = "is not confirmed as part of" if unconfirmed else "is outside"
            yield objection(("claims", key, "programs", index), f"{program} {why} the agreement's scope", ("partner",))
    plan = facts.case.assignment.pension_plan
    for index, name in enumerate(claim.contributions):
        if plan and name.lower() in CANADIAN_ISSUERS.keys() - {plan}:
            of_other_plan = f"{name} is not the contribution to the recorded pension plan, {plan}"
            yield objection(("claims", key, "contributions", index), of_other_plan, ("assignment", "pension_plan"))
        if message := _contribution_differs(terms if outbound(facts) else (), name, claim):
            yield objection(("claims", key, "contributions", index), f"{name} {message}", ("claims", key, "programs"))


def _contribution_differs(terms: tuple[Agreement, ...], name: str, claim: Claim) -> str | None:
    """Why a contribution cannot stand for the claimed programs; None if it can."""
    listed = [each.programs for row in terms for each in row.programs.contributions if each.name == name]
    if len(listed) < max(len(terms), 1):
        return "is not a contribution that the register lists for the partner country"
    missing = sorted({program for programs in listed for program in programs} - {*claim.programs})
    return f"also consists of {', '.join(missing)}, which the claim does not name" if missing else None


def _unconfirmed(row: Agreement) -> frozenset[str]:
    return frozenset(entry.program for entry in row.programs.unconfirmed)


def _terms_of_claim(row: Agreement, claim: Claim) -> tuple[Agreement, ...]:
    """The agreement with each of the terms that apply on a claimed day."""
    last_days = (earlier.until for earlier in row.earlier_terms if earlier.until in claim.period)
    return tuple(row.terms_on(day) for day in (*last_days, claim.ends))


@claim_control(
    "E03",
    "claim-is-this-case",
    Section.EXEMPTION,
    question="Does the claim name the worker and the employer or activity of this case?",
    why="The request, the certificate and the claim must concern the same person and the same work.",
    remedy="Correct the claim, or open a case for the other worker or employer.",
    basis=(support_policy("6 Identity"),),
    link=Link.IDENTITY,
)
def claim_is_this_case(facts: Facts, key: str, claim: Claim) -> Objections:
    case, at = facts.case, ("claims", key)
    if claim.worker != case.worker.reference:
        yield objection(
            (*at, "worker"),
            f"the claim is for {claim.worker}, but the case is about another worker",
            ("worker", "reference"),
        )
    if claim.employer != case.employer:
        place = (*at, "employer") if claim.employer else at
        yield objection(place, "the claim and the case name different employers", ("employer",))
    if claim.activity != (case.activity.name if case.activity else None):
        place = (*at, "activity") if claim.activity else at
        yield objection(place, "the claim and the case name different activities", ("activity",))


@claim_control(
    "E04",
    "inside-assignment",
    Section.EXEMPTION,
    question="Is every claimed day within the assignment?",
    why="No exemption is possible for days before the work abroad begins or after it ends.",
    remedy="Shorten the claim so that it is within the assignment, or correct the assignment dates to match the letter"
    " that shows them.",
    basis=(support_policy("7 Period"),),
    link=Link.PERIOD,
)
def inside_assignment(facts: Facts, key: str, claim: Claim) -> Objections:
    if not facts.case.assignment.period.covers(claim.period):
        edge = "begins" if claim.begins < facts.case.assignment.begins else "ends"
        yield objection(
            ("claims", key, edge),
            f"the claim ({claim.period}) is not within the assignment ({facts.case.assignment.period})",
            ("assignment", edge),
        )


@claim_control(
    "E05",
    "payroll-last",
    Section.EXEMPTION,
    question="Was payroll changed only after the certificate was received and the exemption was approved?",
    why="If payroll changes before there is proof, contributions may turn out to be due and unpaid.",
    remedy="Revert the payroll change. After the certificate is received and the exemption is approved, enter the"
    " change again and record its new date and an exhibit of the kind `payroll-record` under `relied`. If a payroll"
    " change that came too early was corrected later, record the correction under `breach` with a payroll record of its"
    " own, and on the day of the correction or later, have the exemption approved again. The breach stays visible. If"
    " payroll was changed before the team used casebound, name the claim under `takeover.claims`, and have the"
    " exemption approved.",
    basis=(process("Approvals"),),
    link=Link.PAYROLL,
)
def payroll_last(facts: Facts, key: str, claim: Claim) -> Objections:
    if not claim.is_relied_on:
        at = ("claims", key, "reversed") if claim.reversed else ("claims", key)
        message = "nobody relies on this exemption" + (" any more" if claim.reversed else " yet")
        yield objection_with_remedy(at, message, _NOT_RELIED_ON)
        return
    for row, relied in enumerate(claim.relied):
        yield from _not_last(facts, key, claim, row, relied)
    approved_first = {
        program
        for relied in claim.relied
        for sheet in _allowing(facts, key, relied)
        for program in sheet.lines.get(f"claims.{key}.programs", ())
    }
    for index, program in enumerate(claim.programs):
        if approved_first and program not in approved_first:
            message = f"{program} was approved only after payroll was changed, and no later change is recorded for it"
            yield objection(("claims", key, "programs", index), message, ("claims", key, "relied"))


def _not_last(facts: Facts, key: str, claim: Claim, row: int, relied: Relied) -> Objections:
    at = ("claims", key, "relied", row)
    if not happened(relied.entered_on, facts):
        message = f"the payroll date is in the future: {relied.entered_on} is after {facts.clock.present}"
        yield objection_with_remedy((*at, "entered_on"), message, _NOT_YET)
        return
    sheets = _allowing(facts, key, relied)
    claimed_then = any(_covers(sheet, key, relied.begins) for sheet in sheets)
    if relied.begins not in claim.period and not claimed_then:
        message = "the payroll change takes effect outside the claimed days"
        yield objection((*at, "from"), message, ("claims", key, "begins"))
    if not sheets:
        sheet = approved_sheet(facts, key) if claim.breach else None
        remedy = payroll_last.remedy if sheet is None or may_accept_breach(facts, sheet) else _ASK_ALL
        message = "payroll was changed before the exemption was approved on received certificates"
        yield objection_with_remedy((*at, "entered_on"), message, remedy, ("claims", key))
        for name, certificate in cited(facts, claim):
            if certificate.received_on is None or certificate.received_on > relied.entered_on:
                message = f"payroll was changed before {name} was received"
                yield objection_with_remedy((*at, "entered_on"), message, remedy, ("certificates", name))
    elif not claimed_then:
        message = f"payroll was changed from {relied.begins}, a day that no sheet approved by then contains"
        yield objection((*at, "from"), message, ("claims", key))
    if relied.ends is not None and relied.ends > max([claim.ends, *_last_days(sheets, key)]):
        message = f"the payroll change lasts until {relied.ends}, after the last claimed day"
        yield objection((*at, "until"), message, ("claims", key, "ends"))
    if not is_taken_over_change(facts, key, relied):
        yield from _not_by_payroll(facts, at, relied)


def _not_by_payroll(facts: Facts, at: Path, relied: Relied) -> Objections:
    """What is missing for a payroll change of the team's own: its record, and a person of payroll who entered it."""
    kinds = RELIANCE_KINDS[relied.how]
    if not exhibits_of_kind(facts, relied.evidence, *kinds):
        yield objection(at, f"no exhibit of the kind {' or '.join(kinds)} shows the change")
    if not acted_as(facts, relied.by, Role.PAYROLL, relied.entered_on):
        message = f"{relied.by}, who entered the change, did not have the payroll role on {relied.entered_on}"
        yield objection_with_remedy((*at, "by"), message, _NOT_PAYROLL)
    if is_worker(facts, relied.by):
        message = f"{relied.by}, who entered the change, has the name of the worker"
        yield objection_with_remedy((*at, "by"), message, _NOT_THE_WORKER, ("worker", "name"))


def _allowing(facts: Facts, claim: str, relied: Relied) -> list[Sheet]:
    """The sheets that allow a payroll change: approved by the day of its entry, or accepting it afterwards."""
    return list(approved_by(facts, claim, relied.entered_on)) or list(accepting(facts, claim, relied))


def _last_days(sheets: list[Sheet], claim: str) -> Iterator[Day]:
    """The last claimed day on each sheet."""
    for sheet in sheets:
        with suppress(ValueError):  # a sheet that was written by hand
            yield parse_day(str(sheet.lines.get(f"claims.{claim}.ends")))


def _covers(sheet: Sheet, claim: str, day: Day) -> bool:
    """Whether the claim on a sheet contains a day."""
    begins, ends = sheet.lines.get(f"claims.{claim}.begins"), sheet.lines.get(f"claims.{claim}.ends")
    return isinstance(begins, str) and isinstance(ends, str) and begins <= day.isoformat() <= ends


@claim_control(
    "E06",
    "no-open-unknown",
    Section.EXEMPTION,
    question="Is every question that this claim depends on answered, and does the answer support the claim?",
    why="While a question is unknown, the case is on hold, and somebody must find the answer. An unknown never counts"
    " as an answer. Important questions have listed answers, for example yes or no. The words under `known` explain the"
    " answer. A question that does not apply needs a reason and evidence.",
    remedy="Find the answer and record it under `questions`: the answer in the listed form (`answer`), the words that"
    f" explain it (`known`), and its `evidence`. If the true answer does not support the claim, {GIVE_UP_CLAIM}.",
    basis=(process("What nobody has confirmed"), setting("needed_questions")),
    link=Link.KNOWLEDGE,
)
def no_open_unknown(facts: Facts, key: str, _claim: Claim) -> Objections:
    for name in needed_questions(facts):
        if reason := open_question(facts, name):
            yield objection(("questions", name), f"the question `{name}` {reason}", ("claims", key))


@case_control(
    "E07",
    "unknown-escalated",
    Section.EXEMPTION,
    question="Is every unknown question assigned to a person?",
    why="If nobody is responsible for a question, nobody answers the question.",
    remedy="For each unknown question, record who must find the answer (`escalated_to`) and since which day that person"
    " has had the question (`escalated_on`).",
    basis=(process("What nobody has confirmed"),),
    severity=Severity.WARNING,
    applies=lambda facts: any(question.unknown is not None for question in facts.case.questions.values()),
)
def unknown_escalated(facts: Facts) -> Objections:
    for name, question in facts.case.questions.items():
        if question.unknown is not None and (question.escalated_to is None or question.escalated_on is None):
            yield objection(("questions", name), f"the question `{name}` is unknown and is not assigned to a person")


def _rests_on(facts: Facts, kind: str) -> list[tuple[str, Path]]:
    exhibits = facts.case.exhibits
    return [
        (cite.id, cite.at)
        for cite in facts.cites
        if cite.statement[0] in _PROOF_SECTIONS and cite.id in exhibits and exhibits[cite.id].kind == kind
    ]


@case_control(
    "E08",
    "side-topics-aside",
    Section.EXEMPTION,
    question="Are FBAR, FATCA, Form 8938 and Schedule SE documents kept separate and never used as proof?",
    why="FBAR, FATCA, Form 8938 and Schedule SE documents serve other purposes and do not show which country covers a"
    " worker.",
    remedy="List the document under `side_topics`, and cite a document that shows coverage instead.",
    basis=(process("What does not replace a certificate"),),
    link=Link.KNOWLEDGE,
)
def side_topics_aside(facts: Facts) -> Objections:
    aside = {key for topic in facts.case.side_topics for key in topic.evidence}
    for key, at in _rests_on(facts, "side-topic"):
        yield objection(at, f"{key} is a side topic and does not show coverage")
        aside.discard(key)
    for cite in facts.cites:
        if cite.id in aside and cite.statement[0] in _PROOF_SECTIONS:
            yield objection(cite.at, f"{cite.id} is listed under side_topics and does not show coverage")


@claim_control(
    "E09",
    "certificate-ending",
    Section.EXEMPTION,
    question="If the assignment continues after the certificate ends, is there enough time to request an extension?",
    why="An extension must be requested before the current certificate ends.",
    remedy="Request the extension now and record the new certificate when it arrives. If the work ends with the"
    " certificate, correct `assignment.ends`.",
    basis=(setting("certificate_ending_days"),),
    severity=Severity.WARNING,
    applies=lambda facts, _key, _claim: facts.case.closure is None,
)
def certificate_ending(facts: Facts, key: str, claim: Claim) -> Objections:
    days = facts.registers.policy.certificate_ending_days
    ends = max((certificate.ends or dt.date.max for _, certificate in cited(facts, claim)), default=dt.date.max)
    continues = facts.case.assignment.ends is None or facts.case.assignment.ends > ends
    if continues and ends != dt.date.max and facts.clock.reached(ends - dt.timedelta(days=days)):
        yield objection(
            ("claims", key, "certificates"), f"the certificate ends on {ends}, and the assignment continues"
        )


@case_control(
    "E10",
    "contributions-continue",
    Section.EXEMPTION,
    question="If an exemption is only proposed or was reversed, does evidence show that contributions are paid?",
    why="Contributions are due as long as nobody may rely on an exemption. If the first day of a proposed exemption"
    " has passed, readers may think that the exemption is already in effect.",
    remedy=_STATE,
    basis=(support_policy("Proposed exemptions"), setting("proposed_days")),
    severity=Severity.WARNING,
    applies=lambda facts: any(_not_relied_on(facts)),
)
def contributions_continue(facts: Facts) -> Objections:
    days = facts.registers.policy.proposed_days
    for at, since, missing in _not_relied_on(facts):
        if missing and not facts.clock.more_than(days, since=since):
            yield objection(at, missing)


@case_control(
    "E11",
    "not-proposed-forever",
    Section.EXEMPTION,
    question="Is a proposed or reversed exemption resolved within the allowed time?",
    why="If nobody decides on a proposed exemption, nobody knows whether contributions are paid.",
    remedy=_STATE,
    basis=(support_policy("Proposed exemptions"), setting("proposed_days")),
    applies=lambda facts: any(_not_relied_on(facts)),
)
def not_proposed_forever(facts: Facts) -> Objections:
    days = facts.registers.policy.proposed_days
    for at, since, missing in _not_relied_on(facts):
        if missing and facts.clock.more_than(days, since=since):
            yield objection(at, f"{missing}, for more than {days} days")


def _not_relied_on(facts: Facts) -> Iterator[tuple[Path, Day, str]]:
    """The claims on which nobody relies although their first day has passed: place, since when, and what is missing."""
    for key, claim in facts.case.claims.items():
        if claim.is_relied_on:
            continue
        if claim.relied and (reversal := claim.last_reversal) is not None:
            missing = f"{key} was reversed on {reversal.on}, and no payroll record shows it"
            shown = reversal_is_shown(facts, claim, reversal)
            yield ("claims", key, "reversed"), reversal.on, "" if shown else missing
        elif facts.clock.reached(claim.begins) and facts.case.closure is None:
            missing = f"{key} is only proposed, its first day has passed, and no evidence shows paid contributions"
            yield ("claims", key, "begins"), claim.begins, "" if _contributions_are_shown(facts, claim) else missing


def reversal_is_shown(facts: Facts, claim: Claim, reversal: Reversal) -> bool:
    """Whether a payroll record other than those of the reliance, and of other reversals, shows a reversal."""
    shows_more = {key for entry in claim.relied for key in entry.evidence}
    shows_more |= {key for each in claim.reversed if each is not reversal for key in each.evidence}
    return not shows_more.issuperset(records_of_reliance(facts, reversal.evidence))


def _contributions_are_shown(facts: Facts, claim: Claim) -> bool:
    """Whether payroll, or a letter of the worker, states that contributions are paid after the first claimed day."""
    return any(
        happened(entry.on, facts) and _is_stated(facts, entry, key, claim.begins)
        for entry in claim.contributions_continue
        for key in exhibits_of_kind(facts, entry.evidence, *SHOWS_CONTRIBUTIONS)
    )


def _is_stated(facts: Facts, entry: ContributionsContinue, key: str, since: Day) -> bool:
    """Whether an exhibit of that day or later is a letter, or a note of a person who acts for payroll."""
    exhibit = facts.case.exhibits[key]
    by_payroll = acted_as(facts, entry.by, Role.PAYROLL, entry.on)
    return (exhibit.effective or exhibit.recorded) >= since and (by_payroll or exhibit.kind == "correspondence")


@case_control(
    "E12",
    "payroll-record-explained",
    Section.EXEMPTION,
    question="Does every payroll record on file belong to a claim?",
    why="If payroll was changed without an exemption, contributions are not paid, although nobody decided to stop"
    " them.",
    remedy="Cite the payroll record in the claim that it belongs to: under `relied` or, if the claim already has an"
    " entry under `relied`, under `reversed`, `breach` or `contributions_continue`. If payroll was changed without a"
    " claim, revert the change, and record both under a claim: the change under `relied` and its reversal under"
    " `reversed`. If the document shows no payroll change, give the exhibit another kind.",
    basis=(process("Approvals"), support_policy("11 Payroll")),
    applies=lambda facts: any(_payroll_records(facts)),
)
def payroll_record_explained(facts: Facts) -> Objections:
    claims = [claim for claim in facts.case.claims.values() if claim.relied]
    cited = {key for claim in claims for entry in claim.relied for key in entry.evidence}
    cited |= {key for claim in claims for reversal in claim.reversed for key in reversal.evidence}
    cited |= {key for claim in claims if claim.breach for key in claim.breach.evidence}
    cited |= {key for claim in claims for entry in claim.contributions_continue for key in entry.evidence}
    for key in _payroll_records(facts):
        replaced = not in_use(facts, key) and any(in_use(facts, second) for second in cited)
        if key not in cited and not replaced:
            yield objection(("exhibits", key, "kind"), f"{key} shows a payroll change, but no claim names it")


def _payroll_records(facts: Facts) -> Iterator[str]:
    """The payroll records on file. A record that was withdrawn still shows a change until another record is cited."""
    yield from (key for key, exhibit in facts.case.exhibits.items() if exhibit.kind in SHOWS_RELIANCE)


CONTROLS = (
    right_country,
    programs_in_scope,
    claim_is_this_case,
    inside_assignment,
    payroll_last,
    no_open_unknown,
    unknown_escalated,
    side_topics_aside,
    certificate_ending,
    contributions_continue,
    not_proposed_forever,
    payroll_record_explained,
)
