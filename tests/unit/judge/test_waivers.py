"""A warning can be lived with for a while, in the open and by two people; nothing that blocks can."""

import json
from typing import Any

import pytest
from tests.support.commands import Run
from tests.support.projects import copy_project
from tests.support.sample import AS_OF, Bench, bench, judgment_of

from casebound import report
from casebound.model.days import Day, Period
from casebound.model.findings import Finding
from casebound.model.judgment import Judgment
from casebound.model.terms import Severity
from casebound.pipeline.check import RULES
from casebound.plan.project_plan import project_plan

PL, KR = "PL-2026-012", "KR-2026-015"
W1 = {
    "control": "T06",
    "case": PL,
    "because": "The office answers letters of September in December.",
    "owner": "marcus-bell",
    "approved_by": "helen-okafor",
    "approved_on": "2026-11-20",
    "expires": "2026-12-06",
}
WARNING = {"control": "T06", "waived": None}


def judged_with(case: str = PL, **waivers: dict[str, Any]) -> Judgment:
    one: Bench = bench(case)
    one.registers["waivers"] = {"format": "1", **waivers}
    return judgment_of(one)


def changed(**words: Any) -> dict[str, Any]:
    return {key: value for key, value in {**W1, **words}.items() if value is not None}


def of(judgment: Judgment, control: str) -> list[Finding]:
    return [one for one in judgment.findings if one.control == control]


def test_a_waived_warning_is_still_told_and_counted() -> None:
    judgment = judged_with(W1=W1)
    (found,) = of(judgment, "T06")
    assert found.severity is Severity.WARNING
    assert found.waived is not None
    assert (found.waived.waiver, found.waived.because) == ("W1", W1["because"])
    assert found.waived.until.isoformat() == W1["expires"]
    assert report.as_value(project_plan(judgment))["summary"]["warnings"] == 1
    assert report.as_value(project_plan(judgment))["summary"]["waived"] == 1
    assert not judgment.blocked
    assert {one.control for one in judgment.findings} == {"T06"}


def test_the_case_tells_the_same_of_its_finding_as_the_whole() -> None:
    judgment = judged_with(W1=W1)
    assert judgment.cases[0].findings == judgment.findings


def test_it_does_not_matter_whose_id_comes_first() -> None:
    judgment = judged_with(W1=changed(owner=W1["approved_by"], approved_by=W1["owner"]))
    assert [one.waived is not None for one in of(judgment, "T06")] == [True]
    assert not judgment.blocked


def test_one_person_is_one_person_wherever_the_id_was_written() -> None:
    judgment = judged_with(W1=changed(owner="-".join(("helen", "okafor"))))
    assert judgment.blocked
    assert [one.waived for one in of(judgment, "T06")] == [None]


def test_without_a_waiver_nothing_is_waived() -> None:
    (found,) = of(judged_with(), "T06")
    assert found.waived is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"control": "X08"}, "W1 waives X08, which is blocking; only a warning can be waived"),
        ({"control": "A06"}, "W1 waives A06, which is a note; only a warning can be waived"),
        ({"control": "Z99"}, "W1 waives Z99, which is not a control"),
        ({"owner": "nobody-known"}, "W1 names nobody-known, who is not in registers/people.yml"),
        ({"approved_by": "helen-okafar"}, "W1 names helen-okafar, who is not in registers/people.yml; did you …"),
        ({"owner": "helen-okafor"}, "W1 is owned by helen-okafor and approved by helen-okafor; …"),
        ({"approved_on": "2026-11-23"}, "W1 is approved on 2026-11-23, after the as-of date"),
        ({"expires": "2026-11-19"}, "W1 expires on 2026-11-19, before it was approved on 2026-11-20"),
        ({"expires": "2027-11-22"}, "W1 expires on 2027-11-22, more than 366 days after it was approved on 2026-11-20"),
    ],
    ids=lambda value: next(iter(value.items()))[1] if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_waiver_that_is_not_in_order_blocks_and_waives_nothing(words: dict[str, str], message: str) -> None:
    judgment = judged_with(W1=changed(**words))
    (found,) = of(judgment, "F22")
    assert found.message.startswith(message.removesuffix("…"))
    assert found.location.file == "registers/waivers.yml"
    assert found.location.path == f"/W1/{next(iter(words)) if words != {'owner': 'helen-okafor'} else 'approved_by'}"
    assert judgment.blocked
    assert [one.waived for one in of(judgment, "T06")] == [None]
    assert not of(judgment, "F24")


def test_what_blocks_stays_blocking_whatever_is_said_about_it() -> None:
    one = bench("NO-2026-001", [lambda it: it.case["claims"]["C1"].update(ends="2030-01-01")])
    before = judgment_of(one)
    blocking = {(it.control, it.claim) for it in before.findings if it.severity is Severity.BLOCKING}
    assert blocking
    one.registers["waivers"] = {"format": "1"} | {
        f"W{number}": {**W1, "control": control, "case": "NO-2026-001", **({"claim": claim} if claim else {})}
        for number, (control, claim) in enumerate(sorted(blocking, key=str), start=1)
    }
    after = judgment_of(one)
    assert after.blocked
    assert blocking <= {(it.control, it.claim) for it in after.findings if it.severity is Severity.BLOCKING}
    assert not any(it.waived for it in after.findings)


