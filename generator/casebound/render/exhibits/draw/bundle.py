"""From a task to the bytes of a bundle: the exhibits converted to pages, printed behind an index, and drawn."""

import re
from collections.abc import Mapping
from functools import lru_cache

from casebound import __version__
from casebound.load.inspect.pdf import pdfs
from casebound.load.inspect.rejection import rejects
from casebound.model.errors import BrokenDocument, InternalError
from casebound.render.documents import pdf
from casebound.render.documents.document_tasks import RenderedDocument
from casebound.render.documents.font_families import BY_LANGUAGE, font_stack
from casebound.render.documents.print_assets import PrintAssets
from casebound.render.exhibits.draw import image_pages
from casebound.render.exhibits.draw.bundle_task import TEMPLATE, BundleTask, key
from casebound.render.exhibits.draw.convert import convert
from casebound.render.exhibits.draw.email_pages import without_html
from casebound.render.exhibits.draw.overlay import with_drawings
from casebound.render.exhibits.draw.page_model import MOST_DRAWN, PAPER_SIZES, ExhibitItem, ExhibitPages, PaperSize
from casebound.render.exhibits.draw.printable import Printable, line_blocks
from casebound.render.templates import Templates
from casebound.runtime.sandbox import Failed

_LANGUAGE = re.compile(rf' lang="({"|".join(BY_LANGUAGE)})"')


def render(task: BundleTask, print_assets: PrintAssets, templates: Templates) -> RenderedDocument:
    """Make one bundle. Raises BrokenDocument, naming the case, where that fails; never for a bad exhibit file.

    Raises InternalError, naming the exhibit's file, where casebound itself fails on the file.
    """
    if task.print_assets != print_assets.digest:
        raise BrokenDocument(f"{task.case}, {task.name}: meant for other print assets")
    try:
        data = _bundle(task, print_assets, templates)
    except InternalError:
        raise
    except Exception as error:
        raise BrokenDocument(f"{task.case}, {task.name}: {error}", "Fix the file named.") from error
    return RenderedDocument(task.case, task.name, key(task), data)


def _bundle(task: BundleTask, print_assets: PrintAssets, templates: Templates) -> bytes:
    printable, paper = _printable(print_assets), PAPER_SIZES[print_assets.paper]
    pages, room = dict[str, ExhibitPages](), MOST_DRAWN
    for item in task.items:
        pages[item.id] = _pages(task, item, printable, paper, room)
        room -= pages[item.id].drawn_bytes
    try:
        printed = _printed(task, pages, print_assets, templates)
    except Exception as error:
        if not rejects(error, "weasyprint", BrokenDocument):
            raise
        pages = {key: without_html(found, printable, str(error)) for key, found in pages.items()}
        printed = _printed(task, pages, print_assets, templates)
    return with_drawings(printed, pages, {item.id: item for item in task.items})


def _printed(
    task: BundleTask, pages: Mapping[str, ExhibitPages], print_assets: PrintAssets, templates: Templates
) -> bytes:
    html = _html(task, pages, print_assets, templates)
    pictures = {name: data for exhibit in pages.values() for name, data in exhibit.pictures.items()}
    families = print_assets.glyphs.families(html, _LANGUAGE.findall(html), monospaced=True)
    return pdf.write(html, print_assets, preview=task.preview, families=families, accessible=False, pictures=pictures)


def _html(task: BundleTask, pages: Mapping[str, ExhibitPages], print_assets: PrintAssets, templates: Templates) -> str:
    return templates.render(
        TEMPLATE,
        task=task,
        exhibits=[(item, pages[item.id]) for item in task.items],
        printable=_printable(print_assets).text,
        paper=print_assets.paper,
        version=__version__,
        line_blocks=line_blocks,
        font_stack=font_stack,
        languages=tuple(BY_LANGUAGE),
    )


def _pages(
    task: BundleTask, item: ExhibitItem, printable: Printable, paper: PaperSize, room: int = MOST_DRAWN
) -> ExhibitPages:
    try:
        return convert(item, printable, paper, room)
    except Failed as failure:
        raise failure.on(f"exhibit {item.id} of {task.case} ({item.file})") from failure


@lru_cache(maxsize=2)
def _printable(print_assets: PrintAssets) -> Printable:
    return Printable(print_assets)


def warm_up(print_assets: PrintAssets) -> None:
    """Import the readers and open the fonts, so that forked workers, and their children, find them ready."""
    pdf.warm_up(print_assets)
    _printable(print_assets)
    for module in (image_pages, pdfs):
        module.warm_up()
