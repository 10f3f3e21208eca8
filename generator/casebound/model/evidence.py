"""The state of an evidence file: its hash, its content, and any problem that was found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file, page by page, or the reason why there is no text to compare with a quotation."""

    pages: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """The result of opening a file.

    `type` is the file type by content, in words. `unusable` is the reason why the file cannot serve as evidence, and
    `advice` the way out. `pages` counts the pages, if the file has pages; `words` says whether it holds text.
    `active_content` names active or hidden content, `left_out` the content that is not shown, and `notes`
    what a reader must know. `personal_numbers` are the kinds of identifying numbers in the text, each with its first
    page if there are several pages. `text` is kept if the record quotes the file.
    """

    type: str = ""
    unusable: str | None = None
    advice: str | None = None
    pages: int | None = None
    words: bool = False
    signed: bool = False
    active_content: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    personal_numbers: tuple[str, ...] = ()
    text: FileText | None = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader must know, with the identifying numbers of the text."""
        if not self.personal_numbers:
            return self.notes
        return (*self.notes, f"Its text contains what looks like {', '.join(self.personal_numbers)}.")


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """The file of an exhibit or a capture: its hash, or the problem that prevented reading it.

    `only_line_endings` says that the file differs from its recorded hash in nothing but its line endings, and
    `begins_as_markup` that its text begins with an angle bracket, as a page or a drawing does. Without
    `inspection`, the file was not inspected.
    """

    name: str
    sha256: str | None
    size: int = 0
    problem: str | None = None
    inspection: Inspection | None = None
    only_line_endings: bool = False
    begins_as_markup: bool = False