@pytest.mark.parametrize(("day", "holds"), [("2026-11-22", True), ("2026-11-21", False)])
def test_the_last_day_of_a_waiver_still_counts_and_the_next_one_blocks(day: str, holds: bool) -> None:
    judgment = judged_with(W1=changed(expires=day))
    assert AS_OF.isoformat() == "2026-11-22"
    assert [bool(one.waived) for one in of(judgment, "T06")] == [holds]
    assert [one.message for one in of(judgment, "F23")] == ([] if holds else ["W1 expired on 2026-11-21"])
    assert judgment.blocked is not holds


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-20"])
def test_a_waiver_may_be_approved_today_and_end_on_the_day_it_was_approved(day: str) -> None:
    judgment = judged_with(W1=changed(approved_on=day, expires="2026-11-22"))
    assert not judgment.blocked
    assert not of(judged_with(W1=changed(approved_on="2026-11-22", expires="2026-11-22")), "F22")


@pytest.mark.parametrize(
    "words",
    [{"case": "AA-2026-001"}, {"case": "ZZ-2026-001"}, {"control": "T05"}, {"control": "T07"}, {"claim": "C1"}],
    ids=lambda words: next(iter(words.values())),
)
def test_a_waiver_for_nothing_is_noted_and_waives_nothing_else(words: dict[str, str]) -> None:
    judgment = judged_with(W1=changed(**words))
    (note,) = of(judgment, "F24")
    assert note.severity is Severity.NOTE
    assert note.message.startswith("W1 waives ")
    assert note.location.path == "/W1"
    assert not judgment.blocked
    assert [one.waived for one in of(judgment, "T06")] == [None]


@pytest.mark.parametrize("claim", [None, "C1"])
def test_a_waiver_may_name_the_claim_or_leave_it_open(claim: str | None) -> None:
    judgment = judged_with(KR, W1=changed(control="E09", case=KR, claim=claim))
    (found,) = of(judgment, "E09")
    assert found.claim == "C1"
    assert found.waived is not None


def test_a_waiver_of_another_claim_has_no_say() -> None:
    (found,) = of(judged_with(KR, W1=changed(control="E09", case=KR, claim="C2")), "E09")
    assert found.waived is None


def test_of_two_waivers_for_one_warning_the_first_counts_and_the_second_is_noted() -> None:
    judgment = judged_with(W1=W1, W2=W1)
    assert [one.waived.waiver for one in of(judgment, "T06") if one.waived] == ["W1"]
    assert [one.location.path for one in of(judgment, "F24")] == ["/W2"]


def test_a_register_of_waivers_in_no_shape_keeps_everything_from_being_judged() -> None:
    judgment = judged_with(W1={**W1, "for_ever": "yes"})
    assert judgment.cases == ()
    assert {one.control for one in judgment.findings} == {"F04"}
    assert judgment.blocked


def told_in(form: str, judgment: Judgment) -> str:
    return report.FORMATS[form](report.Report(project_plan(judgment), RULES))


@pytest.mark.parametrize("form", list(report.FORMATS))
def test_every_format_names_the_waiver_beside_its_warning(form: str) -> None:
    told = told_in(form, judged_with(W1=W1))
    for words in ("W1", "2026-12-06", str(W1["because"])):
        assert words in told


def test_forges_show_a_waived_warning_as_no_more_than_a_note() -> None:
    plain, waived = judged_with(), judged_with(W1=W1)
    assert told_in("github", plain).startswith("::warning ")
    assert told_in("github", waived).startswith("::notice ")
    (before,), (after,) = json.loads(told_in("gitlab", plain)), json.loads(told_in("gitlab", waived))
    assert (before["severity"], after["severity"]) == ("minor", "info")
    assert before["fingerprint"] == after["fingerprint"]
    (result,) = json.loads(told_in("sarif", waived))["runs"][0]["results"]
    assert result["level"] == "warning"
    assert [one["status"] for one in result["suppressions"]] == ["accepted"]
    assert "suppressions" not in json.loads(told_in("sarif", plain))["runs"][0]["results"][0]


def test_a_waiver_that_is_read_from_its_file_holds(tmp_path: Any, run: Run) -> None:
    project = copy_project(tmp_path / "project", (PL,))
    words = "".join(f"  {key}: {value}\n" for key, value in W1.items())
    (project / "registers" / "waivers.yml").write_text(f"format: 1\nW1:\n{words}", encoding="utf-8")
    told = run("check", "-C", project)
    assert told.code == 0
    assert f"    waived by W1 until 2026-12-06: {W1['because']}\n" in told.out
    assert "0 blocking, 1 warning (1 waived), 0 notes" in told.out


def test_a_bad_register_of_waivers_is_a_finding_with_its_place(tmp_path: Any, run: Run) -> None:
    project = copy_project(tmp_path / "project", (PL,))
    place = project / "registers" / "waivers.yml"
    place.write_text("format: 1\nW1:\n  control: T06\n  control: T06\n", encoding="utf-8")
    told = run("check", "-C", project)
    assert told.code == 1
    assert "registers/waivers.yml:4:3: blocking F02: the key `control` is repeated" in told.out
    place.unlink()
    place.symlink_to(project / "registers" / "policy.yml")
    told = run("check", "-C", project)
    assert told.code == 1
    assert (
        "registers/waivers.yml:1:1: blocking F13: registers/waivers.yml cannot be used: its path contains a link"
        in told.out
    )
    place.unlink()
    place.write_text("# None at present.\n", encoding="utf-8")
    assert run("check", "-C", project).code == 0


def test_the_days_of_a_case_end_with_the_waiver_of_its_finding() -> None:
    (case,) = judged_with(W1=changed(approved_on="2026-11-20", expires="2026-11-23")).cases
    assert case.facts.clock.same_days == Period(Day(2026, 11, 20), Day(2026, 11, 23))
    (case,) = judged_with(W1=changed(case="NO-2026-001", approved_on="2026-11-20", expires="2026-11-23")).cases
    assert case.facts.clock.same_days.ends != Day(2026, 11, 23)
