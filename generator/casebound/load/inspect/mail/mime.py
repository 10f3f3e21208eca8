"""The structure of a mail: header fields and parts, each as the bytes that are in the file."""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from casebound.load.inspect.mail import headers, transfer

MOST_PARTS = 500
DEEPEST = 30
_MOST_FIELDS = 2_000
_LINE_END = re.compile(rb"\r\n|\n|\r")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_USUAL_FIELD = re.compile(
    rb"(?:from|to|cc|bcc|date|subject|message-id|mime-version|content-[a-z-]+|received|return-path|x-[a-z-]+)[ \t]*:",
    re.IGNORECASE,
)
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
_USUAL_PREAMBLES = frozenset(
    {
        "this is a multi-part message in mime format",
        "this is a multipart message in mime format",
        "this is a multi-part message",
        "this is a multipart message",
        "this is a multipart mime message",
        "this is a mime-encapsulated message",
        "this is a mime message",
        "this is a message with multiple parts in mime format",
        "this is a cryptographically signed message in mime format",
        "this is a pgp/mime signed message",
        "this is an openpgp/mime signed message (rfc 4880 and 3156)",
        "this is an openpgp/mime signed message (rfc 2440 and 3156)",
        "this is an openpgp/mime encrypted message (rfc 4880 and 3156)",
        "this is an openpgp/mime encrypted message (rfc 2440 and 3156)",
        "this is an s/mime signed message",
        "this is a s/mime signed message",
        (
            "this message is in mime format. since your mail reader does not understand this format, some or all of "
            "this message may not be legible"
        ),
        (
            "this is a mime-formatted message. if you see this text it means that your e-mail software does not "
            "support mime-formatted messages"
        ),
        "mime multi-part message",
        "this is a message in mime format. if you see this, your mail reader does not support this format",
    }
)
"""The sentences that programs write for mail programs that do not know MIME."""


