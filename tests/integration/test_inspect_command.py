"""The command inspect: what it shows of a file, wherever the file is, and with which exit code."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.support import exhibit_files
from tests.support.commands import Run
from tests.support.sample import PROJECT

from casebound.render.exhibits.draw import convert
from casebound.render.exhibits.draw.placeholder import placeholder

EVIDENCE = PROJECT / "cases/NO-2026-001/evidence"
LETTER, SCAN = (EVIDENCE / "assignment-letter.pdf").read_bytes(), (EVIDENCE / "confirmation.png").read_bytes()
MAIL = b"From: a@example.org\nSubject: Hello\n\nWords.\n"
SCHEMA = json.loads((PROJECT / "schema" / "inspect.schema.json").read_bytes())


@pytest.fixture
def received(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside of any project, which is also the current folder."""
    folder = tmp_path / "received"
    (folder / "b").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def rows(run: Run, *arguments: object, code: int = 0) -> list[dict[str, Any]]:
    """The objects that the command prints, which its schema describes."""
    result = run("inspect", "--format", "json", *arguments)
    assert (result.code, result.err) == (code, "")
    listed: list[dict[str, Any]] = json.loads(result.out)
    jsonschema.validate(listed, SCHEMA)
    return listed


def test_a_folder_is_inspected_in_order_without_hidden_files(received: Path, run: Run) -> None:
    files = {
        "c.txt": b"words",
        "a.png": SCAN,
        "b/z.eml": MAIL,
        "b/a.pdf": LETTER,
        ".hidden": b"\0",
        ".git/config": b"\0",
    }
    for name, data in files.items():
        (received / name).parent.mkdir(exist_ok=True)
        (received / name).write_bytes(data)
    found = rows(run, ".")
    assert [row["file"] for row in found] == ["a.png", "c.txt", "b/a.pdf", "b/z.eml"]
    assert [row["type"] for row in found] == ["PNG", "text", "PDF", "e-mail"]
    assert all(row["opens"] and row["shown"] == "as-is" and row["reason"] is None for row in found)


def test_a_file_that_cannot_serve_ends_with_one_and_names_the_way_out(received: Path, run: Run) -> None:
    (received / "a.zip").write_bytes(b"PK\3\4")
    (received / "b.txt").write_bytes(b"words")
    archive, text = rows(run, "a.zip", "b.txt", code=1)
    assert (archive["type"], archive["opens"], archive["shown"]) == ("archive", False, "not-shown")
    assert archive["reason"] == "files of the kind “archive” are not supported"
    assert archive["advice"] == "Extract the files that matter, and record each of them as an exhibit."
    assert text["opens"]
    result = run("inspect", "a.zip", "b.txt")
    assert result.code == 1
    assert result.out == (
        "a.zip: archive\n"
        "  cannot serve as evidence: files of the kind “archive” are not supported\n"
        "  advice: Extract the files that matter, and record each of them as an exhibit.\n"
        "b.txt: text, contains text, shown as it is\n"
        "2 files: 1 can serve as evidence, 1 cannot\n"
    )


@pytest.mark.parametrize(
    ("name", "data", "shown"),
    [
        ("a.pdf", LETTER, "as-is"),
        ("a.pdf", exhibit_files.encrypted_pdf(user=""), "drawn"),
        ("a.pdf", exhibit_files.encrypted_pdf(user="secret"), "not-shown"),
        ("a.jpg", exhibit_files.image((40, 30), "JPEG"), "as-is"),
        ("a.html", b"<p>Words</p>", "converted"),
    ],
)
def test_how_a_file_is_shown(name: str, data: bytes, shown: str, received: Path, run: Run) -> None:
    (received / name).write_bytes(data)
    (row,) = rows(run, name, code=int(shown == "not-shown"))
    assert row["shown"] == shown
    assert row["opens"] is (shown != "not-shown")


