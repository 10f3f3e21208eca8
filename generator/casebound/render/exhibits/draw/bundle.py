"""From a task to the bytes of a bundle: every exhibit turned into pages, indexed, stamped and bound."""

from casebound.load.inspect import pdfs
from casebound.model.errors import BrokenDocument, InternalError
from casebound.render.documents import pdf
from casebound.render.documents.document_tasks import RenderedDocument
from casebound.render.documents.print_assets import Press
from casebound.render.exhibits.draw import assemble, image_pages
from casebound.render.exhibits.draw.assemble import Bound, assembled
from casebound.render.exhibits.draw.bundle_index import printed
from casebound.render.exhibits.draw.bundle_task import BundleTask, key
from casebound.render.exhibits.draw.convert import part_of
from casebound.render.exhibits.draw.faces import faces
from casebound.render.exhibits.draw.page_model import Item, Part
from casebound.render.exhibits.draw.sheet import SHEETS, Sheet
from casebound.render.exhibits.draw.typeset import Faces
from casebound.runtime.sandbox import Failed


def render(task: BundleTask, press: Press) -> RenderedDocument:
    """Make one bundle. Raises BrokenDocument, naming the case, where that fails; an exhibit's file is never why.

    Raises InternalError, naming the exhibit's file, where casebound itself fails on the file.
    """
    if task.press != press.digest:
        raise BrokenDocument(f"{task.case}, {task.name}: meant for another press")
    try:
        data = bundle(task, press)
    except InternalError:
        raise
    except Exception as error:
        raise BrokenDocument(f"{task.case}, {task.name}: {error}", "Mend the template or the file named.") from error
    return RenderedDocument(task.case, task.name, key(task), data)


def bundle(task: BundleTask, press: Press) -> bytes:
    """The bytes of a bundle."""
    face, sheet = faces(press), SHEETS[press.paper]
    parts = {item.id: _part(task, item, face, sheet) for item in task.items}
    index = printed(task.html, parts, press, preview=task.preview)
    return assembled(Bound(task, parts, index), face)


def _part(task: BundleTask, item: Item, face: Faces, sheet: Sheet) -> Part:
    try:
        return part_of(item, face, sheet)
    except Failed as failure:
        raise failure.on(f"exhibit {item.id} of {task.case} ({item.file})") from failure


def warm_up(press: Press) -> None:
    """Import the readers and open the faces, so that forked workers, and their children, find them ready."""
    pdf.warm_up(press)
    faces(press)
    for one in (image_pages, pdfs, assemble):
        one.warm_up()
