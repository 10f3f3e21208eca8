"""The commands explain and doctor."""

from pathlib import Path

import click

from casebound.cli import explain
from casebound.cli.options import COULD_NOT_CHECK, in_folder
from casebound.model.errors import CannotJudge


@click.command("explain")
@click.argument("control", required=False)
def explain_command(control: str | None) -> None:
    """Show what CONTROL checks, why it matters, and how to fix a finding. Without CONTROL, list all controls."""
    from casebound.pipeline.check import RULES

    if control is None:
        click.echo(explain.listing(RULES), nl=False)
        return
    rule = explain.find(RULES, control)
    if rule is None:
        near = ", ".join(explain.nearest(RULES, control))
        raise CannotJudge(
            f"there is no control {control}", f"Did you mean {near}?" if near else "Run casebound explain for a list."
        )
    click.echo(explain.explanation(rule), nl=False)


@click.command("doctor")
@in_folder
def doctor_command(folder: Path) -> None:
    """Check that this machine meets the requirements for a build."""
    from casebound.cli.doctor import examine

    failed = False
    for result in examine(folder):
        click.echo(f"{'ok ' if result.passed else 'FIX'}  {result.name}: {result.found}")
        if not result.passed:
            failed = True
            click.echo(f"     {result.remedy}")
    if failed:
        raise SystemExit(COULD_NOT_CHECK)
