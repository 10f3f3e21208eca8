"""Whatever is under cases/ and registers/ is read, is a finding with a way out, or is known to be harmless."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casebound.load.project import REGISTERS, load
from casebound.load.workspace import workspace
from casebound.model.errors import CannotJudge
from casebound.pipeline.check import project_in

NO = "NO-2026-001"
RECORD = "is not in the folder of a case, so it is not read"
LOOSE = "is not part of a case, so it is not read"
UNLISTED = "is not listed as an exhibit"
NO_REGISTER = "is neither a register nor the capture of a source, so it is not read"


def linked_outside(project: Path) -> Path:
    """A folder with a record, outside of the project."""
    (project.parent / "outside").mkdir()
    (project.parent / "outside" / "case.yml").write_text("case: NO-2026-002")
    return project.parent / "outside"


def put(path: str) -> Callable[[Path], object]:
    def harm(project: Path) -> None:
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_bytes(b"x")

    return harm


def link(path: str) -> Callable[[Path], object]:
    return lambda project: os.symlink(linked_outside(project), project / path)


FOUND: dict[str, tuple[Callable[[Path], object], str]] = {
    "hidden case": (put("cases/.NO-2026-002/case.yml"), f"F07 the record cases/.NO-2026-002/case.yml {RECORD}"),
    "case in a hidden folder": (put("cases/.old/a/Case.yaml"), f"F07 the record cases/.old/a/Case.yaml {RECORD}"),
    "record beside the cases": (put("cases/case.yml"), f"F07 the record cases/case.yml {RECORD}"),
    "case in a case": (put(f"cases/{NO}/NO-2026-002/case.yml"), "F07 NO-2026-002/case.yml is a second record in the"),
    "case in the evidence": (put(f"cases/{NO}/evidence/case.yml"), "F07 evidence/case.yml is a second record in the"),
    "folder without a record": (put("cases/old/note.txt"), "F07 cases/old/case.yml cannot be used: it is missing"),
    "linked case": (link("cases/X"), "F07 cases/X/case.yml cannot be used: its path contains a link"),
    "hidden folder": (put("cases/.idea/workspace.xml"), f"F14 cases/.idea {LOOSE}"),
    "hidden linked folder": (link("cases/.linked"), f"F14 cases/.linked {LOOSE}"),
    "link that leads nowhere": (lambda project: os.symlink("x", project / "cases" / "y"), f"F14 cases/y {LOOSE}"),
    "file beside the cases": (put("cases/NO-2026-002.yml"), f"F07 the record cases/NO-2026-002.yml {RECORD}"),
    "second record in a case": (put(f"cases/{NO}/case2.yml"), "F07 case2.yml is a second record in the"),
    "record among the registers": (put("registers/a/case.yml"), "F07 the record registers/a/case.yml is not under"),
    "name that is no text": (put(f"cases/x{os.fsdecode(bytes([255]))}"), rf"F14 cases/x\udcff {LOOSE}"),
    "archive in a case": (put(f"cases/{NO}/evidence.zip"), f"F14 evidence.zip {UNLISTED}"),
    "hidden evidence": (put(f"cases/{NO}/evidence/.certificate.pdf"), f"F14 evidence/.certificate.pdf {UNLISTED}"),
    "evidence in a folder": (put(f"cases/{NO}/evidence/.old/a.pdf"), f"F14 evidence/.old/a.pdf {UNLISTED}"),
    "linked folder of evidence": (link(f"cases/{NO}/evidence/more"), f"F14 evidence/more {UNLISTED}"),
    "linked evidence": (lambda project: os.symlink("certificate.pdf", project / f"cases/{NO}/evidence/b.pdf"),
        f"F14 evidence/b.pdf {UNLISTED}"),
    "pipe": (lambda project: os.mkfifo(project / f"cases/{NO}/evidence/pipe"), f"F14 evidence/pipe {UNLISTED}"),
    "record of an interrupted command": (put(f"cases/{NO}/.case.yml.4711"), f"F14 .case.yml.4711 {UNLISTED}"),
    "copy of an editor": (put(f"cases/{NO}/case.yml~"), f"F14 case.yml~ {UNLISTED}"),
    "register with another name": (put("registers/waiver.yml"), f"F14 waiver.yml {NO_REGISTER}"),
    "register with another ending": (put("registers/waivers.yaml"), f"F14 waivers.yaml {NO_REGISTER}"),
    "capture of no source": (put("registers/captures/x.pdf"), f"F14 captures/x.pdf {NO_REGISTER}"),
    "linked folder of registers": (link("registers/more"), f"F14 more {NO_REGISTER}"),
    "hidden register": (put("registers/.people.yml"), f"F14 .people.yml {NO_REGISTER}"),
}  # fmt: skip


HARMLESS = (
    *(
        "cases/.gitkeep",
        "cases/.DS_Store",
        "cases/.empty/.gitkeep",
        "registers/Thumbs.db",
        "registers/.~lock.people.yml#",
    ),
    *(
        f"cases/{NO}/evidence/{name}"
        for name in ("~$letter.docx", "._certificate.pdf", ".letter.txt.swp", "desktop.ini")
    ),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with registers and a record that are read, and nothing to inspect."""
    folder = tmp_path / "project"
    for name in REGISTERS:
        put(f"registers/{name}.yml")(folder)
        (folder / f"registers/{name}.yml").write_text("{}")
    put(f"cases/{NO}/case.yml")(folder)
    (folder / f"cases/{NO}/case.yml").write_text(f"case: {NO}")
    (folder / f"cases/{NO}/evidence").mkdir()
    return folder


