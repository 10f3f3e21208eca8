"""`migrate`: rewrite records of an earlier file format."""

from pathlib import Path

import click

from casebound.cli.options import BLOCKED, in_folder


@click.command("migrate")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--check", is_flag=True, help="Write nothing; end with 1 if a record would be rewritten.")
@in_folder
def migrate_command(cases: tuple[str, ...], folder: Path, *, check: bool) -> None:
    """Rewrite the records of CASES, or of all cases, in the current file format.

    Comments and all other lines stay. What the earlier format did not state is filled in and listed, to be checked.
    """
    from casebound.edit.migrate import migrate
    from casebound.load.workspace import workspace
    from casebound.model.errors import CannotJudge

    project = workspace(folder)
    found = project.case_folders()
    for case in cases:
        if case not in found:
            raise CannotJudge(f"there is no case {case}", "Name a folder in cases/.")
    rewritten = 0
    for case in cases or found:
        changes = migrate(project, case, write=not check)
        for change in changes:
            click.echo(f"cases/{case}/case.yml: {change}")
        rewritten += bool(changes)
    verb = "would be rewritten" if check else "rewritten"
    click.echo(f"{rewritten} {'record' if rewritten == 1 else 'records'} {verb}")
    if check and rewritten:
        raise SystemExit(BLOCKED)
