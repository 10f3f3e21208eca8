"""Pages of HTML and web archives as evidence: converted, with hidden words and a guessed charset reported."""

import base64

import pytest
from tests.support.mails import RED_DOT

from casebound.load.inspect import html_files
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.model.evidence import Inspection


def look(name: str, data: bytes) -> Inspection:
    return inspect_files([InspectionRequest(name, data, quoted=True)])[0]


def test_a_page_shows_its_title_and_words_and_says_what_is_left_out() -> None:
    found = look("a.html", b"<!doctype html><title>Notice</title><p style='display:none'>SECRET</p><p>Words</p>")
    assert found.unusable is None
    assert found.words
    assert found.text is not None
    assert found.text.pages == ("Title: Notice\n\nHidden text: SECRET\n\nWords",)
    assert "hidden text" in found.active_content
    assert "the scripts and the page layout of the HTML" in found.left_out


@pytest.mark.parametrize(
    ("data", "guess"),
    [
        ("<p>Grüße".encode("utf-16"), False),
        (b"\xef\xbb\xbf" + "<p>Grüße".encode(), False),
        ("<meta charset=windows-1252><p>Grüße".encode("cp1252"), False),
        ("<meta http-equiv=content-type content='text/html; charset=utf-8'><p>Grüße".encode(), False),
        ("<?xml version='1.0' encoding='iso-8859-1'?><html><p>Grüße".encode("latin-1"), False),
        ("<p>Grüße".encode(), True),
        ("<p>Grüße".encode("cp1252"), True),
    ],
)
def test_a_page_is_read_in_its_charset(data: bytes, guess: bool) -> None:
    email = html_files.read_html(data)
    assert email.messages[0].parts[0].words == "Grüße"
    assert any("guess" in note for note in email.messages[0].notes) == guess


def test_a_picture_in_the_page_is_shown() -> None:
    source = f"<img src='data:image/png;base64,{base64.b64encode(RED_DOT).decode()}'><img src=other.png>"
    email = html_files.read_html(source.encode())
    assert [picture.data for picture in email.pictures] == [RED_DOT]
    assert any("other.png" in what for what in email.left_out)


def test_a_web_archive_shows_its_page_with_its_pictures() -> None:
    archive = (
        b"From: <Saved by Blink>\r\nSubject: A page\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/related; boundary=q\r\n\r\n--q\r\nContent-Type: text/html\r\nContent-Location: https://example.org/\r\n\r\n"
        b"<p>Words<img src='https://example.org/dot.png'>\r\n--q\r\nContent-Type: image/png\r\n"
        b"Content-Transfer-Encoding: base64\r\nContent-Location: https://example.org/dot.png\r\n\r\n"
        + base64.b64encode(RED_DOT)
        + b"\r\n--q--\r\n"
    )
    email = html_files.read_web_archive(archive)
    (part,) = email.messages[0].parts
    assert part.html is not None
    assert part.html.pictures == (0,)
    assert look("a.mht", archive).unusable is None


def test_a_web_archive_of_another_kind_is_refused_with_the_way_out() -> None:
    found = look("a.mht", b"bplist00")
    assert found.unusable is not None
    assert found.advice is not None


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<!-- words -->",
        "<canvas>Your browser shows no drawings.</canvas>",
        "<p style='display:none'>Words</p>",
        "<div id=app></div><script>show()</script>",
        "<noscript>Words</noscript><script>show()</script>",
        "<p>Please enable JavaScript to see the notice.</p><script>show()</script>",
        "<p>Loading ...</p><script>show()</script>",
        "<img src='https://example.org/notice.png' alt='Notice'>",
    ],
)
def test_a_page_of_which_nothing_is_shown_is_refused_with_the_way_out(body: str) -> None:
    found = look("a.html", f"<!doctype html><title>Notice</title><body>{body}</body>".encode())
    assert found.unusable == "it contains nothing that can be displayed"
    assert "print it to a PDF" in (found.advice or "")


@pytest.mark.parametrize("body", ["<p>Loading of goods</p>", "<input value=Words>", "<p>x</p><script>show()</script>"])
def test_a_page_with_words_serves(body: str) -> None:
    assert look("a.html", f"<!doctype html>{body}".encode()).unusable is None
