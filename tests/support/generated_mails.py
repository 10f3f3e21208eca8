"""E-mails made by a fixed seed: parts, charsets, nesting and order at random, with the words that must not be lost."""

import base64
import binascii
import hashlib
import random
from dataclasses import dataclass, field
from email.header import Header
from urllib.parse import quote

from tests.support.mails import RED_DOT

_SEED = "casebound e-mails 1"
_SPECIMENS = {
    "us-ascii": "Certificate",
    "utf-8": "Grüße €5 Übermaß",
    "iso-8859-1": "Übermaß café",
    "windows-1252": "“dix” – 5 €",
    "iso-8859-15": "Œuvre 5 €",
    "iso-8859-2": "Łódź żółć",
    "koi8-r": "Справка",
    "windows-1251": "Справка о стаже",
    "iso-8859-7": "Βεβαίωση",
    "iso-2022-jp": "適用証明書",
    "shift_jis": "適用証明書",
    "euc-jp": "適用証明書",
    "euc-kr": "적용증명서",
    "ks_c_5601-1987": "적용증명서",
    "gb2312": "参保证明",
    "gb18030": "参保证明",
    "big5": "參保證明",
    "utf-7": "Grüße",
    "utf-16": "Grüße",
}
_HTML = (
    "<p>@ @</p>",
    "<table border=1><tr><td>@ @</td><td><s>@</s></td></tr><tr><td colspan=2>@</td></tr></table>",
    "<table><tr><td></td><td>@</td></tr></table>",
    "<ul><li>@ @<li>@</ul>",
    "<div style='display:none'>@ @</div>",
    "<span style='color:#fff'>@</span>",
    "<a href='https://example.org/@'>@ @</a>",
    "<h2>@</h2><blockquote>@ @</blockquote>",
    "<pre>@\n  @</pre>",
    "<o:p>@</o:p> <center>@</center>",
    "<style>.x{color:red}</style><p class=x>@ @</p><script>gone()</script><!-- gone -->",
    "<img src='https://t.example/a.gif' alt='@ @'>",
    "<form><input value='@'><textarea>@</textarea><button>@</button></form>",
    "<div><div><table><tr><td><table><tr><td>@</td></tr></table></td></tr></table></div></div>",
    "@ &euro; &#8364; <b>@<i></b> @</i>",
    "<table><tr><td>@</td><td>@</td><td style='display:none'>@</td></tr></table>",
    "<svg><text>@</text></svg><unheard-of>@</unheard-of>",
    "<p dir=rtl>@ @</p><dl><dt>@<dd>@</dl>",
    "<table>@<tr><td>@<table><caption>@</caption><tr><th>@</table></table>",
)
_CODECS = {"ks_c_5601-1987": "cp949", "iso-8859-1": "latin-1"}
_EIGHT_BIT = ("utf-8", "windows-1252")


@dataclass
class GeneratedMail:
    """An e-mail, the words that must be shown or listed, and the hashes of the files inside."""

    number: int
    data: bytes = b""
    words: list[str] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    broken: bool = False


def generated_mail(number: int) -> GeneratedMail:
    """The e-mail of this number; the same on every run."""
    return _Generator(number).mail()


