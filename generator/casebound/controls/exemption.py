"""The exemption: what is claimed stays inside the proof, and payroll changed last."""

import datetime as dt

from casebound.controls.certificate import cited
from casebound.controls.definition import case_control, claim_control, guide, objection, official, policy
from casebound.controls.predicates import agreement, exempt_country, exhibits_of_kind, known, needed_questions, outbound
from casebound.model.case import Claim
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.rules import Link, Objections, Section
from casebound.model.terms import Lane, Severity

US_PROGRAMS = {
    Lane.EMPLOYER: frozenset({"fica-oasdi", "fica-hi"}),
    Lane.SELF_EMPLOYED: frozenset({"seca-oasdi", "seca-hi"}),
}
_PROOF_SECTIONS = frozenset(
    {"assignment", "conditions", "rule", "questions", "packet", "route", "submission", "certificates", "claims"}
)


@claim_control(
    "E01",
    "right-side",
    Section.EXEMPTION,
    question="Is the exemption claimed on the side that the certificate frees, and only there?",
    why="Outbound frees from the partner's contributions, inbound from FICA or SECA. Never both, never the other.",
    remedy="Set claims.exempt_in to the exempt side; contributions stay due on the covering side.",
    basis=(guide("coverage in one country only"), official("POMS RS 02001.005")),
    link=Link.IDENTITY,
)
def right_side(facts: Facts, key: str, claim: Claim) -> Objections:
    if claim.exempt_in != exempt_country(facts):
        yield objection(
            ("claims", key, "exempt_in"),
            f"exemption is claimed in {claim.exempt_in}; this case can exempt only in {exempt_country(facts)}",
            ("direction",),
        )


@claim_control(
    "E02",
    "programs-in-scope",
    Section.EXEMPTION,
    question="Does the agreement reach every claimed program?",
    why="Agreements differ: Sweden's frees from pension-type contributions only, Australia's from the Superannuation"
    " Guarantee only. What lies outside stays due.",
    remedy="Drop the program from the claim, or confirm it in registers/agreements.yml with an official source.",
    basis=(official("SSA pamphlets (DOMAIN S17)"),),
    link=Link.PROGRAMS,
)
def programs_in_scope(facts: Facts, key: str, claim: Claim) -> Objections:
    row = agreement(facts)
    inside = US_PROGRAMS.get(facts.case.filing.lane, frozenset())
    if outbound(facts):
        inside = frozenset(row.programs.confirmed) if row else frozenset()
    if not claim.programs:
        yield objection(("claims", key, "programs"), "the claim names no program")
    for index, program in enumerate(claim.programs):
        if program not in inside:
            unsure = outbound(facts) and row is not None and program in row.programs.unconfirmed
            why = "is not confirmed as part of" if unsure else "lies outside"
            yield objection(("claims", key, "programs", index), f"{program} {why} the agreement's scope", ("partner",))


@claim_control(
    "E03",
    "claim-is-this-case",
    Section.EXEMPTION,
    question="Is the claim for the worker and the employer or activity of this case?",
    why="What was asked for, what was certified and what is claimed must be the same person and the same work.",
    remedy="Correct the claim, or open a case for the other worker or employer.",
    basis=(guide("the right bilateral agreement, the right worker"),),
    link=Link.IDENTITY,
)
def claim_is_this_case(facts: Facts, key: str, claim: Claim) -> Objections:
    case, at = facts.case, ("claims", key)
    if claim.worker != case.worker.reference:
        yield objection(
            (*at, "worker"), f"the claim is for {claim.worker}, the case for another worker", ("worker", "reference")
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
    question="Does every claimed day lie inside the assignment?",
    why="Before the work abroad begins, and after it ends, there is nothing to be exempt from.",
    remedy="Bring the claim inside the assignment, or correct the assignment with its letter.",
    basis=(guide("assignment dates"),),
    link=Link.PERIOD,
)
def inside_assignment(facts: Facts, key: str, claim: Claim) -> Objections:
    if not facts.case.assignment.period.covers(claim.period):
        edge = "begins" if claim.begins < facts.case.assignment.begins else "ends"
        yield objection(
            ("claims", key, edge),
            f"the claim, {claim.period}, leaves the assignment, {facts.case.assignment.period}",
            ("assignment", edge),
        )


