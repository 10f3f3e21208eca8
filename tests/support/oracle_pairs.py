"""The controls and the oracle asked about the same claims, for the tests that look for a difference.

Both are given the case as plain values on a bench. The oracle computes no hash and reads no e-mail, so it is given the
hashes of the files, which logs are unchanged and which e-mails are clean; everything else it reads for itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.sample import Bench, facts_of, judgment, schemas, sealed
from tests.support.verification_figures import record
from tests.verification.oracle import answers, links

from casebound.controls.mailed_answers import message_answers_sheet
from casebound.model.evidence import EvidenceFile
from casebound.model.facts import Facts
from casebound.model.judgment import JudgedCase
from casebound.model.log_chain import head

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


def pairs_of(benches: Sequence[Bench]) -> list[Pair]:
    """What both sides say about every claim of cases that share registers, captures and as-of date.

    A record that does not match its schema cannot be compared with the other cases.
    """
    return pairs_with(benches, judgment(benches).cases)


def pairs_with(benches: Sequence[Bench], judged_cases: Iterable[JudgedCase]) -> list[Pair]:
    """The same, where the controls' judgment is known."""
    judged = {one.case.case: one for one in judged_cases}
    compared = [one.case for one in benches if not any(schemas()["case"].errors(one.case))]
    return [
        _pair(one, claim, judged.get(one.case["case"]), [each for each in compared if each is not one.case])
        for one in benches
        for claim in one.case.get("claims") or ()
    ]


def _pair(one: Bench, claim: str, judged: JudgedCase | None, beside: Sequence[dict[str, Any]]) -> Pair:
    chain = next((found.chain for found in judged.claims if found.claim == claim), None) if judged else None
    controls = None if chain is None else {link.link.value: link.holds for link in chain}
    told = told_to_oracle(one)
    rows = answers(one.case, claim, **{**told, "others": [*told["others"], *beside]})
    missed = tuple(row for row, held in rows.items() if not held)
    return Pair(one.case["case"], claim, controls, links(rows), missed)


def told_to_oracle(one: Bench) -> dict[str, Any]:
    """What the oracle is given beside the case and the claim."""
    facts = _facts(one)
    return {
        "registers": one.registers.whole(),
        "as_of": one.as_of.isoformat(),
        "exhibits": {key: _hash(found) for key, found in one.exhibits.items()},
        "captures": {key: _hash(found) for key, found in one.captures.items()},
        "capture_texts": {key: _text(found) for key, found in one.captures.items()},
        "others": one.others,
        "decisions": {name: file.content for name, file in one.decisions.items() if file.content is not None},
        "hashes": {name: file.sha256 for name, file in one.decisions.items()},
        "log_kept": {} if facts is None else _logs(facts),
        "clean_mails": frozenset(one.decisions) - (set() if facts is None else _wrong_mails(facts)),
    }


def _logs(facts: Facts) -> dict[str, bool]:
    """For each sheet, whether the log entries before it have the hash on the sheet."""
    heads = {sheet.id: sheet.head for sheet in facts.decisions.sheets}
    return {
        sheet: found.log_entries <= len(facts.case.log) and head(facts.case.log[: found.log_entries]) == found.log_head
        for sheet, found in heads.items()
    }


def _wrong_mails(facts: Facts) -> set[str | int]:
    """The answers whose e-mail the control objects to: the oracle reads no e-mail."""
    return {found.at[1] for found in message_answers_sheet.objections(facts)}


def figures_of(name: str, found: Sequence[Pair]) -> dict[str, int]:
    """What a comparison came to, which is kept, and the disagreements, which are shown."""
    for pair in [pair for pair in found if pair.differs][:10]:
        print(pair)
    counted = {
        "tried": len(found),
        "supported": sum(all(pair.supported) for pair in found),
        "refused": sum(pair.controls is not None and not any(pair.supported) for pair in found),
        "invalid": sum(pair.controls is None for pair in found),
        "disagreements": sum(pair.differs for pair in found),
    }
    record(name, counted)
    return counted


def renew(one: Bench) -> bool:
    """Write the decisions again for the record as it is. Returns whether that was possible."""
    try:
        sealed(one)
    except (LookupError, TypeError, ValueError):  # the record is not in its shape
        return False
    return True


def _facts(one: Bench) -> Facts | None:
    try:
        return facts_of(one)
    except ValueError:  # the record is not in its shape
        return None


def _text(found: EvidenceFile) -> str:
    text = found.inspection.text if found.inspection is not None else None
    return " ".join(text.pages) if text is not None else ""


def _hash(found: EvidenceFile) -> str | None:
    """The hash of a file, after the word "unreadable" where the file does not open; None where there is no hash."""
    if found.problem or found.sha256 is None:
        return None
    opens = found.inspection is not None and found.inspection.unusable is None
    return found.sha256 if opens else f"unreadable {found.sha256}"
