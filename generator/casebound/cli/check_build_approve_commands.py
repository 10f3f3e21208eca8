"""The commands that judge: check, build and approve."""

import gc
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from casebound import report
from casebound.cli import options
from casebound.cli.options import BLOCKED, MOMENT, as_of_day, in_folder
from casebound.cli.output import Copy, CopyType, below_repository, copies_of, lines_of, look, progress_bars, tell
from casebound.load.workspace import Workspace, workspace
from casebound.model.days import Day
from casebound.model.errors import CannotJudge
from casebound.model.judgment import Judgement
from casebound.model.terms import ApprovalStep, Role

_DEFAULT_JOBS = max(1, min(8, os.cpu_count() or 1))


@click.command("check")
@click.argument("cases", nargs=-1)
@as_of_day
@click.option(
    "--format",
    "wanted",
    type=CopyType(),
    multiple=True,
    default=("text",),
    show_default=True,
    help=f"One of {', '.join(report.FORMATS)}. May be given more than once; all but one need a file.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="The file for a format without one.")
@click.option(
    "--against",
    "earlier",
    metavar="REF|report.json",
    help="A commit or an earlier report: support, cases and controls that stood there may not be lost.",
)
@in_folder
def check_command(
    cases: tuple[str, ...],
    as_of: Day | None,
    wanted: tuple[Copy, ...],
    output: Path | None,
    earlier: str | None,
    folder: Path,
) -> None:
    """Judge every case, or only the CASES named, and report every finding."""
    from casebound.pipeline.check import RULES, check

    gc.freeze()
    gc.disable()  # a check keeps nearly everything it makes: 1.00 s became 0.82 s at 300 cases, with the same memory
    copies = copies_of(wanted, output)
    project = workspace(folder)
    _must_hold(project, cases)
    judgement = check(project, as_of, options.this_day(), cases, earlier, _DEFAULT_JOBS)
    told = report.Report(judgement, RULES, lines_of(project), below_repository(project.root))
    texts = {copy.file: report.FORMATS[copy.form](told if copy.file else replace(told, look=look())) for copy in copies}
    for file, text in texts.items():
        tell(text, file)
    leave(judgement)


@click.command("build")
@as_of_day
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=_DEFAULT_JOBS,
    help="Workers for reading, pages and PDFs.",
    show_default=True,
)
@click.option("--preview", is_flag=True, help="Render unsupported cases too, watermarked, into build/preview/.")
@in_folder
def build_command(as_of: Day | None, jobs: int, folder: Path, *, preview: bool) -> None:
    """Check, then publish the handbook, the notes and the dossiers."""
    from casebound.pipeline.build import BuildRequest, build

    project = workspace(folder)
    with progress_bars() as progress:
        built = build(project, BuildRequest(as_of, options.this_day(), jobs, preview), progress)
    tell(report.as_text(built.judgement, lines_of(project), look()), None)
    if built.release is None:
        click.echo("Nothing was published; the last release, if there is one, still stands.", err=True)
    else:
        state = "published" if built.release.new else "unchanged"
        rebuilt = built.rebuilt
        click.echo(
            f"{state}: {built.release.folder} ({built.release.files} files, {rebuilt.documents} PDFs and"
            f" {rebuilt.pages} pages rebuilt)\nrelease {built.release.digest}"
        )
    leave(built.judgement)


@click.command("approve")
@click.argument("case")
@click.argument("step", type=click.Choice([gate.value for gate in ApprovalStep]))
@click.option("--by", required=True, help="Who approves: an id in registers/people.yml.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), help="The part, where somebody plays several."
)
@click.option("--claim", help="The claim, for the exemption step; where there is one only, that one.")
@click.option("--at", type=MOMENT, help="When the yes was given; else now.")
@as_of_day
@in_folder
def approve_command(case: str, step: str, folder: Path, **told: Any) -> None:
    """Write one person's approval of a STEP into the record of a CASE, sealed over what was decided on."""
    from casebound.edit.approval_request import Yes
    from casebound.pipeline.approve import approve

    role = Role(told["role"]) if told["role"] else None
    yes = Yes(ApprovalStep(step), told["by"], told["at"] or options.this_minute(), role, told["claim"])
    project = workspace(folder)
    _must_hold(project, (case,))
    came = approve(project, case, yes, told["as_of"], options.this_day())
    for finding in came.objections:
        click.echo(f"{finding.control}: {finding.message}\n    {finding.remedy}", err=True)
    if came.objections:
        click.echo("Nothing was written.", err=True)
        raise SystemExit(BLOCKED)
    given = came.proposal.approval
    click.echo(f"{'renewed' if came.proposal.renews else 'approved'}: {case}, {step}, {given.role.value} {given.by}")
    left = ", ".join(role.value for role in came.wanting)
    click.echo(f"still wanting: {left}" if left else "every approval of this step is given")


def _must_hold(project: Workspace, cases: Iterable[str]) -> None:
    if unknown := sorted(set(cases) - set(project.case_folders())):
        raise CannotJudge(f"there is no case {unknown[0]}", "Name a folder that is under cases/.")


def leave(judgement: Judgement) -> None:
    """End with the code for a blocking finding, where there is one."""
    if judgement.blocked:
        raise SystemExit(BLOCKED)
