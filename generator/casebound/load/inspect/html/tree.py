"""Foreign HTML as a tree of elements, built as a browser builds it, with a bounded size and depth."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_CHARACTERS = 2_000_000
MOST_ELEMENTS = 15_000
_MOST_AMPERSANDS = 60_000
_DEEPEST_SOURCE = 12_000
DEEPEST = 150

_TAGS = frozenset(
    {
        *("a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "bdi"),
        *("bdo", "big", "blockquote", "br", "button", "canvas", "caption", "center", "cite", "code", "col"),
        *("colgroup", "dd", "del", "details", "dfn", "dir", "div", "dl", "dt", "em", "embed", "fieldset"),
        *("figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i"),
        *("img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark", "menu", "meter"),
        *("nav", "nobr", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture", "pre"),
        *("progress", "q", "s", "samp", "section", "select", "small", "source", "span", "strike", "strong", "style"),
        *("sub", "summary", "sup", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "title", "tr"),
        *(
            "tt",
            "u",
            "ul",
            "var",
            "video",
            "wbr",
            "x-frame",
            "x-raw",
            "x-template",
            "rt",
            "x-any",
            "x-drawing",
            "x-formula",
        ),
    }
)
_ATTRIBUTES = frozenset(
    {
        *("align", "alt", "background", "bgcolor", "border", "class", "color", "colspan", "data", "dir", "face"),
        *("height", "hidden", "href", "id", "name", "open", "placeholder", "poster", "rowspan", "rules", "size"),
        *(
            "src",
            "srcset",
            "start",
            "style",
            "text",
            "title",
            "type",
            "valign",
            "value",
            "width",
            "checked",
            "selected",
        ),
    }
)
_SCHEMES = frozenset(
    {
        *("bitcoin", "callto", "cid", "data", "facetime", "feed", "file", "ftp", "ftps", "geo", "gopher", "http"),
        *("https", "im", "imap", "irc", "ldap", "ldaps", "lync", "magnet", "mailto", "maps", "mid", "ms-word"),
        *("ms-excel", "msteams", "news", "nntp", "notes", "onenote", "outlook", "rtsp", "sftp", "sip", "sips"),
        *("skype", "slack", "sms", "smb", "spotify", "ssh", "tel", "telnet", "tg", "ts3server", "urn", "webcal"),
        *("whatsapp", "xmpp", "zoommtg"),
    }
)
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "param", "source", "wbr"})
_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9-]*)((?: [^\s=<>\"]+=\"[^\"]*\")*) ?/?>|([^<]+|<)")
_ATTRIBUTE = re.compile(r" ([^\s=<>\"]+)=\"([^\"]*)\"")
_RENAMED = {
    "iframe": "x-frame",
    "frame": "x-frame",
    "noembed": "x-raw",
    "noframes": "x-raw",
    "xmp": "x-raw",
    "plaintext": "x-raw",
    "listing": "x-raw",
    "template": "x-template",
    "svg": "x-drawing",
    "math": "x-formula",
}
_SPECIAL = frozenset({"script", "html", "head", "body"})
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_BODY = re.compile(r"<body((?:\s[^<>]{0,4000})?)>", re.IGNORECASE)
_HTML = re.compile(r"<html((?:\s[^<>]{0,4000})?)>", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Element:
    """An element with its attributes and its content: elements and text in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: "Element | None" = None
    content: list["Element | str"] = field(default_factory=list)
    classes: frozenset[str] = frozenset()

    @property
    def elements(self) -> Iterator["Element"]:
        """The elements directly inside."""
        return (child for child in self.content if isinstance(child, Element))

    @property
    def words(self) -> str:
        """All text inside."""
        return "".join(child if isinstance(child, str) else child.words for child in self.content)


def is_too_large(source: str) -> bool:
    """Whether HTML is too large, or nested too deeply, to be laid out."""
    if len(source) > MOST_CHARACTERS or source.count("&") > _MOST_AMPERSANDS:
        return True
    depth, deepest, count = 0, 0, 0
    for found in re.finditer(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)", source):
        if found[2].lower() in _VOID:
            continue
        count += 1
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
    return deepest > _DEEPEST_SOURCE or count > 2 * MOST_ELEMENTS


def parsed(source: str) -> Element:
    """The tree of an HTML page: a single element that holds its head, for styles, and its body."""
    import nh3

    source = _TAG_NAME.sub(_known_tag, source)
    outer = [found[1] for pattern in (_HTML, _BODY) if (found := pattern.search(source))]
    page = "".join(f"<div{attributes}>" for attributes in outer) + source.replace("\0", "�")
    clean = nh3.clean(
        page,
        tags=set(_TAGS),
        clean_content_tags={"script"},
        attributes={"*": set(_ATTRIBUTES)},
        link_rel=None,
        url_schemes=set(_SCHEMES),
    )
    return _built(clean)


def _known_tag(found: re.Match[str]) -> str:
    """A tag under a name that the cleaner knows; it would drop the words inside some of the others."""
    name = found[2].lower()
    name = _RENAMED.get(name, name)
    return f"<{found[1]}{name if name in _TAGS or name in _SPECIAL else 'x-any'}"


def _built(clean: str) -> Element:
    root = Element("div")
    place, depth, skipped, position = root, 0, 0, 0
    while position < len(clean):
        found = _TOKEN.match(clean, position)
        if found is None:  # a bracket that the cleaner has not written as a tag
            place.content.append(clean[position])
            position += 1
            continue
        position = found.end()
        if found[4] is not None:
            _holder(place, skipped).content.append(html.unescape(found[4]))
            continue
        closing, tag = bool(found[1]), found[2]
        if closing:
            if skipped:
                skipped -= 1
            elif place.parent is not None:
                place, depth = place.parent, depth - 1
            continue
        if tag in _VOID:
            _holder(place, skipped).content.append(_element(tag, found[3], place))
        elif tag == "style":
            end = clean.find("</style>", position)
            end = len(clean) if end < 0 else end
            place.content.append(Element(tag, {}, place, [clean[position:end]]))
            position = end + len("</style>")
        elif skipped or depth >= DEEPEST:
            skipped += 1
        else:
            inner = _element(tag, found[3], place)
            place.content.append(inner)
            place, depth = inner, depth + 1
    return root


def _holder(place: Element, skipped: int) -> Element:
    """The element that takes content: behind skipped elements, the nearest that may hold text."""
    while skipped and place.parent is not None and place.tag in _TABLE_PARTS:
        place = place.parent
    return place


_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "colgroup", "select", "optgroup"})


def _element(tag: str, attributes: str, parent: Element) -> Element:
    found = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)} if attributes else {}
    return Element(tag, found, parent, classes=frozenset(found.get("class", "").split()))
