"""Approvals: by the right and distinct people, at the right time, bound to exactly what was decided."""

from collections.abc import Iterator

from casebound.controls.approved_content import fingerprint, seal
from casebound.controls.certificate import cited
from casebound.controls.definition import case_control, claim_control, guide, objection, policy
from casebound.controls.predicates import before_request, may_proceed
from casebound.model.case import Approval, Claim
from casebound.model.days import Day
from casebound.model.facts import Facts
from casebound.model.rules import Link, Objections, Section
from casebound.model.terms import ApprovalStep, Role, Severity


def approvals_of(facts: Facts, step: ApprovalStep, claim: str | None = None) -> Iterator[tuple[int, Approval]]:
    """The approvals of one step, and of one claim for the second step, with their place in the list."""
    for index, approval in enumerate(facts.case.approvals):
        if approval.step is step and approval.claim == claim:
            yield index, approval


def missing_roles(facts: Facts, step: ApprovalStep, claim: str | None = None) -> tuple[Role, ...]:
    """The roles whose approval the policy asks for and the case does not hold from the person in that role."""
    given = {one.role for _, one in approvals_of(facts, step, claim) if one.by == facts.case.people.in_role(one.role)}
    return tuple(role for role in facts.registers.policy.approvals.get(step, ()) if role not in given)


def _sent(facts: Facts) -> bool:
    return facts.case.submission is not None


@case_control(
    "A01",
    "filing-approved",
    Section.APPROVAL,
    question="Did the right people approve the request before it was sent?",
    why="One person prepares; others vouch for the data and approve. All of that comes before sending.",
    remedy="Have the people in these roles approve; a request that went out without is written into the log.",
    basis=(guide("four gates"), policy("approvals")),
    link=Link.APPROVALS,
    applies=_sent,
    may_apply_later=before_request,
)
def filing_approved(facts: Facts) -> Objections:
    submission, decided = facts.case.submission, facts.case.filing.decided_on
    for role in missing_roles(facts, ApprovalStep.FILING):
        yield objection(
            ("submission",), f"the {role.value} of this case has not approved the filing", ("people", role.value)
        )
    for index, approval in approvals_of(facts, ApprovalStep.FILING):
        if submission is not None and approval.at.on > submission.sent_on:
            yield objection(
                ("approvals", index, "at"), "approved after the request was sent", ("submission", "sent_on")
            )
        if decided is not None and approval.at.on < decided:
            yield objection(
                ("approvals", index, "at"), "approved before the filing was decided", ("filing", "decided_on")
            )


@claim_control(
    "A02",
    "exemption-approved",
    Section.APPROVAL,
    question="Did the right people approve this exemption after the certificate was in hand?",
    why="Who approves before the document arrives approves a hope.",
    remedy="Have the people in these roles approve the claim once the certificate is received.",
    basis=(guide("payroll change needs approval"), policy("approvals")),
    link=Link.APPROVALS,
)
def exemption_approved(facts: Facts, key: str, claim: Claim) -> Objections:
    for role in missing_roles(facts, ApprovalStep.EXEMPTION, key):
        yield objection(
            ("claims", key), f"the {role.value} of this case has not approved the claim", ("people", role.value)
        )
    receipts = [certificate.received_on for _, certificate in cited(facts, claim)]
    in_hand = None if None in receipts or not receipts else max(day for day in receipts if day)
    for index, approval in approvals_of(facts, ApprovalStep.EXEMPTION, key):
        if _too_early(approval, in_hand, facts.as_of):
            yield objection(("approvals", index, "at"), "approved before the certificate was in hand", ("claims", key))


def _too_early(approval: Approval, in_hand: Day | None, as_of: Day) -> bool:
    return in_hand is None or approval.at.on < in_hand or approval.at.on > as_of


