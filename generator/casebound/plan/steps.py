"""The steps of a case: what can be done now and what comes after, each with its owners and its day.

Every step is written here and nowhere else. They are read from a judged case and decide nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from casebound.controls import approval, certificate, decision, exemption, exhibit_days, file, lane, packet, tracking
from casebound.controls.identity import identity_objections, issuer_objections, matches
from casebound.controls.predicates import (
    AUTHORITY_KINDS,
    agreement,
    agreement_at_decision,
    exempt_country,
    happened,
    lane_confirmed,
    live_sources,
    matrix_decision,
    outbound,
    received,
    unchanged,
)
from casebound.controls.sheet_status import approved_sheet
from casebound.controls.tracking import earliest_follow_up, first_completed, latest_check, shows_completed
from casebound.model.case import Certificate, Request, Sent
from casebound.model.clock import Clock
from casebound.model.countries import country_name, with_article
from casebound.model.days import Day
from casebound.model.decisions import Sheet
from casebound.model.facts import Facts
from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase, LinkVerdict, Verdict
from casebound.model.labels import LINKS, REQUESTERS, ROLES, packet_field, question_phrase, spoken
from casebound.model.requests import (
    any_sent,
    in_preparation,
    latest_sent,
    open_requests,
    refusal_of,
    standing_requests,
)
from casebound.model.rules import Link
from casebound.model.terms import (
    ENDED_STAGES,
    Answer,
    ApprovalStep,
    CertificateState,
    Channel,
    Decision,
    Effect,
    Role,
    Severity,
    SourceTopic,
    Stage,
)
from casebound.plan.case_plan import Owner, Step, StepKind, listed
from casebound.plan.decide_again import what_changed
from casebound.plan.questions import name_of, unanswered, why_open

_CONDITIONS = {
    "cross_border": ("that the work crosses a border", Role.OPERATIONS, decision.conditions_met),
    "agreement": ("that an agreement is in force", Role.LEGAL, decision.agreement_listed),
    "double_contributions": ("that both systems could charge contributions", Role.PAYROLL, decision.conditions_met),
}
_CERTIFICATE = "the certificate itself"
_STATUS_ON_SCREEN = "Check the request's status and save a screenshot."
_STATUS_AT_AGENCY = "Ask the agency for the status of the request, and file its answer."
_NO_CLAIM_YET = "Do not claim an exemption until it is received."


def steps(judged: JudgedCase) -> tuple[Step, ...]:
    """Every step of a case: those that can be done now first, the most urgent on top, then those that come later."""
    found = [*_from_record(judged)]
    found += _from_findings(judged, [step for step in found if step.kind in _ANSWERING])
    return tuple(sorted((_dated(step, judged.facts.clock) for step in found), key=_urgency))


def _dated(step: Step, clock: Clock) -> Step:
    """The step, with whether its day has come, and whether it is late."""
    if step.due is None or step.later:
        return step
    is_due = clock.reached(step.due)
    return replace(step, is_due=is_due, overdue=is_due and not step.is_standing and clock.passed(step.due))


_ANSWERING = frozenset(
    {
        StepKind.HOLD,
        StepKind.CORRECTION,
        StepKind.STATUS_CHECK,
        StepKind.DOCUMENT_OVERDUE,
        StepKind.CERTIFICATE_ENDING,
        StepKind.REFUSAL,
    }
)
"""The steps that do what a finding about the same place asks for."""

_FIRST = (StepKind.REVERT, StepKind.HOLD, StepKind.REFUSAL, StepKind.CORRECTION, StepKind.FINDING)
_WATCHED = frozenset(
    {
        StepKind.STATUS_CHECK,
        StepKind.DOCUMENT_OVERDUE,
        StepKind.FOLLOW_UP,
        StepKind.CERTIFICATE_ENDING,
        StepKind.EXEMPTION_ENDING,
        StepKind.SOURCE_STALE,
        StepKind.DECIDE_AGAIN,
    }
)
_LAST = (StepKind.ASSIGNMENT_OVER, StepKind.NO_CERTIFICATE, StepKind.NO_RELIEF, StepKind.RETENTION_ENDING)


def _urgency(step: Step) -> tuple[int, Day]:
    """Holds and what is overdue come before waiting; what can only be done later comes last."""
    due = step.due or Day.min
    if step.later:
        return (9, Day.min)
    if step.kind in _FIRST:
        return (_FIRST.index(step.kind), Day.min)
    if step.kind in _WATCHED:
        return (5 if step.is_due else 7, due)
    return (8, due) if step.kind in _LAST else (6, Day.min)


def _from_record(judged: JudgedCase) -> Iterator[Step]:
    facts, stage = judged.facts, judged.stage
    yield from _retention(facts)
    yield from _revert(judged)
    yield from _decide_again(facts)
    if stage is Stage.DENIED and facts.case.closure is None:
        yield from _refusal(facts)
    if stage in (Stage.DENIED, Stage.DO_NOT_FILE) and facts.case.closure is None:
        yield _no_relief(facts)
    if facts.case.closure is None:
        yield from _assignment_over(facts)
    if stage not in ENDED_STAGES:
        holds = [*_holds(facts, stage)]
        yield from holds
        yield from _stale(facts)
        yield from _waits(facts)
        yield from _endings(judged)
        if any(claim.relied_on for claim in judged.claims):
            yield from _corrections(facts)
        else:
            yield from _to_the_exemption(facts, stage, held=bool(holds))
        yield from _proposals(judged)


def _revert(judged: JudgedCase) -> Iterator[Step]:
    for claim in judged.claims:
        if claim.verdict is Verdict.UNSUPPORTED:
            broken = [link for link in claim.chain if not link.holds]
            first = broken[0]
            missing_first = f": {first.missing[0]}" if first.missing else ""
            because = f"The chain of support is incomplete at “{LINKS[first.link]}”{missing_first}."
            lost = approval.lost_since_approval(judged.facts, claim.claim) if len(broken) == 1 else frozenset()
            sheet = approved_sheet(judged.facts, claim.claim)
            if sheet and lost == {Effect.ADDING}:
                yield _approve_change(judged, claim.claim, sheet, first)
                continue
            if Effect.ADVERSE in lost and Effect.IDENTITY not in lost:
                yield _decide(judged, claim.claim, first)
                continue
            now = f"Revert the payroll treatment of {claim.claim} now."
            if all(_is_fixed_on_record(judged, claim.claim, link) for link in broken):
                now = f"Put {claim.claim} right today as the findings say, or revert its payroll treatment."
            yield Step(
                StepKind.REVERT,
                now,
                _in_role(judged.facts, Role.PAYROLL),
                because=because,
                missing=tuple(missing for link in broken for missing in link.missing),
                controls=first.controls,
                path=("claims", claim.claim),
            )


def _proposals(judged: JudgedCase) -> Iterator[Step]:
    """What each proposed claim still needs: proof, the decision, or the payroll change."""
    facts = judged.facts
    for verdict in judged.claims:
        key, claim = verdict.claim, facts.case.claims[verdict.claim]
        if verdict.relied_on or claim.reversed:
            continue
        broken = [link for link in verdict.chain if not link.holds and link.link is not Link.PAYROLL]
        if not broken:
            yield Step(
                StepKind.PAYROLL_CHANGE,
                f"Change payroll for {key} from {claim.begins}, and record it (casebound record CASE relied).",
                _in_role(facts, Role.PAYROLL),
                controls=(exemption.payroll_last.id,),
                path=("claims", key),
            )
            continue
        says = f"Wait with {key}: it is only proposed and exempts nobody. Complete what is missing, then decide."
        if {link.link for link in broken} == {Link.APPROVALS}:
            says = f"Decide on {key}, or wait. Until then it exempts nobody."
        yield Step(
            StepKind.EXEMPTION_APPROVAL,
            says,
            _all_in(facts, facts.registers.policy.approvals.get(ApprovalStep.EXEMPTION, ())),
            missing=tuple(gap for link in broken for gap in link.missing),
            controls=tuple(dict.fromkeys(control for link in broken for control in link.controls)),
            path=("claims", key),
        )


_RECORD_LINKS = frozenset({Link.LANE, Link.KNOWLEDGE, Link.APPROVALS})
_RECORD_CONTROLS = frozenset(
    control.id
    for control in (
        certificate.every_certificate_recorded,
        exhibit_days.exhibits_in_their_order,
        exemption.inside_assignment,
    )
)


def _is_fixed_on_record(judged: JudgedCase, claim: str, broken: LinkVerdict) -> bool:
    """Whether a correction of the record, an answer or an approval can complete a link, with what was received."""
    if broken.link in _RECORD_LINKS:
        return True
    asking = {
        finding.control
        for finding in judged.findings
        if finding.severity is Severity.BLOCKING and finding.claim in (None, claim)
    }
    only_unnamed = {certificate.latest_certificate.id} if _is_reissued(judged.facts, claim) else set()
    failing = asking.intersection(broken.controls)
    return bool(failing) and failing <= _RECORD_CONTROLS | only_unnamed


def _is_reissued(facts: Facts, claim: str) -> bool:
    """Whether a certificate that the claim does not name yet matches the case and covers every claimed day."""
    claimed = facts.case.claims[claim]
    return any(
        key not in claimed.certificates and second.period.covers(claimed.period) and matches(facts, key)
        for key, second in facts.case.certificates.items()
    )


def _approve_change(judged: JudgedCase, claim: str, sheet: Sheet, broken: LinkVerdict) -> Step:
    """The exemption was approved, and something was added or changed since."""
    return Step(
        StepKind.EXEMPTION_APPROVAL,
        f"Have the change to {claim} approved, or restore what was approved. Until then, rely only on what is on"
        f" {sheet.id}.",
        _all_in(judged.facts, sheet.roles),
        because=broken.missing[0],
        missing=broken.missing,
        controls=broken.controls,
        path=("claims", claim),
    )


def _decide(judged: JudgedCase, claim: str, broken: LinkVerdict) -> Step:
    """The exemption was approved, and something counts against it since."""
    return Step(
        StepKind.HOLD,
        f"Find out whether {claim} still stands, and rely on it no further until then. If it does not, revert payroll.",
        _all_in(judged.facts, (Role.LEGAL, Role.PAYROLL)),
        because=f"{broken.missing[0][0].upper()}{broken.missing[0][1:]}.",
        missing=broken.missing,
        controls=broken.controls,
        path=("claims", claim),
    )


def _answers(step: Step, finding: Finding) -> bool:
    """Whether a step of the record already does what a finding asks for."""
    if finding.control not in step.controls:
        return False
    if step.kind in _WATCHED:
        return True
    place, asked = "".join(f"/{part}" for part in step.path), finding.location.path
    return place.startswith(asked) or asked.startswith(place)


def _from_findings(judged: JudgedCase, answering: Sequence[Step]) -> Iterator[Step]:
    """Each remedy that a finding asks for and no step of the record does yet, with all findings that ask for it."""
    grouped: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in judged.findings:
        if finding.severity is Severity.NOTE or finding.waived or any(_answers(step, finding) for step in answering):
            continue
        grouped.setdefault((finding.severity, finding.remedy), []).append(finding)
    for (severity, remedy), findings in sorted(grouped.items(), key=lambda group: group[0][0] is not Severity.BLOCKING):
        yield Step(
            StepKind.FINDING if severity is Severity.BLOCKING else StepKind.WARNING,
            remedy,
            _in_role(judged.facts, Role.OPERATIONS),
            because="; ".join(dict.fromkeys(finding.message for finding in findings)),
            missing=()
            if severity is Severity.WARNING
            else tuple(dict.fromkeys(finding.message for finding in findings)),
            controls=tuple(dict.fromkeys(finding.control for finding in findings)),
            place=findings[0].location,
        )


def _holds(facts: Facts, stage: Stage) -> Iterator[Step]:
    """What a person must settle before anything else happens."""
    case = facts.case
    stands = agreement_at_decision(facts)
    if stands is not Answer.YES:
        reported = stands is Answer.UNKNOWN
        yield Step(
            StepKind.HOLD,
            f"Confirm on SSA's list of agreements that the agreement with {_partner(facts)} is in force."
            if reported
            else f"Decide what happens to the request: no agreement with {_partner(facts)} is in force.",
            _in_role(facts, Role.LEGAL),
            missing=("an official page that shows the entry into force" if reported else "an agreement in force",),
            controls=(decision.agreement_listed.id,),
            path=("partner",),
        )
    for name, (phrase, role, control) in _CONDITIONS.items():
        condition = getattr(case.conditions, name)
        if name == "agreement" and stands is condition.met is Answer.UNKNOWN:
            continue  # the step above asks the same
        if condition.met is not Answer.YES:
            unknown = condition.met is Answer.UNKNOWN
            says = "Confirm" if unknown else "Decide what happens to the request: the record does not confirm"
            yield Step(
                StepKind.HOLD,
                f"{says} {phrase}.",
                _in_role(facts, role),
                because=condition.because,
                missing=(f"confirmation {phrase}",),
                controls=(control.id,),
                path=("conditions", name, "met"),
            )
    if case.rule.confirmed is not Answer.YES:
        known = case.rule.confirmed is Answer.NO
        yield Step(
            StepKind.HOLD,
            "Decide what happens to the request: no rule of the agreement applies."
            if known
            else "Confirm which rule of the agreement applies.",
            _person(facts, case.rule.escalated_to, Role.LEGAL),
            since=case.filing.decided_on if case.filing.decision is Decision.ESCALATE else None,
            because=case.rule.because,
            missing=("the applicable rule",),
            controls=(decision.applicable_rule_confirmed.id,),
            path=("rule", "confirmed"),
        )
    if not lane_confirmed(facts):
        yield Step(
            StepKind.HOLD,
            f"“{case.worker.intake_label}” is not a request type that can be filed. Choose employer or self-employed"
            " and say why, or ask legal.",
            _in_role(facts, Role.OPERATIONS),
            missing=("a confirmed request type",),
            controls=(lane.lane_is_confirmed.id,),
            path=("worker", "intake_label"),
        )
    yield from _questions(facts)
    if stage is Stage.ESCALATE and matrix_decision(facts) is Decision.FILE:
        yield Step(
            StepKind.HOLD,
            "Decide whether to file the request.",
            _in_role(facts, Role.APPROVER),
            because=case.filing.because,
            missing=("the filing decision",),
            controls=(decision.decision_follows_matrix.id,),
            path=("filing", "decision"),
        )


def _questions(facts: Facts) -> Iterator[Step]:
    """The questions that a claim rests on and that have no answer yet."""
    for name, question in unanswered(facts):
        yield Step(
            StepKind.HOLD,
            f"Find out {question_phrase(name)}.",
            _person(facts, question.escalated_to if question else None, Role.OPERATIONS),
            since=question.escalated_on if question else None,
            because=why_open(facts, name, question),
            missing=(f"an answer on {spoken(name).lower()}",),
            controls=(exemption.no_open_unknown.id,),
            path=("questions", name),
        )


def _to_the_exemption(facts: Facts, stage: Stage, *, held: bool) -> Iterator[Step]:
    """The way of a case without an exemption in effect: to the request, to the certificate, to the exemption."""
    case = facts.case
    matched = any(matches(facts, key) for key in case.certificates)
    if not matched:
        if not any(standing_requests(case)):
            yield from _to_file(facts, stage, held=held)
        yield from _to_certificate(facts)
    yield from _no_certificate(facts, matched=matched)
    if case.claims:
        return
    yield Step(
        StepKind.EXEMPTION_APPROVAL,
        "Decide on the exemption: record the claim and have it approved.",
        _all_in(facts, facts.registers.policy.approvals.get(ApprovalStep.EXEMPTION, ())),
        missing=("the decision on the exemption",),
        controls=(approval.exemption_approved.id, approval.exemption_as_approved.id),
        path=("certificates",),
        later=held or not matched,
    )
    yield Step(
        StepKind.PAYROLL_CHANGE,
        f"Stop contributions in {_exempt(facts)} once the exemption is approved."
        if case.activity
        else "Change payroll once the exemption is approved.",
        _in_role(facts, Role.PAYROLL),
        controls=(exemption.payroll_last.id,),
        later=True,
    )


def _to_file(facts: Facts, stage: Stage, *, held: bool) -> Iterator[Step]:
    """What a request needs before it is sent, and the sending."""
    case, preparing = facts.case, stage is Stage.PREPARING
    request = case.requests.get(in_preparation(case) or "")
    if case.filing.decision is not Decision.FILE and matrix_decision(facts) is not Decision.FILE:
        yield Step(
            StepKind.FILING_DECISION,
            "Decide whether to file the request.",
            _in_role(facts, Role.APPROVER),
            controls=(decision.decision_follows_matrix.id,),
            path=("filing", "decision"),
            later=held,
        )
    if request is not None and request.requester in AUTHORITY_KINDS:
        yield _sent_by_others(facts, request)
        return
    fields = [packet_field(case, name) for name in packet.missing_documents(facts)]
    if fields:
        yield Step(
            StepKind.PACKET,
            f"Add a document for each of these: {listed(fields)}.",
            _in_role(facts, Role.DATA_QUALITY),
            missing=tuple(f"a document for {field}" for field in fields),
            controls=(packet.packet_complete.id,),
            path=("packet",),
            later=not preparing,
        )
    if roles := approval.missing_filing_roles(facts):
        yield Step(
            StepKind.FILING_APPROVAL,
            f"Approve the filing. Still needed: {listed([ROLES[role].lower() for role in roles])}.",
            _all_in(facts, roles),
            since=case.filing.decided_on,
            missing=tuple(f"approval of the filing by the {ROLES[role].lower()}" for role in roles),
            controls=(approval.filing_approved.id, approval.filing_sheet_current.id),
            later=bool(fields) or not preparing,
        )
    yield Step(
        StepKind.READY_TO_FILE,
        _how_to_send(facts, request),
        _in_role(facts, Role.OPERATIONS),
        missing=("the request",),
        controls=(lane.request_filed.id,),
        path=("filing",),
        later=stage is not Stage.READY_TO_FILE,
    )


def _sent_by_others(facts: Facts, request: Request) -> Step:
    """The team does not decide on the filing of a request that the home employer or an agent makes."""
    return Step(
        StepKind.READY_TO_FILE,
        f"{REQUESTERS[request.requester]} sends the request. Record when it was sent, and state under takeover that the"
        " team takes it over.",
        _in_role(facts, Role.OPERATIONS),
        missing=("the request",),
        controls=(lane.request_filed.id,),
        path=("requests",),
    )


def _how_to_send(facts: Facts, request: Request | None) -> str:
    """What to do with a request that is approved, for its channel."""
    if not outbound(facts):
        country = with_article(country_name(facts.case.partner))
        return f"Have the request sent to the agency of {country}, and file the acknowledgment."
    if request is not None and request.route is not None and request.route.channel is not Channel.ONLINE:
        channel = request.route.channel.value
        return f"Check the destination, send the request by {channel}, and file the proof of sending."
    country = with_article(country_name(facts.case.partner))
    return (
        f"Check the online form for {country} and the destination, send the request on the same day, and file the proof"
        " of sending."
    )


def _to_certificate(facts: Facts) -> Iterator[Step]:
    """The certificate on its way, or what is wrong with each one that came."""
    latest, waiting = latest_sent(facts.case), any(open_requests(facts.case))
    corrections = [*_corrections(facts)]
    yield from corrections
    if not corrections:
        yield Step(
            StepKind.CERTIFICATE,
            "Obtain the certificate itself and add it to the file.",
            _in_role(facts, Role.OPERATIONS),
            missing=(_CERTIFICATE,),
            controls=(certificate.certificate_received.id, certificate.document_unchanged.id),
            path=("requests", latest[0], "sent") if latest else (),
            later=waiting or not any(standing_requests(facts.case)),
        )


def misfits(facts: Facts) -> dict[str, str]:
    """Why each final certificate received cannot be used for this case, in one sentence; none for one that matches."""
    return {
        key: _misfit(facts, key, held)
        for key, held in facts.case.certificates.items()
        if held.state is CertificateState.FINAL and received(facts, held) and not matches(facts, key)
    }


def _misfit(facts: Facts, key: str, held: Certificate) -> str:
    messages = [
        objection.message
        for objection in (*issuer_objections(facts, key, held), *identity_objections(facts, key, held))
    ]
    if not unchanged(facts, held.document):
        messages.append(f"the file of {key} does not have the recorded hash")
    return f"{'; '.join(messages)}." if messages else ""


def _corrections(facts: Facts) -> Iterator[Step]:
    for key, because in misfits(facts).items():
        defect = facts.case.certificates[key].defect
        asked = defect.asked_on if defect else None
        if happened(asked, facts):
            says = f"Ask whether the corrected certificate {key} has been issued. {_NO_CLAIM_YET}"
            path: tuple[str, ...] = ("certificates", key, "defect")
        else:
            says = f"Ask the authority in writing for a corrected certificate {key}. {_NO_CLAIM_YET}"
            path, asked = ("certificates", key), None
        yield Step(
            StepKind.CORRECTION,
            says,
            _in_role(facts, Role.OPERATIONS),
            since=asked,
            because=because,
            missing=("a certificate that matches this case",),
            controls=(certificate.unmatched_certificate.id,),
            path=path,
        )


def _waits(facts: Facts) -> Iterator[Step]:
    """What each request that is out asks of its owner."""
    for key, request, sent in open_requests(facts.case):
        yield from _wait(facts, key, request, sent)


def _wait(facts: Facts, key: str, request: Request, sent: Sent) -> Iterator[Step]:
    """What a request that is out asks of its owner: a status check, one follow-up, and a question about a document."""
    case, policy, owner = facts.case, facts.registers.policy, _in_role(facts, Role.OPERATIONS)
    at = ("requests", key)
    check, done = latest_check(facts, request), shows_completed(facts, request)
    last = check.at.on if check else sent.on
    because = "The certificate has not been received" if done else "The request is still pending"
    at_agency = request.route is not None and request.route.channel is Channel.FOREIGN_AGENCY
    yield Step(
        StepKind.STATUS_CHECK,
        f"{_STATUS_AT_AGENCY if at_agency else _STATUS_ON_SCREEN} {because}, so there is no exemption yet.",
        owner,
        due=last + timedelta(days=policy.status_check_days),
        because=f"The last status check was on {last}." if check else f"The request was sent on {last}.",
        missing=(_CERTIFICATE,),
        controls=(tracking.status_check_due.id,),
        policy=f"status_check_days: {policy.status_check_days}",
        path=(*at, "tracker", request.tracker.index(check)) if check else (*at, "sent", "on"),
    )
    if done:
        yield _not_arrived(facts, key, request)
        return
    earliest = earliest_follow_up(facts, request)
    if earliest is not None and not any(contact.follow_up == key for contact in case.contacts):
        yield Step(
            StepKind.FOLLOW_UP,
            f"Ask the authority once about the request, but not before {earliest}.",
            owner,
            due=earliest,
            missing=(_CERTIFICATE,),
            controls=(tracking.follow_up_in_time.id,),
            path=(*at, "waiting"),
        )


def _not_arrived(facts: Facts, key: str, request: Request) -> Step:
    first, index = first_completed(facts, request)
    days = facts.registers.policy.mailing_allowance.days
    return Step(
        StepKind.DOCUMENT_OVERDUE,
        "Ask the authority for the certificate if it has not arrived by then. There is no exemption before it arrives.",
        _in_role(facts, Role.OPERATIONS),
        due=first + timedelta(days=days + 1),
        because=f"The status has been completed since {first}.",
        missing=(_CERTIFICATE,),
        controls=(tracking.completed_but_overdue.id,),
        policy=f"mailing_allowance: {days} days",
        path=("requests", key, "tracker", index, "shown"),
    )


def _no_certificate(facts: Facts, *, matched: bool) -> Iterator[Step]:
    """The work abroad begins, or has begun, and no exemption relieves it yet."""
    work = facts.case.assignment
    if work.ends is not None and facts.clock.passed(work.ends):
        return
    verb = "began" if facts.clock.reached(work.begins) else "begins"
    without = "no exemption is in effect" if matched else "no matching certificate has been received"
    yield Step(
        StepKind.NO_CERTIFICATE,
        f"Pay all contributions that are due in {_exempt(facts)}: the assignment {verb} on {work.begins}, and"
        f" {without}.",
        _in_role(facts, Role.PAYROLL),
        due=work.begins,
        controls=(certificate.certificate_exists.id,),
        path=("assignment", "begins"),
    )


def _no_relief(facts: Facts) -> Step:
    """It was decided not to file, or the request was refused: contributions stay due."""
    owners, begins, refused = _in_role(facts, Role.PAYROLL), facts.case.assignment.begins, refusal_of(facts.case)
    pay = f"ay all contributions that are due in {_exempt(facts)}"
    if refused is None:
        return Step(
            StepKind.NO_RELIEF,
            f"Do not file. P{pay}.",
            owners,
            due=begins,
            because=_why_not(facts),
            controls=(decision.decision_follows_matrix.id,),
            path=("filing", "decision"),
        )
    key, refusal = refused
    return Step(
        StepKind.NO_RELIEF,
        f"P{pay}: the authority refused to issue the certificate.",
        owners,
        due=begins,
        because=refusal.because,
        controls=(certificate.not_refused.id,),
        path=("requests", key, "refusal"),
    )


def _why_not(facts: Facts) -> str:
    case, row = facts.case, agreement(facts)
    if row is None:
        return f"The register has no agreement with {_partner(facts)}."
    if agreement_at_decision(facts) is Answer.NO:
        return f"The agreement with {_partner(facts)} is not in force."
    for name in _CONDITIONS:
        condition = getattr(case.conditions, name)
        if condition.met is Answer.NO:
            return str(condition.because)
    return case.rule.because if case.rule.confirmed is Answer.NO else case.filing.because


def _refusal(facts: Facts) -> Iterator[Step]:
    refused = refusal_of(facts.case)
    if refused is not None:
        key, refusal = refused
        yield Step(
            StepKind.REFUSAL,
            "Review the refusal before filing again.",
            _in_role(facts, Role.LEGAL),
            since=refusal.received_on,
            because=refusal.because,
            missing=("the review of the refusal",),
            controls=(certificate.not_refused.id,),
            path=("requests", key, "refusal"),
        )


def _decide_again(facts: Facts) -> Iterator[Step]:
    """Something that stopped the case has changed, or will change on a day that is known."""
    changed = what_changed(facts)
    if changed is not None:
        closed = facts.case.closure is not None
        yield Step(
            StepKind.DECIDE_AGAIN,
            f"Decide again whether to {'open a new case' if closed else 'file the request'}, and record the decision"
            " with its day.",
            _all_in(facts, (Role.LEGAL, Role.APPROVER)),
            due=changed.on,
            because=changed.says,
            missing=() if closed else ("a decision after the change",),
            controls=(decision.decision_follows_matrix.id,),
            path=changed.path,
        )


def _endings(judged: JudgedCase) -> Iterator[Step]:
    """What the end of a certificate or of a supported exemption asks for."""
    facts, case = judged.facts, judged.case
    used = {key: held for claim in case.claims.values() for key, held in certificate.cited(facts, claim)}
    if not case.claims:
        used = {key: held for key, held in case.certificates.items() if matches(facts, key)}
    last = max(used.items(), key=lambda held: held[1].ends or Day.max, default=None)
    work_ends = case.assignment.ends
    if last is not None and last[1].ends is not None and (work_ends is None or work_ends > last[1].ends):
        yield _certificate_ending(facts, last[0], last[1].ends)
    elif judged.verdict is Verdict.SUPPORTED:
        yield _exemption_ending(facts, max(claim.ends for claim in case.claims.values() if claim.is_relied_on))


def _certificate_ending(facts: Facts, key: str, ends: Day) -> Step:
    days = facts.registers.policy.certificate_ending_days
    verb = "ended" if facts.clock.passed(ends) else "ends"
    return Step(
        StepKind.CERTIFICATE_ENDING,
        f"Request an extension, or plan for the end of the exemption: certificate {key} {verb} on {ends}, but the"
        " assignment continues.",
        _in_role(facts, Role.OPERATIONS),
        due=ends - timedelta(days=days),
        controls=(exemption.certificate_ending.id,),
        policy=f"certificate_ending_days: {days}",
        path=("certificates", key, "ends"),
    )


def _exemption_ending(facts: Facts, ends: Day) -> Step:
    if facts.clock.passed(ends):
        says = f"Make sure that contributions in {_exempt(facts)} have resumed: the exemption ended on {ends}."
    else:
        says = f"No action is due. The exemption ends on {ends}; contributions in {_exempt(facts)} resume the next day."
    return Step(
        StepKind.EXEMPTION_ENDING,
        says,
        _in_role(facts, Role.PAYROLL),
        due=ends,
        controls=(certificate.covers_every_day.id,),
        path=("claims",),
    )


def _assignment_over(facts: Facts) -> Iterator[Step]:
    ends = facts.case.assignment.ends
    if ends is not None and facts.clock.passed(ends):
        yield Step(
            StepKind.ASSIGNMENT_OVER,
            f"Close the case: the assignment ended on {ends}.",
            _in_role(facts, Role.OPERATIONS),
            due=ends,
            controls=(file.kept_long_enough.id,),
            path=("assignment", "ends"),
        )


def _stale(facts: Facts) -> Iterator[Step]:
    """Sources of a case that is still undecided: after the day shown, no decision can rest on them."""
    case, days = facts.case, facts.registers.policy.source_fresh_days
    if case.filing.decision is Decision.FILE or any_sent(case):
        return
    policy = f"source_fresh_days: {days}"
    condition, rule = case.conditions.agreement, case.rule
    read = [source.accessed_on for source in live_sources(facts, condition.evidence, SourceTopic.AGREEMENT)]
    if condition.met is Answer.YES and read:
        due = min(max(read), condition.checked_on or Day.max) + timedelta(days=days)
        yield Step(
            StepKind.SOURCE_STALE,
            f"Re-check the list of agreements before deciding. The check on file {_usable(due, facts)}.",
            _person(facts, condition.checked_by, Role.LEGAL),
            due=due,
            controls=(decision.own_dated_check.id,),
            policy=policy,
            path=("conditions", "agreement"),
        )
    read = [source.accessed_on for source in live_sources(facts, rule.evidence, SourceTopic.RULE)]
    if rule.confirmed is Answer.UNKNOWN and read:
        due = max(read) + timedelta(days=days)
        yield Step(
            StepKind.SOURCE_STALE,
            f"Re-check the text of the rule before confirming it. The text on file {_usable(due, facts)}.",
            _person(facts, rule.escalated_to, Role.LEGAL),
            due=due,
            controls=(decision.applicable_rule_confirmed.id,),
            policy=policy,
            path=("rule",),
        )


def _usable(until: Day, facts: Facts) -> str:
    return f"{'could' if facts.clock.passed(until) else 'can'} be used until {until}"


def _retention(facts: Facts) -> Iterator[Step]:
    closure = facts.case.closure
    if closure is not None:
        yield Step(
            StepKind.RETENTION_ENDING,
            f"Keep the file until {closure.retain_until}, then decide whether to keep it longer.",
            _in_role(facts, Role.OPERATIONS),
            due=closure.retain_until,
            controls=(file.kept_long_enough.id,),
            policy=f"retention_years: {facts.registers.policy.retention_years}",
            path=("closure", "retain_until"),
        )


def _partner(facts: Facts) -> str:
    return with_article(country_name(facts.case.partner))


def _exempt(facts: Facts) -> str:
    return with_article(country_name(exempt_country(facts)))


def _in_role(facts: Facts, role: Role) -> tuple[Owner, ...]:
    return _all_in(facts, (role,))


def _all_in(facts: Facts, roles: tuple[Role, ...]) -> tuple[Owner, ...]:
    people = facts.case.people
    return tuple(Owner(people.in_role(role), name_of(facts, people.in_role(role)), role) for role in roles)


def _person(facts: Facts, person: str | None, otherwise: Role) -> tuple[Owner, ...]:
    """The person who is named, with the role they have in this case; else the person in the role."""
    people = facts.case.people
    if person is None or person == people.in_role(otherwise):
        return _in_role(facts, otherwise)
    role = next((role for role in Role if people.in_role(role) == person), None)
    return (Owner(person, name_of(facts, person), role),)
