"""The drawings of annotations that PDFium does not draw from their values, as content streams."""

from collections.abc import Iterator, Sequence
from typing import Any

from casebound.load.inspect.pdf.annotations import subtype
from casebound.load.inspect.pdf.pdf_values import Area, entry, name, number, numbers

_ARROWS = frozenset({"/OpenArrow", "/ClosedArrow", "/ROpenArrow", "/RClosedArrow"})
_CIRCLE = 0.5523  # of the radius: how far the control points of a quarter circle lie
_WIDTH_OF_LETTERS = 0.68  # of the size, on average, in capitals of Helvetica Bold
_STAMP_COLOR = "0.75 0 0"


def shape(annotation: Any, place: Area) -> bytes:
    """A line, polygon or caret."""
    ink, fill = _color(numbers(annotation.get("/C")), "RG") or "0 G", _color(numbers(annotation.get("/IC")), "rg")
    width = number(entry(annotation, "/BS", "/W"), 1.0)
    kind = subtype(annotation)
    if kind == "/Caret":
        left, low, right, high = place
        drawn = f"{_point(left, low)} m {_point((left + right) / 2, high)} l {_point(right, low)} l S"
    elif kind == "/Line":
        drawn = " ".join(_line(annotation))
    else:
        drawn = _path(numbers(annotation.get("/Vertices")))
        drawn += (" b" if fill else " s") if kind == "/Polygon" else " S"
    return f"q {ink} {fill} {width:.3f} w {drawn} Q".encode()


def _line(annotation: Any) -> Iterator[str]:
    points = numbers(annotation.get("/L"))
    if len(points) != 4:
        return
    start, end = (points[0], points[1]), (points[2], points[3])
    yield f"{_path(points)} S"
    endings = entry(annotation, "/LE")
    kinds = [name(ending) for ending in endings] if endings is not None and hasattr(endings, "__len__") else []
    for kind, (tip, tail) in zip(kinds, ((start, end), (end, start)), strict=False):
        if kind in _ARROWS:
            yield _arrow(tip, tail)


def _arrow(tip: tuple[float, float], tail: tuple[float, float]) -> str:
    across, up = tail[0] - tip[0], tail[1] - tip[1]
    length = (across * across + up * up) ** 0.5 or 1.0
    across, up = 9 * across / length, 9 * up / length
    ends = [(tip[0] + across - up / 2, tip[1] + up + across / 2), (tip[0] + across + up / 2, tip[1] + up - across / 2)]
    return f"{_point(*ends[0])} m {_point(*tip)} l {_point(*ends[1])} l S"


def _path(points: Sequence[float]) -> str:
    pairs = list(zip(points[::2], points[1::2], strict=False))
    return " ".join(f"{_point(*pair)} {'l' if index else 'm'}" for index, pair in enumerate(pairs)) or "0 0 m"


def stamp(lines: Sequence[str], place: Area) -> bytes:
    """A stamp: its words in a frame."""
    left, low, right, high = place
    wide, tall = right - left, high - low
    longest = max(len(line) for line in lines)
    size = max(1.0, min(0.7 * tall / len(lines), 0.9 * wide / (longest * _WIDTH_OF_LETTERS)))
    drawn = [
        f"q {_STAMP_COLOR} RG {_STAMP_COLOR} rg 1.5 w {_point(left + 1, low + 1)} {_point(wide - 2, tall - 2)} re S"
    ]
    for number_of_line, line in enumerate(lines):
        x = left + max(2.0, (wide - len(line) * size * _WIDTH_OF_LETTERS) / 2)
        y = high - tall * (number_of_line + 0.5) / len(lines) - size * 0.35
        drawn.append(f"BT /F0 {size:.2f} Tf {_point(x, y)} Td {_spelled(line)} Tj ET")
    return " ".join((*drawn, "Q")).encode()


def _spelled(text: str) -> str:
    return f"<{text.encode('cp1252', 'replace').hex()}>"


def mark(style: str, place: Area) -> bytes:
    """The mark of a button that is on, by its letter in ZapfDingbats: a circle, a cross, a square or a check."""
    left, low, right, high = place
    middle, center = (left + right) / 2, (low + high) / 2
    reach = 0.35 * min(right - left, high - low)
    if style in ("l", "u", "H"):
        return f"q 0 g {_disk(middle, center, reach * 0.8)} f Q".encode()
    if style == "n":
        return f"q 0 g {_point(middle - reach, center - reach)} {_point(2 * reach, 2 * reach)} re f Q".encode()
    strokes = [((-1, -1), (1, 1)), ((-1, 1), (1, -1))] if style == "8" else [((-1, 0), (-0.3, -0.8), (1, 1))]
    paths = (
        _path([middle + reach * x if at == 0 else center + reach * y for x, y in stroke for at in (0, 1)])
        for stroke in strokes
    )
    return f"q 0 G {reach * 0.3:.3f} w {' S '.join(paths)} S Q".encode()


def _disk(x: float, y: float, radius: float) -> str:
    bend = radius * _CIRCLE
    quarters = (
        ((radius, bend), (bend, radius), (0.0, radius)),
        ((-bend, radius), (-radius, bend), (-radius, 0.0)),
        ((-radius, -bend), (-bend, -radius), (0.0, -radius)),
        ((bend, -radius), (radius, -bend), (radius, 0.0)),
    )
    curves = (" ".join(_point(x + across, y + up) for across, up in quarter) + " c" for quarter in quarters)
    return " ".join((f"{_point(x + radius, y)} m", *curves))


def _color(components: Sequence[float], operator: str) -> str:
    """An operator that sets a color of one, three or four components; empty for none."""
    if len(components) == 4:
        cyan, magenta, yellow, black = components
        components = [1 - min(1.0, value + black) for value in (cyan, magenta, yellow)]
    if len(components) == 1:
        components = [*components] * 3
    return f"{_point(*components)} {operator}" if len(components) == 3 else ""


def _point(*values: float) -> str:
    return " ".join(f"{value:.3f}" for value in values)
