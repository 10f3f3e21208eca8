"""The order of a decision: judge, prepare the sheet and the answer, judge again with both, then write the new files.

Nothing in the record changes. A sheet and each answer are files of their own under `decisions/`.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from casebound import judge
from casebound.controls.change_words import DescribedChange, in_words
from casebound.controls.decision_table import changes
from casebound.controls.file import nothing_too_personal
from casebound.controls.sheet_status import filing_sheet, sheets_for, status_of
from casebound.edit.sheets import (
    ApprovalRequest,
    NewFile,
    new_answer,
    new_sheet,
    only_asks,
    open_sheet,
    sheet_text,
    subject_of,
    why_superseded,
    withdrawal_of,
)
from casebound.edit.transaction import locked
from casebound.load.decision_files import DecisionFile, as_read
from casebound.load.project import LoadedProject
from casebound.load.schema import Schema
from casebound.load.workspace import Workspace, write_whole
from casebound.model.days import Day, Moment
from casebound.model.decisions import FOLDER, Sheet, SheetAnswer
from casebound.model.errors import CannotDecide, CannotJudge
from casebound.model.facts import Facts
from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase, Judgment
from casebound.model.labels import ANSWERED, ROLES
from casebound.model.people import Person, why_same_person
from casebound.model.terms import ApprovalStep, Role, Severity, SheetReply
from casebound.pipeline.check import project_in, schemas_for

_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Time:
    """The time of a command: now, today on this machine, and the as-of date if one was given."""

    now: Moment
    today: Day
    as_of: Day | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A decision sheet: its text, whether it is new, and what changed since `last`, the last sheet about it.

    `ended` says who refused an earlier sheet about it, or withdrew an approval, and why. `superseded` says why the last
    sheet cannot get all answers any more, if the new sheet takes its place. `findings` are the open findings of the
    case, which the people who answer should know.
    """

    sheet: Sheet
    text: str
    new: bool
    last: str
    changes: tuple[DescribedChange, ...]
    ended: tuple[str, ...]
    missing_roles: tuple[Role, ...]
    superseded: str | None
    findings: tuple[Finding, ...]
    people: Mapping[str, Person]


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """The result of an answer. With objections nothing was written."""

    proposed: Proposed
    answer: SheetAnswer
    missing_roles: tuple[Role, ...]
    objections: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Judging:
    """A project with its schemas and dates, for judging it more than once."""

    project: LoadedProject
    schemas: Mapping[str, Schema]
    as_of: Day | None
    today: Day

    def judged(self, folder: str) -> JudgedCase:
        return _case_of(judge.judge(self.project, self.schemas, self.as_of, self.today), folder)

    def with_files(self, folder: str, files: tuple[NewFile, ...]) -> "_Judging":
        """The same project with more files in the decisions folder of a case."""
        added = {file.name: _as_read(folder, file) for file in files}
        cases = tuple(
            replace(case, decisions={**case.decisions, **added}) if case.folder == folder else case
            for case in self.project.cases
        )
        return replace(self, project=replace(self.project, cases=cases))


def propose(
    workspace: Workspace, folder: str, step: ApprovalStep, named: tuple[str, ...], by: str | None, time: Time
) -> Proposed:
    """Write the decision sheet of a step, unless the last sheet is still current.

    Raises CannotJudge, with nothing written, if the case cannot be checked or there is nothing to decide.
    """
    with locked(workspace.cases / folder):
        judged = _judging(workspace, time).judged(folder)
        proposed, files = _proposed(judged, step, named, by, time.now)
        _write(workspace, folder, files)
        return proposed


def preview(workspace: Workspace, folder: str, request: ApprovalRequest, time: Time) -> Proposed:
    """The sheet that an answer would be about. Nothing is written."""
    judged = _judging(workspace, time).judged(folder)
    return _proposed(judged, request.step, request.subject, request.by, time.now)[0]


