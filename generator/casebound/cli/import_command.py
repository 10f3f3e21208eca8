"""`import`: take cases, people, employers and sources over from a spreadsheet."""

import os
from pathlib import Path
from typing import Any

import click

from casebound.cli import options
from casebound.cli.options import BLOCKED, as_of_day, in_folder
from casebound.cli.output import report_done
from casebound.load.workspace import workspace
from casebound.model.days import Day
from casebound.model.import_outcome import RowResult

_KINDS = ("cases", "people", "employers", "sources")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "kind", type=click.Choice(_KINDS), help="What the rows are. Default: cases.")
@click.option("--sheet", help="The sheet to import. Default: the sheet with most rows.")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    help="The file that says what the columns mean. Default: FILE.mapping.yml, beside the spreadsheet.",
)
@click.option("--write", is_flag=True, help="Write what is new. Without it, the command only reports.")
@as_of_day
@in_folder
def import_command(
    file: Path, mapping: Path | None, as_of: Day | None, folder: Path, *, write: bool, **new: Any
) -> None:
    """Import the rows of FILE, a spreadsheet (.xlsx, .ods or .csv).

    The first run writes a mapping file. Check and complete it, and run the command again: it reports what becomes of
    each row. With --write, the command writes what is new, completely or not at all. What exists is never overwritten.
    """
    from casebound.edit.spreadsheet_import.import_fields import ImportKind
    from casebound.edit.spreadsheet_import.import_run import ImportRequest, mapping_file_of, run_import, write_mapping
    from casebound.report.import_text import import_text

    project, sheet = workspace(folder), new["sheet"]
    kind = ImportKind(new["kind"]) if new["kind"] else None
    stated = mapping or mapping_file_of(file)
    if not os.path.lexists(stated):
        chosen = write_mapping(file, stated, kind or ImportKind.CASES, sheet)
        report_done(
            f"mapping written: {stated}, for the sheet {chosen}\n"
            "Next: check every line of it, complete it, set confirmed to yes, and run the command again."
        )
        return
    request = ImportRequest(project, file, stated, options.this_minute(), as_of, kind, sheet)
    report = run_import(request, write=write)
    click.echo(import_text(report), nl=False)
    if not write and report.count(RowResult.NEW):
        report_done("Nothing was written. Run the command with --write to write what is new.")
    if report.count(RowResult.NOT_WRITTEN):
        raise SystemExit(BLOCKED)
