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

    `unusable` is the reason why the file does not open as the file type in its name. `active_content` names active
    or hidden content. `text` is present if the record quotes the file.
    """

    unusable: str | None = None
    active_content: tuple[str, ...] = ()
    text: FileText | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """The file of an exhibit or a capture: its hash, or the problem that prevented reading it.

    Without `inspection`, the file was not inspected.
    """

    name: str
    sha256: str | None
    size: int = 0
    problem: str | None = None
    inspection: Inspection | None = None