@dataclass(slots=True)
class Entity:
    """A mail or one of its parts. `source` is its header and body as they are in the file, `body` the latter.

    `at_end` says that the boundary line behind the part is missing, so that the file may end within the part.
    """

    fields: tuple[tuple[str, bytes], ...]
    body: bytes = field(repr=False)
    source: bytes = field(repr=False)
    default_type: str = "text/plain"
    type: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    disposition: str = ""
    problems: list[str] = field(default_factory=list)
    at_end: bool = False
    _name: str = ""

    def __post_init__(self) -> None:
        """Read the fields that describe the content."""
        self.type, self.parameters = self._typed()
        raw = self.raw("content-disposition")
        self.disposition, given = headers.parameters(raw) if raw is not None else ("", {})
        self._name = given.get("filename") or given.get("name") or self.parameters.get("name") or ""

    def raw(self, name: str) -> bytes | None:
        """The value of the first field of this name."""
        return next((value for key, value in self.fields if key == name), None)

    def values(self, name: str) -> list[str]:
        """The values of all fields of this name."""
        return [headers.value(value) for key, value in self.fields if key == name]

    @property
    def name(self) -> str:
        """The name of the file that this part holds; empty if it has none."""
        return headers.file_name(self._name)

    @property
    def content_id(self) -> str:
        """The identifier with which HTML refers to this part."""
        return headers.value(self.raw("content-id") or b"").strip("<> ")

    @property
    def location(self) -> str:
        """The address with which HTML refers to this part."""
        return "".join(headers.value(self.raw("content-location") or b"").split())

    @property
    def is_multipart(self) -> bool:
        """Whether the body consists of parts."""
        return self.type.startswith("multipart/")

    def decoded(self) -> transfer.PartData:
        """The bytes of the body, decoded from their transfer encoding."""
        encoding = headers.value(self.raw("content-transfer-encoding") or b"")
        return transfer.decode(self.body, encoding, at_end=self.at_end)

    def _typed(self) -> tuple[str, Mapping[str, str]]:
        raw = self.raw("content-type")
        if raw is None:
            return self.default_type, {}
        if sum(key == "content-type" for key, _ in self.fields) > 1:
            self.problems.append("it declares its type twice; the first was used")
        kind, parameters = headers.parameters(raw)
        kind = "".join(kind.split())
        if _TYPE.fullmatch(kind):
            return kind, parameters
        if kind in ("text", "plain", "", "html"):
            return ("text/html" if kind == "html" else "text/plain"), parameters
        self.problems.append(f"its type {headers.value(raw)[:80]} is invalid; it was read as text")
        return "text/plain", parameters


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a multipart body, and the text outside of them, which mail programs do not show."""

    parts: tuple[Entity, ...]
    outside: tuple[bytes, ...] = ()
    problem: str = ""


def parsed(source: bytes, default_type: str = "text/plain") -> Entity:
    """The header fields and the body of a mail or part."""
    fields, body = _header(source)
    return Entity(tuple(fields), source[body:], source, default_type)


def beginning(data: bytes) -> bytes:
    """A file without what programs put before a mail: a byte order mark, blank lines, the first line of an mbox."""
    for mark, codec in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            data = data.decode(codec, "replace").encode("utf-8")
    data = data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n \t")
    if data.startswith((b"From ", b">From ")):
        line = _LINE_END.search(data)
        data = data[line.end() :] if line else b""
    return data.lstrip(b"\r\n")


def parts_of(entity: Entity) -> Parts:
    """The parts of a multipart body. Without parts, `problem` says why, and the body is to be shown as it is."""
    boundary = entity.parameters.get("boundary", "").rstrip()
    if not boundary:
        return Parts((), problem="it consists of parts, but does not say how they are divided")
    raw = boundary.encode("utf-8", "surrogatepass")
    line = re.compile(rb"(?:\A|\r\n|\n|\r)--" + re.escape(raw) + rb"(--)?[ \t]*(?=\r|\n|\Z)")
    found = list(line.finditer(entity.body))
    if not found:
        return Parts((), problem="it consists of parts, but the line that divides them does not occur")
    default = "message/rfc822" if entity.type == "multipart/digest" else "text/plain"
    made: list[Entity] = []
    outside = [entity.body[: found[0].start()]]
    ends = [*(match.start() for match in found[1:]), len(entity.body)]
    for match, end in zip(found, ends, strict=True):
        content = _after_line(entity.body, match.end(), end)
        if match[1]:
            outside.append(content)
        elif content or end != len(entity.body):
            made.append(parsed(content, default))
    missing = "" if any(match[1] for match in found) else "the end of its last part is missing; the file may be cut off"
    if missing and made and content:
        made[-1].at_end = True
    return Parts(tuple(made), tuple(text for text in map(_unusual, outside) if text), missing)


def _after_line(body: bytes, start: int, end: int) -> bytes:
    line = _LINE_END.match(body, start)
    return body[line.end() : end] if line and line.end() <= end else b""


def _unusual(text: bytes) -> bytes:
    """Text outside of the parts, unless it is one of the usual sentences."""
    words = b" ".join(text[:1000].split()).decode("latin-1").lower().strip(" .-")
    return b"" if not text.strip() or words in _USUAL_PREAMBLES else text.strip()


def _header(source: bytes) -> tuple[list[tuple[str, bytes]], int]:
    """The fields, and where the body begins: after a blank line, or at a line that belongs to no header."""
    fields: list[tuple[str, bytes]] = []
    value = bytearray()
    name, body = "", len(source)
    for start, end, following in _lines(source):
        line = source[start:end]
        if not line:
            body = following
            break
        if line[:1] in (b" ", b"\t") and name:
            value += b" " + line.strip()
            continue
        found = _FIELD.match(line)
        if found is None:
            if line.startswith((b"From ", b">From ")) and not name:
                continue
            if name and _USUAL_FIELD.match(source, following):  # a long field that was wrapped without indentation
                value += b" " + line.strip()
                continue
            body = start
            break
        if name:
            fields.append((name, bytes(value)))
        name, value = found[1].decode("ascii").lower(), bytearray(line[found.end() :].strip())
    if name:
        fields.append((name, bytes(value)))
    return fields[:_MOST_FIELDS], body


def _lines(source: bytes) -> Iterator[tuple[int, int, int]]:
    """The start and the end of each line, and the start of the next."""
    start = 0
    for found in _LINE_END.finditer(source):
        yield start, found.start(), found.end()
        start = found.end()
    if start < len(source):
        yield start, len(source), len(source)
