"""What stopped a case and has changed since: the agreement, or a fact of the register that was corrected."""

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.controls.predicates import agreement_at_decision, agreement_stands
from casebound.model.countries import country_name, with_article
from casebound.model.days import Day
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.labels import spoken
from casebound.model.registers import Agreement, RegisterFact
from casebound.model.requests import refusal_of
from casebound.model.terms import Answer, Decision

_BETTER = (Answer.NO, Answer.UNKNOWN, Answer.YES)
_NEVER_FILED = frozenset({"denied", "not-filed", "escalated"})
_STOPPED = frozenset({Decision.DO_NOT_FILE, Decision.ESCALATE})


@dataclass(frozen=True, slots=True)
class Changed:
    """The first day on which something that stopped the case is different, what it is, and the place that records it.

    The day can lie ahead: an agreement that enters into force.
    """

    on: Day
    says: str
    path: Path


def what_changed(facts: Facts) -> Changed | None:
    """The change after which a case that was not filed, or was refused, is to be decided again."""
    row, stop = facts.registers.agreements.get(facts.case.partner), _stopped(facts)
    if row is None or stop is None:
        return None
    stopped_on, path = stop
    ends = facts.case.assignment.ends
    changes = (*_in_force(facts, row), *_corrections(row))
    found = [(on, says) for on, says in changes if on > stopped_on and (ends is None or on <= ends)]
    return Changed(*min(found), path) if found else None


def _stopped(facts: Facts) -> tuple[Day, Path] | None:
    """The day on which the case was stopped and the place that records it; None if it was not stopped."""
    case, refused = facts.case, refusal_of(facts.case)
    if case.closure is not None and case.closure.outcome not in _NEVER_FILED:
        return None
    if refused is not None:
        return refused[1].received_on, ("requests", refused[0], "refusal")
    if case.filing.decision in _STOPPED and case.filing.decided_on is not None:
        return case.filing.decided_on, ("filing", "decision")
    return None


def _in_force(facts: Facts, row: Agreement) -> Iterator[tuple[Day, str]]:
    """The day from which the agreement is in force, or is reported to be, if the case was stopped without that."""
    on = row.shown_from
    if on is None or row.in_force is None:
        return
    answers = (facts.case.conditions.agreement.met, agreement_at_decision(facts))
    before, now = min(answers, key=_BETTER.index), agreement_stands(facts, on)
    if _BETTER.index(now) > _BETTER.index(before):
        partner, since = with_article(country_name(facts.case.partner)), f"in force from {row.in_force}"
        if now is Answer.YES:
            yield on, f"The agreement with {partner} is {since}. {_known(row, row, on)}"
        else:
            yield on, f"The agreement with {partner} is reported to be {since}. Confirm it on SSA's list of agreements."


def _corrections(row: Agreement) -> Iterator[tuple[Day, str]]:
    """The facts of the agreement that were corrected, each with its day."""
    for field in row.__struct_fields__:
        value = getattr(row, field)
        for fact in value if isinstance(value, tuple) else (value,):
            if isinstance(fact, RegisterFact) and fact.corrected_on is not None:
                what = f"{spoken(field)} of the agreement: the register was corrected."
                yield fact.corrected_on, f"{what} {_known(row, fact, fact.corrected_on)}"


def _known(row: Agreement, fact: RegisterFact, on: Day) -> str:
    pages = ", ".join(page.name or page.url or "" for page in row.pages_of(fact))
    return f"Source: {pages or 'not on record'}, {on}."
