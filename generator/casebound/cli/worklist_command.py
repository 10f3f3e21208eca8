"""`worklist`: what is due, and who has to do it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casebound.cli import options
from casebound.cli.options import as_of_day, in_folder, output_file
from casebound.cli.output import write_output
from casebound.load.workspace import Unreadable, Workspace, workspace
from casebound.model.days import Day
from casebound.model.errors import CannotJudge

if TYPE_CHECKING:
    from casebound.plan.case_plan import ProjectPlan

FORMATS = {"table": "as_table", "json": "as_json", "ical": "as_calendar"}
"""The formats, and the functions of report.worklist_formats that write them; the module is imported when it is used."""

DAYS_AHEAD = 30


@click.command("worklist")
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="table", show_default=True)
@output_file
@click.option(
    "--days",
    type=click.IntRange(0, 3660),
    default=DAYS_AHEAD,
    show_default=True,
    help="The number of days to look ahead.",
)
@as_of_day
@in_folder
def worklist_command(form: str, output: Path | None, days: int, as_of: Day | None, folder: Path) -> None:
    """List the tasks with their owners and reasons: steps that can be done now, and steps due in the coming days."""
    from casebound.plan.worklist import Worklist, worklist
    from casebound.report import worklist_formats

    project = workspace(folder)
    plan = plan_to_list(project, as_of)
    write: Callable[[Worklist], str] = getattr(worklist_formats, FORMATS[form])
    write_output(write(worklist(plan, places(project), days)), output)


def plan_to_list(project: Workspace, as_of: Day | None) -> "ProjectPlan":
    """The plan of every case that could be checked; the others are named on the standard error."""
    from casebound.pipeline.check import plan_of

    plan = plan_of(project, as_of, options.this_minute().on)
    judgment = plan.judgment
    if judgment.registers is None:
        raise CannotJudge("the registers could not be checked", "Run casebound check and fix the findings.")
    if judgment.unjudged:
        click.echo(f"casebound: could not be checked, so not listed: {', '.join(judgment.unjudged)}", err=True)
    return plan


def places(project: Workspace) -> Any:
    """A function that finds the line of a key in a record. A record is read when it is first asked for."""
    from casebound.load.project import RECORD, Source

    sources: dict[str, Source] = {}

    def locate(folder: str, path: tuple[str | int, ...]) -> Any:
        if folder not in sources:
            file = f"cases/{folder}/{RECORD}"
            try:
                sources[folder] = Source(file, project.read(file))
            except Unreadable as problem:
                raise CannotJudge(f"{file} cannot be read: {problem}", "Run the command again.") from None
        return sources[folder].locate(path)

    return locate