@claim_control(
    "E05",
    "payroll-last",
    Section.EXEMPTION,
    question="Was payroll changed only after the certificate was in hand and the change approved?",
    why="Teams get hurt when withholding changes before the proof exists.",
    remedy="Revert the change, or enter it again once certificate and approvals are in place.",
    basis=(guide("do not change exemption treatment until the certificate is tied"),),
    link=Link.PAYROLL,
)
def payroll_last(facts: Facts, key: str, claim: Claim) -> Objections:
    change, at = claim.payroll_change, ("claims", key, "payroll_change")
    if change is None:
        yield objection(("claims", key), "the claim does not record the payroll change it stands for")
        return
    if change.entered_on > facts.as_of:
        yield objection((*at, "entered_on"), f"the change had not been entered on {facts.as_of}")
    if change.effective not in claim.period:
        yield objection(
            (*at, "effective"), "the change takes effect outside the claimed days", ("claims", key, "begins")
        )
    for name, certificate in cited(facts, claim):
        if certificate.received_on is None or certificate.received_on > change.entered_on:
            yield objection(
                (*at, "entered_on"), f"payroll was changed before {name} was received", ("certificates", name)
            )
    for index, approval in enumerate(facts.case.approvals):
        if approval.claim == key and approval.at.on > change.entered_on:
            yield objection(
                (*at, "entered_on"), "payroll was changed before the approval was given", ("approvals", index)
            )
    if not exhibits_of_kind(facts, change.evidence, "payroll-record"):
        yield objection(at, "no payroll record on file shows the change")


@claim_control(
    "E06",
    "no-open-unknown",
    Section.EXEMPTION,
    question="Is every point known that a claim like this needs?",
    why="An unknown is a hold and an escalation, never a pass.",
    remedy="Find the point out and record it as known with its source, or give up the claim.",
    basis=(guide("known and unknown"), policy("needed_questions")),
    link=Link.KNOWLEDGE,
)
def no_open_unknown(facts: Facts, key: str, _claim: Claim) -> Objections:
    for point in needed_questions(facts):
        entry = facts.case.questions.get(point)
        if entry is None:
            yield objection(("claims", key), f"the ledger does not hold the point {point}")
        elif entry.unknown is not None:
            yield objection(("questions", point), f"the point {point} is unknown: {entry.unknown}", ("claims", key))
        elif entry.known is not None and not known(facts, point):
            yield objection(("questions", point), f"nothing on file shows the point {point}", ("claims", key))
        elif entry.not_applicable is not None and point in facts.registers.policy.needed_questions.get("all", ()):
            yield objection(("questions", point), f"the point {point} applies to every claim", ("claims", key))


@case_control(
    "E07",
    "unknown-escalated",
    Section.EXEMPTION,
    question="Has every unknown been handed to somebody?",
    why="An unknown that nobody owns stays unknown.",
    remedy="Record escalated_to and escalated_on for the point.",
    basis=(guide("record it as unknown and escalate"),),
    severity=Severity.WARNING,
    applies=lambda facts: any(point.unknown is not None for point in facts.case.questions.values()),
)
def unknown_escalated(facts: Facts) -> Objections:
    for name, point in facts.case.questions.items():
        if point.unknown is not None and (point.escalated_to is None or point.escalated_on is None):
            yield objection(("questions", name), f"the point {name} is unknown and was handed to nobody")


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
    question="Do FBAR, FATCA, Form 8938 and Schedule SE papers stay aside, never used as proof?",
    why="They answer other questions. None of them says which country covers a worker.",
    remedy="Keep the paper under side_topics and cite something that shows coverage.",
    basis=(guide("side topics"),),
    link=Link.KNOWLEDGE,
)
def side_topics_aside(facts: Facts) -> Objections:
    aside = {key for topic in facts.case.side_topics for key in topic.evidence}
    for key, at in _rests_on(facts, "side-topic"):
        yield objection(at, f"{key} is a side topic and proves nothing about coverage")
        aside.discard(key)
    for cite in facts.cites:
        if cite.id in aside and cite.statement[0] in _PROOF_SECTIONS:
            yield objection(cite.at, f"{cite.id} lies in the file as a side topic and proves nothing about coverage")


@claim_control(
    "E09",
    "certificate-ending",
    Section.EXEMPTION,
    question="Is there still time before the certificate ends while the assignment goes on?",
    why="Extensions are asked for before the current certificate runs out.",
    remedy="Ask for the extension now, or plan the end of the exemption.",
    basis=(policy("certificate_ending_days"),),
    severity=Severity.WARNING,
    applies=lambda facts, _key, _claim: facts.case.closure is None,
)
def certificate_ending(facts: Facts, key: str, claim: Claim) -> Objections:
    days = facts.registers.policy.certificate_ending_days
    ends = max((one.ends or dt.date.max for _, one in cited(facts, claim)), default=dt.date.max)
    goes_on = facts.case.assignment.ends is None or facts.case.assignment.ends > ends
    if goes_on and ends != dt.date.max and (ends - facts.as_of).days <= days:
        yield objection(("claims", key, "certificates"), f"the certificate ends on {ends} and the assignment goes on")


CONTROLS = (
    right_side,
    programs_in_scope,
    claim_is_this_case,
    inside_assignment,
    payroll_last,
    no_open_unknown,
    unknown_escalated,
    side_topics_aside,
    certificate_ending,
)
