"""How far a case has come, gate by gate and link by link, so that nothing unproved looks done.

A verdict on a claim comes from judging alone. The links are for cases without a claim, where no chain has been
judged yet: a link is in order only if its own facts say so and no control objects.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from casebound.controls import CONTROLS
from casebound.controls.approval import filing_approved, missing_filing_roles
from casebound.controls.identity import identity_objections, issuer_objections
from casebound.controls.packet import missing_documents
from casebound.controls.predicates import (
    agreement_stands,
    lane_confirmed,
    matrix_decision,
    received,
    unchanged,
)
from casebound.model.countries import country_name
from casebound.model.judgment import JudgedCase, Outcome, State
from casebound.model.labels import LINKS, ROLES, SECTIONS, Label, packet_field, spoken
from casebound.model.requests import refusal_of, sent_requests, unsent_requests
from casebound.model.rules import Control, Link, Section
from casebound.model.terms import Answer, CertificateState, Decision
from casebound.plan.case_plan import REFUSED, Progress, refusal_says
from casebound.plan.questions import unanswered, unrecorded

PASSED = Label("Passed", "", "good")
IN_ORDER = Label("In order", "", "good")
STOPPED = Label("Stopped here", "", "stop")
OPEN = Label("Open", "", "hold")
UNDER_WAY = Label("Under way", "", "wait")
NOT_REACHED = Label("Not reached", "", "quiet")

_AGREEMENT_ANSWERS = {
    Answer.NO: "According to the record, no agreement is in force.",
    Answer.UNKNOWN: "It is not known whether an agreement is in force.",
}
_RULE_ANSWERS = {
    Answer.NO: "A condition is not met, or no rule of the agreement applies.",
    Answer.UNKNOWN: "It is not known whether the conditions are met and a rule applies.",
}
_BY_ID = {control.id: control for control in CONTROLS}
_Reached = tuple[Label, tuple[str, ...]]
"""How far something has come, and what is missing."""

_NO_LANE: _Reached = (OPEN, ("The intake label does not match a confirmed lane.",))


def gates(judged: JudgedCase) -> Iterator[Progress]:
    """The four gates of the guide, in order."""
    outcomes = _parts(judged.outcomes, lambda control: control.section)
    reached = (
        (Section.DECISION, _decision_gate(judged)),
        (Section.PACKET, _packet_gate(judged)),
        (Section.LANE, _lane_gate(judged)),
        (Section.TRACKING, _tracking_gate(judged)),
    )
    for section, so_far in reached:
        yield _progress(SECTIONS[section].label, SECTIONS[section].meaning, so_far, outcomes[section])


def links(judged: JudgedCase) -> Iterator[Progress]:
    """The links of the chain, for a case that claims nothing yet."""
    reached, outcomes = dict(_links(judged)), _parts(judged.outcomes, lambda control: control.link)
    for link in Link:
        so_far = reached.get(link, (NOT_REACHED, ()))
        yield _progress(LINKS[link], link.says, so_far, outcomes[link], link)


def _progress(
    label: str, says: str, reached: _Reached, outcomes: Sequence[Outcome], link: Link | None = None
) -> Progress:
    """Objections of controls come on top of what the facts say, and nothing passes over one."""
    words, missing = reached
    unmet = [outcome for outcome in outcomes if outcome.state is State.NOT_MET]
    objections = tuple(objection.message for outcome in unmet for objection in outcome.objections)
    if unmet and words.tone in ("good", "quiet", "wait"):
        words = OPEN
    met = [outcome for outcome in outcomes if outcome.state is State.MET] if words.tone == "good" else []
    controls = tuple(dict.fromkeys(outcome.control for outcome in (unmet or met)))
    return Progress(label, says, words, controls, tuple(dict.fromkeys((*missing, *objections))), link)


def _parts(outcomes: Iterable[Outcome], by: Callable[[Control], Section | Link | None]) -> Mapping[Any, list[Outcome]]:
    """The outcomes by section or by link, in one pass; what has none has an empty list."""
    parts: dict[Any, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        parts[by(_BY_ID[outcome.control])].append(outcome)
    return parts


def _decision_gate(judged: JudgedCase) -> _Reached:
    facts, stated = judged.facts, judged.case.filing.decision
    allowed = matrix_decision(facts)
    if Decision.DO_NOT_FILE in (allowed, stated):
        return STOPPED, ("The facts do not support a request.",)
    if allowed is Decision.FILE and stated is Decision.FILE:
        return PASSED, ()
    return OPEN, ("The decision to file has not been made.",)


def _packet_gate(judged: JudgedCase) -> _Reached:
    facts = judged.facts
    if _decision_gate(judged)[0] is not PASSED:
        return NOT_REACHED, ()
    gaps = [f"Supporting document missing: {packet_field(facts.case, name)}." for name in missing_documents(facts)]
    gaps += _approval_gaps(judged)
    return (OPEN, tuple(gaps)) if gaps else (PASSED, ())


def _approval_gaps(judged: JudgedCase) -> Iterator[str]:
    """Who must still approve the request in preparation, or, after sending, what was wrong with the approvals."""
    if not _sent(judged) or unsent_requests(judged.case):
        yield from (f"The {ROLES[role].lower()} has not approved yet." for role in missing_filing_roles(judged.facts))
        return
    for outcome in judged.outcomes:
        if outcome.control == filing_approved.id and outcome.state is State.NOT_MET:
            yield from (objection.message for objection in outcome.objections)


def _lane_gate(judged: JudgedCase) -> _Reached:
    facts = judged.facts
    if _decision_gate(judged)[0] is STOPPED:
        return NOT_REACHED, ()
    if not lane_confirmed(facts):
        return _NO_LANE
    return (PASSED, ()) if _sent(judged) else (NOT_REACHED, ())


def _tracking_gate(judged: JudgedCase) -> _Reached:
    if not _sent(judged):
        return NOT_REACHED, ()
    facts = judged.facts
    over = refusal_of(judged.case) is not None or any(
        received(facts, certificate) for certificate in judged.case.certificates.values()
    )
    return (PASSED if over else UNDER_WAY), ()


def _sent(judged: JudgedCase) -> bool:
    return any(sent.on <= judged.facts.known_until for _, _, sent in sent_requests(judged.case))


def _links(judged: JudgedCase) -> Iterator[tuple[Link, _Reached]]:
    facts, case = judged.facts, judged.case
    conditions = case.conditions
    stands = agreement_stands(facts, facts.as_of)
    if stands is Answer.UNKNOWN:
        yield Link.AGREEMENT, _answered(stands, _AGREEMENT_ANSWERS)
    elif stands is Answer.NO:
        missing = f"The register shows no agreement with {country_name(case.partner)} in force."
        yield Link.AGREEMENT, (STOPPED, (missing,))
    else:
        yield Link.AGREEMENT, _answered(conditions.agreement.met, _AGREEMENT_ANSWERS)
    fits = (conditions.cross_border.met, conditions.double_contributions.met, case.rule.confirmed)
    worst = next((answer for answer in (Answer.NO, Answer.UNKNOWN) if answer in fits), Answer.YES)
    yield Link.RULE, _answered(worst, _RULE_ANSWERS)
    if not lane_confirmed(facts):
        yield Link.LANE, _NO_LANE
    elif _sent(judged):
        yield Link.LANE, (IN_ORDER, ())
    yield from _document_links(judged)
    if missing_answers := tuple(_missing_answers(judged)):
        yield Link.KNOWLEDGE, (OPEN, missing_answers)


def _missing_answers(judged: JudgedCase) -> Iterator[str]:
    """Each required question without an answer."""
    for name, question in unanswered(judged.facts):
        if question is not None:
            word = "Unknown" if question.unknown is not None else "No valid answer"
            yield f"{word}: {spoken(name).lower()}."
    yield from (f"Not recorded: {spoken(name).lower()}." for name in unrecorded(judged))


def _answered(answer: Answer, says: Mapping[Answer, str]) -> _Reached:
    if answer is Answer.YES:
        return IN_ORDER, ()
    return (STOPPED if answer is Answer.NO else OPEN), (says[answer],)


def _document_links(judged: JudgedCase) -> Iterator[tuple[Link, _Reached]]:
    """Issuer, receipt and identity, for the final certificate received that fits best."""
    facts, found = judged.facts, []
    if refused := refusal_of(judged.case):
        yield Link.ISSUER, (STOPPED, (f"{REFUSED} {refusal_says(refused[1])}",))
        return
    for key, certificate in judged.case.certificates.items():
        if certificate.state is CertificateState.FINAL and received(facts, certificate):
            issuer = tuple(objection.message for objection in issuer_objections(facts, key, certificate))
            receipt = (
                ()
                if unchanged(facts, certificate.document)
                else (f"The file of {key} does not have the recorded hash.",)
            )
            identity = tuple(objection.message for objection in identity_objections(facts, key, certificate))
            found.append((issuer, receipt, identity))
    if found:
        best = min(found, key=lambda gaps: sum(map(len, gaps)))
        for link, gaps in zip((Link.ISSUER, Link.RECEIPT, Link.IDENTITY), best, strict=True):
            yield link, ((OPEN, gaps) if gaps else (IN_ORDER, ()))
