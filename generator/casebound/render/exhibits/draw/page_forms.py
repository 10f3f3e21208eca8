"""Foreign pages as forms: the clean PDF that the child hands over holds one on each page, under one name."""

from typing import Any

HELD = "/X0"


def seen(form: Any) -> tuple[float, float, float, float]:
    """The form's box after its own matrix, which holds the foreign page's rotation and unit."""
    import pikepdf

    matrix = pikepdf.Matrix(form.Matrix) if "/Matrix" in form else pikepdf.Matrix()
    box = matrix.transform(pikepdf.Rectangle(form.BBox))
    return float(box.llx), float(box.lly), float(box.urx), float(box.ury)


def put(page: Any, form: Any) -> None:
    """Hold a form on a page of the clean PDF."""
    import pikepdf

    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({HELD: form}))


def held(page: Any) -> Any:
    """The form on a page of the clean PDF."""
    return page.Resources.XObject[HELD]
