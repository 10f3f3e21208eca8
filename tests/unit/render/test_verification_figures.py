"""The verification figures: when they are saved, which code they belong to, and how the handbook's page shows them."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from tests.support.sample import PROJECT, bench, judgment_of
from tests.support.verification_figures import COMPARISONS, Recorded, figures, record, recorded, save, table

from casebound.judge import RULES
from casebound.model.errors import BrokenDocument
from casebound.render.handbook import verification_figures
from casebound.render.handbook.pages import chapters, verification_chapter
from casebound.render.templates import Templates

FOLDERS = (PROJECT / "site_templates",)
FOLDERS_OF_CODE = tuple(part for part in verification_figures.JUDGING if not part.endswith(".py"))
EARLIER = "jc-0123456789abcdef"
COUNTS: Mapping[str, Mapping[str, int]] = {
    "reasons": {"tried": 197, "disagreements": 0},
    "singles": {"tried": 160, "refused": 160, "disagreements": 0},
    "pairs": {"tried": 8_000, "refused": 7_990, "invalid": 10, "skipped": 7, "disagreements": 0},
    "triples": {
        "tried": 349_000,
        "refused": 348_899,
        "invalid": 100,
        "canceled out": 1,
        "skipped": 504,
        "disagreements": 0,
    },
    "boundary-cases": {"tried": 63, "supported": 63, "disagreements": 0},
    "orders-of-seven": {"tried": 47_293, "supported": 64, "refused": 47_229, "invalid": 0, "disagreements": 0},
    "events": {"tried": 500, "supported": 120, "refused": 380, "disagreements": 0},
    "claims": {"tried": 100_000, "supported": 30_000, "refused": 69_000, "invalid": 1_000, "disagreements": 0},
}


CODE = verification_figures.judging_code()
RUN = {name: Recorded(CODE, counts) for name, counts in COUNTS.items()}


def _with(name: str, **changes: int) -> dict[str, Recorded]:
    return {**RUN, name: Recorded(CODE, {**COUNTS[name], **changes})}


def _figures(run: Mapping[str, Recorded] = RUN) -> verification_figures.Figures:
    found = figures(run)
    assert found is not None
    return found


def _page(found: verification_figures.Figures | None) -> str:
    return verification_chapter(found, verification_figures.judging_code(), Templates(FOLDERS))


# ── saving ──


def test_the_figures_of_a_complete_run_are_saved_with_the_code_that_every_comparison_ran_with(tmp_path: Path) -> None:
    place = tmp_path / "figures.json"
    run = {name: Recorded(EARLIER, counts) for name, counts in COUNTS.items()}
    assert save(run, place)
    assert verification_figures.figures(place) == msgspec.structs.replace(_figures(), code=EARLIER)


def test_a_comparison_is_recorded_with_the_judging_code_of_this_process(tmp_path: Path) -> None:
    record("pairs", COUNTS["pairs"], tmp_path)
    assert recorded(tmp_path) == {"pairs": Recorded(verification_figures.judging_code(), COUNTS["pairs"])}


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_run_in_which_one_comparison_ran_with_other_code_is_not_saved(name: str, tmp_path: Path) -> None:
    run = {**RUN, name: Recorded(EARLIER, COUNTS[name])}
    assert not save(run, tmp_path / "figures.json")
    assert not (tmp_path / "figures.json").exists()
    assert f"different judging code, {', '.join(sorted((CODE, EARLIER)))}" in table(run)


def test_a_slice_that_ran_with_other_code_does_not_keep_the_figures_from_being_saved(tmp_path: Path) -> None:
    run = {**RUN, "orders-of-the-last-five": Recorded(EARLIER, COUNTS["orders-of-seven"])}
    assert save(run, tmp_path / "figures.json")


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_run_without_one_of_its_comparisons_is_not_saved(name: str, tmp_path: Path) -> None:
    run = {key: result for key, result in RUN.items() if key != name}
    assert not save(run, tmp_path / "figures.json")
    assert not (tmp_path / "figures.json").exists()
    assert f"{name} did not run" in table(run)


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_run_with_one_disagreement_is_not_saved(name: str, tmp_path: Path) -> None:
    assert not save(_with(name, disagreements=1), tmp_path / "figures.json")
    assert not (tmp_path / "figures.json").exists()


def test_a_package_may_have_no_figures(tmp_path: Path) -> None:
    assert verification_figures.figures(tmp_path / "figures.json") is None


@pytest.mark.parametrize(
    ("from_", "to"), [(b'"pairs"', b'"pears"'), (b"jc-", b"cj-"), (b"8000", b"-1"), (b"{", b"["), (b"tried", b"passed")]
)
def test_a_damaged_file_of_figures_is_not_shown(from_: bytes, to: bytes, tmp_path: Path) -> None:
    place = tmp_path / "figures.json"
    place.write_bytes(verification_figures.as_json(_figures()).replace(from_, to, 1))
    with pytest.raises(BrokenDocument, match="verification figures"):
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
    remedy = f"run `make verification` and commit {verification_figures.PLACE.relative_to(PROJECT)}"
    assert found is not None, f"there are no verification figures: {remedy}"
    assert found.code == verification_figures.judging_code(), (
        f"the verification figures were made with the judging code {found.code}, and the code is now "
        f"{verification_figures.judging_code()}: {remedy}"
    )


# ── sums and table ──


def test_the_sums_count_the_claims_of_every_comparison() -> None:
    found = _figures()
    assert (found.passed, found.unsupported) == (0, 160 + 7_990 + 348_899 + 47_229 + 380 + 69_000)
    assert (found.refused, found.supported) == (0, 63 + 64 + 120 + 30_000)
    assert (found.right, found.reasons.tried) == (197, 197)


def test_a_wrong_result_is_in_the_sums() -> None:
    passed = _figures(_with("pairs", refused=7_989, disagreements=1))
    assert (passed.passed, passed.unsupported) == (1, _figures().unsupported)
    refused = _figures(_with("boundary-cases", supported=62, disagreements=1))
    assert (refused.refused, refused.supported) == (1, _figures().supported)
    assert _figures(_with("reasons", disagreements=3)).right == 194


def test_the_table_holds_every_comparison_and_the_three_figures(tmp_path: Path) -> None:
    text = table({**RUN, "faults": RUN["orders-of-seven"]})
    assert [line.split()[0] for line in text.splitlines()[1:10]] == [*COMPARISONS, "faults"]
    assert "unsupported claims that passed: 0 of 473,658".replace(",", "") in text
    assert "right reason given:             197 of 197 faults" in text
    assert "3.0e-05" in next(line for line in text.splitlines() if line.startswith("claims"))
    assert recorded(tmp_path) == {}


def test_a_slice_is_shown_only_if_the_whole_did_not_run(tmp_path: Path) -> None:
    for name in ("claims-slice", "pairs", "reasons"):
        record(name, {}, tmp_path)
    assert list(recorded(tmp_path)) == ["reasons", "pairs", "claims-slice"]
    record("claims", {}, tmp_path)
    assert list(recorded(tmp_path)) == ["reasons", "pairs", "claims"]


# ── the page ──


def test_the_page_shows_the_figures_and_that_they_were_made_with_this_code() -> None:
    page = _page(_figures())
    assert "| Question | Answer |" in page
    assert "| Unsupported claims that passed | **0 of 473,658** |" in page
    assert "| Supported claims that were rejected | **0 of 30,247** |" in page
    assert "| Faults rejected for the right reason | **197 of 197** |" in page
    assert "| Triples of faults | 349,000 | 0 | 348,899 | 100 | 1 | 504 | 0 |\n| Valid boundary cases |" in page
    assert "fewer than 3 in 99,000" in page
    assert '!!! success "The figures are current"' in page
    code = verification_figures.judging_code()
    assert f"with the checking code `{code}`. The same code checked the cases of this handbook" in page
    assert "!!! warning" not in page


def test_the_page_marks_figures_that_other_code_made_and_says_that_the_run_has_to_be_repeated() -> None:
    page = _page(msgspec.structs.replace(_figures(), code=EARLIER))
    assert '!!! warning "The figures are out of date: repeat the verification run"' in page
    assert f"one complete run with the checking code `{EARLIER}`" in page
    assert f"with a different version of the code, `{verification_figures.judging_code()}`" in page
    assert "run `make verification` in the casebound repository" in page
    assert "| Question | Answer for other code |" in page
    assert "| Unsupported claims that passed | **0 of 473,658** |" in page
    assert "!!! success" not in page


def test_the_page_says_that_there_are_no_figures_and_how_to_make_them() -> None:
    page = _page(None)
    assert '!!! warning "There are no figures"' in page
    assert "run `make verification` in the casebound repository" in page
    assert "| Question |" not in page
    assert "| Tried |" not in page
    assert " of 0" not in page
    assert "!!! success" not in page


def test_the_handbook_has_the_page_with_the_figures_that_travel_with_the_package() -> None:
    registers = judgment_of(bench("NO-2026-001")).registers
    assert registers is not None
    found = chapters(registers, RULES, Templates(FOLDERS), PROJECT / "docs")
    assert found["verification.md"] == _page(verification_figures.figures())


def test_the_page_explains_each_row_of_its_table() -> None:
    page = _page(_figures())
    for words in (
        "Single faults",
        "Pairs and triples",
        "Valid boundary cases",
        "Orders of seven days",
        "Random claims",
    ):
        assert f"\n{words}\n:   " in page
