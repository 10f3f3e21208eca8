"""Texts in many scripts: printed with the bundled fonts, in the right order, and read again by another program."""

import hashlib
import io
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.support.documents import print_assets
from tests.support.exhibit_bundles import bundle_of, held_to_be_a_good_bundle
from tests.support.printed_names import FACES, faces
from tests.support.sample import PROJECT
from tests.support.scripts import SENTENCES

from casebound.render.documents import pdf
from casebound.render.documents.font_families import language_of
from casebound.render.exhibits.draw import printable as module
from casebound.render.exhibits.draw.printable import Printable, RightToLeft, line_blocks

_UNSEEN = re.compile(r"[\s\u200c-\u200f\ufe0f]")


def bare(text: str) -> str:
    """A text as programs that read PDFs agree on it: without spaces and joiners."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def printable() -> Printable:
    return Printable(print_assets())


def test_a_text_and_a_title_in_each_script_are_printed_and_can_be_read_again() -> None:
    title = " ".join(sentence.split()[0] for sentence in SENTENCES.values())
    data = bundle_of({"all.txt": "\n".join(SENTENCES.values()).encode()}, title)
    index, *text = map(bare, held_to_be_a_good_bundle(data))
    assert [word for word in title.split() if bare(word) not in index] == []
    told = "".join(text)
    missing = {
        script: words
        for script, text in SENTENCES.items()
        if (words := [word for word in text.split() if bare(word) not in told])
    }
    assert missing == {}
    assert faces(data) <= FACES
    assert "[U+" not in told


@pytest.mark.parametrize("script", SENTENCES)
def test_nothing_of_a_script_is_shown_as_a_number(script: str) -> None:
    text = SENTENCES[script]
    assert printable().text(text) == unicodedata.normalize("NFC", text)
    assert printable().missing(text) == ()


@pytest.mark.parametrize("script", SENTENCES)
def test_a_long_line_is_wrapped_and_loses_nothing(script: str) -> None:
    text = unicodedata.normalize("NFC", f"{SENTENCES[script]} ") * 40
    lines = printable().lines(text)
    assert len(lines) > 1
    assert "".join(lines) == text
    for line in lines:
        assert columns(line) <= 100 + line.endswith(" ")
        assert not unicodedata.category(line[0]).startswith("M")


def columns(line: str) -> float:
    return sum(map(printable()._width, line))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb\u202c", "a[U+202E]b[U+202C]"),
        ("a\u2066b\u2069", "a[U+2066]b[U+2069]"),
        ("pay\u200bpal", "pay[U+200B]pal"),
        ("in\u00advisible", "in[U+00AD]visible"),
        ("a\u200db", "a[U+200D]b"),
        ("a\u200cb", "a[U+200C]b"),
        ("a\u2060b", "a[U+2060]b"),
        ("a\u3164b", "a[U+3164]b"),
        ("a\u2800b", "a[U+2800]b"),
        ("a\ufe0fb", "a[U+FE0F]b"),
        ("a\u200eb", "a[U+200E]b"),
        ("a\ufeffb", "a[U+FEFF]b"),
        ("\ufeffa", "a"),
        ("a\x00\x1b[31mb\x0b\x7f", "a[U+0000][U+001B][31mb[U+000B][U+007F]"),
        ("a\u2028b\u0085", "a[U+2028]b[U+0085]"),
        ("\U000e0041", "[U+E0041]"),
        ("\ue000", "[U+E000]"),
        ("ａ\u0336", "ａ[U+0336]"),
    ],
)
def test_what_is_invisible_and_could_deceive_is_shown_as_a_number(text: str, shown: str) -> None:
    assert printable().text(text) == shown
    assert {f"[U+{ord(one):04X}]" for one in printable().missing(text)} == set(re.findall(r"\[U\+\w+\]", shown))


def test_no_more_than_eight_marks_stand_on_a_letter() -> None:
    assert printable().text("x" + "\u0303" * 100).count("[U+0303]") == 92


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",  # a non-joiner between Persian letters
        "ශ්‍රී",  # a joiner in a Sinhala conjunct
        "র‍্যাব",
        "👨‍👩‍👧",  # a joiner between pictures
        "❤️",
        "אב \u200f(12)",  # a mark of direction in a Hebrew line
        "ភាសា\u200bខ្មែរ",  # a space of no width between Khmer words
        "ᠮᠣᠩᠭᠣᠯ\u180b",
        "辻\U000e0100",  # a variant of an ideograph
    ],
)
def test_what_a_script_needs_stays(text: str) -> None:
    assert printable().text(text) == unicodedata.normalize("NFC", text)


def test_a_wide_character_takes_two_columns() -> None:
    lines = printable().lines("漢" * 120)
    assert [len(line) for line in lines] == [50, 50, 20]
    assert printable().lines("a\tb\n漢\tb") == ("a       b", "漢      b")


@pytest.mark.parametrize("text", ["\u0303" * 9_000, "x\n" * 99, "\u202e" * 9_000, "漢" * 9_000])
def test_a_text_of_any_length_is_shown_as_far_as_the_limit(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_WRAPPED", 50)
    monkeypatch.setattr(module, "_LONGEST_LINE", 1_000)
    lines = printable().first_lines(text)
    assert (len(lines), lines.cut) == (50, True)
    assert not printable().first_lines(text[:80]).cut


def test_columns_of_latin_text_are_kept() -> None:
    text = "name      amount\nMüller      1,00\nΑθήνα       2,00\n───┼───"
    assert printable().lines(text) == tuple(text.split("\n"))


def test_a_line_does_not_begin_with_a_closing_mark() -> None:
    assert not any(line[0] in "。、）" for line in printable().lines("漢字、仮名（かな）。" * 40))


def test_a_line_from_right_to_left_is_marked_and_stands_apart() -> None:
    lines = printable().lines("From here\nשלום (Form 1) רב\n12 שלום\nabc שלום\nسلام")
    assert [isinstance(line, RightToLeft) for line in lines] == [False, True, True, False, True]
    assert [(block.right_to_left, len(block.lines)) for block in line_blocks(lines)] == [
        (False, 1),
        (True, 2),
        (False, 1),
        (True, 1),
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Certificate", ""),
        ("適用証明書です", "ja"),
        ("髙橋春子", "ja"),
        ("적용증명서 國民年金", "ko"),
        ("张伟", "zh-Hans"),
        ("您好，附件是该员工的参保证明", "zh-Hans"),
        ("您好，附件是該員工的參保證明", "zh-Hant"),
    ],
)
def test_chinese_characters_have_the_forms_of_the_language_of_the_text(text: str, language: str) -> None:
    assert language_of(text) == language


def families(text: str, languages: Iterable[str] = ()) -> tuple[str, ...]:
    return print_assets().glyphs.families(text, languages)


def test_only_the_families_that_a_text_needs_are_loaded() -> None:
    assert families("Grüße – Ελένη, Мария, Zażółć ─┼│") == ()
    assert families("髙橋 春子") == ("Plex JP",)
    assert families("直", ["zh-Hant"]) == ("Plex TC",)
    assert families("直 张") == ("Plex SC",)
    assert families("שלום") == ("Noto Hebrew",)
    assert families("نوروز") == ("Plex Arabic",)


def test_the_fonts_and_the_language_of_the_computer_change_no_byte(tmp_path: Path) -> None:
    (tmp_path / "computer.ttf").write_bytes(_as_installed(print_assets().fonts["IBMPlexSansSC-Regular.woff2"]))
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>", encoding="utf-8")
    here, program = (
        str(tmp_path),
        (
            "import hashlib\n"
            "from tests.documents.test_scripts import MIXED, print_assets\n"
            "from casebound.render.documents import pdf\n"
            "print(hashlib.sha256(pdf.write(MIXED, print_assets(), families=('Plex JP',))).hexdigest())"
        ),
    )
    other = {
        "FONTCONFIG_FILE": f"{here}/fonts.conf",
        "LANGUAGE": "zh_CN",
        "PANGO_LANGUAGE": "zh-cn",
        "FC_LANG": "zh-cn",
    }
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **other, "PYTHONPATH": f"{PROJECT}/generator:{PROJECT}"},
        cwd=PROJECT,
        capture_output=True,
        check=True,
        text=True,
    )
    made = pdf.write(MIXED, print_assets(), families=("Plex JP",))
    assert told.stdout.strip() == hashlib.sha256(made).hexdigest()


def _as_installed(font: bytes) -> bytes:
    """A bundled font as a computer has it installed: not compressed."""
    from fontTools.ttLib import woff2

    out = io.BytesIO()
    woff2.decompress(io.BytesIO(font), out)
    return out.getvalue()


MIXED = '<html lang="en"><head><title>x</title></head><body><p>直 A <b>骨</b> 中</p></body></html>'


def test_every_file_of_a_family_is_bundled() -> None:
    from casebound.render.documents.font_families import FAMILIES

    named = {file for family in FAMILIES for file in family.files.values()}
    assert named <= print_assets().fonts.keys()
    assert {name for name in print_assets().fonts if not name.startswith(("IBMPlexSans-", "IBMPlexMono-"))} == named
