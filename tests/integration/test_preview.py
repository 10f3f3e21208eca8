"""The preview follows the files, tells what is wrong on the page, and answers this machine alone."""

import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.browser_process import browsed
from tests.support.sample import FAR_AHEAD, at, bench, judged

from casebound.cli.preview import Preview, PreviewBuild, PreviewState, file_states, watch
from casebound.cli.preview_pages import response, safety_headers
from casebound.load.workspace import workspace
from casebound.model.errors import CannotJudge
from casebound.model.judgment import Judgment
from casebound.pipeline.build import BuildRequest, build

PAGE = (
    "<html><head><meta content=\"default-src 'none'; script-src 'self'\"></head>"
    '<body><article id="content"><h1>A case</h1></article></body></html>'
)


def judgment_of(*edits: tuple[str, object]) -> Judgment:
    case = judged(bench("NO-2026-001", [at(path, value) for path, value in edits]))
    return Judgment(FAR_AHEAD, case.facts.registers, (case,), case.findings)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "preview"
    (folder / "cases" / "NO-2026-001").mkdir(parents=True)
    for name in ("index.html", "cases/NO-2026-001/index.html"):
        (folder / name).write_text(PAGE, encoding="utf-8")
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    return folder


def text(state: PreviewState, path: str) -> str:
    return response(state, path)[2].decode()


def test_a_page_of_the_preview_renews_itself_and_is_allowed_to_ask_nobody_else(pages: Path) -> None:
    page = text(PreviewState(folder=pages), "/")
    assert '<script src="/__reload.js"></script></head>' in page
    assert "default-src 'none'; connect-src 'self'; script-src 'self'" in page
    assert 'role="alert"' not in page


@pytest.mark.parametrize("path", ["/../secret.html", "/%2e%2e/secret.html", "/cases//../../../secret.html", "/a%00b"])
def test_nothing_above_the_preview_is_shown(pages: Path, path: str) -> None:
    status, _, data = response(PreviewState(folder=pages), path)
    assert status == 404
    assert b"secret</" not in data


def test_a_finding_is_told_on_every_page_and_on_its_cases_own_alone(pages: Path) -> None:
    judgment = judgment_of(("certificates/K1/ends", "2028-04-29"))
    other = dataclasses.replace(judgment.findings[0], case="SE-2026-019", message="something of another case")
    preview = Preview(lambda: PreviewBuild(dataclasses.replace(judgment, findings=(*judgment.findings, other)), pages))
    shown = preview.rebuild()
    assert "X08 no cited certificate covers 2028-04-30" in text(shown, "/")
    assert "something of another case" in text(shown, "/index.html")
    assert "something of another case" not in text(shown, "/cases/NO-2026-001/index.html")


def test_what_is_told_of_a_finding_never_becomes_markup(pages: Path) -> None:
    judgment = judgment_of(("certificates/K1/ends", "2028-04-29"))
    hostile = dataclasses.replace(judgment.findings[0], message="<script>alert(1)</script>")
    shown = Preview(lambda: PreviewBuild(dataclasses.replace(judgment, findings=(hostile,)), pages)).rebuild()
    assert "<script>alert" not in text(shown, "/")


def test_where_nothing_can_be_made_the_last_pages_stay_with_the_problem_on_them(pages: Path) -> None:
    answers: list[Any] = [
        PreviewBuild(judgment_of(), pages),
        CannotJudge("the registers are missing", "Restore them."),
    ]

    def make() -> PreviewBuild:
        one = answers.pop(0)
        if isinstance(one, CannotJudge):
            raise one
        made: PreviewBuild = one
        return made

    preview = Preview(make)
    assert preview.rebuild().version == 1
    shown = preview.rebuild()
    assert (shown.version, shown.folder) == (2, pages)
    assert "the registers are missing. Restore them." in text(shown, "/")


def test_before_there_is_any_page_the_problem_has_one_of_its_own() -> None:
    status, kind, data = response(PreviewState(problem="no registers"), "/")
    assert (status, kind) == (404, "text/html; charset=utf-8")
    assert b"no registers" in data
    assert b"/__reload.js" in data


