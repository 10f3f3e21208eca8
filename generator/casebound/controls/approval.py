"""Approvals: by the required and different people, at the right time, covering exactly the decided facts."""

from collections.abc import Iterator

from casebound.controls.approved_content import fingerprint, seal
from casebound.controls.certificate import cited
from casebound.controls.definition import case_control, claim_control, objection, objection_with_remedy
from casebound.controls.predicates import FILE_AGAIN, before_request, may_proceed
from casebound.model.case import Approval, Claim
from casebound.model.facts import Facts
from casebound.model.requests import any_sent, latest_sent
from casebound.model.rules import Link, Objections, Section, process, setting, support_policy
from casebound.model.terms import ApprovalStep, Role, Severity

_CORRECT_OR_FILE_AGAIN = (
    "If the change is an error, restore the approved facts and evidence, and explain the correction in the log."
    f" {FILE_AGAIN}"
)


_STATE_THE_TIME = (
    "If the approval was given earlier, state the time with --at. Otherwise approve with a later --as-of date, or with"
    " a later as_of in registers/policy.yml."
)


def approvals_of(facts: Facts, step: ApprovalStep, claim: str | None = None) -> Iterator[tuple[int, Approval]]:
    """The approvals of a step, for the exemption step those of the claim, with their index in the record."""
    for index, approval in enumerate(facts.case.approvals):
        if approval.step is step and approval.claim == claim:
            yield index, approval


def missing_roles(facts: Facts, step: ApprovalStep, claim: str | None = None) -> tuple[Role, ...]:
    """The roles whose approval the policy requires and the person in that role has not given."""
    given = {
        approval.role
        for _, approval in approvals_of(facts, step, claim)
        if approval.by == facts.case.people.in_role(approval.role)
    }
    return tuple(role for role in facts.registers.policy.approvals.get(step, ()) if role not in given)


def _sent(facts: Facts) -> bool:
    return any_sent(facts.case)


@case_control(
    "A01",
    "filing-approved",
    Section.APPROVAL,
    question="Did the required people approve the filing before the request was sent?",
    why="One person prepares the request, and others confirm the data and approve it. All approvals must be given"
    " before the request is sent.",
    remedy="Have the people in these roles approve the filing (casebound approve). If a request was sent without"
    " approval, withdraw it, have the filing approved, and send it again.",
    basis=(process("Approvals"), setting("approvals")),
    link=Link.APPROVALS,
    applies=_sent,
    may_apply_later=before_request,
)
def filing_approved(facts: Facts) -> Objections:
    latest, decided = latest_sent(facts.case), facts.case.filing.decided_on
    if latest is None:
        return
    key, _, sent = latest
    for role in missing_roles(facts, ApprovalStep.FILING):
        message = f"the filing is not approved by this case's {role.value}"
        yield objection(("requests", key, "sent"), message, ("people", role.value))
    for index, approval in approvals_of(facts, ApprovalStep.FILING):
        if approval.at.on > sent.on:
            message = "approved after the request was sent"
            yield objection(("approvals", index, "at"), message, ("requests", key, "sent", "on"))
        if decided is not None and approval.at.on < decided:
            yield objection(("approvals", index, "at"), "approved before the filing decision", ("filing", "decided_on"))


@claim_control(
    "A02",
    "exemption-approved",
    Section.APPROVAL,
    question="Did the required people approve this exemption after the certificate was received?",
    why="An approval that was given before the certificate arrived does not cover the certificate.",
    remedy="Have the people in these roles approve the claim after the certificate is received (casebound approve),"
    " and remove any earlier approval of the claim.",
    basis=(process("Approvals"), setting("approvals")),
    link=Link.APPROVALS,
)
def exemption_approved(facts: Facts, key: str, claim: Claim) -> Objections:
    for role in missing_roles(facts, ApprovalStep.EXEMPTION, key):
        yield objection(
            ("claims", key), f"the claim is not approved by this case's {role.value}", ("people", role.value)
        )
    receipts = [certificate.received_on for _, certificate in cited(facts, claim)]
    received = None if None in receipts or not receipts else max(day for day in receipts if day)
    for index, approval in approvals_of(facts, ApprovalStep.EXEMPTION, key):
        at = ("approvals", index, "at")
        if received is None or approval.at.on < received:
            yield objection(at, "approved before the certificate was received", ("claims", key))
        elif approval.at.on > facts.as_of:
            yield objection_with_remedy(at, f"approved after the as-of date {facts.as_of}", _STATE_THE_TIME)


