"""Records that deserve support: names and certificates as they are printed, plans and people that change."""

import copy
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.support.honest_events import approved_with, everybody_approves, history, reissued
from tests.support.sample import Bench, Edit, another_pdf, put, recaptured, second_certificate
from tests.verification.outside.records import (
    BASES,
    EMPLOYEES,
    IT,
    JP,
    KR,
    LEGAL,
    NO,
    OPERATIONS,
    OUTBOUND,
    PAYROLL,
    SELF_EMPLOYED,
    Of,
    all_of,
    appends,
    begins,
    changes,
    drops,
    employer,
    files,
    found,
    issued,
    later,
    later_by,
    new_exhibit,
    person,
    role,
    sets,
    value,
    writes,
)


@dataclass(frozen=True)
class Honest:
    """What happens to a case that is supported, and the steps that an honest team then takes, if any is needed."""

    says: str
    event: Edit
    steps: tuple[Edit, ...]
    bases: tuple[str, ...]


def honest(says: str, event: Edit, *steps: Edit, bases: tuple[str, ...] = BASES) -> Honest:
    """A row of a list of honest records."""
    return Honest(says, event, steps, bases)


APPROVED = everybody_approves
Change = Callable[[str], str]


def printed(who: str, change: Change) -> Edit:
    """The certificate prints a name in another form."""
    return changes(f"certificates/K1/{who}", change)


def as_printed(who: str, kind: str = "printed", since: str = "", **more: Any) -> Edit:
    """The printed name is recorded as an alias, and everybody approves."""

    def edit(bench: Bench) -> None:
        name = value(bench, f"certificates/K1/{who}")
        entry = {"name": name, "kind": kind, "because": "Both names belong together."}
        if since:
            entry["from"] = since
        entry.update({field: found(content, bench) for field, content in more.items()})
        holder = bench.registers["employers"][employer(bench)] if who == "employer" else value(bench, who)
        holder.setdefault("aliases", []).append(entry)
        everybody_approves(bench)

    return edit


def register_page(bench: Bench) -> list[str]:
    """A page of a company register that shows both names."""
    source = copy.deepcopy(bench.registers["sources"]["irs-totalization"])
    bench.registers["sources"]["company-register"] = {**source, "supports": ["name"], "accessed_on": "2026-11-19"}
    bench.captures["company-register"] = bench.captures["irs-totalization"]
    recaptured("company-register", another_pdf("company register"))(bench)
    return ["company-register"]


def name_record(day: str) -> Of:
    """A document that shows both names."""
    return lambda bench: [new_exhibit("name-change-record", "Both names", effective=day)(bench)]


def married_before(bench: Bench) -> None:
    """The worker has a new name; the certificate shows the former name."""
    before = bench.case["worker"]["name"]
    entry = {"name": before, "kind": "former", "because": "Married.", "until": "2026-10-31"}
    bench.case["worker"]["name"] = f"{before.split()[0]} Lindgren"
    bench.case["worker"]["aliases"] = [{**entry, "evidence": name_record("2026-11-01")(bench)}]


def renamed_company(bench: Bench) -> None:
    """The company has a new name; the certificate shows the former name."""
    held = bench.registers["employers"][employer(bench)]
    entry = {"name": held["name"], "kind": "former", "because": "Renamed.", "until": "2026-06-30"}
    held.update(name="Blue Line Holdings Inc. (SPECIMEN)", aliases=[{**entry, "evidence": register_page(bench)}])


def last_first(name: str) -> str:
    return ", ".join(reversed(name.split(" ", 1)))


