"""Comparison with an earlier check. Only losses are reported."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casebound.model.days import Day
from casebound.model.findings import Finding, Location, Path
from casebound.model.history import doubts, exhibit_part, history, stated_claim
from casebound.model.judgment import JudgedCase, Judgment
from casebound.model.loosening import Lines, Loosening, loosenings, watched
from casebound.model.people import acts_in_role, why_same_person
from casebound.model.record_base import Value
from casebound.model.registers import Registers
from casebound.model.rules import Rule, Section, support_policy
from casebound.model.terms import Role, Severity

SUPPORT_KEPT = Rule(
    "F18",
    "support-kept",
    Section.FILE,
    Severity.BLOCKING,
    "Is every claim that was supported in the earlier check still in the record and still supported?",
    "Payroll may have relied on the claim. If the claim loses its proof or is removed, the payroll change remains.",
    "Restore the proof or the claim. If the exemption has ended, have payroll corrected and the change reviewed.",
    (support_policy("Comparison with an earlier check"),),
)
CASE_KEPT = Rule(
    "F19",
    "case-kept",
    Section.FILE,
    Severity.BLOCKING,
    "Does every case from the earlier check still exist?",
    "Nobody checks a deleted case, but its evidence can be requested years later.",
    "Restore the case folder from version history. Close a finished case; do not delete it.",
    (support_policy("Comparison with an earlier check"),),
)
RETIRED_OPENLY = Rule(
    "F20",
    "control-retired-openly",
    Section.FILE,
    Severity.BLOCKING,
    "For every retired control, does the change register say when, why and by whom it was retired?",
    "If a control was removed, a case may pass the check only because casebound no longer asks a question.",
    "Restore the control, or add it to `registers/changes.yml` with `retired_on`, `because` and `by`.",
    (support_policy("Comparison with an earlier check"),),
)
HISTORY_KEPT = Rule(
    "F31",
    "history-kept",
    Section.FILE,
    Severity.BLOCKING,
    "Is every decision, exhibit, log entry and event from the earlier check still in the record and unchanged,"
    " including the kinds and dates of the exhibits?",
    "Decisions, exhibits, log entries and events are history. If an entry is removed or changed later, people can no"
    " longer see what was decided and why.",
    "Restore the entry from version history. Record what is different as a new entry: an exhibit is withdrawn, and"
    " recorded again if its kind or day was wrong; a sheet is followed by a new sheet; a payroll change is reversed, or"
    " put right as a breach. If a log entry, a status or an event other than a payroll change was recorded by mistake,"
    " for example in the wrong case, remove it, and say so in `registers/changes.yml` under `mistakes` with `case`,"
    " `entries` (as they are named here), `removed_on`, `because` and `by`.",
    (support_policy("Comparison with an earlier check"),),
)
NOTHING_BACKDATED = Rule(
    "F32",
    "nothing-backdated",
    Section.FILE,
    Severity.BLOCKING,
    "Was every new decision and exhibit written on or after the day of the earlier check?",
    "If a new entry states a date before the earlier check, the entry was backdated, or was missing from the earlier"
    " check.",
    "Give the entry the date on which it was really entered: record the exhibit again, or have the person answer a new"
    " sheet.",
    (support_policy("Comparison with an earlier check"),),
)
NOTHING_LOOSENED = Rule(
    "F33",
    "nothing-loosened",
    Section.FILE,
    Severity.BLOCKING,
    "If the policy or a register is less strict than in the earlier check, does the change register state who changed"
    " it, when and why, and did another person confirm the change?",
    "A longer limit, another official host or a role that is dated back can turn an unsupported claim into a supported"
    " claim without any new proof.",
    "Restore the value. If it is right, add its name (as it is given here, with the value) to `registers/changes.yml`"
    " under `loosened`, with `changed_on`, `because`, `by` and `confirmed_by`, who is another person and a final"
    " approver.",
    (support_policy("Comparison with an earlier check"),),
)
RULES = (SUPPORT_KEPT, CASE_KEPT, RETIRED_OPENLY, HISTORY_KEPT, NOTHING_BACKDATED, NOTHING_LOOSENED)

CHANGES = "registers/changes.yml"
"""The change register's file."""

