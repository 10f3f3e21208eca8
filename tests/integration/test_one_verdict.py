"""One verdict: the page, the note, the dossier, the report and the exit code say the same of every claim."""

import copy
import html
import json
import re
import shutil
from pathlib import Path

import pypdfium2
import pytest
import yaml
from tests.support.commands import Run
from tests.support.projects import verifies
from tests.support.sample import FAR_AHEAD, PROJECT, Bench, another_pdf, bench, put, refiled, sign

from casebound.load.workspace import workspace
from casebound.model.labels import STAGES
from casebound.pipeline.build import BuildRequest, BuildResult, build

UNSUPPORTED, MIXED, PROPOSED = "SE-2026-907", "NO-2026-992", "SE-2026-025"
VERDICTS = {
    "NL-2026-011": {},
    "NO-2026-001": {"C1": True},
    UNSUPPORTED: {"C1": False},
    MIXED: {"C1": True, "C2": False},
}


def _two_claims() -> Bench:
    """A case with two claims, of which the second goes on a day past its certificate."""
    one = bench("NO-2026-001")
    case = one.case
    put(case, "case", MIXED)
    put(case, "worker/reference", "W-1992")
    case["claims"]["C1"]["worker"] = "W-1992"
    for path in ("worker/name", "certificates/K1/worker"):
        put(case, path, "Sara Berg")
    put(case, "certificates/K1/number", "SPECIMEN-US-NO-0992")
    refiled("E13", another_pdf("the certificate of another worker"))(one)
    case["claims"]["C2"] = copy.deepcopy(case["claims"]["C1"])
    put(case, "claims/C1/ends", "2027-04-30")
    put(case, "claims/C2/begins", "2027-05-01")
    put(case, "claims/C2/relied/0/from", "2027-05-01")
    put(case, "claims/C2/ends", "2028-05-01")
    put(case, "assignment/ends", "2028-05-01")
    one.plan["D2"]["subject"] = ["C1", "C2"]
    return sign(one)


@pytest.fixture(scope="session")
def previewed(
    first_build: tuple[Path, BuildResult], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, BuildResult]:
    """A project with a supported, an unsupported and a mixed case and one without a claim, as a preview."""
    folder = shutil.copytree(first_build[0], tmp_path_factory.mktemp("verdict") / "project", symlinks=True)
    shutil.copytree(PROJECT / "tests" / "unsupported" / UNSUPPORTED, folder / "cases" / UNSUPPORTED)
    shutil.copytree(PROJECT / "cases" / "NO-2026-001", folder / "cases" / MIXED)
    shutil.copytree(PROJECT / "cases" / PROPOSED, folder / "cases" / PROPOSED)
    two_claims, decisions = _two_claims(), folder / "cases" / MIXED / "decisions"
    written = yaml.safe_dump(two_claims.case, allow_unicode=True, sort_keys=False)
    (folder / "cases" / MIXED / "case.yml").write_text(written, encoding="utf-8")
    shutil.rmtree(decisions)
    decisions.mkdir()
    document = folder / "cases" / MIXED / two_claims.case["exhibits"]["E13"]["file"]
    document.write_bytes(two_claims.added["E13"])
    for name, file in two_claims.decisions.items():
        (decisions / name).write_bytes(file.data)
    return folder, build(workspace(folder), BuildRequest(None, FAR_AHEAD, jobs=2, preview=True))


def in_words(release: Path, case: str) -> dict[str, str]:
    """What the page, the note and the dossier of a case say, as plain text."""
    page = (release / "cases" / case / "index.html").read_text(encoding="utf-8")
    page = re.sub(r"(?s)<(script|style|title|nav)\b.*?</\1>", " ", page)
    told = {"page": html.unescape(re.sub(r"<[^>]+>", " ", page))}
    for name in ("decision-note", "dossier"):
        (file,) = (release / "cases" / case).glob(f"*{name}.pdf")
        with pypdfium2.PdfDocument(file) as document:
            told[name] = " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    return {name: re.sub(r"\s+", " ", text) for name, text in told.items()}


def said(text: str) -> dict[str, set[bool]]:
    """For each claim, every verdict that a text states of it."""
    found: dict[str, set[bool]] = {}
    for claim, word in re.findall(r"\bClaim (C[0-9]+)\b:?(?: Verdict)? (Supported|Not supported|Unsupported)", text):
        found.setdefault(claim, set()).add(word == "Supported")
    return found


