"""The verification figures: when they are kept, which code they belong to, and how the handbook's page shows them."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from tests.support.sample import PROJECT, bench, judgement_of
from tests.support.verification_figures import KEPT, figures, keep, recorded, table

from casebound.judge import RULES
from casebound.model.errors import BrokenDocument
from casebound.render.handbook import verification_figures
from casebound.render.handbook.pages import chapters, gate_chapter
from casebound.render.templates import Templates

FOLDERS = (PROJECT / "site_templates",)
FOLDERS_OF_CODE = tuple(part for part in verification_figures.JUDGING if not part.endswith(".py"))
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


def _figures(run: Mapping[str, Mapping[str, int]] = RUN) -> verification_figures.Figures:
    found = figures(run)
    assert found is not None
    return found


def _page(found: verification_figures.Figures | None) -> str:
    return gate_chapter(found, verification_figures.judging_code(), Templates(FOLDERS))


# ── keeping ──


def test_the_figures_of_a_whole_run_are_kept_with_the_code_they_were_made_with(tmp_path: Path) -> None:
    place = tmp_path / "gate.json"
    assert keep(RUN, place)
    assert verification_figures.figures(place) == _figures()
    assert _figures().code == verification_figures.judging_code()


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
    assert verification_figures.figures(tmp_path / "gate.json") is None


@pytest.mark.parametrize(
    ("from_", "to"), [(b'"pairs"', b'"pears"'), (b"jc-", b"cj-"), (b"8000", b"-1"), (b"{", b"["), (b"tried", b"passed")]
)
def test_figures_that_are_not_as_they_are_kept_are_not_shown(from_: bytes, to: bytes, tmp_path: Path) -> None:
    place = tmp_path / "gate.json"
    place.write_bytes(verification_figures.as_json(_figures()).replace(from_, to, 1))
    with pytest.raises(BrokenDocument, match="gate"):
        verification_figures.figures(place)


def test_the_figures_that_travel_with_the_package_can_be_read_and_came_out_right() -> None:
    found = verification_figures.figures()
    assert found is None or found.agreed


# ── the code that the figures belong to ──


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package's modules, to be changed."""
    copy = tmp_path / "casebound"
    shutil.copytree(verification_figures.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "project"))
    return copy


def test_a_copy_of_the_package_has_the_same_judging_code(package: Path) -> None:
    for part in FOLDERS_OF_CODE:
        (package / part / "__pycache__").mkdir()
        (package / part / "__pycache__" / "chain.cpython-311.pyc").write_bytes(b"compiled")
    assert verification_figures.judging_code(package) == verification_figures.judging_code()


@pytest.mark.parametrize("part", verification_figures.JUDGING)
def test_a_comment_in_any_part_of_the_judging_code_makes_it_other_code(part: str, package: Path) -> None:
    module = next(
        name for name in verification_figures.judging_modules(package) if name == part or name.startswith(f"{part}/")
    )
    with (package / module).open("a", encoding="utf-8") as file:
        file.write("# A comment.\n")
    assert verification_figures.judging_code(package) != verification_figures.judging_code()


def test_a_renamed_module_makes_it_other_code(package: Path) -> None:
    module = package / verification_figures.judging_modules(package)[0]
    module.rename(module.with_name("renamed.py"))
    assert verification_figures.judging_code(package) != verification_figures.judging_code()


@pytest.mark.parametrize("part", FOLDERS_OF_CODE)
def test_a_module_in_a_folder_of_a_folder_is_judging_code(part: str, package: Path) -> None:
    (package / part / "below").mkdir()
    (package / part / "below" / "module.py").write_text("", encoding="utf-8")
    assert f"{part}/below/module.py" in verification_figures.judging_modules(package)
    assert verification_figures.judging_code(package) != verification_figures.judging_code()


def test_code_that_does_not_judge_leaves_the_judging_code_as_it_is(package: Path) -> None:
    judging = {package / name for name in verification_figures.judging_modules(package)}
    others = [module for module in package.rglob("*.py") if module not in judging]
    assert package / "cli" / "main.py" in others
    for module in others:
        module.write_text("", encoding="utf-8")
    assert verification_figures.judging_code(package) == verification_figures.judging_code()


@pytest.mark.parametrize("part", verification_figures.JUDGING)
def test_a_part_that_is_missing_is_not_silently_left_out(part: str, package: Path) -> None:
    (package / part).rename(package / f"moved-{part}")
    with pytest.raises(BrokenDocument, match=part):
        verification_figures.judging_code(package)


@pytest.mark.long
def test_the_figures_that_travel_with_the_package_were_made_with_its_judging_code() -> None:
    found = verification_figures.figures()
    remedy = f"run `make gate` and commit {verification_figures.PLACE.relative_to(PROJECT)}"
    assert found is not None, f"there are no verification figures: {remedy}"
    assert found.code == verification_figures.judging_code(), (
        f"the verification figures were made with the judging code {found.code}, and the code is now "
        f"{verification_figures.judging_code()}: {remedy}"
    )


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
    assert "| Question | Answer |" in page
    assert "| Unsupported claims that passed | **0 of 473,658** |" in page
    assert "| Supported claims that were refused | **0 of 30,247** |" in page
    assert "| Faults objected to for the right reason | **197 of 197** |" in page
    assert "| Triples of faults | 349,000 | 0 | 348,899 | 100 | 1 | 504 | 0 |\n| Acceptors |" in page
    assert "fewer than 3 in 99,000" in page
    assert '!!! success "Made with the code that made this handbook"' in page
    code = verification_figures.judging_code()
    assert f"with the judging code `{code}`. The same code judged the cases of this handbook" in page
    assert "!!! warning" not in page


def test_the_page_marks_figures_that_other_code_made_and_says_that_the_run_has_to_be_repeated() -> None:
    page = _page(msgspec.structs.replace(_figures(), code=EARLIER))
    assert '!!! warning "Made with other code: the verification run has to be repeated"' in page
    assert f"one complete run with the judging code `{EARLIER}`" in page
    assert f"judged by other code, `{verification_figures.judging_code()}`" in page
    assert "run `make gate` in the casebound repository" in page
    assert "| Question | Answer for other code |" in page
    assert "| Unsupported claims that passed | **0 of 473,658** |" in page
    assert "!!! success" not in page


def test_the_page_says_that_there_are_no_figures_and_how_to_make_them() -> None:
    page = _page(None)
    assert '!!! warning "There are no figures"' in page
    assert "run `make gate` in the casebound repository" in page
    assert "| Question |" not in page
    assert "| Tried |" not in page
    assert " of 0" not in page
    assert "!!! success" not in page


def test_the_handbook_has_the_page_with_the_figures_that_travel_with_the_package() -> None:
    registers = judgement_of(bench("NO-2026-001")).registers
    assert registers is not None
    found = chapters(registers, RULES, Templates(FOLDERS), PROJECT / "docs")
    assert found["gate.md"] == _page(verification_figures.figures())


def test_the_page_tells_what_each_row_of_its_table_is() -> None:
    page = _page(_figures())
    for words in ("Single faults", "Pairs and triples", "Acceptors", "Orders of seven days", "Events one by one"):
        assert f"\n{words}\n:   " in page
