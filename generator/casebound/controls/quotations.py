"""Quoted words: whether they stand on the page they are said to stand on."""

import re
import unicodedata
from collections.abc import Iterator

from casebound.controls.definition import case_control, objection, policy
from casebound.controls.predicates import unchanged
from casebound.model.case import Quote
from casebound.model.evidence import Inside, Words
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.rules import Objection, Objections, Section

_BROKEN = re.compile(r"(?<=\w)[-\u00ad\u2010\ufffe\x02][ \t]*\r?\n[ \t]*(?=\w)")
_HYPHEN = "\x00"  # stands where a line ended in a hyphen: it may be one of the word's own or not
_SHAPES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-", "–": "-"})
_WIDE = "\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff"
_BETWEEN_WIDE = re.compile(f"(?<=[{_WIDE}]) (?=[{_WIDE}])")
_IS_WIDE = re.compile(f"[{_WIDE}]")


def _leveled(text: str) -> str:
    """The text with one shape for what looks or means the same, and one space for any run of white space."""
    marked = _BROKEN.sub(_HYPHEN, text).replace("\u00ad", "").translate(_SHAPES)
    return _BETWEEN_WIDE.sub("", " ".join(unicodedata.normalize("NFKC", marked).split()))


def stands_in(words: str, page: str) -> bool:
    """Whether the words stand on the page, not as a part of longer words."""
    wanted = _leveled(words)
    shape = f"{_HYPHEN}?".join(f"[-{_HYPHEN}]" if one in f"-{_HYPHEN}" else re.escape(one) for one in wanted)
    before = r"(?<!\w)" if wanted[:1].isalnum() and not _IS_WIDE.match(wanted[0]) else ""
    after = r"(?!\w)" if wanted[-1:].isalnum() and not _IS_WIDE.match(wanted[-1]) else ""
    return bool(wanted) and re.search(before + shape + after, _leveled(page)) is not None


@case_control(
    "F21",
    "quoted-words-there",
    Section.FILE,
    question="Does every quotation stand word for word on the page it names?",
    why="A reader takes quoted words for the document's own. Words that are not there mislead whoever relies on them.",
    remedy="Copy the words from the page as they stand there, or correct the page.",
    basis=(policy("a quotation is checked against its file"),),
    applies=lambda facts: bool(facts.case.quotes),
)
def quoted_words_there(facts: Facts) -> Objections:
    for key, quote in facts.case.quotes.items():
        if unchanged(facts, quote.exhibit):  # else F05, F06 or F08 has said what is wrong
            inside = facts.exhibits[quote.exhibit].inside or Inside()
            words = inside.words or Words(problem=inside.unusable or "its words were not read")
            yield from _wanting(("quotes", key), quote, words)


def _wanting(at: Path, quote: Quote, words: Words) -> Iterator[Objection]:
    if words.problem is not None:
        yield objection((*at, "exhibit"), f"{quote.exhibit} cannot be quoted: {words.problem}")
    elif not 0 < quote.page <= len(words.pages):
        count = f"{len(words.pages)} page{'s' * (len(words.pages) != 1)}"
        yield objection((*at, "page"), f"{quote.exhibit} has {count}, and page {quote.page} is quoted")
    elif not stands_in(quote.words, words.pages[quote.page - 1]):
        others = [number for number, page in enumerate(words.pages, start=1) if stands_in(quote.words, page)]
        elsewhere = f"; they stand on page {others[0]}" if others else ""
        yield objection((*at, "words"), f"the words do not stand on page {quote.page} of {quote.exhibit}{elsewhere}")


CONTROLS = (quoted_words_there,)
