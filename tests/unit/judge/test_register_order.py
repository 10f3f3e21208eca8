"""Entries of the employers and agreements registers that are not in order."""

import pytest
from tests.support.sample import GONE, bench, judgment_of, register

SUCCESSION = {"employer": "brightwater-instruments", "on": "2027-01-01", "because": "Merger."}
ALIAS = {"name": "Fjordline (SPECIMEN)", "kind": "former", "because": "Renamed.", "until": "2020-01-01"}


@pytest.mark.parametrize(
    ("name", "path", "value", "message"),
    [
        ("employers", "fjordline-subsea/succeeded_by", {**SUCCESSION, "employer": "nobody"}, "not another entry"),
        ("employers", "fjordline-subsea/succeeded_by", {**SUCCESSION, "employer": "fjordline-subsea"}, "not another"),
        ("employers", "fjordline-subsea/aliases", [{**ALIAS, "from": "2020-01-02"}], "before its first day 2020-01-02"),
        ("agreements", "NO/ended_on", "1984-06-30", "before it entered into force on 1984-07-01"),
        ("agreements", "NO/limit/pages", ["RS 1", "RS 02001.205"], "cites the page RS 1, which is not under sources"),
        ("agreements", "NO/programs/label", "copy", "lists confirmed programs, but their label is copy"),
        ("agreements", "ES/extension/pages", ["Exchange of notes 2014"], "that cites no official page"),
        ("agreements", "NO/limit/pages", GONE, "that does not say which page states it"),
        ("agreements", "NO/programs/outside", ["old-age"], "lists old-age as confirmed, and also as"),
        ("agreements", "RO/conflicts/0/sides/1/label", "official", "that cites no official page"),
    ],
)
def test_an_entry_that_is_not_in_order_is_a_finding_about_its_register(
    name: str, path: str, value: object, message: str
) -> None:
    found = judgment_of(bench("NO-2026-001", [register(name, path, value)])).findings
    (finding,) = [item for item in found if item.control == "F30"]
    assert message in finding.message
    assert finding.location.file == f"registers/{name}.yml"


def test_an_official_fact_without_a_page_needs_an_official_source_in_its_entry() -> None:
    link = {"name": "A blog", "url": "https://blog.example/norway", "label": "third-party"}
    fact = {"text": "FICA and SECA.", "label": "official"}
    one = bench("NO-2026-001", [register("agreements", "NO/us_programs", fact)])
    assert "F30" not in {finding.control for finding in judgment_of(one).findings}
    register("agreements", "NO/sources", [link])(one)
    assert "F30" in {finding.control for finding in judgment_of(one).findings}


@pytest.mark.parametrize(
    ("path", "value"),
    [("fjordline-subsea/succeeded_by", SUCCESSION), ("fjordline-subsea/aliases", [{**ALIAS, "from": "2020-01-01"}])],
)
def test_an_entry_in_order_is_no_finding(path: str, value: object) -> None:
    changed = bench("NO-2026-001", [register("employers", path, value)])
    assert "F30" not in {finding.control for finding in judgment_of(changed).findings}
