"""Reading e-mails: every part in order, charsets, attached e-mails, encryption, and what is broken."""

import base64
import contextlib
import hashlib
import time

import pytest
from tests.support.mails import HEAD, RED_DOT, mail, multipart, part, picture

from casebound.load.inspect import emails
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.inspect.mail import charsets, headers
from casebound.load.inspect.mail.content import Email, text_of
from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import UnreadableFile


def read(content: bytes) -> Email:
    return emails.read_email(mail(content))


def shown(content: bytes) -> str:
    """The words below the header."""
    return "\n".join(part.words.strip() for message in read(content).messages for part in message.parts)


def notes(content: bytes) -> str:
    return " ".join(note for message in read(content).messages for note in message.notes)


def look(data: bytes) -> Inspection:
    return inspect_files([InspectionRequest("a.eml", data)])[0]


def test_text_behind_a_picture_is_shown_in_its_place() -> None:
    content = multipart(
        "mixed",
        part("text/plain", "First"),
        picture("dot.png", "Content-Disposition: inline; filename=dot.png"),
        part("text/plain", "REFUSED"),
    )
    (message,) = read(content).messages
    assert [(one.text, one.picture) for one in message.parts] == [("First", None), (None, 0), ("REFUSED", None)]
    assert [(file.name, file.sha256) for file in message.attachments] == [
        ("dot.png", hashlib.sha256(RED_DOT).hexdigest())
    ]


def test_a_blank_plain_text_version_gives_way_to_the_html() -> None:
    for blank in ("", " \n\n", "\u00a0\u200b"):
        plain = part("text/plain; charset=utf-8", blank)
        content = multipart("alternative", plain, part("text/html", "<p>All the words"))
        assert shown(content).strip() == "All the words", repr(blank)
        assert "plain-text version is blank" in notes(content)


def test_blank_html_gives_way_to_the_plain_text() -> None:
    content = multipart("alternative", part("text/plain", "Words"), part("text/html", "<p>&nbsp;</p>"))
    assert shown(content) == "Words"
    assert "HTML version is blank" in notes(content)


def test_two_versions_with_the_same_words_are_shown_once() -> None:
    plain = part("text/plain", "Dear all, see https://example.org/a now. [cid:x]")
    html = part("text/html", "<p>Dear all, see <a href='https://example.org/a'>https://example.org/a</a> <b>now</b>.")
    content = multipart("alternative", plain, html)
    assert shown(content).count("Dear") == 1
    assert read(content).left_out == ("the plain-text version of the message, whose words are all in the HTML version",)


@pytest.mark.parametrize(
    ("plain", "html", "named"),
    [
        ("The fee is 100.", "<p>The fee is 200.", "“100”"),
        ("You are not exempt, not at all.", "<p>You are not exempt at all.", "“not”"),
        ("See https://bad.example/x", "<p>See <a href='https://good.example'>this", "bad.example"),
    ],
)
def test_two_versions_with_other_words_are_both_shown(plain: str, html: str, named: str) -> None:
    content = multipart("alternative", part("text/plain", plain), part("text/html", html))
    assert plain in shown(content)
    assert named in notes(content)


def test_an_attached_mail_is_shown_and_its_hash_is_of_the_bytes_in_the_file() -> None:
    inner = b"From: a@example.org\r\nSubject: A subject\r\n that is folded\r\n\r\nGranted.\r\n"
    content = multipart(
        "mixed", part("text/plain", "See"), part("message/rfc822", inner, "Content-Disposition: attachment")
    )
    outer, attached = read(content).messages
    assert outer.attachments[0].sha256 == hashlib.sha256(inner).hexdigest()
    assert outer.attachments[0].name == "A subject that is folded"
    assert attached.number == "1"
    assert attached.headers == (("From", "a@example.org"), ("Subject", "A subject that is folded"))
    assert attached.parts[0].text == "Granted.\r\n"


def test_mails_within_mails_are_shown_to_the_last() -> None:
    inner = b"From: c@example.org\n\nInnermost"
    middle = b"From: b@example.org\n" + multipart("mixed", part("message/rfc822", inner), boundary="m")
    found = read(multipart("mixed", part("message/rfc822", middle), part("message/rfc822", inner)))
    assert [message.number for message in found.messages] == ["", "1", "1.1", "2"]
    assert text_of(found).count("Innermost") == 2


