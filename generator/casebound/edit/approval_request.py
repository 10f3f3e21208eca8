"""Prepare an approval before it is written: who approves what, in which role, with which seal."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from casebound.controls import CONTROL_SET
from casebound.controls.approval import approvals_of, missing_roles
from casebound.controls.approved_content import seal
from casebound.model.case import Approval
from casebound.model.days import Moment
from casebound.model.errors import CannotJudge
from casebound.model.facts import Facts
from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase
from casebound.model.record_base import plain
from casebound.model.terms import ApprovalStep, Role

_RENEWED = ("at", "log_entries", "controls", "covers")
_ORDER = ("step", "claim", "role", "by", *_RENEWED)


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """An approval that a person wants to give. By default: in their role in the case, and for its only claim."""

    step: ApprovalStep
    by: str
    at: Moment
    role: Role | None = None
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An approval that is ready to be written, its index in the list, and whether it replaces the approval there."""

    approval: Approval
    index: int
    replaces_existing: bool

    @property
    def entry(self) -> dict[str, str]:
        """The approval as it is written into the record, with its fields in reading order."""
        fields = {name: str(value) for name, value in plain(self.approval).items()}
        return {name: fields[name] for name in _ORDER if name in fields}

    @property
    def values(self) -> dict[tuple[str | int, ...], str]:
        """The values that change if the approval replaces an existing approval."""
        return {("approvals", self.index, name): self.entry[name] for name in _RENEWED}


def propose(facts: Facts, request: ApprovalRequest) -> Proposal:
    """The approval for a request. Raises CannotJudge, with the reason, if the request cannot be approved."""
    claim, role = _claim(facts, request), _role(facts, request)
    existing = [
        (index, given)
        for index, given in approvals_of(facts, request.step, claim)
        if (given.role, given.by) == (role, request.by)
    ]
    approval = Approval(
        step=request.step,
        role=role,
        by=request.by,
        at=request.at,
        log_entries=len(facts.case.log),
        controls=CONTROL_SET,
        covers="",
        claim=claim,
    )
    sealed = msgspec.structs.replace(approval, covers=seal(facts, approval))
    if not existing:
        return Proposal(sealed, len(facts.case.approvals), replaces_existing=False)
    index, older = existing[0]
    if older.covers == seal(facts, older):
        message = f"{request.by} approved this on {older.at.on}, and the approval is still valid"
        raise CannotJudge(message, "No action is needed.")
    return Proposal(sealed, index, replaces_existing=True)


def open_roles(facts: Facts, step: ApprovalStep, claim: str | None) -> tuple[Role, ...]:
    """The roles whose approval is missing or out of date."""
    stale = {given.role for _, given in approvals_of(facts, step, claim) if given.covers != seal(facts, given)}
    return (*missing_roles(facts, step, claim), *(role for role in Role if role in stale))


def objections(case: JudgedCase, index: int) -> Iterator[Finding]:
    """The findings about one approval."""
    place = f"/approvals/{index}"
    for finding in case.findings:
        path = finding.location.path
        if path == place or path.startswith(f"{place}/"):
            yield finding


def _claim(facts: Facts, request: ApprovalRequest) -> str | None:
    claims = tuple(facts.case.claims)
    if request.step is ApprovalStep.FILING:
        if request.claim is not None:
            raise CannotJudge("the filing step has no claim", "Remove --claim.")
        return None
    if request.claim is None and len(claims) != 1:
        raise CannotJudge(f"the case has {len(claims)} claims", "Name the claim to approve with --claim.")
    claim = request.claim or claims[0]
    if claim not in claims:
        raise CannotJudge(f"the case has no claim {claim}", f"Claims of the case: {', '.join(claims) or 'none'}.")
    return claim


def _role(facts: Facts, request: ApprovalRequest) -> Role:
    asked = facts.registers.policy.approvals.get(request.step, ())
    roles = [role for role in asked if facts.case.people.in_role(role) == request.by]
    if request.role is not None:
        roles = [role for role in roles if role is request.role]
    if len(roles) == 1:
        return roles[0]
    if roles:
        raise CannotJudge(f"{request.by} has {len(roles)} roles at this step", "Name the role with --role.")
    needed = ", ".join(f"{role.value}: {facts.case.people.in_role(role)}" for role in asked)
    raise CannotJudge(
        f"{request.by} has no role at the {request.step.value} step of this case", f"Approvers: {needed}."
    )
