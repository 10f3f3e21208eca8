"""The order of an approval: judge, propose the entry, judge again with it, and write it if no control objects."""

import stat
from dataclasses import dataclass, replace

from casebound import judge
from casebound.edit.approval_request import ApprovalRequest, Proposal, objections, open_roles, propose
from casebound.edit.transaction import locked
from casebound.edit.yaml_edit import with_entry, with_values
from casebound.load.project import RECORD, Source
from casebound.load.strict_yaml import read
from casebound.load.workspace import Workspace, write_whole
from casebound.model.days import Day
from casebound.model.errors import CannotJudge
from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase, Judgment
from casebound.model.terms import Role
from casebound.pipeline.check import project_in, schemas_for


@dataclass(frozen=True, slots=True)
class ApprovalResult:
    """The result of an approval: the entry, the roles that are still missing, and the objections of controls.

    With objections nothing was written.
    """

    proposal: Proposal
    missing_roles: tuple[Role, ...]
    objections: tuple[Finding, ...]


def approve(
    workspace: Workspace, folder: str, request: ApprovalRequest, as_of: Day | None, today: Day
) -> ApprovalResult:
    """Add an approval to a record, unless a control would object to it.

    Raises CannotJudge, with nothing written, if the case cannot be checked or the approval is not possible.
    """
    with locked(workspace.cases / folder):
        return _approved(workspace, folder, request, as_of, today)


def _approved(
    workspace: Workspace, folder: str, request: ApprovalRequest, as_of: Day | None, today: Day
) -> ApprovalResult:
    project, schemas = project_in(workspace), schemas_for(workspace)
    before = _case_of(judge.judge(project, schemas, as_of, today), folder)
    proposal = propose(before.facts, request)
    current = next(case for case in project.cases if case.folder == folder)
    data = current.source.data
    amended = (
        with_values(data, proposal.values)
        if proposal.replaces_existing
        else with_entry(data, ("approvals",), proposal.entry)
    )
    file = f"cases/{folder}/{RECORD}"
    changed = replace(current, source=Source(file, amended), content=read(amended, file).data)
    cases = tuple(changed if case.folder == folder else case for case in project.cases)
    after = _case_of(judge.judge(replace(project, cases=cases), schemas, as_of, today), folder)
    objecting = tuple(objections(after, proposal.index))
    if not objecting:
        place = workspace.root / file
        write_whole(place, amended, stat.S_IMODE(place.stat().st_mode), durably=True)
    return ApprovalResult(proposal, open_roles(after.facts, request.step, proposal.approval.claim), objecting)


def _case_of(judgment: Judgment, folder: str) -> JudgedCase:
    for case in judgment.cases:
        if case.folder == folder:
            return case
    raise CannotJudge(f"{folder} could not be checked", "Run casebound check and fix the findings.")
