"""The order of the work: load, validate, judge, render, publish. Only this module knows it."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath

from casebound import against, judge, preflight
from casebound.amend import with_entry, with_values
from casebound.approving import Proposal, Yes, objections, open_roles, propose
from casebound.binding import Progress, Tally, Workshop, bind, print_shell
from casebound.changes import change_register
from casebound.earlier import report_at, tree_at
from casebound.errors import CannotJudge
from casebound.judge import RULES as JUDGING_RULES
from casebound.load.project import OPTIONAL_REGISTERS, RECORD, REGISTERS, LoadedProject, Source, load, pointer
from casebound.load.yaml_reader import read
from casebound.model.days import Day
from casebound.model.terms import Role
from casebound.publish import Release, locked, publish
from casebound.recording import held
from casebound.render.templates import Templates
from casebound.report import as_value
from casebound.store import Store
from casebound.validate import Schema, schemas_in
from casebound.verdict import Finding, JudgedCase, Judgement, Location, Path
from casebound.workers import keeping_all, meanwhile
from casebound.workspace import Workspace, write_whole

RULES = (*JUDGING_RULES, *preflight.RULES, *against.RULES)
"""Every rule that a finding can name, in reading order."""


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a build was asked for."""

    as_of: Day | None
    today: Day
    jobs: int = 1
    preview: bool = False
    documents: bool = True


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to. `release` is None where nothing was published; `made` counts what is new."""

    judgement: Judgement
    release: Release | None
    made: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True)
class Approved:
    """What an approval came to: the entry, the roles still wanting, and what was objected. With objections nothing
    was written."""

    proposal: Proposal
    wanting: tuple[Role, ...]
    objections: tuple[Finding, ...]


def check(
    workspace: Workspace,
    as_of: Day | None,
    today: Day,
    only: Iterable[str] = (),
    earlier: str | None = None,
    jobs: int = 1,
) -> Judgement:
    """Load and judge; with `only`, tell of those cases alone. Raises CannotJudge where that is not possible at all.

    All cases are judged even then: whether a request is the only one for its days hangs on the others. `earlier`
    names a report or a commit; what stood there and does not stand now is told too.
    """
    with keeping_all():
        loaded = _loaded(workspace, jobs)
        whole = _judged(workspace, loaded, _schemas(workspace), as_of, today)
        if earlier is not None:
            whole = judge.with_findings(whole, _lost(workspace, loaded, whole, earlier))
    wanted = frozenset(only)
    return _of(whole, wanted) if wanted else whole


def _judged(
    workspace: Workspace, loaded: LoadedProject, schemas: Mapping[str, Schema], as_of: Day | None, today: Day
) -> Judgement:
    judgement = judge.judge(loaded, schemas, as_of, today)
    return judge.with_findings(judgement, preflight.unprintable(workspace, loaded))


def _lost(workspace: Workspace, loaded: LoadedProject, now: Judgement, named: str) -> Iterator[Finding]:
    """What stood earlier and does not stand now, and what is wrong with the register that could say why."""
    before = _earlier(workspace, now.as_of, named)
    register = change_register(workspace, _schema(workspace, "changes"))
    sources = {one.source.file: one.source for one in loaded.cases} | {register.source.file: register.source}

    def locate(file: str, path: Path) -> Location:
        return sources[file].locate(path) if file in sources else Location(file, 1, 1, pointer(path))

    yield from register.findings
    yield from against.lost(before, now, RULES, register.entries, locate)


def _earlier(workspace: Workspace, as_of: Day, named: str) -> against.Earlier:
    """A report as it stands; a commit judged by today's controls and schemas, as of the same day."""
    if (os.path.exists(named) and not os.path.isdir(named)) or named.endswith(".json"):
        return against.earlier(report_at(FilePath(named), _schema(workspace, "report")))
    with tree_at(workspace.root, named) as tree:
        judgement = judge.judge(_loaded(tree.workspace), _schemas(workspace), as_of, as_of)
    if not judgement.cases:
        raise CannotJudge(f"no case can be judged as it was at {named}", "Name another commit, or an earlier report.")
    return against.earlier(as_value(judgement), judgement.unjudged, tree.controls)


