"""From a judgement to the files of a release, making again only what has changed."""

from functools import cache, partial

from casebound import report
from casebound.release.context import Bench, laid_out
from casebound.release.evidence_files import captures, evidence
from casebound.release.publish import Output, output
from casebound.release.settings import Progress, Tally, Workshop
from casebound.release.site_files import case_pages, overviews, print_shell, printed_shell

__all__ = ["Bench", "Progress", "Tally", "Workshop", "bind", "laid_out", "print_shell"]


def bind(bench: Bench) -> list[Output]:
    """All files of the release but the PDFs; those are `papers`, whose printers are heavy."""
    templates, judgement = bench.shop.templates, bench.judgement
    shell = cache(partial(printed_shell, bench))
    with overviews(bench, shell) as told:
        outputs = [*evidence(bench), *captures(bench)]
        outputs.append(output("report.json", report.as_json(judgement).encode()))
        outputs.append(output("VERIFY.txt", templates.render("VERIFY.txt.j2", judgement=judgement).encode()))
        outputs += case_pages(bench, shell)
        outputs += told()
    bench.made.shells = int(bench.printed())
    return outputs
