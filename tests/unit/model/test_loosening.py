"""Every key of the agreements and the policy: what a comparison reports if it is deleted or changed."""

import copy
import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import pytest
from tests.support.sample import bench

from casebound.model.loosening import loosenings, watched
from casebound.model.record_base import structure
from casebound.model.registers import Agreement, Policy, Registers

SINCE = "2026-11-22"
LABELS = ("official", "copy", "memory")

WORDS = frozenset({"text", "note", "pages", "seen_on", "authority"})
"""Keys that explain or date a fact. They decide nothing."""

NEEDED = frozenset({
    "affiliate.label", "affiliate.required", "agency.label", "citizen_or_resident.label",
    "citizen_or_resident.required", "country", "delivery.label", "extension.label", "health_cover.label",
    "health_cover.required", "label", "limit.basis", "limit.label", "policy.certificate_ending_days",
    "policy.completed_words", "policy.mailing_allowance.days", "policy.retention_years", "policy.source_fresh_days",
    "policy.status_check_days", "programs.label", "self_employed.label", "series.label", "special_exception.label",
    "status", "third_country.citizens", "third_country.label", "us_programs.label",
})  # fmt: skip
"""The keys without which a register is not valid."""

STRICTER_IF_GONE = frozenset({
    "agency.confidence", "agency.names", "citizen_or_resident.confidence", "confidence", "extension.confidence",
    "extension.months", "health_cover.confidence", "in_force", "limit.confidence", "limit.inbound_months",
    "limit.outbound_months", "policy.cut_over", "policy.intake_labels.Self Employed Certificate",
    "policy.needed_questions.inbound", "policy.needed_questions.outbound", "policy.needed_questions.self-employed",
    "programs.confidence", "programs.confirmed", "programs.contributions", "self_employed.confidence",
    "self_employed.rules", "self_employed.transfer_months",
})  # fmt: skip
"""The keys that allow something, or that are empty or certain in the sample: without them, no less is asked."""

UNWATCHED = {
    **dict.fromkeys(
        (
            "limit", "self_employed", "us_programs", "programs", "agency", "affiliate", "extension", "policy.approvals",
            "policy.needed_questions", "policy.intake_labels", "policy.official_hosts", "policy.mailing_allowance",
            "policy.format",
        ),
        "a register without it is not valid",
    ),
    "affiliate.basis": "words; the Form 2032 of the case decides",
    "delivery": "where the certificate is sent decides no support",
    "special_rules": "words for the reader",
    "conflicts": "words for the reader; the labels of the facts decide",
    "sources": "an official fact names an official page (F30), and a fact that is newly official is reported",
    "programs.unconfirmed": "only confirmed programs can be claimed",
    "programs.outside": "only confirmed programs can be claimed",
    "policy.as_of": "an event after the as-of date leads to a blocking finding",
    "policy.intake_labels.Employer Certificate": "another request type is refused by F36",
    "policy.official_hosts.ssa.gov": "a host less is stricter",
    "policy.mailing_allowance.unit": "words",
    "policy.mailing_allowance.source": "words",
    "policy.sample": "words at the foot of a page",
}  # fmt: skip
"""The keys of which neither a deletion nor a change is reported, and why."""


def _at(row: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        row = row[part]
    return row


def _paths(value: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The keys of a row. Of the official hosts, one stands for all."""
    if isinstance(value, dict):
        for key, part in [*value.items()][: 1 if at == ("official_hosts",) else None]:
            yield (*at, key)
            yield from _paths(part, (*at, key))


def _deleted(row: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    changed = copy.deepcopy(row)
    del _at(changed, path[:-1])[path[-1]]
    return changed


def _other_values(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        yield from (value[1:], [*value, "residence"], [*value, "employee"], [*value, "2026-01-01"])
    elif isinstance(value, list):
        yield from (value[1:], [*value, {**value[0], "name": "another"}])
    elif isinstance(value, str) and value.isdigit():
        yield from (str(int(value) - 1), str(int(value) + 1))
    elif isinstance(value, str) and value[:2] in {"19", "20"}:
        day = dt.date.fromisoformat(value)
        yield from ((day + dt.timedelta(days=days)).isoformat() for days in (-1, 1))
    elif isinstance(value, str):
        yield from (*LABELS, "certain", "uncertain", "in_force", "three", "employer", "another")


def _changed(row: dict[str, Any], path: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for value in _other_values(_at(row, path)):
        changed = copy.deepcopy(row)
        _at(changed, path[:-1])[path[-1]] = value
        yield changed


def _watched(kind: str, key: str, row: dict[str, Any]) -> dict[str, Any] | None:
    """The watched values of registers with this row only; None if the row is not valid."""
    try:
        if kind == "policy":
            return watched(Registers(policy=structure(row, Policy)))
        return watched(Registers(policy=_policy(), agreements={key: structure(row, Agreement)}))
    except msgspec.ValidationError:
        return None


@cache
def _policy() -> Policy:
    return bench("NO-2026-001").registers.typed().policy


def _is_reported(kind: str, key: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    was, now = (_watched(kind, key, row) for row in (before, after))
    return was is not None and now is not None and any(True for _ in loosenings(was, now, SINCE))


def _is_change_reported(kind: str, key: str, row: dict[str, Any], path: tuple[str, ...]) -> bool:
    """Whether a change of a value, or the change back, is reported."""
    changes = tuple(_changed(row, path))
    return any(_is_reported(kind, key, *pair) for each in changes for pair in ((row, each), (each, row)))


@cache
def reported() -> dict[str, tuple[bool, bool]]:
    """For each key that a sample row has: whether its deletion and its change are reported."""
    whole = bench("NO-2026-001").registers.whole()
    rows = [("agreements", key, whole["agreements"][key]) for key in ("FR", "NO", "JP", "PT", "DK")]
    found: dict[str, tuple[bool, bool]] = {}
    for kind, key, row in (*rows, ("policy", "", whole["policy"])):
        for path in _paths(row):
            name = ".".join(path if kind == "agreements" else (kind, *path))
            if name not in found and path[-1] not in WORDS:
                deleted = _is_reported(kind, key, row, _deleted(row, path))
                found[name] = (deleted, _is_change_reported(kind, key, row, path))
    return found


def test_each_key_that_decides_something_is_compared() -> None:
    silent = {name for name, (deleted, changed) in reported().items() if not (deleted or changed)}
    assert silent == UNWATCHED.keys()


def test_a_deletion_is_reported_unless_the_register_then_allows_less() -> None:
    kept = {name for name, (deleted, changed) in reported().items() if changed and not deleted}
    assert kept == STRICTER_IF_GONE | NEEDED


@pytest.mark.parametrize("requirement", ["health_cover", "citizen_or_resident", "series", "third_country"])
def test_a_requirement_that_was_deleted_is_reported(requirement: str) -> None:
    assert reported()[requirement] == (True, False)
