"""The files of a release, apart from the PDFs: evidence, report, instructions and handbook pages."""

import hashlib
from collections.abc import Iterator

from casebound import report
from casebound.release.context import BuildContext
from casebound.release.evidence_files import captures, decisions, evidence
from casebound.release.own_templates import listed
from casebound.release.publish import Output, output
from casebound.release.site_files import case_pages, overviews

_ID_DIGITS = 12


def release_files(context: BuildContext) -> list[Output]:
    """All files of the release except the PDFs, which `document_files` adds because their libraries load slowly."""
    templates, judgment = context.settings.templates, context.judgment
    with overviews(context) as overview_outputs:
        outputs = [*evidence(context), *decisions(context), *captures(context)]
        outputs += _report(context)
        outputs.append(output("VERIFY.txt", templates.render("VERIFY.txt.j2", judgment=judgment).encode()))
        outputs += listed(context.settings.workspace)
        outputs += case_pages(context)
        outputs += overview_outputs()
    return outputs


def _report(context: BuildContext) -> Iterator[Output]:
    """The report, and a script by which every page names the release."""
    data = report.as_json(context.plan).encode()
    yield output("report.json", data)
    yield output("release.js", f'var __release = "{hashlib.sha256(data).hexdigest()[:_ID_DIGITS]}";\n'.encode())