NAMES = (
    honest("the worker is printed in capitals", printed("worker", str.upper), APPROVED),
    honest("the worker is printed in small letters", printed("worker", str.lower), APPROVED),
    honest("the worker is printed decomposed", printed("worker", lambda name: unicodedata.normalize("NFD", name))),
    honest("the worker is printed with two spaces", printed("worker", lambda name: name.replace(" ", "  ")), APPROVED),
    honest("the worker is printed with the family name first", printed("worker", last_first), as_printed("worker")),
    honest(
        "the worker is printed with an initial",
        printed("worker", lambda name: f"{name[0]}. {name.split(' ', 1)[1]}"),
        as_printed("worker"),
    ),
    honest(
        "the worker is printed with a second given name",
        printed("worker", lambda name: name.replace(" ", " Elisabeth ", 1)),
        as_printed("worker"),
    ),
    honest("the worker is printed with a title", printed("worker", lambda name: f"Ms. {name}"), as_printed("worker")),
    honest(
        "the worker is printed in ASCII",
        printed("worker", lambda _: "Maren Ostby"),
        as_printed("worker", "transliteration"),
        bases=(NO,),
    ),
    honest(
        "the worker is printed with OE",
        printed("worker", lambda _: "MAREN OESTBY"),
        as_printed("worker", "transliteration"),
        bases=(NO,),
    ),
    honest(
        "the worker is printed without hyphen",
        printed("worker", lambda name: name.replace("-", " ")),
        APPROVED,
        bases=SELF_EMPLOYED,
    ),
    honest(
        "the worker is printed in Korean",
        printed("worker", lambda _: "박서연"),
        as_printed("worker", "transliteration", evidence=name_record("2026-02-01")),
        bases=(KR,),
    ),
    honest(
        "the worker is printed in Japanese",
        printed("worker", lambda _: "坂本 陽斗"),
        as_printed("worker", "transliteration", evidence=name_record("2026-02-01")),
        bases=(JP,),
    ),
    honest(
        "the worker is printed with a part of the family name",
        printed("worker", lambda _: "Teresa Mancuso"),
        as_printed("worker"),
        bases=(IT,),
    ),
    honest("the worker married later", married_before, APPROVED),
    honest(
        "the worker married before the issue",
        printed("worker", lambda name: f"{name.split()[0]} Lindgren"),
        as_printed("worker", since="2026-02-15", evidence=name_record("2026-02-15")),
    ),
    honest(
        "a letter of the worker's name is doubled",
        all_of(
            printed("worker", lambda name: name + name[-1]),
            writes({"certificates/K1/defect": {"kind": "spelling", "asked_on": "2026-11-10"}}),
        ),
        APPROVED,
    ),
    honest(
        "the employer is printed in capitals, without marks",
        printed("employer", lambda name: name.upper().replace(".", "")),
        APPROVED,
        bases=EMPLOYEES,
    ),
    honest(
        "the employer is printed with Incorporated",
        printed("employer", lambda _: "Fjordline Subsea, Incorporated (SPECIMEN)"),
        APPROVED,
        bases=(NO,),
    ),
    honest(
        "the employer is printed without its legal form",
        printed("employer", lambda name: name.replace(" Inc.", "").replace(" K.K.", "")),
        as_printed("employer"),
        bases=EMPLOYEES,
    ),
    honest(
        "the employer is printed with Kabushiki Kaisha",
        printed("employer", lambda _: "Kitanami Robotics Kabushiki Kaisha (SPECIMEN)"),
        APPROVED,
        bases=(JP,),
    ),
    honest(
        "the employer is printed in Japanese",
        printed("employer", lambda _: "北波ロボティクス株式会社"),
        as_printed("employer", "transliteration", evidence=register_page),
        bases=(JP,),
    ),
    honest(
        "the employer is printed by its trade name",
        printed("employer", lambda _: "FjordSub"),
        as_printed("employer", "trade", evidence=register_page),
        bases=(NO,),
    ),
    honest("the company was renamed later", renamed_company, APPROVED, bases=EMPLOYEES),
    honest("the activity is printed in capitals", printed("activity", str.upper), APPROVED, bases=SELF_EMPLOYED),
    honest(
        "the activity is printed with dba",
        printed("activity", lambda name: f"dba {name}"),
        as_printed("activity", evidence=["E2"]),
        bases=SELF_EMPLOYED,
    ),
)


def two_certificates(bench: Bench) -> None:
    """Two certificates cover the claim together."""
    middle = begins(90)(bench)
    second_certificate(number="S-2", begins=later(middle, 1))(bench)
    writes({"certificates/K1/ends": middle, "claims/C1/certificates": ["K1", "K2"]})(bench)