def _of(whole: Judgement, wanted: frozenset[str]) -> Judgement:
    return replace(
        whole,
        cases=tuple(one for one in whole.cases if one.folder in wanted),
        findings=tuple(one for one in whole.findings if one.case is None or one.case in wanted),
        unjudged=tuple(folder for folder in whole.unjudged if folder in wanted),
    )


def build(workspace: Workspace, order: Order, progress: Progress = no_progress) -> Built:
    """Check, then render and publish. With a blocking finding nothing is published, unless as a preview."""
    with locked(workspace.build):
        folders = workspace.template_folders()
        shop = Workshop(
            workspace, Templates(folders), folders, RULES, Store(workspace.build / "cache"), order.jobs, progress
        )
        with keeping_all():
            loaded, schemas = _loaded(workspace, order.jobs), _schemas(workspace)
            with _shell_ahead(shop, loaded, schemas, order) as printed:
                judgement = _judged(workspace, loaded, schemas, order.as_of, order.today)
                if judgement.registers is None or (judgement.blocked and not order.preview):
                    return Built(judgement, None)
                made = Tally(shells=printed())
        outputs = bind(shop, judgement, made, preview=order.preview, with_documents=order.documents)
        release = publish(workspace.build, "preview" if order.preview else "handbook", outputs, order.jobs)
        return Built(judgement, release, made)


@contextmanager
def _shell_ahead(
    shop: Workshop, loaded: LoadedProject, schemas: Mapping[str, Schema], order: Order
) -> Iterator[Callable[[], int]]:
    """The shell hangs on no case, so it is printed while the cases are judged; gives how many were printed."""
    registers = judge.registers_in(loaded, schemas)
    if registers is None:
        yield int
        return
    as_of = judge.day_of(registers, order.as_of, order.today)
    with meanwhile(lambda: int(print_shell(shop, registers, as_of)), shop.jobs) as printed:
        yield printed


def approve(workspace: Workspace, folder: str, yes: Yes, as_of: Day | None, today: Day) -> Approved:
    """Write one approval into a record, unless a control would object to it at once.

    Raises CannotJudge, with nothing written, where the case cannot be judged or the yes comes to nothing.
    """
    with held(workspace.cases / folder):
        return _approved(workspace, folder, yes, as_of, today)


def _approved(workspace: Workspace, folder: str, yes: Yes, as_of: Day | None, today: Day) -> Approved:
    loaded, schemas = _loaded(workspace), _schemas(workspace)
    before = _case_of(judge.judge(loaded, schemas, as_of, today), folder)
    proposal = propose(before.facts, yes)
    one = next(one for one in loaded.cases if one.folder == folder)
    data = one.source.data
    amended = with_values(data, proposal.values) if proposal.renews else with_entry(data, "approvals", proposal.entry)
    file = f"cases/{folder}/{RECORD}"
    again = replace(one, source=Source(file, amended), content=read(amended, file).data)
    cases = tuple(again if two.folder == folder else two for two in loaded.cases)
    after = _case_of(judge.judge(replace(loaded, cases=cases), schemas, as_of, today), folder)
    objected = tuple(objections(after, proposal.index))
    if not objected:
        place = workspace.root / file
        write_whole(place, amended, stat.S_IMODE(place.stat().st_mode), durably=True)
    return Approved(proposal, open_roles(after.facts, yes.gate, proposal.approval.claim), objected)


def _case_of(judgement: Judgement, folder: str) -> JudgedCase:
    for one in judgement.cases:
        if one.folder == folder:
            return one
    raise CannotJudge(f"{folder} cannot be judged", "Run casebound check and mend what it shows.")


def _loaded(workspace: Workspace, jobs: int = 1) -> LoadedProject:
    try:
        return load(workspace, jobs)
    except OSError as error:
        raise CannotJudge(f"the project cannot be read: {error.strerror}", "Check its folders.") from error


def _schemas(workspace: Workspace) -> Mapping[str, Schema]:
    needed = schemas_in(workspace.own_or_shipped("schema"), (*REGISTERS, "case"))
    return {**needed, **{name: _schema(workspace, name) for name in OPTIONAL_REGISTERS}}


def _schema(workspace: Workspace, name: str) -> Schema:
    """A schema that not every project's own folder of schemas may hold."""
    return Schema(workspace.own_or_shipped(f"schema/{name}.schema.json"))