def test_a_changed_a_new_and_a_missing_file_give_other_stamps(tmp_path: Path) -> None:
    one = tmp_path / "a.yml"
    one.write_text("a", encoding="utf-8")
    states = [file_states((tmp_path,))]
    one.write_text("ab", encoding="utf-8")
    states.append(file_states((tmp_path,)))
    (tmp_path / "b.yml").write_text("b", encoding="utf-8")
    states.append(file_states((tmp_path,)))
    one.unlink()
    states.append(file_states((tmp_path,)))
    assert len(set(states)) == 4


def watched(preview: Preview, change: Callable[[int], object]) -> list[int]:
    """The versions that were reported, with a change every tenth of a second until there is one."""
    ended, told = threading.Event(), []

    def tell(shown: PreviewState) -> None:
        told.append(shown.version)
        ended.set()

    watching = threading.Thread(target=watch, args=(preview, tell, ended))
    watching.start()
    for number in range(200):
        if ended.wait(0.1):
            break
        change(number)
    watching.join()
    return told


def test_a_changed_file_renews_the_preview_once(tmp_path: Path) -> None:
    preview = Preview(lambda: PreviewBuild(judgment_of(), tmp_path), (tmp_path,))
    assert watched(preview, lambda number: (tmp_path / "case.yml").write_text(str(number), encoding="utf-8")) == [1]


def test_a_file_that_changes_during_the_first_build_renews_the_preview(tmp_path: Path) -> None:
    def build_preview() -> PreviewBuild:
        (tmp_path / "case.yml").write_text("saved while the first pages were made", encoding="utf-8")
        return PreviewBuild(judgment_of(), tmp_path)

    preview = Preview(build_preview, (tmp_path,))
    preview.rebuild()
    assert watched(preview, lambda _: None) == [2]


def test_an_error_in_the_templates_of_the_project_is_shown(small: Path) -> None:
    """The server does not use them for its own pages."""
    (small / "site_templates" / "handbook").mkdir(parents=True)
    (small / "site_templates" / "handbook" / "home.html.j2").write_text("{% if %}", encoding="utf-8")

    def build_preview() -> PreviewBuild:
        built = build(workspace(small), BuildRequest(None, FAR_AHEAD, preview=True, documents=False))
        return PreviewBuild(built.judgment, None)

    state = Preview(build_preview).rebuild()
    assert "home.html.j2, line 1: Expected an expression" in text(state, "/")


def test_a_changed_case_is_shown_and_a_broken_one_tells_why(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = browsed("tests.support.preview_watcher", small, "NO-2026-001")
    with capsys.disabled():
        print(f"\na changed case was shown after {told['took']:.2f} s")
    assert "<h1" in told["first"]
    assert "cannot be published" not in told["first"]
    assert "case.yml:" in told["broken"]
    assert "NO-2026-001" in told["mended"]
    assert told["strange"] == 403
    assert told["above"] == 404
    assert told["pdf"][0] == 404
    assert "The preview has no PDFs" in told["pdf"][1]


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "run.js", "x.exe", "x.HTML", "none", "mail.eml"])
@pytest.mark.parametrize("folder", ["cases/NO-2026-001/evidence", "captures", "Cases/NO-2026-001/Evidence"])
def test_evidence_never_runs_under_the_handbooks_name(folder: str, name: str, pages: Path) -> None:
    (pages / folder).mkdir(parents=True)
    (pages / folder / name).write_bytes(b"<script>alert(1)</script>")
    status, media_type, _ = response(PreviewState(folder=pages), f"/{folder}/{name}")
    assert (status, media_type) == (200, "application/octet-stream")
    headers = safety_headers(f"/{folder}/{name}")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox;")
    assert headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize(
    ("name", "shown_as"),
    [("a.pdf", "application/pdf"), ("a.PNG", "image/png"), ("a.jpg", "image/jpeg"), ("a.html.txt", "text/plain")],
)
def test_evidence_that_a_browser_can_show_is_shown_and_nothing_is_guessed(
    name: str, shown_as: str, pages: Path
) -> None:
    folder = pages / "cases" / "NO-2026-001" / "evidence"
    folder.mkdir()
    (folder / name).write_bytes(b"<script>alert(1)</script>")
    path = f"/cases/NO-2026-001/evidence/{name}"
    assert response(PreviewState(folder=pages), path)[1].startswith(shown_as)
    headers = safety_headers(path)
    assert (headers["X-Content-Type-Options"], headers["Content-Disposition"]) == ("nosniff", "inline")
    assert ("sandbox" in headers.get("Content-Security-Policy", "")) is (name != "a.pdf")


