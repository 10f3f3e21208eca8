"""The bytes of a PDF file as they are, without its structure: bytes around the PDF, between and after its versions."""

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from casebound.load.inspect.pdf.pdf_values import entry, is_dictionary, numbers

_HEADER = b"%PDF-"
_BLANK = b"\0\t\n\f\r \x1a\xef\xbb\xbf"
_END = re.compile(rb"%%EOF")
_SECOND = re.compile(rb"(?:%%EOF|startxref\s+\d+)[\0\s]*%PDF-\d")
_NEXT = re.compile(rb"\s*(?:\d+\s+\d+\s+obj|xref|trailer|startxref|endstream|endobj|%|$)")
_ZIP_END = b"PK\x05\x06"
_ZIP_REACH = 66_000  # the end record of an archive, with its comment
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
_MOST_SEARCHED = 64 << 20
_MOST_STREAMS = 20_000
_LATER_CONTENT = re.compile(rb"/Type\s*/(?:Page|Annot|XObject|Font|ObjStm)\b|/Subtype\s*/Widget\b|stream\r?\n")


def around_the_pdf(data: bytes) -> Iterator[str]:
    """Content before the header, between the versions, and after the end of a PDF, in words."""
    if data[: max(data.find(_HEADER), 0)].strip(_BLANK):
        yield "bytes before the beginning of the PDF"
    ends = [match.end() for match in _END.finditer(data)]
    if ends and (data[ends[-1] :].strip(_BLANK) or _ends_as_archive(data)):
        yield "bytes after the end of the PDF"
    if any(not _NEXT.match(data, end) for end in ends[:-1]):
        yield "bytes between the versions of the PDF"
    if _SECOND.search(data):
        yield "a second PDF in front of or behind it"


def _ends_as_archive(data: bytes) -> bool:
    """Whether a file is a ZIP archive to programs that read from the end."""
    at = data.rfind(_ZIP_END, max(0, len(data) - _ZIP_REACH))
    if at < 0 or at + 22 > len(data):
        return False
    size = int.from_bytes(data[at + 12 : at + 16], "little")
    return size <= at and data[at - size : at - size + 4] in (b"PK\x01\x02", _ZIP_END)


def changed_after_signing(signed: Iterable[Any], data: bytes) -> Iterator[str]:
    """Content that was added after the last of the signatures, in words. Proofs of validity are added without harm."""
    covered = max((_covered(signature) for signature in signed), default=len(data))
    later = data[covered:].strip(_BLANK)
    if later and not (b"/DSS" in later and not _LATER_CONTENT.search(_without_proofs(later))):
        yield "changes after it was signed"


def signatures(document: Any) -> Iterator[Any]:
    """The signatures of a PDF that pikepdf opened, without that of Adobe, which only permits to save a filled form."""
    permissions = [entry(document.Root, "/Perms", key) for key in ("/UR", "/UR3")]
    of_adobe = {item.objgen for item in permissions if is_dictionary(item)}
    for item in document.objects:
        if is_dictionary(item) and "/ByteRange" in item and "/Contents" in item and item.objgen not in of_adobe:
            yield item


def _covered(signature: Any) -> int:
    """The end of the bytes that a signature covers."""
    return int(sum(numbers(signature.ByteRange)[-2:]))


def _without_proofs(later: bytes) -> bytes:
    """The objects of an update without the streams of certificates and revocation lists, which have no type."""
    return re.sub(rb"<<[^<>]{0,200}>>\s*stream\r?\n.*?endstream", b"", later, flags=re.DOTALL)


def searched_bytes(data: bytes) -> bytes:
    """The bytes of a damaged PDF and its decompressed streams, with the escapes in names replaced."""
    parts, left = [data], _MOST_SEARCHED
    for number, match in enumerate(_STREAM.finditer(data)):
        if number >= _MOST_STREAMS or left <= 0:
            break
        end = data.find(b"endstream", match.end())
        if end < 0:
            break
        try:
            part = zlib.decompressobj().decompress(data[match.end() : end], min(left, 1 << 22))
        except zlib.error:
            continue
        parts.append(part)
        left -= len(part)
    return _ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), b"\n".join(parts))


_PROTECTIONS = {
    b"Adobe.PubSec": "a certificate, and only the holder of the certificate can open it",
    b"Adobe.APS": "Adobe LiveCycle Rights Management",
    b"FOPN": "FileOpen rights management",
    b"EBX_HANDLER": "Adobe Digital Editions",
    b"MicrosoftIRM": "Microsoft rights management",
}


def protection_in(data: bytes) -> str:
    """The protection of a file whose encryption PDFium does not know, in words."""
    unescaped = _ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), data[: _MOST_SEARCHED // 4])
    for filter_name, words in _PROTECTIONS.items():
        if re.search(rb"/Filter\s*/" + re.escape(filter_name), unescaped):
            return words
    return "an encryption that PDF viewers do not know in general"
