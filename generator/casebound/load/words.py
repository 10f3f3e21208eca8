"""The words of a file that a record quotes from, page by page.

The file is not trusted: it is opened in a process of its own with limits of memory, time and output. That process
runs this file as a script, so nothing but the standard library is imported at its head.
"""

import json
import subprocess
import sys

_MEMORY = 1 << 30
_SECONDS = 20
_PAGES = 500
_CHARACTERS = 2_000_000
_PICTURES = frozenset({"png", "jpg", "jpeg", "tif", "tiff", "gif", "webp"})
_KINDS = frozenset({"pdf", "eml", "txt", "csv", "json", "md"})

Told = tuple[tuple[str, ...], str | None]
"""The text of each page, or the reason why there is none."""


def words_of(name: str, data: bytes) -> Told:
    """The words of a file of this name, or why they cannot be had."""
    kind = name.rpartition(".")[2].lower()
    if kind in _PICTURES:
        return (), "it is a picture, and a picture holds no words that could be compared"
    if kind not in _KINDS:
        return (), f"words are looked up in PDFs, text files and e-mails, not in .{kind}"
    command = [sys.executable, "-I", __file__, kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS * 2, check=True)  # noqa: S603
        pages: list[str] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        return (), "its text could not be read within the limits of time and memory"
    return tuple(pages), None


def _pages(kind: str, data: bytes) -> list[str]:
    if kind == "pdf":
        return _of_pdf(data)
    if kind == "eml":
        return [_of_mail(data)]
    return data.decode(errors="replace").split("\f")[:_PAGES]


def _of_pdf(data: bytes) -> list[str]:
    import pypdfium2

    document, pages, left = pypdfium2.PdfDocument(data), list[str](), _CHARACTERS
    for index in range(min(len(document), _PAGES)):
        text = document[index].get_textpage().get_text_bounded()
        pages.append(text[:left])
        left -= len(pages[-1])
    return pages


def _of_mail(data: bytes) -> str:
    import email.policy

    message = email.message_from_bytes(data, policy=email.policy.default)
    heads = [f"{name}: {message[name]}" for name in ("From", "To", "Date", "Subject") if message[name]]
    body = message.get_body(("plain",))
    return "\n".join([*heads, "", str(body.get_content()) if body else ""])


def _limited() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    _limited()
    told = [page[:_CHARACTERS] for page in _pages(sys.argv[1], sys.stdin.buffer.read())]
    sys.stdout.write(json.dumps(told))
