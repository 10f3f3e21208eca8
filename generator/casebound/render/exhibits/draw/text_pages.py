"""Text files: printed in the monospaced font, with a note on how they were decoded."""

from casebound.load.inspect.text_files import decoded
from casebound.render.exhibits.draw.page_model import ExhibitItem, ExhibitPages, ExhibitText
from casebound.render.exhibits.draw.printable import Printable, missing_note
from casebound.runtime.sandbox import UnreadableFile

MOST_CHARACTERS = 4 << 20


def text_pages(item: ExhibitItem, data: bytes, printable: Printable) -> ExhibitPages:
    """The pages of a text file. Raises UnreadableFile where it is too long."""
    content = decoded(data)
    if len(content.text) > MOST_CHARACTERS:
        raise UnreadableFile(f"it is a text of more than {MOST_CHARACTERS >> 20} million characters")
    count = content.text.count("\n") + (not content.text.endswith("\n"))
    lines = "1 line" if count == 1 else f"{count:,} lines"
    notes = [f"Text file {item.file}, {content.coding}, {lines}. Long lines are wrapped."]
    if content.doubt:
        notes.append(content.doubt)
    text = ExhibitText(
        "text.html.j2",
        notes=tuple(map(printable.text, notes)),
        warnings=missing_note(printable.missing(content.text)),
        body=printable.lines(content.text.removesuffix("\n")),
    )
    return ExhibitPages(text=text, marks=(f"read as {content.coding}",) if content.doubt else ())
