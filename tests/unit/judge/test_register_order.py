"""Entries of the employers and agreements registers that are not in order."""

import pytest
from tests.support.sample import bench, judgment_of, register

SUCCESSION = {"employer": "brightwater-instruments", "on": "2027-01-01", "because": "Merger."}
ALIAS = {"name": "Fjordline (SPECIMEN)", "kind": "former", "because": "Renamed.", "until": "2020-01-01"}


@pytest.mark.parametrize(
    ("name", "path", "value", "message"),
    [
        ("employers", "fjordline-subsea/succeeded_by", {**SUCCESSION, "employer": "nobody"}, "not another entry"),
        ("employers", "fjordline-subsea/succeeded_by", {**SUCCESSION, "employer": "fjordline-subsea"}, "not another"),
        ("employers", "fjordline-subsea/aliases", [{**ALIAS, "from": "2020-01-02"}], "before its first day 2020-01-02"),
        ("agreements", "NO/ended_on", "1984-06-30", "before it entered into force on 1984-07-01"),
    ],
)
def test_an_entry_that_is_not_in_order_is_a_finding_about_its_register(
    name: str, path: str, value: object, message: str
) -> None:
    found = judgment_of(bench("NO-2026-001", [register(name, path, value)])).findings
    (finding,) = [item for item in found if item.control == "F30"]
    assert message in finding.message
    assert finding.location.file == f"registers/{name}.yml"


@pytest.mark.parametrize(
    ("path", "value"),
    [("fjordline-subsea/succeeded_by", SUCCESSION), ("fjordline-subsea/aliases", [{**ALIAS, "from": "2020-01-01"}])],
)
def test_an_entry_in_order_is_no_finding(path: str, value: object) -> None:
    changed = bench("NO-2026-001", [register("employers", path, value)])
    assert "F30" not in {finding.control for finding in judgment_of(changed).findings}
