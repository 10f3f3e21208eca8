"""The commands that answer: explain and doctor."""

from pathlib import Path

import click

from casebound.cli import explain
from casebound.cli.options import COULD_NOT_JUDGE, in_folder
from casebound.model.errors import CannotJudge


@click.command("explain")
@click.argument("control", required=False)
def explain_command(control: str | None) -> None:
    """Say what a CONTROL asks, why, and what to do; without one, list them all."""
    from casebound.pipeline.check import RULES

    if control is None:
        click.echo(explain.listing(RULES), nl=False)
        return
    rule = explain.find(RULES, control)
    if rule is None:
        near = ", ".join(explain.nearest(RULES, control))
        raise CannotJudge(
            f"there is no control {control}", f"Did you mean {near}?" if near else "Run casebound explain."
        )
    click.echo(explain.explanation(rule), nl=False)


@click.command("doctor")
@in_folder
def doctor_command(folder: Path) -> None:
    """Check that this machine has what a build needs."""
    from casebound.cli.doctor import examine

    complaints = 0
    for one in examine(folder):
        click.echo(f"{'ok  ' if one.well else 'MEND'}  {one.name}: {one.told}")
        if not one.well:
            complaints += 1
            click.echo(f"      {one.remedy}")
    if complaints:
        raise SystemExit(COULD_NOT_JUDGE)
