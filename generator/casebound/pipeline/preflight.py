"""Characters that the bundled fonts cannot print, found during the check."""

from collections.abc import Iterator

from casebound.load.project import LoadedProject, Source
from casebound.load.workspace import Workspace
from casebound.model.findings import Finding
from casebound.model.rules import Rule, Section, support_policy
from casebound.model.terms import Severity
from casebound.render.documents.glyphs import Glyphs, MissingGlyphs, missing_glyphs, needs_fonts
from casebound.render.documents.print_assets import bundled_fonts

PRINTABLE = Rule(
    "F16",
    "printable",
    Section.FILE,
    Severity.BLOCKING,
    "Can every character of the record be printed with the bundled fonts?",
    "A character without a glyph would be printed as an empty box in a document that serves as evidence.",
    "Write the name in Latin letters, as on the passport or another document.",
    (support_policy("How files are read"),),
)
RULES = (PRINTABLE,)

# Latin letters with accents and common punctuation. A test checks that every bundled font has them, so the fonts need
# not be opened for most records.
COMMON = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))) | set("–—‘’“”„…€→≤≥\n\t")


def unprintable(workspace: Workspace, loaded: LoadedProject) -> Iterator[Finding]:
    """A finding for every value of a record or a register with a character that no bundled font can print."""
    sources: list[tuple[Source, object, str | None]] = [
        (case.source, case.content, case.folder) for case in loaded.cases
    ]
    sources += [(source, content, None) for source, content in loaded.registers.values()]
    glyphs: Glyphs | None = None
    for source, content, case in sources:
        if source.data.isascii() or not needs_fonts(content, COMMON):
            continue
        glyphs = glyphs or Glyphs(bundled_fonts(workspace.template_folders()))
        for missing in missing_glyphs(content, glyphs):
            yield _finding(missing, source, case)


def _finding(missing: MissingGlyphs, source: Source, case: str | None) -> Finding:
    place = source.locate(missing.path)
    return Finding(PRINTABLE.id, PRINTABLE.severity, missing.message, PRINTABLE.remedy, place, case)
