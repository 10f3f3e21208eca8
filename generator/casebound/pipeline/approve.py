"""From a yes to an entry in a record, unless a control would object to it at once."""

import stat
from dataclasses import dataclass, replace

from casebound import judge
from casebound.edit.approval_request import Proposal, Yes, objections, open_roles, propose
from casebound.edit.transaction import held
from casebound.edit.yaml_edit import with_entry, with_values
from casebound.load.project import RECORD, Source
from casebound.load.strict_yaml import read
from casebound.load.workspace import Workspace, write_whole
from casebound.model.days import Day
from casebound.model.errors import CannotJudge
from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase, Judgement
from casebound.model.terms import Role
from casebound.pipeline.check import project_in, schemas_for


@dataclass(frozen=True, slots=True)
class Approved:
    """What an approval came to: the entry, the roles still wanting, and what was objected. With objections nothing
    was written."""

    proposal: Proposal
    wanting: tuple[Role, ...]
    objections: tuple[Finding, ...]


def approve(workspace: Workspace, folder: str, yes: Yes, as_of: Day | None, today: Day) -> Approved:
    """Write one approval into a record, unless a control would object to it at once.

    Raises CannotJudge, with nothing written, where the case cannot be judged or the yes comes to nothing.
    """
    with held(workspace.cases / folder):
        return _approved(workspace, folder, yes, as_of, today)


def _approved(workspace: Workspace, folder: str, yes: Yes, as_of: Day | None, today: Day) -> Approved:
    project, schemas = project_in(workspace), schemas_for(workspace)
    before = _case_of(judge.judge(project, schemas, as_of, today), folder)
    proposal = propose(before.facts, yes)
    one = next(one for one in project.cases if one.folder == folder)
    data = one.source.data
    amended = with_values(data, proposal.values) if proposal.renews else with_entry(data, "approvals", proposal.entry)
    file = f"cases/{folder}/{RECORD}"
    again = replace(one, source=Source(file, amended), content=read(amended, file).data)
    cases = tuple(again if two.folder == folder else two for two in project.cases)
    after = _case_of(judge.judge(replace(project, cases=cases), schemas, as_of, today), folder)
    objected = tuple(objections(after, proposal.index))
    if not objected:
        place = workspace.root / file
        write_whole(place, amended, stat.S_IMODE(place.stat().st_mode), durably=True)
    return Approved(proposal, open_roles(after.facts, yes.step, proposal.approval.claim), objected)


def _case_of(judgement: Judgement, folder: str) -> JudgedCase:
    for one in judgement.cases:
        if one.folder == folder:
            return one
    raise CannotJudge(f"{folder} cannot be judged", "Run casebound check and mend what it shows.")
