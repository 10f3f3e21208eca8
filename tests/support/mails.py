"""E-mails of the tests: written byte by byte, as odd as mail programs write them."""

import base64

HEAD = b"From: Office <office@example.org>\nTo: desk@example.com\nSubject: Coverage\nMIME-Version: 1.0\n"
RED_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAIAAAACDbGyAAAAEUlEQVR4nGM8wYACmBgo4wMAP5gA0qzsM3MAAAAASUVORK5CYII="
)


def part(kind: str, body: bytes | str, *fields: str) -> bytes:
    """A part with its header."""
    data = body.encode() if isinstance(body, str) else body
    return "\n".join([f"Content-Type: {kind}", *fields]).encode() + b"\n\n" + data


def multipart(subtype: str, *parts: bytes, boundary: str = "b", more: str = "") -> bytes:
    """A body of several parts, as a part with its header."""
    line = f"\n--{boundary}".encode()
    inner = b"".join(line + b"\n" + one for one in parts)
    return f"Content-Type: multipart/{subtype}; boundary={boundary}{more}\n\n".encode() + inner + line + b"--\n"


def mail(content: bytes) -> bytes:
    """An e-mail whose content is a part with its header."""
    return HEAD + content


def picture(name: str = "dot.png", *fields: str) -> bytes:
    """A picture as a part."""
    encoded = base64.encodebytes(RED_DOT)
    return part(f"image/png; name={name}", encoded, "Content-Transfer-Encoding: base64", *fields)


_RICH = """
<html><head><title>Decision</title><style>.pre{display:none} p.MsoNormal{margin:0;color:#1F497D}
td.n{text-align:right}
.x{background:#004080;color:white;position:fixed;top:-5px;page-break-before:always}</style></head>
<body style="font-family:Calibri;font-size:11pt"><div class=pre>Preheader words</div><h1>Decision on coverage</h1>
<p class=MsoNormal>The period is <s>1 Jan – 30 June</s> <u>1 Jan – 31 Dec</u>, see
<a href="https://agency.example/portal">the portal</a>.</p>
<table border=1><tr><th>Month</th><th>Amount</th></tr><tr><td>January</td><td class=n>1,200.00</td></tr>
<tr><td>February</td><td class=n><strike>900.00</strike> 950.00</td></tr></table>
<ul><li>first<ul><li>second<ul><li>third</ul></ul></ul><ol start=3 type=i><li>fourth</ol>
<div class=x>Head of a newsletter</div><img src="cid:dot@x" width=9000 height=9000>
<p style="color:#fff">white on white</p>
<table width=3000><tr><td style="width:2000px">left</td><td><table><tr><td>deep<td>deeper</table></td></tr></table>
<p style="margin:-999px 0 0 40px;opacity:.4">indented</p><pre>  code	tab</pre><q>quoted</q> x<sup>2</sup><sub>1</sub>
<div style="width:9999px;white-space:nowrap;height:1px">wide words stay on the page</div></body></html>
"""


def rich_mail() -> bytes:
    """An e-mail in HTML with tables, a picture, hidden words, and styles that would break the page."""
    html = part("text/html; charset=utf-8", _RICH)
    inside = picture("dot.png", "Content-ID: <dot@x>")
    attached = part("message/rfc822", HEAD + b"\nForwarded words")
    return mail(multipart("mixed", multipart("related", html, inside, boundary="r"), attached))
