"""Foreign HTML written again with the few elements and styles that are printed; its hidden words are marked."""

import html
import re
from collections.abc import Callable

from casebound.load.inspect.html.addresses import address_of, cut, is_remote, is_same, size_of
from casebound.load.inspect.html.appearance import Appearance, Look, appearance, pixels
from casebound.load.inspect.html.styles import StyleSheet, addresses
from casebound.load.inspect.html.tables import MOST_COLUMNS, Table, table_of, widths
from casebound.load.inspect.html.tree import Element
from casebound.load.inspect.html.words import BLOCKS, all_inside, plain_words, strays, without_fillers
from casebound.model.hidden_characters import has_visible

HIDDEN_MARK = "Hidden text:"
_TAGS = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "dfn": "i", "var": "i", "u": "u", "ins": "u", "s": "s",
    "strike": "s", "del": "s", "sub": "sub", "sup": "sup", "code": "code", "tt": "code", "kbd": "code", "samp": "code",
    "small": "small", "ul": "ul", "menu": "ul", "dir": "ul", "ol": "ol", "li": "li",
}  # fmt: skip
_CLASSES = {
    "p": "p", "h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4", "blockquote": "quote", "dd": "dd",
    "dt": "dt", "pre": "pre", "x-raw": "pre", "center": "center", "mark": "mark", "fieldset": "box",
}  # fmt: skip
_AROUND = {"q": ("“", "”"), "rt": (" (", ")")}
_SILENT = frozenset({"style", "link", "base", "meta", "col", "colgroup", "source", "param", "area", "wbr", "rp"})
_PLAYERS = {
    "audio": "sound",
    "video": "video",
    "object": "object",
    "embed": "object",
    "applet": "program",
    "canvas": "drawing",
}
_LONG_WORD = re.compile(r"[^\s&;]{90}(?=[^\s&;]{90})")  # the print engine slows down in a longer one
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LONGEST_IN_TEXT, _NARROW = 70, 45  # characters
_ROOM, _MANY, _MANY_FACTOR = 100.0, 8, 1.3  # characters on a line; columns; more characters in small letters
_DEEPEST, _DEEPEST_TABLE = 40, 4

Refer = Callable[[str], int | None]


