"""Actions of a PDF that run without a click: on opening the file or a page, on printing, on entering a field."""

from collections.abc import Iterable, Iterator
from typing import Any

_URI = "a web address that opens automatically"
_OTHER = "an action that runs automatically"
_CLICKS = frozenset({"/U", "/D"})  # of the mouse; a person decides
_HARMLESS_NAMES = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
_MOVES = frozenset({"/GoTo", ""})
_ON_REQUEST_TOO = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"})
_MEDIA = frozenset({"/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView", "/Hide", "/SetOCGState"})
_NAMED_ELSEWHERE = _ON_REQUEST_TOO | _MEDIA  # found wherever they are, with words of their own
_MOST = 10_000  # actions in a chain
_DEEPEST = 40


def automatic_actions(document: Any, holders: Iterable[Any]) -> tuple[str, ...]:
    """The automatic actions that go beyond moving to a page of the file itself, in words.

    `holders` are the objects that may have additional actions (/AA).
    """
    found = dict.fromkeys(words for action in _started(document, holders) for words in _described(action))
    return tuple(found)


def _started(document: Any, holders: Iterable[Any]) -> Iterator[Any]:
    """The first action of each chain that starts without a click."""
    import pikepdf

    opening = document.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary):
        yield opening
    for item in holders:
        yield from _additional(item, 0)


def _additional(item: Any, depth: int) -> Iterator[Any]:
    """The actions of the additional-actions dictionaries in an object, nested ones included."""
    import pikepdf

    if depth > _DEEPEST:
        return
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in item.items():
            if key == "/AA" and isinstance(value, pikepdf.Dictionary):
                yield from (action for trigger, action in value.items() if trigger not in _CLICKS)
            elif not getattr(value, "is_indirect", False):
                yield from _additional(value, depth + 1)
    elif isinstance(item, pikepdf.Array):
        for value in item:
            if not getattr(value, "is_indirect", False):
                yield from _additional(value, depth + 1)


def _described(first: Any) -> Iterator[str]:
    """An action and the actions that follow it, in words."""
    import pikepdf

    waiting, seen = [first], 0
    while waiting and seen < _MOST:
        action = waiting.pop()
        seen += 1
        if isinstance(action, pikepdf.Array):
            waiting.extend(action)
        elif isinstance(action, pikepdf.Dictionary):
            yield from _words(action)
            if "/Next" in action:
                waiting.append(action.Next)


def _words(action: Any) -> Iterator[str]:
    kind = str(action.get("/S", ""))
    if kind == "/URI":
        yield _URI
    elif kind == "/Named":
        if str(action.get("/N", "")) not in _HARMLESS_NAMES:
            yield _OTHER
    elif kind not in _NAMED_ELSEWHERE | _MOVES:
        yield _OTHER
