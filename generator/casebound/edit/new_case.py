"""Opening a case: a record that is valid and honest from its first second, for what nobody has looked up is unknown.

The questions that the policy asks for, and those that the register holds only as unconfirmed, are written down as
unknown, each handed to somebody. The record is judged before it is written, and says of itself what its facts say.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from casebound import judge
from casebound.controls.file import nothing_from_the_future
from casebound.controls.predicates import agreement, needed_questions, outbound
from casebound.edit.case_template import Opening, Standing, text_of
from casebound.load.project import RECORD, REGISTERS, LoadedCase, LoadedProject, Source
from casebound.load.register_reader import register, rows_of
from casebound.load.schema import schemas_in
from casebound.load.strict_yaml import read
from casebound.load.workspace import Workspace, write_whole
from casebound.model.days import Day, Moment
from casebound.model.errors import CannotJudge
from casebound.model.facts import Facts
from casebound.model.judgment import JudgedCase
from casebound.model.terms import Lane, Role, Severity, Stage
from casebound.plan.project_plan import plan_for

CASE_ID = re.compile("[A-Z][A-Z0-9-]{2,39}")
_SCHEMA = "schema/case.schema.json"
_UNSETTLED = frozenset({nothing_from_the_future.id})
_BARE = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was opened: its record, where it stands, what is next, and the questions that are unknown."""

    file: str
    stage: Stage
    next_step: str
    questions: tuple[str, ...]


def open_case(workspace: Workspace, opening: Opening, as_of: Day | None, now: Moment) -> Opened:
    """Write a new case. Raises CannotJudge, with nothing written, where it is there already or would not be valid."""
    if not CASE_ID.fullmatch(opening.case):
        message = f"{opening.case!r} is no id for a case"
        raise CannotJudge(message, "Write capital letters, digits and hyphens, 3 to 40 of them, as in SE-2027-001.")
    folder = workspace.cases / opening.case
    if os.path.lexists(folder):
        raise CannotJudge(f"there is a case {opening.case} already", "Choose another id, or open its case.yml.")
    court = _Court(workspace)
    draft = Standing(now, modeline(workspace), _lane(court, opening))
    bare = _judged(court, opening, draft, as_of, _UNSETTLED)
    day = min(bare.facts.as_of, now.on)  # a pinned day may lie behind
    at = now.replace(year=day.year, month=day.month, day=day.day)
    whole = replace(draft, at=at, questions=tuple(_questions(bare.facts)))
    judged = _judged(court, opening, whole, as_of)
    _write(folder, text_of(opening, whole).encode())
    return Opened(f"cases/{opening.case}/{RECORD}", judged.stage, plan_for(judged).next_step, whole.questions)


def modeline(workspace: Workspace) -> str:
    """Where an editor finds the schema, told from a case's folder.

    A schema within the project is named by the way to it, so that the line holds for everybody who has the project;
    the one that came with casebound elsewhere on this machine by its full address.
    """
    schema = Path(os.path.realpath(workspace.own_or_shipped(_SCHEMA)))
    if schema.is_relative_to(workspace.root):
        way = "../../" + schema.relative_to(workspace.root).as_posix()
        if _BARE.fullmatch(way):
            return way
    return schema.as_uri()


def people_for(role: Role, workspace: Workspace) -> tuple[str, ...]:
    """The people whom the register gives a role, in its order."""
    content = rows_of(workspace, "people")
    return tuple(key for key, one in content.items() if isinstance(one, dict) and role.value in one.get("roles", ()))


class _Court:
    """What a case is judged by: the registers as they are read, and the schemas."""

    def __init__(self, workspace: Workspace) -> None:
        self.registers = {name: register(workspace, name) for name in REGISTERS}
        self.schemas = schemas_in(workspace.own_or_shipped("schema"), (*REGISTERS, "case"))


def _lane(court: _Court, opening: Opening) -> Lane:
    """The lane that the policy reads from the intake label; a label it does not know stands for none."""
    labels = court.registers["policy"][1].get("intake_labels")
    lane = labels.get(opening.intake_label) if isinstance(labels, dict) else None
    return Lane(lane) if lane in tuple(Lane) else Lane.UNCONFIRMED


def _judged(
    court: _Court, opening: Opening, standing: Standing, as_of: Day | None, unsettled: frozenset[str] = frozenset()
) -> JudgedCase:
    """The record as it would be judged. Raises CannotJudge with the first objection that blocks."""
    file, data = f"cases/{opening.case}/{RECORD}", text_of(opening, standing).encode("utf-8", "surrogatepass")
    document = read(data, file)
    if document.problems:
        raise CannotJudge(f"the case cannot be written: {document.problems[0].message}", "Correct what was told.")
    case = LoadedCase(opening.case, Source(file, data), document.data, {})
    loaded = LoadedProject(court.registers, (case,), {}, (), ())
    judgement = judge.judge(loaded, court.schemas, as_of, standing.at.on)
    for one in judgement.findings:
        if one.severity is Severity.BLOCKING and one.control not in unsettled:
            where = one.location.path.strip("/") if one.case else f"{one.location.file}:{one.location.line}"
            raise CannotJudge(f"the case would not be sound: {where}: {one.message}", one.remedy)
    return judgement.cases[0]


def _questions(facts: Facts) -> Iterator[str]:
    """The questions to write down as unknown: what the policy needs, and what the register only half knows."""
    yield from needed_questions(facts)
    row = agreement(facts)
    if row is None:
        return
    employed = facts.case.filing.lane is not Lane.SELF_EMPLOYED
    months = row.limit.outbound_months if outbound(facts) else row.limit.inbound_months
    if employed and months is not None and not row.limit.confirmed:
        yield "detachment-limit"
    if not employed and not row.self_employed.confirmed:
        yield "self-employed-rule"
    if not outbound(facts) and not row.agency.confirmed:
        yield "issuing-authority"


def _write(folder: Path, data: bytes) -> None:
    """Put the folder in place whole."""
    stage = folder.parent / f".{folder.name}.{os.getpid()}"
    try:
        write_whole(stage / RECORD, data, durably=True)
        os.rename(stage, folder)  # refuses a folder that is there and holds something
    except OSError as error:
        with suppress(OSError):
            shutil.rmtree(stage)
        message = f"{folder} cannot be written: {error.strerror}"
        raise CannotJudge(message, "Check the folder. Nothing was written.") from error
