"""From a task to the bytes of a bundle: the exhibits converted to pages, printed behind an index, and drawn."""

from collections.abc import Mapping
from functools import lru_cache

from casebound import __version__
from casebound.load.inspect import pdfs
from casebound.model.errors import BrokenDocument, InternalError
from casebound.render.documents import pdf
from casebound.render.documents.document_tasks import RenderedDocument
from casebound.render.documents.print_assets import Press
from casebound.render.exhibits.draw import image_pages
from casebound.render.exhibits.draw.bundle_task import TEMPLATE, BundleTask, key
from casebound.render.exhibits.draw.convert import convert
from casebound.render.exhibits.draw.overlay import with_drawings
from casebound.render.exhibits.draw.page_model import PAPER_SIZES, ExhibitItem, ExhibitPages, PaperSize
from casebound.render.exhibits.draw.printable import Printable
from casebound.render.templates import Templates
from casebound.runtime.sandbox import Failed


def render(task: BundleTask, press: Press, templates: Templates) -> RenderedDocument:
    """Make one bundle. Raises BrokenDocument, naming the case, where that fails; a bad exhibit file is never why.

    Raises InternalError, naming the exhibit's file, where casebound itself fails on the file.
    """
    if task.press != press.digest:
        raise BrokenDocument(f"{task.case}, {task.name}: meant for another press")
    try:
        data = _bundle(task, press, templates)
    except InternalError:
        raise
    except Exception as error:
        raise BrokenDocument(f"{task.case}, {task.name}: {error}", "Fix the template or the file named.") from error
    return RenderedDocument(task.case, task.name, key(task), data)


def _bundle(task: BundleTask, press: Press, templates: Templates) -> bytes:
    printable, paper = _printable(press), PAPER_SIZES[press.paper]
    pages = {item.id: _pages(task, item, printable, paper) for item in task.items}
    html = _html(task, pages, press, templates)
    printed = pdf.write(html, press, preview=task.preview, tagged=False)
    return with_drawings(printed, pages)


def _html(task: BundleTask, pages: Mapping[str, ExhibitPages], press: Press, templates: Templates) -> str:
    return templates.render(
        TEMPLATE,
        task=task,
        exhibits=[(item, pages[item.id]) for item in task.items],
        printable=_printable(press).text,
        paper=press.paper,
        version=__version__,
    )


def _pages(task: BundleTask, item: ExhibitItem, printable: Printable, paper: PaperSize) -> ExhibitPages:
    try:
        return convert(item, printable, paper)
    except Failed as failure:
        raise failure.on(f"exhibit {item.id} of {task.case} ({item.file})") from failure


@lru_cache(maxsize=2)
def _printable(press: Press) -> Printable:
    return Printable(press)


def warm_up(press: Press) -> None:
    """Import the readers and open the fonts, so that forked workers, and their children, find them ready."""
    pdf.warm_up(press)
    _printable(press)
    for module in (image_pages, pdfs):
        module.warm_up()
