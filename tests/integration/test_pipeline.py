"""The pipeline: what is unchanged is not made again, and what cannot be published is not."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.documents import pages
from tests.support.exhibit_bundles import stamps
from tests.support.projects import SMALL, copy_project, verifies
from tests.support.sample import AS_OF, FAR_AHEAD, PROJECT

from casebound.load.workspace import workspace
from casebound.model.days import ONE_DAY, Day
from casebound.model.errors import CannotJudge, CannotPublish, NotAProject
from casebound.pipeline.build import BuildRequest, BuildResult, build
from casebound.pipeline.check import check
from casebound.release.settings import RebuildCounts
from casebound.render.view import case_view

RECORD = "cases/NL-2026-011/case.yml"


def made(project: Path, *, as_of: Day | None = None, preview: bool = False, documents: bool = True) -> BuildResult:
    return build(workspace(project), BuildRequest(as_of, FAR_AHEAD, preview=preview, documents=documents))


def edit(file: Path, was: str, becomes: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, becomes, 1), encoding="utf-8")


def files(release: Path) -> dict[str, bytes]:
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}


def test_a_first_build_makes_everything_and_verifies(first_build: tuple[Path, BuildResult]) -> None:
    folder, first = first_build
    assert first.release is not None
    assert first.release.new
    assert first.rebuilt.documents == 3 * len(SMALL)
    assert verifies(folder / "build" / "handbook")
    for case in SMALL:
        for name in ("index.html", "dossier.pdf", "decision-note.pdf", "exhibits.pdf"):
            assert (folder / "build" / "handbook" / "cases" / case / name).is_file()
    assert first.judgment.as_of == AS_OF


@pytest.mark.parametrize("case", SMALL)
def test_a_dossier_names_the_pages_on_which_the_bundle_beside_it_shows_an_exhibit(
    case: str, first_build: tuple[Path, BuildResult]
) -> None:
    folder = first_build[0] / "build" / "handbook" / "cases" / case
    told = " ".join(pages((folder / "dossier.pdf").read_bytes()))
    named = re.findall(r"exhibits\.pdf, pages? ([0-9]+)(?:–([0-9]+))?", told)
    stamped = stamps((folder / "exhibits.pdf").read_bytes())
    listed = [number for first, last in named for number in range(int(first), int(last or first) + 1)]
    assert listed == [number for number, key in enumerate(stamped, start=1) if key]
    assert len(named) == len(set(stamped) - {""})


def test_an_unchanged_build_makes_nothing_and_is_the_same_release(
    built: Path, first_build: tuple[Path, BuildResult]
) -> None:
    again = made(built)
    assert again.rebuilt == RebuildCounts(pages=0, documents=0, page_templates=0)
    assert again.release is not None
    assert first_build[1].release is not None
    assert again.release.digest == first_build[1].release.digest
    assert not again.release.new


def test_a_changed_case_has_its_own_two_documents_made_and_no_others(built: Path) -> None:
    before = files(built / "build" / "handbook")
    edit(built / RECORD, "# ", "# A word more. ")
    again = made(built)
    assert again.rebuilt.documents == 2
    after = files(built / "build" / "handbook")
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path for path in changed if path.endswith(".pdf")} == {
        "cases/NL-2026-011/dossier.pdf",
        "cases/NL-2026-011/decision-note.pdf",
    }
    assert not [path for path in changed if path.startswith("cases/NO-2026-001/")]
    assert verifies(built / "build" / "handbook")


def test_a_file_of_evidence_more_concerns_its_own_case_alone(built: Path) -> None:
    (built / "cases" / "NL-2026-011" / "evidence" / "stray.txt").write_text("x")
    again = made(built)
    assert again.rebuilt.documents <= 2
    assert [one.control for one in again.judgment.findings if one.case == "NL-2026-011"] == ["F14"]


def test_a_case_that_goes_leaves_nothing_behind(built: Path) -> None:
    shutil.rmtree(built / "cases" / "NL-2026-011")
    again = made(built)
    assert again.rebuilt.documents == 0
    release = built / "build" / "handbook"
    assert not (release / "cases" / "NL-2026-011").exists()
    pages = {path: data for path, data in files(release).items() if path.endswith(".html")}
    assert not [path for path, data in pages.items() if b"NL-2026-011" in data and not path.startswith("guide/")]
    assert verifies(release)


def test_only_some_cases_have_their_documents_written_and_nothing_is_published(built: Path, run: Run) -> None:
    before = files(built / "build" / "handbook")
    edit(built / RECORD, "# ", "# A word more. ")
    told = run("build", "-C", built, "--only", "NO-2026-001")
    written = files(built / "build" / "documents")
    assert (told.code, told.err) == (0, "")
    assert told.out.endswith(
        f"written: {built}/build/documents\nNothing was published. An earlier release is unchanged.\n"
    )
    assert set(written) == {f"NO-2026-001/{name}.pdf" for name in ("dossier", "decision-note", "exhibits")}
    assert all(before[f"cases/{path}"] == data for path, data in written.items())
    assert files(built / "build" / "handbook") == before


def test_only_some_cases_have_no_documents_if_another_case_blocks(built: Path, run: Run) -> None:
    assert run("build", "-C", built, "--only", "NO-2026-001").code == 0
    edit(built / RECORD, "case: ", "cases: ")
    blocked = run("build", "-C", built, "--only", "NO-2026-001")
    assert (blocked.code, blocked.err) == (1, "Nothing was written.\n")
    assert not (built / "build" / "documents").exists()
    assert run("build", "-C", built, "--only", "NO-2026-001", "--preview").code == 1
    assert len(files(built / "build" / "documents")) == 3
    unknown = run("build", "-C", built, "--only", "NO-2026-999")
    assert (unknown.code, unknown.err.splitlines()[0]) == (2, "casebound: there is no case NO-2026-999")


def test_going_back_takes_everything_from_the_store(built: Path, first_build: tuple[Path, BuildResult]) -> None:
    text = (built / RECORD).read_text(encoding="utf-8")
    edit(built / RECORD, "# ", "# A word more. ")
    made(built)
    (built / RECORD).write_text(text, encoding="utf-8")
    back = made(built)
    assert back.rebuilt == RebuildCounts()
    assert back.release is not None
    assert first_build[1].release is not None
    assert back.release.digest == first_build[1].release.digest


def test_a_damaged_store_costs_time_and_never_correctness(built: Path, first_build: tuple[Path, BuildResult]) -> None:
    store = built / "build" / "cache" / "files"
    damaged = 0
    for file in sorted(store.rglob("*")):
        if file.is_file() and file.read_bytes()[:5] == b"%PDF-":
            os.truncate(file, 100)
            damaged += 1
    assert damaged
    edit(built / RECORD, "# ", "# A word more. ")
    again = made(built)
    assert again.rebuilt.documents == 3 * len(SMALL)
    assert verifies(built / "build" / "handbook")
    (dossier,) = [path for path in files(built / "build" / "handbook") if path == "cases/NO-2026-001/dossier.pdf"]
    old = (first_build[0] / "build" / "handbook" / dossier).read_bytes()
    assert (built / "build" / "handbook" / dossier).read_bytes() == old


def test_a_tampered_page_of_the_last_release_is_put_right(built: Path, first_build: tuple[Path, BuildResult]) -> None:
    page = built / "build" / "handbook" / "cases" / "NO-2026-001" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"Supported", b"Forged!!!"))
    assert not verifies(built / "build" / "handbook")
    made(built)
    assert verifies(built / "build" / "handbook")
    assert files(built / "build" / "handbook") == files(first_build[0] / "build" / "handbook")


def test_a_blocked_project_publishes_nothing(built: Path) -> None:
    before = files(built / "build" / "handbook")
    edit(
        built / "cases" / "NO-2026-001" / "case.yml",
        "    ends: 2028-04-30\n    issued_on",
        "    ends: 2028-04-29\n    issued_on",
    )
    again = made(built)
    assert again.release is None
    assert again.judgment.blocked
    assert files(built / "build" / "handbook") == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_blocked_project_without_a_release_has_none_afterwards(small: Path, jobs: int) -> None:
    (small / "cases" / "NO-2026-001" / "evidence" / "certificate.pdf").unlink()
    assert build(workspace(small), BuildRequest(None, FAR_AHEAD, jobs)).release is None
    assert not (small / "build" / "handbook").exists()
    assert not (small / "build" / "releases").exists()


def test_a_first_build_is_the_same_with_workers_as_without(small: Path) -> None:
    shared = build(workspace(small), BuildRequest(None, FAR_AHEAD, jobs=2, documents=False))
    first = files(small / "build" / "handbook")
    shutil.rmtree(small / "build")
    alone = build(workspace(small), BuildRequest(None, FAR_AHEAD, documents=False))
    assert files(small / "build" / "handbook") == first
    assert shared.rebuilt == alone.rebuilt


def test_documents_may_be_left_out(built: Path) -> None:
    again = made(built, documents=False)
    assert again.rebuilt.documents == 0
    assert not list((built / "build" / "handbook").rglob("dossier.pdf"))
    assert verifies(built / "build" / "handbook")


def test_the_as_of_date_given_is_the_one_in_every_file(built: Path) -> None:
    later = made(built, as_of=Day(2026, 12, 24), documents=False)
    assert later.judgment.as_of == Day(2026, 12, 24)
    release = built / "build" / "handbook"
    assert json.loads((release / "report.json").read_text())["as_of"] == "2026-12-24"
    page = (release / "cases" / "NO-2026-001" / "index.html").read_text(encoding="utf-8")
    assert "Dec 24, 2026" in page


def test_a_day_that_passes_prints_only_the_documents_that_say_something_else_then(built: Path) -> None:
    release = built / "build" / "handbook"
    before = _documents(release)
    next_day = made(built, as_of=AS_OF + ONE_DAY)
    assert next_day.rebuilt.documents == 0
    assert _documents(release) == before
    after_the_exemption = made(built, as_of=Day(2028, 5, 1))
    after = _documents(release)
    changed = {name for name in before if after[name] != before[name]}
    assert {"cases/NO-2026-001/dossier.pdf", "cases/NO-2026-001/decision-note.pdf"} <= changed
    assert after_the_exemption.rebuilt.documents == len(changed)
    assert not any(name.endswith("exhibits.pdf") for name in changed)


def _documents(release: Path) -> dict[str, bytes]:
    return {name: data for name, data in files(release).items() if re.search(r"(note|dossier|exhibits)\.pdf$", name)}


def test_the_clock_stands_nowhere_in_a_release(first_build: tuple[Path, BuildResult]) -> None:
    for path, data in files(first_build[0] / "build" / "handbook").items():
        if path.endswith((".html", ".json", ".txt", ".xml")):
            assert not re.search(rb"\b2093-0[0-9]-", data), path


def test_evidence_lies_in_the_release_byte_for_byte(first_build: tuple[Path, BuildResult]) -> None:
    folder = first_build[0]
    for case in SMALL:
        for file in (folder / "cases" / case / "evidence").iterdir():
            copy = folder / "build" / "handbook" / "cases" / case / "evidence" / file.name
            assert copy.read_bytes() == file.read_bytes()


def test_a_check_writes_nothing(small: Path) -> None:
    before = files(small)
    check(workspace(small), None, FAR_AHEAD)
    assert files(small) == before
    assert not (small / "build").exists()


def test_a_check_of_some_cases_is_not_blocked_by_another_case(small: Path) -> None:
    (small / "cases" / "NO-2026-001" / "case.yml").write_text("a: [")
    assert check(workspace(small), None, FAR_AHEAD).blocked
    judgment = check(workspace(small), None, FAR_AHEAD, ["NL-2026-011"])
    assert [one.folder for one in judgment.cases] == ["NL-2026-011"]
    assert not judgment.blocked


def test_a_check_of_a_supported_case_is_blocked_by_a_record_that_it_cannot_be_compared_with(small: Path) -> None:
    (small / "cases" / "NL-2026-011" / "case.yml").write_text("a: [")
    judgment = check(workspace(small), None, FAR_AHEAD, ["NO-2026-001"])
    assert [one.folder for one in judgment.cases] == ["NO-2026-001"]
    assert {one.case for one in judgment.findings if one.severity == "blocking"} == {"NL-2026-011"}


def test_a_check_of_one_case_still_sees_the_second_case(tmp_path: Path) -> None:
    """A pass of one case must not hang on what was not looked at."""
    project = copy_project(tmp_path / "project")
    twin = project / "cases" / "NO-2026-099"
    shutil.copytree(project / "cases" / "NO-2026-001", twin)
    edit(twin / "case.yml", "case: NO-2026-001", "case: NO-2026-099")
    whole = check(workspace(project), None, FAR_AHEAD)
    assert "I04" in {one.control for one in whole.findings if one.case == "NO-2026-001"}
    alone = check(workspace(project), None, FAR_AHEAD, ["NO-2026-001"])
    assert "I04" in {one.control for one in alone.findings}


@pytest.mark.parametrize("missing", ["cases", "registers"])
def test_a_folder_that_is_no_project_cannot_be_judged(small: Path, missing: str) -> None:
    shutil.rmtree(small / missing)
    with pytest.raises(NotAProject):
        workspace(small)


def test_a_build_folder_that_cannot_be_written_is_a_sentence(small: Path) -> None:
    (small / "build").write_text("in the way")
    with pytest.raises(CannotPublish, match="cannot be written"):
        made(small)


def test_evidence_that_changes_while_the_release_is_made_stops_it(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = built / "cases" / "NL-2026-011" / "evidence"
    edit(built / RECORD, "# ", "# A word more. ")
    before = files(built / "build" / "handbook")

    def changes_meanwhile(*words: object, **more: object) -> object:
        file = min(evidence.iterdir())
        file.write_bytes(file.read_bytes() + b" ")
        return case_view(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("casebound.release.context.case_view", changes_meanwhile)
    with pytest.raises(CannotJudge, match="changed while the release was made"):
        made(built)
    assert files(built / "build" / "handbook") == before


def test_the_project_may_bring_templates_of_its_own(built: Path) -> None:
    (built / "site_templates").mkdir()
    text = (PROJECT / "site_templates" / "VERIFY.txt.j2").read_text(encoding="utf-8")
    (built / "site_templates" / "VERIFY.txt.j2").write_text("OURS\n" + text, encoding="utf-8")
    made(built, documents=False)
    assert (built / "build" / "handbook" / "VERIFY.txt").read_text(encoding="utf-8").startswith("OURS\n")
    assert "VERIFY.txt.j2\n" in (built / "build" / "handbook" / "TEMPLATES.txt").read_text(encoding="utf-8")


def test_a_template_of_the_project_that_prints_another_verdict_is_not_published(small: Path) -> None:
    (small / "site_templates" / "handbook" / "case").mkdir(parents=True)
    text = (PROJECT / "site_templates" / "handbook" / "case" / "head.html.j2").read_text(encoding="utf-8")
    own = text.replace("{{ view.verdict | badge }}", "<b>Supported</b>")
    (small / "site_templates" / "handbook" / "case" / "head.html.j2").write_text(own, encoding="utf-8")
    with pytest.raises(CannotJudge, match="of the case NL-2026-011"):
        made(small, documents=False)
    assert not (small / "build" / "handbook").exists()
