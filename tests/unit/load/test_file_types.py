"""The table of file types: the kind of content and the media type of a file."""

from pathlib import Path

import pytest

from casebound.load.evidence_reader import LocatedFile, hashed, inspect_evidence
from casebound.load.inspect.file_types import FILE_TYPES, ContentKind, content_kind, media_type
from casebound.load.workspace import Workspace
from casebound.runtime.sandbox import UnreadableFile

BYTES = {ContentKind.PDF: b"\n%PDF-1.7", ContentKind.PNG: b"\x89PNG\r\n\x1a\n", ContentKind.JPEG: b"\xff\xd8\xff\xe0"}
SUFFIXES = [(suffix, file_type) for file_type in FILE_TYPES for suffix in file_type.suffixes]


def test_each_suffix_has_one_type() -> None:
    suffixes = [suffix for suffix, _ in SUFFIXES]
    assert len(suffixes) == len(set(suffixes)) > 10
    assert {file_type.kind for file_type in FILE_TYPES} == set(ContentKind) - {ContentKind.UNKNOWN}


@pytest.mark.parametrize("suffix", [suffix for suffix, _ in SUFFIXES])
def test_a_name_gives_the_kind_unless_the_type_has_a_signature(suffix: str) -> None:
    expected = dict(SUFFIXES)[suffix].kind
    if expected not in BYTES:
        assert content_kind(f"a{suffix.upper()}", b"words") is expected
        return
    assert content_kind(f"a{suffix.upper()}", BYTES[expected]) is expected
    for wrong in {*BYTES.values(), b"words"} - {BYTES[expected]}:
        with pytest.raises(UnreadableFile, match=f"^its name says {expected}, its bytes do not$"):
            content_kind(f"a{suffix}", wrong)


@pytest.mark.parametrize("name", ["a", "a.docx", "a.txt", "a.eml"])
@pytest.mark.parametrize("kind", BYTES)
def test_bytes_with_a_signature_give_the_kind_under_another_name(name: str, kind: ContentKind) -> None:
    assert content_kind(name, BYTES[kind]) is kind


def test_the_header_of_a_pdf_ends_within_the_first_1024_bytes() -> None:
    assert content_kind("a.pdf", bytes(1019) + b"%PDF-") is ContentKind.PDF
    with pytest.raises(UnreadableFile):
        content_kind("a.pdf", bytes(1020) + b"%PDF-")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("evidence/a.pdf", "application/pdf"),
        ("a.PNG", "image/png"),
        ("a.jpeg", "image/jpeg"),
        ("a.eml", "message/rfc822"),
        ("a.txt", "text/plain"),
        ("a.yml", "application/yaml"),
        ("a.json", "application/json"),
        ("a.docx", "application/octet-stream"),
        ("pdf", "application/octet-stream"),
    ],
)
def test_the_media_type_is_known_by_the_name(name: str, expected: str) -> None:
    assert media_type(name) == expected


def test_a_name_without_a_suffix_does_not_share_an_inspection_with_a_suffix_of_the_same_letters(tmp_path: Path) -> None:
    folder = Workspace(tmp_path)
    for name in ("a.eml", "eml"):
        (tmp_path / name).write_bytes(b"no header")
    files = [LocatedFile(name, hashed(folder, name, name)) for name in ("a.eml", "eml")]
    inspections = inspect_evidence(folder, files, 1)
    problems = [result.unusable for file in files if (result := inspections.inspected(file).inspection) is not None]
    assert problems == ["it is named as an e-mail and has no header", None]
