"""Looking into files of evidence: what opens, what acts, and what a hostile file can do to the others."""

import hashlib
import io
import os
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL.PngImagePlugin import PngImageFile
from tests.support import exhibit_files
from tests.support.sample import PROJECT, Bench, Edit, bench, judged, sample

from casebound.load.evidence_reader import LocatedFile, hashed, inspect_evidence
from casebound.load.inspect import inspection, text_files
from casebound.load.inspect.content_kinds import ADVICE_FOR_DAMAGED, ContentKind, advice_for
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.inspect.mail import mime, walk
from casebound.load.inspect.pdf import active_content, pdf_structure, pdfs
from casebound.load.inspect.pictures import images
from casebound.load.inspect.rejection import DAMAGED
from casebound.load.workspace import Workspace
from casebound.model.errors import InternalError
from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import Failed, UnreadableFile, run_sandboxed

EVIDENCE = PROJECT / "cases/NO-2026-001/evidence"
LETTER, SCAN = (EVIDENCE / "assignment-letter.pdf").read_bytes(), (EVIDENCE / "confirmation.png").read_bytes()
MAIL = b"From: a@example.org\nSubject: Hello\n\nWords.\n"

PHOTO = exhibit_files.image((40, 30), "JPEG")

Change = Callable[[Pdf], object]


def look(name: str, data: bytes) -> Inspection:
    """Why a file is unusable, and what acts in it."""
    (found,) = inspect_files([InspectionRequest(name, data)])
    return deciding(found)


def deciding(found: Inspection) -> Inspection:
    """An inspection with only its reason and its active content."""
    return Inspection(unusable=found.unusable, active_content=found.active_content)


def _nested(depth: int) -> bytes:
    """An e-mail of multiparts within multiparts."""
    return b"From: a\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number) for number in range(depth)
    )


def pdf(change: Change, **saving: object) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        document.save(made, **saving)  # type: ignore[arg-type]
    return made.getvalue()


def test_the_samples_open_and_do_nothing() -> None:
    files = [file for one in sample().cases for file in one.exhibits.values()] + [*sample().captures.values()]
    assert len(files) > 200
    assert {
        (file.inspection.unusable, file.inspection.active_content) if file.inspection else None for file in files
    } == {(None, ())}


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.pdf", b"", "it is empty, 0 bytes"),
        ("a.txt", b"", "it is empty, 0 bytes"),
        ("a.pdf", SCAN, "its name says PDF, but its content is PNG"),
        ("a.png", LETTER, "its name says PNG, but its content is PDF"),
        ("a.txt", LETTER, "its name says text, but its content is PDF"),
        ("a.docx", LETTER, "its name says Word document, but its content is PDF"),
        ("a.pdf", b"\0\1\2", "its name says PDF, but its content does not"),
        ("a.exe", LETTER, "files of the kind “program” are not supported"),
        ("a.tga", b"\0\1\2", "files of the kind “picture of another kind” are not supported"),
        ("a.zip", b"PK\3\4", "files of the kind “archive” are not supported"),
        ("a.svg", b"<svg/>", "files of the kind “SVG drawing” are not supported"),
        ("a", b"\0\1\2", "files of the kind “unknown” are not supported"),
        ("a.pdf", b"%PDF-1.7\nnothing", "it is too damaged to be displayed"),
        ("a.pdf", LETTER[:200], "it is too damaged to be displayed"),
        ("a.png", SCAN[:-40] + bytes(40), "it is damaged, or its name shows the wrong file type"),
        ("a.png", SCAN[:60], "it is damaged, or its name shows the wrong file type"),
        ("a.jpg", PHOTO[:100], "it is damaged, or its name shows the wrong file type"),
        ("a.jpg", b"\xff\xd8\xff" + bytes(90), "it is damaged, or its name shows the wrong file type"),
        ("a.eml", _nested(2000), "its parts are nested too deeply"),
        ("a.eml", b"no header at all", "it has an e-mail file name but no e-mail header"),
        ("a.txt", b"\xff\xfe\0\xd8", "it begins like UTF-16, but the rest is not UTF-16"),
        ("a.txt", bytes(range(9)) * 9, "it has a text file name, but its content is not text"),
    ],
)
def test_what_does_not_open_says_why(name: str, data: bytes, why: str) -> None:
    assert look(name, data) == Inspection(unusable=why)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", LETTER),
        ("a.png", SCAN),
        ("A.PNG", SCAN),
        ("a.jpg", PHOTO),
        ("a.eml", MAIL),
        ("a.txt", b"words"),
        ("a.txt", b"l\xe9gal"),
        ("a.png", PHOTO),
        ("a.jpg", SCAN),
        ("a.jfif", PHOTO),
        ("a", LETTER),
        ("a.note", b"words"),
        ("a.html", b"<p>words"),
    ],
)
def test_what_opens_is_of_use(name: str, data: bytes) -> None:
    assert look(name, data) == Inspection()


