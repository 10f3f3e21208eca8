"""The lines of a decision sheet for the facts as they are now, and what counts against an exemption.

The lines are the facts of `decision_table` under their paths in the record. Some are not in the record itself: what
the registers say (`register.…`), the aliases by which a certificate names the parties (`aliases.…`), the hashes of
evidence (`exhibits.…`, `sources.…`), what counts against the exemption (`adverse.…`), and the roles that are asked
(`policy.roles`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from casebound.controls.decision_table import is_on
from casebound.controls.identity import printed_names
from casebound.controls.predicates import (
    ADVERSE_KINDS,
    agreement,
    happened,
    in_use,
    unrecorded_certificates,
)
from casebound.controls.sheet_status import filing_sheet, sheets_for
from casebound.controls.tracking import latest_check, reads_completed, speaks_against
from casebound.controls.typed_questions import QUESTIONS, needed_questions
from casebound.model.case import Case, Certificate, Exhibit, StatusCheck
from casebound.model.certificate_numbers import same_number
from casebound.model.decisions import Line, entries
from casebound.model.facts import Facts
from casebound.model.record_base import plain
from casebound.model.requests import is_refused_extension, requests_of, sent_requests
from casebound.model.terms import AgreementRule, ApprovalStep, CertificateState, Role, SheetReply

_SECTIONS = ("direction", "partner", "worker", "employer", "activity", "assignment", "conditions", "rule", "filing")


def lines_of(facts: Facts, step: ApprovalStep, subject: Sequence[str]) -> dict[str, Line]:
    """The facts of a decision as they are now: for the filing of a request, or the exemption of claims, by id."""
    case = facts.case
    found: dict[str, Line] = {}
    content = plain(case)
    for section in _SECTIONS:
        _flatten(content.get(section), section, found)
    for question in dict.fromkeys((*needed_questions(facts), *QUESTIONS)):
        _flatten(content.get("questions", {}).get(question), f"questions.{question}", found)
    requests = subject if step is ApprovalStep.FILING else _requests_of(case, subject)
    for request in requests:
        _flatten(content.get("requests", {}).get(request), f"requests.{request}", found)
    if step is ApprovalStep.FILING:
        _flatten(content.get("packet"), "packet", found)
    else:
        _exemption(facts, content, subject, found)
        _filing_sheets(facts, requests, found)
    found = {path: line for path, line in found.items() if is_on(path, step) and _is_asked(path, case)}
    _evidence(facts, found)
    _registers(facts, found)
    found |= {f"adverse.{name}": what for name, what in adverse(facts)}
    found |= {f"people.{role.value}": case.people.in_role(role) for role in Role}
    found["policy.roles"] = tuple(role.value for role in facts.registers.policy.approvals.get(step, ()))
    found["policy.separation"] = facts.registers.policy.separation
    found["policy.source_fresh_days"] = str(facts.registers.policy.source_fresh_days)
    return {path: found[path] for path in sorted(found, key=_in_order)}


def _exemption(facts: Facts, content: Mapping[str, Any], claims: Sequence[str], found: dict[str, Line]) -> None:
    """The certificates, the claims, and what the people who approve the exemption accept."""
    for certificate in _certificates_of(facts.case, claims):
        _flatten(content["certificates"][certificate], f"certificates.{certificate}", found)
        _aliases(facts, certificate, found)
    for claim in claims:
        _flatten(content.get("claims", {}).get(claim), f"claims.{claim}", found)
    for section in ("deviations", "takeover"):
        _flatten(content.get(section), section, found)


def _is_asked(path: str, case: Case) -> bool:
    """Whether the applicable rule asks for a fact about the worker: only some rules ask for these two."""
    rules = _ONLY_FOR.get(path)
    return rules is None or case.rule.kind in rules


_ONLY_FOR = {
    "worker.citizenships": (AgreementRule.NATIONALITY,),
    "worker.residence": (AgreementRule.RESIDENCE,),
}


def _in_order(path: str) -> list[tuple[int, str]]:
    """The key of an order in which E2 comes before E10."""
    return [(len(part), part) if part[:1].isalpha() and part[1:].isdigit() else (0, part) for part in path.split(".")]


def _flatten(value: Any, path: str, found: dict[str, Line]) -> None:
    if isinstance(value, Mapping):
        for key, held in value.items():
            _flatten(held, f"{path}.{key}", found)
    elif isinstance(value, list | tuple):
        if all(not isinstance(item, Mapping) for item in value):
            found[path] = tuple(map(_text, value))
    elif value is not None:
        found[path] = _text(value)


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _certificates_of(case: Case, claims: Iterable[str]) -> tuple[str, ...]:
    named = (key for claim in claims if claim in case.claims for key in case.claims[claim].certificates)
    return tuple(key for key in dict.fromkeys(named) if key in case.certificates)


def _requests_of(case: Case, claims: Iterable[str]) -> tuple[str, ...]:
    named = (request for claim in claims if claim in case.claims for request in requests_of(case, case.claims[claim]))
    return tuple(dict.fromkeys(named))


def _aliases(facts: Facts, certificate: str, found: dict[str, Line]) -> None:
    """The names that the certificate prints otherwise than the record, but for a difference in form."""
    for name in printed_names(facts, facts.case.certificates[certificate]):
        if name.kind is not None:
            found[f"aliases.{certificate}.{name.field}"] = f"{name.printed} ({name.kind} name of {name.recorded})"


def _filing_sheets(facts: Facts, requests: Iterable[str], found: dict[str, Line]) -> None:
    for request in requests:
        if sheets := sheets_for(facts.decisions, ApprovalStep.FILING, request):
            found[f"requests.{request}.filing_sheet"] = sheets[-1].sha256


def _evidence(facts: Facts, found: dict[str, Line]) -> None:
    """The kind and hash of each exhibit, and the reading of each source, that the lines so far cite."""
    cited = {entry for line in found.values() for entry in entries(line)}
    for key, exhibit in facts.case.exhibits.items():
        if key in cited and exhibit.in_use:
            file = facts.exhibits.get(key)
            found[f"exhibits.{key}.kind"] = exhibit.kind
            found[f"exhibits.{key}.sha256"] = (file.sha256 if file else None) or "missing"
    for key, source in facts.registers.sources.items():
        if key in cited:
            found[f"sources.{key}.accessed_on"] = source.accessed_on.isoformat()
            found[f"sources.{key}.sha256"] = source.sha256
            found[f"sources.{key}.state"] = source.state
            found[f"sources.{key}.url"] = source.url


def _registers(facts: Facts, found: dict[str, Line]) -> None:
    employer = facts.registers.employers.get(facts.case.employer or "")
    if employer is not None:
        found["register.employer.name"], found["register.employer.country"] = employer.name, employer.country
    row = agreement(facts)
    if row is not None:
        found["register.agreement.status"] = row.status if row.is_official else f"{row.status}, not confirmed"
        found["register.agreement.in_force"] = str(row.in_force or "no date")
        found["register.agreement.limit_outbound_months"] = str(row.limit.outbound_months or "no rule")
        found["register.agreement.limit_inbound_months"] = str(row.limit.inbound_months or "no rule")
        found["register.agreement.programs"] = row.programs.confirmed


def adverse(facts: Facts) -> Iterator[tuple[str, str]]:
    """Every fact known by the as-of date that counts against an exemption, by a name for it, with what it is."""
    yield from _adverse_requests(facts)
    yield from _adverse_certificates(facts)
    yield from _adverse_exhibits(facts)
    yield from since_the_filing(facts)


def _adverse_requests(facts: Facts) -> Iterator[tuple[str, str]]:
    case = facts.case
    answered = {certificate.request for certificate in case.certificates.values()}
    for key, request in case.requests.items():
        refusal, withdrawn, check = request.refusal, request.withdrawn, latest_check(facts, request)
        if refusal is not None and happened(refusal.received_on, facts) and not is_refused_extension(case, key):
            yield f"refusal-{key}", f"refused on {refusal.refused_on}"
        if withdrawn is not None and happened(withdrawn.on, facts):
            yield f"withdrawal-{key}", f"withdrawn on {withdrawn.on}"
        if refusal is None and withdrawn is None and key in answered and check and _counts_against(facts, key, check):
            yield f"status-{key}", f"shown as “{check.shown}”"


def _counts_against(facts: Facts, request: str, check: StatusCheck) -> bool:
    """Whether a status says no, or was seen after the certificate came and says something else than completed."""
    if speaks_against(check.shown):
        return True
    came = [each.received_on for each in facts.case.certificates.values() if each.request == request]
    return all(day is not None and check.at.on > day for day in came) and not reads_completed(facts, check.shown)


def _adverse_certificates(facts: Facts) -> Iterator[tuple[str, str]]:
    for key, certificate in facts.case.certificates.items():
        if certificate.state is not CertificateState.FINAL and _bears_on_claims(facts.case, key):
            yield f"state-{key}", certificate.state.value
        defect = certificate.defect
        if defect is not None and defect.kind != "spelling" and happened(defect.asked_on, facts):
            yield f"defect-{key}", defect.kind


def _adverse_exhibits(facts: Facts) -> Iterator[tuple[str, str]]:
    """The letters of denial, and the certificates that were withdrawn or cannot be opened."""
    case = facts.case
    no_matter = {
        key
        for number, request in case.requests.items()
        if request.refusal is not None and is_refused_extension(case, number)
        for key in request.refusal.evidence
    }
    for key, exhibit in case.exhibits.items():
        if exhibit.kind in ADVERSE_KINDS and happened(exhibit.recorded, facts) and key not in no_matter:
            yield f"exhibit-{key}", _with_reason(exhibit)
    for key in unrecorded_certificates(facts):
        if not in_use(facts, key):
            yield f"exhibit-{key}", _with_reason(case.exhibits[key])


def _with_reason(exhibit: Exhibit) -> str:
    """The kind of an exhibit, with the reason if it was withdrawn."""
    return f"{exhibit.kind}, withdrawn because: {exhibit.withdrawn.because}" if exhibit.withdrawn else exhibit.kind


def _bears_on_claims(case: Case, key: str) -> bool:
    """Whether a claim names a certificate, or one of the same number or request that is not newer."""
    certificate = case.certificates[key]
    named = {name for claim in case.claims.values() for name in claim.certificates if name in case.certificates}
    return key in named or any(
        case.certificates[name].issued_on <= certificate.issued_on
        and (same_number(certificate, case.certificates[name]) or _same_request(certificate, case.certificates[name]))
        for name in named
    )


def _same_request(first: Certificate, second: Certificate) -> bool:
    return first.request is not None and first.request == second.request


def since_the_filing(facts: Facts) -> Iterator[tuple[str, str]]:
    """What took something from the filing of a request after it was sent: a document, or an approval of its sheet."""
    for request, _, sent in sent_requests(facts.case):
        if (sheet := filing_sheet(facts, request)) is None:
            continue
        for key, exhibit in facts.case.exhibits.items():
            withdrawn = exhibit.withdrawn
            since = withdrawn is not None and sent.on <= withdrawn.on and happened(withdrawn.on, facts)
            if withdrawn and since and f"exhibits.{key}.kind" in sheet.lines:
                yield f"document-{key}", f"withdrawn on {withdrawn.on}"
        for _, answer in facts.decisions.answers_to(sheet):
            day = answer.counts_from.on
            if (
                answer.answer is not SheetReply.APPROVE
                and sent.on < day
                and happened(day, facts)
                and answer.role in sheet.roles
            ):
                done = "refused" if answer.answer is SheetReply.REFUSE else "withdrawn"
                yield f"approval-{sheet.id}-{answer.by}", f"{done} on {day}"
