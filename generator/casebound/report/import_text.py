"""The report of an import as text: each row with its cells, then the number of rows by result."""

from collections.abc import Iterator

from casebound.model.import_outcome import CellNote, ImportReport, RowOutcome, RowResult
from casebound.report.sanitize import escape_unprintable

_HEADS = {
    RowResult.NEW: "new {id}",
    RowResult.UNCHANGED: "already {id}, no change",
    RowResult.CHANGED: "already {id}, not overwritten",
    RowResult.LEFT_OUT: "left out, as the mapping says",
    RowResult.NOT_WRITTEN: "not written",
}


def import_text(report: ImportReport) -> str:
    """The report as text."""
    return "".join(f"{escape_unprintable(line)}\n" for line in _lines(report))


def _lines(report: ImportReport) -> Iterator[str]:
    yield f"{report.file}, sheet {report.sheet}: {report.entries}"
    for row in report.rows:
        yield from _row(row)
    yield ""
    yield from _figures(report)


def _row(row: RowOutcome) -> Iterator[str]:
    yield f"row {row.row}: {_HEADS[row.result].format(id=row.id)}"
    for notes, lead in ((row.problems, ""), (row.differences, ""), (row.missing, "missing: "), (row.notes, "")):
        yield from (_note(note, lead) for note in notes if note.text)


def _note(note: CellNote, lead: str) -> str:
    return f"    {note.cell}: {lead}{note.text}" if note.cell else f"    {lead}{note.text}"


def _figures(report: ImportReport) -> Iterator[str]:
    names = {
        RowResult.NEW: "written" if report.written else "new, would be written",
        RowResult.UNCHANGED: "already in the project, no change",
        RowResult.CHANGED: "already in the project, differs and is not overwritten",
        RowResult.LEFT_OUT: "left out, as the mapping says",
        RowResult.NOT_WRITTEN: "not written, see the cells above",
    }
    yield _counted(len(report.rows), "row with content", "rows with content")
    yield from (f"{report.count(result):5} {name}" for result, name in names.items() if report.count(result))
    beside = (
        (report.empty_rows, "empty row", "empty rows"),
        (report.repeated_headers, "repeated header", "repeated headers"),
    )
    skipped = ", ".join(_counted(*each) for each in beside if each[0])
    if skipped:
        yield f"skipped: {skipped}"


def _counted(number: int, name: str, names: str) -> str:
    return f"{number} {name if number == 1 else names}"