Locate = Callable[[str, Path], Location]
"""Finds the place of a key in a file of the project, or of the nearest enclosing key."""


class Retirement(Value, frozen=True):
    """An entry of the change register: a control that was retired."""

    retired_on: Day
    because: str
    by: str


class Relaxation(Value, frozen=True):
    """An entry of the change register: values of the registers that ask for less on purpose, and who confirmed that."""

    entries: tuple[str, ...]
    changed_on: Day
    because: str
    by: str
    confirmed_by: str


class Mistake(Value, frozen=True):
    """An entry of the change register: what was removed from the history of a case, since it was never true there."""

    case: str
    entries: tuple[str, ...]
    removed_on: Day
    because: str
    by: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The change register: the retired controls by id, the values that ask for less, and mistakes."""

    controls: Mapping[str, Retirement] = field(default_factory=dict)
    loosened: tuple[Relaxation, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier check: its cases, supported claims, controls, history, doubts and the watched values of registers.

    What is new was written on or after the day `since`.
    """

    cases: frozenset[str]
    supported: frozenset[tuple[str, str]]
    controls: frozenset[str]
    history: Mapping[str, Mapping[str, str]]
    doubts: Mapping[str, tuple[str, ...]]
    since: Day
    registers: Lines


def earlier(report: Mapping[str, Any], cases: Iterable[str] = (), controls: Iterable[str] = ()) -> Earlier:
    """The earlier check that a report shows. `cases` and `controls` add those that are known from another source.

    `report` is of the shape that `schema/report.schema.json` describes.
    """
    gone = {rule.id for rule in RULES}  # a case that was missing even then did not exist in the earlier check
    found = [finding for finding in report["findings"] if finding["control"] not in gone]
    asked = {outcome["control"] for case in report["cases"] for outcome in case["outcomes"]}
    return Earlier(
        cases=frozenset(
            {case["folder"] for case in report["cases"]} | {entry["case"] for entry in found if entry["case"]}
        )
        | frozenset(cases),
        supported=frozenset(
            (case["folder"], claim["claim"])
            for case in report["cases"]
            for claim in case["claims"]
            if claim["supported"]
        ),
        controls=frozenset(asked | {finding["control"] for finding in found}) | frozenset(controls),
        history={
            case["folder"]: {entry["name"]: entry["sha256"] for entry in case["history"]} for case in report["cases"]
        },
        doubts={case["folder"]: tuple(case["doubts"]) for case in report["cases"]},
        since=Day.fromisoformat(report["as_of"]),
        registers=report.get("registers", {}),
    )


def lost(before: Earlier, now: Judgment, rules: Iterable[Rule], changes: Changes, locate: Locate) -> Iterator[Finding]:
    """A finding for every case, supported claim, control, entry and demand of a register that was lost since then."""
    judged = {case.folder: case for case in now.cases}
    there = judged.keys() | set(now.unjudged)
    for case in sorted(before.cases - there):
        yield _finding(
            CASE_KEPT, f"the case {case} existed in the earlier check and is gone", Location("cases", 1, 1), case
        )
    for case, claim in sorted(before.supported):
        if case in there and (message := _broken(judged.get(case), claim)):
            place = locate(f"cases/{case}/case.yml", ("claims", claim))
            yield _finding(SUPPORT_KEPT, message, place, case, claim)
    for case, judged_case in judged.items():
        if case in before.history:
            yield from _history(judged_case, before, now, changes.mistakes, locate)
            yield from _doubts(judged_case, before, locate)
    for control in sorted(before.controls - {rule.id for rule in rules}):
        path, message = _unexplained(control, changes.controls.get(control), now)
        if message:
            lost_control = f"the control {control} was part of the earlier check and is not part of this check{message}"
            yield _finding(RETIRED_OPENLY, lost_control, locate(CHANGES, path))
    if now.registers is not None:
        yield from _loosened(before, now, now.registers, changes.loosened, locate)


