"""Identity: the certificate names this worker, this employer or activity, and comes from the right authority."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from casebound.controls.definition import claim_control, objection
from casebound.controls.predicates import (
    CANADIAN_ISSUERS,
    UNITED_STATES,
    agreement,
    covering_country,
    exempt_country,
    exhibits_of_kind,
    outbound,
    received,
    suspended,
    unchanged,
)
from casebound.controls.typed_questions import NO, YES, known, not_known
from casebound.model.alias import Alias
from casebound.model.case import Certificate, Claim
from casebound.model.certificate_numbers import NO_NUMBER
from casebound.model.days import Day, Period
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.names import (
    abbreviates,
    company_form,
    difference,
    form,
    is_company_variant,
    is_misspelling,
    is_placeholder,
    is_placeholder_number,
    is_visible_variant,
    may_be_same_person,
    same_words,
)
from casebound.model.requests import request_of, requests_of
from casebound.model.rules import Link, Objection, Objections, Section, process, support_policy
from casebound.model.terms import CertificateState, Channel, DefectKind, SourceTopic

_US_ISSUER = re.compile(
    "(?:the )?(?:(?:us|usa|united states(?: of america)?) )?(?:social security administration|ssa)"
    "(?: (?:and|baltimore|earnings|international|maryland|md|of|office|oeio|oio|oip|operations|programs|ssa"
    "|totalization))*"
)
"""The name of the authority by form: its country may stand before it, and its office and the seat after it."""


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A name as a certificate prints it, the name in the record, and the kind of the former.

    The kind is that of the alias by which they agree, or `misspelled`. It is None if they are the same by form.
    """

    field: str
    printed: str
    recorded: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class _Naming:
    """A field of a certificate with its name, the name in the record, and the aliases of the latter."""

    field: str
    printed: str | None
    recorded: str | None
    aliases: tuple[Alias, ...]
    form: Callable[[str], str]
    place: Path
    may_be_misspelled: bool = False

    @property
    def is_misspelled(self) -> bool:
        """Whether the printed name is a misspelling that the record reports as a defect of the certificate."""
        of_person = self.field == "worker"
        names = self.printed, self.recorded
        return self.may_be_misspelled and all(names) and is_misspelling(*map(str, names), of_person=of_person)

    @property
    def alias(self) -> Alias | None:
        """The alias that has the printed name."""
        printed = self.form(self.printed or "")
        return next((alias for alias in self.aliases if self.form(alias.name) == printed), None)


def issuer_objections(facts: Facts, key: str, certificate: Certificate) -> Iterator[Objection]:
    """Reasons why the certificate is not from the authority of the covering country."""
    country, issuer = covering_country(facts), certificate.issuer
    if certificate.issuing_country != country and not _stands_in(facts, certificate):
        yield Objection(
            ("certificates", key, "issuing_country"),
            f"{key} was issued by {certificate.issuing_country}, but {country} covers this work",
            related=(("direction",),),
        )
        return
    at, names = ("certificates", key, "issuer"), _confirmed_issuers(facts)
    if certificate.issuing_country == UNITED_STATES:
        if _US_ISSUER.fullmatch(form(issuer)) is None:
            yield Objection(at, f"{key} names {issuer!r} as the issuer, not the Social Security Administration")
    elif names:
        if form(issuer) not in map(form, names):
            yield Objection(
                at,
                f"{key} names {issuer!r} as the issuer; the register confirms for {country}: {', '.join(names)}",
            )
    elif missing := _issuer_not_known(facts, issuer):
        yield Objection(
            at,
            f"{key} names {issuer!r} as the issuer; no issuer is confirmed for {country}, and the open question"
            f" `issuing-authority` {missing}",
        )


def _issuer_not_known(facts: Facts, issuer: str) -> str | None:
    """Why the answer to the question about the issuer does not confirm the issuer on a certificate."""
    missing, entry = not_known(facts, "issuing-authority"), facts.case.questions.get("issuing-authority")
    if missing is None and entry is not None and form(entry.answer or "") != form(issuer):
        return f"is answered with {entry.answer!r}"
    return missing


