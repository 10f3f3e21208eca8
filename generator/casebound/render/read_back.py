"""What a page or document of a case says about its verdict, read back from a template that is not casebound's."""

import re
from html.parser import HTMLParser

from casebound.model.errors import BrokenTemplate
from casebound.model.labels import ON_HOLD, VERDICTS
from casebound.render.view import CaseView

_UNSEEN = frozenset({"head", "noscript", "script", "style", "template", "title"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SUPPORTED = re.compile(r"(?<!not )\bsupported\b", re.IGNORECASE)
"""The word that only the verdict of casebound may say about a case."""


def require_verdict(view: CaseView, html: str, ours: str, file: str) -> None:
    """Raise BrokenTemplate if a page does not show the verdict on its case, or says more than casebound's own page.

    `html` is the page of the project's templates, and `ours` the same page of the templates of casebound.
    """
    text, usual = _visible(html), _visible(ours)
    wanted = [view.verdict.label, view.verdict.meaning, *([ON_HOLD.label] if ON_HOLD.label in usual else [])]
    problem = next((f"does not show “{words}”" for words in wanted if words in usual and words not in text), None)
    for label in VERDICTS.values():
        if label is not view.verdict and label.meaning in text and label.meaning not in usual:
            problem = f"says “{label.meaning}”"
    if len(_SUPPORTED.findall(text)) > len(_SUPPORTED.findall(usual)):
        problem = "says “supported” more often than the template of casebound"
    if view.preview and "preview" in usual.casefold() and "preview" not in text.casefold():
        problem = "does not say that it is a preview"
    if problem:
        message = f"{file} of the case {view.id} {problem}, but the verdict is “{view.verdict.label}”"
        raise BrokenTemplate(message, "Correct the template in site_templates/, or remove it to use that of casebound.")


def _visible(html: str) -> str:
    reader = _Visible()
    reader.feed(html)
    reader.close()
    return " ".join(" ".join(reader.texts).split())


class _Visible(HTMLParser):
    """Collects the texts of elements that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        hides = tag in _UNSEEN or "hidden" in values or _HIDING.search(values.get("style") or "") is not None
        if tag not in _VOID and (self._hidden or hides):
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)
