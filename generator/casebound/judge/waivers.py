"""Waivers: a warning that somebody answers for until a day, with another person's yes. Only warnings; nothing else.

A waived finding stays in every report, with the waiver beside it. It is counted as what it is and as waived.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from casebound.model.days import Day
from casebound.model.findings import Finding, Location, Path, Waived
from casebound.model.near_match import did_you_mean
from casebound.model.registers import Registers, Waiver
from casebound.model.rules import Basis, BasisKind, Rule, Section
from casebound.model.terms import Severity

_WARNINGS_ONLY = (Basis(BasisKind.POLICY, "waivers, for warnings only"),)

WAIVER_IN_ORDER = Rule(
    "F22",
    "waiver-in-order",
    Section.FILE,
    Severity.BLOCKING,
    "Does every waiver name a warning, an owner, and another person who has approved it?",
    "What blocks can only be mended. What warns may be lived with for a while, if one person answers for it and"
    " another has agreed.",
    "Correct the entry in registers/waivers.yml, or take it out and mend what was found.",
    _WARNINGS_ONLY,
)
WAIVER_CURRENT = Rule(
    "F23",
    "waiver-current",
    Section.FILE,
    Severity.BLOCKING,
    "Has no waiver run out?",
    "A waiver without an end becomes the rule. When its day has passed, somebody has to look again.",
    "Mend what was waived and take the waiver out, or have it approved again with a later day.",
    _WARNINGS_ONLY,
)
WAIVER_NEEDED = Rule(
    "F24",
    "waiver-needed",
    Section.FILE,
    Severity.NOTE,
    "Is there still something that each waiver waives?",
    "A waiver for nothing lies in wait for a finding nobody has seen yet.",
    "Take it out of registers/waivers.yml.",
    _WARNINGS_ONLY,
)
RULES = (WAIVER_IN_ORDER, WAIVER_CURRENT, WAIVER_NEEDED)

Locate = Callable[[Path], Location]
"""The place of a key in the register of waivers."""


@dataclass(frozen=True, slots=True)
class Waiving:
    """The waivers that hold on a day, and what is wrong with the others."""

    sound: Mapping[str, Waiver]
    wrong: tuple[Finding, ...]
    locate: Locate

    def over(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings, those that are waived marked so."""
        return tuple(self._marked(one) for one in findings)

    def idle(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """A note for each waiver that none of these findings, marked before, has to do with."""
        used = {one.waived.waiver for one in findings if one.waived}
        for key, waiver in self.sound.items():
            if key not in used:
                message = f"{key} waives {waiver.control} for {waiver.case}, where nothing is found"
                yield _finding(WAIVER_NEEDED, message, self.locate((key,)))

    def _marked(self, finding: Finding) -> Finding:
        for key, waiver in self.sound.items():
            if _concerns(waiver, finding):
                return replace(finding, waived=Waived(key, waiver.because, waiver.expires))
        return finding


def waiving(registers: Registers, as_of: Day, rules: Mapping[str, Rule], locate: Locate) -> Waiving:
    """Which waivers of the register hold on a day. One that does not waives nothing."""
    wrong, sound = list[Finding](), dict[str, Waiver]()
    for key, waiver in registers.waivers.items():
        found = [
            _finding(rule, f"{key} {message}", locate((key, name)))
            for rule, name, message in _objections(waiver, registers, as_of, rules)
        ]
        wrong += found
        if not found:
            sound[key] = waiver
    return Waiving(sound, tuple(wrong), locate)


def _objections(
    waiver: Waiver, registers: Registers, as_of: Day, rules: Mapping[str, Rule]
) -> Iterator[tuple[Rule, str, str]]:
    """What keeps a waiver from holding: the rule, the key it is about, and the words."""
    rule, people = rules.get(waiver.control), registers.people
    if rule is None:
        yield (
            WAIVER_IN_ORDER,
            "control",
            f"waives {waiver.control}, which is no control{did_you_mean(waiver.control, rules)}",
        )
    elif rule.severity is Severity.BLOCKING:
        yield WAIVER_IN_ORDER, "control", f"waives {waiver.control}, which blocks; only a warning can be waived"
    elif rule.severity is not Severity.WARNING:
        yield WAIVER_IN_ORDER, "control", f"waives {waiver.control}, which is a note; only a warning can be waived"
    for name in ("owner", "approved_by"):
        person: str = getattr(waiver, name)
        if person not in people:
            yield (
                WAIVER_IN_ORDER,
                name,
                f"names {person}, whom the people register does not know{did_you_mean(person, people)}",
            )
    if waiver.owner == waiver.approved_by:
        yield (
            WAIVER_IN_ORDER,
            "approved_by",
            f"is owned and approved by {waiver.owner}; the two have to be different people",
        )
    if waiver.approved_on > as_of:
        yield WAIVER_IN_ORDER, "approved_on", f"is approved on {waiver.approved_on}, after the as-of date {as_of}"
    if waiver.expires < waiver.approved_on:
        yield WAIVER_IN_ORDER, "expires", f"ran out on {waiver.expires}, before it was approved on {waiver.approved_on}"
    elif waiver.expires < as_of:
        yield WAIVER_CURRENT, "expires", f"ran out on {waiver.expires}"


def _concerns(waiver: Waiver, finding: Finding) -> bool:
    return (
        finding.severity is Severity.WARNING
        and finding.control == waiver.control
        and finding.case == waiver.case
        and waiver.claim in (None, finding.claim)
    )


def _finding(rule: Rule, message: str, place: Location) -> Finding:
    return Finding(rule.id, rule.severity, message, rule.remedy, place)
