"""Writes the decision sheets of a case and the answers to them, from a plan of who decided what and when.

The sheets are written from the facts of the record. What the record did not have yet when a sheet was proposed, or had
with another value, is stated in the plan under `record`, by its path; null means that it was not there. Lines that a
sheet has although the record had something else are stated under `instead`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from casebound.controls import CONTROL_SET
from casebound.edit.sheets import NewFile, answer_as_file, as_sheet, new_sheet
from casebound.model.case import Case
from casebound.model.clock import Clock
from casebound.model.days import Moment
from casebound.model.decisions import NO_DECISIONS, Decisions, Line, Lines, Sheet, SheetAnswer
from casebound.model.facts import Facts
from casebound.model.record_base import Value, plain, structure
from casebound.model.terms import ApprovalStep, Role, SheetReply


class PlannedAnswer(Value, frozen=True, kw_only=True):
    """Who answers a sheet, and when."""

    role: Role
    by: str
    at: Moment
    answer: SheetReply = SheetReply.APPROVE
    deputy_of: str | None = None
    because: str | None = None


class PlannedSheet(Value, frozen=True, kw_only=True):
    """A sheet, when it is proposed, and the answers to it."""

    step: ApprovalStep
    subject: tuple[str, ...]
    proposed_at: Moment
    proposed_by: str | None = None
    answers: tuple[PlannedAnswer, ...] = ()
    record: dict[str, str | tuple[str, ...] | None] = msgspec.field(default_factory=dict)
    instead: dict[str, str | tuple[str, ...] | None] = msgspec.field(default_factory=dict)
    controls: str | None = None


Plan = Mapping[str, PlannedSheet]


@dataclass(frozen=True, slots=True)
class Written:
    """The decisions, and the files that contain them."""

    decisions: Decisions = NO_DECISIONS
    files: tuple[NewFile, ...] = ()


def written(facts: Facts, plan: Plan) -> Written:
    """The sheets and answers of a plan, for the facts as they are."""
    done = Written()
    for planned in plan.values():
        sheet, file = _sheet(replace(facts, decisions=done.decisions, filed={}), planned)
        answers = [_answer(sheet, answer) for answer in planned.answers]
        answer_files = [answer_as_file(answer) for answer in answers]
        decisions = Decisions(
            (*done.decisions.sheets, sheet),
            {
                **done.decisions.answers,
                **{answer_file.name: answer for answer_file, answer in zip(answer_files, answers, strict=True)},
            },
        )
        done = Written(decisions, (*done.files, file, *answer_files))
    return done


def plan_of(decisions: Decisions) -> dict[str, PlannedSheet]:
    """The plan that leads to these decisions, for the facts on the sheets."""
    return {
        sheet.id: PlannedSheet(
            step=sheet.head.step,
            subject=sheet.head.subject,
            proposed_at=sheet.head.proposed_at,
            proposed_by=sheet.head.proposed_by,
            answers=tuple(
                PlannedAnswer(
                    role=answer.role,
                    by=answer.by,
                    at=answer.at,
                    answer=answer.answer,
                    deputy_of=answer.deputy_of,
                    because=answer.because,
                )
                for _, answer in decisions.answers_to(sheet)
            ),
        )
        for sheet in decisions.sheets
    }


def _sheet(facts: Facts, planned: PlannedSheet) -> tuple[Sheet, NewFile]:
    """The sheet as it was proposed: with the record and the log of that day."""
    moment = planned.proposed_at
    case = structure(_record_then(facts.case, planned), Case)
    log = tuple(entry for entry in case.log if entry.at <= moment)
    then = replace(facts, case=msgspec.structs.replace(case, log=log), clock=Clock(moment.on))
    by = planned.proposed_by or facts.case.people.operations
    sheet, _ = new_sheet(then, planned.step, planned.subject, moment, by)
    later = {key for key, exhibit in case.exhibits.items() if exhibit.recorded > moment.latest_day}
    lines: dict[str, Line] = dict(_without(later, sheet.lines))
    for path, line in planned.instead.items():
        if line is None:
            lines.pop(path, None)
        else:
            lines[path] = line
    head = msgspec.structs.replace(sheet.head, controls=planned.controls or CONTROL_SET)
    return as_sheet(head, lines)


def _without(exhibits: set[str], lines: Lines) -> Iterator[tuple[str, Line]]:
    """The lines of a sheet without exhibits that were not on record when it was proposed."""
    for path, line in lines.items():
        kept = line if isinstance(line, str) else tuple(each for each in line if each not in exhibits)
        section, _, rest = path.partition(".")
        if kept and not (section == "exhibits" and rest.rpartition(".")[0] in exhibits):
            yield path, kept


def _record_then(case: Case, planned: PlannedSheet) -> dict[str, Any]:
    """The content of the record as it was when the sheet was proposed."""
    content: dict[str, Any] = plain(case)
    for path, value in planned.record.items():
        *way, last = path.split(".")
        section = content
        for part in way:
            section = section[part]
        if value is None:
            section.pop(last, None)
        else:
            section[last] = value
    return content


def _answer(sheet: Sheet, planned: PlannedAnswer) -> SheetAnswer:
    return SheetAnswer(
        format=sheet.head.format,
        sheet=sheet.id,
        sha256=sheet.sha256,
        answer=planned.answer,
        role=planned.role,
        by=planned.by,
        deputy_of=planned.deputy_of,
        at=planned.at,
        written=planned.at,
        controls=sheet.head.controls,
        because=planned.because,
    )
