"""A file that git has rewritten differs from its recorded hash in its line endings alone."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.load.line_endings import differ_alone

LINES = (b"From: office@example.org", b"Subject: \xe9", b"", b"first", b"second", b"last")


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def ended(*endings: bytes) -> bytes:
    return b"".join(line + ending for line, ending in zip(LINES, endings, strict=True))


CRLF, LF = (b"\r\n",) * 6, (b"\n",) * 6
UNFINISHED = (*CRLF[:5], b"")
HEADER_ALONE = (*CRLF[:3], *LF[:3])
BODY_ALONE = (*LF[:3], *CRLF[:3])
ONE_LINE_APART = (*LF[:4], b"\r\n", b"\n")
LAST_LINE_APART = (*CRLF[:5], b"\n")


@pytest.mark.parametrize("now", [CRLF, LF, HEADER_ALONE, ONE_LINE_APART], ids=("crlf", "lf", "header", "one"))
@pytest.mark.parametrize(
    "recorded", [CRLF, LF, UNFINISHED, HEADER_ALONE, BODY_ALONE, ONE_LINE_APART, LAST_LINE_APART],
    ids=("crlf", "lf", "unfinished", "header", "body", "one", "last"),
)  # fmt: skip
def test_every_change_of_line_endings_that_git_makes_is_recognized(
    recorded: tuple[bytes, ...], now: tuple[bytes, ...]
) -> None:
    found = ended(*now[:5], b"") if recorded is UNFINISHED else ended(*now)
    assert differ_alone(found, hash_of(ended(*recorded)))


@given(st.lists(st.sampled_from([b"\r\n", b"\n"]), min_size=6, max_size=6), st.integers(0, 40))
def test_a_changed_letter_is_never_taken_for_a_line_ending(endings: list[bytes], place: int) -> None:
    recorded = ended(*endings)
    at = place % len(recorded)
    if recorded[at : at + 1] in (b"\r", b"\n"):
        return
    changed = recorded[:at] + bytes([recorded[at] ^ 1]) + recorded[at + 1 :]
    assert not differ_alone(changed, hash_of(recorded))


def test_an_added_or_a_missing_line_is_a_change() -> None:
    assert not differ_alone(ended(*LF) + b"\n", hash_of(ended(*CRLF)))
    assert not differ_alone(ended(*LF[:5], b""), hash_of(ended(*CRLF)))
    assert not differ_alone(b"no line break", hash_of(b"another file"))


def test_the_search_for_a_mix_is_bounded() -> None:
    large = b"word\n" * 200_000
    assert differ_alone(large, hash_of(large.replace(b"\n", b"\r\n")))
    assert not differ_alone(large, hash_of(large[:-5] + b"word\r\n"))
