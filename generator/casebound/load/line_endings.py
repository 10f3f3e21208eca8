"""Whether a file differs from its recorded hash in nothing but its line endings, as git can change them.

A file whose lines all ended alike is recognized. A mix is recognized if the endings changed at one line of the file
or only one line was different, for example an e-mail whose header alone had CRLF.
"""

import hashlib
from collections.abc import Iterator
from itertools import accumulate

_CRLF, _LF = b"\r\n", b"\n"
_MOST_HASHED_BYTES = 1 << 27
"""The bytes that the search for a mix may hash: about a tenth of a second."""


def differ_alone(data: bytes, recorded: str) -> bool:
    """Whether the bytes have the recorded hash once their line endings are changed."""
    if _LF not in data:
        return False
    plain = data.replace(_CRLF, _LF)
    if recorded in (hashlib.sha256(plain).hexdigest(), hashlib.sha256(plain.replace(_LF, _CRLF)).hexdigest()):
        return True
    lines = plain.split(_LF)
    if 4 * len(lines) * len(plain) > _MOST_HASHED_BYTES:
        return False
    return any(digest == recorded for digest in _mixed(lines))


def _mixed(lines: list[bytes]) -> Iterator[str]:
    """The hash of the lines for each mix: one ending up to a line and the other after it, or one line apart."""
    for first, second in ((_CRLF, _LF), (_LF, _CRLF)):
        before, after = [line + first for line in lines[:-1]], [line + second for line in lines[:-1]]
        starts = accumulate(before, _with, initial=hashlib.sha256())
        for number, start in enumerate(starts):
            yield _ended(start, [*after[number:], lines[-1]])
            if number < len(after):
                yield _ended(_with(start, after[number]), [*before[number + 1 :], lines[-1]])


def _with(digest: "hashlib._Hash", line: bytes) -> "hashlib._Hash":
    grown = digest.copy()
    grown.update(line)
    return grown


def _ended(digest: "hashlib._Hash", lines: list[bytes]) -> str:
    return _with(digest, b"".join(lines)).hexdigest()
