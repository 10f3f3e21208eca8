"""The page that stands for an exhibit which cannot be shown: it says why, and where the file itself is."""

from casebound.render.exhibits.draw.faces import TEXT
from casebound.render.exhibits.draw.page_model import Item, Part
from casebound.render.exhibits.draw.sheet import WARN, Sheet
from casebound.render.exhibits.draw.typeset import Faces, Row, heading, labelled, rule, said, set_pages


def placeholder(item: Item, reason: str, faces: Faces, sheet: Sheet) -> Part:
    """One page in place of the exhibit's own. `reason` completes “This exhibit is not shown: …”."""
    rows = [Row(leading=40.0, face=TEXT), *heading(item.title, faces), *rule(), Row(leading=2.0)]
    rows += said(f"This exhibit is not shown: {reason}.", faces, WARN)
    rows.append(Row(leading=6.0))
    if item.data is None:
        rows += said("Nothing is attached to the dossier in its place. The record says this of it:", faces)
    else:
        rows += said(
            f"The file itself is attached to dossier.pdf, byte for byte, under the name {item.attached}, and lies "
            "under evidence/ beside the case's page. It could not be put on paper; nothing else was done to it.",
            faces,
        )
    rows += [Row(leading=10.0), *rule()]
    rows += labelled("Exhibit", f"{item.id}, {item.kind.lower()}", faces)
    rows += labelled("File", item.file, faces)
    rows += labelled("Size", f"{len(item.data):,} bytes" if item.data is not None else "unknown", faces)
    rows += labelled("SHA-256", item.sha256, faces)
    for label, day in (("Effective", item.effective), ("Received", item.received), ("Recorded", item.recorded)):
        if day is not None:
            rows += labelled(label, str(day), faces)
    return Part(set_pages(rows, sheet), (f"not shown: {reason}",), shown=False)
