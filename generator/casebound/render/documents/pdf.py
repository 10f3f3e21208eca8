"""HTML to PDF/A-3A and PDF/UA-1 in one file, from memory alone. The only module that knows WeasyPrint.

Nothing is read from the network or the disk while a document is made: fonts and images come from the
press under `https://bundle.invalid/`, every other address stops the work, and so does any complaint of
the engine. The dates inside come from the caller. Same input, same bytes.
"""

import atexit
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
from pathlib import Path
from typing import Any

from casebound.model.errors import BrokenDocument
from casebound.render.documents.print_assets import Attached, Press

BASE = "https://bundle.invalid/"

# Without folders in its configuration, fontconfig knows no font but those declared in the stylesheet.
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
    """What is made once for each process, and once more where a document needs the wide faces, and serves every one."""

    fonts: Any
    plain: Any
    preview: Any


def warm_up(press: Press) -> None:
    """Import the engine and load stylesheets and fonts, so that forked workers find them ready."""
    _warm(press, False)


def write(
    html: str,
    press: Press,
    attached: Sequence[Attached] = (),
    *,
    preview: bool = False,
    wide: bool = False,
    tagged: bool = True,
) -> bytes:
    """Render one document. Raises BrokenDocument for a refused address or any complaint of the engine.

    A document that is not `tagged` is PDF/A-3B.
    """
    variant = "pdf/a-3a" if tagged else "pdf/a-3b"
    warm = _warm(press, wide)
    fetcher = _fetcher(press.assets)
    with _complaints(fetcher.refused):
        import weasyprint

        page = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetcher)
        sheets = [warm.plain, warm.preview] if preview else [warm.plain]
        document = page.render(font_config=warm.fonts, stylesheets=sheets, pdf_variant=variant)
        if tagged:
            _identify_as_ua(document.metadata)
        document.metadata.attachments = [_attachment(one) for one in sorted(attached, key=lambda one: one.name)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the engine leaves its own color profile open
            data: bytes = document.write_pdf(pdf_variant=variant, finisher=_list_attachments_once)
    return data


@lru_cache(maxsize=2)
def _warm(press: Press, wide: bool) -> _Warm:  # noqa: FBT001 - the cache tells the two apart
    with _only_bundled_fonts():
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        fetcher = _fetcher(press.assets)
        fonts = FontConfiguration()
        with _complaints(fetcher.refused):
            sheets = [
                weasyprint.CSS(string=text, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
                for text in (press.wide_css if wide else press.css, press.preview_css)
            ]
    return _Warm(fonts, *sheets)


# The engine keeps the fonts in a temporary folder, which it can only remove while Python still stands.
atexit.register(_warm.cache_clear)


@contextlib.contextmanager
def _only_bundled_fonts() -> Iterator[None]:
    """Point fontconfig at a configuration without folders while fonts are gathered."""
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


class _Listening(logging.Handler):
    """Keeps what the engine complains about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextlib.contextmanager
def _complaints(refused: Sequence[str]) -> Iterator[None]:
    """Raise BrokenDocument for whatever the engine logs at level WARNING or above, and for refused addresses.

    Drawing an SVG swallows exceptions, so the list of refusals is looked at even where nothing was raised.
    """
    listening, logger = _Listening(), logging.getLogger("weasyprint")
    before, logger.propagate = logger.propagate, False
    logger.addHandler(listening)
    try:
        yield
    except BaseException as error:
        if refused and not isinstance(error, KeyboardInterrupt):
            raise BrokenDocument(f"the address {refused[0]} was refused") from error
        raise
    finally:
        logger.removeHandler(listening)
        logger.propagate = before
    if refused:
        raise BrokenDocument(f"the address {refused[0]} was refused")
    if listening.heard:
        raise BrokenDocument(f"the PDF engine complained: {listening.heard[0]}")


@cache
def _fetcher_class() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class FromMemory(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Serves the press's assets and refuses, and remembers, every other address."""

        def __init__(self, assets: Mapping[str, bytes]) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
            self.assets = assets
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 - the engine passes them
            name = url.removeprefix(f"{BASE}asset:").removeprefix("asset:")
            if name == url or name not in self.assets:
                self.refused.append(url)
                raise ValueError("only what the press holds is served")
            return URLFetcherResponse(url, self.assets[name])

    return FromMemory


def _fetcher(assets: Mapping[str, bytes]) -> Any:
    return _fetcher_class()(assets)


def _attachment(one: Attached) -> Any:
    import weasyprint

    at = dt.datetime(one.on.year, one.on.month, one.on.day, tzinfo=dt.UTC)
    made = weasyprint.Attachment(
        string=one.data,
        name=one.name,
        description=one.description,
        created=at,
        modified=at,
        relationship=one.relationship,
    )
    # The engine would guess the media type from the machine's own tables.
    made.source = contextlib.nullcontext((io.BytesIO(one.data), None, None, one.media_type))
    return made


def _identify_as_ua(about: Any) -> None:
    """Merge the PDF/UA identification into the document's own RDF; a second RDF tree would break PDF/A."""
    original = about.generate_rdf_metadata

    def with_ua(*args: object) -> bytes:
        rdf: bytes = original(*args)
        head, end, tail = rdf.rpartition(b"</rdf:RDF>")
        if not end:
            raise BrokenDocument("the PDF engine wrote metadata of an unknown shape")
        return head + _UA_IDENTIFICATION + end + tail

    about.generate_rdf_metadata = with_ua


def _list_attachments_once(_document: object, pdf: Any) -> None:
    """The engine lists each attachment twice in the catalog's /AF; once is what PDF/A-3 asks for."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