class Printer:
    """Writes the elements of a page. `refer` gives the number of a picture inside the mail, by its address."""

    def __init__(self, sheet: StyleSheet, refer: Refer) -> None:
        self.out: list[str] = []
        self.pictures: list[int] = []
        self.remote: dict[str, None] = {}
        self.left_out: dict[str, None] = {}
        self.has_hidden = False
        self.has_forms = False
        self.simplified = False
        self.shows_anything = False
        self.title = ""
        self._sheet = sheet
        self._refer = refer
        self._level = 0
        self._tables = 0
        self._kept_space = 0
        self._substitutes = 0
        self._room = _ROOM
        self._addresses: dict[str, int] = {}

    def content(self, element: Element, look: Look) -> None:
        """Write the content of an element."""
        for child in element.content:
            if isinstance(child, str):
                self._text(child, look)
            else:
                self.element(child, look)

    def list_addresses(self) -> None:
        """Write the addresses of links that are too long for their places."""
        for address, number in self._addresses.items():
            spelled = html.escape(address, quote=False)
            self.out.append(f'<div class="address">Link [{number}]: {spelled}</div>')

    def element(self, element: Element, before: Look) -> None:
        """Write an element with its content."""
        tag = element.tag
        self._note_addresses(element)
        if tag == "title" and not self.title:
            self.title = " ".join(element.words.split())
        elif tag == "br":
            self.out.append("<br>")
        elif tag not in _SILENT:
            found = self._sheet.of(element)
            for address in addresses(found.get("background", "") + found.get("background-image", "")):
                self.remote[address] = None
            seen = appearance(element, found, before)
            if seen.hidden or tag in ("x-template", "datalist"):
                self._hidden(element, block=tag in BLOCKS or tag == "table")
            elif tag == "x-any":
                self.content(element, seen.look)
            else:
                self._seen(element, seen)

    def _seen(self, element: Element, seen: Appearance) -> None:
        tag = element.tag
        if tag == "hr":
            self.out.append('<div class="rule"></div>')
        elif tag == "img":
            self._image(element)
        elif tag in ("input", "textarea", "select", "button"):
            self._field(element, seen.look)
        elif tag == "x-frame":
            address = element.attributes.get("src", "")
            self._missing("a page inside the page", address)
        elif tag == "table":
            self._table(element, seen)
        elif tag == "a":
            self._link(element, seen)
        elif tag in _PLAYERS:
            self._missing(_PLAYERS[tag], address_of(element))
            self._substitute(element, seen.look)
        elif tag == "noscript":
            self._substitute(element, seen.look)
        elif tag in BLOCKS or seen.block or tag in ("tr", "td", "th", "tbody", "thead", "tfoot", "caption"):
            self._block(element, seen)
        else:
            self._inline(element, seen)

    def _block(self, element: Element, seen: Appearance) -> None:
        if self._level >= _DEEPEST:
            self.simplified = True
            self._break()
            self.content(element, seen.look)
            self._break()
            return
        name = _TAGS.get(element.tag, "div")
        classes = [_CLASSES[element.tag]] if element.tag in _CLASSES else []
        self.has_forms |= element.tag == "form"
        self._level += 1
        self._kept_space += element.tag in ("pre", "x-raw") or "white-space:pre" in seen.style
        start = ""
        if name == "ol" and re.fullmatch(r"-?\d{1,6}", element.attributes.get("start", "")):
            start = f"counter-reset:list-item {int(element.attributes['start']) - 1};"
        self._open(name, element, classes, start + seen.style)
        if element.tag == "legend":
            self.out.append("<b>")
        self.content(element, seen.look)
        if element.tag == "legend":
            self.out.append("</b>")
        self.out.append(f"</{name}>")
        self._kept_space -= element.tag in ("pre", "x-raw") or "white-space:pre" in seen.style
        self._level -= 1

    def _break(self) -> None:
        if self.out and self.out[-1] != "<br>":
            self.out.append("<br>")

    def _inline(self, element: Element, seen: Appearance) -> None:
        if self._level >= _DEEPEST:
            self.content(element, seen.look)
            return
        self._level += 1
        name = _TAGS.get(element.tag, "span")
        classes = [_CLASSES[element.tag]] if element.tag in _CLASSES else []
        kept = "white-space:pre" in seen.style
        self._kept_space += kept
        self._open(name, element, classes, seen.style)
        before, after = _AROUND.get(element.tag, ("", ""))
        self.out.append(before)
        self.content(element, seen.look)
        self.out.append(after)
        self.out.append(f"</{name}>")
        self._kept_space -= kept
        self._level -= 1

    def _open(self, name: str, element: Element, classes: list[str], style: str) -> None:
        direction = element.attributes.get("dir", "").strip().lower()
        if direction in ("rtl", "ltr"):
            classes = [*classes, direction]
        found = f' class="{" ".join(classes)}"' if classes else ""
        found += f' style="{html.escape(style)}"' if style else ""
        self.out.append(f"<{name}{found}>")

    def _text(self, text: str, look: Look) -> None:
        text = without_fillers(text)
        text = text.expandtabs() if self._kept_space else _SPACE.sub(" ", text)
        if not text:
            return
        if look.hides and text.strip():
            self._mark(" ".join(text.split()), block=False)
        else:
            self.shows_anything |= not self._substitutes and has_visible(text)
            self.out.append(_LONG_WORD.sub(r"\g<0><br>", html.escape(text, quote=False)))

    def _substitute(self, element: Element, look: Look) -> None:
        """Write what a page shows instead of content that needs a script or a player."""
        self._substitutes += 1
        self.content(element, look)
        self._substitutes -= 1

    def _hidden(self, element: Element, *, block: bool) -> None:
        """Words that a mail program does not show, marked as hidden."""
        for inner in all_inside(element):
            self._note_addresses(inner)
        words = " ".join(without_fillers(plain_words(element)).split())
        if words:
            self._mark(words, block=block)

    def _mark(self, words: str, *, block: bool) -> None:
        self.has_hidden = True
        name = "div" if block and self._level < _DEEPEST else "span"
        self.out.append(f'<{name} class="concealed"><b>{HIDDEN_MARK}</b> {html.escape(words, quote=False)}</{name}> ')

    def _link(self, element: Element, seen: Appearance) -> None:
        address = element.attributes.get("href", "").strip()
        if not address or address.startswith("#") or self._level >= _DEEPEST:
            self._inline(element, seen)
            return
        self._level += 1
        self._open("span", element, ["link"], seen.style)
        self.content(element, seen.look)
        self.out.append("</span>")
        self._level -= 1
        if not is_same(address, element.words):
            shown = cut(address)
            if len(shown) > _LONGEST_IN_TEXT or self._room < _NARROW:
                number = self._addresses.setdefault(shown, len(self._addresses) + 1)
                self.out.append(f' <span class="address">[{number}]</span>')
            else:
                self.out.append(f' <span class="address">[{html.escape(shown, quote=False)}]</span>')

    def _image(self, element: Element) -> None:
        attributes = element.attributes
        address = attributes.get("src", "").strip()
        words = " ".join(attributes.get("alt", "").split())
        number = self._refer(address) if address else None
        if number is not None:
            if number not in self.pictures:
                self.pictures.append(number)
            self.shows_anything = True
            self.out.append(f'<img src="picture:{number}"{size_of(self._sheet.of(element), attributes)}>')
            return
        if is_remote(address):
            self.remote[address] = None
            name = "Picture not loaded"
        elif address:
            self.left_out[f"a picture that is not in the file: {cut(address)[:120]}"] = None
            name = "Picture not in the file"
        else:
            name = "Picture without an address"
        width, height = pixels(attributes.get("width")), pixels(attributes.get("height"))
        is_tiny = (width is not None and width <= 2) or (height is not None and height <= 2)
        if words or not is_tiny:
            self.out.append(
                f'<span class="missing">[{name}{": " if words else ""}{html.escape(words, quote=False)}]</span>'
            )

    def _missing(self, what: str, address: str) -> None:
        shown = f": {cut(address)}" if address else ""
        self.left_out[f"{what}{shown[:200]}"] = None
        if address and is_remote(address):
            self.remote[address] = None
        self.out.append(f'<span class="missing">[Not shown: {what}{html.escape(shown, quote=False)}]</span> ')

    def _field(self, element: Element, look: Look) -> None:
        self.has_forms = True
        kind = element.attributes.get("type", "text").lower()
        words = element.attributes.get("value") or element.attributes.get("placeholder") or ""
        if element.tag == "input" and kind == "hidden":
            return
        if element.tag == "input" and kind in ("checkbox", "radio"):
            words = "x" if "checked" in element.attributes else " "
        elif element.tag == "input" and kind == "password":
            words = "password"
        elif element.tag == "select":
            words = " | ".join(" ".join(child.words.split()) for child in all_inside(element) if child.tag == "option")
        elif element.tag == "textarea":
            words = element.words
        elif element.tag == "button":
            self.out.append('<span class="field">')
            self.content(element, look)
            self.out.append("</span>")
            return
        elif kind == "image":
            words = element.attributes.get("alt") or words
        self.shows_anything |= has_visible(words)
        self.out.append(f'<span class="field">[{html.escape(words, quote=False)}]</span>')

    def _table(self, element: Element, seen: Appearance) -> None:
        table = table_of(element, self._sheet)
        is_column = table.columns <= 1 and not table.grid
        room = self._room * (_MANY_FACTOR if table.columns > _MANY else 1)
        found = None if is_column or table.columns > MOST_COLUMNS else widths(table, room)
        if found is None or self._tables >= _DEEPEST_TABLE or self._level >= _DEEPEST - 3:
            self.simplified |= not is_column
            self._as_lines(element, table, seen, is_column=is_column)
        else:
            self._as_table(element, table, seen, found)
        for child in strays(element):
            if isinstance(child, str):
                self._text(child, seen.look)
            else:
                self.element(child, seen.look)

    def _as_lines(self, element: Element, table: Table, seen: Appearance, *, is_column: bool) -> None:
        """A table as blocks below each other, its cells divided by a bar."""
        self._open("div", element, [], seen.style)
        self._level += 1
        for caption in table.captions:
            self.element(caption, seen.look)
        for row, cells in table.rows:
            inside = appearance(row, self._sheet.of(row), seen.look)
            if inside.hidden:
                self._hidden(row, block=True)
                continue
            self._open("div", row, [], inside.style)
            for at, cell in enumerate(cells):
                if is_column or self._level >= _DEEPEST:
                    self.element(cell.element, inside.look)
                else:
                    self.out.append(" | " if at else "")
                    self._cell_inline(cell.element, inside.look)
            self.out.append("</div>")
        self._level -= 1
        self.out.append("</div>")

    def _cell_inline(self, element: Element, before: Look) -> None:
        seen = appearance(element, self._sheet.of(element), before)
        if seen.hidden:
            self._hidden(element, block=False)
        else:
            self._inline(element, seen)

    def _as_table(self, element: Element, table: Table, seen: Appearance, found: tuple[float, list[float]]) -> None:
        for caption in table.captions:
            self.element(caption, seen.look)
        classes = ["grid" if table.grid else "plain"]
        classes += ["many"] if table.columns > _MANY else []
        share, columns = found
        self._open("table", element, classes, f"width:{share:.1%};{seen.style}".rstrip(";"))
        self.out += [f'<col style="width:{width:.1%}">' for width in columns]
        self._level += 3
        self._tables += 1
        kept, self._kept_space = self._kept_space, 0
        room = self._room
        for row, cells in table.rows:
            inside = appearance(row, self._sheet.of(row), seen.look)
            if inside.hidden:
                self.out.append(f'<tr><td colspan="{table.columns}">')
                self._hidden(row, block=True)
                self.out.append("</td></tr>")
                continue
            self._open("tr", row, [], inside.style)
            column = 0
            for cell in cells:
                self._room = max(room * share * sum(columns[column : column + cell.columns]), 4)
                column += cell.columns
                within = appearance(cell.element, self._sheet.of(cell.element), inside.look)
                spans = f' colspan="{min(cell.columns, table.columns)}"' if cell.columns > 1 else ""
                spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
                name = "th" if cell.element.tag == "th" else "td"
                if within.hidden:
                    self.out.append(f"<td{spans}>")
                    self._hidden(cell.element, block=True)
                    self.out.append("</td>")
                    continue
                self._open(f"{name}{spans}", cell.element, [], within.style)
                self._note_addresses(cell.element)
                self.content(cell.element, within.look)
                self.out.append(f"</{name}>")
            self.out.append("</tr>")
        self._kept_space, self._room = kept, room
        self._tables -= 1
        self._level -= 3
        self.out.append("</table>")

    def _note_addresses(self, element: Element) -> None:
        attributes = element.attributes
        for name in ("background", "poster", "srcset", "data"):
            if is_remote(attributes.get(name, "").strip()):
                self.remote[attributes[name].strip().split()[0]] = None
        if element.tag in ("img", "input", "audio", "video", "source", "embed", "x-frame", "link"):
            address = attributes.get("src" if element.tag != "link" else "href", "").strip()
            if is_remote(address):
                self.remote[address] = None
