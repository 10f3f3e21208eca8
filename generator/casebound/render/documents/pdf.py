"""HTML to PDF/A-3A and PDF/UA-1 in one file, or to tagged PDF/A-3B. The only module that imports WeasyPrint.

Nothing is read from the network or the disk while a document is printed. Fonts come from the print assets under
`https://bundle.invalid/`; any other address stops the printing, and so does any warning of the engine. The dates in
the file come from the caller. Same input, same bytes.
"""

import atexit
import codecs
import contextlib
import datetime as dt
import io
import logging
import os
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from casebound.model.errors import BrokenDocument
from casebound.render.documents.font_families import face_rules, is_shaped, runs_right_to_left, with_families
from casebound.render.documents.print_assets import Attached, PrintAssets

_NO_GLYPH = 0x0FFFFFFF  # for characters without a form of their own, such as joiners
_LIGATURES = {"\u0644\u0627": "\ufefb", "\u0644\u0622": "\ufef5", "\u0644\u0623": "\ufef7", "\u0644\u0625": "\ufef9"}
"""The ligatures of lam and alef as one character, since programs reverse the characters of a line."""

BASE = "https://bundle.invalid/"

# Without folders in its configuration, fontconfig knows no fonts except those in the style sheet.
_NO_SYSTEM_FONTS = b'<?xml version="1.0"?><fontconfig><config><rescan><int>0</int></rescan></config></fontconfig>'

# PDF/UA's own property has to be declared in a PDF/A file, and in the same RDF tree as all others.
_UA_IDENTIFICATION = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description><rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" \
rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


@dataclass(frozen=True, slots=True)
class _Warm:
    """The fonts and style sheets that all documents of a process share."""

    fonts: Any
    plain: Any
    preview: Any


def warm_up(print_assets: PrintAssets) -> None:
    """Import the engine and load style sheets and fonts, so that forked workers find them ready."""
    _warm(print_assets, ())