@pytest.mark.parametrize(
    ("declared", "data", "text", "doubt"),
    [
        (None, "Grüße €".encode(), "Grüße €", "guess"),
        (None, "Grüße €".encode("cp1252"), "Grüße €", "guess"),
        ("us-ascii", "Grüße".encode(), "Grüße", "guess"),
        ("iso-8859-1", "– € “x”".encode("cp1252"), "– € “x”", ""),
        ("utf-8", b"a \x96 b " + "ü".encode(), "a – b ü", "guess"),
        ("x-nobody-knows", "ü".encode(), "ü", "unknown"),
        ("iso-2022-jp", "適用証明書".encode("iso2022_jp"), "適用証明書", ""),
        ("iso-2022-jp", b"\x1b$B-!\x1b(B one", "① one", ""),
        ("Shift_JIS", "①適用".encode("cp932"), "①適用", ""),
        ("ks_c_5601-1987", "적용 증명서".encode("cp949"), "적용 증명서", ""),
        ("euc-kr", "증명서 뷁".encode("cp949"), "증명서 뷁", ""),
        ("gb2312", "证明書€".encode("gb18030"), "证明書€", ""),
        ("big5", "證明".encode("big5"), "證明", ""),
        ("koi8-r", "Справка".encode("koi8_r"), "Справка", ""),
        ("windows-1251", "Справка".encode("cp1251"), "Справка", ""),
        ("utf-7", b"Gr+APwA3w-e", "Grüße", ""),
        ("utf-16", "Grüße".encode("utf-16"), "Grüße", ""),
        ('"UTF8"', "ü".encode(), "ü", ""),
        ("iso-8859-8-i", "שלום".encode("iso8859_8"), "שלום", ""),
        ("rot13", b"words", "words", "unknown"),
        ("zlib", b"\xfcwords", "üwords", "unknown"),
    ],
)
def test_a_text_is_read_in_its_charset_and_a_guess_is_told(
    declared: str | None, data: bytes, text: str, doubt: str
) -> None:
    found = charsets.decode(data, declared)
    assert found.text == text
    assert doubt in found.doubt if doubt else found.doubt == ""


def test_no_charset_raises_whatever_the_bytes_are() -> None:
    from encodings import aliases

    for name in sorted({*aliases.aliases, *aliases.aliases.values(), "unicode_escape", "idna", "undefined", "x", "\0"}):
        for data in (b"", b"\xff\xfe\x80abc", b"+2AA-", b"\x1b$B\x80", bytes(range(256))):
            charsets.decode(data, name).text.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?UTF-8?B?R3LDvMOf?= =?utf-8?b?ZQ==?=", "Grüße"),
        (b"=?utf-8?q?=C3?= =?utf-8?q?=BC_x?=", "ü x"),
        (b"=?utf-8*de?q?a?= b", "a b"),
        (b'"=?iso-8859-1?q?=96?=" <a@example.org>', '"–" <a@example.org>'),
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("cp1252"), "Grüße"),
        (b"=?iso-2022-jp?B?GyRCRSxNURsoQg==?=", "適用"),
        (b"=?utf-8?q?broken", "=?utf-8?q?broken"),
        (b"=?x-none?q?abc?=", "abc"),
        (b"a\x00b\r\nc", "a b c"),
    ],
)
def test_a_header_field_is_decoded(raw: bytes, text: str) -> None:
    assert headers.value(raw) == text


