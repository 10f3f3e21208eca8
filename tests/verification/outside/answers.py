"""Attacks of the kinds 7, 13 and 14: the special exception, answers, and questions that do not apply."""

from typing import Any

from tests.support.sample import Bench, Edit
from tests.verification.outside.records import (
    EMPLOYEES,
    INBOUND,
    IT,
    KR,
    NO,
    SELF_EMPLOYED,
    SIGNED,
    Attack,
    Of,
    all_of,
    attack,
    certificate,
    covering,
    drops,
    employer,
    entered,
    exempting,
    found,
    issued,
    letter,
    new_exhibit,
    page,
    partner,
    row,
    same_file,
    sets,
    writes,
)

UNDATED = new_exhibit("exception-agreement", "Consent without a date", recorded="2026-11-20")
CONSENT = new_exhibit("exception-agreement", "Consent of both agencies", effective="2026-01-10", recorded="2026-01-12")


def answered(question: str, answer: Any = None, evidence: Any = None, known: str = "It was found out.") -> Edit:
    """A question is known, with an answer and evidence."""

    def edit(bench: Bench) -> None:
        entry: dict[str, Any] = {"known": known}
        if answer is not None:
            entry["answer"] = found(answer, bench)
        if evidence is not None:
            entry["evidence"] = [found(part, bench) for part in evidence]
        bench.case["questions"][question] = entry

    return edit


def exception(*edits: Edit, answer: Any = "yes", evidence: Any = (CONSENT,)) -> Edit:
    """Coverage depends on a special exception."""
    return all_of(sets("rule/kind", "special-exception"), answered("special-exception", answer, evidence), *edits)


def consent(**fields: Any) -> tuple[Of]:
    return (
        new_exhibit(
            "exception-agreement", "Consent", **{"effective": "2026-01-10", "recorded": "2026-01-12", **fields}
        ),
    )


def same_as(which: Of) -> Of:
    """The consent is the file of another exhibit."""

    def filed(bench: Bench) -> str:
        key = str(CONSENT(bench))
        same_file(lambda _: key, which)(bench)
        return key

    return filed


def succession(answer: Edit) -> Edit:
    """Another company succeeded the employer during the claim."""
    entry = {"employer": "copper-ridge-foods", "on": "2026-10-01", "because": "A merger."}
    return all_of(row("employers", employer, "succeeded_by", entry), answer)


def earlier(answer: Edit) -> Edit:
    """The worker had been transferred before."""
    entry = {"t1": {"begins": "2024-01-01", "ends": "2025-12-31", "evidence": ["E1"]}}
    return all_of(writes({"assignment/earlier": entry}), answer)


def unconfirmed(fact: str, *edits: Edit) -> Edit:
    """A fact of the agreement is known from memory only."""
    return all_of(row("agreements", partner, f"{fact}/label", "memory"), *edits)


def until(day: str) -> Edit:
    return writes(dict.fromkeys(("assignment/ends", "certificates/K1/ends", "claims/C1/ends"), day))