def _history(
    case: JudgedCase, before: Earlier, checked: Judgment, mistakes: Sequence[Mistake], locate: Locate
) -> Iterator[Finding]:
    """What was removed or changed in the history of a case since the earlier check, or was dated back."""
    file, now = f"cases/{case.folder}/case.yml", {name: (sha256, written) for name, sha256, written in history(case)}
    kept, day = before.history[case.folder], before.since
    for name, sha256 in kept.items():
        if name not in now and _is_part_of_what_is_gone(case, name):
            continue
        if name not in now:
            yield _removed(case.folder, name, day, checked, mistakes, locate)
        elif now[name][0] != sha256:
            message = f"{name} is not what it was in the earlier check"
            yield _finding(HISTORY_KEPT, message, locate(file, _place(name)), case.folder)
    for name, (_, written) in now.items():
        if name not in kept and written is not None and written < day:
            message = f"{name} says that it was written on {written}, but the check of {day} did not show it"
            yield _finding(NOTHING_BACKDATED, message, locate(file, _place(name)), case.folder)


_CAN_BE_A_MISTAKE = re.compile("(log entry|status|refusal|withdrawal|defect|revocation|breach|reversal|statement) .*")
"""The entries that can be removed as mistakes. Sheets, answers, exhibits and payroll changes always stay."""


def _removed(case: str, name: str, day: Day, checked: Judgment, mistakes: Sequence[Mistake], locate: Locate) -> Finding:
    """An entry that is gone: blocking, or a note where the change register says that it was a mistake."""
    message, place = f"{name} was part of the earlier check and is gone", locate(f"cases/{case}/case.yml", _place(name))
    found = next(
        ((at, entry) for at, entry in enumerate(mistakes) if entry.case == case and name in entry.entries), None
    )
    if found is None:
        return _finding(HISTORY_KEPT, message, place, case)
    index, mistake = found
    at = ("mistakes", index)
    if not _CAN_BE_A_MISTAKE.fullmatch(name):
        problem, key = "an entry of this kind is never removed", "entries"
    elif not day <= mistake.removed_on <= checked.known_until:
        problem = f"its removal is dated {mistake.removed_on}, which is not between {day} and {checked.as_of}"
        key = "removed_on"
    elif checked.registers is not None and mistake.by not in checked.registers.people:
        problem, key = f"{mistake.by}, who decided it, is not in registers/people.yml", "by"
    else:
        message = f"{name} was removed on {mistake.removed_on} by {mistake.by} as a mistake: {mistake.because}"
        read = "Read the reason. If the entry was true, restore it from version history."
        return Finding(HISTORY_KEPT.id, Severity.NOTE, message, read, locate(CHANGES, at), case)
    return _finding(
        HISTORY_KEPT, f"{message}; {CHANGES} has an entry for it, but {problem}", locate(CHANGES, (*at, key)), case
    )


def _is_part_of_what_is_gone(case: JudgedCase, name: str) -> bool:
    """Whether an entry is about an exhibit that is gone itself, or is a statement about a claim that was removed."""
    part, claim = exhibit_part(name), stated_claim(name)
    return bool(part and part[0] not in case.case.exhibits) or bool(claim and claim not in case.case.claims)


def _place(name: str) -> Path:
    """The key in case.yml below which a lost entry belongs; the nearest key that is still there is shown."""
    if part := exhibit_part(name):
        return "exhibits", *part
    section, _, key = name.rpartition(" ")
    return {"exhibit": ("exhibits", key), "refusal of": ("requests", key)}.get(section, ())


def _doubts(case: JudgedCase, before: Earlier, locate: Locate) -> Iterator[Finding]:
    """What was in doubt in the earlier check and is answered now, although nobody proposed a sheet since then."""
    sheets = case.facts.decisions.sheets
    if not any(claim.supported for claim in case.claims):
        return
    for name in before.doubts[case.folder]:
        path = tuple(name.split("."))
        shown = [sheet for sheet in sheets if any(line.startswith(f"{name}.") for line in sheet.lines)]
        if (
            shown
            and not any(sheet.head.proposed_at.latest_day >= before.since for sheet in sheets)
            and name not in doubts(case.case)
        ):
            message = f"{name} was in doubt in the earlier check, and nobody proposed a sheet since then"
            remedy = "Have the people in the roles approve it on a new sheet (`casebound propose`)."
            place = locate(f"cases/{case.folder}/case.yml", path)
            yield Finding(HISTORY_KEPT.id, HISTORY_KEPT.severity, message, remedy, place, case.folder)


