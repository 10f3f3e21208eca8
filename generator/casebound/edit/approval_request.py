"""Working out an approval before it is written: who says yes in which part, to what, and under which seal."""

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
class Yes:
    """What somebody wants to approve: without a role in the part the case gives them, without a claim the only one."""

    step: ApprovalStep
    by: str
    at: Moment
    role: Role | None = None
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An approval ready to be written, its place in the list, and whether it renews an older one there."""

    approval: Approval
    index: int
    renews: bool

    @property
    def entry(self) -> dict[str, str]:
        """The approval as it is written into a record, in the order people read."""
        told = {name: str(value) for name, value in plain(self.approval).items()}
        return {name: told[name] for name in _ORDER if name in told}

    @property
    def values(self) -> dict[tuple[str | int, ...], str]:
        """What changes where an older approval is renewed."""
        return {("approvals", self.index, name): self.entry[name] for name in _RENEWED}


def propose(facts: Facts, yes: Yes) -> Proposal:
    """The approval that somebody's yes comes to. Raises CannotJudge, with the reason, where it comes to none."""
    claim, role = _claim(facts, yes), _role(facts, yes)
    standing = [
        (index, one) for index, one in approvals_of(facts, yes.step, claim) if (one.role, one.by) == (role, yes.by)
    ]
    approval = Approval(
        step=yes.step,
        role=role,
        by=yes.by,
        at=yes.at,
        log_entries=len(facts.case.log),
        controls=CONTROL_SET,
        covers="",
        claim=claim,
    )
    sealed = msgspec.structs.replace(approval, covers=seal(facts, approval))
    if not standing:
        return Proposal(sealed, len(facts.case.approvals), renews=False)
    index, older = standing[0]
    if older.covers == seal(facts, older):
        raise CannotJudge(f"{yes.by} approved this on {older.at.on}, and it still stands", "Nothing has to be done.")
    return Proposal(sealed, index, renews=True)


def open_roles(facts: Facts, step: ApprovalStep, claim: str | None) -> tuple[Role, ...]:
    """The roles whose approval is wanting, or was given for something that has changed since."""
    stale = {one.role for _, one in approvals_of(facts, step, claim) if one.covers != seal(facts, one)}
    return (*missing_roles(facts, step, claim), *(role for role in Role if role in stale))


def objections(case: JudgedCase, index: int) -> Iterator[Finding]:
    """The findings that stand on one approval."""
    place = f"/approvals/{index}"
    for finding in case.findings:
        path = finding.location.path
        if path == place or path.startswith(f"{place}/"):
            yield finding


def _claim(facts: Facts, yes: Yes) -> str | None:
    claims = tuple(facts.case.claims)
    if yes.step is ApprovalStep.FILING:
        if yes.claim is not None:
            raise CannotJudge("the filing step takes no claim", "Leave --claim out.")
        return None
    if yes.claim is None and len(claims) != 1:
        raise CannotJudge(f"the case holds {len(claims)} claims", "Name the one to approve with --claim.")
    claim = yes.claim or claims[0]
    if claim not in claims:
        raise CannotJudge(f"the case holds no claim {claim}", f"It holds: {', '.join(claims) or 'none'}.")
    return claim


def _role(facts: Facts, yes: Yes) -> Role:
    asked = facts.registers.policy.approvals.get(yes.step, ())
    roles = [role for role in asked if facts.case.people.in_role(role) == yes.by]
    if yes.role is not None:
        roles = [role for role in roles if role is yes.role]
    if len(roles) == 1:
        return roles[0]
    if roles:
        raise CannotJudge(f"{yes.by} plays {len(roles)} parts at this step", "Name the part with --role.")
    needed = ", ".join(f"{role.value}: {facts.case.people.in_role(role)}" for role in asked)
    raise CannotJudge(f"{yes.by} has no say at the {yes.step.value} step of this case", f"Asked for are {needed}.")