EXCEPTION = (
    attack(7, "nothing is known about the exception", sets("rule/kind", "special-exception")),
    attack(
        7,
        "the exception is unknown",
        exception(writes({"questions/special-exception": {"unknown": "Did both agree?"}})),
    ),
    attack(
        7,
        "the exception does not apply",
        exception(writes({"questions/special-exception": {"not_applicable": "No need.", "evidence": ["E1"]}})),
    ),
    attack(7, "the exception lasts until 2099", exception(until("2099-12-31"))),
    attack(7, "the exception lasts for nine years", exception(until("2035-12-31"))),
    attack(7, "one agency did not agree", exception(answer="no")),
    attack(7, "the answer is missing", exception(answer=None)),
    attack(7, "the answer is in other words", exception(answer="agreed")),
    attack(7, "the answer is a country", exception(answer=covering)),
    attack(7, "there is no evidence", exception(evidence=None)),
    attack(
        7, "the evidence is a note on a call", exception(evidence=[new_exhibit("internal-note", "Agreed by phone")])
    ),
    attack(
        7, "the evidence is an e-mail", exception(evidence=[new_exhibit("correspondence", "We agree in principle")])
    ),
    attack(7, "the evidence is the page on the rule", exception(evidence=[page("rule")])),
    attack(7, "the evidence is the letter of assignment", exception(evidence=[letter])),
    attack(
        7,
        "the consent is younger than the certificate",
        exception(evidence=consent(effective=issued(1), recorded=issued(1))),
    ),
    attack(
        7,
        "the consent is younger than the payroll change",
        exception(evidence=consent(effective=entered(3), recorded=entered(3))),
    ),
    attack(
        7,
        "the consent was withdrawn",
        exception(evidence=consent(withdrawn={"on": "2026-11-20", "by": "ingrid-dahl", "because": "Forged."})),
    ),
    attack(7, "the consent is kept as received", exception(evidence=consent(as_received="It cannot be read."))),
    attack(
        7, "the consent is of next year", exception(evidence=consent(effective="2027-01-10", recorded="2027-01-10"))
    ),
    attack(
        7, "the consent is the file of the letter of assignment", exception(evidence=[same_as(letter)]), right="F34"
    ),
    attack(7, "the consent is the file of the certificate", exception(evidence=[same_as(certificate)]), right="F34"),
    attack(7, "the consent was recorded after the payroll change, and has no date", exception(evidence=[UNDATED])),
    attack(
        7,
        "the agreement is signed only",
        exception(row("agreements", partner, "status", "signed_not_in_force")),
        right="D02 D03",
    ),
    attack(
        7,
        "the worker asked, where only the employer may",
        all_of(
            exception(sets("requests/R1/requester", "worker")),
            row(
                "agreements",
                partner,
                "special_exception",
                {"text": "The employer.", "asked_by": ["employer"], "label": "official", "pages": ["RS 02001.209"]},
            ),
        ),
        SIGNED,
        bases=(NO,),
    ),
)

