"""The page “What we could not confirm”: each such fact, what would confirm it, and the cases that depend on it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from casebound.model.case import Case
from casebound.model.countries import country_name
from casebound.model.registers import Agreement
from casebound.model.terms import AgreementRule, Direction, Lane
from casebound.render.handbook.agreement_facts import Fact, facts_of
from casebound.render.view import CaseView


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact that is not confirmed, what it would take to confirm it, and the open cases that depend on it."""

    fact: Fact
    needed: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenCountry:
    """The facts of one agreement that are not confirmed, and the points on which its sources disagree."""

    code: str
    country: str
    rows: tuple[OpenFact, ...]
    conflicts: tuple[str, ...]


def unconfirmed(agreements: Mapping[str, Agreement], views: Sequence[CaseView]) -> tuple[OpenCountry, ...]:
    """Each agreement with a fact that is not confirmed, in the order of the countries' names."""
    open_cases = [view.case for view in views if view.case.closure is None]
    found = (
        OpenCountry(
            code,
            country_name(code),
            tuple(_open_facts(code, agreement, open_cases)),
            tuple(conflict.text for conflict in agreement.conflicts),
        )
        for code, agreement in agreements.items()
    )
    shown = (country for country in found if country.rows or country.conflicts)
    return tuple(sorted(shown, key=lambda country: country.country))


def _open_facts(code: str, agreement: Agreement, cases: Sequence[Case]) -> Iterable[OpenFact]:
    for fact in facts_of(agreement):
        if not fact.confirmed:
            depends = _DEPENDS.get(fact.field, _always)
            needed = f"{_source(fact)} that states {_STATES.get(fact.field, 'this')}."
            yield OpenFact(fact, needed, tuple(case.case for case in cases if case.partner == code and depends(case)))


def _source(fact: Fact) -> str:
    """The kind of page that would confirm the fact."""
    if fact.field == "in_force":
        return "SSA's list of agreements, or a Federal Register notice,"
    if fact.label.label == "Copy" and fact.pages:
        names = ", ".join(page.name or page.url or "the page" for page in fact.pages)
        return f"The authority's own page, of which a copy was read ({names}),"
    if fact.label.label == "Conflict":
        return "A newer page of SSA or of the partner's agency"
    return "A page of SSA or of the partner's agency"


_STATES = {
    "in_force": "the date of entry into force",
    "ended_on": "the last day",
    "limit": "the longest assignment under this agreement",
    "self_employed": "the rule for the self-employed",
    "affiliate": "whether a section 3121(l) agreement is required",
    "us_programs": "the U.S. programs that an exemption covers",
    "programs": "the partner's programs that an exemption covers",
    "agency": "who issues the partner's certificate, and under which name",
    "extension": "whether and for how long the period can be extended",
    "special_exception": "who may ask for a special exception",
    "health_cover": "whether a request must state health coverage",
    "citizen_or_resident": "whether a sent employee must be a U.S. citizen or resident",
    "series": "how repeated transfers are counted",
    "third_country": "who may be transferred by way of a third country",
    "delivery": "to whom the certificate is sent",
    "special_rules": "this rule",
}


def _always(_case: Case) -> bool:
    return True


def _outbound(case: Case) -> bool:
    return case.direction is Direction.OUTBOUND


def _inbound(case: Case) -> bool:
    return case.direction is Direction.INBOUND


def _self_employed(case: Case) -> bool:
    return case.filing.lane is Lane.SELF_EMPLOYED


def _under(*rules: AgreementRule) -> Callable[[Case], bool]:
    return lambda case: case.rule.kind in rules


_DEPENDS: Mapping[str, Callable[[Case], bool]] = {
    "limit": lambda case: not _self_employed(case),
    "self_employed": _self_employed,
    "affiliate": lambda case: _outbound(case) and case.assignment.affiliate is not None,
    "us_programs": _inbound,
    "programs": _outbound,
    "agency": _inbound,
    "extension": _under(AgreementRule.EXTENSION),
    "special_exception": _under(AgreementRule.SPECIAL_EXCEPTION),
    "health_cover": _outbound,
    "citizen_or_resident": _outbound,
    "series": lambda case: bool(case.assignment.earlier),
    "third_country": lambda case: case.assignment.via is not None,
    "delivery": _outbound,
}
"""The cases that a fact matters to; every case with the partner if nothing is listed here."""