def answer(
    workspace: Workspace, folder: str, request: ApprovalRequest, time: Time, shown: str | None = None
) -> AnswerResult:
    """Add a person's answer to a sheet, and the sheet if there is none yet, unless a control would object.

    `shown` is the SHA-256 of the sheet that was shown to the person. Raises CannotJudge, with nothing written, if the
    case cannot be checked, the sheet is another, or the answer is not possible.
    """
    with locked(workspace.cases / folder):
        judging = _judging(workspace, time)
        before = judging.judged(folder)
        proposed, files = _proposed(before, request.step, request.subject, request.by, time.now)
        if shown is not None and proposed.sheet.sha256 != shown:
            raise CannotJudge("the case changed while the sheet was shown", "Run the command again.")
        given, new = new_answer(before.facts, proposed.sheet, request, time.now)
        if len(proposed.sheet.roles) == 1 and request.by == proposed.sheet.head.proposed_by:
            raise _needs_another_proposer(before.facts, proposed.sheet)
        if new[-1].name in {name for name, _ in before.facts.decisions.answers_to(proposed.sheet)}:
            message = f"{request.by} already answered {proposed.sheet.id}"
            raise CannotJudge(message, "No action is needed. An answer can be withdrawn with casebound withdraw.")
        files = (*files, *new)
        after = judging.with_files(folder, files).judged(folder)
        objecting = tuple(_objections(after, files, given))
        if not objecting:
            _write(workspace, folder, files)
        status = open_sheet(after.facts, request.step, proposed.sheet.head.subject)
        return AnswerResult(proposed, given, status.missing if status else proposed.sheet.roles, objecting)


@dataclass(frozen=True, slots=True)
class WithdrawalRequest:
    """The withdrawal of a person's own approval of a sheet. `confirmed`: also after the request was sent."""

    sheet: str
    by: str
    because: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawalResult:
    """A withdrawal, and the other sheets about the same subject that the person still approves."""

    answer: SheetAnswer
    still_approved: tuple[str, ...]


def withdraw(workspace: Workspace, folder: str, wanted: WithdrawalRequest, time: Time) -> WithdrawalResult:
    """Withdraw a person's own approval of a sheet.

    Raises CannotJudge with nothing written if there is none, or if a request was sent on the sheet and the withdrawal
    is not confirmed.
    """
    sheet, by = wanted.sheet, wanted.by
    with locked(workspace.cases / folder):
        facts = _judging(workspace, time).judged(folder).facts
        answers = _answers_by(facts, by, sheet)
        approvals = [approval for approval in answers if approval.answer is SheetReply.APPROVE]
        if not approvals or len(answers) > len(approvals):
            message = f"{by} has no approval of {sheet} that could be withdrawn"
            raise CannotJudge(message, f"Look at cases/{folder}/{FOLDER}/ for the answers to {sheet}.")
        filed = [key for key in facts.case.requests if (found := filing_sheet(facts, key)) and found.id == sheet]
        if filed and not wanted.confirmed:
            message = f"{filed[0]} was sent on {sheet}, and the withdrawal does not change that any more"
            raise CannotJudge(
                message,
                "It would count against every exemption that rests on the request, until the people decide on a new"
                " sheet. If that is meant, run the command again with --yes.",
            )
        withdrawal, file = withdrawal_of(approvals[0], wanted.because, time.now)
        _write(workspace, folder, (file,))
        return WithdrawalResult(withdrawal, tuple(_still_approved(facts, sheet, by)))


def _answers_by(facts: Facts, by: str, sheet: str) -> list[SheetAnswer]:
    return [given for given in facts.decisions.answers.values() if (given.sheet, given.by) == (sheet, by)]


def _still_approved(facts: Facts, withdrawn: str, by: str) -> Iterator[str]:
    """The other sheets about the same subject that a person approved, without withdrawing the approval."""
    head = next(sheet.head for sheet in facts.decisions.sheets if sheet.id == withdrawn)
    for sheet in facts.decisions.sheets:
        replies = [given.answer for given in _answers_by(facts, by, sheet.id)]
        about = sheet.head.step is head.step and set(sheet.head.subject) & set(head.subject)
        if about and sheet.id != withdrawn and replies == [SheetReply.APPROVE]:
            yield sheet.id


def _judging(workspace: Workspace, time: Time) -> _Judging:
    return _Judging(project_in(workspace), schemas_for(workspace), time.as_of, time.today)


