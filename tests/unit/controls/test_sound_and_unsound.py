"""Twelve sound cases that earlier rules refused, and twelve unsound ones that they let pass.

A sound case is supported with its evidence, and refused without it.
"""

from collections.abc import Iterator

import pytest
from tests.support.sample import GONE, Bench, Edit, at, bench, judged, objecting, register, request, saying, sign
from tests.verification.faults.table import DE, IT, JP, LATE_ELECTION, NO, POWER_OF_ATTORNEY, PT, refusal

from casebound.model.judgment import Verdict

CA = "CA-2026-023"
PENSIONS = ["old-age", "survivors", "disability"]
EXHIBIT = {"answer": "yes", "known": "Answered with evidence.", "evidence": ["E1"]}
PAGE = {"answer": "US", "known": "Answered with a page.", "evidence": ["ssa-norway-rule"]}
CREW = {**PAGE, "evidence": ["ssa-norway-rule", "E1"]}
LIMIT = {**PAGE, "answer": "60"}
ELECTED = {**EXHIBIT, "answer": "US"}


def to(partner: str, *programs: str) -> Edit:
    """The worker of an outbound sample case goes to another country, with that country's page for the rule."""

    def edit(one: Bench) -> None:
        before = one.case["partner"]
        one.case["partner"] = partner
        affiliate = one.case["assignment"].get("affiliate")
        if affiliate:
            one.registers["employers"][affiliate["employer"]]["country"] = partner
        for certificate in one.case["certificates"].values():
            certificate["exempt_in"] = partner
        for claim in one.case["claims"].values():
            claim.update(exempt_in=partner, programs=list(programs or claim["programs"]))
        name = one.registers["agreements"][partner]["country"]
        for key, source in one.registers["sources"].items():
            if isinstance(source, dict) and before in source.get("countries", ()):
                source["countries"] = [partner]
                one.captures[key] = saying(one.captures[key], f"Coverage and certificates of {name}. " * 5)

    return edit


SSA_LETTER = (
    refusal("2026-05-20"),
    at("certificates/K1/issuing_country", "US"),
    at("certificates/K1/issuer", "Social Security Administration"),
)
FRENCH = (to("FR", "old-age"), at("assignment/health_cover", ["E5"]), at("exhibits/E5/kind", "health-cover-statement"),
          at("questions/health-cover", EXHIBIT))  # fmt: skip

SOUND: tuple[tuple[str, str, tuple[Edit, ...], tuple[Edit, ...], str], ...] = (
    ("Portuguese pensions", PT, (at("claims/C1/programs", PENSIONS),),
     (register("agreements", "PT/programs/confirmed", ["sickness"]),), "E02"),
    ("German survivors and disability", DE, (at("claims/C1/programs", PENSIONS),),
     (register("agreements", "DE/programs/confirmed", ["old-age"]),), "E02"),
    ("Irish sickness", NO, (to("IE", "sickness", "maternity"), at("questions/detachment-limit", LIMIT)),
     (at("questions/detachment-limit", GONE),), "R01"),
    ("Dutch health", NO, (to("NL", "health"),), (register("agreements", "NL/programs/confirmed", ["old-age"]),), "E02"),
    ("Japanese disability", NO, (to("JP", "disability", "survivors"), at("questions/health-cover", EXHIBIT)),
     (at("questions/health-cover", GONE),), "E06"),
    ("an Italian national who elects U.S. coverage", IT,
     (at("worker/citizenships", ["IT"]), at("questions/election", ELECTED)), (at("questions/election", GONE),), "R02"),
    ("work before the entry into force, which is left out", NO,
     (register("agreements", "NO/in_force", "2026-01-15"), at("assignment/begins", "2025-12-01"),
      at("assignment/ends", "2031-01-14")), (register("agreements", "NO/in_force", "1984-07-01"),), "R01"),
    ("the request of a representative", NO, (request("requester", "agent"), *POWER_OF_ATTORNEY),
     (request("authority", GONE),), "L10"),
    ("a letter of SSA after the foreign agency refused", JP, SSA_LETTER, (at("requests/R1/refusal", GONE),), "X02"),
    ("a Spanish extension by one year", PT, (to("ES", "sickness"),),
     (register("agreements", "ES/extension/label", "copy"),), "R06"),
    ("a French citizen who comes from a third country", NO,
     (*FRENCH, at("assignment/via", "NL"), at("worker/citizenships", ["FR"])), (at("worker/citizenships", ["GH"]),),
     "R09"),
    ("a member of a ship's crew", NO, (at("rule/kind", "ship-or-aircraft-crew"),
                                       at("questions/coverage-provision", CREW),
                                       at("questions/provision-limit", {**PAGE, "answer": "none"})),
     (at("questions/coverage-provision", GONE),), "R10"),
)  # fmt: skip