def _stands_in(facts: Facts, certificate: Certificate) -> bool:
    """Whether the document is SSA's own, for an inbound case in which the foreign agency refused its certificate."""
    request = facts.case.requests.get(certificate.request or "")
    refusal = request.refusal if request is not None else None
    from_ssa = not outbound(facts) and certificate.issuing_country == UNITED_STATES
    return from_ssa and refusal is not None and refusal.refused_on < certificate.issued_on


def _confirmed_issuers(facts: Facts) -> tuple[str, ...]:
    """The issuer names that the register confirms for the partner."""
    row = agreement(facts)
    names = row.agency.names if row is not None and row.agency.is_official else ()
    plan = facts.case.assignment.pension_plan
    excluded = {form(issuer) for key, issuer in CANADIAN_ISSUERS.items() if plan is not None and key != plan}
    return tuple(name for name in names if form(name) not in excluded)


def identity_objections(facts: Facts, key: str, certificate: Certificate) -> Iterator[Objection]:
    """Reasons why the certificate does not match the case: worker, employer or activity, countries."""
    at = ("certificates", key)
    for naming in _namings(facts, certificate):
        if message := _name_differs(facts, _naming_period(facts, certificate), naming):
            place = (*at, naming.field) if naming.printed else at
            yield Objection(place, f"{key} {message}", related=(naming.place,))
    if certificate.covered_by != covering_country(facts):
        yield Objection(
            (*at, "covered_by"),
            f"{key} assigns coverage to {certificate.covered_by}, not to {covering_country(facts)}",
            related=(("direction",),),
        )
    if certificate.exempt_in != exempt_country(facts):
        yield Objection(
            (*at, "exempt_in"),
            f"{key} shows an exemption in {certificate.exempt_in}, not in {exempt_country(facts)}",
            related=(("partner",),),
        )


def printed_names(facts: Facts, certificate: Certificate) -> Iterator[PrintedName]:
    """The names that the certificate prints otherwise than the record, and that still are the same name."""
    for naming in _namings(facts, certificate):
        printed, recorded = naming.printed, naming.recorded
        days = _naming_period(facts, certificate)
        if printed and recorded and printed != recorded and not _name_differs(facts, days, naming):
            kind = naming.alias.kind if naming.alias else "misspelled"
            same = naming.form(printed) == naming.form(recorded)
            yield PrintedName(naming.field, printed, recorded, None if same else kind)


def renamed(facts: Facts, worker: str | None, employer: str | None, day: Day) -> Iterator[Objection]:
    """Reasons why names that a sheet had on a day are not those of the worker and the employer of the record."""
    for naming in (_worker_naming(facts, worker), _employer_naming(facts, employer)):
        if naming.printed and (message := _name_differs(facts, Period(day, day), naming)):
            yield Objection(naming.place, message)


def is_nearly_named(facts: Facts, field: str, printed: str) -> bool:
    """Whether a request as sent named the worker, employer or activity of the case, at most misspelled or shortened."""
    namings = (_worker_naming(facts, printed), _employer_naming(facts, printed), _activity_naming(facts, printed))
    naming = next(naming for naming in namings if naming.field == field)
    names = [name for name in (naming.recorded, *(alias.name for alias in naming.aliases)) if name]
    return any(_is_nearly(naming, name, printed) for name in names)


def _is_nearly(naming: _Naming, name: str, printed: str) -> bool:
    of_person = naming.field == "worker"
    variant = may_be_same_person(printed, name) if of_person else is_company_variant(printed, name)
    same = naming.form(printed) == naming.form(name)
    return same or variant or is_misspelling(printed, name, of_person=of_person)


def _namings(facts: Facts, certificate: Certificate) -> Iterator[_Naming]:
    reported = certificate.defect is not None and certificate.defect.kind is DefectKind.SPELLING
    for naming in (
        _worker_naming(facts, certificate.worker),
        _employer_naming(facts, certificate.employer),
        _activity_naming(facts, certificate.activity),
    ):
        yield replace(naming, may_be_misspelled=reported)


def _worker_naming(facts: Facts, printed: str | None) -> _Naming:
    worker = facts.case.worker
    return _Naming("worker", printed, worker.name, worker.aliases, form, ("worker", "name"))


def _employer_naming(facts: Facts, printed: str | None) -> _Naming:
    row = facts.registers.employers.get(facts.case.employer or "")
    name, aliases = (row.name, row.aliases) if row else (None, ())
    return _Naming("employer", printed, name, aliases, company_form, ("employer",))


