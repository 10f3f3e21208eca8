"""What was found in a file of evidence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a file, page by page, or the reason why it has none that could be compared."""

    pages: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Inside:
    """What was found inside a file: why it does not open as what its name says, or what in it does more than show.

    `words` is there for what the record quotes from.
    """

    unusable: str | None = None
    acting: tuple[str, ...] = ()
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """What was found on disk for one exhibit or capture: its hash, or the problem that kept it from being read.

    Without `inside` nobody has looked into the file.
    """

    name: str
    sha256: str | None
    size: int = 0
    problem: str | None = None
    inside: Inside | None = None
