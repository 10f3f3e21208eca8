"""The content that an approval covers: the facts, their evidence, and who approved, when and how.

The fingerprint is the digest of the facts and the evidence. The seal is the digest of the fingerprint, the
approval itself, the control set and the head of the log's chain at that time.

Both are SHA-256 over canonical JSON (RFC 8785), with a prefix for purpose, version and step, so that the
fingerprint of one step is never valid for another. Wording without effect on the decision, the order of keys,
status checks, contacts and the log are not covered.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from casebound.model.case import Approval, Request
from casebound.model.facts import Facts
from casebound.model.log_chain import head
from casebound.model.record_base import canonical, plain
from casebound.model.registers import OfficialSource
from casebound.model.requests import any_sent, latest_request
from casebound.model.rules import Rule
from casebound.model.terms import ApprovalStep

_DOMAIN = b"casebound/approval/4/"
_SEAL = b"casebound/seal/2\n"
_CONTROLS = b"casebound/controls/1\n"
_DIGITS = 16
_FILING = (
    "case",
    "direction",
    "partner",
    "people",
    "worker",
    "employer",
    "activity",
    "assignment",
    "conditions",
    "rule",
    "filing",
    "packet",
)
_EXEMPTION = (*_FILING, "questions")
_OF_REQUEST = {
    ApprovalStep.FILING: ("requester", "authority", "follows", "route"),
    ApprovalStep.EXEMPTION: ("requester", "authority", "follows", "route", "sent"),
}
"""The parts of a request that each step covers."""


def control_set(controls: Iterable[Rule]) -> str:
    """The digest of a set of controls, in any order: `cs-` and 16 digits over their ids, effects and questions."""
    content = sorted([rule.id, rule.section, rule.severity, rule.link or "", rule.question] for rule in controls)
    return "cs-" + hashlib.sha256(_CONTROLS + canonical(content)).hexdigest()[:_DIGITS]


def seal(facts: Facts, approval: Approval, decided: str | None = None) -> str:
    """The 64 hexadecimal digits that this approval must have in `covers`, without regard to the present value.

    `decided` is the fingerprint of the decision, if the caller has it.
    """
    content = plain(approval)
    content.pop("covers", None)
    content["log"] = head(facts.case.log[: approval.log_entries])
    content["log_holds"] = approval.log_entries <= len(facts.case.log)
    content["decided"] = decided or fingerprint(facts, approval.step, approval.claim)
    return hashlib.sha256(_SEAL + canonical(content)).hexdigest()


def fingerprint(facts: Facts, step: ApprovalStep, claim: str | None = None) -> str:
    """The digest of the decision at this step, as 64 hexadecimal digits. `claim` is used for the step exemption."""
    decided = _decided(facts, step, claim)
    decided["evidence"] = relied_on = dict(_evidence(facts, step, claim))
    decided["sources"] = {key: _known_as(facts.registers.sources.get(key)) for key in relied_on}
    decided["registers"] = _registered(facts)
    return hashlib.sha256(_DOMAIN + step.value.encode() + b"\n" + canonical(decided)).hexdigest()


def in_sent_request(facts: Facts, exhibit: str) -> bool:
    """Whether the filing approvals of a request that was sent cover an exhibit. They cannot be renewed."""
    statements = [cite.statement for cite in facts.cites if cite.id == exhibit]
    parts = _OF_REQUEST[ApprovalStep.FILING]
    return any_sent(facts.case) and any(
        statement[2] in parts if statement[0] == "requests" else statement[0] in _FILING for statement in statements
    )


def _decided(facts: Facts, step: ApprovalStep, claim: str | None) -> dict[str, Any]:
    case = facts.case
    names = _EXEMPTION if step is ApprovalStep.EXEMPTION else _FILING
    decided = {name: value for name in names if (value := getattr(case, name)) is not None}
    decided["requests"] = {key: _parts(case.requests[key], step) for key in _requests(facts, step, claim)}
    if step is ApprovalStep.EXEMPTION and claim in case.claims:
        claimed = case.claims[claim]
        decided["claim"] = {claim: msgspec.structs.replace(claimed, relied=())}
        decided["effective"] = [relied.begins for relied in claimed.relied]
        decided["filed"] = [approval.covers for approval in case.approvals if approval.step is ApprovalStep.FILING]
        decided["certificates"] = {
            key: case.certificates[key] for key in claimed.certificates if key in case.certificates
        }
    return decided


def _requests(facts: Facts, step: ApprovalStep, claim: str | None) -> tuple[str, ...]:
    """The requests decided on: for filing the latest, for an exemption those that the claim's certificates name."""
    case = facts.case
    if step is ApprovalStep.FILING:
        latest = latest_request(case)
        return (latest[0],) if latest else ()
    certificates = case.claims[claim].certificates if claim in case.claims else ()
    named = [case.certificates[key].request for key in certificates if key in case.certificates]
    return tuple(key for key in dict.fromkeys(named) if key in case.requests)


def _parts(request: Request, step: ApprovalStep) -> dict[str, Any]:
    """The parts of a request that a step covers."""
    return {part: value for part in _OF_REQUEST[step] if (value := getattr(request, part))}


def _evidence(facts: Facts, step: ApprovalStep, claim: str | None) -> Iterator[tuple[str, str | None]]:
    exempt = step is ApprovalStep.EXEMPTION
    covered: set[tuple[str | int, ...]] = {(section,) for section in (_EXEMPTION if exempt else _FILING)}
    covered |= {("requests", key, part) for key in _requests(facts, step, claim) for part in _OF_REQUEST[step]}
    if exempt and claim in facts.case.claims:
        covered |= {("certificates", key) for key in facts.case.claims[claim].certificates}
    for cite in facts.cites:
        if not any(cite.statement[: len(part)] == part for part in covered):
            continue
        exhibit = facts.case.exhibits.get(cite.id)
        counts = exhibit is None or exhibit.in_use  # what counts for nothing is not approved by being cited
        found = facts.exhibits.get(cite.id) or facts.captures.get(cite.id)
        yield cite.id, found.sha256 if found and counts else None


def _known_as(source: OfficialSource | None) -> list[object] | None:
    """The fields of a source in the register that decide what it can be cited for."""
    if source is None:
        return None
    return [source.url, source.state, source.accessed_on, source.supports, source.countries]


def _registered(facts: Facts) -> dict[str, Any]:
    row = facts.registers.agreements.get(facts.case.partner)
    employer = facts.registers.employers.get(facts.case.employer or "")
    return {"agreement": row, "employer": employer}