def _activity_naming(facts: Facts, printed: str | None) -> _Naming:
    activity = facts.case.activity
    name, aliases = (activity.name, activity.aliases) if activity else (None, ())
    return _Naming("activity", printed, name, aliases, company_form, ("activity",))


def _name_differs(facts: Facts, days: Period, naming: _Naming) -> str | None:
    """How the printed name differs from the record, as the end of a message; None if both are the same name."""
    field, printed, recorded = naming.field, naming.printed, naming.recorded
    if printed is None or recorded is None:
        if printed == recorded:
            return None
        names = f"names the {field} “{printed}”" if printed else f"names no {field}"
        return f"{names}, and the case names {f'“{recorded}”' if recorded else 'none'}"
    if naming.form(printed) == naming.form(recorded):
        return None
    if (alias := naming.alias) is None:
        return _unknown_name(facts, naming, printed, recorded)
    if problem := _alias_problem(facts, days, naming, alias):
        return f"names the {field} “{printed}”, and this alias of “{recorded}” does not count: {problem}"
    return None


def _unknown_name(facts: Facts, naming: _Naming, printed: str, recorded: str) -> str | None:
    """How a printed name without an alias differs from the record; None if it is only misspelled."""
    names = f"names the {naming.field} “{printed}”"
    if not naming.is_misspelled:
        return f"{names}, and the case names “{recorded}”: {difference(printed, recorded)}"
    owner = _other_owner(facts, naming, printed)
    return f"{names}, which is the name of {owner}, so it is no misspelling" if owner else None


def _alias_problem(facts: Facts, days: Period, naming: _Naming, alias: Alias) -> str | None:
    assert naming.recorded is not None
    if owner := _other_owner(facts, naming, alias.name):
        return f"it is also the name of {owner}"
    if not alias.used_in(days):
        return f"it was used only {alias.days}"
    if not _is_seen(naming, alias) and not shows_name(facts, naming.field, alias):
        return _NO_EVIDENCE[naming.field]
    return None


_NAME_KINDS = {
    "worker": ("name-change-record", "citizenship-proof"),
    "activity": ("name-change-record", "activity-proof"),
}
_NO_EVIDENCE = {
    "worker": "no name-change-record, and no later citizenship-proof, is cited that shows both names",
    "employer": "no registered source on the name is cited",
    "activity": "no name-change-record, activity-proof or registered source on the name is cited",
}


def _is_seen(naming: _Naming, alias: Alias) -> bool:
    """Whether a reader sees that both names belong together, so that no document is needed."""
    if alias.kind not in ("transliteration", "printed"):
        return False
    name, recorded = alias.name, naming.recorded or ""
    if naming.field == "worker":
        return is_visible_variant(name, recorded) or abbreviates(name, recorded)
    return is_company_variant(name, recorded)


def shows_name(facts: Facts, field: str, alias: Alias) -> bool:
    """Whether an alias of the worker, the employer or the activity cites a document that shows both names.

    A proof of citizenship shows a former name only if it is not older than the change.
    """
    if field != "worker" and _registered(facts, alias):
        return True
    for key in exhibits_of_kind(facts, alias.evidence, *_NAME_KINDS.get(field, ())):
        exhibit = facts.case.exhibits[key]
        changed_on = alias.until if exhibit.kind == "citizenship-proof" and alias.kind == "former" else None
        if changed_on is None or (exhibit.effective or exhibit.recorded) >= changed_on:
            return True
    return False


def _naming_period(facts: Facts, certificate: Certificate) -> Period:
    """The days whose names a certificate may print: from the request, which gave the names, to the issue."""
    request, issued = request_of(facts.case, certificate), certificate.issued_on
    return Period(min(request.sent.on, issued) if request and request.sent else issued, issued)


def _other_owner(facts: Facts, naming: _Naming, printed: str) -> str | None:
    """Who else in the project has a name that is not in the record: a worker, a person or an employer."""
    name = naming.form(printed)
    if naming.field == "worker":
        for key, person in facts.registers.people.items():
            if form(person.name) == name and not same_words(person.name, facts.case.worker.name):
                return f"{key} in registers/people.yml"
        case = facts.elsewhere.names.get(name)
        return f"another worker (case {case})" if case and not known(facts, "shared-name") else None
    for key, row in facts.registers.employers.items():
        names = (row.name, *(listed.name for listed in row.aliases))
        if key != facts.case.employer and name in map(company_form, names):
            return f"{key} in registers/employers.yml"
    return None


