"""What the page of an agreement shows: confirmed facts, and apart from them what is not confirmed."""

from dataclasses import dataclass

from casebound.model.countries import country_name
from casebound.model.days import Day
from casebound.model.labels import Label, fact_label, spoken
from casebound.model.registers import Agreement, Page, Side
from casebound.render.handbook.agreement_facts import Fact, facts_of
from casebound.render.view import CaseView

IN_FORCE = "in_force"
_STATUS: dict[str, Label] = {
    IN_FORCE: Label(
        "In force", "A request may be considered, but a rule of the agreement must also apply to the case.", "good"
    ),
    "signed_not_in_force": Label(
        "Signed, not in force",
        "Do not file. The agreement is not in force yet, so it is no basis for a request.",
        "stop",
    ),
}
_REPORTED = Label(
    "Reported in force, not confirmed",
    "Do not file yet. No official page in the register confirms that the agreement is in force.",
    "hold",
)
_NEXT = {
    "stop": "Do not file. An agreement that is only signed does not assign coverage until it enters into force."
    " Contributions do not change in either country.",
    "hold": "Confirm on SSA's list of agreements that the agreement is in force, and enter the page in the register."
    " Until then, do not file, and do not change contributions in either country.",
}


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """What one side of a conflict says, and how that is known."""

    says: str
    label: Label
    pages: tuple[Page, ...]
    seen_on: Day
    note: str | None


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """A point on which the sources disagree, with both sides."""

    text: str
    sides: tuple[ConflictSide, ...]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """One agreement with its facts parted by whether they are confirmed, and the cases under it."""

    code: str
    country: str
    agreement: Agreement
    status: Label
    next_step: str | None
    in_force: bool
    confirmed: tuple[Fact, ...]
    unconfirmed: tuple[Fact, ...]
    conflicts: tuple[ShownConflict, ...]
    cases: tuple[CaseView, ...]


def agreement_page(code: str, agreement: Agreement, cases: tuple[CaseView, ...]) -> AgreementPage:
    """Part what the register says of one agreement into confirmed and not confirmed."""
    facts = facts_of(agreement)
    status = _STATUS.get(agreement.status, Label(spoken(agreement.status), "", "hold"))
    if agreement.status == IN_FORCE and not agreement.is_official:
        status = _REPORTED
    return AgreementPage(
        code=code,
        country=country_name(code),
        agreement=agreement,
        status=status,
        next_step=_NEXT.get(status.tone),
        in_force=agreement.period is not None,
        confirmed=tuple(fact for fact in facts if fact.confirmed),
        unconfirmed=tuple(fact for fact in facts if not fact.confirmed),
        conflicts=tuple(
            ShownConflict(conflict.text, tuple(_side(agreement, side) for side in conflict.sides))
            for conflict in agreement.conflicts
        ),
        cases=cases,
    )


def _side(agreement: Agreement, side: Side) -> ConflictSide:
    return ConflictSide(side.says, fact_label(side.label), agreement.pages_of(side), agreement.seen(side), side.note)
