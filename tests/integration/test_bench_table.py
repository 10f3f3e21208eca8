"""The benchmark says of each figure whether its target is met, and judges none that is set for more cases."""

import sys

import pytest
from bench.measure import Timed
from bench.run import _one_changed
from bench.table import Limit, Ratio, print_limits, print_ratios
from tests.support.commands import done
from tests.support.sample import PROJECT


def runs(*seconds: float) -> tuple[Timed, ...]:
    return tuple(Timed(one, one / 2) for one in seconds)


@pytest.mark.parametrize(
    ("theirs", "cases", "said"),
    [(2, 1000, "met"), (1.9, 1000, "missed"), (1.9, 999, "applies only to more cases"), (2, 10, "met")],
)
def test_a_ratio_is_met_or_missed_or_set_for_more_cases(
    theirs: float, cases: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_ratios([Ratio("ours", "theirs", runs(0.9, 1, 9), runs(theirs), 2)], cases)
    assert capsys.readouterr().out.endswith(f"  target 2 times: {said}\n")


@pytest.mark.parametrize(
    ("found", "cases", "said"),
    [(12, 1000, "met"), (12, 10, "met"), (12.1, 1000, "missed"), (12.1, 10, "applies only to more cases")],
)
def test_a_limit_is_met_or_missed_or_set_for_more_cases(
    found: float, cases: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_limits([Limit("growth", found, 12, "12 times")], cases)
    assert capsys.readouterr().out.endswith(f"  growth\n    target at most 12 times: {said}\n")


def test_the_cost_of_one_changed_case_is_a_share_of_a_cold_site() -> None:
    share = _one_changed({"site, cold": [*runs(9, 10, 90)], "site, one case changed": [*runs(2.5)]})
    assert (share.found, share.most, share.words) == (0.25, 0.2, "1/5")
    assert share.what == "site, one case changed: 0.25 of a cold site"


@pytest.mark.long
def test_a_whole_run_tells_how_a_site_grows() -> None:
    script = PROJECT / "bench" / "run.py"
    told = done(sys.executable, script, "--cases", 20, "--growth", 10, "--no-pdf", "--no-peers")
    assert told.returncode == 0, told.stderr
    limits = told.stdout.partition("\nlimits\n")[2]
    assert "site, cold: 20 cases take" in limits
    assert "target at most 2.4 times: " in limits
    assert "target at most 1/5: " in limits