def test_a_header_field_and_a_name_are_cut_where_they_are_too_long() -> None:
    assert len(headers.value(b"a" * 1_000_000)) < 11_000
    assert "1,000,000 bytes" in headers.value(b"a" * 1_000_000)
    assert headers.file_name("n" * 4000 + ".pdf").endswith("n.pdf")
    assert len(headers.file_name("n" * 4000 + ".pdf")) == 255


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"attachment; filename*=utf-8''Bescheid%20%E2%82%AC.pdf", "Bescheid €.pdf"),
        (b"attachment; filename*0*=utf-8''Be%C3; filename*1*=%BCl; filename*2=.pdf", "Beül.pdf"),
        (b"attachment; filename*1=b.pdf; filename*0=a", "ab.pdf"),
        (b'attachment; filename="=?utf-8?q?=C3=BC.pdf?="', "ü.pdf"),
        (b'attachment; filename="a\\"b;c.pdf"', 'a"b;c.pdf'),
        (b'attachment (not; filename=x); filename="(1).pdf"', "(1).pdf"),
        ("attachment; filename=ü.pdf".encode(), "ü.pdf"),
        (b'attachment; filename="open', "open"),
    ],
)
def test_the_name_of_a_file_is_decoded(raw: bytes, name: str) -> None:
    content = multipart("mixed", b"Content-Type: application/pdf\nContent-Disposition: " + raw + b"\n\nx")
    assert [file.name for file in read(content).messages[0].attachments] == [name]


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf", b"\n\n", b"\r\n", b"From a@example.org Tue Jul  7 10:00:00 2026\n"]
)
def test_what_precedes_the_header_is_skipped(before: bytes) -> None:
    found = emails.read_email(before + mail(part("text/plain", "Words")))
    assert found.messages[0].headers[0] == ("From", "Office <office@example.org>")
    assert found.messages[0].parts[0].text == "Words"


def test_a_mail_saved_as_utf_16_is_read() -> None:
    data = mail(part("text/plain", "Grüße")).decode().encode("utf-16")
    assert "Grüße" in text_of(emails.read_email(data))


