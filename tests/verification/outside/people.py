"""Attacks of the kinds 8 and 10: who sends the worker, and who decides."""

from collections.abc import Callable
from typing import Any

from tests.support.sample import Bench, Edit
from tests.verification.outside.records import (
    APPROVER,
    EMPLOYEES,
    FROM_START,
    IT,
    JP,
    KR,
    NO,
    OPERATIONS,
    Attack,
    all_of,
    attack,
    begins,
    employer,
    exempting,
    files,
    later,
    person,
    role,
    row,
    sets,
    value,
    writes,
)


def company(path: str, content: Any) -> Edit:
    """A change of the employer's row."""
    return row("employers", employer, path, content)


def sent_by_company(key: str) -> Edit:
    """Case, claim and certificate name another company."""

    def edit(bench: Bench) -> None:
        employer(bench)
        bench.case["employer"] = bench.case["claims"]["C1"]["employer"] = key
        value(bench, "certificates/K1")["employer"] = bench.registers["employers"][key]["name"]

    return edit


def affiliate(key: str, **fields: str) -> Edit:
    """A company of the group employs the worker, with a Form 2032 on file."""
    entry = {"employer": key, "form_2032_effective": "2020-01-01", "evidence": ["E1"], **fields}
    return all_of(
        writes({"assignment/affiliate": entry}), files("form-2032", "Form 2032", "assignment/affiliate/evidence")
    )


def succeeded(days: int) -> Edit:
    """Another company succeeds the employer so many days after the first claimed day."""
    return company(
        "succeeded_by",
        lambda bench: {"employer": "copper-ridge-foods", "on": begins(days)(bench), "because": "A merger."},
    )


SENDERS = (
    attack(8, "the employer is a company of the exempt country", company("country", exempting), bases=EMPLOYEES),
    attack(8, "the employer is a company of a third country", company("country", "CH"), bases=EMPLOYEES),
    attack(8, "the employer is a company of a country without agreement", company("country", "IN"), bases=EMPLOYEES),
    attack(8, "the sister company there is the employer", sent_by_company("fjordline-norge"), bases=(NO,)),
    attack(8, "the sister company here is the employer", sent_by_company("copper-ridge-foods"), bases=(JP,)),
    attack(8, "a company of a third country is the employer", sent_by_company("alpenquell-systems"), bases=EMPLOYEES),
    attack(
        8,
        "an affiliate employs the worker, and nothing is on file",
        writes({"assignment/affiliate": {"employer": "fjordline-norge", "evidence": ["E1"]}}),
        bases=(NO,),
    ),
    attack(8, "the affiliate is in a third country", affiliate("alpenquell-systems"), bases=(NO,)),
    attack(8, "the affiliate is the employer itself", affiliate("fjordline-subsea"), bases=(NO,)),
    attack(
        8,
        "the affiliate was covered too late",
        affiliate("fjordline-norge", form_2032_effective="2026-07-01"),
        bases=(NO,),
    ),
    attack(
        8,
        "the affiliate was covered in mid-quarter",
        affiliate("fjordline-norge", form_2032_effective="2020-02-01"),
        bases=(NO,),
    ),
    attack(8, "the affiliation had ended", affiliate("fjordline-norge", affiliate_until="2025-12-31"), bases=(NO,)),
    attack(
        8,
        "the affiliation ends during the claim",
        affiliate("fjordline-norge", affiliate_until="2027-03-31"),
        bases=(NO,),
    ),
    attack(
        8,
        "the affiliate employs a foreign resident",
        all_of(affiliate("fjordline-norge"), writes({"worker/citizenships": ["NO"], "worker/residence": "NO"})),
        bases=(NO,),
    ),
    attack(
        8,
        "the worker is neither a citizen nor a resident",
        writes({"worker/citizenships": ["NO"], "worker/residence": "NO"}),
        bases=(NO,),
    ),
    attack(
        8,
        "the Form 2032 is younger than the work",
        all_of(
            writes({"assignment/affiliate": {"employer": "fjordline-norge", "form_2032_effective": "2020-01-01"}}),
            writes({"assignment/affiliate/evidence": ["E1"]}),
            files("form-2032", "Form 2032", "assignment/affiliate/evidence", effective="2026-11-02"),
        ),
        bases=(NO,),
    ),
    attack(8, "another company succeeded the employer before the claim", succeeded(-30), bases=EMPLOYEES),
    attack(8, "another company succeeds the employer on the last-but-one day", succeeded(400), bases=EMPLOYEES),
    attack(8, "the worker was hired on the first day of work", sets("assignment/hired_on", begins(0)), bases=EMPLOYEES),
    attack(
        8, "the worker was hired after the first day of work", sets("assignment/hired_on", begins(40)), bases=EMPLOYEES
    ),
    attack(8, "the worker is a national of a third country", sets("worker/citizenships", ["FR"]), bases=(IT,)),
    attack(
        8, "the worker is an Italian national and has not elected", sets("worker/citizenships", ["IT"]), bases=(IT,)
    ),
    attack(
        8,
        "the worker has both nationalities and has not elected",
        sets("worker/citizenships", ["US", "IT"]),
        bases=(IT,),
    ),
    attack(8, "the worker resides in the exempt country", sets("worker/residence", "US"), bases=(KR,)),
    attack(8, "the worker resides in a third country", sets("worker/residence", "JP"), bases=(KR,)),
)


