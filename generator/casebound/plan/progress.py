"""How far a case without a claim has come, link by link, so that nothing unproved looks done.

A verdict on a claim comes from judging alone. Where nothing is claimed, no chain has been judged yet: a link is in
order only if its own facts say so and no control objects.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from casebound.controls import CONTROLS
from casebound.controls.identity import identity_objections, issuer_objections
from casebound.controls.predicates import (
    agreement_stands,
    lane_confirmed,
    received,
    unchanged,
)
from casebound.model.countries import country_name
from casebound.model.judgment import JudgedCase, Outcome, State
from casebound.model.labels import LINKS, Label, spoken
from casebound.model.requests import refusal_of, sent_requests
from casebound.model.rules import Link
from casebound.model.terms import Answer, CertificateState
from casebound.plan.case_plan import REFUSED, Progress, refusal_says
from casebound.plan.questions import unanswered, unrecorded

IN_ORDER = Label("In order", "", "good")
STOPPED = Label("Stopped here", "", "stop")
OPEN = Label("Open", "", "hold")
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

_NO_LANE: _Reached = (OPEN, ("The intake label does not match a confirmed request type.",))


def links(judged: JudgedCase) -> Iterator[Progress]:
    """The links of the chain, for a case that claims nothing yet."""
    reached, outcomes = dict(_links(judged)), _by_link(judged.outcomes)
    for link in Link:
        yield _progress(link, reached.get(link, (NOT_REACHED, ())), outcomes[link])


def _progress(link: Link, reached: _Reached, outcomes: Sequence[Outcome]) -> Progress:
    """Objections of controls come on top of what the facts say, and nothing passes over one."""
    words, missing = reached
    unmet = [outcome for outcome in outcomes if outcome.state is State.NOT_MET]
    objections = tuple(objection.message for outcome in unmet for objection in outcome.objections)
    if unmet and words.tone in ("good", "quiet"):
        words = OPEN
    met = [outcome for outcome in outcomes if outcome.state is State.MET] if words.tone == "good" else []
    controls = tuple(dict.fromkeys(outcome.control for outcome in (unmet or met)))
    return Progress(link, LINKS[link], link.says, words, controls, tuple(dict.fromkeys((*missing, *objections))))


def _by_link(outcomes: Iterable[Outcome]) -> Mapping[Link | None, list[Outcome]]:
    """The outcomes by link, in one pass; a link without an outcome has an empty list."""
    found: dict[Link | None, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        found[_BY_ID[outcome.control].link].append(outcome)
    return found


def _sent(judged: JudgedCase) -> bool:
    return any(judged.facts.clock.happened(sent.on) for _, _, sent in sent_requests(judged.case))


def _links(judged: JudgedCase) -> Iterator[tuple[Link, _Reached]]:
    facts, case = judged.facts, judged.case
    conditions = case.conditions
    stands = agreement_stands(facts, None)
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
