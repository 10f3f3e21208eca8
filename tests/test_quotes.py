"""Quoted words: what counts as the same words, and how a file's words are read."""

import io
from pathlib import Path

import pikepdf
import pytest
from tests.conftest import Run
from tests.sample import PROJECT, sample

from casebound.controls.quoting import stands_in
from casebound.load.words import words_of

LETTER = PROJECT / "cases/NO-2026-001/evidence/assignment-letter.pdf"


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("may recall you", "which may\r\nrecall   you, and"),
        ("the employment goes on", "the employ-\r\nment goes on"),
        ("the employment goes on", "the employ\ufffe\nment goes on"),
        ("the well-known office", "the well-\nknown office"),
        ("the office's “final” word", 'the office’s "final" word'),
        ("ﬁnal decision", "final decision"),
        ("期間は五年", "期間は\n五年を超えない"),
        ("Bjørg", "Bjo\u0338rg Bjørg"),
    ],
)
def test_shapes_and_line_breaks_do_not_count(words: str, page: str) -> None:
    assert stands_in(words, page)


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("approved", "the request was disapproved"),
        ("approved", "the request was approvedly late"),
        ("is covered", "is not covered"),
        ("2026-05-01", "2026-05-10"),
        ("Approved", "approved"),
        (" ", "anything at all"),
        ("a.c", "abc"),
        ("résumé", "resume"),
    ],
)
def test_every_letter_and_digit_counts(words: str, page: str) -> None:
    assert not stands_in(words, page)


def test_the_words_of_a_pdf_are_told_page_by_page() -> None:
    pages, problem = words_of("letter.pdf", LETTER.read_bytes())
    assert problem is None
    assert len(pages) == 1
    assert stands_in("You remain employed by Fjordline Subsea Inc.", pages[0])


def test_the_words_of_a_mail_are_decoded_first() -> None:
    mail = b"Subject: =?utf-8?q?Best=C3=A4tigung?=\nContent-Type: text/plain; charset=utf-8\n"
    pages, _ = words_of("a.eml", mail + b"Content-Transfer-Encoding: quoted-printable\n\nall days are cov=\nered=2E\n")
    assert stands_in("Bestätigung", pages[0])
    assert stands_in("all days are covered.", pages[0])


def test_a_picture_and_a_broken_file_have_no_words_and_say_why() -> None:
    assert "picture" in str(words_of("scan.png", b"\x89PNG")[1])
    assert "damaged" in str(words_of("letter.pdf", b"%PDF-1.7 nothing")[1])
    assert ".docx" in str(words_of("letter.docx", b"PK")[1])


def test_a_locked_pdf_has_no_words() -> None:
    locked = io.BytesIO()
    with pikepdf.open(LETTER) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert words_of("letter.pdf", locked.getvalue()) == ((), words_of("letter.pdf", b"%PDF")[1])


def test_only_what_is_quoted_is_opened() -> None:
    opened = {(one.folder, key) for one in sample().cases for key, file in one.exhibits.items() if file.words}
    quoted = {
        (one.folder, quote["exhibit"]) for one in sample().cases for quote in one.content.get("quotes", {}).values()
    }
    assert opened == quoted
    assert quoted


def test_a_false_quotation_blocks_the_check_at_its_line_and_takes_no_support(small: Path, casebound: Run) -> None:
    record = small / "cases/NO-2026-001/case.yml"
    record.write_text(record.read_text().replace("words: Salary stays", "words: Wages stay"))
    told = casebound("check", "-C", small)
    line = record.read_text().split("words: Wages stay")[0].count("\n") + 1
    assert told.code == 1
    assert f"cases/NO-2026-001/case.yml:{line}:5: blocking F21" in told.out
    assert "NO-2026-001  exemption-supported" in told.out
