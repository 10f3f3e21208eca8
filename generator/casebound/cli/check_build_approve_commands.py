"""The commands check, build and approve."""

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
from casebound.cli.output import (
    Copy,
    CopyType,
    below_repository,
    copies_of,
    lines_of,
    progress_bars,
    report_done,
    text_style,
    write_output,
)
from casebound.load.workspace import Workspace, workspace
from casebound.model.days import Day
from casebound.model.errors import CannotJudge
from casebound.model.judgment import Judgment
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
    help=f"One of {', '.join(report.FORMATS)}. This option can be repeated if all formats except one name a file.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The output file for the format that does not name a file.",
)
@click.option(
    "--against",
    "earlier",
    metavar="REF|report.json",
    help="A commit or an earlier report. The check reports support, cases and controls lost since then.",
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
    """Check all cases, or only CASES, and report every finding. For CASES, also list the next steps."""
    from casebound.pipeline.check import RULES, plan_of

    gc.freeze()
    gc.disable()  # a check produces almost no garbage: 0.82 s instead of 1.00 s for 300 cases, in the same memory
    copies = copies_of(wanted, output)
    project = workspace(folder)
    _require_cases(project, cases)
    plan = plan_of(project, as_of, options.this_day(), cases, earlier, _DEFAULT_JOBS)
    plain = report.Report(plan, RULES, lines_of(project), below_repository(project.root), steps=bool(cases))
    styled = replace(plain, style=text_style())
    texts = {copy.file: report.FORMATS[copy.form](plain if copy.file else styled) for copy in copies}
    for file, text in texts.items():
        write_output(text, file)
    exit_with(plan.judgment)


@click.command("build")
@as_of_day
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=_DEFAULT_JOBS,
    help="The number of worker processes.",
    show_default=True,
)
@click.option(
    "--preview", is_flag=True, help="Include cases with blocking findings, with a watermark; write to build/preview."
)
@in_folder
def build_command(as_of: Day | None, jobs: int, folder: Path, *, preview: bool) -> None:
    """Check every case, then publish the handbook, the decision notes and the dossiers."""
    from casebound.pipeline.build import BuildRequest, build

    project = workspace(folder)
    with progress_bars() as progress:
        built = build(project, BuildRequest(as_of, options.this_day(), jobs, preview), progress)
    findings = report.as_text(built.plan, lines_of(project), text_style())
    if built.release is None:
        write_output(findings, None)
        click.echo("Nothing was published. An earlier release is unchanged.", err=True)
    else:
        state = "published" if built.release.new else "unchanged"
        rebuilt = built.rebuilt
        report_done(
            f"{findings}{state}: {built.release.folder} ({built.release.files} files, {rebuilt.documents} PDFs and"
            f" {rebuilt.pages} pages rebuilt)\nrelease {built.release.digest}"
        )
    exit_with(built.judgment)


@click.command("approve")
@click.argument("case")
@click.argument("step", type=click.Choice([step.value for step in ApprovalStep]))
@click.option("--by", required=True, help="The person who approves, as an id in registers/people.yml.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="The role, if the person has several.")
@click.option("--claim", help="The claim, for an exemption approval. Default: the only claim.")
@click.option("--at", type=MOMENT, help="When the approval was given. Default: now.")
@as_of_day
@in_folder
def approve_command(case: str, step: str, folder: Path, **given: Any) -> None:
    """Add a person's approval of STEP to the record of CASE, with a hash of the approved content."""
    from casebound.edit.approval_request import ApprovalRequest
    from casebound.pipeline.approve import approve

    role = Role(given["role"]) if given["role"] else None
    request = ApprovalRequest(
        ApprovalStep(step), given["by"], given["at"] or options.this_minute(), role, given["claim"]
    )
    project = workspace(folder)
    _require_cases(project, (case,))
    result = approve(project, case, request, given["as_of"], options.this_day())
    for finding in result.objections:
        click.echo(f"{finding.control}: {finding.message}\n    {finding.remedy}", err=True)
    if result.objections:
        click.echo("Nothing was written.", err=True)
        raise SystemExit(BLOCKED)
    approval = result.proposal.approval
    done = "renewed" if result.proposal.replaces_existing else "approved"
    left = ", ".join(role.value for role in result.missing_roles)
    needed = f"still needed: {left}" if left else "This step has all approvals."
    report_done(f"{done}: {case}, {step}, {approval.role.value} {approval.by}\n{needed}")


def _require_cases(project: Workspace, cases: Iterable[str]) -> None:
    if unknown := sorted(set(cases) - set(project.case_folders())):
        raise CannotJudge(f"there is no case {unknown[0]}", "Name a folder in cases/.")


def exit_with(judgment: Judgment) -> None:
    """End with exit code 1 if there is a blocking finding."""
    if judgment.blocked:
        raise SystemExit(BLOCKED)
