"""The entries of a case that are never removed or changed: sheets, answers, messages, exhibits and refusals."""

from collections.abc import Iterator

from casebound.model.days import Day
from casebound.model.decisions import FOLDER
from casebound.model.judgment import JudgedCase

Entry = tuple[str, str, Day | None]
"""The name of an entry, its SHA-256 (empty for a refusal), and the day on which it says that it was written."""


def history(judged: JudgedCase) -> Iterator[Entry]:
    """The entries of a case, in a stable order."""
    decisions = judged.facts.decisions
    written = {sheet.file: sheet.head.proposed_at.on for sheet in decisions.sheets}
    written |= {file: answer.written.on for file, answer in decisions.answers.items()}
    for file, sha256 in sorted(decisions.hashes.items()):
        yield f"{FOLDER}/{file}", sha256, written.get(file)
    for key, exhibit in judged.case.exhibits.items():
        yield f"exhibit {key}", exhibit.sha256, exhibit.recorded
    for key, request in judged.case.requests.items():
        if request.refusal is not None:
            yield f"refusal of {key}", "", request.refusal.received_on