def _registered(facts: Facts, alias: Alias) -> bool:
    """Whether the alias of an employer cites a registered source on the name, with its capture unchanged."""
    for key in alias.evidence:
        source, capture = facts.registers.sources.get(key), facts.captures.get(key)
        if source and SourceTopic.NAME in source.supports and capture and capture.sha256 == source.sha256:
            return True
    return False


def matches(facts: Facts, key: str) -> bool:
    """Whether a certificate is final, received, unchanged, from the right authority, and matches this case."""
    certificate = facts.case.certificates[key]
    return (
        certificate.state is CertificateState.FINAL
        and not suspended(certificate)
        and received(facts, certificate)
        and unchanged(facts, certificate.document)
        and not any(issuer_objections(facts, key, certificate))
        and not any(identity_objections(facts, key, certificate))
    )


@claim_control(
    "I01",
    "identity-known",
    Section.CERTIFICATE,
    question="Are the names, the references and the certificate number actual values, not placeholders?",
    why="A certificate whose number is “pending”, or a worker who is still “TBD”, has not been identified. Two"
    " placeholders could even appear to match each other.",
    remedy="Enter the value from the document. If the value is not known yet, do not claim the exemption."
    " Contributions continue until the value is known.",
    basis=(support_policy("6 Identity"),),
    link=Link.IDENTITY,
)
def identity_known(facts: Facts, _key: str, claim: Claim) -> Objections:
    for place, text in _identifying(facts, claim):
        stands_for_nothing = is_placeholder_number if place[-1] in _NUMBERS else is_placeholder
        if text is not None and stands_for_nothing(text) and text.casefold() != NO_NUMBER:
            yield objection(place, f"“{text}” stands for an unknown value")
    for key in requests_of(facts.case, claim):
        request = facts.case.requests[key]
        if request.sent and not request.sent.reference and request.route and request.route.channel is Channel.ONLINE:
            message = f"the reference that the portal gave {key} is missing; if it gave none, enter “{NO_NUMBER}”"
            yield objection(("requests", key, "sent"), message)
    for key in claim.certificates:
        certificate = facts.case.certificates.get(key)
        if certificate and not re.search(r"\d", certificate.number) and certificate.number.casefold() != NO_NUMBER:
            message = f"“{certificate.number}” has no digit; if the certificate shows no number, enter “{NO_NUMBER}”"
            yield objection(("certificates", key, "number"), message)


_NUMBERS = ("number", "reference")
"""The fields that contain a number. “Per” is the name of a person, but “per letter” is no number."""


def _identifying(facts: Facts, claim: Claim) -> Iterator[tuple[Path, str | None]]:
    case = facts.case
    yield ("worker", "name"), case.worker.name
    yield ("worker", "reference"), case.worker.reference
    row = facts.registers.employers.get(case.employer or "")
    yield ("employer",), row.name if row else None
    yield ("activity", "name"), case.activity.name if case.activity else None
    for key in requests_of(case, claim):
        sent = case.requests[key].sent
        yield ("requests", key, "sent", "reference"), sent.reference if sent else None
    for key in claim.certificates:
        if certificate := case.certificates.get(key):
            for field in ("number", "issuer", "worker", "employer", "activity"):
                yield ("certificates", key, field), getattr(certificate, field)


