"""The result of `casebound inspect`, as people read it and as JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebound.report.sanitize import escape_unprintable

_SHOWN = {
    "as-is": "shown as it is",
    "drawn": "shown as images of its pages",
    "converted": "converted to pages",
    "not-shown": "not shown",
}


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """A file, what it contains, and how a bundle of exhibits shows it. `schema/inspect.schema.json` describes a row."""

    file: str
    type: str
    opens: bool
    reason: str | None
    pages: int | None
    text: bool
    signed: bool
    active: tuple[str, ...]
    shown: str
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    advice: str | None


def as_json(files: Sequence[InspectedFile]) -> str:
    """A list with an object for each file, as `schema/inspect.schema.json` describes it."""
    rows = [{name: getattr(file, name) for name in InspectedFile.__slots__} for file in files]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_text(files: Sequence[InspectedFile]) -> str:
    """A paragraph for each file, and a sum."""
    lines = [escape_unprintable(line) for file in files for line in _lines(file)]
    return "\n".join([*lines, _sum(files)]) + "\n"


def _lines(file: InspectedFile) -> Iterator[str]:
    what = [file.type or "not read"]
    if file.pages is not None:
        what.append(f"{file.pages:,} page{'s' * (file.pages != 1)}")
    what += ["signed"] * file.signed
    if file.opens:
        what += ["contains text" if file.text else "contains no text", _SHOWN[file.shown]]
    yield f"{file.file}: {', '.join(what)}"
    if not file.opens:
        yield f"  cannot serve as evidence: {file.reason}"
    if file.active:
        yield f"  active or hidden content: {', '.join(file.active)}"
    if file.left_out:
        yield f"  not shown: {', '.join(file.left_out)}"
    yield from (f"  note: {note}" for note in file.notes)
    if file.advice:
        yield f"  advice: {file.advice}"


def _sum(files: Sequence[InspectedFile]) -> str:
    opening = sum(file.opens for file in files)
    counted = f"{len(files):,} file{'s' * (len(files) != 1)}"
    return f"{counted}: {opening:,} can serve as evidence, {len(files) - opening:,} cannot"