@pytest.mark.parametrize(
    ("content", "words", "note"),
    [
        (b"Content-Type: multipart/mixed; boundary=q\n\n--q\n\nwords", "words", "may be cut off"),
        (b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nNot base64!", "Not base64!", "is not base64"),
        (
            b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
            + base64.encodebytes(b"Words")
            + b"_____\nlist footer!",
            "list footer!",
            "Other text follows",
        ),
        (b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\na=ZZ b", "a=ZZ b", "broken"),
        (b"Content-Type: text/plain\nContent-Transfer-Encoding: x-odd\n\nas it is", "as it is", "unknown"),
        (b"Content-Type: nonsense\n\nwords", "words", "invalid"),
        (b"Content-Type: text/plain\nContent-Type: text/html\n\n<b>", "<b>", "twice"),
        (multipart("mixed", part("text/plain", ""), part("application/pdf; name=a.pdf", "x")), "", "no text"),
        (
            b"Content-Type: multipart/mixed; boundary=q\n\nSecret words\n--q\n\nbody\n--q--\nafterwards",
            "Secret words\nafterwards",
            "outside of the parts",
        ),
    ],
)
def test_what_is_broken_is_shown_as_far_as_possible_and_told(content: bytes, words: str, note: str) -> None:
    assert words in shown(content)
    assert note in notes(content)


def test_the_usual_sentence_for_old_programs_is_not_shown() -> None:
    content = (
        b"Content-Type: multipart/mixed; boundary=q\n\nThis is a multi-part message in MIME format.\n--q\n\nx\n--q--\n"
    )
    assert shown(content) == "x"


def test_a_long_field_that_was_wrapped_without_indentation_does_not_end_the_header() -> None:
    found = emails.read_email(b"From: a@example.org\nTo: b@example.com,\nc@example.com\nSubject: Hello\n\nWords")
    assert found.messages[0].headers[1:] == (("To", "b@example.com, c@example.com"), ("Subject", "Hello"))


def _der(tag: int, *content: bytes) -> bytes:
    body = b"".join(content)
    return bytes((tag, 0x82)) + len(body).to_bytes(2, "big") + body


def _cms(number: int, content: bytes) -> bytes:
    return _der(0x30, _der(0x06, bytes.fromhex("2a864886f70d0107") + bytes((number,))), _der(0xA0, content))


def _opaque(content: bytes, octets: bytes | None = None) -> bytes:
    octets = _der(0x04, content) if octets is None else octets
    encapsulated = _der(0x30, _der(0x06, bytes.fromhex("2a864886f70d010701")), _der(0xA0, octets))
    return _cms(2, _der(0x30, _der(0x02, b"\1"), _der(0x31), encapsulated))


def _p7m(data: bytes, kind: str = "application/pkcs7-mime; name=smime.p7m") -> bytes:
    return part(kind, base64.encodebytes(data), "Content-Transfer-Encoding: base64")


_PGP = "-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n"


@pytest.mark.parametrize(
    "content",
    [
        _p7m(_cms(3, _der(0x30))),
        _p7m(_cms(3, _der(0x30)), "application/octet-stream; name=smime.p7m"),
        _p7m(b"broken", "application/pkcs7-mime; smime-type=enveloped-data"),
        multipart(
            "encrypted", part("application/pgp-encrypted", "Version: 1"), part("application/octet-stream", "x"),
            more="; protocol=application/pgp-encrypted",
        ),
        part("text/plain", _PGP),
        part("text/plain", f"Hi\n\n{_PGP}\nBest regards"),
        part("text/html", f"<p>Hello,</p><pre>{_PGP}</pre>"),
        multipart("mixed", part("text/plain", "Hi"), _p7m(_cms(3, _der(0x30)), "x/y; name=smime.p7m")),
        multipart("mixed", part("text/plain", ""), part("application/octet-stream; name=encrypted.asc", _PGP)),
        multipart("mixed", part("text/plain", "Open the message."), part("application/x; name=message.rpmsg", "x")),
        multipart("mixed", part("application/pgp-encrypted", "Version: 1"), part("x/y; name=encrypted.asc", "x")),
    ],
)  # fmt: skip
def test_an_encrypted_mail_cannot_serve_and_the_way_out_is_told(content: bytes) -> None:
    found = look(mail(content))
    assert found.unusable == "it is encrypted, and nobody can read it without the key of its recipient"
    assert found.advice is not None
    with pytest.raises(UnreadableFile):
        read(content)


_LONG = base64.encodebytes(b"The words of the decision. " * 20)


def _encoded(encoding: str, body: bytes, kind: str = "text/plain") -> bytes:
    return part(kind, body, f"Content-Transfer-Encoding: {encoding}")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_p7m(b"broken", "application/octet-stream; name=smime.p7m"), "S/MIME part that is not readable"),
        (_p7m(_opaque(part("text/plain", "Words"))[:60]), "S/MIME part that is not readable"),
        (_p7m(_cms(2, _der(0x30, _der(0x02, b"\1"), _der(0x31), _der(0x30, b"")))), "without the signed content"),
        (part("application/ms-tnef; name=winmail.dat", "x"), "package of Outlook"),
        (part("message/partial; id=a; number=1; total=3", "Subject: x\n\nWords"), "sent in several parts"),
        (part("message/external-body; access-type=URL; url=x", "Content-Type: text/plain\n\nHere"), "stored elsewhere"),
        (part("text/html", "<img src='https://example.org/letter.png' alt='Letter'>"), "stored elsewhere"),
        (b"Content-Type: multipart/mixed\n\nbody without a boundary", "be separated"),
        (b"Content-Type: multipart/mixed; boundary=q\n\nnowhere to be found", "be separated"),
        (b"Content-Type: multipart/mixed; boundary=q\n\n--q\n", "be separated"),
        (_encoded("base64", _LONG[:103]), "end of a part is missing"),
        (_encoded("base64", _LONG[:102]), "end of a part is missing"),
        (_encoded("base64", _LONG.replace(b"ZWNpc2", b"ZWN!c2", 1)), "end of a part is missing"),
        (_encoded("base64", b"V29yZHMx=\nZ"), "end of a part is missing"),
        (_encoded("quoted-printable", b"Words and =C"), "end of a part is missing"),
        (_encoded("x-uuencode", b"begin 644 a\n#0V%T\n"), "end of a part is missing"),
        (multipart("mixed", part("text/plain", "x"), _encoded("base64", _LONG))[:-40], "end of a part is missing"),
        (multipart("mixed", part("text/plain", "x"), _encoded("base64", _LONG))[: -len(_LONG) + 71], "end of a part"),
        (multipart("mixed", part("text/html", "<html><p>Words<td sty"))[:-6], "end of a part is missing"),
        (multipart("mixed", _encoded("quoted-printable", b"Words and ="))[:-6], "end of a part is missing"),
        (multipart("mixed", part("text/plain", "x"), part("application/pdf", ""))[:-6], "end of a part is missing"),
        (part("text/plain", ""), "nothing that can be displayed"),
        (part("text/plain", "\u200b \u202e\U000e0041"), "nothing that can be displayed"),
        (part("text/html", "<p style='display:none'>Words</p>"), "nothing that can be displayed"),
        (multipart("mixed", part("text/html", "<p></p>")), "nothing that can be displayed"),
    ],
)
def test_a_mail_whose_content_is_not_in_it_cannot_serve(content: bytes, reason: str) -> None:
    found = look(mail(content))
    assert reason in (found.unusable or "")
    assert found.advice is not None


