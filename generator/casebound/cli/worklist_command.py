"""`worklist`: what is due."""

from pathlib import Path
from typing import Any

import click

from casebound.cli import options
from casebound.cli.options import as_of_day, in_folder
from casebound.cli.output import tell
from casebound.load.workspace import Unreadable, Workspace, workspace
from casebound.model.days import Day
from casebound.model.errors import CannotJudge

FORMATS = ("table", "json", "ical")
_HORIZON = 30


@click.command("worklist")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it there instead.")
@click.option(
    "--days", type=click.IntRange(0, 3660), default=_HORIZON, show_default=True, help="How far to look ahead."
)
@as_of_day
@in_folder
def worklist_command(form: str, output: Path | None, days: int, as_of: Day | None, folder: Path) -> None:
    """Say what is due, for whom and why: follow-ups, status checks, holds, endings, sources to read again."""
    from casebound.pipeline.check import check
    from casebound.plan.worklist import worklist
    from casebound.report.worklist_formats import FORMATS as WRITERS

    project = workspace(folder)
    judgement = check(project, as_of, options.this_minute().on)
    if judgement.registers is None:
        raise CannotJudge("the registers cannot be judged", "Run casebound check and mend what it shows.")
    if judgement.unjudged:
        click.echo(f"casebound: not judged, and so not listed: {', '.join(judgement.unjudged)}", err=True)
    text = WRITERS[form](worklist(judgement, places(project), days))
    tell(text, output)


def places(project: Workspace) -> Any:
    """Where keys stand in records; each record is read again once it is asked for."""
    from casebound.load.project import RECORD, Source

    sources: dict[str, Source] = {}

    def locate(folder: str, path: tuple[str | int, ...]) -> Any:
        if folder not in sources:
            file = f"cases/{folder}/{RECORD}"
            try:
                sources[folder] = Source(file, project.read(file))
            except Unreadable as problem:
                raise CannotJudge(f"{file} cannot be used: {problem}", "Run the command again.") from None
        return sources[folder].locate(path)

    return locate
