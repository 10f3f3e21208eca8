"""E-mails of the tests: written byte by byte, as odd as mail programs write them."""

import base64

HEAD = b"From: Office <office@example.org>\nTo: desk@example.com\nSubject: Coverage\nMIME-Version: 1.0\n"
RED_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAIAAAACDbGyAAAAEklEQVR4nGO4oKKCiRjoK4pMAgAdfhYhsf7k9gAAAABJRU5ErkJggg=="
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
