"""Write the approvals of a record of format 1 as decision sheets and answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from casebound.edit.format_1_agreements import Format1Agreement
from casebound.edit.format_1_seals import Approval, holds
from casebound.edit.sheets import FORMAT, NewFile, answer_as_file, as_sheet, new_sheet
from casebound.model.decisions import Sheet, SheetAnswer
from casebound.model.facts import Facts
from casebound.model.terms import ApprovalStep, SheetReply

_NOT_APPROVED_THEN = "questions."
"""The lines of a filing sheet that an approval of format 1 did not cover."""


@dataclass(frozen=True, slots=True)
class Converted:
    """The files that replace the approvals, and what became of each approval, in words."""

    files: tuple[NewFile, ...] = ()
    changes: tuple[str, ...] = ()


def converted(facts: Facts, approvals: Sequence[Approval], agreement: Format1Agreement | None) -> Converted:
    """The approvals that hold, as sheets and answers. Each of the others is dropped, with the reason.

    `agreement` is the row of the agreements register that the approvals covered.
    """
    groups: dict[tuple[ApprovalStep, tuple[str, ...]], list[Approval]] = {}
    changes = []
    for index, approval in enumerate(approvals):
        subject = _subject(facts, approval)
        if subject and holds(facts, approval, approvals, agreement):
            groups.setdefault((approval.step, subject), []).append(approval)
        else:
            reason = "what was approved has changed since" if subject else "the record has nothing that it approves"
            changes.append(
                f"approvals/{index} ({approval.step.value}, {approval.role.value} {approval.by}) is dropped, because"
                f" {reason}: propose a sheet (casebound propose) and have it approved"
            )
    files: list[NewFile] = []
    for (step, subject), given in sorted(groups.items(), key=lambda item: min(approval.at for approval in item[1])):
        sheet, file = _sheet(facts, step, subject, given)
        facts = replace(facts, decisions=replace(facts.decisions, sheets=(*facts.decisions.sheets, sheet)))
        answers = {answer.name: answer for answer in _answers(sheet, given)}
        files += [file, *answers.values()]
        people = ", ".join(f"{approval.role.value} {approval.by}" for approval in given)
        changes.append(f"approvals of the {step.value} by {people}: now decisions/{file.name} and the answers to it")
    return Converted(tuple(files), tuple(changes))


def _subject(facts: Facts, approval: Approval) -> tuple[str, ...]:
    if approval.step is ApprovalStep.FILING:
        return tuple(facts.case.requests)[:1]
    return (approval.claim,) if approval.claim is not None and approval.claim in facts.case.claims else ()


def _sheet(
    facts: Facts, step: ApprovalStep, subject: tuple[str, ...], given: Sequence[Approval]
) -> tuple[Sheet, NewFile]:
    """The sheet of these approvals, proposed at the time of the first, with the log and the events of that day."""
    first = min(given, key=lambda approval: approval.at)
    case = msgspec.structs.replace(facts.case, log=facts.case.log[: first.log_entries])
    then = replace(facts, case=case, as_of=first.at.on, filed={})
    sheet, _ = new_sheet(then, step, subject, first.at, facts.case.people.operations)
    filing = step is ApprovalStep.FILING
    lines = {path: line for path, line in sheet.lines.items() if not (filing and path.startswith(_NOT_APPROVED_THEN))}
    head = msgspec.structs.replace(sheet.head, controls=first.controls)
    return as_sheet(head, lines)


def _answers(sheet: Sheet, given: Sequence[Approval]) -> Iterator[NewFile]:
    """The approvals as answers. They were written when they were given."""
    for approval in given:
        yield answer_as_file(
            SheetAnswer(
                format=FORMAT,
                sheet=sheet.id,
                sha256=sheet.sha256,
                answer=SheetReply.APPROVE,
                role=approval.role,
                by=approval.by,
                at=approval.at,
                written=approval.at,
                controls=approval.controls,
            )
        )
