"""The answer in the text of a reply: the first line, and nothing else but a signature and the quoted request."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from casebound.load.replies import wording
from casebound.load.replies.not_an_answer import ANSWER_AGAIN, SAVE_THE_REPLY, WITHOUT_QUOTATION, NotAnAnswer
from casebound.model.mail_answers import CODE_LENGTH, FIRST_WORDS, LAST_WORDS, check_of
from casebound.model.terms import SheetReply

_ANSWER = re.compile(rf"(APPROVE|REFUSE) ([A-Z]{{{CODE_LENGTH}}})")
_ANY_ANSWER = re.compile(r"\b(APPROVE|REFUSE)\s+([A-Z]{6,20})\b")
_LAST_LINE = re.compile(rf"{re.escape(LAST_WORDS)}\s*([A-Z]{{{CODE_LENGTH}}})")
_MARKS = re.compile(r"^(?:\s*>)+\s?")
_MOST_SIGNATURE_LINES = 15
_MOST_LINES = 10_000
_LONGEST_NOTICE = 60  # lines
_LONGEST_SHOWN = 60  # characters


def answer_in(lines: list[str], name: str) -> tuple[SheetReply, str]:
    """The answer and the code in a text. `name` is the sender's name, which may stand below the answer.

    Raises NotAnAnswer if the text is not a clean answer. A refusal may be followed by its reasons.
    """
    if len(lines) > _MOST_LINES:
        raise NotAnAnswer("is too long", WITHOUT_QUOTATION)
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise NotAnAnswer("has no text")
    if lines[first].lstrip().startswith(">"):
        raise NotAnAnswer("begins with quoted text", ANSWER_AGAIN)
    found = _ANSWER.fullmatch(lines[first].replace("\xa0", " ").strip(" \t"))
    if found is None:
        raise NotAnAnswer("does not begin with a line that is exactly APPROVE or REFUSE and the code")
    answer, code = SheetReply(found[1].lower()), found[2]
    rest = [_line(text) for text in lines[first + 1 :]]
    request = _request_in(rest)
    outside = (rest[: request.start], rest[request.stop :]) if request else (rest, [])
    _require_one_answer(rest, [line.text for part in outside for line in part if not line.quoted], answer, code)
    if answer is SheetReply.APPROVE:
        for part in outside:
            _require_nothing_else(part, name)
    return answer, code


@dataclass(frozen=True, slots=True)
class _ReplyLine:
    """A line without the marks of a quotation, and whether it had any."""

    text: str
    quoted: bool


def _line(text: str) -> _ReplyLine:
    return _ReplyLine(_MARKS.sub("", text), text.lstrip().startswith(">"))


def _request_in(lines: list[_ReplyLine]) -> range:
    """The lines that quote the request; empty if it is not quoted. Raises NotAnAnswer if it was altered."""
    begins = next((at for at, line in enumerate(lines) if line.text.strip().startswith(FIRST_WORDS)), None)
    if begins is None:
        return range(0)
    ends = next((at for at in range(begins, len(lines)) if _LAST_LINE.fullmatch(lines[at].text.strip())), None)
    if ends is None:
        raise NotAnAnswer("quotes only a part of the request", WITHOUT_QUOTATION)
    request = lines[begins : ends + 1]
    if check_of("\n".join(line.text for line in request[:-1])) not in request[-1].text:
        raise NotAnAnswer("quotes the request with other words than those that were sent", WITHOUT_QUOTATION)
    if any(line.quoted != request[0].quoted for line in request if line.text.strip()):
        raise NotAnAnswer("has text inside the quoted request", WITHOUT_QUOTATION)
    return range(begins, ends + 1)


def _require_one_answer(every: list[_ReplyLine], own: list[str], answer: SheetReply, code: str) -> None:
    codes = {found[2] for line in every for found in _ANY_ANSWER.finditer(line.text)}
    if codes - {code}:
        raise NotAnAnswer("quotes a request with another code", WITHOUT_QUOTATION)
    answers = {found[1].lower() for text in own for found in _ANY_ANSWER.finditer(text)}
    if answers - {answer.value}:
        raise NotAnAnswer("both approves and refuses")


def _require_nothing_else(lines: list[_ReplyLine], name: str) -> None:
    """Raise NotAnAnswer if there is any line but those of a signature and of a mail program."""
    texts = [line.text for line in lines]
    in_signature, count, at = False, 0, 0
    while at < len(lines):
        text = texts[at]
        around = _around(texts[at : at + _LONGEST_NOTICE])
        if around:
            in_signature = in_signature and not text.strip()
            at += around
            continue
        if wording.announces_forward(text):
            raise NotAnAnswer("is forwarded", SAVE_THE_REPLY)
        if lines[at].quoted:
            raise NotAnAnswer("quotes other text than the request", WITHOUT_QUOTATION)
        in_signature = in_signature or wording.begins_signature(text, name)
        count += 1
        if not in_signature or not wording.fits_signature(text) or count > _MOST_SIGNATURE_LINES:
            raise NotAnAnswer(f"says more than the answer: “{text.strip()[:_LONGEST_SHOWN]}”")
        at += 1


def _around(lines: list[str]) -> int:
    """The number of lines at the beginning that a mail program wrote around the answer."""
    line = lines[0]
    if not line.strip() or (wording.is_separator(line) and line.rstrip() not in ("--", "—", "–", "__")):
        return 1
    return next(filter(None, _lengths(lines)), 0)


def _lengths(lines: list[str]) -> Iterator[int]:
    yield wording.attribution_length(lines)
    yield wording.header_length(lines)
    yield wording.notice_length(lines)
