"""PDFs as they come in: what opens, what acts, what is hidden, and what is nothing of the kind."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from tests.support import exhibit_files as files

from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.inspect.pdf.active_content import DAMAGED
from casebound.model.evidence import Inspection

Change = Callable[[Pdf], object]
FILE = String("x")
WEB = Dictionary(S=Name.URI, URI=String("https://example.org/"))


def look(data: bytes) -> Inspection:
    (found,) = inspect_files([InspectionRequest("a.pdf", data)])
    return found


def changed(change: Change, **saving: object) -> bytes:
    document = files.pdf_of([files.box(), files.box(1)])
    change(document)
    return files.saved(document, **saving)


def opening(action: object) -> Change:
    return lambda document: setattr(document.Root, "OpenAction", action)


def on_page(**entries: Any) -> Change:
    return lambda document: document.pages[0].obj.update(Dictionary(**entries))


def annotation(**entries: Any) -> Change:
    def change(document: Pdf) -> None:
        found = Dictionary(Type=Name.Annot, Rect=[72, 72, 200, 100], F=4, **entries)
        document.pages[0].obj.Annots = Array([document.make_indirect(found)])

    return change


def layers(config: str, *contents: str, usage: str = "") -> Change:
    """Two layers, a configuration of which `L` is the first, and further objects that name them."""

    def change(document: Pdf) -> None:
        usages = pikepdf.Object.parse(f"<< {usage} >>".encode())
        first = document.make_indirect(Dictionary(Type=Name.OCG, Name="L", Usage=usages))
        second = document.make_indirect(Dictionary(Type=Name.OCG, Name="M"))
        properties = Dictionary(OCGs=[first, second], D=_with_layer(pikepdf.Object.parse(config.encode()), first))
        document.Root.OCProperties = properties
        held = [_with_layer(pikepdf.Object.parse(content.encode()), first) for content in contents]
        document.Root.Held = Array([document.make_indirect(item) for item in held])

    return change


def _with_layer(value: pikepdf.Object, layer: pikepdf.Object) -> pikepdf.Object:
    """A value in which the name /L stands for the layer."""
    if isinstance(value, Dictionary):
        return Dictionary({key: _with_layer(entry, layer) for key, entry in value.items()})
    if isinstance(value, Array):
        return Array([_with_layer(entry, layer) for entry in value])
    return layer if value == Name.L else value


def external(document: Pdf) -> None:
    document.pages[0].Contents = document.make_stream(b"", F=Dictionary(Type=Name.Filespec, F=FILE))


@pytest.mark.parametrize(
    ("change", "acts"),
    [
        (opening(WEB), "a web address that opens automatically"),
        (on_page(AA=Dictionary(O=WEB)), "a web address that opens automatically"),
        (annotation(Subtype=Name.Link, AA=Dictionary(E=WEB)), "a web address that opens automatically"),
        (opening(Dictionary(S=Name.GoTo, D=[0, Name.Fit], Next=[WEB])), "a web address that opens automatically"),
        (opening(Dictionary(S=Name.SubmitForm, F=FILE)), "a form that sends data"),
        (annotation(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=FILE)), "a form that sends data"),
        (opening(Dictionary(S=Name.ImportData, F=FILE)), "an import of data"),
        (annotation(Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F=FILE)), "a link that opens another file"),
        (annotation(Subtype=Name.Link, A=Dictionary(S=Name.GoToE, F=FILE)), "a link that opens another file"),
        (opening(Dictionary(S=Name.Launch, F=FILE)), "a command that starts a program"),
        (annotation(Subtype=Name.Screen, A=Dictionary(S=Name.Rendition, OP=0)), "sound or video"),
        (annotation(Subtype=Name.Movie), "sound or video"),
        (opening(Dictionary(S=Name.Sound)), "sound or video"),
        (annotation(Subtype=Name.RichMedia), "rich media or 3D content"),
        (annotation(Subtype=Name("/3D")), "rich media or 3D content"),
        (opening(Dictionary(S=Name.GoTo3DView)), "rich media or 3D content"),
        (opening(Dictionary(S=Name.Hide, T=String("a"))), "actions that show or hide content"),
        (annotation(Subtype=Name.Link, A=Dictionary(S=Name.SetOCGState)), "actions that show or hide content"),
        (opening(Dictionary(S=Name.Trans)), "an action that runs automatically"),
        (opening(Dictionary(S=Name.ResetForm)), "an action that runs automatically"),
        (opening(Dictionary(S=Name.Named, N=Name.Print)), "an action that runs automatically"),
        (external, "content that is stored in another file"),
        (annotation(Subtype=Name.Square, F2=0), ""),
        (layers("<< /OFF [/L] >>"), "hidden layers"),
        (layers("<< /BaseState /OFF >>"), "hidden layers"),
        (layers("<< >>", "<< /Type /OCMD /OCGs [/L] /P /AllOff >>"), "hidden layers"),
        (layers("<< >>", "<< /Type /OCMD /VE [/Not /L] >>"), "hidden layers"),
        (
            layers(
                "<< /AS [<< /Event /Print /Category [/Print] /OCGs [/L] >>] >>", usage="/Print << /PrintState /OFF >>"
            ),
            "layers that differ between screen and print",
        ),
    ],
)
def test_what_acts_or_hides_is_found_and_named(change: Change, acts: str) -> None:
    for mode in (pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate):
        found = look(changed(change, object_stream_mode=mode))
        assert found.unusable is None
        assert found.active_content == ((acts,) if acts else ())


@pytest.mark.parametrize(
    "change",
    [
        annotation(Subtype=Name.Link, A=WEB),
        annotation(Subtype=Name.Link, AA=Dictionary(U=WEB)),
        annotation(Subtype=Name.Link, A=Dictionary(S=Name.GoTo, D=[0, Name.Fit])),
        opening(Dictionary(S=Name.GoTo, D=[0, Name.Fit])),
        opening(Array([0, Name.Fit])),
        on_page(AA=Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))),
        on_page(Trans=Dictionary(S=Name.Dissolve)),
        annotation(Subtype=Name.Link, A=Dictionary(S=Name.ResetForm)),
        layers("<< /ON [/L] >>", "<< /Type /OCMD /OCGs [/L] >>", "<< /Type /OCMD /VE [/Or /L] >>"),
        layers("<< >>", usage="/Print << /PrintState /OFF >>"),  # nothing in the configuration applies it
        lambda document: document.Root.__setitem__("/AcroForm", Dictionary(Fields=Array([]))),
    ],
)
def test_what_a_reader_does_by_a_click_and_ordinary_parts_are_no_alarm(change: Change) -> None:
    assert look(changed(change)).active_content == ()


@pytest.mark.parametrize(
    ("flags", "acts"), [(4 | 32, ("content that only shows in print",)), (4, ()), (2 | 4 | 32, ()), (32, ())]
)
def test_an_annotation_that_only_prints_is_hidden_content(flags: int, acts: tuple[str, ...]) -> None:
    def change(document: Pdf) -> None:
        annotation(Subtype=Name.Square)(document)
        document.pages[0].obj.Annots[0].F = flags

    assert look(changed(change)).active_content == acts


ARCHIVE = b"PK\x05\x06" + bytes(18)


@pytest.mark.parametrize(
    ("data", "acts"),
    [
        (b"junk" + files.plain_pdf(), ("bytes before the beginning of the PDF",)),
        (b"\xef\xbb\xbf\r\n" + files.plain_pdf(), ()),
        (files.plain_pdf() + b"\r\n\0\x1a", ()),
        (files.plain_pdf() + b"more", ("bytes after the end of the PDF",)),
        (files.plain_pdf() + b"%PDF\n%%EOF\n" + ARCHIVE, ("bytes after the end of the PDF",)),
        (files.plain_pdf() + b"secret" + files.plain_pdf()[8:], ("bytes between the versions of the PDF",)),
    ],
)
def test_bytes_around_the_pdf_are_hidden_content(data: bytes, acts: tuple[str, ...]) -> None:
    found = look(data)
    assert found.unusable is None
    assert found.active_content == acts


def signed(*, later: bytes = b"") -> bytes:
    """A signature that covers the file, and what was appended afterwards. Nobody checks its bytes."""

    def change(document: Pdf) -> None:
        value = Dictionary(Type=Name.Sig, Contents=String("0"), ByteRange=[0, 11111, 22222, 33333])
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="s", Rect=[0, 0, 0, 0], F=132)
        field.V = document.make_indirect(value)
        document.Root.AcroForm = Dictionary(Fields=[document.make_indirect(field)], SigFlags=3)

    data = changed(change, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    end = len(data) - 22222
    assert end < 0
    return data.replace(b"0 11111 22222 33333", f"0 00100 00100 {len(data) - 100:05}".encode()) + later


def test_a_signature_is_told_and_an_update_after_it_is_hidden_content() -> None:
    assert (look(signed()).signed, look(signed()).active_content) == (True, ())
    update = b"1 0 obj\n<< /Type /Page >>\nendobj\n%%EOF\n"
    assert look(signed(later=update)).active_content == ("changes after it was signed",)
    proofs = b"9 0 obj\n<< /DSS 10 0 R >>\nendobj\n%%EOF\n"
    assert look(signed(later=proofs)).active_content == ()


def test_the_right_to_save_a_form_is_no_signature() -> None:
    with pikepdf.open(io.BytesIO(signed(later=b"%%EOF\n"))) as document:
        document.Root.Perms = Dictionary(UR3=document.Root.AcroForm.Fields[0].V)
        data = files.saved(document)
    assert (look(data).signed, look(data).active_content) == (False, ())


def form(*, rendering: bool = False, fields: bool = False) -> Change:
    def change(document: Pdf) -> None:
        del document.pages[1]
        document.Root.AcroForm = Dictionary(Fields=[], XFA=document.make_stream(b"<xdp:xdp/>"))
        if rendering:
            document.Root.NeedsRendering = True
        if fields:
            annotation(Subtype=Name.Widget, FT=Name.Tx, T="a")(document)
            document.Root.AcroForm.Fields = document.pages[0].obj.Annots

    return change


def test_a_dynamic_form_is_told_with_the_way_out_and_a_static_form_opens() -> None:
    for found in (look(changed(form(rendering=True))), look(changed(form()))):
        assert found.unusable == "it is a dynamic XFA form, and its page is only a notice to wait"
        assert "print it to a PDF" in str(found.advice)
    static = look(changed(form(fields=True)))
    assert static.unusable is None
    assert static.active_content == ("an XFA form, which some viewers show in place of the pages",)


def portfolio(pages: int = 1, view: Name = Name.D) -> Change:
    def change(document: Pdf) -> None:
        for _ in range(2 - pages):
            del document.pages[0]
        for _ in range(pages - 2):
            document.add_blank_page()
        document.attachments["a.txt"] = b"inside"
        document.Root.Collection = Dictionary(View=view)

    return change


def test_the_cover_of_a_portfolio_is_not_its_content() -> None:
    found = look(changed(portfolio()))
    assert found.unusable == "it is a portfolio, and its page is only a cover for the embedded files"
    assert "save the files inside it" in str(found.advice)
    for opens in (portfolio(3), portfolio(1, Name.H)):
        assert look(changed(opens)).unusable is None
        assert look(changed(opens)).active_content == ("embedded files",)


def test_the_wrapper_of_a_protected_document_is_not_its_content() -> None:
    def change(document: Pdf) -> None:
        document.attachments["MicrosoftIRMServices Protected PDF.pdf"] = b"sealed"
        for item in document.objects:
            if isinstance(item, Dictionary) and "/EF" in item:
                item.AFRelationship = Name.EncryptedPayload

    found = look(changed(change))
    assert found.unusable == "its page is only a cover for a protected document"
    assert "without protection" in str(found.advice)


@pytest.mark.parametrize(
    ("handler", "words"),
    [
        ("Adobe.PubSec", "a certificate, and only the holder of the certificate can open it"),
        ("Adobe.APS", "Adobe LiveCycle Rights Management"),
        ("FOPN_fLock", "FileOpen rights management"),
        ("MicrosoftIRMServices", "Microsoft rights management"),
        ("Unheard.Of", "an encryption that PDF viewers do not know in general"),
    ],
)
def test_a_protection_that_no_password_opens_is_named(handler: str, words: str) -> None:
    plain = changed(lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    encrypt = f"trailer << /Encrypt << /Filter /{handler} /V 4 /Length 128 >> ".encode()
    found = look(plain.replace(b"trailer <<", encrypt))
    assert found.unusable == f"it is protected by {words}"
    assert found.advice


def test_a_password_is_told_with_the_way_out() -> None:
    found = look(files.encrypted_pdf(user="secret"))
    assert found.unusable == "it is encrypted and requires a password"
    assert "save a copy without a password" in str(found.advice)


def test_a_structure_that_only_pdfium_can_repair_opens_and_hides_nothing_in_silence() -> None:
    script = opening(Dictionary(S=Name.JavaScript, JS=String("1")))
    whole = changed(script, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    found = look(whole.replace(b"trailer <<", b"trailer << /Encrypt 3"))
    assert (found.unusable, found.pages) == (None, 2)
    assert found.active_content == (DAMAGED, "JavaScript")


def test_pages_words_and_the_notes_of_readers_are_told() -> None:
    assert (look(files.plain_pdf(3)).pages, look(files.plain_pdf(3)).words) == (3, False)
    assert look(files.unembedded_pdf()).words
    found = look(changed(annotation(Subtype=Name.Text, Contents=String("Please\ncheck the date"))))
    assert found.left_out == ("the words of 1 note: “Please check the date”",)


def test_more_pages_than_are_shown_is_a_note_and_no_verdict() -> None:
    found = look(files.plain_pdf(503))
    assert (found.unusable, found.pages) == (None, 503)
    assert found.left_out == ("pages 501 to 503",)
    assert found.notes == ("It has 503 pages, of which the first 500 are shown.",)