def write(  # noqa: PLR0913 - options of one document
    html: str,
    print_assets: PrintAssets,
    attached: Sequence[Attached] = (),
    *,
    preview: bool = False,
    families: tuple[str, ...] = (),
    accessible: bool = True,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """Print one document. Raises BrokenDocument for a refused address or any warning of the engine.

    `families` names the font families that the text needs beside Plex. A document that is not `accessible` throughout,
    because it shows foreign pages, is tagged PDF/A-3B.
    `pictures` are the pictures of the document by their addresses.
    """
    variant = "pdf/a-3a" if accessible else "pdf/a-3b"
    warm = _warm(print_assets, families)
    fetcher = _fetcher(print_assets.fonts, pictures)
    with _no_warnings(fetcher.refused):
        import weasyprint

        page = weasyprint.HTML(string=with_families(html, families), base_url=BASE, url_fetcher=fetcher)
        sheets = [warm.plain, warm.preview] if preview else [warm.plain]
        document = page.render(font_config=warm.fonts, stylesheets=sheets, pdf_variant=variant)
        if accessible:
            _identify_as_ua(document.metadata)
        document.metadata.attachments = [_attachment(file) for file in sorted(attached, key=lambda file: file.name)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the engine leaves its own color profile open
            data: bytes = document.write_pdf(pdf_variant=variant, pdf_tags=True, finisher=_list_attachments_once)
    return data


@lru_cache(maxsize=4)
def _warm(print_assets: PrintAssets, families: tuple[str, ...]) -> _Warm:
    with _only_bundled_fonts():
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        _state_text_of_shaped_lines()
        fetcher = _fetcher(print_assets.fonts)
        fonts = FontConfiguration()
        with _no_warnings(fetcher.refused):
            sheets = [
                weasyprint.CSS(string=text, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
                for text in (
                    f"{face_rules(families)}\n{with_families(print_assets.css, families)}",
                    print_assets.preview_css,
                )
            ]
    return _Warm(fonts, *sheets)


# The engine writes the fonts to a temporary folder, and can remove it only before Python shuts down.
atexit.register(_warm.cache_clear)


@cache
def _state_text_of_shaped_lines() -> None:
    """Have the engine state the text of lines in scripts where several glyphs form a letter.

    The engine maps each glyph to the text that it stood for first, so that a program that maps glyphs back would get
    other words than are printed. From left to right, the words are stated beside the glyphs. From right to left, where
    programs read the glyphs themselves, each glyph is mapped to its own part of the letter.
    """
    from weasyprint.draw import text

    draw = text.draw_first_line

    def draw_with_text(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        line: str = textbox.text
        if line.isascii():
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        if runs_right_to_left(line):
            _map_glyphs(stream, textbox)
        elif is_shaped(line) and block_ellipsis == "none":
            stated = (codecs.BOM_UTF16_BE + line.encode("utf-16-be")).hex()
            stream.stream.append(f"/Span <</ActualText <{stated}>>> BDC")
            emojis = draw(stream, textbox, text_overflow, block_ellipsis, matrix)
            stream.stream.append("EMC")
            return emojis
        return draw(stream, textbox, text_overflow, block_ellipsis, matrix)

    text.draw_first_line = draw_with_text


def _map_glyphs(stream: Any, textbox: Any) -> None:
    """Map the glyphs of a line from right to left to their characters, letter by letter."""
    line, _ = textbox.pango_layout.get_first_line()
    encoded = textbox.pango_layout.text.encode()
    run = line.runs[0]
    while run:
        item, run = run.data, run.next
        font, _ = stream.add_font(item.item.analysis.font)
        start, length = item.item.offset, item.item.length
        places = [item.glyphs.log_clusters[index] for index in range(item.glyphs.num_glyphs)]
        ends = dict(zip(sorted(set(places)), [*sorted(set(places))[1:], length], strict=True))
        for place, group in groupby(range(len(places)), key=places.__getitem__):
            glyphs = [item.glyphs.glyphs[index].glyph for index in group]
            letter = encoded[start + place : start + ends[place]].decode()
            for glyph, text in _shared(letter, glyphs, font):
                if glyph < _NO_GLYPH:
                    font.to_unicode.setdefault(glyph, text)


def _shared(letter: str, glyphs: Sequence[int], font: Any) -> Iterator[tuple[int, str]]:
    """The characters of a letter, shared among its glyphs: by the table of the font, and the rest to the first."""
    if len(glyphs) == 1:
        yield glyphs[0], _LIGATURES.get(letter, letter)
        return
    own = _characters(font.file_content)
    rest, unknown = letter, []
    for glyph in glyphs:
        if (character := own.get(glyph)) and character in rest:
            rest = rest.replace(character, "", 1)
            yield glyph, character
        else:
            unknown.append(glyph)
    yield from zip(unknown, [rest, *[""] * len(unknown)], strict=False)


@lru_cache(maxsize=32)
def _characters(font: bytes) -> Mapping[int, str]:
    """The character of each glyph of a font, by the font's own table."""
    from fontTools.ttLib import TTFont

    table = TTFont(io.BytesIO(font), lazy=True)
    return {table.getGlyphID(name): chr(number) for number, name in table.getBestCmap().items()}


@contextlib.contextmanager
def _only_bundled_fonts() -> Iterator[None]:
    """Point fontconfig at a configuration without folders while the fonts are loaded."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="casebound-fonts-") as folder, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")  # that is the point
        Path(folder, "fonts.conf").write_bytes(_NO_SYSTEM_FONTS)
        os.environ["FONTCONFIG_FILE"] = str(Path(folder, "fonts.conf"))
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


class _WarningRecorder(logging.Handler):
    """Collects the warnings of the engine."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextlib.contextmanager
def _no_warnings(refused: Sequence[str]) -> Iterator[None]:
    """Raise BrokenDocument for anything that the engine logs at level WARNING or above, and for refused addresses.

    The engine ignores exceptions while it draws an SVG, so the list of refused addresses is always checked.
    """
    recorder, logger = _WarningRecorder(), logging.getLogger("weasyprint")
    before, logger.propagate = logger.propagate, False
    logger.addHandler(recorder)
    try:
        yield
    except BaseException as error:
        if refused and not isinstance(error, KeyboardInterrupt):
            raise BrokenDocument(f"the address {refused[0]} was refused") from error
        raise
    finally:
        logger.removeHandler(recorder)
        logger.propagate = before
    if refused:
        raise BrokenDocument(f"the address {refused[0]} was refused")
    if recorder.messages:
        raise BrokenDocument(f"the PDF engine reported: {recorder.messages[0]}")


@cache
def _fetcher_class() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class FromMemory(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Serves the fonts of the print assets and given pictures; refuses any other address, and records it."""

        def __init__(self, fonts: Mapping[str, bytes], pictures: Mapping[str, bytes]) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
            self.fonts = fonts
            self.pictures = pictures
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 - the engine passes them
            if url in self.pictures:
                return URLFetcherResponse(url, self.pictures[url])
            name = url.removeprefix(f"{BASE}asset:").removeprefix("asset:")
            if name == url or name not in self.fonts:
                self.refused.append(url)
                raise ValueError("only the bundled fonts and the document's pictures are served")
            return URLFetcherResponse(url, self.fonts[name])

    return FromMemory


def _fetcher(fonts: Mapping[str, bytes], pictures: Mapping[str, bytes] | None = None) -> Any:
    return _fetcher_class()(fonts, pictures or {})


def _attachment(file: Attached) -> Any:
    import weasyprint

    at = dt.datetime(file.on.year, file.on.month, file.on.day, tzinfo=dt.UTC)
    attachment = weasyprint.Attachment(
        string=file.data,
        name=file.name,
        description=file.description,
        created=at,
        modified=at,
        relationship=file.relationship,
    )
    # The engine would guess the media type from the tables of the machine.
    attachment.source = contextlib.nullcontext((io.BytesIO(file.data), None, None, file.media_type))
    return attachment


def _identify_as_ua(metadata: Any) -> None:
    """Merge the PDF/UA identification into the document's own RDF; a second RDF tree would break PDF/A."""
    original = metadata.generate_rdf_metadata

    def with_ua(*args: object) -> bytes:
        rdf: bytes = original(*args)
        head, end, tail = rdf.rpartition(b"</rdf:RDF>")
        if not end:
            raise BrokenDocument("the PDF engine wrote metadata in an unknown format")
        return head + _UA_IDENTIFICATION + end + tail

    metadata.generate_rdf_metadata = with_ua


def _list_attachments_once(_document: object, pdf: Any) -> None:
    """Delete the second entry of each attachment in the /AF of the catalog; PDF/A-3 requires one."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