@pytest.mark.parametrize(
    "content",
    [
        multipart("mixed", part("text/plain", ""), part("application/pdf; name=a.pdf", "x")),
        multipart("mixed", part("text/plain", "Words"), part("application/ms-tnef; name=winmail.dat", "x")),
        multipart("mixed", part("text/plain", "Words"), part("x/y; name=encrypted.asc", _PGP)),
        multipart("mixed", part("text/plain", "Words"), _encoded("base64", _LONG[:101], "application/pdf; name=a.pdf")),
        multipart("mixed", part("text/plain", "Words"))[:-6],
        multipart("mixed", part("text/html", "<html><p>Words</html>"))[:-6],
        multipart("mixed", part("text/plain", "x"), _encoded("base64", _LONG))[:-6],
        multipart(
            "mixed", multipart("alternative", _encoded("base64", base64.b64encode(b"x" * 57)), boundary="i")[:-6]
        ),
        part("text/plain", "A sender of -----BEGIN PGP MESSAGE----- hides words."),
        part("message/partial; id=a; number=1; total=1", "Words"),
    ],
)
def test_a_mail_whose_words_are_complete_serves(content: bytes) -> None:
    assert look(mail(content)).unusable is None


def test_hidden_characters_in_a_mail_are_named() -> None:
    (named,) = look(mail(part("text/plain; charset=utf-8", "Granted \u202eton\u202c"))).active_content
    assert "U+202E" in named
    usual = "\ufeffA soft\u00adhyphen, \u2764\ufe0f, \U0001f468\u200d\U0001f4bb, \uf0b7\f"
    assert look(mail(part("text/plain; charset=utf-8", usual))).active_content == ()


def test_a_picture_that_is_stored_elsewhere_is_left_out_and_is_not_active() -> None:
    found = look(mail(part("text/html", "<p>Words</p><img src='https://example.org/a.png'>")))
    assert found.active_content == ()
    assert any("https://example.org/a.png" in what for what in found.left_out)
    assert any("not loaded" in note for note in found.notes)


def test_an_attached_mail_that_is_encrypted_is_told() -> None:
    inner = part("message/rfc822", HEAD + part("text/plain", _PGP))
    found = look(mail(multipart("mixed", part("text/plain", "Words"), inner)))
    assert found.unusable is None
    assert "an encrypted part, which nobody can read without a key" in found.left_out


def test_a_signed_mail_is_shown_and_said_to_be_signed() -> None:
    clear = multipart("signed", part("text/plain", "Words"), part("application/pkcs7-signature; name=smime.p7s", "x"))
    inner = part("text/plain; charset=utf-8", "Grüße")
    pieces = _der(0x24, _der(0x04, inner[:9]), _der(0x04, inner[9:]))
    endless = b"\x24\x80" + _der(0x04, inner[:9]) + _der(0x04, inner[9:]) + b"\0\0"
    for content, words in (
        (clear, "Words"),
        (_p7m(_opaque(inner)), "Grüße"),
        (_p7m(_opaque(inner, pieces)), "Grüße"),
        (_p7m(_opaque(inner, endless)), "Grüße"),
        (part("text/plain", "-----BEGIN PGP SIGNED MESSAGE-----\n\nWords"), "Words"),
    ):
        assert words in shown(content)
        assert look(mail(content)).signed


