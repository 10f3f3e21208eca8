"""The approvals of format 1, and whether their seals still hold.

A seal is the SHA-256 of the facts and the evidence, the approval itself and the log up to then. It is computed here
as casebound did for format 1, from the same facts in format 2.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from casebound.edit.format_1_agreements import Format1Agreement
from casebound.model.days import Moment
from casebound.model.facts import Facts
from casebound.model.log_chain import head
from casebound.model.record_base import Value, canonical, plain, structure
from casebound.model.terms import ApprovalStep, Role

_DOMAIN = b"casebound/approval/3/"
_SEAL = b"casebound/seal/2\n"
_FILING = ("case", "direction", "partner", "people", "worker", "employer", "activity", "assignment", "conditions",
           "rule", "filing", "packet")  # fmt: skip
_SENT = {"on": "sent_on", "by": "sent_by"}


class Approval(Value, frozen=True, kw_only=True):
    """An approval of format 1. `covers` is its seal."""

    step: ApprovalStep
    role: Role
    by: str
    at: Moment
    log_entries: int
    controls: str
    covers: str
    claim: str | None = None


def approvals_in(content: Mapping[str, Any]) -> tuple[Approval, ...]:
    """The approvals in a record of format 1. Raises ValueError if a field is missing or has another form."""
    return structure(content.get("approvals") or [], tuple[Approval, ...])


def holds(facts: Facts, approval: Approval, approvals: Sequence[Approval], agreement: Format1Agreement | None) -> bool:
    """Whether the record, now in format 2, is still what an approval covered."""
    return seal_of(facts, approval, approvals, agreement) == approval.covers


def seal_of(facts: Facts, approval: Approval, approvals: Sequence[Approval], agreement: Format1Agreement | None) -> str:
    """The seal that an approval of the record as it is now has."""
    content = plain(approval)
    content.pop("covers")
    content["log"] = head(facts.case.log[: approval.log_entries])
    content["log_holds"] = approval.log_entries <= len(facts.case.log)
    content["decided"] = _fingerprint(facts, approval, approvals, agreement)
    return hashlib.sha256(_SEAL + canonical(content)).hexdigest()


def _fingerprint(
    facts: Facts, approval: Approval, approvals: Sequence[Approval], agreement: Format1Agreement | None
) -> str:
    decided = dict(_decided(facts, approval, approvals))
    decided["evidence"] = cited = dict(_evidence(facts, approval))
    decided["sources"] = {key: _source(facts, key) for key in cited}
    decided["registers"] = {
        "agreement": agreement,
        "employer": facts.registers.employers.get(facts.case.employer or ""),
    }
    return hashlib.sha256(_DOMAIN + approval.step.value.encode() + b"\n" + canonical(decided)).hexdigest()


def _decided(facts: Facts, approval: Approval, approvals: Sequence[Approval]) -> Iterator[tuple[str, Any]]:
    case, request = facts.case, next(iter(facts.case.requests.values()), None)
    for name in _FILING:
        if (value := getattr(case, name)) is not None:
            yield name, value
    if request is not None and request.route is not None:
        yield "route", request.route
    if approval.step is ApprovalStep.FILING:
        return
    yield "questions", case.questions
    if request is not None and request.sent is not None:
        yield "submission", {_SENT.get(key, key): value for key, value in plain(request.sent).items()}
    if approval.claim in case.claims:
        claim = case.claims[approval.claim]
        yield "claim", {approval.claim: msgspec.structs.replace(claim, relied=())}
        yield "effective", claim.relied[0].begins if claim.relied else None
        yield "filed", [given.covers for given in approvals if given.step is ApprovalStep.FILING]
        yield "certificates", {key: _certificate(facts, key) for key in claim.certificates if key in case.certificates}


def _certificate(facts: Facts, key: str) -> dict[str, Any]:
    content = dict(plain(facts.case.certificates[key]))
    content.pop("request", None)
    if defect := content.pop("defect", None):
        content["rerequested_on"] = defect["asked_on"]
    return content


def _evidence(facts: Facts, approval: Approval) -> Iterator[tuple[str, str | None]]:
    """The exhibits and sources that the approved sections cite, with their hashes."""
    exemption = approval.step is ApprovalStep.EXEMPTION
    sections = {*_FILING, *(("questions",) if exemption else ())}
    parts = ("route", "sent") if exemption else ("route",)
    claim = facts.case.claims.get(approval.claim or "") if exemption else None
    for cite in facts.cites:
        section, *place = cite.statement
        if section == "requests":
            relied_on = place[1] in parts
        else:
            relied_on = section in sections or bool(
                claim and section == "certificates" and place[0] in claim.certificates
            )
        if relied_on:
            exhibit = facts.case.exhibits.get(cite.id)
            counts = exhibit is None or exhibit.in_use
            found = facts.exhibits.get(cite.id) or facts.captures.get(cite.id)
            yield cite.id, found.sha256 if found and counts else None


def _source(facts: Facts, key: str) -> list[object] | None:
    source = facts.registers.sources.get(key)
    if source is None:
        return None
    return [source.url, source.state, source.accessed_on, source.supports, source.countries]