@case_control(
    "A03",
    "approvers-distinct",
    Section.APPROVAL,
    question="Are the approvals of one step given by different people, each in their own role?",
    why="One person saying yes twice is still one person.",
    remedy="Have somebody else, who holds the role, approve.",
    basis=(guide("one data-quality owner and one final approver"),),
    link=Link.APPROVALS,
    applies=lambda facts: bool(facts.case.approvals),
    may_apply_later=may_proceed,
)
def approvers_distinct(facts: Facts) -> Objections:
    seen: dict[tuple[ApprovalStep, str | None, str], int] = {}
    for index, approval in enumerate(facts.case.approvals):
        if approval.by != facts.case.people.in_role(approval.role):
            role = approval.role.value
            yield objection(("approvals", index, "by"), f"{approval.by} is not this case's {role}", ("people", role))
        mark = (approval.step, approval.claim, approval.by)
        if mark in seen:
            yield objection(
                ("approvals", index, "by"), f"{approval.by} approves this twice", ("approvals", seen[mark], "by")
            )
        seen.setdefault(mark, index)


@case_control(
    "A04",
    "filing-approvals-current",
    Section.APPROVAL,
    question="Is each filing approval bound to exactly what was decided on?",
    why="An approval counts for what its giver saw. Whatever changed since then, nobody approved.",
    remedy="Show the person what changed and have them approve again.",
    basis=(guide("tied to the right facts"),),
    link=Link.APPROVALS,
    applies=lambda facts: any(approvals_of(facts, ApprovalStep.FILING)),
    may_apply_later=before_request,
)
def filing_approvals_current(facts: Facts) -> Objections:
    decided = fingerprint(facts, ApprovalStep.FILING)
    for index, approval in approvals_of(facts, ApprovalStep.FILING):
        yield from _changed(facts, index, approval, decided)


@claim_control(
    "A05",
    "exemption-approvals-current",
    Section.APPROVAL,
    question="Is each approval of the exemption bound to exactly this claim, certificate and evidence?",
    why="An approval counts for what its giver saw. Whatever changed since then, nobody approved.",
    remedy="Show the person what changed and have them approve again.",
    basis=(guide("tied to the correct worker and country pair"),),
    link=Link.APPROVALS,
)
def exemption_approvals_current(facts: Facts, key: str, _claim: Claim) -> Objections:
    decided = fingerprint(facts, ApprovalStep.EXEMPTION, key)
    for index, approval in approvals_of(facts, ApprovalStep.EXEMPTION, key):
        yield from _changed(facts, index, approval, decided)


def _changed(facts: Facts, index: int, approval: Approval, decided: str) -> Objections:
    if approval.log_entries > len(facts.case.log):
        yield objection(
            ("approvals", index, "log_entries"), "the log is shorter than it was when this was approved", ("log",)
        )
    elif approval.covers != seal(facts, approval, decided):
        yield objection(("approvals", index, "covers"), "what was approved has changed since, or the log before it")


@case_control(
    "A06",
    "approved-under-these-controls",
    Section.APPROVAL,
    question="Were the approvals given under the controls that judge today?",
    why="Controls are added and sharpened. An older approval still stands, for today's controls judge the case anew; it"
    " is good to know that its giver saw an earlier set.",
    remedy="Nothing has to be done. Approve again if the change matters to this case.",
    basis=(policy("controls are versioned"),),
    severity=Severity.NOTE,
    applies=lambda facts: bool(facts.case.approvals),
    may_apply_later=may_proceed,
)
def approved_under_these_controls(facts: Facts) -> Objections:
    for index, approval in enumerate(facts.case.approvals):
        if approval.controls != facts.control_set:
            yield objection(
                ("approvals", index, "controls"),
                f"approved under {approval.controls}; today's set is {facts.control_set}",
            )


CONTROLS = (
    filing_approved,
    exemption_approved,
    approvers_distinct,
    filing_approvals_current,
    exemption_approvals_current,
    approved_under_these_controls,
)
