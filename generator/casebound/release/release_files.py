"""The files of a release, apart from the PDFs: evidence, report, instructions and handbook pages."""

from casebound import report
from casebound.release.context import BuildContext
from casebound.release.evidence_files import captures, decisions, evidence
from casebound.release.own_templates import listed
from casebound.release.publish import Output, output
from casebound.release.site_files import case_pages, overviews


def release_files(context: BuildContext) -> list[Output]:
    """All files of the release except the PDFs, which `document_files` adds because their libraries load slowly."""
    templates, judgment = context.settings.templates, context.judgment
    with overviews(context) as overview_outputs:
        outputs = [*evidence(context), *decisions(context), *captures(context)]
        outputs.append(output("report.json", report.as_json(context.plan).encode()))
        outputs.append(output("VERIFY.txt", templates.render("VERIFY.txt.j2", judgment=judgment).encode()))
        outputs += listed(context.settings.workspace)
        outputs += case_pages(context)
        outputs += overview_outputs()
    return outputs
