"""What a recorded event changed for its case: the stage, the next step, and the findings that are new."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from casebound.edit.note_event import Review
from casebound.edit.transaction import (
    Actor,
    CannotRecord,
    InvalidEvent,
    RecordedChange,
    RecordTransaction,
    commit,
    transaction_on,
)
from casebound.edit.yaml_edit import with_values
from casebound.load.project import LoadedProject, Source
from casebound.load.schema import Schema
from casebound.load.strict_yaml import read
from casebound.load.workspace import Workspace
from casebound.model.days import Day
from casebound.model.findings import Finding
from casebound.model.judgment import Judgment
from casebound.model.terms import Severity, Stage
from casebound.pipeline.check import judgment_of, project_in, schemas_for
from casebound.plan.project_plan import plan_for


@dataclass(frozen=True, slots=True)
class RecordEffect:
    """The stage before and after an event, the next step, and the blocking findings and warnings that are new.

    A stage is None if the record could not be judged.
    """

    before: Stage | None
    stage: Stage | None
    next_step: str
    findings: tuple[Finding, ...]


def effect_of(workspace: Workspace, change: RecordedChange, today: Day) -> RecordEffect:
    """Judge the case with the record as it is now and as it was before the event."""
    project, schemas = project_in(workspace), schemas_for(workspace)
    after = _judged(workspace, project, schemas, today)
    before = _judged(workspace, _with_record(project, change.file, change.before), schemas, today)
    folder = change.file.split("/")[1]
    (then, _), (now, step) = _stage_of(before, folder), _stage_of(after, folder)
    known = {_identity(finding) for finding in before.findings}
    new = tuple(
        finding
        for finding in after.findings
        if finding.case == folder and finding.severity is not Severity.NOTE and _identity(finding) not in known
    )
    return RecordEffect(then, now, step, new)


def state_stage(workspace: Workspace, folder: str, actor: Actor, today: Day) -> RecordedChange:
    """Record the stage that the facts show. Raises CannotJudge if it is already recorded, or cannot be judged."""
    with transaction_on(workspace, folder, actor) as transaction:
        stage, _ = _stage_of(_judged(workspace, project_in(workspace), schemas_for(workspace), today), folder)
        if stage is None:
            raise CannotRecord(f"{folder} cannot be judged", "Run casebound check and fix the errors that it reports.")
        if transaction.case.stage is stage:
            raise CannotRecord(f"the record already states the stage {stage}", "Nothing was written.")
        if transaction.case.stage is None:
            message = f"the record of {folder} states no stage"
            raise CannotRecord(message, "Nothing is to be done: casebound computes the stage.")
        transaction.data = with_values(transaction.data, {("stage",): stage.value})
        return commit(transaction, f"Stated the stage: {stage}.")


def review_for(workspace: Workspace, today: Day) -> Review:
    """A review that refuses an event if the check has a new blocking finding about its lines."""

    def review(transaction: RecordTransaction, place: tuple[str, ...]) -> None:
        project, schemas = project_in(workspace), schemas_for(workspace)
        now = _judged(workspace, project, schemas, today)
        then = _judged(workspace, _with_record(project, transaction.file, transaction.data), schemas, today)
        known, section = {_identity(finding) for finding in now.findings}, f"/{'/'.join(place)}"
        for finding in then.findings:
            about = finding.case == transaction.folder and f"{finding.location.path}/".startswith(f"{section}/")
            if about and finding.severity is Severity.BLOCKING and _identity(finding) not in known:
                raise InvalidEvent(f"{finding.control}: {finding.message}", f"{finding.remedy} Nothing was written.")

    return review


def _judged(workspace: Workspace, project: LoadedProject, schemas: Mapping[str, Schema], today: Day) -> Judgment:
    return judgment_of(workspace, project, schemas, None, today)


def _with_record(project: LoadedProject, file: str, data: bytes) -> LoadedProject:
    """The project with another state of a record and the same files beside it."""
    source, content = Source(file, data), read(data, file).data
    listed = content.get("exhibits") or {}
    cases = tuple(
        replace(
            case,
            source=source,
            content=content,
            exhibits={key: file for key, file in case.exhibits.items() if key in listed},
        )
        if case.source.file == file
        else case
        for case in project.cases
    )
    return replace(project, cases=cases)


def _stage_of(judgment: Judgment, folder: str) -> tuple[Stage | None, str]:
    judged = next((case for case in judgment.cases if case.folder == folder), None)
    return (judged.stage, plan_for(judged).next_step) if judged else (None, "")


def _identity(finding: Finding) -> tuple[str, str]:
    return finding.control, finding.message
