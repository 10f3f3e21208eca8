"""Reading messages of Outlook: properties, recipients, versions of the text, attachments and messages inside."""

import hashlib
import time

import pytest
from tests.support.mails import RED_DOT
from tests.support.outlook_messages import Folder, compound_file, compressed, message

from casebound.load.inspect import outlook_files
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.inspect.mail import rich_text
from casebound.load.inspect.mail.content import Email, text_of
from casebound.load.inspect.outlook import compressed_rtf
from casebound.runtime.sandbox import UnreadableFile

_CLASS, _SUBJECT, _BODY, _HTML, _RTF = 0x001A, 0x0037, 0x1000, 0x1013, 0x1009
_HEAD = {_CLASS: "IPM.Note", _SUBJECT: "Prüfung", 0x0C1A: "Agency", 0x5D01: "a@example.org"}
_WRAPPED = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset128 MS Gothic;}}"
    rb"{\*\htmltag19 <html>}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Granted \'80 5{\*\htmltag84 <b>}"
    rb"\htmlrtf {\b\htmlrtf0 "
    rb"\u8364?{\f1 \'93\'fa}{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 {\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0\par}"
    rb"{\*\mhtmltag64 <x>}}"
)


def read(folder: Folder) -> Email:
    return outlook_files.read_outlook(compound_file(folder))


def _file(texts: dict[int, str], data: bytes, method: int = 1) -> Folder:
    return message(texts, data={0x3701: data}, numbers={0x3705: method}, header=8)


def test_the_header_the_recipients_and_the_text_are_shown() -> None:
    people = {
        f"__recip_version1.0_#0000000{number}": message({0x3001: name, 0x39FE: mail}, numbers={0x0C15: kind}, header=8)
        for number, (name, mail, kind) in enumerate(
            [("Ann", "ann@example.com", 1), ("Bo", "bo@example.com", 2), ("Cy", "cy@example.com", 3)]
        )
    }
    sent = 133_800_000_000_000_000
    found = read(message({**_HEAD, _BODY: "Wörter"}, numbers={0x0039: sent}, folders=people))
    assert found.messages[0].headers == (
        ("From", "Agency <a@example.org>"),
        ("To", "Ann <ann@example.com>"),
        ("Cc", "Bo <bo@example.com>"),
        ("Bcc", "Cy <cy@example.com>"),
        ("Date", "2024-12-30 02:40:00 UTC"),
        ("Subject", "Prüfung"),
    )
    assert [part.text for part in found.messages[0].parts] == ["Wörter"]


def test_text_in_a_code_page_is_read_in_it() -> None:
    found = read(message({_SUBJECT: "Справка", _BODY: "x"}, numbers={0x3FFD: 1251}, code_page="cp1251"))
    assert ("Subject", "Справка") in found.messages[0].headers


def test_html_is_printed_with_the_pictures_inside_and_their_hashes() -> None:
    attached = {"__attach_version1.0_#00000000": _file({0x3707: "dot.png", 0x3712: "dot@x"}, RED_DOT)}
    found = read(message(_HEAD, data={_HTML: b"<p>Words <img src='cid:dot@x'> <img src='dot.png'>"}, folders=attached))
    (part,) = found.messages[0].parts
    assert part.html is not None
    assert part.html.pictures == (0,)
    assert [file.sha256 for file in found.messages[0].attachments] == [hashlib.sha256(RED_DOT).hexdigest()]


def test_html_wrapped_in_rtf_is_unwrapped() -> None:
    found = rich_text.read_rich_text(compressed_rtf.decompressed(compressed(_WRAPPED)))
    assert found.is_html
    assert found.text == "<html><p>Granted € 5<b>€日</b>&nbsp;\n"
    email = read(message({**_HEAD, _BODY: "Granted € 5€日"}, data={_RTF: compressed(_WRAPPED)}))
    assert [part.html is not None for part in email.messages[0].parts] == [True]


def test_rich_text_gives_its_words() -> None:
    source = (
        rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}}{\info{\author Nobody}}"
        rb"\f0 \'d1\'ef\par\tab a\~b \{x\}"
        rb'{\field{\*\fldinst HYPERLINK "https://example.org"}{\fldrslt here}}{\*\unknown lost}{\pict 0102}'
        rb"\u-10179?\u-8704?{\uc2 \u8364 ab}end}"
    )
    found = rich_text.read_rich_text(source)
    assert found.text == "Сп\n\ta\u00a0b {x}<https://example.org> here\U0001f600€end"
    assert found.has_pictures


