"""`next`: what is missing in a case, in order, with the command for each step."""

from pathlib import Path

import click

from casebound.cli import options
from casebound.cli.options import as_of_day, in_folder, on_terminal
from casebound.cli.record_command import with_case
from casebound.load.workspace import Workspace
from casebound.model.days import Day
from casebound.model.errors import CannotJudge


@click.command("next")
@click.argument("case")
@as_of_day
@in_folder
@click.pass_context
def next_command(context: click.Context, case: str, folder: Path, as_of: Day | None) -> None:
    """Show what CASE needs now, in order, with the person and the command for each step.

    On a terminal, the command goes through the steps one by one, and asks for what each of them needs.
    """
    project = with_case(folder, case)
    if not on_terminal():
        _show(project, case, as_of)
        return
    done: set[str] = set()
    while step := _first_open(project, case, as_of, done):
        click.echo(f"\n{step[0]}", err=True)
        if not step[1]:
            continue
        click.echo(f"    casebound {' '.join(step[1])}", err=True)
        if click.confirm("Do this now?", default=True, err=True):
            _run(context, (*step[1], "-C", str(folder)))


def _show(project: Workspace, case: str, as_of: Day | None) -> None:
    """Print the steps."""
    from casebound.pipeline.next_commands import next_steps
    from casebound.report.sanitize import escape_unprintable

    steps = next_steps(project, case, as_of, options.this_day())
    for number, found in enumerate(steps, 1):
        click.echo(f"{number}. {escape_unprintable(f'{found.step.says} ({found.step.who})')}")
        if found.command:
            click.echo(f"   casebound {' '.join(found.command)}")
    if not steps:
        click.echo(f"{case} needs nothing now.")


def _first_open(project: Workspace, case: str, as_of: Day | None, done: set[str]) -> tuple[str, tuple[str, ...]] | None:
    """The first step that was not shown yet, with its command. It is marked as shown."""
    from casebound.pipeline.next_commands import next_steps
    from casebound.report.sanitize import escape_unprintable

    for found in next_steps(project, case, as_of, options.this_day()):
        if found.step.says not in done:
            done.add(found.step.says)
            return escape_unprintable(f"{found.step.says} ({found.step.who})"), found.command
    return None


def _run(context: click.Context, words: tuple[str, ...]) -> None:
    """Run a command. If it is refused, the reason is shown, and the next step follows."""
    group = context.find_root().command
    try:
        group.main(list(words), prog_name="casebound", standalone_mode=False)
    except click.ClickException as error:
        error.show()
    except CannotJudge as error:
        click.echo(f"casebound: {error.message}\n           {error.remedy}", err=True)
