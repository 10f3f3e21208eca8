"""Values of a foreign PDF, of whatever type they are: a wrong type counts as a missing value."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

Area = tuple[float, float, float, float]


def number(value: object, otherwise: float = 0.0) -> float:
    """A number, or the other value if it is none."""
    return float(value) if isinstance(value, int | float | Decimal) else otherwise


def numbers(value: Any) -> list[float]:
    """The numbers of an array; empty if it is no array of numbers."""
    found = list(items(value))
    return [float(item) for item in found] if all(isinstance(item, int | float | Decimal) for item in found) else []


def items(value: Any) -> Iterator[Any]:
    """The items of an array; none if it is no array."""
    import pikepdf

    if isinstance(value, pikepdf.Array):
        yield from value


def entry(holder: Any, *keys: str) -> Any:
    """The entry of a dictionary or stream below these keys; None if there is none."""
    import pikepdf

    for key in keys:
        if not isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
            return None
        holder = holder.get(key)
    return holder


def name(value: Any) -> str:
    """A name with its slash; empty if the value is no name."""
    import pikepdf

    return str(value) if isinstance(value, pikepdf.Name) else ""


def words(value: Any) -> str:
    """The text of a string; empty if the value is no string."""
    import pikepdf

    return str(value) if isinstance(value, pikepdf.String) else ""


def is_dictionary(value: Any) -> bool:
    """Whether a value is a dictionary and not the dictionary of a stream."""
    import pikepdf

    return isinstance(value, pikepdf.Dictionary) and not isinstance(value, pikepdf.Stream)


def is_stream(value: Any) -> bool:
    """Whether a value is a stream."""
    import pikepdf

    return isinstance(value, pikepdf.Stream)


def area(value: Any) -> Area | None:
    """A rectangle as its lower left and upper right corners; None if it is none."""
    corners = numbers(value)
    if len(corners) != 4:
        return None
    left, low, right, high = corners
    return min(left, right), min(low, high), max(left, right), max(low, high)


def content(stream: Any) -> bytes:
    """The decompressed data of a stream; the data as it is where its compression is unknown or damaged."""
    import pikepdf

    try:
        data: bytes = stream.read_bytes()
    except pikepdf.PdfError:
        data = stream.read_raw_bytes()
    return data
