"""The decision sheets of a case as pages show them: what was decided, the state of the sheet, and the answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.controls.approval import differences
from casebound.controls.change_words import in_words
from casebound.controls.decision_table import LOSES_SUPPORT
from casebound.controls.sheet_status import SheetStatus, approved_sheet, filing_sheet, sheets_for, status_of
from casebound.model.decisions import Sheet, SheetAnswer
from casebound.model.facts import Facts
from casebound.model.labels import Label
from casebound.model.terms import ApprovalStep, Effect, SheetReply

IN_EFFECT = Label("In effect", "The case rests on this sheet.", "good")
EARLIER = Label("Earlier sheet", "A later sheet is in effect. This sheet is history.", "quiet")
CHANGED = Label("Changed since", "Something on this sheet was changed later and is not approved.", "stop")
WAITS = Label("Waits for answers", "Not all people who were asked have answered.", "wait")
REFUSED = Label("Refused", "A person refused the sheet. It never counts.", "stop")
WITHDRAWN = Label("Withdrawn", "A person withdrew the approval. The sheet is no longer valid.", "stop")
AFTERWARDS = Label("Withdrawn after sending", "A person withdrew the approval after the request was sent.", "stop")
EXPIRED = Label("Expired", "The approvals were given too far apart. The sheet is not valid.", "stop")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A decision sheet, its state, the answers to it, the people who have not answered, and what changed since."""

    sheet: Sheet
    state: Label
    answers: tuple[SheetAnswer, ...]
    waits_for: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]

    @property
    def subject(self) -> str:
        return ", ".join(self.sheet.head.subject)


def sheet_rows(facts: Facts) -> Iterator[SheetRow]:
    """Every sheet of the case in the order of their numbers."""
    for sheet in facts.decisions.sheets:
        status = status_of(facts, sheet)
        missing = status.missing if not status.against else ()
        compared = (sheet.head.step is ApprovalStep.EXEMPTION and _counts(facts, sheet)) or bool(status.missing)
        changes = tuple(differences(facts, sheet)) if compared else ()
        yield SheetRow(
            sheet,
            _state(facts, status, lost=any(change.effect in LOSES_SUPPORT for change in changes)),
            tuple(answer for _, answer in facts.decisions.answers_to(sheet)),
            tuple((role.value, str(sheet.lines.get(f"people.{role.value}", ""))) for role in missing),
            tuple(described.says for described in in_words(changes, sheet) if described.effect is not Effect.NEUTRAL),
        )


def _counts(facts: Facts, sheet: Sheet) -> bool:
    """Whether the case rests on this sheet."""
    return any(_rests_on(facts, sheet.head.step, subject) == sheet for subject in sheet.head.subject)


def _rests_on(facts: Facts, step: ApprovalStep, subject: str) -> Sheet | None:
    return filing_sheet(facts, subject) if step is ApprovalStep.FILING else approved_sheet(facts, subject)


def _state(facts: Facts, status: SheetStatus, *, lost: bool) -> Label:
    if status.against:
        if status.sheet.head.step is ApprovalStep.FILING and _counts(facts, status.sheet):
            return AFTERWARDS
        refused = any(answer.answer is SheetReply.REFUSE for _, answer in status.against)
        return REFUSED if refused else WITHDRAWN
    if status.missing or not status.in_term:
        return WAITS if status.missing else EXPIRED
    sheet = status.sheet
    if sheet.head.step is ApprovalStep.FILING:
        return IN_EFFECT if _counts(facts, sheet) or _is_unsent(facts, sheet) else EARLIER
    if not _counts(facts, sheet):
        return EARLIER
    return CHANGED if lost else IN_EFFECT


def _is_unsent(facts: Facts, sheet: Sheet) -> bool:
    (key, *_) = sheet.head.subject
    request = facts.case.requests.get(key)
    last = sheets_for(facts.decisions, ApprovalStep.FILING, key)[-1]
    return request is not None and request.sent is None and last == sheet
