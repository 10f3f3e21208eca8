"""The controls and the oracle asked about the same claims, for the tests that look for a difference.

Both are given the case as plain values on a bench. The oracle knows nothing of fingerprints, so it is told which
approvals carry the right one; everything else it reads for itself.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from casebound.controls.approved_content import seal
from tests.support.sample import LONG_AGO, Bench, facts_of, schemas
from tests.verification.oracle import answers, links

from casebound.judge import judge
from casebound.load.project import REGISTERS, LoadedCase, LoadedProject, Source
from casebound.model.evidence import EvidenceFile
from casebound.model.facts import Facts
from casebound.model.judgment import JudgedCase, Judgment

Links = dict[str, bool]
"""Whether each of the eleven links holds."""


@dataclass(frozen=True)
class Pair:
    """What the two sides say about one claim; `controls` is None where the record could not be judged at all."""

    case: str
    claim: str
    controls: Links | None
    oracle: Links
    sentences: tuple[tuple[str, int], ...]

    @property
    def supported(self) -> tuple[bool, bool]:
        """The verdict of the controls and that of the oracle."""
        return self.controls is not None and all(self.controls.values()), all(self.oracle.values())

    @property
    def differs(self) -> bool:
        """Whether the verdicts disagree; a record that is not in its shape has none to compare."""
        return self.controls is not None and self.supported[0] is not self.supported[1]

    @property
    def links_that_differ(self) -> tuple[str, ...]:
        """The links on which the two sides disagree."""
        return tuple(link for link, held in (self.controls or self.oracle).items() if held is not self.oracle[link])


def pairs(one: Bench) -> list[Pair]:
    """What both sides say about every claim of the case on the bench."""
    return pairs_of([one])


def pairs_of(benches: Sequence[Bench], *, renewed: Collection[str] = ()) -> list[Pair]:
    """What both sides say about every claim of cases that share registers, captures and as-of date.

    `renewed` names the cases whose approvals were all bound anew just before, which spares working that out again.
    """
    judged = {one.case.case: one for one in judgment(benches).cases}
    return [
        _pair(one, claim, judged.get(one.case["case"]), one.case["case"] in renewed)
        for one in benches
        for claim in one.case.get("claims") or ()
    ]


def judgment(benches: Sequence[Bench]) -> Judgment:
    """The controls' judgment of a project that holds just these cases."""
    first = benches[0]
    registers = {name: (Source(f"registers/{name}.yml", b""), first.registers[name]) for name in REGISTERS}
    cases = tuple(_loaded(content, one.exhibits) for one in benches for content in (one.case, *one.others))
    return judge(LoadedProject(registers, cases, first.captures, (), ()), schemas(), first.as_of, LONG_AGO)


def _loaded(content: dict[str, Any], exhibits: Mapping[str, EvidenceFile]) -> LoadedCase:
    return LoadedCase(content["case"], Source(f"cases/{content['case']}/case.yml", b""), content, exhibits)


def _pair(one: Bench, claim: str, judged: JudgedCase | None, renewed: bool) -> Pair:
    chain = next((found.chain for found in judged.claims if found.claim == claim), None) if judged else None
    controls = None if chain is None else {link.link.value: link.holds for link in chain}
    rows = answers(one.case, claim, **told_to_oracle(one, renewed=renewed))
    missed = tuple(row for row, held in rows.items() if not held)
    return Pair(one.case["case"], claim, controls, links(rows), missed)


def told_to_oracle(one: Bench, *, renewed: bool = False) -> dict[str, Any]:
    """What the oracle is given beside the case and the claim."""
    return {
        "registers": one.registers,
        "as_of": one.as_of.isoformat(),
        "exhibits": {key: _hash(found) for key, found in one.exhibits.items()},
        "captures": {key: _hash(found) for key, found in one.captures.items()},
        "other_workers": [
            other["worker"]["name"]
            for other in one.others
            if other["worker"]["reference"].casefold() != one.case["worker"]["reference"].casefold()
        ],
        "signed": (lambda _: True) if renewed else signatures(one),
    }


def signatures(one: Bench) -> Callable[[int], bool]:
    """Tells by its place in the record whether an approval carries the fingerprint of what stands there now."""
    facts = cache(lambda: _facts(one))
    return lambda place: bool(one.case["approvals"][place]["covers"] == _sealed(facts(), place))


def renew(one: Bench) -> bool:
    """Bind every approval anew to what now stands in the record; tells whether that could be done for each."""
    bound = [_bind(one, places) for places in _by_gate(one)]
    return all(bound)


def bind(one: Bench, place: int) -> None:
    """Bind one approval to what now stands in the record."""
    _bind(one, [place])


def _by_gate(one: Bench) -> list[list[int]]:
    """The places of the filing approvals, then those of the others, which rest on them."""
    given = list(enumerate(one.case.get("approvals") or ()))
    return [[place for place, approval in given if (approval["step"] == "filing") is first] for first in (True, False)]


def _bind(one: Bench, places: Sequence[int]) -> bool:
    facts, bound = _facts(one), True
    for place in places:
        approval = one.case["approvals"][place]
        now = _sealed(facts, place)
        approval["covers"] = now or approval["covers"]
        bound = bound and approval["covers"] == now
    return bound


def _facts(one: Bench) -> Facts | None:
    try:
        return facts_of(one)
    except ValueError:  # the record is not in its shape
        return None


def _sealed(facts: Facts | None, place: int) -> str | None:
    try:
        return None if facts is None else seal(facts, facts.case.approvals[place])
    except (LookupError, TypeError, ValueError):
        return None


def _hash(found: EvidenceFile) -> str | None:
    """The hash of a file, after the word "unreadable" where the file does not open; None where there is no hash."""
    if found.problem or found.sha256 is None:
        return None
    opens = found.inspection is not None and found.inspection.unusable is None
    return found.sha256 if opens else f"unreadable {found.sha256}"