@case_control(
    "A03",
    "approvers-distinct",
    Section.APPROVAL,
    question="Are the approvals of each step given by different people, each in their own role?",
    why="Two approvals by the same person amount to only one review.",
    remedy="Remove the approval, and have the person who holds the role in this case approve (casebound approve).",
    basis=(process("Approvals"),),
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
                ("approvals", index, "by"),
                f"{approval.by} approved the same step twice",
                ("approvals", seen[mark], "by"),
            )
        seen.setdefault(mark, index)


@case_control(
    "A04",
    "filing-approvals-current",
    Section.APPROVAL,
    question="Does each filing approval cover the facts as they are now?",
    why="An approval covers what the approver saw. A later change is not approved.",
    remedy="Show the approver what changed and have them approve again (casebound approve).",
    basis=(process("Approvals"),),
    link=Link.APPROVALS,
    applies=lambda facts: any(approvals_of(facts, ApprovalStep.FILING)),
    may_apply_later=before_request,
)
def filing_approvals_current(facts: Facts) -> Objections:
    decided = fingerprint(facts, ApprovalStep.FILING)
    for index, approval in approvals_of(facts, ApprovalStep.FILING):
        for found in _changed(facts, index, approval, decided):
            yield objection_with_remedy(found.at, found.message, _CORRECT_OR_FILE_AGAIN) if _sent(facts) else found


@claim_control(
    "A05",
    "exemption-approvals-current",
    Section.APPROVAL,
    question="Does each approval of the exemption cover this claim, its certificates and its evidence as they are now?",
    why="An approval covers what the approver saw. A later change is not approved.",
    remedy="Show the approver what changed and have them approve again (casebound approve).",
    basis=(process("Approvals"),),
    link=Link.APPROVALS,
)
def exemption_approvals_current(facts: Facts, key: str, _claim: Claim) -> Objections:
    decided = fingerprint(facts, ApprovalStep.EXEMPTION, key)
    for index, approval in approvals_of(facts, ApprovalStep.EXEMPTION, key):
        yield from _changed(facts, index, approval, decided)


def _changed(facts: Facts, index: int, approval: Approval, decided: str) -> Objections:
    if approval.log_entries > len(facts.case.log):
        yield objection(
            ("approvals", index, "log_entries"),
            "approval out of date: the log has fewer entries than at the time of the approval",
            ("log",),
        )
    elif approval.covers != seal(facts, approval, decided):
        yield objection(
            ("approvals", index, "covers"),
            "approval out of date: the facts or the earlier log entries have changed",
        )


@case_control(
    "A06",
    "approved-under-these-controls",
    Section.APPROVAL,
    question="Were the approvals given under the current set of controls?",
    why="Controls are added and improved over time. An earlier approval remains valid, because the current controls"
    " check the case again. The note shows that the approver saw an earlier set.",
    remedy="No action is required. Approve again if the change matters to this case.",
    basis=(support_policy("10 Approvals"),),
    severity=Severity.NOTE,
    applies=lambda facts: bool(facts.case.approvals),
    may_apply_later=may_proceed,
)
def approved_under_these_controls(facts: Facts) -> Objections:
    for index, approval in enumerate(facts.case.approvals):
        if approval.controls != facts.control_set:
            yield objection(
                ("approvals", index, "controls"),
                f"approved under the control set {approval.controls}; the current set is {facts.control_set}",
            )


CONTROLS = (
    filing_approved,
    exemption_approved,
    approvers_distinct,
    filing_approvals_current,
    exemption_approvals_current,
    approved_under_these_controls,
)
