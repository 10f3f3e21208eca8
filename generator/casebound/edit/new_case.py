"""Open a case with a valid record in which everything that nobody has checked yet is unknown.

The questions that the policy requires, and those that the agreements register does not confirm, are written as
unknown and assigned to a person. Without an agreement in force, there is nothing to ask. The record is checked before
it is written.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from casebound import judge
from casebound.controls.file import nothing_from_the_future
from casebound.controls.predicates import (
    agreement,
    outbound,
)
from casebound.controls.typed_questions import needed_questions
from casebound.edit.case_template import CaseIntake, RecordContext, record_text
from casebound.load.project import RECORD, REGISTERS, LoadedCase, LoadedProject, Source
from casebound.load.register_reader import register, rows_of
from casebound.load.schema import schemas_of
from casebound.load.strict_yaml import read
from casebound.load.workspace import Workspace, write_whole
from casebound.model.days import Day, Moment
from casebound.model.errors import CannotJudge
from casebound.model.facts import Facts
from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase, Judgment
from casebound.model.terms import Lane, Role, Severity, Stage
from casebound.plan.project_plan import plan_for

CASE_ID = re.compile("[A-Z][A-Z0-9-]{2,39}")
_SCHEMA = "schema/case.schema.json"
_UNSETTLED = frozenset({nothing_from_the_future.id})
_BARE = re.compile(r"[!-~]+")


class InvalidRecord(CannotJudge):
    """A record that is not written because of a blocking finding."""

    def __init__(self, message: str, remedy: str, finding: Finding) -> None:
        super().__init__(message, remedy)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case that was opened: its record, its stage, its next step and its unknown questions."""

    file: str
    stage: Stage
    next_step: str
    questions: tuple[str, ...]


def open_case(workspace: Workspace, intake: CaseIntake, as_of: Day | None, now: Moment) -> OpenedCase:
    """Write a new case. Raises CannotJudge, with nothing written, if the case exists or the record is not valid."""
    if not CASE_ID.fullmatch(intake.case):
        message = f"{intake.case!r} is not a valid case id"
        raise CannotJudge(message, "Use 3 to 40 capital letters, digits and hyphens, for example SE-2027-001.")
    folder = workspace.cases / intake.case
    if os.path.lexists(folder):
        raise CannotJudge(f"the case {intake.case} already exists", "Choose another id, or edit its case.yml.")
    checker = RecordChecker(workspace)
    whole, judged = drafted(checker, intake, RecordContext(now, modeline(workspace), checker.lane_of(intake)), as_of)
    _write(folder, record_text(intake, whole).encode())
    return OpenedCase(f"cases/{intake.case}/{RECORD}", judged.stage, plan_for(judged).next_step, whole.questions)


def drafted(
    checker: "RecordChecker", intake: CaseIntake, draft: RecordContext, as_of: Day | None
) -> tuple[RecordContext, JudgedCase]:
    """The record of a new case with its unknown questions, and its judgment. Raises InvalidRecord if it is invalid."""
    judgment = _judgment(checker, intake, draft, as_of, _UNSETTLED)
    (bare,), day = judgment.cases, judgment.known_until  # a pinned day may lie behind
    at = draft.at.replace(year=day.year, month=day.month, day=day.day)
    questions = () if bare.stage is Stage.DO_NOT_FILE else tuple(_questions(bare.facts))
    whole = replace(draft, at=at, questions=questions)
    return whole, _judgment(checker, intake, whole, as_of).cases[0]


def modeline(workspace: Workspace) -> str:
    """The location of the schema for an editor, as seen from the folder of a case.

    A schema in the project has a relative path, so that the line is right for everybody who has the project. The
    schema that came with casebound has a file URI.
    """
    schema = Path(os.path.realpath(workspace.own_or_shipped(_SCHEMA)))
    if schema.is_relative_to(workspace.root):
        path = "../../" + schema.relative_to(workspace.root).as_posix()
        if _BARE.fullmatch(path):
            return path
    return schema.as_uri()


def people_for(role: Role, workspace: Workspace) -> tuple[str, ...]:
    """The people whose role has no last day, in the order of the register."""
    content = rows_of(workspace, "people")
    return tuple(key for key, row in content.items() if isinstance(row, dict) and _has(row.get("roles"), role))


def _has(rows: object, role: Role) -> bool:
    held = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return any(row.get("role") == role.value and row.get("until") is None for row in held)


class RecordChecker:
    """What a case is checked with: the registers and the schemas."""

    def __init__(self, workspace: Workspace) -> None:
        self.registers = {name: register(workspace, name) for name in REGISTERS}
        self.schemas = schemas_of(workspace, (*REGISTERS, "case"))

    def lane_of(self, intake: CaseIntake) -> Lane:
        """The lane that the policy maps the intake label to; unconfirmed for a label that the policy does not list."""
        labels = self.registers["policy"][1].get("intake_labels")
        lane = labels.get(intake.intake_label) if isinstance(labels, dict) else None
        return Lane(lane) if lane in tuple(Lane) else Lane.UNCONFIRMED

    def judged(self, cases: Iterable[LoadedCase], as_of: Day | None, today: Day) -> Judgment:
        """The judgment of these cases alone."""
        return judge.judge(LoadedProject(self.registers, tuple(cases), {}, (), ()), self.schemas, as_of, today)


def _judgment(
    checker: RecordChecker,
    intake: CaseIntake,
    context: RecordContext,
    as_of: Day | None,
    unsettled: frozenset[str] = frozenset(),
) -> Judgment:
    """The judgment of the record. Raises CannotJudge with the first blocking finding."""
    file, data = f"cases/{intake.case}/{RECORD}", record_text(intake, context).encode("utf-8", "surrogatepass")
    document = read(data, file)
    if document.problems:
        raise CannotJudge(f"the case cannot be written: {document.problems[0].message}", "Correct the value.")
    case = LoadedCase(intake.case, Source(file, data), document.data, {})
    judgment = checker.judged((case,), as_of, context.at.on)
    for finding in judgment.findings:
        if finding.severity is Severity.BLOCKING and finding.control not in unsettled:
            place = finding.location
            where = place.path.strip("/") if finding.case else f"{place.file}:{place.line}"
            raise InvalidRecord(f"the record is invalid: {where}: {finding.message}", finding.remedy, finding)
    return judgment


def _questions(facts: Facts) -> Iterator[str]:
    """The questions to write as unknown: required by the policy, or not confirmed by the register."""
    yield from needed_questions(facts)
    row = agreement(facts)
    if row is None:
        return
    employed = facts.case.filing.lane is not Lane.SELF_EMPLOYED
    months = row.limit.outbound_months if outbound(facts) else row.limit.inbound_months
    if employed and months is not None and not row.limit.is_official:
        yield "detachment-limit"
    if not employed and not row.self_employed.is_official:
        yield "self-employed-rule"
    if not outbound(facts) and not row.agency.is_official:
        yield "issuing-authority"


def _write(folder: Path, data: bytes) -> None:
    """Move the complete folder into place."""
    stage = folder.parent / f".{folder.name}.{os.getpid()}"
    try:
        write_whole(stage / RECORD, data, durably=True)
        os.rename(stage, folder)  # refuses a folder that is there and holds something
    except OSError as error:
        with suppress(OSError):
            shutil.rmtree(stage)
        message = f"{folder} cannot be written: {error.strerror}"
        raise CannotJudge(message, "Check the folder. Nothing was written.") from error
