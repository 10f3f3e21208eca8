"""The entries of a case that are never removed or changed, such as sheets, answers, exhibits and log entries."""

import hashlib
from collections.abc import Iterator

from casebound.model.case import Case
from casebound.model.days import Day
from casebound.model.decisions import FOLDER
from casebound.model.judgment import JudgedCase
from casebound.model.record_base import canonical
from casebound.model.terms import CertificateState

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
    yield from ((name, "", None) for name in _events(judged.case))
    for entry in judged.case.log:
        # Named by its content, since an entry for an earlier day can be added between two others.
        yield f"log entry of {entry.at.on} ({hashlib.sha256(canonical(entry)).hexdigest()[:8]})", "", None


def _events(case: Case) -> Iterator[str]:
    """The events that speak against a claim or mark it, by name."""
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
