"""Pages of a foreign PDF as forms: the checked PDF that the child process returns holds one form on each page."""

from typing import Any

import pikepdf

_NAME = "/X0"


def form_box(form: Any) -> tuple[float, float, float, float]:
    """The form's box after its own matrix, which holds the foreign page's rotation and unit."""
    matrix = pikepdf.Matrix(form.Matrix) if "/Matrix" in form else pikepdf.Matrix()
    box = matrix.transform(pikepdf.Rectangle(form.BBox))
    return float(box.llx), float(box.lly), float(box.urx), float(box.ury)


def set_form(page: Any, form: Any) -> None:
    """Put a form on a page of the checked PDF."""
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({_NAME: form}))


def form_of(page: Any) -> Any:
    """The form on a page of the checked PDF."""
    return page.Resources.XObject[_NAME]
