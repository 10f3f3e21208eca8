"""The questions of a case: which are required, which have typed answers, and what each answer means.

`QUESTIONS` is the one table of the questions whose answer decides something. The words under `known` explain an answer;
the answer itself is one of the listed answers. Other questions, which a policy may add, are answered in words only.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from casebound.controls.predicates import (
    agreement,
    bears_on,
    covering_country,
    exhibits_of_kind,
    in_use,
    on_file,
    outbound,
)
from casebound.model.case import Question
from casebound.model.facts import Facts
from casebound.model.names import is_placeholder, may_be_same_person
from casebound.model.people import names_of
from casebound.model.terms import AgreementRule, Lane, SourceTopic

YES, NO = "yes", "no"
EACH_CERTIFIED = "each-certified"
NO_LIMIT = "none"
"""There is other work, and it has a certificate of its own."""

MOST_MONTHS = 120
"""More months than any agreement allows for a transfer."""

_FROM_AUTHORITY = ("agreement-capture", "correspondence", "instruction-capture")
"""The kinds of exhibits with the words of an authority."""

_SELF_EMPLOYED_RULES = (AgreementRule.RESIDENCE, AgreementRule.TEMPORARY_TRANSFER, AgreementRule.PLACE_OF_WORK)


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The answers that a question allows, in words and as a test."""

    says: str
    allows: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A question with typed answers.

    `supporting`: the answers that support a claim, by the other facts of the case; each allowed answer if there are
    none. `topic`: an official page on this topic, or words of an authority, must prove the answer. Without a topic, an
    exhibit must prove it; `note_suffices`: whether an internal note is enough.
    """

    form: AnswerForm
    supporting: Callable[[Facts], tuple[str | None, ...]]
    topic: SourceTopic | None = None
    note_suffices: bool = False

    @property
    def answers(self) -> str:
        """The answers that the question allows, in words."""
        return self.form.says


def is_months(answer: str) -> bool:
    """Whether an answer is a number of months that an agreement could allow."""
    return re.fullmatch("[1-9][0-9]{0,2}", answer) is not None and int(answer) <= MOST_MONTHS


def _listed(*answers: str) -> AnswerForm:
    return AnswerForm(f"{', '.join(answers[:-1])} or {answers[-1]}", answers.__contains__)


_COUNTRY = AnswerForm("a country code, for example US", lambda answer: re.fullmatch("[A-Z]{2}", answer) is not None)
_MONTHS = AnswerForm(f"a number of months from 1 to {MOST_MONTHS}", is_months)
_MONTHS_OR_NONE = AnswerForm(f"{_MONTHS.says}, or {NO_LIMIT}", lambda answer: answer == NO_LIMIT or is_months(answer))
_NAME = AnswerForm("the name of the issuer", lambda answer: not is_placeholder(answer))
_YES_OR_NO = _listed(YES, NO)


def _yes(_: Facts) -> tuple[str, ...]:
    return (YES,)


def _any(_: Facts) -> tuple[()]:
    return ()


def _covering(facts: Facts) -> tuple[str, ...]:
    return (covering_country(facts),)


def _pension_plan(facts: Facts) -> tuple[str, ...]:
    plan = facts.case.assignment.pension_plan
    return () if plan is None else (plan,)


def _self_employed_rule(facts: Facts) -> tuple[str | None, ...]:
    """The rule on which the case relies; an extension extends a temporary transfer."""
    kind = facts.case.rule.kind
    return (AgreementRule.TEMPORARY_TRANSFER if kind is AgreementRule.EXTENSION else kind,)


QUESTIONS: Mapping[str, TypedQuestion] = {
    "coverage-assignment": TypedQuestion(_COUNTRY, _covering, SourceTopic.RULE),
    "coverage-provision": TypedQuestion(_COUNTRY, _covering, SourceTopic.RULE),
    "detachment-limit": TypedQuestion(_MONTHS, _any, SourceTopic.RULE),
    "election": TypedQuestion(_COUNTRY, _covering),
    "election-by-payment": TypedQuestion(_COUNTRY, _covering),
    "employer-succession": TypedQuestion(_YES_OR_NO, _yes),
    "health-cover": TypedQuestion(_YES_OR_NO, _yes),
    "issuing-authority": TypedQuestion(_NAME, _any, SourceTopic.ISSUER),
    "pension-plan": TypedQuestion(_listed("cpp", "qpp"), _pension_plan, note_suffices=True),
    "prior-hire": TypedQuestion(_YES_OR_NO, _yes),
    "provision-limit": TypedQuestion(_MONTHS_OR_NONE, _any, SourceTopic.RULE),
    "self-employed-rule": TypedQuestion(_listed(*_SELF_EMPLOYED_RULES), _self_employed_rule, SourceTopic.RULE),
    "series-of-transfers": TypedQuestion(_YES_OR_NO, _yes, SourceTopic.RULE),
    "shared-name": TypedQuestion(_YES_OR_NO, _yes, note_suffices=True),
    "single-employment": TypedQuestion(
        _listed(YES, NO, EACH_CERTIFIED), lambda _: (YES, EACH_CERTIFIED), note_suffices=True
    ),
    "special-exception": TypedQuestion(_YES_OR_NO, _yes),
    "two-exemptions": TypedQuestion(_YES_OR_NO, _yes, note_suffices=True),
}
"""The questions whose answer decides something. They are on every sheet if they are recorded."""

_FOR_EVERY_CLAIM = ("coverage-assignment", "single-employment")
_FOR_SENT_EMPLOYEES = ("prior-hire",)
_FOR_HEALTH_COVER = ("health-cover",)
_SENT = frozenset({AgreementRule.DETACHED_WORKER, AgreementRule.EXTENSION})
"""The rules for a worker whom an employer sends abroad."""


def needed_questions(facts: Facts) -> tuple[str, ...]:
    """The questions that must be answered in a case like this: in the order of the policy, then those it leaves out."""
    needed = facts.registers.policy.needed_questions
    case = facts.case
    keys = ("all", case.direction.value, case.filing.lane.value, case.partner)
    listed = (question for key in keys for question in needed.get(key, ()))
    return tuple(dict.fromkeys((*listed, *needed_by_tool(facts))))


def needed_by_tool(facts: Facts) -> tuple[str, ...]:
    """The questions that the rule and the agreement of the case ask. A policy can only add to them."""
    sent = facts.case.filing.lane is Lane.EMPLOYER and facts.case.rule.kind in _SENT
    row = agreement(facts)
    health = outbound(facts) and row is not None and row.health_cover is not None and row.health_cover.required
    return (*_FOR_EVERY_CLAIM, *(_FOR_SENT_EMPLOYEES if sent else ()), *(_FOR_HEALTH_COVER if health else ()))


_SAYS_UNKNOWN = re.compile(
    "\\b(?:not(?: yet)? (?:known(?! to)|clear|confirmed)|unknown|unclear|to be (?:confirmed|determined|clarified))\\b"
    "|[?？]\\s*$",
    re.IGNORECASE,
)
"""Words of an explanation that say that the answer is not known."""


def known(facts: Facts, name: str) -> bool:
    """Whether the question is recorded as known, with evidence, and with an answer that supports the claim."""
    return not_known(facts, name) is None


def is_worker(facts: Facts, person: str) -> bool:
    """Whether a person in the register may be the worker, by a name or an alias, and no answer denies that."""
    worker = facts.case.worker
    workers_names = (worker.name, *(alias.name for alias in worker.aliases))
    names = names_of(facts.registers.people, person)
    alike = any(may_be_same_person(name, known_name) for name in names for known_name in workers_names)
    return alike and not known(facts, "shared-name")


def not_known(facts: Facts, name: str) -> str | None:
    """Why a question does not count as known, as it follows “the question …”; None if it does."""
    entry = facts.case.questions.get(name)
    if entry is None or entry.known is None or not on_file(facts, entry.evidence):
        return "is not answered with evidence"
    if is_placeholder(entry.known):
        return f"is not explained: “{entry.known}” stands for an unknown value"
    typed = QUESTIONS.get(name)
    if typed is None:
        return None
    if unknown := _SAYS_UNKNOWN.search(entry.known):
        return f"is not answered: “{unknown.group().strip()}” in its explanation says that the answer is not known"
    return _answer(facts, typed, entry)


def _answer(facts: Facts, typed: TypedQuestion, entry: Question) -> str | None:
    """Why a typed answer does not support a claim."""
    if entry.answer is None:
        return f"has no `answer`: enter {typed.answers}"
    if not typed.form.allows(entry.answer):
        return f"has the answer “{entry.answer}”: enter {typed.answers}"
    supporting = typed.supporting(facts)
    if supporting and entry.answer not in supporting:
        return f"is answered with {entry.answer}; only {' or '.join(map(str, supporting))} supports a claim"
    return _unproved(facts, typed, entry)


def _unproved(facts: Facts, typed: TypedQuestion, entry: Question) -> str | None:
    """Why the evidence of a typed answer does not prove it."""
    if typed.topic is not None:
        missing = f"cites no official page on the topic `{typed.topic}` and no words of an authority"
        return None if _official(facts, entry, typed.topic) else missing
    exhibits = {key for key in entry.evidence if in_use(facts, key)}
    notes = exhibits_of_kind(facts, entry.evidence, "internal-note")
    if exhibits and not typed.note_suffices and exhibits <= {*notes}:
        return "cites only an internal note"
    letters = exhibits_of_kind(facts, entry.evidence, "correspondence")
    if entry.answer == EACH_CERTIFIED and not letters and not facts.elsewhere.certified:
        return "cites no letter about the other certificate, and no other case of the worker has a certificate"
    return None if exhibits else "cites no exhibit"


def _official(facts: Facts, entry: Question, topic: SourceTopic) -> bool:
    sources = (facts.registers.sources.get(key) for key in entry.evidence)
    pages = any(source is not None and bears_on(facts, source, topic) for source in sources)
    return pages or bool(exhibits_of_kind(facts, entry.evidence, *_FROM_AUTHORITY))


def open_question(facts: Facts, name: str) -> str | None:
    """Why a required question is open; None if it is known, or rightly not applicable."""
    entry = facts.case.questions.get(name)
    if entry is None:
        return "is not in the record"
    if entry.unknown is not None:
        return f"is unknown: {entry.unknown}"
    return not_known(facts, name) if entry.not_applicable is None else _applies(facts, name, entry.not_applicable)


def _applies(facts: Facts, name: str, because: str) -> str | None:
    """Why a question that is recorded as not applicable applies, or is not shown to be not applicable."""
    if name in facts.registers.policy.needed_questions.get("all", ()):
        return "applies to every claim"
    if name in needed_by_tool(facts):
        return "applies under the rule of this case"
    if is_placeholder(because):
        return f"is not explained: “{because}” stands for an unknown value"
    evidence = facts.case.questions[name].evidence
    return None if on_file(facts, evidence) else "is recorded as not applicable, without evidence"


def months_of(facts: Facts, name: str) -> int | None:
    """The number of months that a question is answered with, whatever its evidence is."""
    entry = facts.case.questions.get(name)
    answer = entry.answer if entry is not None and entry.known is not None else None
    return int(answer) if answer is not None and is_months(answer) else None