def findings(project: Path) -> list[str]:
    return [f"{found.control} {found.message}" for found in load(workspace(project)).findings]


@pytest.mark.parametrize("name", FOUND)
def test_what_nothing_reads_is_a_single_finding_with_a_way_out(name: str, project: Path) -> None:
    harm, message = FOUND[name]
    harm(project)
    (found,) = load(workspace(project)).findings
    assert f"{found.control} {found.message}".startswith(message)
    assert found.remedy


def test_the_marks_of_programs_and_empty_hidden_folders_are_no_findings(project: Path) -> None:
    for path in HARMLESS:
        put(path)(project)
    (project / "cases" / ".vscode").mkdir()
    put("registers/changes.yml")(project)
    put("registers/waivers.yml")(project)
    (project / "registers/waivers.yml").write_text("{}")
    assert findings(project) == []


def test_a_folder_with_the_name_of_a_harmless_file_is_read(project: Path) -> None:
    put("cases/.DS_Store/case.yml")(project)
    assert findings(project) == [f"F07 the record cases/.DS_Store/case.yml {RECORD}"]


def test_of_many_files_the_first_are_named_and_the_others_are_counted(project: Path) -> None:
    for number in range(1000):
        put(f"cases/{NO}/evidence/{number:04}.pdf")(project)
    found = findings(project)
    assert len(found) == 21
    assert found[0] == f"F14 evidence/0000.pdf {UNLISTED}"
    assert found[-1] == "F14 the same applies to 980 more files here"


def test_captures_are_not_called_unlisted_if_the_sources_cannot_be_read(project: Path) -> None:
    put("registers/captures/x.pdf")(project)
    (project / "registers/sources.yml").unlink()
    assert [found[:3] for found in findings(project)] == ["F13"]


@pytest.mark.parametrize("folder", [f"cases/{NO}/evidence", "cases/.hidden", "registers/captures"])
def test_a_folder_that_cannot_be_read_is_an_error_with_its_name(
    folder: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / folder).mkdir(exist_ok=True)
    scandir = os.scandir

    def denied(path: str) -> Any:
        if os.fspath(path).endswith(folder):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    with pytest.raises(CannotJudge, match=rf"Permission denied \(.*{folder}\)"):
        project_in(workspace(project))