def like_operations(who: str, **change: Callable[[dict[str, Any]], str]) -> Edit:
    """The person in a role has the name or the address of the operations owner, in some form."""

    def edit(bench: Bench) -> None:
        people = bench.registers["people"]
        owner = dict(people[OPERATIONS(bench)])
        people[role(who)(bench)].update({field: of(owner) for field, of in change.items()})

    return edit


def name_of(change: Callable[[str], str]) -> Callable[[dict[str, Any]], str]:
    return lambda owner: change(owner["name"])


def one_name(*roles: str) -> Edit:
    """The people in several roles have one name."""

    def edit(bench: Bench) -> None:
        for name in roles:
            bench.registers["people"][role(name)(bench)]["name"] = "Robin Vale"

    return edit


def held(path: str, day: str) -> Edit:
    """The final approver holds the roles only from or until a day."""

    def edit(bench: Bench) -> None:
        for entry in bench.registers["people"][APPROVER(bench)]["roles"]:
            entry[path] = day

    return edit


def one_person_decides(bench: Bench) -> None:
    """One person is final approver, legal reviewer and payroll."""
    person("kim-all", "Kim All", "approver", "legal", "payroll")(bench)
    for name in ("approver", "legal", "payroll"):
        bench.case["people"][name] = "kim-all"
    writes({"filing/decided_by": "kim-all", "rule/confirmed_by": "kim-all", "claims/C1/relied/0/by": "kim-all"})(bench)
    for sheet in bench.plan.values():
        for given in sheet["answers"]:
            given["by"] = given["by"] if given["role"] == "data_quality" else "kim-all"


def twin(bench: Bench) -> None:
    """The person who decided to file is the operations owner under another id."""
    bench.registers["people"]["second-id"] = {
        **bench.registers["people"][OPERATIONS(bench)],
        "email": "second@example.com",
        "roles": [{"role": "approver", "from": "2019-01-01"}],
    }
    bench.case["filing"]["decided_by"] = "second-id"


FORMS: dict[str, Callable[[str], str]] = {
    "as it is": lambda name: name,
    "in capitals": str.upper,
    "with the family name first": lambda name: ", ".join(reversed(name.split(" "))),
    "with a middle initial": lambda name: name.replace(" ", " M. "),
    "with an initial": lambda name: f"{name[0]}. {name.split()[1]}",
    "with a title": lambda name: f"Dr. {name}",
    "with Jr.": lambda name: f"{name} Jr.",
    "with other accents": lambda name: name.replace("i", "í").replace("a", "á"),
}

ONE_PERSON = (
    *(
        attack(
            10,
            f"the final approver has the name of the operations owner {form}",
            like_operations("approver", name=name_of(change)),
        )
        for form, change in FORMS.items()
    ),
    attack(
        10,
        "the final approver has the address of the operations owner",
        like_operations("approver", email=lambda owner: owner["email"]),
    ),
    attack(10, "the address is in capitals", like_operations("approver", email=lambda owner: owner["email"].upper())),
    attack(
        10,
        "the address has a tag",
        like_operations("approver", email=lambda owner: owner["email"].replace("@", "+ok@")),
    ),
    attack(
        10,
        "the data-quality owner has the name of the operations owner",
        like_operations("data_quality", name=name_of(str)),
    ),
    attack(10, "the data-quality owner has the name of the final approver", one_name("data_quality", "approver")),
    attack(10, "four roles have one name", one_name("data_quality", "approver", "legal", "payroll")),
    attack(10, "legal, payroll and the final approver have one name", one_name("approver", "legal", "payroll")),
    attack(10, "the operations owner changed payroll", sets("claims/C1/relied/0/by", OPERATIONS), right="E05"),
    attack(10, "one person approves in three roles", one_person_decides, FROM_START),
    attack(10, "the operations owner decided under another id", twin, FROM_START),
    attack(10, "the operations owner is the final approver", sets("people/approver", OPERATIONS), FROM_START),
    attack(10, "the final approver left before", held("until", "2025-06-30")),
    attack(10, "the final approver has the role from tomorrow", held("from", later("2026-11-22", 1))),
)

ATTACKS: tuple[Attack, ...] = (*SENDERS, *ONE_PERSON)
