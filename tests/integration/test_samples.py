"""The sample project: it builds clean, and shows what the guide's tables ask for."""

from collections import Counter
from functools import cache

import pytest
from tests.support.commands import Run
from tests.support.sample import FAR_AHEAD, PROJECT, case_ids, sample, schemas

from casebound.judge import judge
from casebound.model.judgment import JudgedCase, Judgment, State, Verdict
from casebound.model.registers import rows
from casebound.model.terms import AgreementRule, Channel, Direction, Lane, Severity, Stage


@cache
def judgment() -> Judgment:
    return judge(sample(), schemas(), None, FAR_AHEAD)


def cases() -> tuple[JudgedCase, ...]:
    return judgment().cases


def test_the_command_finds_every_claim_supported_in_at_least_eighteen_cases_and_nine_stages(casebound: Run) -> None:
    told = casebound("check", "-C", PROJECT)
    assert told.code == 0
    assert told.err == ""
    assert len(cases()) >= 18
    assert len({one.stage for one in cases()}) >= 9
    for one in cases():
        assert f"{one.case.case}  {one.stage.value}" in told.out


def test_no_sample_case_is_unsupported_unjudged_or_blocked() -> None:
    assert judgment().unjudged == ()
    assert not judgment().blocked
    assert [one.case.case for one in cases() if one.verdict is Verdict.UNSUPPORTED] == []
    assert sum(one.verdict is Verdict.SUPPORTED for one in cases()) >= 8


def test_both_directions_both_lanes_every_channel_and_every_rule_but_the_rarest_are_shown() -> None:
    assert {one.case.direction for one in cases()} == set(Direction)
    assert {one.case.filing.lane for one in cases()} == set(Lane)
    assert {request.route.channel for one in cases() for request in one.case.requests.values() if request.route} == set(
        Channel
    )
    rules = {one.case.rule.kind for one in cases()}
    assert rules >= {
        AgreementRule.DETACHED_WORKER,
        AgreementRule.NATIONALITY,
        AgreementRule.RESIDENCE,
        AgreementRule.EXTENSION,
    }


@pytest.mark.parametrize(
    ("case", "stage", "verdict"),
    [
        ("NO-2026-001", Stage.EXEMPTION_IN_EFFECT, Verdict.SUPPORTED),
        ("DE-2026-002", Stage.EXEMPTION_IN_EFFECT, Verdict.SUPPORTED),
        ("IT-2026-003", Stage.EXEMPTION_IN_EFFECT, Verdict.SUPPORTED),
        ("FR-2026-004", Stage.DO_NOT_FILE, Verdict.NO_CLAIM),
        ("FR-2026-005", Stage.ESCALATE, Verdict.NO_CLAIM),
        ("SG-2026-006", Stage.DO_NOT_FILE, Verdict.NO_CLAIM),
        ("RO-2026-007", Stage.ESCALATE, Verdict.NO_CLAIM),
        ("KR-2026-008", Stage.SUBMITTED, Verdict.NO_CLAIM),
        ("GB-2026-009", Stage.COMPLETED_NOT_RECEIVED, Verdict.NO_CLAIM),
        ("CH-2026-010", Stage.RECEIVED_NOT_MATCHED, Verdict.NO_CLAIM),
        ("NL-2026-011", Stage.HOLD_LANE, Verdict.NO_CLAIM),
        ("PT-2026-013", Stage.EXEMPTION_IN_EFFECT, Verdict.SUPPORTED),
        ("JP-2026-014", Stage.EXEMPTION_IN_EFFECT, Verdict.SUPPORTED),
        ("KR-2026-015", Stage.EXEMPTION_IN_EFFECT, Verdict.SUPPORTED),
        ("DK-2026-016", Stage.DO_NOT_FILE, Verdict.NO_CLAIM),
        ("CZ-2026-017", Stage.DENIED, Verdict.NO_CLAIM),
        ("BE-2025-018", Stage.CLOSED, Verdict.SUPPORTED),
        ("SE-2026-019", Stage.EXEMPTION_IN_EFFECT, Verdict.SUPPORTED),
    ],
)
def test_each_row_of_the_guide_stands_where_it_should(case: str, stage: Stage, verdict: Verdict) -> None:
    one = next(one for one in cases() if one.folder == case)
    assert (one.stage, one.verdict) == (stage, verdict)


def test_every_file_of_evidence_is_listed_present_and_unchanged() -> None:
    assert [one.control for one in judgment().findings if one.control in ("F05", "F06", "F14", "D07")] == []
    for one in sample().cases:
        assert one.exhibits
        assert all(file.sha256 for file in one.exhibits.values())


def test_every_control_applies_somewhere_in_the_sample() -> None:
    met = Counter(outcome.control for one in cases() for outcome in one.outcomes if outcome.state is State.MET)
    # No sample case has a special exception, a crew, an agent, an answer by e-mail, or a proposal past its day.
    rare = {"R07", "R10", "L10", "A13", "E10", "E11"}
    assert {outcome.control for one in cases() for outcome in one.outcomes} - set(met) - rare == set()


def test_the_people_and_the_papers_are_marked_as_specimens() -> None:
    employers = rows(sample().registers["employers"][1])
    assert all("SPECIMEN" in one["name"] for one in employers.values())
    for one in cases():
        for certificate in one.case.certificates.values():
            assert "SPECIMEN" in certificate.number


def test_a_warning_in_the_sample_is_one_that_time_brought() -> None:
    due = {"T05", "T06", "E09"}
    marked = {"CA-2026-023", "PT-2026-013"}  # a breach that was cured, and a request that was taken over
    missing = {finding for finding in judgment().findings if finding.case == "SE-2026-025" and finding.claim}
    assert {finding.severity for finding in missing} == {Severity.NOTE}  # what a proposed exemption still lacks
    on_record = {finding for finding in judgment().findings if finding.control == "A12"}
    assert {finding.case for finding in on_record} == marked
    found = [finding for finding in judgment().findings if finding not in missing | on_record]
    assert {finding.control for finding in found} <= due
    assert all(finding.severity is Severity.WARNING for finding in found)


def test_the_folders_are_named_by_their_ids() -> None:
    assert [one.case.case for one in cases()] == list(case_ids())