ANSWERS = (
    *(
        attack(13, f"the coverage is answered with {answer}", answered("coverage-assignment", answer, [page("rule")]))
        for answer in ("CH", "yes", "no", "us", "?", "USA", "the home country", "US or NO", "unknown")
    ),
    attack(
        13, "the coverage is that of the exempt country", answered("coverage-assignment", exempting, [page("rule")])
    ),
    attack(13, "the coverage has no answer", answered("coverage-assignment", None, [page("rule")])),
    attack(13, "the coverage has no evidence", answered("coverage-assignment", covering)),
    attack(
        13,
        "the coverage is known and unknown",
        writes({"questions/coverage-assignment/unknown": "Really?"}),
        right="E06 F04",
    ),
    attack(13, "there is other work", answered("single-employment", "no", ["E5"])),
    attack(13, "other work has no answer", answered("single-employment", None, ["E5"])),
    attack(13, "other work is answered with a number", answered("single-employment", "2", ["E5"])),
    attack(13, "other work is answered with maybe", answered("single-employment", "maybe", ["E5"])),
    attack(13, "the answer on other work cites an unknown exhibit", answered("single-employment", "yes", ["E77"])),
    attack(13, "the worker was not employed before", answered("prior-hire", "no", ["E2"]), bases=EMPLOYEES),
    attack(13, "the hiring has no answer", answered("prior-hire", None, ["E2"]), bases=EMPLOYEES),
    attack(13, "the hiring rests on a note", answered("prior-hire", "yes", ["E5"]), bases=EMPLOYEES),
    attack(13, "the employment is the question that is missing", drops("questions/single-employment")),
    attack(13, "the coverage is the question that is missing", drops("questions/coverage-assignment")),
    attack(
        13,
        "the limit is answered with less than the assignment has",
        unconfirmed("limit", answered("detachment-limit", "12", [page("rule")])),
        bases=EMPLOYEES,
    ),
    *(
        attack(
            13,
            f"the limit is answered with {answer}",
            unconfirmed("limit", answered("detachment-limit", answer, [page("rule")])),
            bases=EMPLOYEES,
        )
        for answer in ("0", "121", "sixty", "60 months", "-60", "60.5", "yes", "012")
    ),
    attack(
        13,
        "the limit rests on a note",
        unconfirmed("limit", answered("detachment-limit", "60", ["E5"])),
        bases=EMPLOYEES,
    ),
    attack(
        13,
        "the limit rests on a page about taxes",
        unconfirmed("limit", answered("detachment-limit", "60", ["irs-totalization"])),
        bases=EMPLOYEES,
    ),
    attack(
        13,
        "the limit rests on a page on another country",
        unconfirmed("limit", answered("detachment-limit", "60", ["ssa-poland-rule"])),
        bases=EMPLOYEES,
    ),
    attack(
        13,
        "the election is for the other country",
        all_of(sets("worker/citizenships", ["IT"]), answered("election", "IT", ["E3"])),
        bases=(IT,),
    ),
    attack(
        13,
        "the election has no document",
        all_of(sets("worker/citizenships", ["US", "IT"]), answered("election", "US", ["E4"])),
        bases=(IT,),
    ),
    attack(
        13,
        "the election is answered with yes",
        all_of(sets("worker/citizenships", ["US", "IT"]), answered("election", "yes", ["E3"])),
        bases=(IT,),
    ),
    attack(
        13,
        "the rule for the self-employed is another",
        unconfirmed("self_employed", answered("self-employed-rule", "place-of-work", [page("rule")])),
        bases=(KR,),
    ),
    attack(
        13,
        "the rule for the self-employed rests on a note",
        unconfirmed("self_employed", answered("self-employed-rule", "residence", ["E5"])),
        bases=(KR,),
    ),
    attack(
        13, "the series is not allowed", earlier(answered("series-of-transfers", "no", [page("rule")])), bases=EMPLOYEES
    ),
    attack(13, "the series rests on a note", earlier(answered("series-of-transfers", "yes", ["E5"])), bases=EMPLOYEES),
    attack(
        13,
        "the new employer was not confirmed",
        succession(answered("employer-succession", "no", ["E1"])),
        bases=EMPLOYEES,
    ),
    *(
        attack(
            13,
            f"the provision for {kind} is {answer}",
            all_of(sets("rule/kind", kind), answered("coverage-provision", answer, [page("rule")])),
        )
        for kind, answer in (
            ("ship-or-aircraft-crew", "CH"),
            ("government-employee", "yes"),
            ("territorial-coverage", "CH"),
            ("government-employee", None),
        )
    ),
    attack(
        13,
        "the work is done in the exempt country, and the territory decides",
        all_of(sets("rule/kind", "territorial-coverage"), answered("coverage-provision", covering, ["E5"])),
    ),
)


def crew(*edits: Edit) -> Edit:
    """The worker is a member of a crew, and the provision and a document about it are on file."""
    provision = answered("coverage-provision", covering, [page("rule"), letter])
    return all_of(sets("rule/kind", "ship-or-aircraft-crew"), provision, *edits)


PROVISIONS = (
    attack(26, "nobody looked up the limit of the provision", crew(), bases=EMPLOYEES, right="R10"),
    attack(
        26,
        "the limit of the provision is unknown",
        crew(writes({"questions/provision-limit": {"unknown": "Is there a limit?"}})),
        bases=EMPLOYEES,
        right="R10",
    ),
    *(
        attack(
            26,
            f"the provision allows {months} months",
            crew(answered("provision-limit", months, [page("rule")])),
            bases=EMPLOYEES,
            right="R10",
        )
        for months in ("6", "12", "0", "any", "unlimited")
    ),
    attack(
        26,
        "a letter of the company says that the provision has no limit",
        crew(answered("provision-limit", "none", [letter])),
        bases=EMPLOYEES,
        right="R10",
    ),
    attack(
        26,
        "the limit of the provision does not apply",
        crew(writes({"questions/provision-limit": {"not_applicable": "It is a ship.", "evidence": ["E1"]}})),
        bases=EMPLOYEES,
        right="R10",
    ),
)

