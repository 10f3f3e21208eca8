"""The exhibits of a case page by page in one file: indexed, numbered, searchable where possible, PDF/A-3B.

`inputs` turns a case view and its evidence into a task. `render` is a pure function of a task and the assets and
templates it is printed with, so that it can run in any process, and `key` names its result for a cache. `places`
states the pages of each exhibit in a finished bundle. The libraries that read foreign files are imported when
there is a bundle to make.
"""

from collections.abc import Mapping, Sequence

from casebound.render.documents.certificate_copies import CopiedPage
from casebound.render.documents.document_tasks import RenderedDocument
from casebound.render.documents.print_assets import PrintAssets
from casebound.render.exhibits.draw.bundle_task import BUNDLE, TEMPLATE, BundleTask, inputs, key
from casebound.render.templates import Templates

__all__ = ["BUNDLE", "TEMPLATE", "BundleTask", "inputs", "key", "pictures_of", "places", "render", "warm_up"]


def render(task: BundleTask, print_assets: PrintAssets, templates: Templates) -> RenderedDocument:
    """Make one bundle. Raises BrokenDocument, naming the case, where that fails; never for a bad exhibit file."""
    from casebound.render.exhibits.draw import bundle

    return bundle.render(task, print_assets, templates)


def warm_up(print_assets: PrintAssets) -> None:
    """Prepare the libraries, the style sheets and the fonts, so that forked workers find them ready."""
    from casebound.render.exhibits.draw import bundle

    bundle.warm_up(print_assets)


def places(bundle: bytes) -> Mapping[str, tuple[int, int]]:
    """The first and the last page of each exhibit in a finished bundle, as numbered in the footer."""
    from casebound.render.exhibits import page_numbers

    return page_numbers.places(bundle)


def pictures_of(bundle: bytes, pages: Sequence[CopiedPage]) -> Mapping[str, bytes]:
    """Pages of a finished bundle as pictures, by their addresses, drawn in a child process."""
    if not pages:
        return {}
    from casebound.render.exhibits.draw import page_pictures

    return page_pictures.pictures_of(bundle, pages)