def test_flowed_text_is_joined_and_its_quotation_kept() -> None:
    kind = "text/plain; format=flowed; delsp=yes"
    assert shown(part("text/plain; format=flowed", "One \nline\n> a \n> b\n-- \nMe")) == "One line\n> a b\n-- \nMe"
    assert shown(part(kind, "日本 \n語")) == "日本語"


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("text/calendar", "BEGIN:VCALENDAR\nSUMMARY:Review", "SUMMARY:Review"),
        ("text/vcard", "BEGIN:VCARD\nFN:Ingrid", "FN:Ingrid"),
        ("text/enriched", "<bold>Granted</bold>\n<<not", "Granted <not"),
        ("message/delivery-status", "Action: failed", "Action: failed"),
        ("text/x-unheard-of", "still words", "still words"),
        ("text/rtf", "{\\rtf1\\ansi {\\b Rich} words\\par}", "Rich words"),
        ("application/rtf; name=a.rtf", "{\\rtf1\\ansi {\\b Rich} words\\par}", "Rich words"),
    ],
)
def test_texts_of_other_types_are_shown(kind: str, body: str, words: str) -> None:
    content = multipart("mixed", part("text/plain", "Body"), part(kind, body))
    assert words in shown(content)


def test_what_is_not_shown_is_listed() -> None:
    content = multipart(
        "mixed",
        part("text/plain", "Body"),
        part("application/ms-tnef; name=winmail.dat", "x"),
        part("text/plain; name=a.txt", "attached", "Content-Disposition: attachment; filename=a.txt"),
        part("message/external-body; access-type=URL; url=https://example.org/x", ""),
    )
    left_out = look(mail(content)).left_out
    assert "the attached file “winmail.dat”" in left_out
    assert "the attached file “a.txt”" in left_out
    assert "content that is stored elsewhere and is not loaded: https://example.org/x" in left_out
    assert "attached" not in shown(content)


def test_a_picture_that_does_not_open_is_told() -> None:
    content = multipart("mixed", part("text/plain", "Body"), part("image/png; name=a.png", "no picture"))
    assert any("“a.png” inside it" in what for what in look(mail(content)).left_out)


def test_a_file_without_a_field_of_a_mail_is_no_mail() -> None:
    for data in (b"no header at all", b"Note: nothing\n\nelse", b""):
        assert look(data).unusable is not None


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"\n--b\n\nx" * 3000,
        HEAD + b"X: " + b"(" * 500_000 + b"\n\nx",
        HEAD + b"Content-Type: text/plain; " + b"a=b;" * 200_000 + b"\n\nx",
        HEAD + b"Content-Type: text/plain; a=" + b'"' * 400_000 + b"\n\nx",
        HEAD + b"Cc: " + b"=?utf-8?q?" * 100_000 + b"\n\nx",
        HEAD + b"\nline\n" * 600_000,
        HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"=" * 3_000_000,
        HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=" * 3_000_000,
        HEAD + b"Content-Type: application/pkcs7-mime\n\n" + b"\x30\x80" * 500_000,
        HEAD + b" " * 4_000_000,
        HEAD + b"\nx" + b"\n-----BEGIN PGP MESSAGE-----" * 20_000,
    ],
)
def test_a_hostile_mail_is_read_in_bounded_time(data: bytes) -> None:
    start = time.process_time()
    with contextlib.suppress(UnreadableFile):
        assert len(text_of(emails.read_email(data))) < 2_000_000
    assert time.process_time() - start < 4


def test_parts_beyond_the_limit_are_told_and_refuse_nothing() -> None:
    content = multipart("mixed", *[part("text/plain", f"w{number}") for number in range(600)])
    found = look(mail(content))
    assert found.unusable is None
    assert "w499" in shown(content)
    assert "the parts beyond the first 500" in found.left_out


def test_a_text_too_long_to_be_shown_is_cut_and_told() -> None:
    content = part("text/plain", "words\n" * 40_000)
    assert len(shown(content)) < 130_000
    assert "too long" in notes(content)
    assert look(mail(content)).unusable is None
