"""Why a case stands where it does, and the shortest way from there to a supported exemption.

Read from a finished judgement: the way lists what is missing in the order in which it can be done, each step
with who does it and the controls that will look. It decides nothing, and a way that ends says why it ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.controls.approval import missing_roles
from casebound.controls.packet import missing_documents
from casebound.controls.predicates import (
    agreement_in_force,
    decision_day,
    identity_objections,
    issuer_objections,
    lane_confirmed,
    matches,
    needed_questions,
    received,
    unchanged,
)
from casebound.model.judgment import LinkVerdict, State, Verdict
from casebound.model.labels import LINKS, ROLES, spoken
from casebound.model.terms import Answer, ApprovalStep, CertificateState, Decision, Role, Stage
from casebound.render.view import CaseView

_ENDED = frozenset({Stage.DO_NOT_FILE, Stage.DENIED, Stage.CLOSED})
_CONDITIONS = {
    "cross_border": ("that the work crosses the border", Role.OPERATIONS, "D01"),
    "agreement": ("that the agreement applies", Role.LEGAL, "D02"),
    "double_contributions": ("that both systems could take contributions", Role.PAYROLL, "D01"),
}


@dataclass(frozen=True, slots=True)
class WayStep:
    """One thing still to be done, by whom, and the controls that ask about it."""

    says: str
    who: str
    controls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """Why a case stands where it does (`because`), and the steps that lead on; none where the way ends."""

    title: str
    because: str
    steps: tuple[WayStep, ...]


def way(view: CaseView) -> Way:
    """Why the case is held, supported or ended, and the shortest path to support."""
    verdict, stage = view.judged.verdict, view.judged.stage
    if verdict is Verdict.SUPPORTED:
        until = max(claim.ends for claim in view.case.claims.values())
        return Way("Why this is supported", f"Every link of the chain holds, for every claimed day up to {until}.", ())
    if verdict is Verdict.UNSUPPORTED:
        return Way("Why this is not supported", *_unsupported(view))
    if stage in _ENDED:
        return Way("Why the way ends here", view.stage.meaning, ())
    steps = tuple(_ahead(view))
    held = view.stage.tone == "hold"
    return Way("Why this is held" if held else "What still stands before an exemption", _because(steps), steps)


def _because(steps: tuple[WayStep, ...]) -> str:
    first = steps[0].says
    return f"Nothing may be exempted yet. The first thing missing is to {first[:1].lower()}{first[1:]}."


def _unsupported(view: CaseView) -> tuple[str, tuple[WayStep, ...]]:
    """The first broken link of the first broken claim, and what each objecting control asks for, once."""
    broken = [(claim, link) for claim in view.judged.claims for link in claim.chain if not link.holds]
    claim, first = broken[0]
    more = len(broken) - 1
    beside = f" {more} other {'link does' if more == 1 else 'links do'} not hold either." if more else ""
    because = f"Claim {claim.claim} breaks at “{LINKS[first.link]}”{_told(first)}{beside}"
    revert = WayStep("Revert the payroll treatment until every link holds", _named(view, Role.PAYROLL), ())
    remedies: dict[str, list[str]] = {}
    for row in view.matrix:
        if row.outcome.state is State.NOT_MET and row.rule.link is not None:
            remedies.setdefault(row.rule.remedy.rstrip("."), []).append(row.rule.id)
    owner = _named(view, Role.OPERATIONS)
    mending = [WayStep(says, owner, tuple(dict.fromkeys(ids))) for says, ids in remedies.items()]
    return because, (revert, *mending)


def _told(link: LinkVerdict) -> str:
    return f": {link.missing[0]}." if link.missing else "."


def _ahead(view: CaseView) -> Iterator[WayStep]:
    """Everything between a case that claims nothing and an exemption, in the order of the process."""
    matched = any(matches(view.judged.facts, key) for key in view.case.certificates)
    if not matched:
        yield from _to_know(view)
    yield from _known_points(view)
    if not matched:
        if view.case.submission is None:
            yield from _to_file(view)
        yield from _until_in_hand(view)
    roles = view.judged.facts.registers.policy.approvals.get(ApprovalStep.EXEMPTION, ())
    yield WayStep("Have the exemption approved, after receipt", _names(view, roles), ("A02", "A05"))
    yield WayStep("Change payroll, then record the claim", _named(view, Role.PAYROLL), ("E05",))


def _to_know(view: CaseView) -> Iterator[WayStep]:
    """What has to be known before anything can be decided."""
    facts, case = view.judged.facts, view.case
    if not agreement_in_force(facts, decision_day(facts)):
        yield WayStep(f"Wait until an agreement with {view.country} is in force", _named(view, Role.LEGAL), ("D02",))
    for name, (says, role, control) in _CONDITIONS.items():
        if getattr(case.conditions, name).met is not Answer.YES:
            yield WayStep(f"Settle {says}", _named(view, role), (control,))
    if case.rule.confirmed is not Answer.YES:
        who = view.people.get(case.rule.escalated_to or "", _named(view, Role.LEGAL))
        yield WayStep("Confirm which rule of the agreement fits", who, ("D06",))
    if not lane_confirmed(facts):
        says = f"Have the label “{case.worker.intake_label}” reclassified into a confirmed lane"
        yield WayStep(says, _named(view, Role.OPERATIONS), ("L01",))


def _to_file(view: CaseView) -> Iterator[WayStep]:
    """What a request needs before it is sent, and the sending."""
    facts, case = view.judged.facts, view.case
    if case.filing.decision is not Decision.FILE:
        yield WayStep("Decide to file", _named(view, Role.APPROVER), ("D05",))
    if missing := missing_documents(facts):
        fields = ", ".join(spoken(name).lower() for name in missing)
        yield WayStep(f"Put a document behind: {fields}", _named(view, Role.DATA_QUALITY), ("P01",))
    if roles := missing_roles(facts, ApprovalStep.FILING):
        yield WayStep("Have the filing approved", _names(view, roles), ("A01", "A04"))
    yield WayStep("Send the request, in the right lane, and file the proof", _named(view, Role.OPERATIONS), ("L03",))


def _until_in_hand(view: CaseView) -> Iterator[WayStep]:
    """The certificate on its way, or what is wrong with the best one that came."""
    facts, owner = view.judged.facts, _named(view, Role.OPERATIONS)
    came = [
        [*issuer_objections(facts, key, one), *identity_objections(facts, key, one)]
        for key, one in view.case.certificates.items()
        if one.state is CertificateState.FINAL and received(facts, one) and unchanged(facts, one.document)
    ]
    if not came:
        yield WayStep("Receive the certificate itself, and file it with its hash", owner, ("X05", "X06"))
        return
    gaps = min(came, key=len)
    told = f": {gaps[0].message}" if gaps else ""
    yield WayStep(f"Get a corrected certificate that names this case{told}", owner, ("X03", "X07"))


def _known_points(view: CaseView) -> Iterator[WayStep]:
    points = view.case.questions
    for name in needed_questions(view.judged.facts):
        point = points.get(name)
        if point is None or point.unknown is not None:
            who = view.people.get(point.escalated_to or "", "") if point else ""
            yield WayStep(f"Settle {spoken(name).lower()}", who or _named(view, Role.OPERATIONS), ("E06",))


def _named(view: CaseView, role: Role) -> str:
    person = view.case.people.in_role(role)
    return f"{view.people.get(person, person)}, {ROLES[role].lower()}"


def _names(view: CaseView, roles: tuple[Role, ...]) -> str:
    return "; ".join(_named(view, role) for role in roles)
