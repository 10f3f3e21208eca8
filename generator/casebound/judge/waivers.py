"""Waivers: a warning that an owner is responsible for until a date, approved by another person.

Only warnings can be waived. A waived finding stays in every report, with its waiver, and is counted as waived.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from casebound.model.clock import Clock
from casebound.model.days import Period
from casebound.model.findings import Finding, Location, Path, Waived
from casebound.model.near_match import did_you_mean
from casebound.model.people import why_same_person
from casebound.model.registers import Registers, Waiver
from casebound.model.rules import Rule, Section, support_policy
from casebound.model.terms import Severity

WAIVER_IN_ORDER = Rule(
    "F22",
    "waiver-in-order",
    Section.FILE,
    Severity.BLOCKING,
    "Does every waiver name a warning, an owner, and a different person who approved the waiver?",
    "A blocking finding cannot be waived; it must be fixed. A warning may be waived temporarily if one person is"
    " responsible for the waiver and another person approves it.",
    "Correct the entry in `registers/waivers.yml`, or remove the entry and fix the finding.",
    (support_policy("Waivers"),),
)
WAIVER_CURRENT = Rule(
    "F23",
    "waiver-current",
    Section.FILE,
    Severity.BLOCKING,
    "Is every waiver still within its validity period?",
    "Without an expiry date, a temporary waiver could become permanent. After the expiry date, somebody must review"
    " the warning again.",
    "Fix the waived finding and remove the waiver, or have the waiver approved again with a later expiry date.",
    (support_policy("Waivers"),),
)
WAIVER_NEEDED = Rule(
    "F24",
    "waiver-needed",
    Section.FILE,
    Severity.NOTE,
    "Does every waiver still apply to a finding?",
    "A waiver that no longer applies to a finding could hide a future warning that nobody has reviewed.",
    "Remove the entry from `registers/waivers.yml`.",
    (support_policy("Waivers"),),
)
RULES = (WAIVER_IN_ORDER, WAIVER_CURRENT, WAIVER_NEEDED)

LONGEST = 366
"""The longest time between the approval and the last day of a waiver, in days."""

Locate = Callable[[Path], Location]
"""Finds the place of a key in the register of waivers."""


@dataclass(frozen=True, slots=True)
class Waiving:
    """The waivers that are in order, and the findings about the others."""

    sound: Mapping[str, Waiver]
    wrong: tuple[Finding, ...]
    locate: Locate

    def over(self, findings: Iterable[Finding], clock: Clock) -> tuple[Finding, ...]:
        """The findings, with those marked that a waiver covers now."""
        return tuple(self._marked(finding, clock) for finding in findings)

    def idle(self, findings: Iterable[Finding], clock: Clock) -> Iterator[Finding]:
        """A note for each current waiver that applies to none of these findings, which must be marked already."""
        used = {finding.waived.waiver for finding in findings if finding.waived}
        for key, waiver in self.sound.items():
            if key not in used and _is_current(waiver, clock):
                message = f"{key} waives {waiver.control} for {waiver.case}, which has no such finding"
                yield _finding(WAIVER_NEEDED, message, self.locate((key,)))

    def _marked(self, finding: Finding, clock: Clock) -> Finding:
        for key, waiver in self.sound.items():
            if _concerns(waiver, finding) and _is_current(waiver, clock):
                return replace(finding, waived=Waived(key, waiver.because, waiver.expires))
        return finding


def waiving(registers: Registers, clock: Clock, rules: Mapping[str, Rule], locate: Locate) -> Waiving:
    """The waivers of the register. A waiver that is not in order, not approved yet or expired waives nothing."""
    wrong, sound = list[Finding](), dict[str, Waiver]()
    for key, waiver in registers.waivers.items():
        found = [*_objections(waiver, registers, rules)]
        if not found:
            sound[key] = waiver
            found = [*_days(waiver, clock)]
        wrong += [_finding(rule, f"{key} {message}", locate((key, name))) for rule, name, message in found]
    return Waiving(sound, tuple(wrong), locate)


def _objections(waiver: Waiver, registers: Registers, rules: Mapping[str, Rule]) -> Iterator[tuple[Rule, str, str]]:
    """The reasons why a waiver is never valid: the rule, the key concerned, and the message."""
    rule, people = rules.get(waiver.control), registers.people
    if rule is None:
        yield (
            WAIVER_IN_ORDER,
            "control",
            f"waives {waiver.control}, which is not a control{did_you_mean(waiver.control, rules)}",
        )
    elif rule.severity is Severity.BLOCKING:
        yield WAIVER_IN_ORDER, "control", f"waives {waiver.control}, which is blocking; only a warning can be waived"
    elif rule.severity is not Severity.WARNING:
        yield WAIVER_IN_ORDER, "control", f"waives {waiver.control}, which is a note; only a warning can be waived"
    for name in ("owner", "approved_by"):
        person: str = getattr(waiver, name)
        if person not in people:
            yield (
                WAIVER_IN_ORDER,
                name,
                f"names {person}, who is not in registers/people.yml{did_you_mean(person, people)}",
            )
    if why := why_same_person(people, waiver.owner, waiver.approved_by):
        approver = waiver.owner if waiver.owner == waiver.approved_by else f"{waiver.approved_by} ({why})"
        yield (
            WAIVER_IN_ORDER,
            "approved_by",
            f"is owned by {waiver.owner} and approved by {approver}; they must be different people",
        )
    if waiver.expires < waiver.approved_on:
        yield WAIVER_IN_ORDER, "expires", f"expires on {waiver.expires}, before it was approved on {waiver.approved_on}"
    elif (waiver.expires - waiver.approved_on).days > LONGEST:
        message = f"expires on {waiver.expires}, more than {LONGEST} days after it was approved on {waiver.approved_on}"
        yield WAIVER_IN_ORDER, "expires", message


def _days(waiver: Waiver, clock: Clock) -> Iterator[tuple[Rule, str, str]]:
    """The reason why a waiver is not valid now."""
    if not clock.reached(waiver.approved_on):
        yield WAIVER_IN_ORDER, "approved_on", f"is approved on {waiver.approved_on}, after the as-of date"
    elif clock.passed(waiver.expires):
        yield WAIVER_CURRENT, "expires", f"expired on {waiver.expires}"


def _is_current(waiver: Waiver, clock: Clock) -> bool:
    return clock.within(Period(waiver.approved_on, waiver.expires))


def _concerns(waiver: Waiver, finding: Finding) -> bool:
    return (
        finding.severity is Severity.WARNING
        and finding.control == waiver.control
        and finding.case == waiver.case
        and waiver.claim in (None, finding.claim)
    )


def _finding(rule: Rule, message: str, place: Location) -> Finding:
    return Finding(rule.id, rule.severity, message, rule.remedy, place)