def test_a_file_that_the_bundle_does_not_show_does_not_open(
    received: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The showing reader has the last word, should it ever differ from the inspection."""
    monkeypatch.setattr(convert, "_convert", lambda *_: placeholder("its pages cannot be drawn"))
    (received / "a.txt").write_bytes(b"words")
    (row,) = rows(run, "a.txt", code=1)
    assert (row["opens"], row["reason"], row["shown"]) == (False, "its pages cannot be drawn", "not-shown")
    assert row["advice"]


@pytest.mark.parametrize("missing", ["gone.pdf", "gone/a.pdf", "x" * 300])
def test_a_path_that_does_not_exist_ends_with_two(missing: str, received: Path, run: Run) -> None:
    (received / "a.txt").write_bytes(b"words")
    result = run("inspect", "a.txt", missing)
    assert (result.code, result.out) == (2, "")
    assert "Check the path." in result.err


def test_a_folder_without_files_ends_with_two(received: Path, run: Run) -> None:
    (received / "b" / ".DS_Store").write_bytes(b"\0")
    result = run("inspect", "b")
    assert (result.code, result.out) == (2, "")
    assert "the folder b contains no files" in result.err


def test_without_a_file_the_command_says_how_it_is_used(received: Path, run: Run) -> None:
    result = run("inspect")
    assert (result.code, result.out) == (2, "")
    assert "Missing argument 'FILE...'" in result.err


def test_what_is_no_regular_file_is_reported_and_not_waited_for(received: Path, run: Run) -> None:
    os.mkfifo(received / "pipe.pdf")
    (received / "gone").symlink_to(received / "nowhere")
    (received / "link.txt").symlink_to(received / "a.txt")
    (received / "a.txt").write_bytes(b"words")
    (received / "empty.pdf").touch()
    reasons = {row["file"]: row["reason"] for row in rows(run, received, code=1)}
    assert {Path(name).name: reason for name, reason in reasons.items()} == {
        "pipe.pdf": "it is not a regular file",
        "gone": "it cannot be read: No such file or directory",
        "link.txt": None,
        "a.txt": None,
        "empty.pdf": "it is empty, 0 bytes",
    }


def test_a_folder_that_leads_back_to_itself_ends(received: Path, run: Run) -> None:
    (received / "b" / "again").symlink_to(received)
    (received / "a.txt").write_bytes(b"words")
    assert [row["file"] for row in rows(run, ".", code=1)] == ["a.txt", "b/again"]


def test_a_file_that_is_too_large_is_not_read(received: Path, run: Run) -> None:
    with open(received / "a.pdf", "wb") as stream:
        stream.truncate((64 << 20) + 1)
    (row,) = rows(run, "a.pdf", code=1)
    assert row["reason"] == "it is larger than 64 MiB"


def test_names_with_control_characters_and_other_bytes_are_shown_as_escapes(received: Path, run: Run) -> None:
    for name in (b"a\x1b[31m.txt", b"line\nbreak.txt", b"latin-\xe9.txt", "右.txt".encode()):
        with open(os.fsencode(received) + b"/" + name, "wb") as stream:
            stream.write(b"words")
    names = [Path(row["file"]).name for row in rows(run, received)]
    assert names == ["a\x1b[31m.txt", "latin-\\xe9.txt", "line\nbreak.txt", "右.txt"]
    printed = run("inspect", received).out
    assert "a\\x1b[31m.txt: text" in printed
    assert "line\\nbreak.txt: text" in printed


def test_the_result_can_go_to_a_file(received: Path, run: Run) -> None:
    (received / "a.txt").write_bytes(b"words")
    result = run("inspect", "a.txt", "--format", "json", "--output", "out.json")
    assert (result.code, result.out) == (0, "")
    assert json.loads((received / "out.json").read_bytes())[0]["file"] == "a.txt"


def _broken(*_: object) -> None:
    raise AttributeError("'int' object has no attribute 'unparse'")


@pytest.mark.parametrize("place", ["load.inspect.inspection.content_kind", "render.exhibits.draw.convert.text_pages"])
def test_a_failure_of_casebound_ends_with_two(
    place: str, received: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"casebound.{place}", _broken)
    (received / "a.txt").write_bytes(b"words")
    result = run("inspect", "a.txt")
    assert (result.code, result.out) == (2, "")
    assert "internal error (AttributeError in" in result.err
