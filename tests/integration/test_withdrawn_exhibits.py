"""Files that cannot serve are refused, and exhibits leave the case without leaving the file."""

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from tests.support.commands import Run
from tests.support.documents import pages
from tests.support.new_handbooks import NOON, TODAY, _the_minute_stands_still, files_of, started
from tests.support.projects import copy_project, verifies
from tests.support.sample import FAR_AHEAD, PROJECT, another_pdf

from casebound.load.workspace import workspace
from casebound.pipeline.build import BuildRequest, build

__all__ = ["_the_minute_stands_still", "started"]
NO = "NO-2026-001"
EVIDENCE = PROJECT / "cases" / NO / "evidence"
WHEN = ("--by", "ingrid-dahl", "--at", NOON.isoformat(timespec="minutes"))
CERTIFICATE = ("--kind", "certificate", "--title", "Certificate of coverage")
APPROVALS = (
    ("helen-okafor", "2026-04-21T11:20-04:00"),
    ("miriam-katz", "2026-04-21T16:45-04:00"),
    ("carla-jensen", "2026-04-22T09:30-04:00"),
)


def locked_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    return made.getvalue()


def zipped(**entries: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("_", "."), data)
    return made.getvalue()


REFUSED = {
    "locked.pdf": locked_pdf(),
    "damaged.pdf": b"%PDF-1.7\nnothing follows",
    "words.pdf": b"These are words.",
    "half.png": (EVIDENCE / "confirmation.png").read_bytes()[:400],
    "files.zip": zipped(letter_pdf=another_pdf("inside")),
    "setup.exe": b"MZ" + bytes(200),
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    "link.url": b"[InternetShortcut]\r\nURL=https://example.org\r\n",
    "run.js": b"WScript.Echo(1)",
    "voice.mp3": b"ID3\x03" + bytes(200),
    "unknown.bin": bytes(range(256)),
    "no-name": bytes(range(255, -1, -1)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_serve_is_refused_with_the_reason_and_nothing_is_written(
    name: str, started: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / name).write_bytes(REFUSED[name])
    before = files_of(started)
    told = run("record", NO, "exhibit", tmp_path / name, *CERTIFICATE, *WHEN, "-C", started)
    assert (told.code, told.out) == (2, "")
    assert re.search(rf"{re.escape(name)} cannot serve as evidence: \S+", told.err)
    assert "--as-received" in " ".join(told.err.split())
    assert files_of(started) == before


def test_recording_reports_what_the_inspection_found(started: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "note.txt").write_bytes("Größe".encode("cp1252"))
    told = run("record", NO, "exhibit", tmp_path / "note.txt", *CERTIFICATE, *WHEN, "-C", started)
    assert re.search(r"^E15: note: .*guess", told.out, re.MULTILINE), told.out
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.save(tmp_path / "script.pdf")
    told = run("record", NO, "exhibit", tmp_path / "script.pdf", *CERTIFICATE, *WHEN, "-C", started)
    assert re.search(r"^E16: active or hidden content: \S+", told.out, re.MULTILINE), told.out


@pytest.mark.parametrize("command", ["status", "contact", "receipt"])
def test_the_other_commands_refuse_such_a_file_too(command: str, started: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "locked.pdf"
    file.write_bytes(REFUSED["locked.pdf"])
    words = {
        "status": ("--shown", "Pending", "--capture", file),
        "contact": ("--to", "SSA", "--about", "When?", "--evidence", file),
        "receipt": ("K1", "--on", "2026-04-16", "--document", file),
    }[command]
    record = started / "cases" / NO / "case.yml"
    record.write_text(record.read_text().replace("    received_on: 2026-04-16\n", ""))
    before = files_of(started)
    told = run("record", NO, command, *words, *WHEN, "-C", started)
    assert (told.code, "cannot serve as evidence" in told.err) == (2, True)
    assert files_of(started) == before


def kept(project: Path, tmp_path: Path, run: Run, name: str = "locked.pdf") -> Path:
    (tmp_path / name).write_bytes(REFUSED[name])
    told = run("record", NO, "exhibit", tmp_path / name, *CERTIFICATE, "--as-received", *WHEN, "-C", project)
    assert told.code == 0, told.err
    assert "E15" in told.out
    return project / "cases" / NO / "case.yml"


def test_a_file_kept_as_received_is_no_finding_and_counts_for_nothing(started: Path, tmp_path: Path, run: Run) -> None:
    record = kept(started, tmp_path, run)
    assert (record.parent / "evidence" / "locked.pdf").read_bytes() == REFUSED["locked.pdf"]
    told = run("check", NO, "-C", started, "--as-of", TODAY)
    assert "A05: the certificate E15 is on file" in told.out  # nobody could read which days it certifies
    before, entry, after = record.read_text().partition("  E15:\n")
    record.write_text(before + entry + after.replace("kind: certificate", "kind: correspondence", 1))
    told = run("check", NO, "-C", started, "--as-of", TODAY)
    assert (told.code, "0 blocking, 0 warnings, 0 notes" in told.out) == (0, True), told.out
    record.write_text(record.read_text().replace("document: E13", "document: E15"))
    told = run("check", NO, "-C", started, "--as-of", TODAY)
    assert told.code == 1
    assert "F27: E15 is kept as received and counts for nothing" in told.out
    assert run("record", NO, "status", "--shown", "X", "--capture", "E15", *WHEN, "-C", started).code == 2


def test_a_file_that_can_serve_is_not_kept_as_received(started: Path, run: Run) -> None:
    before = files_of(started)
    (other := started.parent / "other.pdf").write_bytes(another_pdf("other"))
    told = run("record", NO, "exhibit", other, *CERTIFICATE, "--as-received", *WHEN, "-C", started)
    assert (told.code, "can serve as evidence" in told.err) == (2, True)
    assert files_of(started) == before


def test_withdrawing_and_replacing_leads_a_case_back_to_support_before_its_approvals(
    started: Path, tmp_path: Path, run: Run
) -> None:
    record = started / "cases" / NO / "case.yml"
    for decision in (record.parent / "decisions").glob("D2.*"):
        decision.unlink()

    told = run("record", NO, "withdraw", "E13", "--because", "The scan lacks the second page.", *WHEN, "-C", started)
    assert told.code == 0, told.err
    assert "still cited: certificates/K1/document" in told.out
    assert record.read_text().count("\n  E13:\n") == 1
    told = run("check", NO, "-C", started, "--as-of", TODAY)
    assert told.code == 1
    assert "F27: E13 was withdrawn on 2026-11-22 by ingrid-dahl: The scan lacks the second page." in told.out
    assert "X05" in told.out

    (tmp_path / "whole.pdf").write_bytes(another_pdf("both pages"))
    words = ("exhibit", tmp_path / "whole.pdf", *CERTIFICATE, "--received", "2026-04-16", *WHEN)
    told = run("record", NO, *words, "-C", started)
    assert "E15" in told.out, told.err
    record.write_text(
        record.read_text().replace("document: E13", "document: E15").replace("exhibit: E13", "exhibit: E15")
    )
    told = run("check", NO, "-C", started, "--as-of", TODAY)
    assert {line.split(": blocking ")[1][:3] for line in told.out.splitlines() if ": blocking " in line} <= {
        "A02", "F15", "E05",
    }, told.out  # fmt: skip
    for person, _ in APPROVALS:
        told = run("approve", NO, "exemption", "--by", person, "-C", started, "--as-of", TODAY)
        assert told.code == 0, told.err
    text = record.read_text()
    for field in ("entered_on", "effective", "recorded"):  # entered again, with a new record
        text = text.replace(f"{field}: 2026-04-24", f"{field}: {TODAY}")
    record.write_text(text)
    told = run("check", NO, "-C", started, "--as-of", TODAY)
    assert (told.code, "1 supported" in told.out) == (0, True), told.out

    changed = record.parent / "evidence" / "certificate.pdf"
    changed.write_bytes(another_pdf("tampered"))  # the hash of a withdrawn exhibit still counts
    told = run("check", NO, "-C", started, "--as-of", TODAY)
    assert (told.code, "F06" in told.out) == (1, True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("E99", "--because", "Wrong."), 2, "has no exhibit E99\n"),
        (("E5", "--because", " "), 1, "cannot be recorded"),
        (("E5", "--because", "Wrong.", "--by", "nobody"), 2, "is not in registers/people.yml"),
    ],
)
def test_what_cannot_be_withdrawn_is_refused(
    words: tuple[str, ...], code: int, said: str, started: Path, run: Run
) -> None:
    before = files_of(started)
    told = run("record", NO, "withdraw", *words, "-C", started)
    assert (told.code, said in told.err) == (code, True), told.err
    assert files_of(started) == before


def test_an_exhibit_is_withdrawn_once_and_its_file_can_be_recorded_again(started: Path, run: Run) -> None:
    assert run("record", NO, "withdraw", "E5", "--because", "By mistake.", *WHEN, "-C", started).code == 0
    told = run("record", NO, "withdraw", "E5", "--because", "Again.", *WHEN, "-C", started)
    assert (told.code, "already withdrawn" in told.err) == (2, True)
    record = (started / "cases" / NO / "case.yml").read_text()
    name = re.search(r"  E5:\n(?:    .*\n)*?    file: (\S+)", record)
    assert name is not None
    words = ("exhibit", started / "cases" / NO / name[1], "--kind", "internal-note", "--title", "Again", *WHEN)
    told = run("record", NO, *words, "-C", started)
    assert (told.code, "E15" in told.out) == (0, True), told.err


def test_pages_and_documents_show_what_is_not_in_use_and_publish_it_inert(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "project", (NO,))
    record = kept(project, tmp_path, run, "drawing.svg")
    assert run("record", NO, "withdraw", "E5", "--because", "E9 is clearer.", *WHEN, "-C", project).code == 0
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><html><body><p>Words</p><script>alert(1)</script></body></html>")
    told = run("record", NO, "exhibit", page, "--kind", "internal-note", "--title", "A page", *WHEN, "-C", project)
    assert told.code == 0, told.err
    digest = hashlib.sha256(page.read_bytes()).hexdigest()
    result = build(workspace(project), BuildRequest(None, FAR_AHEAD, preview=True))
    assert result.release is not None
    case = result.release.folder / "cases" / NO
    names = {path.name for path in (case / "evidence").iterdir()}
    assert {"page.html.txt", "drawing.svg.txt"} <= names
    assert not [name for name in names if name.endswith((".html", ".svg"))]
    assert verifies(result.release.folder.resolve())
    sums = (result.release.folder / "SHA256SUMS").read_text()
    assert f"{digest}  cases/{NO}/evidence/page.html.txt" in sums
    html = (case / "index.html").read_text()
    assert 'href="evidence/page.html.txt"' in html
    for said in ("Withdrawn on Nov 22, 2026 by Ingrid Dahl: E9 is clearer.", "Kept as received, counts for nothing"):
        assert said in html
        for name in ("dossier.pdf", "exhibits.pdf", "decision-note.pdf"):
            shown = " ".join(" ".join(pages((case / name).read_bytes())).split())
            assert said in shown, name
    with pikepdf.open(case / "dossier.pdf") as dossier:
        attached = {name: entry.get_file().read_bytes() for name, entry in dossier.attachments.items()}
    assert attached["E16-page.html.txt"] == page.read_bytes()
    assert attached["E15-drawing.svg.txt"] == REFUSED["drawing.svg"]
    (told_case,) = json.loads((result.release.folder / "report.json").read_text())["cases"]
    assert [(one["exhibit"], one["state"]) for one in told_case["out_of_use"]] == [
        ("E5", "withdrawn"),
        ("E15", "as-received"),
    ]
    assert "E15" in record.read_text()
