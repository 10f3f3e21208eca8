"""The gate's figures: when they are kept, how they are told, and what the handbook's page makes of them."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.figures import KEPT, figures, keep, recorded, table
from tests.sample import PROJECT, bench, judgement_of

from casebound import gate
from casebound.errors import BrokenDocument
from casebound.judge import RULES
from casebound.render.pages import chapters, gate_chapter
from casebound.render.templates import Templates

FOLDERS = (PROJECT / "site_templates",)
EARLIER = "jc-0123456789abcdef"
RUN: Mapping[str, Mapping[str, int]] = {
    "reasons": {"tried": 197, "disagreements": 0},
    "singles": {"tried": 160, "refused": 160, "disagreements": 0},
    "pairs": {"tried": 8_000, "refused": 7_990, "not in shape": 10, "skipped": 7, "disagreements": 0},
    "triples": {
        "tried": 349_000,
        "refused": 348_899,
        "not in shape": 100,
        "mended": 1,
        "skipped": 504,
        "disagreements": 0,
    },
    "acceptors": {"tried": 63, "supported": 63, "disagreements": 0},
    "orders-of-seven": {"tried": 47_293, "supported": 64, "refused": 47_229, "not in shape": 0, "disagreements": 0},
    "events": {"tried": 500, "supported": 120, "refused": 380, "disagreements": 0},
    "claims": {"tried": 100_000, "supported": 30_000, "refused": 69_000, "not in shape": 1_000, "disagreements": 0},
}


def _with(name: str, **changes: int) -> dict[str, Mapping[str, int]]:
    return {**RUN, name: {**RUN[name], **changes}}


def _figures(run: Mapping[str, Mapping[str, int]] = RUN) -> gate.Figures:
    found = figures(run)
    assert found is not None
    return found


def _page(found: gate.Figures | None, code: str | None = None) -> str:
    return gate_chapter(found, code or gate.judging_code(), Templates(FOLDERS))


# ── keeping ──


def test_the_figures_of_a_whole_run_are_kept_with_the_code_they_were_made_with(tmp_path: Path) -> None:
    place = tmp_path / "gate.json"
    assert keep(RUN, place)
    assert gate.figures(place) == _figures()
    assert _figures().code == gate.judging_code()


@pytest.mark.parametrize("name", KEPT)
def test_a_run_without_one_of_its_comparisons_is_not_kept(name: str, tmp_path: Path) -> None:
    run = {key: told for key, told in RUN.items() if key != name}
    assert not keep(run, tmp_path / "gate.json")
    assert not (tmp_path / "gate.json").exists()
    assert f"{name} did not run" in table(run)


@pytest.mark.parametrize("name", KEPT)
def test_a_run_in_which_one_thing_came_out_wrong_is_not_kept(name: str, tmp_path: Path) -> None:
    assert not keep(_with(name, disagreements=1), tmp_path / "gate.json")
    assert not (tmp_path / "gate.json").exists()


def test_no_figures_are_no_figures(tmp_path: Path) -> None:
    assert gate.figures(tmp_path / "gate.json") is None


@pytest.mark.parametrize(
    ("from_", "to"), [(b'"pairs"', b'"pears"'), (b"jc-", b"cj-"), (b"8000", b"-1"), (b"{", b"["), (b"tried", b"passed")]
)
def test_figures_that_are_not_as_they_are_kept_are_not_shown(from_: bytes, to: bytes, tmp_path: Path) -> None:
    place = tmp_path / "gate.json"
    place.write_bytes(gate.as_json(_figures()).replace(from_, to, 1))
    with pytest.raises(BrokenDocument, match="gate"):
        gate.figures(place)


def test_the_figures_that_travel_with_the_package_can_be_read_and_came_out_right() -> None:
    found = gate.figures()
    assert found is None or found.agreed


# ── telling ──


def test_what_was_tried_is_summed_up_over_every_comparison() -> None:
    found = _figures()
    assert (found.passed, found.unsupported) == (0, 160 + 7_990 + 348_899 + 47_229 + 380 + 69_000)
    assert (found.refused, found.supported) == (0, 63 + 64 + 120 + 30_000)
    assert (found.right, found.reasons.tried) == (197, 197)


def test_what_came_out_wrong_is_in_the_sums() -> None:
    passed = _figures(_with("pairs", refused=7_989, disagreements=1))
    assert (passed.passed, passed.unsupported) == (1, _figures().unsupported)
    refused = _figures(_with("acceptors", supported=62, disagreements=1))
    assert (refused.refused, refused.supported) == (1, _figures().supported)
    assert _figures(_with("reasons", disagreements=3)).right == 194


def test_the_table_holds_every_comparison_and_the_three_figures(tmp_path: Path) -> None:
    told = table(_with("orders-of-seven") | {"faults": RUN["orders-of-seven"]})
    assert [line.split()[0] for line in told.splitlines()[1:10]] == [*KEPT, "faults"]
    assert "unsupported claims that passed: 0 of 473,658".replace(",", "") in told
    assert "right reason given:             197 of 197 faults" in told
    assert "3.0e-05" in next(line for line in told.splitlines() if line.startswith("claims"))
    assert recorded(tmp_path) == {}


def test_a_slice_is_told_only_where_the_whole_did_not_run(tmp_path: Path) -> None:
    for name in ("claims-slice", "pairs", "reasons"):
        (tmp_path / f"{name}.json").write_text("{}", encoding="utf-8")
    assert list(recorded(tmp_path)) == ["reasons", "pairs", "claims-slice"]
    (tmp_path / "claims.json").write_text("{}", encoding="utf-8")
    assert list(recorded(tmp_path)) == ["reasons", "pairs", "claims"]


# ── the page ──


def test_the_page_shows_the_figures_and_that_they_were_made_with_this_code() -> None:
    page = _page(_figures())
    assert "| Unsupported claims that passed | **0 of 473,658** |" in page
    assert "| Supported claims that were refused | **0 of 30,247** |" in page
    assert "| Faults objected to for the right reason | **197 of 197** |" in page
    assert "| Triples of faults | 349,000 | 0 | 348,899 | 100 | 1 | 504 | 0 |\n| Acceptors |" in page
    assert "fewer than 3 in 99,000" in page
    assert f"of the judging code `{gate.judging_code()}`. The same code judged the cases of this handbook" in page
    assert 'other code"' not in page


def test_the_page_says_that_the_figures_were_made_with_other_code() -> None:
    page = _page(_figures(), EARLIER)
    assert '"Made with other code"' in page
    assert f"The cases of this handbook were judged by `{EARLIER}`" in page
    assert "The same code judged" not in page


def test_the_page_says_that_there_are_no_figures() -> None:
    page = _page(None)
    assert '"There are no figures"' in page
    assert "| Tried |" not in page
    assert " of 0" not in page


def test_the_handbook_has_the_page_with_the_figures_that_travel_with_the_package() -> None:
    registers = judgement_of(bench("NO-2026-001")).registers
    assert registers is not None
    found = chapters(registers, RULES, Templates(FOLDERS), PROJECT / "docs")
    assert found["gate.md"] == _page(gate.figures())


def test_the_page_tells_what_each_row_of_its_table_is() -> None:
    page = _page(_figures())
    for words in ("Single faults", "Pairs and triples", "Acceptors", "Orders of seven days", "Events one by one"):
        assert f"\n{words}\n:   " in page
