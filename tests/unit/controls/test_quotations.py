"""Quoted words: what counts as the same words, and how a file's words are read."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.sample import PROJECT, at, bench, judged, sample

from casebound.controls.quotations import is_on_page
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.model.evidence import EvidenceFile, FileText, Inspection

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
    assert is_on_page(words, page)


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("approved", "the request was disapproved"),
        ("approved", "the request was approvedly late"),
        ("is covered", "is not covered"),
        ("2026-05-01", "2026-05-10"),
        ("Approved", "approved"),
        (" ", "anything at all"),
        ("under part A", "under part AB"),
        ("A party", "CA party"),
        ("a.c", "abc"),
        ("résumé", "resume"),
    ],
)
def test_every_letter_and_digit_counts(words: str, page: str) -> None:
    assert not is_on_page(words, page)


def words_of(name: str, data: bytes) -> FileText:
    (inspection,) = inspect_files([InspectionRequest(name, data, quoted=True)])
    return inspection.text or FileText(problem=inspection.unusable)


def test_the_words_of_a_pdf_are_told_page_by_page() -> None:
    words = words_of("letter.pdf", LETTER.read_bytes())
    assert words.problem is None
    assert len(words.pages) == 1
    assert is_on_page("You remain employed by Fjordline Subsea Inc.", words.pages[0])


def test_the_words_of_a_mail_are_decoded_first() -> None:
    mail = b"Subject: =?utf-8?q?Best=C3=A4tigung?=\nContent-Type: text/plain; charset=utf-8\n"
    mail += b"Content-Transfer-Encoding: quoted-printable\n\nall days are cov=\nered=2E\n"
    (page,) = words_of("a.eml", mail).pages
    assert is_on_page("Subject: Bestätigung", page)
    assert is_on_page("all days are covered.", page)


def test_the_pages_of_a_text_end_at_form_feeds() -> None:
    assert words_of("report.txt", "eins\fzwei".encode("utf-16")).pages == ("eins", "zwei")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("scan.png", (PROJECT / "cases/NO-2026-001/evidence/confirmation.png").read_bytes(), "an image"),
        ("letter.docx", b"PK", "its name says Word document, but its content is text"),
        ("letter.pdf", b"%PDF-1.7 nothing", "damaged"),
        ("letter.pdf", LETTER.read_bytes().replace(b"%%EOF", b"%%EOF\n%"), None),
    ],
)
def test_what_has_no_words_says_why(name: str, data: bytes, why: str | None) -> None:
    problem = words_of(name, data).problem
    assert problem is None if why is None else why in str(problem)


def test_only_what_is_quoted_is_read_for_its_words() -> None:
    def has_words(file: EvidenceFile) -> bool:
        return file.inspection is not None and file.inspection.text is not None

    opened = {(one.folder, key) for one in sample().cases for key, file in one.exhibits.items() if has_words(file)}
    quoted = {
        (one.folder, quote["exhibit"]) for one in sample().cases for quote in one.content.get("quotes", {}).values()
    }
    assert opened == quoted
    assert quoted


def _quoting(words: str, page: int, *pages: str) -> list[str]:
    """The messages on a quotation from the letter that NO-2026-001 quotes, if its pages were these."""
    one = bench("NO-2026-001", [at("quotes/Q1/words", words), at("quotes/Q1/page", str(page))])
    letter = one.case["quotes"]["Q1"]["exhibit"]
    one.exhibits[letter] = replace(one.exhibits[letter], inspection=Inspection(text=FileText(pages)))
    return [found.message for found in judged(one).findings if found.control == "F21"]


FIVE = ("the first", "the second", "the third", "the fourth", "the third again")


@pytest.mark.parametrize(("page", "words"), list(enumerate(FIVE, start=1)))
def test_each_page_is_compared_with_what_is_quoted_from_it(page: int, words: str) -> None:
    assert _quoting(words, page, *FIVE) == []
    assert _quoting("no such words", page, *FIVE) == [f"the quoted words are not on page {page} of E1"]


@pytest.mark.parametrize(("page", "there"), [(1, 3), (2, 3), (4, 3)])
def test_words_on_another_page_are_told_with_the_first_such_page(page: int, there: int) -> None:
    (message,) = _quoting("the third", page, *FIVE)
    assert message.endswith(f"page {page} of E1; they are on page {there}")


@pytest.mark.parametrize(("count", "told"), [(0, "0 pages,"), (1, "1 page,"), (2, "2 pages,"), (5, "5 pages,")])
def test_a_page_past_the_end_is_told_with_their_number(count: int, told: str) -> None:
    for page in (count + 1, count + 300, 0):
        (message,) = _quoting("the first", page, *FIVE[:count])
        assert message == f"E1 has {told} but page {page} is quoted"


def test_pages_past_a_small_number_are_counted_as_numbers() -> None:
    many = tuple(f"page number {number}" for number in range(1, 301))
    assert _quoting("page number 300", 300, *many) == []


@pytest.mark.parametrize(
    ("words", "page", "there"),
    [
        ("a五", "a五十", True),  # the last is wide and needs no space after it
        ("a五", "ba五", False),  # the first is not
        ("五a", "十五a", True),
        ("五a", "五ab", False),
        ("(a", "b(a", True),
        ("a)", "a)b", True),
        ("ab", "abc", False),
        ("ab", "cab", False),
        ("a五b", "a五bc", False),
        ("(a", "(ab", False),
        ("a)", "ba)", False),
        ("a五b", "ca五b", False),
        ("五a十", "五a十一", True),
        ("五a十", "十五a十", True),
    ],
)
def test_the_first_and_the_last_character_say_where_a_word_ends(words: str, page: str, there: bool) -> None:
    assert is_on_page(words, page) is there


def test_a_false_quotation_blocks_the_check_at_its_line_and_takes_no_support(small: Path, casebound: Run) -> None:
    record = small / "cases/NO-2026-001/case.yml"
    record.write_text(record.read_text().replace("words: Salary stays", "words: Wages stay"))
    told = casebound("check", "-C", small)
    line = record.read_text().split("words: Wages stay")[0].count("\n") + 1
    assert told.code == 1
    assert f"cases/NO-2026-001/case.yml:{line}:5: blocking F21" in told.out
    assert "NO-2026-001  exemption-in-effect" in told.out