def test_a_file_that_does_not_open_has_a_way_out_and_keeps_its_kind() -> None:
    files = [("a.zip", b"PK\3\4"), ("a.pdf", SCAN), ("a.pdf", LETTER[:200]), ("a.svg", b"<svg><script>"), ("a", b"")]
    archive, misnamed, damaged, drawing, empty = inspect_files([InspectionRequest(*file) for file in files])
    assert (archive.type, archive.advice) == ("archive", advice_for(ContentKind.ARCHIVE))
    assert misnamed.advice == "Inspect the content, and then record the file under a name that ends in .png."
    assert misnamed.type == "PNG"
    assert damaged.advice == empty.advice == ADVICE_FOR_DAMAGED
    assert (drawing.type, drawing.active_content) == ("SVG drawing", ("a script",))


def test_a_name_that_suits_another_kind_of_picture_is_a_note() -> None:
    assert inspect_files([InspectionRequest("a.png", PHOTO)])[0].notes == (
        "The name ends in .png, but the content is of the kind JPEG.",
    )


def test_the_way_out_that_a_reader_knows_comes_out_of_the_sandbox() -> None:
    def work(_: bytes) -> bytes:
        raise UnreadableFile("it is locked", "Unlock it.")

    with pytest.raises(UnreadableFile, match=r"^it is locked$") as refusal:
        run_sandboxed(work, b"", bytes)
    assert refusal.value.advice == "Unlock it."


def test_a_password_is_told_and_a_file_that_opens_without_one_is_only_named() -> None:
    locked = pdf(lambda _: None, encryption=pikepdf.Encryption(owner="a", user="b"))
    guarded = pdf(lambda _: None, encryption=pikepdf.Encryption(owner="a", user=""))
    assert look("a.pdf", locked).unusable == "it is encrypted and requires a password"
    assert look("a.pdf", guarded) == Inspection()
    (found,) = inspect_files([InspectionRequest("a.pdf", guarded)])
    assert found.notes == ("It opens without a password, but an owner password restricts its use.",)


def _on_opening(action: Dictionary) -> Change:
    return lambda document: setattr(document.Root, "OpenAction", action)


def _on_a_page(document: Pdf) -> None:
    document.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("x")))])


def _in_a_stream(document: Pdf) -> None:
    stream = document.make_stream(b"")
    stream.Next = Dictionary(S=Name.JavaScript, JS=document.make_stream(b"app.alert(1)"))
    document.Root.Odd = document.make_indirect(Array([stream]))


def _attached(document: Pdf) -> None:
    document.attachments["a.txt"] = b"inside"


SCRIPT, PROGRAM, FILES = "JavaScript", "a command that starts a program", "embedded files"


@pytest.mark.parametrize("packed", list(pikepdf.ObjectStreamMode))
@pytest.mark.parametrize(
    ("change", "acts"),
    [
        (_on_opening(Dictionary(S=Name.JavaScript, JS=String("1"))), (SCRIPT,)),
        (_on_opening(Dictionary(S=Name.Launch, F=String("calc.exe"))), (PROGRAM,)),
        (_on_a_page, (PROGRAM,)),
        (_in_a_stream, (SCRIPT,)),
        (_attached, (FILES,)),
    ],
)
def test_what_acts_is_found_wherever_it_stands(
    change: Change, acts: tuple[str, ...], packed: pikepdf.ObjectStreamMode
) -> None:
    assert look("a.pdf", pdf(change, object_stream_mode=packed)).active_content == acts


def test_a_name_written_in_another_way_is_the_same_name() -> None:
    plain = pdf(_on_opening(Dictionary(S=Name.JavaScript, JS=String("1"))), object_stream_mode=_PLAIN)
    hidden = plain.replace(b"/JavaScript", b"/J#61v#61Script").replace(b"/JS", b"/#4aS")
    assert b"/JavaScript" not in hidden
    assert look("a.pdf", hidden).active_content == (SCRIPT,)


_PLAIN = pikepdf.ObjectStreamMode.disable