ISSUER = (
    attack(
        21,
        "the answer names another issuer",
        unconfirmed(
            "agency",
            answered("issuing-authority", "Another office", [page("destination")]),
            sets("certificates/K1/issuer", "Bob Certificates Inc."),
        ),
        bases=INBOUND,
    ),
    attack(
        21,
        "the answer names the issuer, and a note shows it",
        unconfirmed(
            "agency",
            answered("issuing-authority", "Bob Certificates Inc.", ["E5"]),
            sets("certificates/K1/issuer", "Bob Certificates Inc."),
        ),
        bases=INBOUND,
    ),
    attack(
        21,
        "the answer names the issuer, and the page on the rule shows it",
        unconfirmed(
            "agency",
            answered("issuing-authority", "Bob Certificates Inc.", [page("rule")]),
            sets("certificates/K1/issuer", "Bob Certificates Inc."),
        ),
        bases=INBOUND,
    ),
)


def idle(question: str, because: str = "It does not apply.", evidence: Any = ("E1",)) -> Edit:
    """A question does not apply, for a reason and with evidence."""
    entry = {"not_applicable": because, **({"evidence": list(evidence)} if evidence else {})}
    return writes({f"questions/{question}": entry})


def required(*edits: Edit, of: str = "outbound") -> Edit:
    """The policy requires the question on pay for a direction."""

    def edit(bench: Bench) -> None:
        bench.registers["policy"]["needed_questions"].setdefault(bench.case["direction"], []).append("pay-split")
        all_of(*edits)(bench)

    return edit


def required_of_all(bench: Bench) -> None:
    bench.registers["policy"]["needed_questions"]["all"].append("pay-split")
    idle("pay-split")(bench)


IDLE = (
    attack(14, "the coverage does not apply", idle("coverage-assignment")),
    attack(14, "other work does not apply", idle("single-employment")),
    attack(14, "the hiring does not apply", idle("prior-hire"), bases=EMPLOYEES),
    attack(
        14,
        "a question of the policy does not apply, without evidence",
        required(idle("pay-split", evidence=())),
        SIGNED,
    ),
    *(
        attack(14, f"a question of the policy does not apply: {because}", required(idle("pay-split", because)), SIGNED)
        for because in ("n/a", "TBD", "-", "none", "unknown", "pending")
    ),
    attack(
        14,
        "a question of the policy does not apply, by an exhibit that is not there",
        required(idle("pay-split", evidence=("E77",))),
        SIGNED,
    ),
    attack(14, "a question of the policy for all does not apply", required_of_all, SIGNED),
    attack(14, "a question of the policy is missing", required(), SIGNED),
    attack(14, "the limit does not apply", unconfirmed("limit", idle("detachment-limit")), bases=EMPLOYEES),
    attack(14, "the issuer does not apply", unconfirmed("agency", idle("issuing-authority")), bases=INBOUND),
    attack(
        14,
        "the rule for the self-employed does not apply",
        unconfirmed("self_employed", idle("self-employed-rule")),
        bases=SELF_EMPLOYED,
    ),
    attack(
        14,
        "the election does not apply to a dual national",
        all_of(sets("worker/citizenships", ["US", "IT"]), idle("election")),
        bases=(IT,),
    ),
    attack(14, "the series does not apply", earlier(idle("series-of-transfers")), bases=EMPLOYEES),
    attack(14, "the succession does not apply", succession(idle("employer-succession")), bases=EMPLOYEES),
    attack(
        14,
        "the provision does not apply to a crew",
        all_of(sets("rule/kind", "ship-or-aircraft-crew"), idle("coverage-provision")),
    ),
)

ATTACKS: tuple[Attack, ...] = (*EXCEPTION, *ANSWERS, *PROVISIONS, *ISSUER, *IDLE)
