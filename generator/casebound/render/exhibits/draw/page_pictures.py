"""Pages of a finished bundle drawn as pictures for the dossier."""

from collections.abc import Mapping, Sequence

from casebound.render.documents.certificate_copies import CopiedPage
from casebound.render.exhibits.draw.raster import Drawing, DrawingTask, draw
from casebound.runtime.sandbox import run_sandboxed

_DPI = 150
_SECONDS = 60


def pictures_of(bundle: bytes, pages: Sequence[CopiedPage]) -> Mapping[str, bytes]:
    """The pages as JPEG images by their addresses, drawn in a child process."""
    task = DrawingTask(bundle, tuple(page.page - 1 for page in pages), dpi=_DPI)
    drawn = run_sandboxed(draw, task, tuple[Drawing, ...], seconds=_SECONDS)
    return {page.address: drawing.picture.data for page, drawing in zip(pages, drawn, strict=True)}