def test_a_message_inside_is_shown_below_and_has_no_hash() -> None:
    inner = message({_CLASS: "IPM.Note", _SUBJECT: "Inner", _BODY: "Innermost"}, header=24)
    file = message({0x3001: "Inner"}, folders={"__substg1.0_3701000D": inner}, header=8)
    attached = {"__attach_version1.0_#00000000": file}
    found = read(message({**_HEAD, _BODY: "Outer"}, folders=attached))
    assert [item.number for item in found.messages] == ["", "1"]
    assert "Innermost" in text_of(found)
    assert found.messages[0].attachments[0].sha256 == ""


def test_files_are_listed_with_the_hash_of_their_bytes() -> None:
    large = bytes(range(256)) * 40
    attached = {"__attach_version1.0_#00000000": _file({0x3707: "Größe.bin"}, large)}
    found = read(message({**_HEAD, _BODY: "Words"}, folders=attached))
    assert found.messages[0].attachments[0].name == "Größe.bin"
    assert found.messages[0].attachments[0].sha256 == hashlib.sha256(large).hexdigest()
    assert found.left_out == ("the attached file “Größe.bin”",)


def test_a_file_that_is_stored_elsewhere_is_named() -> None:
    attached = {"__attach_version1.0_#00000000": _file({0x3707: "a.docx", 0x370D: "https://drive.example/a"}, b"")}
    found = read(message({**_HEAD, _BODY: "Words"}, folders=attached))
    assert found.left_out == ("content that is stored elsewhere and is not loaded: https://drive.example/a",)


def test_an_encrypted_message_cannot_serve() -> None:
    sealed = bytes.fromhex("300b06092a864886f70d010703")
    attached = {"__attach_version1.0_#00000000": _file({0x3707: "smime.p7m", 0x370E: "application/pkcs7-mime"}, sealed)}
    data = compound_file(message({**_HEAD, _CLASS: "IPM.Note.SMIME"}, folders=attached))
    found = inspect_files([InspectionRequest("a.msg", data)])[0]
    assert found.unusable == "it is encrypted, and nobody can read it without the key of its recipient"
    assert found.advice is not None


def test_a_signed_message_shows_what_is_signed() -> None:
    signed = (
        b"Content-Type: multipart/signed; boundary=s\n\n--s\nContent-Type: text/plain\n\nSigned words\n--s\n"
        b"Content-Type: application/pkcs7-signature\n\nx\n--s--"
    )
    attached = {"__attach_version1.0_#00000000": _file({0x3707: "smime.p7m", 0x370E: "multipart/signed"}, signed)}
    found = read(message({**_HEAD, _CLASS: "IPM.Note.SMIME.MultipartSigned"}, folders=attached))
    assert "Signed words" in text_of(found)
    assert found.signed


def test_an_item_that_is_no_mail_says_that_fields_are_missing() -> None:
    found = read(message({_CLASS: "IPM.Contact", _SUBJECT: "Ann", _BODY: "Words"}))
    assert found.left_out == ("fields of the Outlook item of the type ipm.contact",)


def test_a_damaged_file_is_refused_and_no_failure_of_casebound() -> None:
    good = compound_file(message({**_HEAD, _BODY: "Words"}))
    changed = [good[: len(good) * part // 9] for part in range(1, 9)]
    changed += [good[:at] + b"\xff\xff" + good[at + 2 :] for at in range(0, len(good), 97)]
    for data in changed:
        try:
            outlook_files.read_outlook(data)
        except UnreadableFile:
            continue
        except RecursionError:
            continue


@pytest.mark.parametrize(
    "source",
    [
        b"{\\rtf1" + b"{" * 100_000,
        b"{\\rtf1" + b"\\u8364?" * 70_000,
        b"{\\rtf1" + b"\\'80" * 100_000,
        b"{\\rtf1" + b"\\uc10\\u1 " * 40_000,
        b"{\\rtf1" + b"\\f1" * 100_000,
    ],
    ids=range(5),
)
def test_hostile_rich_text_takes_bounded_time(source: bytes) -> None:
    start = time.process_time()
    rich_text.read_rich_text(source)
    assert time.process_time() - start < 5