def _loosened(
    before: Earlier, now: Judgment, registers: Registers, explained: Sequence[Relaxation], locate: Locate
) -> Iterator[Finding]:
    """The values of the registers that ask for less than in the earlier check, unless a later entry explains them."""
    found = tuple(loosenings(before.registers, watched(registers), before.since.isoformat()))
    changed = {each.place.split(".")[1] for each in found if each.place.startswith("people.")}
    for each in found:
        entries = ((row, entry) for row, entry in enumerate(explained) if each.name in entry.entries)
        at, entry = next(entries, (0, None))
        if entry is None:
            problem, place = f"{CHANGES} has no entry for it", _place_in_register(each, locate)
        elif wrong := _wrong_relaxation(entry, before.since, now, registers, changed):
            key, problem = wrong
            place = locate(CHANGES, ("loosened", at, key))
        else:
            continue
        message = f"{each.name} (it was {each.was}) asks for less than in the earlier check, and {problem}"
        yield _finding(NOTHING_LOOSENED, message, place)


def _place_in_register(loosening: Loosening, locate: Locate) -> Location:
    register, *path = loosening.place.split(".")
    return locate(f"registers/{register}.yml", tuple(path))


def _wrong_relaxation(
    entry: Relaxation, since: Day, now: Judgment, registers: Registers, changed: Collection[str]
) -> tuple[str, str] | None:
    """Why an entry does not explain a value that asks for less: the key and the problem.

    `changed` are the people whose own entries ask for less. They cannot confirm anything.
    """
    people, until = registers.people, now.known_until
    if not since <= entry.changed_on <= until:
        return "changed_on", f"its entry is dated {entry.changed_on}, which is not between {since} and {until}"
    for key, person in (("by", entry.by), ("confirmed_by", entry.confirmed_by)):
        if person not in people:
            return key, f"{person} is not in registers/people.yml"
    if why := why_same_person(people, entry.by, entry.confirmed_by):
        return "confirmed_by", f"it was not confirmed by another person than {entry.by} ({why})"
    if entry.confirmed_by in changed:
        return "confirmed_by", f"the entry of {entry.confirmed_by}, who confirmed it, changed since the earlier check"
    independent = {
        person for person in people if person not in changed and not why_same_person(people, person, entry.by)
    }
    approvers = {person for person in independent if acts_in_role(people, person, Role.APPROVER, entry.changed_on)}
    if entry.confirmed_by not in (approvers or independent):
        return "confirmed_by", f"{entry.confirmed_by} is not a final approver on {entry.changed_on}"
    return None


def _finding(rule: Rule, message: str, place: Location, case: str | None = None, claim: str | None = None) -> Finding:
    return Finding(rule.id, rule.severity, message, rule.remedy, place, case, claim)


def _broken(case: JudgedCase | None, claim: str) -> str | None:
    """How the claim lost its support; None where it did not, or where the record says that it was reversed."""
    if case is None:
        return "this claim was supported earlier, and the case can no longer be checked"
    verdict = next((entry for entry in case.claims if entry.claim == claim), None)
    if verdict is None:
        return f"the claim {claim} was supported earlier and is no longer in the record"
    recorded = case.case.claims[claim]
    if verdict.supported or (recorded.relied and recorded.reversed and not verdict.relied_on):
        return None
    if not verdict.relied_on:
        return f"the claim {claim} was supported earlier, and the record no longer shows a reliance on it"
    links = ", ".join(entry.link.value for entry in verdict.chain if not entry.holds)
    return f"this claim was supported earlier; missing now: {links}"


def _unexplained(control: str, entry: Retirement | None, now: Judgment) -> tuple[Path, str | None]:
    """The place and the message where the change register does not explain a retirement."""
    if entry is None:
        return (), ", and registers/changes.yml has no entry for it"
    if entry.retired_on > now.known_until:
        return (control, "retired_on"), f", but its retirement is dated {entry.retired_on}"
    if now.registers is not None and entry.by not in now.registers.people:
        return (control, "by"), f", and {entry.by}, who decided the retirement, is not in registers/people.yml"
    return (), None