def older_state(state: str) -> Edit:
    """An earlier certificate of another state is on record."""
    return lambda bench: second_certificate(
        number="OLD-1", state=state, issued_on=issued(-3)(bench), received_on=issued(-2)(bench)
    )(bench)


def replaced(**fields: Any) -> Edit:
    """A corrected certificate takes the place of the first in the claim, once the people have approved it."""
    return all_of(reissued(**fields), lambda bench: put(bench.case, "claims/C1/certificates", ["K2"]))


COPY = new_exhibit("certificate", "A second original")
CERTIFICATES = (
    *(
        honest(f"the number of the certificate is {text}", sets("certificates/K1/number", text), APPROVED)
        for text in ("US/NO 2026-0012", "No. 12", "A1 2026/4711", "PER-2026-12", "SEE 2026/7", "NA-1204")
    ),
    honest("the certificate shows no number", sets("certificates/K1/number", "none shown"), APPROVED),
    honest(
        "the certificate shows no last day",
        all_of(drops("certificates/K1/ends"), writes({"certificates/K1/no_end_shown": True})),
        APPROVED,
    ),
    honest("the certificate begins before the work", later_by(-30, "certificates/K1/begins"), APPROVED),
    honest("the certificate ends after the work", later_by(365, "certificates/K1/ends"), APPROVED),
    honest(
        "the number is printed with spaces",
        changes("certificates/K1/number", lambda text: text.replace("-", " ")),
        APPROVED,
    ),
    honest("a corrected certificate has the same days", replaced(), APPROVED),
    honest("a corrected certificate ends later", replaced(ends="2030-01-31"), APPROVED),
    honest("two certificates cover the claim together", two_certificates, APPROVED),
    honest("a second original arrives", appends("certificates/K1/copies", COPY), APPROVED),
    honest("a draft is on record", older_state("draft"), APPROVED),
    honest("a superseded certificate is on record", older_state("superseded"), APPROVED),
    honest("a revoked earlier certificate is on record", older_state("revoked"), APPROVED),
    honest("the issuer is printed as SSA", sets("certificates/K1/issuer", "SSA"), APPROVED, bases=OUTBOUND),
    honest("the issuer is printed in capitals", changes("certificates/K1/issuer", str.upper), APPROVED),
    honest(
        "the issuer is printed with its country",
        sets("certificates/K1/issuer", "U.S. Social Security Administration"),
        APPROVED,
        bases=OUTBOUND,
    ),
    *(
        honest(f"the issuer is printed as {name}", sets("certificates/K1/issuer", name), APPROVED, bases=OUTBOUND)
        for name in (
            "United States Social Security Administration, Office of International Programs",
            "SSA International Programs",
            "Social Security Administration (SSA), OEIO, Baltimore, MD",
        )
    ),
    honest(
        "the issuer is printed with its office",
        sets("certificates/K1/issuer", "Social Security Administration, Office of International Programs"),
        APPROVED,
        bases=OUTBOUND,
    ),
)


def home(day: str) -> Edit:
    """The worker comes home on a day."""
    return writes({"assignment/ends": day, "claims/C1/ends": day})


def new_system(bench: Bench) -> None:
    """Payroll entered the change again in another system."""
    record = new_exhibit("payroll-record", "New system", effective="2026-10-28", recorded="2026-10-28")(bench)
    first = value(bench, "claims/C1/relied/0")
    again = {**first, "from": "2026-11-01", "entered_on": "2026-10-28", "evidence": [record]}
    first["until"] = "2026-10-31"
    value(bench, "claims/C1/relied").append(again)


def pause(bench: Bench) -> None:
    """Payroll stopped the change for a month, and entered it again."""
    stopped = new_exhibit("payroll-record", "Stopped", effective="2026-10-15", recorded="2026-10-15")(bench)
    again = new_exhibit("payroll-record", "Again", effective="2026-11-12", recorded="2026-11-12")(bench)
    claim = value(bench, "claims/C1")
    claim["reversed"] = [{"on": "2026-10-15", "by": PAYROLL(bench), "because": "A question.", "evidence": [stopped]}]
    entry = {**claim["relied"][0], "from": "2026-11-15", "entered_on": "2026-11-12", "evidence": [again]}
    claim["relied"].append(entry)


