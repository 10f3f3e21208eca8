"""No text of a record, a register or a waiver becomes an action of a PDF."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import pikepdf
from tests.support.documents import ROOT, made, pages, sample_judgment
from tests.support.hostile_texts import HOSTILE, case_with, registers_with

NO = "NO-2026-001"
ACTIONS = ("/OpenAction", "/AA", "/JavaScript", "/JS", "/URI", "/Launch", "/SubmitForm")
KINDS = ("/JavaScript", "/URI", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE")


def actions(data: bytes) -> Iterator[str]:
    """The actions in a PDF, wherever they are, except those that lead to a place in the same document."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for held in document.objects:
            yield from _actions_in(held)


def _actions_in(held: Any) -> Iterator[str]:
    """The actions in an object, without those in the objects to which it refers."""
    if isinstance(held, pikepdf.Array):
        parts: Iterable[Any] = held
    elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
        yield from (key for key in ACTIONS if key in held)
        yield from (kind for kind in KINDS if held.get("/S") == kind)
        parts = held.values()
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _actions_in(part)


def pdf_with(**entries: object) -> bytes:
    """A PDF with these entries in its catalog."""
    made_in = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for key, value in entries.items():
            document.Root[f"/{key}"] = value
        document.save(made_in)
    return made_in.getvalue()


def test_a_hostile_text_is_printed_in_the_documents_and_becomes_no_action() -> None:
    judged = sample_judgment()[NO]
    evidence = {key: (ROOT / "cases" / NO / one.file).read_bytes() for key, one in judged.case.exhibits.items()}
    policy = judged.facts.registers.policy  # its texts are ids, which are anchors of the document
    registers = msgspec.structs.replace(registers_with(judged.facts.registers, HOSTILE), policy=policy)
    documents = made(ROOT / "cases" / NO, case_with(judged, registers, HOSTILE), preview=True, evidence=evidence)
    for name in documents.tasks:
        data = documents.pdf(name)
        assert "<script>alert(1)</script>" in "".join("".join(pages(data)).split()), name
        assert list(actions(data)) == [], name


def test_the_actions_of_a_pdf_are_found() -> None:
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org")
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    assert set(actions(pdf_with(OpenAction=link))) == {"/OpenAction", "/URI"}
    assert set(actions(pdf_with(Held=pikepdf.Array([script])))) == {"/JavaScript", "/JS"}
