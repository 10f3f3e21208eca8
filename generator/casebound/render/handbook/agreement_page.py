"""What the page of an agreement shows: confirmed facts, and apart from them what is not confirmed."""

from dataclasses import dataclass

from casebound.model.countries import country_name
from casebound.model.labels import Label, spoken
from casebound.model.registers import Agreement, EarlierTerms
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
_BASES = {
    "agreement_specific": "read in the text about this agreement",
    "federal_register": "read in the Federal Register notice",
    "partner_agency_page": "read on the partner agency's page",
    "generic_ssa": "only SSA's general wording was found (about five years or less), not this agreement's own",
    "none_nationality_rule": "the agreement assigns coverage by nationality and has no time limit",
    "none": "",
    "unknown": "",
    "required_seen": "read in the text about this agreement",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing said of an agreement, and what it rests on."""

    label: str
    says: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """One agreement with its facts parted by whether they are confirmed, and the cases under it."""

    code: str
    country: str
    agreement: Agreement
    status: Label
    in_force: bool
    confirmed: tuple[Fact, ...]
    unconfirmed: tuple[Fact, ...]
    cases: tuple[CaseView, ...]


def agreement_page(code: str, agreement: Agreement, cases: tuple[CaseView, ...]) -> AgreementPage:
    """Part what the register says of one agreement into confirmed and not confirmed."""
    facts = [*_limit_facts(agreement), *_rule_facts(agreement), *_program_facts(agreement), *_other_facts(agreement)]
    facts += [(True, Fact(f"Terms until {terms.until}", _earlier(terms))) for terms in agreement.earlier_terms]
    fallback = Label(spoken(agreement.status), "", "hold")
    return AgreementPage(
        code=code,
        country=country_name(code),
        agreement=agreement,
        status=_STATUS.get(agreement.status, fallback),
        in_force=agreement.status == IN_FORCE,
        confirmed=tuple(fact for sure, fact in facts if sure),
        unconfirmed=tuple(fact for sure, fact in facts if not sure),
        cases=cases,
    )


def _earlier(terms: EarlierTerms) -> str:
    """The terms that were different until a day, as sentences."""
    says = []
    if terms.limit is not None:
        months = (terms.limit.outbound_months, terms.limit.inbound_months)
        outbound, inbound = (f"{number} months" if number is not None else "no rule" for number in months)
        says.append(f"Longest assignment: outbound {outbound}, inbound {inbound}.")
    if terms.self_employed is not None:
        says.append(f"Self-employed: {_sentence(terms.self_employed.text)}")
    if terms.programs is not None:
        says.append(
            f"Partner's programs inside the scope: {', '.join(map(spoken, terms.programs.confirmed)) or 'none'}."
        )
    if terms.extension_months is not None:
        says.append(f"Extension: {terms.extension_months} months.")
    return " ".join(says)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


def _note(agreement: Agreement, field: str, *texts: str) -> str:
    return " ".join(_sentence(text) for text in (*texts, agreement.field_confidence.get(field, "")) if text)


def _sure(agreement: Agreement, field: str, *, said: bool) -> bool:
    """Confirmed only if the register says so and holds no doubt of its own about the field."""
    return said and field not in agreement.field_confidence


def _basis(basis: str) -> str:
    return _BASES.get(basis, "" if basis == "seen" else spoken(basis))


def _limit_facts(agreement: Agreement) -> list[tuple[bool, Fact]]:
    facts = []
    if agreement.in_force:
        seen = agreement.confidence == "seen" and agreement.status == IN_FORCE
        sure = _sure(agreement, "in_force", said=seen)
        note = _note(agreement, "in_force")
        facts.append((sure, Fact("In force since", agreement.in_force.isoformat(), note)))
        if agreement.ended_on:
            facts.append((sure, Fact("In force until", agreement.ended_on.isoformat(), _note(agreement, "ended_on"))))
    limit, basis = agreement.limit, _note(agreement, "limit", _basis(agreement.limit.basis))
    ways = (
        ("Longest assignment, outbound", limit.outbound_months),
        ("Longest assignment, inbound", limit.inbound_months),
    )
    for label, months in ways:
        if months is not None:
            facts.append((_sure(agreement, "limit", said=limit.confirmed), Fact(label, f"{months} months", basis)))
    if limit.outbound_months is None and limit.inbound_months is None:
        sure = _sure(agreement, "limit", said=limit.confirmed and limit.basis != "none")
        facts.append((sure, Fact("Longest assignment", "no such rule was found", basis)))
    return facts


def _rule_facts(agreement: Agreement) -> list[tuple[bool, Fact]]:
    rule, affiliate = agreement.self_employed, agreement.affiliate
    note = _note(agreement, "self_employed", _basis(rule.basis))
    sure = _sure(agreement, "self_employed", said=rule.confirmed)
    facts = [(sure, Fact("Self-employed", rule.text, note))]
    if rule.transfer_months is not None:
        months = f"{rule.transfer_months} months"
        facts.append((sure, Fact("Temporary transfer of a business, at most", months, note)))
    known = affiliate.basis in ("required_seen", "generic_ssa")
    needed = "Required: Form 2032, section 3121(l)" if affiliate.required else "Not required according to the texts"
    needed = needed if known else "Not known. Until it is known, a section 3121(l) agreement is required"
    general = "read on the general page about affiliates, for every agreement"
    basis = general if affiliate.basis == "generic_ssa" else _basis(affiliate.basis)
    sure = _sure(agreement, "affiliate", said=known)
    facts.append((sure, Fact("Affiliate's employee", needed, _note(agreement, "affiliate", basis))))
    return facts


def _program_facts(agreement: Agreement) -> list[tuple[bool, Fact]]:
    programs = agreement.programs
    known = agreement.status == IN_FORCE
    facts = [(known, Fact("U.S. side, exempt when covered there", agreement.us_programs))]
    listed = (
        (True, "Partner's programs inside the scope", programs.confirmed),
        (False, "Partner's programs, scope not confirmed", programs.unconfirmed),
        (True, "Partner's programs outside the scope", programs.outside),
    )
    for sure, label, names in listed:
        if names:
            facts.append((sure, Fact(label, ", ".join(spoken(name) for name in names))))
    # Words that speak of programs not confirmed are no more certain than those.
    sure = _sure(agreement, "programs", said=known and not programs.unconfirmed)
    facts.append((sure, Fact("The scope in words", programs.text, _note(agreement, "programs"))))
    return facts


def _other_facts(agreement: Agreement) -> list[tuple[bool, Fact]]:
    agency, extension = agreement.agency, agreement.extension
    says = (
        agency.text
        if not agency.names
        else f"{agency.text.removesuffix('.')}. Names that a certificate may show: {'; '.join(agency.names)}."
    )
    sure = _sure(agreement, "agency", said=agency.confirmed)
    facts = [(sure, Fact("Issues the partner's certificate", says, _note(agreement, "agency")))]
    sure = _sure(agreement, "extension", said=agreement.extension_months is not None)
    facts.append((sure, Fact("Extension", extension, _note(agreement, "extension"))))
    if agreement.health_cover != "not-asked":
        required = agreement.health_cover == "required"
        says = "A request must state private health coverage" + ("" if required else " (found only in a copy)")
        facts.append((required, Fact("Health coverage", says, _note(agreement, "health_cover"))))
    sure = _sure(agreement, "special_rules", said=agreement.status == IN_FORCE)
    note = _note(agreement, "special_rules")
    facts += [(sure, Fact("Special rule", rule, note)) for rule in agreement.special_rules]
    return facts
