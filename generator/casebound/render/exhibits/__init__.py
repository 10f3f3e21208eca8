"""The exhibits of a case page by page in one file: indexed, stamped, searchable where they can be, PDF/A-3B.

`inputs` turns a case view and its evidence into a task; `render` is a pure function of a task and the press, so
that it can run in any process, and `key` names its result for a cache. `places` tells of a finished bundle where
each exhibit stands in it. The engines that read foreign files are imported when there is a bundle to make.
"""

from casebound.render.documents.document_tasks import RenderedDocument
from casebound.render.documents.print_assets import Press
from casebound.render.exhibits.draw.bundle_task import BUNDLE, BundleTask, inputs, key
from casebound.render.exhibits.page_numbers import places

__all__ = ["BUNDLE", "BundleTask", "inputs", "key", "places", "render", "warm_up"]


def render(task: BundleTask, press: Press) -> RenderedDocument:
    """Make one bundle. Raises BrokenDocument, naming the case, where that fails; an exhibit's file is never why."""
    from casebound.render.exhibits.draw import bundle

    return bundle.render(task, press)


def warm_up(press: Press) -> None:
    """Make the engines, the stylesheets and the faces ready, so that forked workers find them so."""
    from casebound.render.exhibits.draw import bundle

    bundle.warm_up(press)
