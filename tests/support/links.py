"""Looks over a finished site as a browser would: every link, fragment, asset and reference of its raw HTML and CSS.

`broken` is the one verb. It takes the files of a site by path, and knows nothing of how they were made.
"""

import html
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)\b([^>]*)>")
_ATTRIBUTE = re.compile(r"""([a-zA-Z:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)""")
_LOADS = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"), ("object", "data")}
_POINTS = ("aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "for")
_OUTSIDE = ("http", "https", "mailto")


@dataclass(frozen=True, slots=True)
class Broken:
    """One thing that does not work: the page it stands on, and what is wrong with it."""

    page: str
    what: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one page is made of."""

    links: tuple[tuple[str, str, str], ...]
    ids: Mapping[str, int]
    points: tuple[tuple[str, str], ...]
    loose: tuple[str, ...]


def broken(files: Mapping[str, bytes]) -> Iterator[Broken]:
    """Everything in a site that leads nowhere, is there twice, loads from elsewhere or could not run offline."""
    pages = {path: _seen(data.decode()) for path, data in sorted(files.items()) if path.endswith(".html")}
    folded = {path.casefold(): path for path in files}
    for path, page in pages.items():
        yield from (Broken(path, f"the id {one} stands {n} times") for one, n in page.ids.items() if n > 1)
        yield from (Broken(path, f"{name} names no id: {one}") for name, one in page.points if one not in page.ids)
        yield from (Broken(path, what) for what in page.loose)
        for tag, name, value in page.links:
            if what := _amiss(path, value, loads=(tag, name) in _LOADS, pages=pages, files=files, folded=folded):
                yield Broken(path, f"<{tag} {name}={value}> {what}")
    for path, data in sorted(files.items()):
        if path.endswith(".css"):
            for value in _CSS_URL.findall(data.decode()):
                what = (
                    None
                    if value.startswith("data:")
                    else _amiss(path, value, loads=True, pages=pages, files=files, folded=folded)
                )
                if what:
                    yield Broken(path, f"url({value}) {what}")


def _amiss(
    path: str,
    value: str,
    *,
    loads: bool,
    pages: Mapping[str, _Seen],
    files: Mapping[str, bytes],
    folded: Mapping[str, str],
) -> str | None:
    parts = urlsplit(value)
    if parts.scheme or parts.netloc:
        return "is loaded from elsewhere" if loads else _address(parts.scheme)
    if parts.path.startswith("/"):
        return "is absolute, which leads nowhere on a disk"
    target = path
    if parts.path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
    if target.startswith(".."):
        return "leads out of the site"
    if target not in files:
        other = folded.get(target.casefold())
        return f"differs in case from {other}" if other else "is not there"
    part = "" if "=" in parts.fragment else unquote(parts.fragment)  # an equals sign: the register's filters
    return "has no such part" if part and target in pages and part not in pages[target].ids else None


def _address(scheme: str) -> str | None:
    return None if scheme in _OUTSIDE else "is no address to follow"


def _seen(text: str) -> _Seen:
    text = _COMMENT.sub("", text)
    loose = [
        "a script stands in the page" for attributes, code in _SCRIPT.findall(text) if code.strip() or not attributes
    ]
    ids: Counter[str] = Counter()
    links: list[tuple[str, str, str]] = []
    points: list[tuple[str, str]] = []
    for tag, rest in _TAG.findall(text):
        for name, *values in _ATTRIBUTE.findall(rest):
            value = html.unescape(next((one for one in values if one), ""))
            match name.lower():
                case "id":
                    ids[value] += 1
                case "href" | "src" | "data":
                    links.append((tag.lower(), name.lower(), value))
                case "style":
                    loose.append(f"<{tag}> has a style of its own")
                case lowered if lowered.startswith("on"):
                    loose.append(f"<{tag}> has a handler, {name}")
                case lowered if lowered in _POINTS:
                    points += [(lowered, one) for one in value.split()]
    return _Seen(tuple(links), ids, tuple(points), tuple(loose))
