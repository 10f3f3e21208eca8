"""The entries of a case that are never removed or changed, such as sheets, answers, exhibits and log entries."""

import hashlib
import re
from collections.abc import Iterator

from msgspec.structs import replace

from casebound.model.case import Case, Conditions, Exhibit
from casebound.model.days import Day
from casebound.model.decisions import FOLDER
from casebound.model.judgment import JudgedCase
from casebound.model.record_base import Value, canonical
from casebound.model.terms import Answer, CertificateState

Entry = tuple[str, str, Day | None]
"""The name of an entry, its SHA-256 (empty where only its presence counts), and the day on which it was written."""


def history(judged: JudgedCase) -> Iterator[Entry]:
    """The entries of a case, in a stable order."""
    decisions = judged.facts.decisions
    written = {sheet.file: sheet.head.proposed_at.on for sheet in decisions.sheets}
    written |= {file: answer.written.on for file, answer in decisions.answers.items()}
    for file, sha256 in sorted(decisions.hashes.items()):
        yield f"{FOLDER}/{file}", sha256, written.get(file)
    for key, exhibit in judged.case.exhibits.items():
        yield f"exhibit {key}", exhibit.sha256, exhibit.recorded
        yield from ((f"{what} of {key}: {value}", "", None) for what, value in _described(exhibit))
    yield from ((name, "", None) for name in (*_events(judged.case), *_statements(judged.case)))
    for entry in judged.case.log:
        # Named by its content, since an entry for an earlier day can be added between two others.
        yield f"log entry of {entry.at.on} ({_digest(entry)})", "", None


def doubts(case: Case) -> Iterator[str]:
    """The places of the answers that are in doubt: unknown or, for a condition or the rule, not yes."""
    for name in Conditions.__struct_fields__:
        if getattr(case.conditions, name).met is not Answer.YES:
            yield f"conditions.{name}"
    if case.rule.confirmed is not Answer.YES:
        yield "rule"
    yield from (f"questions.{key}" for key, question in case.questions.items() if question.unknown is not None)


def exhibit_part(name: str) -> tuple[str, str] | None:
    """The exhibit and the field that an entry such as `date of E4: 2026-01-02` is about; None for another entry."""
    what, _, key = name.partition(":")[0].partition(" of ")
    return (key, _FIELDS[what]) if what in _FIELDS and name.startswith(f"{what} of {key}: ") else None


def stated_claim(name: str) -> str | None:
    """The claim of an entry that states that contributions continue; None for another entry."""
    found = re.fullmatch(r"statement of \S+ that contributions of (\S+) continue \(\w+\)", name)
    return found[1] if found else None


_FIELDS = {"kind": "kind", "date": "effective", "receipt": "received", "recording": "recorded"}


def _described(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """What the record says about an exhibit beside its file. A day that is missing can be added later."""
    for what, field in _FIELDS.items():
        if (value := getattr(exhibit, field)) is not None:
            yield what, str(value)


def _statements(case: Case) -> Iterator[str]:
    """What payroll did and stated, by claim. Evidence and reasons are left out, because they can be added later."""
    for key, claim in case.claims.items():
        for relied in claim.relied:
            entry = _digest(replace(relied, evidence=()))
            yield f"reliance on {key} from {relied.begins}, entered on {relied.entered_on} ({entry})"
        for reversal in claim.reversed:
            yield f"reversal of {key} on {reversal.on} ({_digest(replace(reversal, because='', evidence=()))})"
        for stated in claim.contributions_continue:
            entry = _digest(replace(stated, evidence=()))
            yield f"statement of {stated.on} that contributions of {key} continue ({entry})"


def _digest(entry: Value) -> str:
    """The first characters of the SHA-256 of an entry."""
    return hashlib.sha256(canonical(entry)).hexdigest()[:8]


def _events(case: Case) -> Iterator[str]:
    """The events that count against a claim or mark it, by name."""
    for key, request in case.requests.items():
        for check in request.tracker:
            yield f"status of {key} at {check.at.isoformat(timespec='minutes')}: {check.shown}"
    recorded = (
        ("refusal", {key: request.refusal is not None for key, request in case.requests.items()}),
        ("withdrawal", {key: request.withdrawn is not None for key, request in case.requests.items()}),
        ("withdrawal", {key: exhibit.withdrawn is not None for key, exhibit in case.exhibits.items()}),
        ("defect", {key: entry.defect is not None for key, entry in case.certificates.items()}),
        ("revocation", {key: entry.state is CertificateState.REVOKED for key, entry in case.certificates.items()}),
        ("breach", {key: claim.breach is not None for key, claim in case.claims.items()}),
    )
    for key, claim in case.claims.items():
        yield from (f"reversal {number} of {key}" for number in range(1, len(claim.reversed) + 1))
    for event, entries in recorded:
        yield from (f"{event} of {key}" for key, is_there in entries.items() if is_there)