@pytest.mark.parametrize("case", VERDICTS)
def test_page_note_and_dossier_say_of_each_claim_what_the_judgment_says(
    previewed: tuple[Path, BuildResult], case: str
) -> None:
    judged = next(one for one in previewed[1].judgment.cases if one.folder == case)
    assert {one.claim: one.supported for one in judged.claims} == VERDICTS[case]
    for name, text in in_words(previewed[0] / "build" / "preview", case).items():
        assert said(text) == {claim: {supported} for claim, supported in VERDICTS[case].items()}, name


@pytest.mark.parametrize("case", VERDICTS)
def test_the_stage_and_the_verdict_of_the_case_are_the_same_everywhere(
    previewed: tuple[Path, BuildResult], case: str
) -> None:
    judged = next(one for one in previewed[1].judgment.cases if one.folder == case)
    stage = STAGES[judged.stage].label
    for name, text in in_words(previewed[0] / "build" / "preview", case).items():
        assert stage in text, name


def test_the_report_says_the_same_of_each_claim(previewed: tuple[Path, BuildResult], run: Run) -> None:
    folder = previewed[0]
    told = json.loads((folder / "build" / "preview" / "report.json").read_text(encoding="utf-8"))
    assert {one["case"]: {claim["claim"]: claim["supported"] for claim in one["claims"]} for one in told["cases"]} == {
        **VERDICTS,
        PROPOSED: {"C1": False},
    }
    for one in told["cases"]:
        for claim in one["claims"]:
            assert claim["supported"] == all(link["holds"] for link in claim["chain"])
    assert json.loads(run("check", "--format", "json", "-C", folder).out) == told


def test_a_proposed_exemption_says_everywhere_that_it_exempts_nobody(
    previewed: tuple[Path, BuildResult], run: Run
) -> None:
    release = previewed[0] / "build" / "preview"
    names = {path.name for path in (release / "cases" / PROPOSED).glob("*.pdf")}
    assert names == {"NOT-EXEMPT-decision-note.pdf", "NOT-EXEMPT-dossier.pdf", "exhibits.pdf"}
    for name, text in in_words(release, PROPOSED).items():
        assert "PROPOSED, NOT EXEMPT" in text[:400], name
        assert said(text) == {}, name
    register = (release / "cases" / "index.html").read_text(encoding="utf-8")
    assert "PROPOSED, NOT EXEMPT" in register
    told = json.loads((release / "report.json").read_text(encoding="utf-8"))
    (case,) = [one for one in told["cases"] if one["case"] == PROPOSED]
    assert (case["verdict"], case["claims"][0]["verdict"], told["summary"]["proposed"]) == ("proposed", "proposed", 1)
    checked = run("check", PROPOSED, "-C", previewed[0])
    assert (checked.code, "PROPOSED, NOT EXEMPT" in checked.out) == (0, True)


def test_the_exit_code_follows_the_verdicts(previewed: tuple[Path, BuildResult], run: Run) -> None:
    folder = previewed[0]
    for case, claims in VERDICTS.items():
        assert run("check", case, "-C", folder).code == int(False in claims.values())
    assert run("check", "-C", folder).code == 1
    assert run("build", "--preview", "-C", folder).code == 1


def test_a_preview_leaves_the_handbook_alone_and_marks_what_is_doubtful(
    previewed: tuple[Path, BuildResult], first_build: tuple[Path, BuildResult]
) -> None:
    folder = previewed[0]
    assert (folder / "build" / "handbook" / "SHA256SUMS").read_bytes() == (
        first_build[0] / "build" / "handbook" / "SHA256SUMS"
    ).read_bytes()
    assert verifies(folder / "build" / "preview")
    for case, claims in VERDICTS.items():
        marked = [
            name
            for name, text in in_words(folder / "build" / "preview", case).items()
            if "not a release" in text.casefold() or "preview" in text.casefold()
        ]
        assert marked == (["page", "decision-note", "dossier"] if False in claims.values() else []), case


def test_a_published_handbook_holds_no_case_that_is_not_in_its_report(first_build: tuple[Path, BuildResult]) -> None:
    release = first_build[0] / "build" / "handbook"
    told = json.loads((release / "report.json").read_text(encoding="utf-8"))
    assert {one["folder"] for one in told["cases"]} == {page.parent.name for page in release.glob("cases/*/index.html")}
    assert told["summary"]["blocking"] == told["summary"]["unsupported"] == told["summary"]["unjudged"] == 0