@pytest.mark.parametrize(
    "entry", [String("see /JS and /Launch"), String("a (nested) /JS"), Name("/JSON"), Name("/Launcher"), Name("/EFG")]
)
def test_words_that_only_look_like_it_are_no_act(entry: object) -> None:
    assert look("a.pdf", pdf(lambda document: setattr(document.Root, "Told", entry))) == Inspection()


def _apart(value: bytes, key: str = "/Odd") -> Change:
    """Hold a value, as a PDF spells it, in an object of its own."""

    def change(document: Pdf) -> None:
        with pikepdf.explicit_conversion():
            document.Root[key] = document.make_indirect(pikepdf.Object.parse(value))

    return change


def held_types(data: bytes) -> set[type]:
    with pikepdf.open(io.BytesIO(data)) as document:
        return {type(held) for held in document.objects}


@pytest.mark.parametrize("packed", list(pikepdf.ObjectStreamMode))
@pytest.mark.parametrize(
    ("value", "held"),
    [
        (b"7", int),
        (b"1.5", Decimal),
        (b"true", bool),
        (b"false", bool),
        (b"(see /JS and /Launch)", pikepdf.Object),
        (b"/Launcher", pikepdf.Object),
        (b"[1 -.5 /Odd true null (/JS) [2]]", pikepdf.Object),
    ],
)
def test_a_value_that_is_an_object_of_its_own_is_no_damage(
    value: bytes, held: type, packed: pikepdf.ObjectStreamMode
) -> None:
    data = pdf(_apart(value), object_stream_mode=packed)
    assert held in held_types(data)
    assert look("a.pdf", data) == Inspection()


@pytest.mark.parametrize("value", [b"null", b"5   ", b"-.5 ", b"true", b"(a) ", b"    "])
def test_a_value_that_is_an_object_of_its_own_is_no_damage_as_it_is_written(value: bytes) -> None:
    data = pdf(_apart(b"/Odd"), object_stream_mode=_PLAIN)
    assert data.count(b"\n/Odd\n") == 1
    assert look("a.pdf", data.replace(b"\n/Odd\n", b"\n" + value + b"\n")) == Inspection()


def test_the_length_of_a_stream_may_be_an_object_of_its_own() -> None:
    data = pdf(lambda document: document.pages[0].contents_add(b"q Q"), qdf=True)
    assert re.search(rb"/Length \d+ 0 R\b", data)
    assert int in held_types(data)
    assert look("a.pdf", data) == Inspection()


def test_the_samples_open_with_every_value_as_an_object_of_its_own() -> None:
    files = sorted(EVIDENCE.glob("*.pdf"))
    apart = [exhibit_files.scalars_apart(file.read_bytes()) for file in files]
    assert all({int, pikepdf.Object} <= held_types(data) for data in apart)
    found = inspect_files([InspectionRequest("a.pdf", data) for data in apart])
    assert list(map(deciding, found)) == [Inspection()] * len(files)


@pytest.mark.parametrize("packed", list(pikepdf.ObjectStreamMode))
@pytest.mark.parametrize(
    ("value", "acts"),
    [
        (b"/JavaScript", (SCRIPT,)),
        (b"/Launch", (PROGRAM,)),
        (b"[true 1 /EmbeddedFiles]", (FILES,)),
        (b"[[<< /S /Launch >>]]", (PROGRAM,)),
        (b"<< /Odd 7 /JS (1) >>", (SCRIPT,)),
    ],
)
def test_what_acts_is_found_in_an_object_of_its_own_and_beside_numbers(
    value: bytes, acts: tuple[str, ...], packed: pikepdf.ObjectStreamMode
) -> None:
    def change(document: Pdf) -> None:
        for number, held in enumerate((b"7", b"true", value, b"1.5")):
            _apart(held, f"/Odd{number}")(document)

    data = pdf(change, object_stream_mode=packed)
    assert {int, bool, Decimal} <= held_types(data)
    assert look("a.pdf", data).active_content == acts


def test_what_acts_is_found_in_a_catalog_that_the_trailer_holds() -> None:
    plain = pdf(lambda _: None, object_stream_mode=_PLAIN)
    catalog = b"/Root << /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (1) >> >>"
    assert plain.count(b"/Root 1 0 R") == 1
    data = plain.replace(b"/Root 1 0 R", catalog)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert active_content.active_content_in(document, data) == (SCRIPT,)


def test_a_value_of_an_unknown_type_is_never_passed_over() -> None:
    class Document:
        trailer = Dictionary()
        objects = (b"/JavaScript",)

    with pytest.raises(TypeError, match="bytes"):
        list(active_content._spelled(Document()))


