"""From a judgement to the files of a release, making again only what has changed."""

from casebound import report
from casebound.binding.bench import laid_out
from casebound.binding.copies import captures, evidence
from casebound.binding.handbook import case_pages, overviews, print_shell
from casebound.binding.papers import papers
from casebound.binding.workshop import Progress, Tally, Workshop
from casebound.publish import Output, output
from casebound.verdict import Judgement
from casebound.workers import keeping_all

__all__ = ["Progress", "Tally", "Workshop", "bind", "print_shell"]


def bind(
    shop: Workshop, judgement: Judgement, made: Tally, *, preview: bool = False, with_documents: bool = True
) -> tuple[Output, ...]:
    """All files of the release for a judgement, whose shell has been printed; `made` counts what is new.

    `with_documents` False leaves the PDFs out (the benchmark does).
    """
    with keeping_all():
        work = laid_out(shop, judgement, made, preview=preview)
        outputs = [*overviews(work), *case_pages(work), *evidence(work), *captures(work)]
        outputs.append(output("report.json", report.as_json(judgement).encode()))
        outputs.append(output("VERIFY.txt", shop.templates.render("VERIFY.txt.j2", judgement=judgement).encode()))
    if with_documents:
        outputs += papers(work)
    return tuple(outputs)
