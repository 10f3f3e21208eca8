"""The commands check and build."""

import gc
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from casebound import report
from casebound.cli import options
from casebound.cli.options import BLOCKED, as_of_day, in_folder
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
from casebound.model.days import Day, Period
from casebound.model.errors import CannotJudge
from casebound.model.judgment import Judgment
from casebound.runtime.cluster_address import ClusterAddress, cluster_address

_DEFAULT_JOBS = max(1, min(8, os.cpu_count() or 1))


class ClusterType(click.ParamType[ClusterAddress]):
    name = "tls://HOST:PORT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> ClusterAddress:
        try:
            return value if isinstance(value, ClusterAddress) else cluster_address(str(value))
        except ValueError as error:
            self.fail(f"{value!r}: {error}.", param, ctx)


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
@click.option(
    "--on",
    "days",
    type=options.DAYS,
    help="List the days, within these days, on which the verdict on a case changes if nothing is recorded.",
)
@in_folder
def check_command(  # noqa: PLR0913, PLR0917 - a parameter for each option
    cases: tuple[str, ...],
    as_of: Day | None,
    wanted: tuple[Copy, ...],
    output: Path | None,
    earlier: str | None,
    days: Period | None,
    folder: Path,
) -> None:
    """Check all cases, or only CASES, and report every finding. For CASES, also list the next steps."""
    from casebound.pipeline.check import RULES, plan_of

    if days is not None:
        if as_of or earlier or output or [(copy.form, copy.file) for copy in wanted] != [("text", None)]:
            raise click.UsageError("--on lists days as text. Leave out --as-of, --against, --format and --output.")
        _list_changes(folder, cases, days)
        return
    gc.freeze()
    gc.disable()  # a check produces almost no garbage: 0.82 s instead of 1.00 s for 300 cases, in the same memory
    copies = copies_of(wanted, output)
    project = workspace(folder)
    require_cases(project, cases)
    plan = plan_of(project, as_of, options.this_day(), cases, earlier, _DEFAULT_JOBS)
    plain = report.Report(plan, RULES, lines_of(project), below_repository(project.root), steps=bool(cases))
    styled = replace(plain, style=text_style())
    texts = {copy.file: report.FORMATS[copy.form](plain if copy.file else styled) for copy in copies}
    for file, text in texts.items():
        write_output(text, file)
    exit_with(plan.judgment)


def _list_changes(folder: Path, cases: tuple[str, ...], days: Period) -> None:
    """List the changes of verdicts. End with exit code 1 if there is a blocking finding on the first day or later."""
    from casebound.pipeline.check import changes_of

    project = workspace(folder)
    require_cases(project, cases)
    judgment, found = changes_of(project, days, cases, _DEFAULT_JOBS)
    write_output(report.changes_as_text(found, days), None)
    if judgment.blocked or any(change.blocks for changes in found.values() for change in changes):
        raise SystemExit(BLOCKED)


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
@click.option(
    "--only",
    metavar="CASE",
    multiple=True,
    help="Check every case, but only write the PDFs of this case, into build/documents. Nothing is published.",
)
@click.option(
    "--cluster",
    metavar="tls://HOST:PORT",
    type=ClusterType(),
    help="The scheduler of a Dask cluster, whose workers print the PDFs. tcp:// is for this machine only.",
)
@in_folder
def build_command(
    as_of: Day | None, jobs: int, only: tuple[str, ...], cluster: ClusterAddress | None, folder: Path, *, preview: bool
) -> None:
    """Check every case, then publish the handbook, the decision notes and the dossiers."""
    from casebound.pipeline.build import BuildRequest, build
    from casebound.release.own_templates import own_templates

    project = workspace(folder)
    require_cases(project, only)
    request = BuildRequest(as_of, options.this_day(), jobs, preview, only=only, cluster=cluster)
    with progress_bars() as progress:
        built = build(project, request, progress)
    for worker, reason in sorted(built.rebuilt.unused_workers.items()):
        click.echo(f"casebound: the worker {worker} was not used; {reason}", err=True)
    findings = report.as_text(built.plan, lines_of(project), text_style())
    if (built.release or built.documents) and (names := sorted(own_templates(project))):
        click.echo(f"casebound: made with templates of the project: {', '.join(names)}", err=True)
    if built.release:
        state = "published" if built.release.new else "unchanged"
        rebuilt = built.rebuilt
        report_done(
            f"{findings}{state}: {built.release.folder} ({built.release.files} files, {rebuilt.documents} PDFs and"
            f" {rebuilt.pages} pages rebuilt)\nrelease {built.release.digest}"
        )
    elif built.documents:
        report_done(f"{findings}written: {built.documents}\nNothing was published. An earlier release is unchanged.")
    else:
        write_output(findings, None)
        click.echo(
            "Nothing was written." if only else "Nothing was published. An earlier release is unchanged.", err=True
        )
    exit_with(built.judgment)


def require_cases(project: Workspace, cases: Iterable[str]) -> None:
    """Raise CannotJudge if a case does not exist."""
    if unknown := sorted(set(cases) - set(project.case_folders())):
        raise CannotJudge(f"there is no case {unknown[0]}", "Name a folder in cases/.")


def exit_with(judgment: Judgment) -> None:
    """End with exit code 1 if there is a blocking finding."""
    if judgment.blocked:
        raise SystemExit(BLOCKED)
