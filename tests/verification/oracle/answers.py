"""The table of answers of the policy: what each question may be answered with, and what has to prove it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.verification.oracle.names import is_placeholder

YES_OR_NO = frozenset({"yes", "no"})
WORDS_OF_AUTHORITY = frozenset({"agreement-capture", "correspondence", "instruction-capture"})
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
MONTHS = frozenset(map(str, range(1, 121)))


def is_country(answer: str) -> bool:
    return len(answer) == 2 and set(answer) <= LETTERS


FORMS: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys(("coverage-assignment", "coverage-provision", "election", "election-by-payment"), is_country),
    **dict.fromkeys(
        (
            "employer-succession", "health-cover", "prior-hire", "series-of-transfers", "shared-name",
            "special-exception", "two-exemptions",
        ),
        YES_OR_NO.__contains__,
    ),
    "detachment-limit": MONTHS.__contains__,
    "issuing-authority": lambda answer: not is_placeholder(answer),
    "provision-limit": {*MONTHS, "none"}.__contains__,
    "single-employment": lambda answer: answer in {"yes", "no", "each-certified"},
    "pension-plan": lambda answer: answer in {"cpp", "qpp"},
    "self-employed-rule": lambda answer: answer in {"residence", "temporary-transfer", "place-of-work"},
}  # fmt: skip
NOTES_SUFFICE = frozenset({"pension-plan", "shared-name", "single-employment", "two-exemptions"})
OFFICIAL = {
    "coverage-assignment": "rule",
    "coverage-provision": "rule",
    "detachment-limit": "rule",
    "provision-limit": "rule",
    "issuing-authority": "issuer",
    "self-employed-rule": "rule",
    "series-of-transfers": "rule",
}


def says_unknown(explanation: str) -> bool:
    """Whether the words under `known` say that the answer is not known."""
    text = " ".join(re.sub(r"[^\w?？]+", " ", explanation.lower()).split())
    phrases = [f"{start} {end}" for start in ("not", "not yet") for end in ("known", "clear", "confirmed")]
    phrases += ["unknown", "unclear", "to be confirmed", "to be determined", "to be clarified"]
    padded = f" {re.sub('not (yet )?known to', '', text)} "
    return text.endswith(("?", "？")) or any(f" {phrase} " in padded for phrase in phrases)


def supports(name: str, answer: str, case: Mapping[str, Any], covering: str) -> bool:
    """Whether a claim is supported by this answer."""
    if FORMS[name] is is_country:
        return answer == covering
    if name == "single-employment":
        return answer in {"yes", "each-certified"}
    rule = (case.get("rule") or {}).get("kind")
    known: dict[str, str | None] = {
        "detachment-limit": None,
        "issuing-authority": None,
        "provision-limit": None,
        "pension-plan": case["assignment"].get("pension_plan"),
        "self-employed-rule": "temporary-transfer" if rule == "extension" else rule,
    }
    return known.get(name, "yes") in {None, answer}


def is_proved(name: str, kinds: Mapping[str, str], topics: Mapping[str, Any], partner: str) -> bool:
    """Whether what is on file, the kinds of exhibits and the sources by id, is evidence as the table asks for it."""
    if name in OFFICIAL:
        pages = any(
            OFFICIAL[name] in one["supports"] and partner in (one.get("countries") or ()) for one in topics.values()
        )
        return pages or not WORDS_OF_AUTHORITY.isdisjoint(kinds.values())
    return any(name in NOTES_SUFFICE or kind != "internal-note" for kind in kinds.values())
