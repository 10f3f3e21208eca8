"""Active content of HTML, SVG and XML: what would run, load or send data if a browser opened the file."""

import re
from collections.abc import Mapping

from casebound.load.inspect.content_kinds import ContentKind
from casebound.load.inspect.file_types import suffix_of

_KINDS = frozenset({ContentKind.HTML, ContentKind.SVG, ContentKind.WEB_ARCHIVE})
_SUFFIXES = frozenset({".xml"})
_IN_XML = re.compile(
    rb"www\.w3\.org/(?:1999/xhtml|2000/svg|1999/XSL)|<\?xml-stylesheet"
)  # a browser acts on these alone

_EVENTS = (
    rb"load|error|click|dblclick|mouse[a-z]+|focus[a-z]*|blur|change|submit|reset|key[a-z]+|toggle|begin|end|repeat|wheel"
    rb"|animation[a-z]+|transition[a-z]+|pointer[a-z]+|touch[a-z]+|drag[a-z]*|drop|scroll[a-z]*|resize|input|message|start"
    rb"|page[a-z]+|popstate|hashchange|storage|unload|before[a-z]+|after[a-z]+|copy|cut|paste|contextmenu|select[a-z]*"
    rb"|invalid|auxclick|play[a-z]*|canplay[a-z]*|finish|bounce|activate|zoom"
)
_HOST = rb"\s*=\s*[\"']?\s*(?:https?:)?//"
_PREFIX = rb"<(?:[a-z0-9_-]{1,20}:)?"
_PATTERNS: Mapping[str, re.Pattern[bytes]] = {
    words: re.compile(pattern, re.IGNORECASE)
    for words, pattern in (
        (
            "a script",
            _PREFIX + rb"script[\s/>]|[\s\"'/]on(?:" + _EVENTS + rb")\s*=|(?:javascript|vbscript)\s*:",
        ),
        (
            "a frame or an embedded object",
            _PREFIX + rb"(?:iframe|frame|object|embed|applet|foreignobject|portal)[\s/>]",
        ),
        ("a form that sends data", rb"<form[\s/>]|[\s\"'/]formaction\s*="),
        ("a redirection", rb"http-equiv\s*=\s*[\"']?refresh"),
        (
            "content loaded from another host",
            rb"[\s\"'/](?:src|srcset|poster|background|data)"
            + _HOST
            + rb"|<link[^<>]{0,300}href"
            + _HOST
            + rb"|"
            + _PREFIX
            + rb"(?:image|use)\s[^<>]{0,300}href"
            + _HOST
            + rb"|url\(\s*[\"']?\s*(?:https?:)?//|@import|<\?xml-stylesheet|<!entity",
        ),
    )
}


def active_markup(kind: ContentKind, name: str, data: bytes) -> tuple[str, ...]:
    """The active content of a file that a browser would open as HTML or SVG, in words."""
    plain = data.replace(b"\0", b"") if kind in _KINDS or suffix_of(name) in _SUFFIXES else b""  # or letters in UTF-16
    if kind not in _KINDS and not _IN_XML.search(plain):
        return ()
    return tuple(words for words, pattern in _PATTERNS.items() if pattern.search(plain))
