"""Quotations: whether the quoted words are on the page that the record names."""

import re
import unicodedata
from collections.abc import Iterator

from casebound.controls.definition import case_control, objection
from casebound.controls.predicates import in_use, unchanged
from casebound.model.case import Quote
from casebound.model.evidence import FileText, Inspection
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.rules import Objection, Objections, Section, support_policy

_BROKEN = re.compile(r"(?<=\w)[-\u00ad\u2010\ufffe\x02][ \t]*\r?\n[ \t]*(?=\w)")
_HYPHEN = "\x00"  # marks a hyphen at the end of a line, which may belong to the word or not
_SHAPES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-", "–": "-"})
_WIDE = "\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff"
_BETWEEN_WIDE = re.compile(f"(?<=[{_WIDE}]) (?=[{_WIDE}])")
_IS_WIDE = re.compile(f"[{_WIDE}]")


def _normalized(text: str) -> str:
    """The text with a single form for characters that look or mean the same, and single spaces."""
    marked = _BROKEN.sub(_HYPHEN, text).replace("\u00ad", "").translate(_SHAPES)
    return _BETWEEN_WIDE.sub("", " ".join(unicodedata.normalize("NFKC", marked).split()))


def is_on_page(words: str, page: str) -> bool:
    """Whether the words are on the page, and not as a part of longer words."""
    quoted = _normalized(words)
    shape = f"{_HYPHEN}?".join(
        f"[-{_HYPHEN}]" if character in f"-{_HYPHEN}" else re.escape(character) for character in quoted
    )
    before = r"(?<!\w)" if quoted[:1].isalnum() and not _IS_WIDE.match(quoted[0]) else ""
    after = r"(?!\w)" if quoted[-1:].isalnum() and not _IS_WIDE.match(quoted[-1]) else ""
    return bool(quoted) and re.search(before + shape + after, _normalized(page)) is not None


@case_control(
    "F21",
    "quoted-words-there",
    Section.FILE,
    question="Is every quotation found word for word on the page that it names?",
    why="Readers assume that a quotation contains the document's exact words. A wrong quotation misleads the people"
    " who rely on it.",
    remedy="Copy the words exactly from the page, or correct the page number.",
    basis=(support_policy("How files are read"),),
    applies=lambda facts: bool(facts.case.quotes),
)
def quoted_words_there(facts: Facts) -> Objections:
    for key, quote in facts.case.quotes.items():
        if in_use(facts, quote.exhibit) and unchanged(facts, quote.exhibit):  # else F05, F06, F08 or F27 objects
            inspection = facts.exhibits[quote.exhibit].inspection or Inspection()
            text = inspection.text or FileText(problem=inspection.unusable or "its text was not read")
            yield from _misquoted(("quotes", key), quote, text)


def _misquoted(at: Path, quote: Quote, text: FileText) -> Iterator[Objection]:
    if text.problem is not None:
        yield objection((*at, "exhibit"), f"{quote.exhibit} cannot be quoted: {text.problem}")
    elif not 0 < quote.page <= len(text.pages):
        count = f"{len(text.pages)} page{'s' * (len(text.pages) != 1)}"
        yield objection((*at, "page"), f"{quote.exhibit} has {count}, but page {quote.page} is quoted")
    elif not is_on_page(quote.words, text.pages[quote.page - 1]):
        found_on = [number for number, page in enumerate(text.pages, start=1) if is_on_page(quote.words, page)]
        elsewhere = f"; they are on page {found_on[0]}" if found_on else ""
        yield objection((*at, "words"), f"the quoted words are not on page {quote.page} of {quote.exhibit}{elsewhere}")


CONTROLS = (quoted_words_there,)
