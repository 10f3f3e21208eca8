"""What the policy and the registers asked for in an earlier check and no longer ask for."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import msgspec

from casebound.model.record_base import Value
from casebound.model.registers import Registers

Lines = Mapping[str, Any]
"""The watched values of the registers by their place, such as `agreements.NO.limit.outbound_months`."""


@dataclass(frozen=True, slots=True)
class Loosening:
    """A value of a register that asks for less: its place, what it is now, and what it was."""

    place: str
    now: str
    was: str

    @property
    def name(self) -> str:
        """The name under which the change register explains it. It contains the value, so it explains no other."""
        return f"{self.place}: {self.now}"


Looser = Callable[[Any, Any, str], Iterator[str]]
"""What is less strict now, in words, from the value before, the value now (None if it is missing) and the day of the
earlier check."""


def watched(registers: Registers) -> dict[str, Any]:
    """The values of the registers that a later check compares."""
    found = {
        place: _secret(value) if place.endswith(".email") else value
        for name in ("policy", "agreements", "people", "employers", "sources")
        for place, value in _values(getattr(registers, name), name)
        if _row(place) is not None
    }
    hosts = registers.policy.official_hosts.items()
    found["policy.official_hosts"] = [{"host": host, "country": entry.country or "any"} for host, entry in hosts]
    return found


def loosenings(before: Lines, now: Lines, since: str) -> Iterator[Loosening]:
    """Each value that is less strict than before, in the order of the registers.

    Of an entry that is new since then, only what gives authority at once is compared.
    """
    registers, entries = {place.split(".")[0] for place in before}, {_entry(place) for place in before}
    for place in dict.fromkeys((*now, *before)):
        row = _row(place)
        if row is None or place.split(".")[0] not in registers or not (row.in_new_entries or _entry(place) in entries):
            continue
        was, is_now = before.get(place), now.get(place)
        yield from (Loosening(place, text, _text(was)) for text in row.looser(was, is_now, since))


def _entry(place: str) -> str:
    """The entry of a register to which a value belongs. The policy is a single entry."""
    register, entry, *_ = place.split(".")
    return register if register == "policy" else f"{register}.{entry}"


def _values(value: object, at: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Value):
        for name in value.__struct_fields__:
            yield from _values(getattr(value, name), f"{at}.{name}")
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _values(entry, f"{at}.{key}")
    elif value is not None:
        yield at, msgspec.json.decode(msgspec.json.encode(value))


def _secret(value: str) -> str:
    """The first characters of the SHA-256 of an e-mail address, which a report does not show."""
    return hashlib.sha256(value.encode()).hexdigest()[:12]


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(part)}" for key, part in value.items() if key not in _IN_WORDS)
    if isinstance(value, list | tuple):
        return "; ".join(map(_text, value)) or "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "missing" if value is None else str(value)


_IN_WORDS = ("because", "text", "pages", "source", "seen_on", "corrected_on", "confidence")
"""Keys that explain or date a fact and decide nothing."""


def _facts(entry: Any) -> Any:
    return {key: part for key, part in entry.items() if key not in _IN_WORDS} if isinstance(entry, Mapping) else entry


# ---- in which direction a value is less strict ----


def _more(was: Any, now: Any, _since: str) -> Iterator[str]:
    """A larger number, a later day, or a first one."""
    if now is not None and (was is None or now > was):
        yield _text(now)


def _less(was: Any, now: Any, _since: str) -> Iterator[str]:
    """A smaller number, an earlier day, no more than “yes”, or none."""
    if was is not None and (now is None or now < was):
        yield _text(now)


def _earlier(was: Any, now: Any, _since: str) -> Iterator[str]:
    """An earlier day, or a first one."""
    if now is not None and (was is None or now < was):
        yield _text(now)


def _later_or_gone(was: Any, now: Any, _since: str) -> Iterator[str]:
    """A later day or a larger number, or none."""
    if was is not None and (now is None or now > was):
        yield _text(now)


def _changed(was: Any, now: Any, _since: str) -> Iterator[str]:
    """Any change."""
    if was != now:
        yield _text(now)


def _changed_or_gone(was: Any, now: Any, _since: str) -> Iterator[str]:
    """Another value, or none."""
    if was is not None and was != now:
        yield _text(now)


def _set(was: Any, now: Any, _since: str) -> Iterator[str]:
    """A first value, or another one."""
    if now is not None and was != now:
        yield _text(now)


def _becomes(wanted: str) -> Looser:
    """A word that it was not before."""

    def looser(was: Any, now: Any, _since: str) -> Iterator[str]:
        if now == wanted != was:
            yield wanted

    return looser


def _added(was: Any, now: Any, _since: str) -> Iterator[str]:
    """Each entry of a list that is new."""
    known = [_facts(entry) for entry in was or ()]
    yield from (_text(entry) for entry in now or () if _facts(entry) not in known)


def _removed(was: Any, now: Any, _since: str) -> Iterator[str]:
    """Each entry of a list that is gone."""
    yield from (f"without {_text(entry)}" for entry in was or () if entry not in (now or ()))


def _other_than_less(was: Any, now: Any, _since: str) -> Iterator[str]:
    """A larger number, a first one, or none."""
    if was != now and (was is None or now is None or now > was):
        yield _text(now)


def _no_longer_official(was: Any, now: Any, _since: str) -> Iterator[str]:
    """Another label than official. Another value of the same fact is reported if the whole fact is gone."""
    if was == "official" and now not in (None, "official"):
        yield _text(now)


def _no_longer_uncertain(was: Any, now: Any, _since: str) -> Iterator[str]:
    """Another word than uncertain, or none."""
    if was == "uncertain" != now:
        yield _text(now)


def _changed_doubt(was: Any, now: Any, _since: str) -> Iterator[str]:
    """Uncertain, where it was not, or no longer uncertain."""
    if "uncertain" in (was, now) and was != now:
        yield _text(now)


def _added_or_gone(was: Any, now: Any, since: str) -> Iterator[str]:
    """Each entry of a list that is new, or that there is no list any more."""
    if was is not None and now is None:
        yield _text(now)
    yield from _added(was, now, since)


def _backdated(day: str) -> Looser:
    """Each new row of a person with a day before the earlier check, unless an earlier row gave the same days."""

    def looser(was: Any, now: Any, since: str) -> Iterator[str]:
        yield from (
            _text(row) for row in now or () if row[day] < since and not any(_gives(old, row) for old in was or ())
        )

    return looser


def _gives(old: Mapping[str, str], row: Mapping[str, str]) -> bool:
    """Whether a row of a person contains all days of another one. Only the days can differ."""
    same = all(old.get(key) == row.get(key) for key in {*old, *row} - {"from", "until"})
    return same and old["from"] <= row["from"] and row.get("until", _ALWAYS) <= old.get("until", _ALWAYS)


_ALWAYS = "9999-12-31"


def _dated_back(was: Any, now: Any, since: str) -> Iterator[str]:
    """Another day, which is before the earlier check."""
    if was is not None and now is not None and was != now < since:
        yield _text(now)


@dataclass(frozen=True, slots=True)
class _Watched:
    """The places of a kind of value, and how it becomes less strict."""

    place: str
    looser: Looser
    in_new_entries: bool = False


_WATCHED = (
    _Watched("policy.cut_over", _more),
    _Watched("policy.approvals.*", _removed),
    _Watched("policy.separation", _becomes("two")),
    _Watched("policy.needed_questions.*", _removed),
    _Watched("policy.intake_labels.*", _set),
    _Watched("policy.completed_words", _added),
    _Watched("policy.official_hosts", _added),
    _Watched("policy.source_fresh_days", _more),
    _Watched("policy.status_check_days", _more),
    _Watched("policy.proposed_days", _more),
    _Watched("policy.mailing_allowance.days", _more),
    _Watched("policy.certificate_ending_days", _less),
    _Watched("policy.retention_years", _less),
    _Watched("agreements.*.status", _becomes("in_force"), in_new_entries=True),
    _Watched("agreements.*.country", _changed_or_gone),
    _Watched("agreements.*.series.label", _changed_or_gone),
    _Watched("agreements.*.series.confidence", _changed_doubt),
    *(
        _Watched(f"agreements.*.{requirement}.{field}", looser)
        for requirement in ("health_cover", "citizen_or_resident", "third_country", "special_exception")
        for field, looser in (("label", _no_longer_official), ("confidence", _becomes("uncertain")))
    ),
    _Watched("agreements.*.label", _becomes("official")),
    _Watched("agreements.*.confidence", _no_longer_uncertain),
    _Watched("agreements.*.in_force", _earlier),
    _Watched("agreements.*.ended_on", _later_or_gone),
    _Watched("agreements.*.limit.*_months", _more),
    _Watched("agreements.*.limit.basis", _changed),
    _Watched("agreements.*.self_employed.rules", _added),
    _Watched("agreements.*.self_employed.transfer_months", _more),
    _Watched("agreements.*.programs.confirmed", _added),
    _Watched("agreements.*.programs.contributions", _added),
    _Watched("agreements.*.agency.names", _added),
    _Watched("agreements.*.affiliate.required", _less),
    _Watched("agreements.*.extension.months", _more),
    _Watched("agreements.*.special_exception.asked_by", _changed),
    _Watched("agreements.*.health_cover.required", _less),
    _Watched("agreements.*.citizen_or_resident.required", _less),
    _Watched("agreements.*.series.within_months", _other_than_less),
    _Watched("agreements.*.series.apart_months", _less),
    _Watched("agreements.*.third_country.citizens", _added_or_gone),
    _Watched("agreements.*.earlier_terms", _changed),
    _Watched("employers.*.country", _changed),
    _Watched("employers.*.succeeded_by.employer", _changed_or_gone),
    _Watched("employers.*.succeeded_by.on", _later_or_gone),
    _Watched("people.*.name", _changed),
    _Watched("people.*.email", _changed),
    _Watched("people.*.roles", _backdated("from"), in_new_entries=True),
    _Watched("people.*.deputy_for", _backdated("appointed_on"), in_new_entries=True),
    _Watched("people.*.same_as.person", _changed_or_gone),
    _Watched("people.*.not_same_as", _added, in_new_entries=True),
    _Watched("sources.*.state", _becomes("live")),
    _Watched("sources.*.supports", _added),
    _Watched("sources.*.countries", _added),
    _Watched("sources.*.accessed_on", _dated_back),
)
"""What is compared, and in which direction it is less strict."""


@cache
def _row(place: str) -> _Watched | None:
    return next((row for row in _WATCHED if fnmatchcase(place, row.place)), None)
