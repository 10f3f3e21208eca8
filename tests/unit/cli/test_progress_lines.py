"""The progress of a long stage: what is done and the time that is left."""

import pytest

from casebound.cli.output import progress_bars


def test_a_long_stage_has_a_line_at_each_tenth_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bars() as progress:
        for done in range(601):
            progress("documents", done, 600)
        progress("handbook", 1, 1)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert [line.partition(",")[0] for line in lines[:2]] == [
        "casebound: documents 60 of 600",
        "casebound: documents 120 of 600",
    ]
    assert lines[-1] == "casebound: documents 600 of 600, 0:00:00 left"


def test_a_terminal_has_a_bar_with_the_time_that_is_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    with progress_bars() as progress:
        progress("documents", 30, 60)
    shown = capsys.readouterr().err
    assert "documents" in shown
    assert "30/60" in shown
    assert "left" in shown
    assert "casebound:" not in shown
