"""Foreign HTML as it is printed: cleaned, without anything that is loaded, and with its hidden words marked."""

import html
import re
from dataclasses import dataclass

from casebound.load.inspect.html.appearance import Look
from casebound.load.inspect.html.printing import HIDDEN_MARK, Printer, Refer
from casebound.load.inspect.html.styles import StyleSheet
from casebound.load.inspect.html.tree import MOST_ELEMENTS, Element, is_too_large, parsed
from casebound.load.inspect.html.words import text_of
from casebound.model.hidden_characters import has_visible

_MOST_NAMED = 12
_RUNS = "a script in its HTML"
_WAITS = re.compile(
    r"(?:(?:enable|requires?|needs?|without|activate|turn on) javascript|javascript (?:is|to be|must be) |"
    r"\A\W*(?:loading|please wait))",
    re.IGNORECASE,
)
_LONGEST_WAIT = 300  # characters
_HANDLER = re.compile(r"<[a-zA-Z][^<>]{0,2000}?\son[a-z]{3,20}\s*=")
_SCRIPT = re.compile(r"<script\b|(?:href|src|action)\s*=\s*[\"']?\s*(?:java|vb)script:", re.IGNORECASE)
_MAIN_BREAKS = re.compile(r"<(?:/?(?:p|div|tr|li|h[1-6]|table|ul|ol|blockquote|pre)\b|br\b)[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedHtml:
    """A page of HTML to be printed.

    `markup` consists of the elements that the style sheet of the exhibits knows, and of nothing foreign. `text` is the
    same as words. `pictures` are the numbers of the pictures inside the file that it shows. `shows_anything` is false
    where all words are hidden, or only mention content that is not shown.
    """

    markup: str
    text: str
    title: str = ""
    pictures: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    active_content: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    shows_anything: bool = True


def printed_html(source: str, refer: Refer) -> PrintedHtml:
    """A page of HTML as it is printed. A page too large to be laid out is printed as lines of text."""
    active = []
    if _SCRIPT.search(source) or _HANDLER.search(source):
        active.append(_RUNS)
    if is_too_large(source):
        return _as_text(source, tuple(active))
    tree = parsed(source)
    if _count(tree) > MOST_ELEMENTS:
        return _as_text(source, tuple(active))
    sheet = StyleSheet()
    _collect_styles(tree, sheet)
    printer = Printer(sheet, refer)
    printer.content(tree, Look())
    printer.list_addresses()
    markup = "".join(printer.out)
    remote = list(dict.fromkeys([*printer.remote, *sheet.remote]))
    if printer.has_forms:
        active.append("a form in its HTML")
    if printer.has_hidden:
        active.append("hidden text")
    return PrintedHtml(
        markup,
        text_of(markup),
        printer.title,
        tuple(printer.pictures),
        tuple(_notes(printer, sheet)),
        tuple(active),
        (*_named(remote), *list(printer.left_out)[:_MOST_NAMED]),
        printer.shows_anything and not (active[:1] == [_RUNS] and _needs_script(markup)),
    )


def _needs_script(markup: str) -> bool:
    """Whether the words of a page only say that a script would show its content."""
    text = text_of(markup)
    return len(text) < _LONGEST_WAIT and _WAITS.search(text) is not None


def _notes(printer: Printer, sheet: StyleSheet) -> list[str]:
    notes = []
    if printer.has_hidden:
        notes.append(f"The HTML contains hidden text. It is shown in its place, marked “{HIDDEN_MARK}”.")
    if printer.remote or sheet.remote:
        notes.append("Pictures or styles of the HTML are stored elsewhere and were not loaded.")
    if sheet.generated:
        texts = ", ".join(f"“{text[:60]}”" for text in dict.fromkeys(sheet.generated))[:400]
        notes.append(f"Text that the styles of the HTML would add is not shown in its place: {texts}.")
    if printer.simplified:
        notes.append("Tables of the HTML that are too wide or nested too deeply are shown as lines.")
    if not sheet.complete:
        notes.append("The HTML has more styles than are applied; hidden text may be shown as ordinary text.")
    return notes


def _named(remote: list[str]) -> list[str]:
    named = [f"content stored elsewhere, which is not loaded: {address[:120]}" for address in remote[:_MOST_NAMED]]
    if len(remote) > _MOST_NAMED:
        named.append(f"{len(remote) - _MOST_NAMED} more addresses with content that is not loaded")
    return named


def _collect_styles(element: Element, sheet: StyleSheet) -> None:
    for child in element.elements:
        if child.tag == "style":
            sheet.add("".join(text for text in child.content if isinstance(text, str)))
        else:
            _collect_styles(child, sheet)


def _count(element: Element) -> int:
    return 1 + sum(map(_count, element.elements))


def _as_text(source: str, active: tuple[str, ...]) -> PrintedHtml:
    """The words of HTML that is too large to be laid out, in time that grows with its length."""
    for start, end in (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"), ("<title", "</title>")):
        source = _without(source, start, end)
    text = _MAIN_BREAKS.sub("\n", source)
    text = html.unescape(re.sub(r"</?[a-zA-Z!][^<>]*>?", "", text))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    note = "The HTML is too large to be laid out; its words are shown as lines. Hidden text is not marked in them."
    blocks = "".join(f"<div>{html.escape(line, quote=False) or '<br>'}</div>" for line in text.split("\n"))
    left_out = ("the layout of the HTML",)
    return PrintedHtml(blocks, text, "", (), (note,), active, left_out, has_visible(text))


def _without(source: str, start: str, end: str) -> str:
    lower, kept, position = source.lower(), list[str](), 0
    if len(lower) != len(source):
        lower = source
    while (at := lower.find(start, position)) >= 0:
        kept.append(source[position:at])
        stop = lower.find(end, at + len(start))
        if stop < 0:
            return "".join(kept)
        position = stop + len(end)
    return "".join([*kept, source[position:]])