def _proposed(
    judged: JudgedCase, step: ApprovalStep, named: tuple[str, ...], by: str | None, now: Moment
) -> tuple[Proposed, tuple[NewFile, ...]]:
    facts = judged.facts
    personal = [finding for finding in judged.findings if finding.control == nothing_too_personal.id]
    if any(finding.severity is Severity.BLOCKING for finding in personal):
        message = "the record contains what looks like a personal number, which must not get onto a sheet"
        raise CannotDecide(message, "Sheets are never changed. Run casebound check, and remove the number first.")
    subject = subject_of(facts, step, named)
    status = open_sheet(facts, step, subject)
    files: tuple[NewFile, ...] = ()
    if status is not None:
        sheet, missing = status.sheet, status.missing
    else:
        sheet, file = new_sheet(facts, step, subject, now, by or facts.case.people.operations)
        if only_asks(facts, sheet, sheet.head.proposed_by):
            raise _needs_another_proposer(facts, sheet)
        files, missing = (file,), sheet.roles
    text = sheet_text(sheet.head, sheet.lines)
    earlier = [found for found in sheets_for(facts.decisions, step, subject[0]) if found.number < sheet.number]
    last = earlier[-1] if earlier else sheet
    changed = tuple(in_words(changes(step, last.lines, sheet.lines), last))
    people = facts.registers.people
    superseded = why_superseded(facts, status_of(facts, last)) if files and earlier else None
    ended = tuple(_ended(facts, earlier))
    found = Proposed(sheet, text, status is None, last.id, changed, ended, missing, superseded, judged.findings, people)
    return found, files


def _ended(facts: Facts, earlier: Iterable[Sheet]) -> Iterator[str]:
    """Who refused one of these sheets or withdrew an approval, in which role, when and why."""
    for sheet in earlier:
        for _, given in facts.decisions.answers_to(sheet):
            if given.answer is not SheetReply.APPROVE:
                did, name = ANSWERED[given.answer], ROLES[given.role].lower()
                because = f": {given.because}" if given.because else ""
                yield f"{given.by}, {name}, {did} {sheet.id} on {given.counts_from.on}{because}"


def _needs_another_proposer(facts: Facts, sheet: Sheet) -> CannotDecide:
    """The refusal of a sheet of which one person would be the proposer and the only approver: it would never count."""
    by, people = sheet.head.proposed_by, [facts.case.people.in_role(role) for role in Role]
    colleague = next((each for each in people if not why_same_person(facts.registers.people, each, by)), "PERSON")
    message = f"{by} is the only person who is asked to answer this, so another person must propose it"
    return CannotDecide(
        message, f"Run casebound propose {facts.case.case} {sheet.head.step.value} --by {colleague} first."
    )


def _objections(after: JudgedCase, files: tuple[NewFile, ...], given: SheetAnswer) -> Iterator[Finding]:
    """The findings about the new files."""
    places = {f"cases/{after.folder}/{FOLDER}/{file.name}" for file in files}
    for finding in after.findings:
        if finding.location.file in places and finding.severity is Severity.BLOCKING:
            yield finding
    if not after.facts.clock.reached(given.counts_from.on):
        raise CannotJudge(
            f"the answer is of {given.counts_from.on}, after the as-of date",
            "Use a later --as-of date, or a later as_of in registers/policy.yml.",
        )


def _as_read(folder: str, file: NewFile) -> DecisionFile:
    return as_read(f"cases/{folder}/{FOLDER}/{file.name}", file.data)


def _write(workspace: Workspace, folder: str, files: tuple[NewFile, ...]) -> None:
    """Write new files, the sheet before its answer. An existing file is never replaced."""
    home = workspace.cases / folder / FOLDER
    if files:
        home.mkdir(exist_ok=True)
    for file in files:
        if os.path.lexists(home / file.name):
            raise CannotJudge(f"{FOLDER}/{file.name} already exists", "Run the command again.")
        write_whole(home / file.name, file.data, _MODE, durably=True)


def _case_of(judgment: Judgment, folder: str) -> JudgedCase:
    for case in judgment.cases:
        if case.folder == folder:
            return case
    places = (f"cases/{folder}/", "registers/")
    blocking = (finding for finding in judgment.findings if finding.severity is Severity.BLOCKING)
    why = next((f": {finding.message}" for finding in blocking if finding.location.file.startswith(places)), "")
    raise CannotDecide(f"{folder} could not be checked{why}", "Run casebound check and fix the findings.")
