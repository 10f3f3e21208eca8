"""The changes since a decision sheet in words, with the changes that belong together as one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casebound.controls.decision_table import Change
from casebound.model.decisions import Line, Sheet, entries
from casebound.model.findings import Path
from casebound.model.labels import ROLES, spoken
from casebound.model.terms import Effect, Role

_SHA256 = re.compile("[0-9a-f]{64}")
_HASH_SHOWN = 8


@dataclass(frozen=True, slots=True)
class DescribedChange:
    """One or more changes that belong together, as one sentence without its end; `path` is where they begin.

    `effect` is the most serious effect among them.
    """

    says: str
    path: str
    effect: Effect


def in_words(changes: Iterable[Change], sheet: Sheet) -> Iterator[DescribedChange]:
    """The changes since a sheet: a certificate that replaced another, or an entry that is new or gone, is one."""
    left = list(changes)
    for says, belonging in _replaced_certificates(left, sheet):
        yield _described(says, belonging[0].path, belonging)
        left = [change for change in left if change not in belonging]
    while left:
        entry = _entry(left[0].path)
        together = [change for change in left if entry is not None and _entry(change.path) == entry]
        if entry is not None and len(together) > 1 and (fate := _fate(entry, together, sheet)):
            yield _described(f"{_thing(entry)} {fate}", entry, together)
        else:
            together = left[:1]
            yield _described(sentence(left[0], sheet.id), left[0].path, together)
        left = [change for change in left if change not in together]


def _described(says: str, path: str, changes: Sequence[Change]) -> DescribedChange:
    return DescribedChange(says, path, max((change.effect for change in changes), key=_SERIOUS.index))


_SERIOUS = (Effect.NEUTRAL, Effect.NARROWING, Effect.ADDING, Effect.ADVERSE, Effect.IDENTITY)


def _replaced_certificates(changes: Sequence[Change], sheet: Sheet) -> Iterator[tuple[str, list[Change]]]:
    """The change of the certificates of each claim in words, then with the changes of their fields and documents."""
    for change in changes:
        section, _, field = change.path.partition(".")
        if section != "claims" or not field.endswith(".certificates") or None in (change.before, change.now):
            continue
        before, now = entries(change.before), entries(change.now)
        old, new = [key for key in before if key not in now], [key for key in now if key not in before]
        documents = {sheet.lines.get(f"certificates.{key}.document") for key in old}
        belonging = [
            each for each in changes if _belongs(each.path.split("."), {*old, *new}, {str(key) for key in documents})
        ]
        if len(old) == len(new) == 1:
            says = f"certificate {old[0]} was replaced by {new[0]} after {sheet.id}"
        else:
            claim = field.split(".")[0]
            says = f"{claim} rests on {', '.join(before)} on {sheet.id} and now on {', '.join(now)}"
        yield says, [change, *belonging]


def _belongs(path: Sequence[str], certificates: set[str], documents: set[str]) -> bool:
    return (path[0] in ("certificates", "aliases") and path[1] in certificates) or (
        path[0] == "exhibits" and path[1] in documents
    )


def _entry(path: str) -> str | None:
    """The entry of the record to which a fact belongs, such as `certificates.K1`; None for a fact of its own."""
    parts = path.split(".")
    if parts[0] == "claims":
        return ".".join(parts[:3])
    if parts[0] in ("certificates", "deviations", "questions", "sources", "exhibits"):
        return ".".join(parts[:2])
    return "takeover" if parts[0] == "takeover" else None


def _fate(entry: str, changes: Sequence[Change], sheet: Sheet) -> str | None:
    """Whether a whole entry is new or gone since the sheet, in words; None if only some of its facts changed."""
    before = {path for path in sheet.lines if path.startswith(f"{entry}.")}
    if not before:
        return f"is not on {sheet.id}"
    gone = {change.path for change in changes if change.now is None}
    return f"is on {sheet.id} and not in use any more" if gone >= before else None


def _thing(entry: str) -> str:
    """An entry of the record in words."""
    section, *rest = entry.split(".")
    if section == "claims":
        return f"the breach of {rest[0]}"
    if section == "questions":
        return f"the answer to the question {rest[0]}"
    return f"{_NOUNS[section]} {rest[0]}" if rest else f"the {section}"


_NOUNS = {
    "certificates": "certificate",
    "claims": "claim",
    "conditions": "the condition",
    "deviations": "the deviation",
    "exhibits": "exhibit",
    "questions": "the question",
    "requests": "request",
    "sources": "the source",
}
_WHOLE = {
    "certificates": {"replaces": "the certificate that {} replaces", "copies": "the list of copies of certificate {}"},
    "exhibits": {"sha256": "the file of {}", "kind": "the kind of {}"},
    "sources": {"sha256": "the capture of the source {}"},
    "questions": {
        "answer": "the answer to the question {}",
        "known": "the explanation of the answer to the question {}",
        "unknown": "why the question {} is unknown",
        "not_applicable": "why the question {} does not apply",
    },
}
_FIELDS = {
    "begins": "first day",
    "covered_by": "covering country",
    "ends": "last day",
    "exempt_in": "exempt country",
    "hired_on": "day of hire",
    "issued_on": "day of issue",
    "met": "answer",
    "on": "day",
    "received_on": "day of receipt",
    "sha256": "SHA-256",
    "stated_on": "day of the statement",
}
_AGAINST = {
    "refusal": "{key} was {what}",
    "withdrawal": "{key} was {what}",
    "state": "certificate {key} is recorded as {what}",
    "defect": "a correction of certificate {key} was requested ({what})",
    "exhibit": "the {kind} {key} is on file{more}",
    "status": "the last status of {key} is {what}",
    "document": "{key}, a document of the filing, was {what}",
    "approval": "the approval of {sheet} by {by} was {what}",
}


def against(name: str, what: str) -> str:
    """A fact that counts against an exemption, in words; it has the name and the value that it has on a sheet."""
    section, _, key = name.partition("-")
    sheet, _, by = key.partition("-")
    kind, comma, more = what.partition(",")
    parts = {"kind": spoken(kind).lower(), "more": f"{comma}{more}", "sheet": sheet, "by": by}
    return _AGAINST.get(section, f"{section} {{key}}: {{what}}").format(key=key, what=what, **parts)


def sentence(change: Change, sheet: str) -> str:
    """A single change since a sheet."""
    section, _, rest = change.path.partition(".")
    if section == "adverse":
        if change.now is None:
            return f"{sheet} says that {against(rest, _shown(change.before))}, and the record does not say so any more"
        since = f"on {sheet}: {_shown(change.before)}" if change.before is not None else f"recorded after {sheet}"
        return f"{against(rest, _shown(change.now))} ({since})"
    if section == "aliases":
        certificate, _, field = rest.partition(".")
        what = f"the {field} on certificate {certificate}"
    else:
        what = _words(change.path)
    if change.before is None:
        return f"{what} is not on {sheet} and is now {_shown(change.now)}"
    was, now_is = ("were", "are") if isinstance(change.before, tuple) else ("was", "is")
    if change.now is None:
        return f"{what} {was} {_shown(change.before)} on {sheet} and {now_is} no longer in the record"
    return f"{what} {was} {_shown(change.before)} on {sheet} and {now_is} now {_shown(change.now)}"


def _words(path: str) -> str:
    """A fact of the record in words: "the last day of claim C1"."""
    section, *rest = path.split(".")
    if section == "people":
        return f"the {ROLES[Role(rest[0])].lower()} of the case"
    if section not in _NOUNS or len(rest) < 2:
        return " of ".join(f"the {_field(part)}" for part in reversed((section, *rest)))
    key, *fields = rest
    whole = _WHOLE.get(section, {}).get(fields[0])
    if whole is not None:
        return whole.format(key)
    if fields[:2] == ["sent", "as_sent"]:
        return f"the {' '.join(map(_field, fields[2:]))} as sent in request {key}"
    return f"the {' '.join(map(_field, fields))} of {_NOUNS[section]} {key}"


def _field(name: str) -> str:
    return _FIELDS.get(name) or spoken(name).lower()


def _shown(line: Line | None) -> str:
    """The value of a fact. Of a SHA-256, the beginning is shown."""
    if isinstance(line, tuple):
        return ", ".join(line) or "empty"
    text = str(line)
    return f"{text[:_HASH_SHOWN]}…" if _SHA256.fullmatch(text) else text


def place_in_record(path: str) -> Path:
    """The place of a changed fact in the record, or the place nearest to it."""
    parts = tuple(path.split("."))
    if parts[0] == "adverse":
        section, _, key = parts[1].partition("-")
        return (_ADVERSE_PLACES[section], key) if section in _ADVERSE_PLACES else ("requests",)
    if parts[0] == "aliases":
        return ("certificates", *parts[1:])
    if parts[0] in ("register", "policy"):
        return ("partner",) if "agreement" in parts else ("employer",)
    return () if parts[0] == "sources" else parts


_ADVERSE_PLACES = {
    "refusal": "requests",
    "withdrawal": "requests",
    "status": "requests",
    "state": "certificates",
    "defect": "certificates",
    "exhibit": "exhibits",
    "document": "exhibits",
}