def test_a_page_of_the_handbook_asks_this_server_alone_and_is_in_no_frame() -> None:
    headers = safety_headers("/cases/NO-2026-001/index.html")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; connect-src 'self'; script-src 'self';")
    assert headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")


@pytest.fixture(scope="module")
def attacked() -> Any:
    """What a preview server answers to `tests/support/preview_attacks.py`."""
    return browsed("tests.support.preview_attacks")


def test_no_attack_reads_a_file_outside_of_the_preview(attacked: Any) -> None:
    assert len(attacked["paths"]) > 40
    for path, answer in attacked["paths"].items():
        assert answer.startswith("HTTP/1.0 404 Not Found\r\nServer: casebound\r\n"), path
        assert "secret of" not in answer, path
        assert "frame-ancestors 'none'" in answer, path


def test_a_request_for_another_host_or_of_another_form_is_refused(attacked: Any) -> None:
    for host, answer in attacked["hosts"].items():
        assert answer.startswith("HTTP/1.0 403 Forbidden\r\n"), host
    for method, answer in attacked["methods"].items():
        assert answer.startswith("HTTP/1.0 501 Not Implemented\r\n"), method
    codes = {name: " ".join(answer.split()[:2]) for name, answer in attacked["lines"].items()}
    forbidden = ("no host", "two hosts", "absolute address", "absolute address here", "asterisk")
    assert codes == {
        **dict.fromkeys(forbidden, "HTTP/1.0 403"),
        "many headers": "HTTP/1.0 431",
        "long header": "HTTP/1.0 431",
        "long line": "HTTP/1.0 414",
        "no words": "",
        "bytes": "400 Bad",
        "version": "505 Invalid",
        "no version": "400 Bad",
    }


def test_honest_requests_are_answered(attacked: Any) -> None:
    for name in ("page", "query", "own port", "after"):
        head, _, page = attacked[name].partition("\r\n\r\n")
        assert head.startswith("HTTP/1.0 200 OK\r\n"), name
        assert page.endswith("a page</article></html>"), name
    head, _, page = attacked["page"].partition("\r\n\r\n")
    only_head, _, nothing = attacked["head"].partition("\r\n\r\n")
    assert nothing == ""
    assert {line for line in only_head.splitlines() if not line.startswith("Date")} == {
        line for line in head.splitlines() if not line.startswith("Date")
    }


def test_slow_clients_are_cut_off_and_leave_the_server_to_others(attacked: Any) -> None:
    assert attacked["dripped"] < 10
    page, seconds, threads = attacked["crowded"]
    assert page.startswith("HTTP/1.0 200 OK")
    assert seconds < 60
    assert threads <= 32 + 4


@pytest.mark.parametrize("error", [ValueError("a name of a worker"), OSError(5, "Input/output error")])
def test_an_error_of_casebound_is_shown_and_the_preview_goes_on(error: Exception, pages: Path) -> None:
    def fails() -> PreviewBuild:
        raise error

    preview = Preview(fails)
    preview.state = PreviewState(folder=pages)
    shown = preview.rebuild()
    assert shown.folder == pages
    assert f"internal error ({type(error).__name__} in cli/preview.py, line " in shown.problem
    assert "worker" not in shown.problem
