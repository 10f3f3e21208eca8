"""Text files: printed in the monospaced font, with a note on how they were decoded."""

from casebound.load.inspect.text_files import decoded, text_within_limits
from casebound.render.exhibits.draw.page_model import ExhibitItem, ExhibitPages, ExhibitText
from casebound.render.exhibits.draw.printable import Printable, missing_note


def text_pages(item: ExhibitItem, data: bytes, printable: Printable) -> ExhibitPages:
    """The pages of a text file. Raises UnreadableFile where its bytes are not text."""
    content = decoded(data)
    shown = text_within_limits(content.text)
    count = content.text.count("\n") + (not content.text.endswith("\n"))
    lines = "1 line" if count == 1 else f"{count:,} lines"
    notes = [f"Text file {item.file}, {content.coding}, {lines}. Long lines are wrapped."]
    marks = []
    if content.doubt:
        notes.append(content.doubt)
        marks.append(f"read as {content.coding}")
    warnings = missing_note(printable.missing(shown.text))
    if shown.left_out:
        warnings = (f"Not shown: {shown.left_out}.", *warnings)
        marks.append("not shown in full")
    body = printable.first_lines(shown.text.removesuffix("\n"), language=content.language)
    if body.cut:
        warnings = (f"Not shown: the lines after the first {len(body):,}.", *warnings)
        marks.append("not shown in full")
    text = ExhibitText(
        "text.html.j2",
        notes=tuple(map(printable.text, notes)),
        warnings=warnings,
        body=body,
    )
    return ExhibitPages(text=text, marks=tuple(dict.fromkeys(marks)))