class _Generator:
    def __init__(self, number: int) -> None:
        self.chance = random.Random(f"{_SEED}/{number}")
        self.made = GeneratedMail(number)
        self.count = 0
        self.end = self.chance.choice([b"\n", b"\r\n"])

    def mail(self) -> GeneratedMail:
        data = self.message(0)
        before = self.chance.choice(
            [b""] * 7 + [b"\xef\xbb\xbf", self.end * 2, b"From a@example.org Tue Jul  7 2026" + self.end]
        )
        self.made.data = before + data
        return self.made

    def token(self, hint: str = "w") -> str:
        self.count += 1
        return f"{hint}{self.made.number:03}x{self.count}q"

    def kept(self, *words: str) -> str:
        self.made.words += words
        return " ".join(words)

    # messages and their header

    def message(self, depth: int) -> bytes:
        subject = self.kept(self.token("Subject"), self.chance.choice(["Grüße", "Справка", "Decision"]))
        encoded = self.chance.choice(
            [
                subject.encode(),
                Header(subject, "utf-8", maxlinelen=60).encode(linesep=self.end.decode()).encode(),
                b"=?utf-8?Q?" + "".join(f"={byte:02X}" for byte in subject.encode()).encode() + b"?=",
            ]
        )
        name = self.kept(self.token("Sender"))
        fields = [
            b"From: " + name.encode() + b" <a@example.org>",
            b"To: " + self.kept(self.token("To")).encode() + b" <b@example.com>",
            b"Subject: " + encoded,
            b"MIME-Version: 1.0",
        ]
        self.chance.shuffle(fields)
        if self.chance.random() < 0.08 and not depth:
            return self.end.join([*fields, self.broken()])
        return self.end.join([*fields, self.container(depth, 0)])

    def container(self, depth: int, level: int) -> bytes:
        kinds = ["text", "html", "alternative", "related", *(["mixed"] * 3 + ["signed"] if level < 3 else [])]
        kind = self.chance.choice(kinds)
        if kind == "text":
            return self.text()
        if kind == "html":
            return self.html()
        if kind == "alternative":
            return self.alternative()
        if kind == "related":
            return self.related()
        return self.mixed(depth, level) if kind == "mixed" else self.signed(depth, level)

    def multipart(self, kind: str, parts: list[bytes], *, closed: bool = True) -> bytes:
        boundary = self.chance.choice(["b", "=_part 1", "----=_Next'()+_,-./:=?"]) + self.token("B")
        line = b"--" + boundary.encode()
        pieces = [f'Content-Type: multipart/{kind}; boundary="{boundary}"'.encode(), b""]
        if self.chance.random() < 0.2:
            pieces.append(b"This is a multi-part message in MIME format.")
        if self.chance.random() < 0.05:
            pieces.append(self.kept(self.token("Preamble")).encode())
        for part in parts:
            pieces += [line, part]
        if closed:
            pieces += [line + b"--", b""]
        return self.end.join(pieces)

    def mixed(self, depth: int, level: int) -> bytes:
        parts = []
        for _ in range(self.chance.randint(1, 4)):
            choices = [self.text, self.html, self.picture, self.file, self.file, self.calendar]
            if self.chance.random() < 0.4:
                parts.append(self.container(depth, level + 1))
            elif self.chance.random() < 0.15 and depth < 3:
                parts.append(self.attached(depth))
            else:
                parts.append(self.chance.choice(choices)())
        closed = self.chance.random() > 0.05 or level > 0
        return self.multipart(self.chance.choice(["mixed", "mixed", "report", "unheard-of"]), parts, closed=closed)

    def signed(self, depth: int, level: int) -> bytes:
        signature = b"Content-Type: application/pkcs7-signature; name=smime.p7s" + self.end * 2 + b"x"
        return self.multipart("signed", [self.container(depth, level + 1), signature])

    def related(self) -> bytes:
        name = f"id{self.token()}@x"
        picture = self.picture(name)
        return self.multipart("related", [self.html(f"<img src='cid:{name}' width=20>"), picture])

    def alternative(self) -> bytes:
        plain_words = [self.token("Alt") for _ in range(4)]
        html_words = list(plain_words)
        mode = self.chance.choice(["same", "more", "less", "blank plain", "blank html", "other"])
        if mode == "more":
            html_words.append(self.token("OnlyHtml"))
        elif mode == "less":
            plain_words.append(self.token("OnlyPlain"))
        elif mode == "blank plain":
            plain_words = []
        elif mode == "blank html":
            html_words = []
        elif mode == "other":
            html_words = [self.token("Other") for _ in range(3)]
        self.kept(*plain_words, *html_words)
        plain = self.encoded("text/plain", " ".join(plain_words) or " ")
        html = self.encoded("text/html", f"<div>{'<br>'.join(html_words) or '&nbsp;'}</div>")
        parts = [plain, html]
        if self.chance.random() < 0.3:
            parts = [plain, self.multipart("related", [html, self.picture()])]
        if self.chance.random() < 0.1:
            parts.reverse()
        return self.multipart("alternative", parts)

    def attached(self, depth: int) -> bytes:
        inner = self.message(depth + 1)
        self.made.hashes.append(hashlib.sha256(inner).hexdigest())
        fields = [b"Content-Type: message/rfc822"]
        if self.chance.random() < 0.5:
            fields.append(b"Content-Disposition: attachment; filename=" + self.name("eml").encode())
        return self.end.join([*fields, b"", inner])

    # leaves

    def text(self) -> bytes:
        charset = self.chance.choice(list(_SPECIMENS))
        lines = [self.kept(*[self.token() for _ in range(self.chance.randint(1, 9))]) for _ in range(3)]
        lines.append(self.kept(*_SPECIMENS[charset].split()))
        kind = self.chance.choice(["text/plain"] * 5 + ["text/x-odd", "text/markdown"])
        if kind == "text/plain" and charset not in ("utf-16", "utf-7") and self.chance.random() < 0.2:
            kind += "; format=flowed"
            lines = [f"{lines[0]} ", *lines[1:]]
        return self.encoded(kind, "\n".join(lines), charset)

    def html(self, more: str = "") -> bytes:
        pieces = [self.filled(self.chance.choice(_HTML)) for _ in range(self.chance.randint(2, 6))]
        return self.encoded("text/html", f"<html><body>{''.join(pieces)}{more}</body></html>")

    def filled(self, template: str) -> str:
        """The template with a word of its own in each place that is marked."""
        pieces = template.split("@")
        return "".join(piece + self.kept(self.token()) for piece in pieces[:-1]) + pieces[-1]

    def encoded(self, kind: str, text: str, charset: str | None = None) -> bytes:
        charset = charset or self.chance.choice(["us-ascii", "utf-8", "windows-1252", "iso-8859-1"])
        data = text.replace("\n", self.end.decode()).encode(_CODECS.get(charset, charset))
        declared: str | None = charset
        if charset in _EIGHT_BIT and self.chance.random() < 0.15:
            declared = None
        elif charset == "utf-8" and self.chance.random() < 0.1:
            declared = "x-unheard-of"
        elif charset == "windows-1252" and self.chance.random() < 0.3:
            declared = "iso-8859-1"
        fields = [f"Content-Type: {kind}" + (f"; charset={self.spelled(declared)}" if declared else "")]
        binary = charset == "utf-16"
        transfer = self.chance.choice(
            ["base64", "quoted-printable"] if binary else ["8bit", "base64", "quoted-printable", ""]
        )
        if transfer:
            fields.append(f"Content-Transfer-Encoding: {self.spelled(transfer)}")
        if transfer == "base64":
            data = base64.encodebytes(data).replace(b"\n", self.end)
        elif transfer == "quoted-printable":
            data = binascii.b2a_qp(data, istext=False)
            data = data.replace(b"=\n", b"=" + self.end)
        return self.end.join([*(line.encode() for line in fields), b"", data])

    def spelled(self, text: str) -> str:
        return self.chance.choice([text, text.upper(), f'"{text}"' if "-" in text and "/" not in text else text])

    def picture(self, content_id: str = "") -> bytes:
        self.made.hashes.append(hashlib.sha256(RED_DOT).hexdigest())
        fields = [
            f"Content-Type: image/png; name={self.name('png')}",
            "Content-Transfer-Encoding: base64",
            *([f"Content-ID: <{content_id}>"] if content_id else []),
            *(["Content-Disposition: inline"] if self.chance.random() < 0.5 else []),
        ]
        return self.end.join([*(line.encode() for line in fields), b"", base64.encodebytes(RED_DOT)])

    def file(self) -> bytes:
        data = self.chance.randbytes(self.chance.randint(0, 300))
        self.made.hashes.append(hashlib.sha256(data).hexdigest())
        name = self.name("bin")
        spelled = self.chance.choice(
            [f'filename="{name}"', f"filename*=utf-8''{quote(name)}", f"filename*0={name[:4]}; filename*1={name[4:]}"]
        )
        kind = self.chance.choice(["application/pdf", "application/octet-stream", "text/csv", "audio/mpeg"])
        fields = [
            f"Content-Type: {kind}",
            f"Content-Disposition: attachment; {spelled}",
            "Content-Transfer-Encoding: base64",
        ]
        return self.end.join(
            [*(line.encode() for line in fields), b"", base64.encodebytes(data).replace(b"\n", self.end)]
        )

    def calendar(self) -> bytes:
        return self.encoded("text/calendar; method=REQUEST", f"BEGIN:VCALENDAR\nSUMMARY:{self.kept(self.token())}")

    def name(self, ending: str) -> str:
        name = f"{self.token('File')}.{ending}"
        self.made.names.append(name)
        return name

    def broken(self) -> bytes:
        self.made.broken = True
        words = self.kept(*[self.token("Broken") for _ in range(5)]).encode()
        blank = self.end * 2
        encoding = self.end + b"Content-Transfer-Encoding: "
        kind = self.chance.randrange(8)
        if kind == 7:
            footer = self.kept(self.token("Footer")).encode()
            packed = base64.encodebytes(words) + self.end + b"___ " + footer
            return b"Content-Type: text/plain" + encoding + b"base64" + blank + packed
        return (
            b"Content-Type: multipart/mixed" + blank + words,
            b"Content-Type: multipart/mixed; boundary=nowhere" + blank + words,
            b"Content-Type: multipart/mixed; boundary=q" + blank + b"--q" + blank + words,
            b"Content-Type: text/plain" + encoding + b"base64" + blank + words + b" !",
            b"Content-Type: text/plain" + encoding + b"x-odd" + blank + words,
            b"Content-Type: what is this" + blank + words,
            b"Content-Type: text/plain; charset=x-none" + blank + words,
        )[kind]
