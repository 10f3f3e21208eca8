"""The facts of an agreement as pages show them, each with its label, the pages that state it and the day."""

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.model.days import Day
from casebound.model.labels import Label, fact_label, spoken
from casebound.model.registers import Agreement, EarlierTerms, Page, RegisterFact, Sourced
from casebound.render.american_days import american_day

_BASES = {
    "agreement_specific": "Stated in the text about this agreement.",
    "federal_register": "Stated in the Federal Register notice.",
    "partner_agency_page": "Stated on the partner agency's page.",
    "generic_ssa": "Only SSA's general wording was found (about five years or less), not this agreement's own.",
    "none_nationality_rule": "The agreement assigns coverage by nationality and has no time limit.",
    "required_seen": "Stated in the text about this agreement.",
}
_GENERAL_AFFILIATES = "Stated on the general page about affiliates, for every agreement."


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of an agreement: its field, its name on the page, what it is, and how it is known."""

    field: str
    name: str
    says: str
    label: Label
    seen_on: Day
    pages: tuple[Page, ...]
    confidence: str | None
    note: str
    confirmed: bool


def facts_of(agreement: Agreement) -> tuple[Fact, ...]:
    """Everything that the register says of an agreement, except the conflicts."""
    return tuple(
        Fact(
            row.field,
            row.name,
            row.says,
            fact_label(row.fact.label),
            agreement.seen(row.fact),
            agreement.pages_of(row.fact),
            row.fact.confidence,
            " ".join(text for text in (row.more, row.fact.note, _corrected(row.fact)) if text),
            row.fact.is_official,
        )
        for row in _rows(agreement)
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """The field, the name of the fact, the fact in words, the fact itself, and what is added to its note."""

    field: str
    name: str
    says: str
    fact: Sourced
    more: str = ""


def _corrected(fact: Sourced) -> str:
    return f"Corrected on {fact.corrected_on}." if isinstance(fact, RegisterFact) and fact.corrected_on else ""


def _rows(agreement: Agreement) -> Iterator[_Row]:
    if agreement.in_force:
        yield _Row("in_force", "In force since", american_day(agreement.in_force), agreement)
    if agreement.ended_on:
        yield _Row("ended_on", "In force until", american_day(agreement.ended_on), agreement)
    yield from _limit_rows(agreement)
    yield from _rule_rows(agreement)
    yield from _program_rows(agreement)
    yield from _other_rows(agreement)
    for terms in agreement.earlier_terms:
        yield _Row("earlier_terms", f"Terms until {terms.until}", _earlier(terms), agreement)


def _limit_rows(agreement: Agreement) -> Iterator[_Row]:
    limit = agreement.limit
    basis = _BASES.get(limit.basis, "")
    for direction, months in (("outbound", limit.outbound_months), ("inbound", limit.inbound_months)):
        if months is not None:
            yield _Row("limit", f"Longest assignment, {direction}", f"{months} months", limit, basis)
    if limit.outbound_months is None and limit.inbound_months is None:
        yield _Row("limit", "Longest assignment", "no such rule was found", limit, basis)


def _rule_rows(agreement: Agreement) -> Iterator[_Row]:
    rule, affiliate = agreement.self_employed, agreement.affiliate
    yield _Row("self_employed", "Self-employed", rule.text, rule)
    if rule.transfer_months is not None:
        months = f"{rule.transfer_months} months"
        yield _Row("self_employed", "Temporary transfer of a business, at most", months, rule)
    needed = "Required: Form 2032, section 3121(l)" if affiliate.required else "Not required according to the texts"
    unknown = "Not known. Until it is known, a section 3121(l) agreement is required"
    basis = _GENERAL_AFFILIATES if affiliate.basis == "generic_ssa" else _BASES.get(affiliate.basis, "")
    says = unknown if affiliate.basis == "unknown" else needed
    yield _Row("affiliate", "Affiliate's employee", says, affiliate, basis)


def _program_rows(agreement: Agreement) -> Iterator[_Row]:
    programs, united_states = agreement.programs, agreement.us_programs
    yield _Row("us_programs", "U.S. programs, exempt when covered abroad", united_states.text, united_states)
    if programs.confirmed:
        yield _Row("programs", "Partner's programs inside the scope", _names(programs.confirmed), programs)
    for entry in programs.unconfirmed:
        name = f"Partner's program, scope not confirmed: {spoken(entry.program)}"
        yield _Row("programs", name, "Do not claim it.", entry)
    if programs.outside:
        yield _Row("programs", "Partner's programs outside the scope", _names(programs.outside), programs)
    yield _Row("programs", "The scope in words", programs.text, programs)
    for contribution in programs.contributions:
        says = f"Claimed as: {_names(contribution.programs)}"
        yield _Row("programs", f"Contribution on the payroll: {contribution.name}", says, contribution)


def _names(codes: tuple[str, ...]) -> str:
    return ", ".join(map(spoken, codes))


def _other_rows(agreement: Agreement) -> Iterator[_Row]:
    agency, extension, exception = agreement.agency, agreement.extension, agreement.special_exception
    says = agency.text
    if agency.names:
        says = f"{agency.text.removesuffix('.')}. Names that a certificate may show: {'; '.join(agency.names)}."
    yield _Row("agency", "Issues the partner's certificate", says, agency)
    months = f"{extension.months} months at most" if extension.months is not None else ""
    yield _Row("extension", "Extension", extension.text or months, extension, months if extension.text else "")
    if exception is not None:
        asked_by = ", ".join(spoken(who).lower() for who in exception.asked_by)
        more = f"Asked by: {asked_by}." if asked_by else ""
        yield _Row("special_exception", "Special exception", exception.text, exception, more)
    if agreement.health_cover is not None:
        cover = agreement.health_cover
        says = "A request must state private health coverage" if cover.required else "Not asked for"
        yield _Row("health_cover", "Health coverage", says, cover)
    if agreement.citizen_or_resident is not None:
        asked = agreement.citizen_or_resident
        says = "Required for U.S. coverage of a sent employee" if asked.required else "Not asked for"
        yield _Row("citizen_or_resident", "U.S. citizen or resident", says, asked)
    if agreement.series is not None:
        yield _Row("series", "Series of transfers", agreement.series.text, agreement.series)
    if agreement.third_country is not None:
        yield _Row(
            "third_country", "Transfer by way of a third country", agreement.third_country.text, agreement.third_country
        )
    if agreement.delivery is not None:
        yield _Row("delivery", "Delivery of the U.S. certificate", agreement.delivery.text, agreement.delivery)
    for rule in agreement.special_rules:
        yield _Row("special_rules", "Special rule", rule.text, rule)


def _earlier(terms: EarlierTerms) -> str:
    """The terms that were different until a day, as sentences."""
    says = []
    if terms.limit is not None:
        months = (terms.limit.outbound_months, terms.limit.inbound_months)
        outbound, inbound = (f"{number} months" if number is not None else "no rule" for number in months)
        says.append(f"Longest assignment: outbound {outbound}, inbound {inbound}.")
    if terms.self_employed is not None:
        says.append(f"Self-employed: {terms.self_employed.text.removesuffix('.')}.")
    if terms.programs is not None:
        says.append(f"Partner's programs inside the scope: {_names(terms.programs.confirmed) or 'none'}.")
    if terms.extension is not None:
        says.append(f"Extension: {terms.extension.months} months.")
    return " ".join(says)
