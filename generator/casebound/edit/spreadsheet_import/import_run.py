"""One import: read the spreadsheet and its mapping, plan, and write if that is wanted."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from casebound.edit.spreadsheet_import.cell_names import RegisterNames
from casebound.edit.spreadsheet_import.column_mapping import ColumnMapping, read_mapping
from casebound.edit.spreadsheet_import.import_cases import plan_cases, write_cases
from casebound.edit.spreadsheet_import.import_fields import ImportKind
from casebound.edit.spreadsheet_import.import_registers import plan_entries, write_entries
from casebound.edit.spreadsheet_import.mapping_template import mapping_text
from casebound.edit.spreadsheet_import.planned_cases import Origin
from casebound.edit.spreadsheet_import.row_reading import ReadRows, RowReader
from casebound.load.tables.table_cells import SheetContent
from casebound.load.tables.table_files import TableFile, read_table_file
from casebound.load.workspace import Workspace, write_whole
from casebound.model.days import Day, Moment
from casebound.model.errors import CannotJudge
from casebound.model.import_outcome import ImportReport, RowOutcome, RowResult
from casebound.model.near_match import did_you_mean

_MAPPING = ".mapping.yml"


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """A spreadsheet to import, its mapping file, the time of the import, and the as-of date of the check.

    `imports` and `sheet` are what the user expects of the mapping; None for any.
    """

    workspace: Workspace
    file: Path
    mapping: Path
    now: Moment
    as_of: Day | None = None
    imports: ImportKind | None = None
    sheet: str | None = None


def mapping_file_of(file: Path) -> Path:
    """The mapping file of a spreadsheet, which is beside it."""
    return file.with_name(f"{file.stem}{_MAPPING}")


def write_mapping(file: Path, mapping: Path, imports: ImportKind, sheet: str | None) -> str:
    """Write a mapping file for a sheet; the name of the sheet. Raises CannotJudge if there is no such sheet."""
    table = read_table_file(file)
    chosen = _sheet(table, sheet)
    try:
        write_whole(mapping, mapping_text(table, chosen, imports).encode())
    except OSError as error:
        raise CannotJudge(f"{mapping} cannot be written: {error.strerror}", "Name another file (--mapping).") from error
    return chosen.name


def _sheet(table: TableFile, name: str | None) -> SheetContent:
    if name is None:
        return max(table.sheets, key=lambda sheet: len(sheet.rows))
    found = next((sheet for sheet in table.sheets if sheet.name == name), None)
    if found is None:
        names = [sheet.name for sheet in table.sheets]
        raise CannotJudge(f"{table.name} has no sheet {name}{did_you_mean(name, names)}", f"Sheets: {', '.join(names)}")
    return found


def run_import(request: ImportRequest, *, write: bool) -> ImportReport:
    """Plan the import of a spreadsheet and, if wanted, write what is new. Nothing that exists is overwritten.

    Raises CannotJudge, with nothing written, if the mapping does not fit or is not confirmed.
    """
    table = read_table_file(request.file)
    mapping, sheet = read_mapping(request.mapping, table)
    for wanted, stated in ((request.imports, mapping.imports), (request.sheet, mapping.sheet)):
        if wanted not in (None, stated):
            message = f"{request.mapping} is for {stated}, not for {wanted}"
            raise CannotJudge(message, "Name another mapping file (--mapping). If it does not exist, it is written.")
    if write and not mapping.confirmed:
        message = f"{request.mapping} is not confirmed"
        raise CannotJudge(message, "Check every line of it, and set confirmed to yes. Nothing was written.")
    folder = request.file.resolve().parent
    rows = RowReader(mapping, sheet, RegisterNames(request.workspace), folder).rows()
    origin = Origin(request.workspace, table.name, sheet.name, folder, request.now, request.as_of)
    outcomes, write_new = _planned(origin, mapping, rows)
    written = write and any(outcome.result is RowResult.NEW for outcome in outcomes)
    if written:
        write_new()
    return ImportReport(
        table.name, sheet.name, mapping.imports.value, outcomes, rows.empty, rows.repeated_headers, written=written
    )


def _planned(
    origin: Origin, mapping: ColumnMapping, rows: ReadRows
) -> tuple[tuple[RowOutcome, ...], Callable[[], None]]:
    """What becomes of the rows, and the function that writes what is new."""
    if mapping.imports is ImportKind.CASES:
        plan = plan_cases(origin, rows)
        return plan.outcomes, lambda: write_cases(origin.workspace, plan.new)
    entries = plan_entries(origin, mapping, rows)
    return entries.outcomes, lambda: write_entries(origin.workspace, entries)
