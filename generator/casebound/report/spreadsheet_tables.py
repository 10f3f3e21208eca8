"""A table as CSV, as an Excel workbook and as JSON."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebound.model.days import Day
from casebound.report.sanitize import escape_unprintable

Cell = str | int | Day | None
"""A text, a number, a day, or an empty cell."""

_LONG_TEXTS = frozenset(
    {"Next step", "Missing", "Payroll", "What", "Why", "Employer or activity", "Status text", "What the case shows"}
)
_AS_OF = "As of"
_WIDE, _NARROW = 48, 15  # characters
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class SpreadsheetTable:
    """Column heads and rows. A forecast is about an as-of date that has not come."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    as_of: Day
    is_forecast: bool = False


def as_csv(table: SpreadsheetTable) -> bytes:
    """CSV that Excel opens: UTF-8 with a byte order mark, days in ISO 8601.

    A text that looks like a formula gets an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow((*table.heads, _AS_OF))
    writer.writerows([_cell(value) for value in row] for row in _dated(table))
    return text.getvalue().encode("utf-8-sig")


def as_json(table: SpreadsheetTable) -> str:
    """An object with the as-of date and an object for each row. The names are the column heads: `next_step`."""
    names = [head.lower().replace(" ", "_") for head in table.heads]
    rows = [dict(zip(names, map(_plain, row), strict=True)) for row in table.rows]
    value = {"as_of": table.as_of.isoformat(), "forecast": table.is_forecast, "rows": rows}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_xlsx(table: SpreadsheetTable, title: str) -> bytes:
    """An Excel workbook with days as days, a fixed header and filters. No text is a formula or a link."""
    import xlsxwriter

    file, heads, day = io.BytesIO(), (*table.heads, _AS_OF), table.as_of
    made = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title, "created": made})
        bold, date, text = (
            book.add_format({"valign": "top", "text_wrap": True} | more)
            for more in ({"bold": True, "bottom": 1}, {"num_format": "mmm d, yyyy", "align": "left"}, {})
        )
        sheet = book.add_worksheet(title)
        sheet.write_row(0, 0, heads, bold)
        for number, row in enumerate(_dated(table), start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, escape_unprintable(value), text)
                elif isinstance(value, int):
                    sheet.write_number(number, column, value, text)
                elif value is not None:
                    sheet.write_datetime(number, column, value, date)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(table.rows), len(table.heads))
        for column, name in enumerate(heads):
            sheet.set_column(column, column, _WIDE if name in _LONG_TEXTS else _NARROW)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return file.getvalue()


def _dated(table: SpreadsheetTable) -> Iterator[Sequence[Cell]]:
    """The rows, each with the as-of date, which is in words if it has not come."""
    as_of: Cell = f"Forecast for {table.as_of}" if table.is_forecast else table.as_of
    return ((*row, as_of) for row in table.rows)


def _plain(value: Cell) -> str | int | None:
    return value.isoformat() if isinstance(value, Day) else value


def _cell(value: Cell) -> str | int:
    if value is None or isinstance(value, Day):
        return value.isoformat() if value else ""
    if isinstance(value, int):
        return value
    text = escape_unprintable(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
