"""`migrate`: rewrite records and registers of an earlier file format."""

from pathlib import Path

import click

from casebound.cli import options
from casebound.cli.options import BLOCKED, in_folder


@click.command("migrate")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--check", is_flag=True, help="Write nothing; end with 1 if a file would be rewritten.")
@in_folder
def migrate_command(cases: tuple[str, ...], folder: Path, *, check: bool) -> None:
    """Rewrite the records of CASES, or of all cases and the registers, in the current file format.

    Comments and all other lines stay. What the earlier format did not state is filled in and listed, to be checked.
    Approvals whose seal still holds become decision sheets and answers in files of their own.
    """
    from casebound.edit.migrate_registers import migrate_registers
    from casebound.load.workspace import workspace
    from casebound.model.errors import CannotJudge
    from casebound.pipeline.migration import migrate

    project = workspace(folder)
    found = project.case_folders()
    for case in cases:
        if case not in found:
            raise CannotJudge(f"there is no case {case}", "Name a folder in cases/.")
    records = migrate(project, cases or found, options.this_day(), write=not check)
    changed = {f"cases/{case}/case.yml": changes for case, changes in records}
    if not cases:
        changed |= dict(migrate_registers(project, write=not check))
    for file, changes in changed.items():
        for change in changes:
            click.echo(f"{file}: {change}")
    rewritten = sum(map(bool, changed.values()))
    verb = "would be rewritten" if check else "rewritten"
    click.echo(f"{rewritten} {'file' if rewritten == 1 else 'files'} {verb}")
    if check and rewritten:
        raise SystemExit(BLOCKED)