def later_start(bench: Bench) -> None:
    later_by(14, "assignment/begins", "claims/C1/begins", "claims/C1/relied/0/from")(bench)


PLANS = (
    honest("the worker comes home a year early", home("2027-01-15")),
    honest("the worker came home last week", home("2026-11-20")),
    honest(
        "the worker comes home early, and payroll ends the change",
        all_of(home("2026-12-31"), writes({"claims/C1/relied/0/until": "2026-12-31"})),
        APPROVED,
    ),
    honest(
        "the letter of recall is on file",
        all_of(home("2026-12-31"), files("correspondence", "Letter of recall", "assignment/evidence")),
    ),
    honest("the work is prolonged, the claim stays", later_by(90, "assignment/ends")),
    honest("the work began two weeks later", history(later_start)),
    honest("one program was claimed", history(changes("claims/C1/programs", lambda programs: programs[:1]))),
    honest(
        "the claim begins a month after the certificate",
        history(later_by(31, "claims/C1/begins", "claims/C1/relied/0/from")),
    ),
    honest("the claim ends before the certificate", history(later_by(-60, "claims/C1/ends"))),
    honest("payroll entered the change again in another system", new_system),
    honest("payroll stopped for a month, with records", pause),
)

ROLES = ("operations", "data_quality", "approver", "legal", "payroll")


def leaves(name: str) -> Edit:
    """The person in a role left in October."""

    def edit(bench: Bench) -> None:
        for entry in bench.registers["people"][role(name)(bench)]["roles"]:
            entry["until"] = "2026-10-31"

    return edit


def successor(name: str) -> Edit:
    """A new colleague has the role."""
    new = person("nina-holm", "Nina Holm", name, email="nina.holm@example.com")
    return all_of(leaves(name), new, writes({f"people/{name}": "nina-holm"}))


def deputy(bench: Bench) -> None:
    """The certificate shows no number, and legal is on leave with a deputy."""
    days = {"from": "2026-11-01", "until": "2026-11-30", "appointed_on": "2026-10-20"}
    person("nina-holm", "Nina Holm", deputy_for=[{"person": LEGAL(bench), "role": "legal", **days}])(bench)
    sets("certificates/K1/number", "none shown")(bench)


def two_people(bench: Bench) -> None:
    """The operations owner also checks the data."""
    owner = OPERATIONS(bench)
    bench.registers["policy"]["separation"] = "two"
    bench.registers["people"][owner]["roles"].append({"role": "data_quality", "from": "2019-01-01"})
    bench.case["people"]["data_quality"] = owner
    for given in bench.plan["D1"]["answers"]:
        given["by"] = owner if given["role"] == "data_quality" else given["by"]


def new_addresses(bench: Bench) -> None:
    for entry in bench.registers["people"].values():
        if isinstance(entry, dict) and "email" in entry:
            entry["email"] = entry["email"].replace("example.com", "example.org")


def same_family_name(bench: Bench) -> None:
    people, case = bench.registers["people"], bench.case["people"]
    people[case["legal"]]["name"] = f"Robert {people[case['approver']]['name'].split()[-1]}"


COLLEAGUE = person("sara-lund", "Sara Lund")
PEOPLE = (
    *(honest(f"the person in the role {name} left", leaves(name)) for name in ROLES),
    *(honest(f"a successor has the role {name}", successor(name)) for name in ROLES),
    honest("a successor approves an early return", all_of(successor("approver"), home("2027-01-15")), APPROVED),
    honest("a deputy approves", deputy, approved_with(legal="nina-holm")),
    honest("the addresses of the company change", new_addresses),
    honest("two colleagues have one family name", same_family_name),
    honest("two people do everything", history(two_people)),
    honest(
        "a colleague without a role sent the request",
        history(all_of(COLLEAGUE, sets("requests/R1/sent/by", "sara-lund"))),
    ),
)

DESERVING: tuple[Honest, ...] = (*NAMES, *CERTIFICATES, *PLANS, *PEOPLE)
