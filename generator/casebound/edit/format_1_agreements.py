"""Rows of the agreements register of format 1: what each says in format 2, and the form that old seals covered."""

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from casebound.model.days import Day
from casebound.model.record_base import Value, structure
from casebound.model.registers import FORMAT

HEALTH = {"required": (True, "official"), "copy-only": (True, "copy"), "not-asked": (False, "unknown")}
_FACTS = ("limit", "self_employed", "us_programs", "programs", "agency", "affiliate", "extension", "health_cover")
_OFFICIAL = ("ssa.gov", "socialsecurity.gov", "irs.gov", "gpo.gov", "govinfo.gov", "canada.ca")
_COPIES = ("pomsresource.org", "pomsreference.org", "pomsreference.com", "docslib.org", "webarchive.library.unt.edu")


def in_format_2(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content of format 2 for a register of format 1."""
    rows = {key: _row(row) if isinstance(row, dict) else row for key, row in content.items()}
    return {**rows, FORMAT: "2"}


def label_of(*, confirmed: bool) -> str:
    return "official" if confirmed else "unknown"


def label_of_row(row: Mapping[str, Any]) -> str:
    return "official" if row["confidence"] == "seen" else str(row["confidence"])


def label_of_rule(rule: Mapping[str, Any]) -> str:
    if rule["confirmed"] is True:
        return "official"
    return "unknown" if rule["basis"] == "seen" else str(rule["basis"])


def labels_of_pages(row: Mapping[str, Any]) -> list[str]:
    """The label of each page: by its host, and official for a row that was read on pages of unknown hosts only."""
    labels = [_label_of_host((urlsplit(link["url"]).hostname or "").lower()) for link in row["sources"]]
    if "official" not in labels and row["confidence"] == "seen":
        return ["official" if label == "third-party" else label for label in labels]
    return labels


def note_of_row(notes: Mapping[str, str]) -> str:
    """The doubts about fields that have no note of their own."""
    return " ".join(f"{part}: {text}" for part, text in notes.items() if part not in _FACTS)


def _label_of_host(host: str) -> str:
    for label, hosts in (("copy", _COPIES), ("official", _OFFICIAL)):
        if any(host == known or host.endswith(f".{known}") for known in hosts):
            return label
    return "third-party"


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    notes, label = row.get("field_confidence") or {}, label_of_row(row)
    moved = ("confidence", "field_confidence", "extension_months")
    wanted = {**_terms(row, notes), "label": label}
    if text := note_of_row(notes):
        wanted["note"] = text
    wanted["us_programs"] = _noted({"text": row["us_programs"], "label": label}, notes, "us_programs")
    wanted["agency"] = _fact(row["agency"], notes, "agency")
    known = label_of(confirmed=row["affiliate"]["basis"] != "unknown")
    wanted["affiliate"] = _noted({**row["affiliate"], "label": known}, notes, "affiliate")
    months = {"months": row["extension_months"]} if "extension_months" in row else {}
    extension = {"text": row["extension"], **months, "label": label_of(confirmed=bool(months))}
    wanted["extension"] = _noted(extension, notes, "extension")
    if "health_cover" in row:
        required, known = HEALTH[row["health_cover"]]
        wanted["health_cover"] = _noted({"required": required, "label": known}, notes, "health_cover")
    if row.get("special_rules"):
        wanted["special_rules"] = [{"text": rule, "label": label} for rule in row["special_rules"]]
    if row.get("conflicts"):
        wanted["conflicts"] = [{"text": conflict} for conflict in row["conflicts"]]
    labels = labels_of_pages(row)
    wanted["sources"] = [{**link, "label": page} for link, page in zip(row["sources"], labels, strict=True)]
    if row.get("earlier_terms"):
        wanted["earlier_terms"] = [_earlier(terms) for terms in row["earlier_terms"]]
    return {key: value for key, value in wanted.items() if key not in moved}


def _earlier(terms: Mapping[str, Any]) -> dict[str, Any]:
    wanted = _terms(terms, {})
    if "extension_months" in wanted:
        wanted["extension"] = {"months": wanted.pop("extension_months"), "label": "official"}
    return wanted


def _terms(terms: Mapping[str, Any], notes: Mapping[str, str]) -> dict[str, Any]:
    """A row or earlier terms, with the parts that both can have in format 2."""
    wanted = dict(terms)
    if "limit" in terms:
        wanted["limit"] = _fact(terms["limit"], notes, "limit")
    if "self_employed" in terms:
        rule = terms["self_employed"]
        rest = {key: value for key, value in rule.items() if key not in ("basis", "confirmed")}
        wanted["self_employed"] = _noted({**rest, "label": label_of_rule(rule)}, notes, "self_employed")
    if "programs" in terms:
        programs = terms["programs"]
        programs = {**programs, "label": label_of(confirmed=bool(programs.get("confirmed")))}
        if programs.get("unconfirmed"):
            programs["unconfirmed"] = [{"program": code, "label": "unknown"} for code in programs["unconfirmed"]]
        wanted["programs"] = _noted(programs, notes, "programs")
    return wanted


def _fact(fact: Mapping[str, Any], notes: Mapping[str, str], part: str) -> dict[str, Any]:
    rest = {key: value for key, value in fact.items() if key != "confirmed"}
    return _noted({**rest, "label": label_of(confirmed=fact["confirmed"])}, notes, part)


def _noted(fact: dict[str, Any], notes: Mapping[str, str], part: str) -> dict[str, Any]:
    return {**fact, "note": notes[part]} if part in notes else fact


class _Limit(Value, frozen=True, kw_only=True):
    outbound_months: int | None = None
    inbound_months: int | None = None
    basis: str
    confirmed: bool


class _SelfEmployed(Value, frozen=True, kw_only=True):
    text: str
    rules: tuple[str, ...] = ()
    transfer_months: int | None = None
    basis: str
    confirmed: bool


class _Programs(Value, frozen=True, kw_only=True):
    confirmed: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    text: str


class _Agency(Value, frozen=True, kw_only=True):
    text: str
    names: tuple[str, ...] = ()
    confirmed: bool


class _Affiliate(Value, frozen=True, kw_only=True):
    required: bool
    basis: str


class _Link(Value, frozen=True, kw_only=True):
    url: str
    id: str | None = None


class _EarlierTerms(Value, frozen=True, kw_only=True):
    until: Day
    limit: _Limit | None = None
    self_employed: _SelfEmployed | None = None
    programs: _Programs | None = None
    extension_months: int | None = None


class Format1Agreement(Value, frozen=True, kw_only=True):
    """A row of format 1, as the seals of that format covered it."""

    country: str
    status: str
    in_force: Day | None = None
    ended_on: Day | None = None
    seen_on: Day
    confidence: str
    limit: _Limit
    self_employed: _SelfEmployed
    us_programs: str
    programs: _Programs
    agency: _Agency
    affiliate: _Affiliate
    extension: str
    extension_months: int | None = None
    health_cover: Literal["required", "copy-only", "not-asked"] = "not-asked"
    special_rules: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    field_confidence: dict[str, str] = msgspec.field(default_factory=dict)
    sources: tuple[_Link, ...] = ()
    earlier_terms: tuple[_EarlierTerms, ...] = ()


def sealed_row(content: Mapping[str, Any], partner: str) -> Format1Agreement | None:
    """The row of a partner, if the register has format 1. A seal of format 1 does not hold with another register.

    Raises ValueError if the row has another form.
    """
    if str(content.get(FORMAT)) != "1" or partner not in content:
        return None
    return structure(content[partner], Format1Agreement)