@claim_control(
    "I02",
    "employer-continues",
    Section.CERTIFICATE,
    question="Does the same company employ the worker, or send the worker from an affiliate, on every claimed day?",
    why="A certificate names one employer. After a merger or a sale, another company is the employer, and only the"
    " authority can say whether the certificate remains valid. Days before the merger or sale are not affected.",
    remedy="End the claim on the day before the succession, continue contributions from the day of the succession, and"
    " ask the authority whether the certificate remains valid. Record the open question `employer-succession` as known"
    " with its answer, or open a case for the new employer.",
    basis=(process("Two directions, two documents"), support_policy("6 Identity")),
    link=Link.IDENTITY,
)
def employer_continues(facts: Facts, key: str, claim: Claim) -> Objections:
    answer = facts.case.questions.get("employer-succession")
    if answer is not None and answer.answer == NO:
        message = "the open question `employer-succession` is answered with no"
        yield objection(("questions", "employer-succession", "answer"), message, ("claims", key))
        return
    affiliate = facts.case.assignment.affiliate
    places: list[tuple[Path, str | None]] = [
        (("employer",), facts.case.employer),
        (("assignment", "affiliate", "employer"), affiliate.employer if affiliate else None),
    ]
    for place, employer in places:
        row = facts.registers.employers.get(employer or "")
        change = row.succeeded_by if row else None
        missing = not_known(facts, "employer-succession")
        if change and change.on <= claim.ends and missing is not None:
            message = (
                f"{employer} was succeeded by {change.employer} on {change.on}, and the open question"
                f" `employer-succession` {missing}"
            )
            yield objection(("claims", key, "ends"), message, place)


@claim_control(
    "I03",
    "certificate-of-one-worker",
    Section.CERTIFICATE,
    question="Is each certificate used for only one worker in all cases of the project?",
    why="A certificate is issued for one worker. If the cases of two workers use the same certificate number, document"
    " or copy, at least one of the workers has no certificate.",
    remedy="Compare the certificate with both cases. In the case to which the certificate does not belong, withdraw"
    " the document, remove the entry, and remove the claim, or reverse it if payroll relies on it. If one file"
    " contains the certificates of several workers, record the pages of each worker as a separate file.",
    basis=(support_policy("6 Identity"),),
    link=Link.IDENTITY,
)
def certificate_of_one_worker(facts: Facts, _key: str, claim: Claim) -> Objections:
    for name in claim.certificates:
        if case := facts.elsewhere.certificates.get(name):
            message = f"case {case} of another worker has the number or a file of {name}"
            yield objection(("certificates", name), message)


@claim_control(
    "I04",
    "exempt-once",
    Section.CERTIFICATE,
    question="On each day, is the worker exempt in only one of the two systems, and only once for each employer, and"
    " does the answer about other work fit the worker's other claims?",
    why="A worker who is exempt in the United States and in another country on the same days may be covered nowhere."
    " If a worker has two exemptions for the same employer and the same days, one exemption was replaced or was"
    " entered twice. If another case claims an exemption for other work on the same days, the worker does not work"
    " only for one employer.",
    remedy="Compare the two cases. If the worker has other work with a certificate of its own, answer the question"
    " `single-employment` with `each-certified`. Otherwise, shorten or remove the claim that is wrong, or reverse it if"
    " payroll relies on it. If both claims are correct, record the open question `two-exemptions` as known, with the"
    " evidence, in both cases. If two workers have the same name, record the open question `shared-name` as known in"
    " both cases. If both cases are about the same worker, use the same reference in both cases.",
    basis=(process("Two directions, two documents"), support_policy("6 Identity")),
    link=Link.IDENTITY,
)
def exempt_once(facts: Facts, key: str, claim: Claim) -> Objections:
    if known(facts, "two-exemptions"):
        return
    single = facts.case.questions.get("single-employment")
    for second in facts.elsewhere.exemptions.get(key, ()):
        if second.exempt_in != claim.exempt_in and UNITED_STATES in (second.exempt_in, claim.exempt_in):
            message = f"case {second.case} claims an exemption in {second.exempt_in} for the same days"
        elif second.exempt_in == claim.exempt_in and second.same_party:
            message = f"case {second.case} claims the same exemption for the same employer or activity and days"
        elif second.same_worker and single is not None and single.answer == YES:
            message = (
                f"case {second.case} claims an exemption in {second.exempt_in} for other work on the same days, but the"
                " question `single-employment` is answered with yes"
            )
        else:
            continue
        if second.same_worker:
            yield objection(("claims", key), message)
        elif missing := not_known(facts, "shared-name"):
            whom = "; its worker has the same name and another reference, and the open question `shared-name`"
            yield objection(("claims", key), f"{message}{whom} {missing}", ("worker", "reference"))


CONTROLS = (identity_known, employer_continues, certificate_of_one_worker, exempt_once)