UNSOUND: tuple[tuple[str, str, tuple[Edit, ...], str], ...] = (
    ("hired on the first day", NO, (at("assignment/hired_on", "2026-05-01"),), "R01"),
    ("the quarter of Form 2032 missed", DE, (at("assignment/affiliate/form_2032_effective", "2014-02-01"),), "R05"),
    ("the affiliation ended", DE, (at("assignment/affiliate/affiliate_until", "2026-09-30"),), "R11"),
    ("an affiliate's employee who is no citizen or resident", DE,
     (at("worker/citizenships", ["DE"]), at("worker/residence", "DE")), "R08"),
    ("sent to Norway without U.S. citizenship or residence", NO,
     (at("worker/citizenships", ["SE"]), at("worker/residence", "NO")), "R08"),
    ("the election was made too late", IT, LATE_ELECTION, "R02"),
    ("a national of a third country in Italy", IT, (at("worker/citizenships", ["FR"]),), "R02"),
    ("an employee asked for the Hungarian exception", NO,
     (to("HU", "old-age"), at("rule/kind", "special-exception"), at("questions/special-exception", EXHIBIT),
      at("exhibits/E1/kind", "exception-agreement"),
      request("requester", "worker")), "R07"),
    ("a repeated French transfer that is too long", NO,
     (*FRENCH, at("assignment/earlier", {"first": {"begins": "2022-05-01", "ends": "2025-10-31"}})), "R09"),
    ("from a third country without a French or U.S. citizenship", NO,
     (*FRENCH, at("assignment/via", "NL"), at("worker/citizenships", ["GH"])), "R09"),
    ("an extension that only the practice of the Japanese agency allows", PT,
     (to("JP", "old-age"), at("questions/health-cover", EXHIBIT)), "R06"),
    ("a Romanian exemption while the agreement is only reported", NO,
     (to("RO", "old-age"), at("questions/detachment-limit", LIMIT)), "D02"),
)  # fmt: skip


def verdict(case: str, edits: tuple[Edit, ...]) -> tuple[Verdict, frozenset[str]]:
    found = judged(sign(bench(case, edits)))
    return found.verdict, objecting(found)


def _named(rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    yield from (row[0] for row in rows)


def test_there_are_twelve_of_each() -> None:
    assert (len(SOUND), len(UNSOUND)) == (12, 12)


@pytest.mark.parametrize(("case", "edits", "missing", "control"), [row[1:] for row in SOUND], ids=[*_named(SOUND)])  # type: ignore[arg-type]
def test_a_sound_case_is_supported_with_its_evidence_and_refused_without_it(
    case: str, edits: tuple[Edit, ...], missing: tuple[Edit, ...], control: str
) -> None:
    found, objections = verdict(case, edits)
    assert found is Verdict.SUPPORTED, objections
    found, objections = verdict(case, (*edits, *missing))
    assert found is Verdict.UNSUPPORTED
    assert control in objections


@pytest.mark.parametrize(("case", "edits", "control"), [row[1:] for row in UNSOUND], ids=[*_named(UNSOUND)])  # type: ignore[arg-type]
def test_an_unsound_case_is_refused_with_its_finding(case: str, edits: tuple[Edit, ...], control: str) -> None:
    found, objections = verdict(case, edits)
    assert found is Verdict.UNSUPPORTED
    assert control in objections
