"""The files of a release, apart from the PDFs: evidence, report, instructions and handbook pages."""

import hashlib
from collections.abc import Iterator

from casebound import report
from casebound.release.context import BuildContext
from casebound.release.evidence_files import captures, decisions, evidence
from casebound.release.own_templates import listed
from casebound.release.publish import Output, output
from casebound.release.site_files import case_pages, overviews
from casebound.render.handbook.work_pages import month_worklist
from casebound.report import spreadsheet_tables as tables
from casebound.report.worklist_formats import as_calendar

_ID_DIGITS = 12


def release_files(context: BuildContext) -> list[Output]:
    """All files of the release except the PDFs, which `document_files` adds because their libraries load slowly."""
    templates, judgment = context.settings.templates, context.judgment
    with overviews(context) as overview_outputs:
        outputs = [*evidence(context), *decisions(context), *captures(context)]
        outputs += _machine_files(context)
        outputs.append(output("VERIFY.txt", templates.render("VERIFY.txt.j2", judgment=judgment).encode()))
        outputs += listed(context.settings.workspace)
        outputs += case_pages(context)
        outputs += overview_outputs()
    return outputs


def _machine_files(context: BuildContext) -> Iterator[Output]:
    """The report, the spreadsheets and the calendar, and a script by which every page names the release."""
    report_bytes = report.as_json(context.plan).encode()
    tasks = month_worklist(context.plan)
    yield output("report.json", report_bytes)
    yield output("release.js", f'var __release = "{hashlib.sha256(report_bytes).hexdigest()[:_ID_DIGITS]}";\n'.encode())
    yield output("cases/cases.csv", tables.as_csv(tables.register_table(context.plan)))
    yield output("worklist.csv", tables.as_csv(tables.worklist_table(tasks)))
    yield output("worklist.ics", as_calendar(tasks).encode())
