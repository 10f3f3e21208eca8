"""The file types of evidence: the suffixes of their names, their media types, and the marks at the start of a file."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from casebound.load.inspect.content_kinds import ContentKind

_K = ContentKind
_OTHER_MEDIA_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class FileType:
    """A file type: the suffixes of its names, its kind of content and its media type.

    `mark` is a pattern at the start of a file of this type. A `wordy` mark is made of letters, so that a text may begin
    with it; it does not count in a file whose name promises a text or an e-mail.
    """

    suffixes: tuple[str, ...]
    kind: ContentKind
    media_type: str = _OTHER_MEDIA_TYPE
    mark: re.Pattern[bytes] | None = None
    wordy: bool = False

    def matches(self, data: bytes) -> bool:
        """Whether a file begins with the mark of this type."""
        return self.mark is not None and self.mark.match(data, 0, _HEAD) is not None


def _suffixes(listed: str) -> tuple[str, ...]:
    return tuple(f".{suffix}" for suffix in listed.split())


def _mark(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


def _words(pattern: bytes) -> re.Pattern[bytes]:
    """A mark in a text, behind a byte order mark, white space, an XML declaration and comments."""
    before = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*){0,3}"
    return re.compile(before + pattern, re.IGNORECASE)


_HEAD = 4096  # bytes in which a mark is sought
_OPEN, _OFFICE = "application/vnd.oasis.opendocument.", "application/vnd.openxmlformats-officedocument."
_FTYP = rb"\0.{3}ftyp"

FILE_TYPES = (
    FileType((".pdf",), _K.PDF, "application/pdf", _mark(rb"\s{0,8}%PDF-")),
    FileType((".png",), _K.PNG, "image/png", _mark(rb"\x89PNG\r\n\x1a\n")),
    FileType((".jpg", ".jpeg", ".jpe", ".jfif"), _K.JPEG, "image/jpeg", _mark(rb"\xff\xd8\xff")),
    FileType((".tif", ".tiff"), _K.TIFF, "image/tiff", _mark(rb"II[*+]\0|MM\0[*+]")),
    FileType((".webp",), _K.WEBP, "image/webp", _mark(rb"RIFF.{4}WEBP")),
    FileType((".gif",), _K.GIF, "image/gif", _mark(rb"GIF8[79]a")),
    FileType((".bmp", ".dib"), _K.BMP, "image/bmp", _mark(rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0")),
    FileType((".avif",), _K.AVIF, "image/avif", _mark(_FTYP + rb"(?:.{4}){0,8}?avi[fs]")),
    FileType(
        (".heic", ".heif", ".hif"),
        _K.HEIC,
        "image/heic",
        _mark(_FTYP + rb"(?:hei[cxms]|hev[cxms]|mif1|mif2|msf1|miaf)"),
    ),
    FileType((".jp2", ".jpx", ".j2k", ".jpf"), _K.JPEG_2000, "image/jp2", _mark(rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51")),
    FileType((".jxl",), _K.JPEG_XL, "image/jxl", _mark(rb"\xff\x0a|\0\0\0\x0cJXL ")),
    FileType((".jb2", ".jbig2"), _K.JBIG2, mark=_mark(rb"\x97JB2\r\n\x1a\n")),
    FileType((".djvu", ".djv"), _K.DJVU, "image/vnd.djvu", _mark(rb"AT&TFORM.{4}DJV")),
    FileType((".svg",), _K.SVG, mark=_words(rb"(?:<!DOCTYPE svg[^>]{0,300}>\s*)?<(?:svg:)?svg[\s>]"), wordy=True),
    FileType((".ico", ".cur"), _K.ICON, mark=_mark(rb"\0\0[\x01\x02]\0[^\0]\0.{4}[\0\x01]")),
    FileType((".emf", ".wmf"), _K.METAFILE, mark=_mark(rb"\x01\0\0\0.{36} EMF|\xd7\xcd\xc6\x9a|\x01\0\x09\0\0\x03")),
    FileType(
        _suffixes("psd psb xcf pcx tga pbm pgm ppm pnm dcm dng cr2 cr3 nef arw orf rw2 raf exr"),
        _K.OTHER_PICTURE,
        mark=_mark(
            rb"8BPS\0|gimp xcf (?:file|v0)|\x0a[\0-\x05]\x01[\x01\x02\x04\x08]|.{128}DICM|FUJIFILMCCD-RAW"
            rb"|\0.{3}ftypcrx|\x76\x2f\x31\x01"
        ),
    ),
    FileType((".dwg", ".dxf", ".vsd", ".vsdx"), _K.CAD, mark=_mark(rb"AC10\d\d\0|AutoCAD Binary DXF")),
    FileType((".eml",), _K.EMAIL, "message/rfc822"),
    FileType((".msg",), _K.OUTLOOK, "application/vnd.ms-outlook"),
    FileType((".tnef",), _K.TNEF, "application/vnd.ms-tnef", _mark(rb"\x78\x9f\x3e\x22")),
    FileType((".mbox", ".mbx"), _K.MAILBOX),
    FileType((".pst", ".ost"), _K.OUTLOOK_STORE, mark=_mark(rb"!BDN")),
    FileType(
        (".p7m", ".p7c"),
        _K.SMIME,
        "application/pkcs7-mime",
        _mark(rb"\x30[\x80-\x84].{0,4}?\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07[\x02\x03]|-----BEGIN PKCS7-----"),
    ),
    FileType((".p7s", ".sig"), _K.SIGNATURE, mark=_mark(rb"-----BEGIN PGP SIGNATURE-----"), wordy=True),
    FileType((".pgp", ".gpg"), _K.PGP, mark=_words(rb"-----BEGIN PGP MESSAGE-----"), wordy=True),
    FileType((".mht", ".mhtml", ".maff", ".webarchive"), _K.WEB_ARCHIVE),
    FileType((".txt",), _K.TEXT, "text/plain"),
    FileType((".json",), _K.TEXT, "application/json"),
    FileType((".yml", ".yaml"), _K.TEXT, "application/yaml"),
    FileType(
        _suffixes("text log csv tsv md xml vcf ics rst ini asc srt vtt"),
        _K.TEXT,
    ),
    FileType(
        (".html", ".htm", ".xhtml", ".xht", ".shtml"),
        _K.HTML,
        mark=_words(rb"<(?:!DOCTYPE html|html|head|body)[\s>]"),
        wordy=True,
    ),
    FileType((".rtf",), _K.RTF, "application/rtf", _words(rb"\{\\rt"), wordy=True),
    FileType((".ps", ".eps", ".ai"), _K.POSTSCRIPT, mark=_mark(rb"\x04?%!PS|\xc5\xd0\xd3\xc6"), wordy=True),
    FileType((".xps", ".oxps"), _K.XPS),
    FileType((".epub", ".mobi", ".azw3"), _K.EPUB),
    FileType((".fdf", ".xfdf"), _K.FORM_DATA, mark=_words(rb"(?:%FDF-|<xfdf[\s>])"), wordy=True),
    FileType((".docx", ".dotx"), _K.WORD, _OFFICE + "wordprocessingml.document"),
    FileType((".xlsx", ".xltx"), _K.EXCEL, _OFFICE + "spreadsheetml.sheet"),
    FileType((".pptx", ".ppsx", ".potx"), _K.POWERPOINT, _OFFICE + "presentationml.presentation"),
    FileType((".docm", ".dotm"), _K.WORD_MACROS),
    FileType((".xlsm", ".xltm", ".xlam"), _K.EXCEL_MACROS),
    FileType((".xlsb",), _K.EXCEL_BINARY),
    FileType((".doc", ".dot"), _K.OLD_WORD, "application/msword"),
    FileType((".xls", ".xlt"), _K.OLD_EXCEL, "application/vnd.ms-excel", _mark(rb"\x09[\0\x02\x04\x08][\x04-\x10]\0")),
    FileType((".ppt", ".pps"), _K.OLD_POWERPOINT, "application/vnd.ms-powerpoint"),
    FileType((), _K.LOCKED_OFFICE),
    FileType((".odt", ".ott", ".fodt"), _K.OPEN_TEXT, _OPEN + "text"),
    FileType((".ods", ".ots", ".fods"), _K.OPEN_SHEET, _OPEN + "spreadsheet"),
    FileType((".odp", ".otp"), _K.OPEN_SLIDES, _OPEN + "presentation"),
    FileType((".odg",), _K.OPEN_DRAWING, _OPEN + "graphics"),
    FileType((".pages", ".numbers", ".key"), _K.IWORK),
    FileType(
        _suffixes("one pub wpd wps mpp mdi hwp hwpx 123 lwp xlw gdoc gsheet"),
        _K.OTHER_OFFICE,
        mark=_mark(rb"\xffWPC|\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d|\x31\xbe\0\0|\xdb\xa5-\0"),
    ),
    FileType(
        _suffixes("zip 7z rar gz tgz tar bz2 xz zst lz4 cab lzh z svgz"),
        _K.ARCHIVE,
        mark=_mark(
            rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x1f\x8b|\x1f\x9d|BZh[1-9]1AY&SY|\xfd7zXZ\0|\x28\xb5\x2f\xfd|MSCF\0\0\0\0"
            rb"|\x04\x22\x4d\x18|..-lh[0-7d]-|.{257}ustar[\0 ]"
        ),
    ),
    FileType(
        _suffixes("exe com scr dll msi cpl sys pif jar class apk app wasm chm msp appx msix deb rpm xpi crx ocx"),
        _K.PROGRAM,
        mark=_mark(
            rb"MZ(?=.{0,62}\0)|\x7fELF|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba[\xbe\xbf]|\0asm"
            rb"|dex\n\d{3}\0|ITSF\x03\0|!<arch>\n|\xed\xab\xee\xdb"
        ),
    ),
    FileType(
        _suffixes(
            "bat cmd js jse mjs vbs vbe wsf wsh wsc sct hta ps1 psm1 psd1 ps1xml reg inf sh command py pyw pl rb php"
            " scpt iqy application jnlp ade adp mde slk diagcab settingcontent-ms msc ahk"
        ),
        _K.SCRIPT,
        mark=_mark(rb"#!\s*/|<\?php|@echo off"),
        wordy=True,
    ),
    FileType(
        (".lnk", ".url", ".desktop", ".webloc", ".scf", ".library-ms", ".search-ms"),
        _K.SHORTCUT,
        mark=_mark(rb"L\0\0\0\x01\x14\x02\0"),
    ),
    FileType(
        _suffixes("mp3 wav m4a ogg oga opus flac aac wma amr aiff aif mid caf"),
        _K.AUDIO,
        mark=_mark(
            rb"ID3[\x02-\x04]|RIFF.{4}WAVE|OggS\0|fLaC\0|\xff[\xf1\xf9\xfb\xf3\xfa\xf2]|#!AMR\n|FORM.{4}AIF|MThd\0|caff\0"
            rb"|" + _FTYP + rb"M4[AB] "
        ),
    ),
    FileType(
        _suffixes("mp4 mov m4v avi mkv webm wmv mpg mpeg 3gp flv mts vob swf"),
        _K.VIDEO,
        mark=_mark(
            _FTYP + rb"|\0.{3}moov|RIFF.{4}AVI |\x1aE\xdf\xa3|\x30\x26\xb2\x75\x8e\x66\xcf\x11|\0\0\x01[\xba\xb3]"
            rb"|FLV\x01|[FCZ]WS[\x01-\x1f]"
        ),
    ),
    FileType(
        (".sqlite", ".db", ".mdb", ".accdb", ".dbf", ".parquet"),
        _K.DATABASE,
        mark=_mark(rb"SQLite format 3\0|\0\x01\0\0Standard (?:Jet|ACE) DB|PAR1\x15"),
    ),
    FileType(
        _suffixes("pem crt cer der pfx p12 p7b ppk jks keystore csr"),
        _K.KEY,
        mark=_mark(rb"-----BEGIN (?:CERTIFICATE|[A-Z ]*PRIVATE KEY|[A-Z ]*PUBLIC KEY)"),
        wordy=True,
    ),
    FileType(
        (".ttf", ".otf", ".woff", ".woff2", ".ttc"),
        _K.FONT,
        mark=_mark(rb"\0\x01\0\0\0.\0|OTTO\0|wOF[F2][\0Ot]|ttcf\0"),
    ),
    FileType((".iso", ".dmg", ".img", ".vhd", ".vhdx", ".vmdk"), _K.DISK_IMAGE, mark=_mark(rb"conectix|vhdxfile|KDMV")),
)
"""All file types, in the order in which their marks are compared."""

_BY_SUFFIX: Mapping[str, FileType] = {suffix: entry for entry in FILE_TYPES for suffix in entry.suffixes}


def named_kind(name: str) -> ContentKind | None:
    """The kind that the suffix of a name promises; None if the suffix promises none."""
    named = _BY_SUFFIX.get(suffix_of(name))
    return None if named is None else named.kind


def media_type(name: str) -> str:
    """The media type of a file, by its name."""
    named = _BY_SUFFIX.get(suffix_of(name))
    return _OTHER_MEDIA_TYPE if named is None else named.media_type


def suffix_of(name: str) -> str:
    """The suffix of a file's name in lowercase, with its dot; empty if there is none."""
    return os.path.splitext(name)[1].lower()


def usual_suffix(kind: ContentKind) -> str:
    """The usual suffix of the names of a kind of files; empty if there is none."""
    return next((entry.suffixes[0] for entry in FILE_TYPES if entry.kind is kind and entry.suffixes), "")
