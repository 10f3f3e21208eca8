"""What a case depends on, with its answers: the three conditions, the applicable rule, and the open questions."""

from collections.abc import Iterator
from dataclasses import replace

from casebound.controls.typed_questions import needed_questions, open_question
from casebound.model.case import Question
from casebound.model.days import Day
from casebound.model.facts import Facts
from casebound.model.judgment import JudgedCase
from casebound.model.labels import AGREEMENT_RULES, ANSWERS, CONDITIONS, Label, spoken
from casebound.model.terms import ENDED_STAGES, Answer
from casebound.plan.case_plan import Answered

NOTHING_RECORDED = "The record has no entry for this question."
_KNOWN = Label("Known", "", "good")
_NOT_APPLICABLE = Label("Not applicable", "", "quiet")
_UNKNOWN = ANSWERS[Answer.UNKNOWN]
_NOT_VALID = replace(_UNKNOWN, label="No valid answer")


def answers(judged: JudgedCase) -> Iterator[Answered]:
    """Everything that the case depends on: what the record holds, in its order, then what the record still needs."""
    facts, case = judged.facts, judged.facts.case
    for name, label in CONDITIONS.items():
        condition = getattr(case.conditions, name)
        checked = _by(facts, "checked", condition.checked_on, condition.checked_by)
        unknown = condition.met is Answer.UNKNOWN
        answer = ANSWERS[condition.met]
        text, evidence = condition.because, condition.evidence
        yield Answered(f"condition-{name}", label, answer, text, evidence, checked, "", unknown, needed=True)
    rule = case.rule
    kind = f" ({AGREEMENT_RULES[rule.kind].lower()} rule)" if rule.kind else ""
    yield Answered(
        "rule",
        f"A rule of the agreement applies{kind}",
        ANSWERS[rule.confirmed],
        rule.because,
        rule.evidence,
        _by(facts, "confirmed", rule.confirmed_on, rule.confirmed_by) if rule.confirmed is Answer.YES else "",
        _escalated(facts, rule.escalated_to, None),
        rule.confirmed is Answer.UNKNOWN,
        needed=True,
    )
    needed = frozenset(needed_questions(facts))
    for name, question in case.questions.items():
        yield _question(facts, name, question, needed=name in needed)
    for name in unrecorded(judged):
        anchor, text = f"question-{name}", NOTHING_RECORDED
        yield Answered(anchor, spoken(name), _UNKNOWN, text, (), "", "", unknown=True, needed=True)


def unanswered(facts: Facts) -> Iterator[tuple[str, Question | None]]:
    """The required questions without a valid answer, each with its entry, or with None if the record has no entry."""
    for name in needed_questions(facts):
        if open_question(facts, name):
            yield name, facts.case.questions.get(name)


def why_open(facts: Facts, name: str, question: Question | None) -> str:
    """Why a required question has no valid answer: what is unknown, or what is wrong with the answer."""
    if question is None:
        return NOTHING_RECORDED
    return question.unknown or f"The question {open_question(facts, name)}."


def unrecorded(judged: JudgedCase) -> Iterator[str]:
    """The required questions that the record does not have. An ended case needs no further questions."""
    if judged.stage not in ENDED_STAGES:
        yield from (name for name, question in unanswered(judged.facts) if question is None)


def _question(facts: Facts, name: str, question: Question, *, needed: bool) -> Answered:
    escalated = _escalated(facts, question.escalated_to, question.escalated_on)
    unknown, evidence = question.unknown is not None, question.evidence
    if question.unknown is not None:
        answer, text = _unknown(facts, needed=needed), question.unknown
    elif question.known is not None:
        answer, text = _known(question), question.known
    else:
        answer, text = _NOT_APPLICABLE, question.not_applicable or ""
    if needed and not unknown and (reason := open_question(facts, name)):
        unknown, answer, text = True, _NOT_VALID, f"{text} The question {reason}."
    return Answered(f"question-{name}", spoken(name), answer, text, evidence, "", escalated, unknown, needed=needed)


def _known(question: Question) -> Label:
    return Label(f"Known: {question.answer}", "", "good") if question.answer else _KNOWN


def _unknown(facts: Facts, *, needed: bool) -> Label:
    """An unknown that no claim rests on is no hold, and says so."""
    if needed:
        return _UNKNOWN
    claims = list(facts.case.claims)
    which = f"claim {' or '.join(claims)}" if claims else "an exemption"
    return Label(f"Unknown, but does not affect {which}", "", "quiet")


def _by(facts: Facts, verb: str, on: Day | None, by: str | None) -> str:
    if on is None and by is None:
        return ""
    return verb + (f" {on}" if on else "") + (f" by {name_of(facts, by)}" if by else "")


def _escalated(facts: Facts, to: str | None, on: Day | None) -> str:
    if to is None:
        return ""
    return f"escalated to {name_of(facts, to)}" + (f" on {on}" if on else "")


def name_of(facts: Facts, person: str) -> str:
    """The name of a person in the register; the id where the register does not have them."""
    found = facts.registers.people.get(person)
    return found.name if found else person