def test_one_file_that_breaks_the_reader_takes_nothing_from_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pdf_structure.structure_of

    def breaking(data: bytes, document: object) -> object:
        if data != LETTER:
            os._exit(7)
        return whole(data, document)

    monkeypatch.setattr(pdfs, "structure_of", breaking)
    good = InspectionRequest("a.pdf", LETTER)
    found = inspect_files([good, InspectionRequest("b.pdf", pdf(lambda _: None)), good])
    assert [inspected.unusable for inspected in found] == [None, "the program that reads it crashed", None]


def _broken(*_: object) -> Any:
    raise AttributeError("'int' object has no attribute 'unparse'")


@pytest.mark.parametrize(
    ("module", "name", "file", "data"),
    [
        (active_content, "_spelled", "b.pdf", LETTER),
        (pdfs, "structure_of", "b.pdf", LETTER),
        (inspection, "content_kind", "b.pdf", LETTER),
        (pdfs, "text_of", "b.pdf", LETTER),
        (images, "structure_of", "b.png", SCAN),
        (mime, "parts_of", "b.eml", b"From: a\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\n--a--"),
        (walk, "printed_html", "b.eml", b"From: a\nContent-Type: text/html\n\n<p>Words"),
        (text_files, "decoded", "b.txt", b"words"),
    ],
)
def test_a_failure_of_the_reader_is_not_the_fault_of_the_file(
    module: object, name: str, file: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, _broken)
    files = [InspectionRequest("a.txt", b"words"), InspectionRequest(f"cases/X/{file}", data, quoted=True)]
    if file.endswith(".txt") or name == "content_kind":
        files = files[1:]
    with pytest.raises(InternalError) as failure:
        inspect_files(files)
    assert failure.value.message.startswith("internal error (AttributeError in load/inspect/")
    assert failure.value.message.endswith(f") while reading cases/X/{file}; nothing is known to be wrong with the file")


@pytest.mark.parametrize("error", [KeyError, TypeError, AssertionError, NameError, ZeroDivisionError, OSError])
def test_any_error_outside_of_a_library_is_a_failure(error: type[Exception]) -> None:
    def work(_: bytes) -> bytes:
        raise error("who knows")

    with pytest.raises(Failed, match=rf"^{error.__name__} in runtime/sandbox.py, line \d+$"):
        run_sandboxed(work, b"", bytes)


def test_an_answer_of_another_type_is_a_failure() -> None:
    with pytest.raises(Failed, match="ValidationError"):
        run_sandboxed(bytes.upper, b"words", int)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("owner", "name", "file", "data"),
    [
        (PngImageFile, "_open", "a.png", SCAN),
    ],
)
@pytest.mark.parametrize("error", [AttributeError, AssertionError, KeyError, struct.error, zlib.error])
def test_whatever_a_library_raises_below_its_own_code_is_its_answer_to_the_file(
    owner: type, name: str, file: str, data: bytes, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def raised(*_: object) -> None:
        raise error

    monkeypatch.setattr(owner, name, raised)
    assert look(file, data) == Inspection(unusable=DAMAGED)


@pytest.mark.parametrize(
    ("error", "failure"),
    [(pikepdf.PdfError, False), (ValueError, False), (OverflowError, False), (AttributeError, True), (TypeError, True)],
)
def test_what_a_library_without_frames_raises_is_its_answer_where_it_is_of_a_known_kind(
    error: type[Exception], failure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raised(*_: object) -> None:
        raise error

    monkeypatch.setattr(pikepdf, "open", raised)
    if failure:
        with pytest.raises(InternalError, match=error.__name__):
            look("a.pdf", LETTER)
    else:
        assert look("a.pdf", LETTER) == Inspection(active_content=(active_content.DAMAGED,))


@pytest.mark.parametrize("limit", [MemoryError, RecursionError])
def test_a_limit_is_a_reason_wherever_it_is_reached(limit: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def reached(*_: object, **__: object) -> None:
        raise limit

    monkeypatch.setattr(mime, "parsed", reached)
    why = {
        MemoryError: "reading it needs more than 1024 MiB of memory",
        RecursionError: "its parts are nested too deeply",
    }
    assert look("a.eml", MAIL) == Inspection(unusable=why[limit])


@pytest.mark.parametrize(
    "mail",
    [
        b"Content-Type: text/plain; charset=utf-7\n\n+2AA-words",
        b"Content-Type: text/plain; charset=unicode_escape\n\n\\ud800words",
        b"Content-Type: text/plain\nSubject: \xff\xfe\n\nwords",
        b"Content-Type: application/x; name=\xff\n\nwords",
    ],
)
def test_half_a_character_in_a_mail_is_replaced(mail: bytes) -> None:
    told = inspect_files([InspectionRequest("a.eml", b"From: a\n" + mail, quoted=True)])[0]
    assert told.unusable is None
    assert told.text is not None
    assert told.text.problem is None


def test_files_are_looked_into_in_batches_and_each_content_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Workspace(tmp_path)
    for name, data in (("a.pdf", LETTER), ("b.pdf", LETTER), ("c.png", SCAN), ("d.txt", b"words"), ("e.pdf", SCAN)):
        (tmp_path / name).write_bytes(data)
    held = [
        LocatedFile(name, hashed(folder, name, name)) for name in ("a.pdf", "b.pdf", "c.png", "d.txt", "e.pdf", "none")
    ]
    batches: list[list[str]] = []

    def told(files: list[InspectionRequest]) -> tuple[Inspection, ...]:
        batches.append([one.name for one in files])
        return inspect_files(files)

    monkeypatch.setattr("casebound.load.evidence_reader.inspect_files", told)
    monkeypatch.setattr("casebound.load.evidence_reader._FILES", 2)
    found = inspect_evidence(folder, held, 1)
    assert batches == [["b.pdf", "c.png"], ["d.txt", "e.pdf"]]
    of = {located.relative: found.inspected(located).inspection for located in held}
    assert {name: result and result.unusable for name, result in of.items()} == {
        **dict.fromkeys(("a.pdf", "b.pdf", "c.png", "d.txt", "none")),
        "e.pdf": "its name says PDF, but its content is PNG",
    }
    assert of["none"] is None


def test_large_files_share_no_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Workspace(tmp_path)
    sizes = list[int]()
    monkeypatch.setattr("casebound.load.evidence_reader._BYTES", 100)

    def measured(files: list[InspectionRequest]) -> tuple[Inspection, ...]:
        sizes.append(sum(len(one.data) for one in files))
        return tuple(Inspection() for _ in files)

    monkeypatch.setattr("casebound.load.evidence_reader.inspect_files", measured)
    for number, size in enumerate((60, 40, 1, 99, 300, 5)):
        (tmp_path / f"{number}.txt").write_bytes(b"%d" % number * size)
    names = [f"{number}.txt" for number in range(6)]
    inspect_evidence(folder, [LocatedFile(name, hashed(folder, name, name)) for name in names], 1)
    assert sizes == [100, 100, 300, 5]


def test_a_file_that_changes_between_the_two_readings_is_of_no_use(tmp_path: Path) -> None:
    folder = Workspace(tmp_path)
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(name)
    held = [LocatedFile(name, hashed(folder, name, name)) for name in ("a.txt", "b.txt", "c.txt")]
    (tmp_path / "a.txt").write_text("other")
    (tmp_path / "c.txt").unlink()
    found = inspect_evidence(folder, held, 1)
    changed = Inspection(unusable="it changed while it was read")
    assert [found.inspected(one).inspection for one in held] == [changed, Inspection(type="text", words=True), changed]
    assert held[1].file.sha256 == hashlib.sha256(b"b.txt").hexdigest()


def _acting(one: Bench, key: str, *, sha256: str | None = None) -> None:
    found = one.captures[key]
    one.captures[key] = replace(found, sha256=sha256 or found.sha256, inspection=Inspection(active_content=(SCRIPT,)))


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda one: _acting(one, "ssa-norway-rule"), ["F26"]),
        (lambda one: _acting(one, "ssa-norway-rule", sha256="0" * 64), ["D07"]),
        (lambda one: one.captures.pop("ssa-norway-rule"), ["D07"]),
        (lambda one: _acting(one, "ssa-france-rule"), []),
    ],
)
def test_a_capture_is_told_of_once_and_only_where_the_case_cites_it(edit: Edit, told: list[str]) -> None:
    found = judged(bench("NO-2026-001", [edit])).findings
    assert [one.control for one in found if one.control in ("D07", "F25", "F26")] == told


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (None, "evidence/no-other-work.pdf cannot be opened: it was not inspected"),
        (Inspection(unusable="it is damaged"), "evidence/no-other-work.pdf cannot be opened: it is damaged"),
        (Inspection(), None),
    ],
)
def test_a_file_that_nobody_has_looked_into_is_of_no_use(found: Inspection | None, told: str | None) -> None:
    one = bench("NO-2026-001")
    one.exhibits["E5"] = replace(one.exhibits["E5"], inspection=found)
    messages = [two.message for two in judged(one).findings if two.control == "F25"]
    assert messages == ([told] if told else [])
