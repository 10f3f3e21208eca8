"""Attacks of the kinds 5 and 6: a policy that takes a block away, and a check for a day that has not come."""

from typing import Any

from tests.support.sample import Bench, Edit, as_of
from tests.verification.outside.decisions import source
from tests.verification.outside.records import (
    APPROVER,
    FROM_START,
    OPERATIONS,
    Attack,
    all_of,
    attack,
    certificate,
    confirmed,
    drops,
    filed_as,
    found,
    logged,
    partner,
    payroll_record,
    proof_of_sending,
    row,
    sets,
    status,
    value,
    writes,
)


def policy(path: str, content: Any, *edits: Edit) -> Edit:
    """A setting of the policy register, and what it allows."""

    def edit(bench: Bench) -> None:
        settings = bench.registers["policy"]
        *parents, last = path.split("/")
        for part in parents:
            settings = settings[part]
        settings[last] = found(content, bench)
        all_of(*edits)(bench)

    return edit


def unasked(*roles: str) -> Edit:
    """These roles answered no sheet."""

    def edit(bench: Bench) -> None:
        for sheet in bench.plan.values():
            sheet["answers"] = [given for given in sheet["answers"] if given["role"] not in roles]

    return edit


def host(name: str) -> Edit:
    """A host is official, and the page on the rule is there."""

    def edit(bench: Bench) -> None:
        bench.registers["policy"]["official_hosts"][name] = {"authority": "A page", "country": "US"}
        source("rule", "url", f"https://{name}/x")(bench)

    return edit


def label(text: str) -> Edit:
    """An intake label decides the lane."""

    def edit(bench: Bench) -> None:
        bench.registers["policy"]["intake_labels"][text] = value(bench, "filing/lane")
        sets("worker/intake_label", text)(bench)

    return edit


FLOORS = (
    attack(
        5,
        "nobody approves the exemption",
        policy("approvals/exemption", [], unasked("approver", "legal", "payroll")),
        FROM_START,
    ),
    attack(
        5,
        "payroll alone approves the exemption",
        policy("approvals/exemption", ["payroll"], unasked("approver", "legal")),
        FROM_START,
    ),
    attack(
        5,
        "legal and payroll approve the exemption",
        policy("approvals/exemption", ["legal", "payroll"], unasked("approver")),
        FROM_START,
    ),
    attack(5, "nobody approves the filing", policy("approvals/filing", [], unasked("data_quality")), FROM_START),
    attack(
        5,
        "the data-quality owner alone approves the filing",
        policy(
            "approvals/filing", ["data_quality"], lambda b: b.plan["D1"].update(answers=b.plan["D1"]["answers"][:1])
        ),
        FROM_START,
    ),
    attack(
        5, "the operations owner is a role that approves", policy("approvals/exemption", ["operations"]), FROM_START
    ),
    attack(
        5,
        "no question is required, and none is answered",
        policy("needed_questions", {"all": []}, drops("questions")),
        FROM_START,
    ),
    attack(
        5,
        "no question is required, and the work is unknown",
        policy("needed_questions", {"all": []}, sets("questions/single-employment", {"unknown": "Other work?"})),
        FROM_START,
    ),
    attack(
        5,
        "pages of a year are fresh",
        policy("source_fresh_days", 366, source("rule", "accessed_on", confirmed(-300))),
        FROM_START,
    ),
    attack(
        5,
        "pages of 92 days are fresh",
        policy("source_fresh_days", 93, source("rule", "accessed_on", confirmed(-92))),
        FROM_START,
    ),
    attack(
        5,
        "pages of ten thousand days are fresh",
        policy("source_fresh_days", "10000", source("agreement", "accessed_on", "2019-01-01")),
        FROM_START,
    ),
    attack(
        5,
        "every .com is official",
        policy(
            "official_hosts",
            lambda b: {**b.registers["policy"]["official_hosts"], "com": {"authority": "All", "country": "US"}},
            source("rule", "url", "https://example.com/x"),
        ),
        FROM_START,
    ),
    attack(5, "a blog is official", host("blog.example.com"), FROM_START, right="F36"),
    attack(5, "a shared host is official", host("github.io"), FROM_START, right="F36"),
    attack(5, "the label Performer is a lane", label("Performer"), FROM_START, right="F36"),
    attack(5, "a label of question marks is a lane", label("???"), FROM_START, right="F36"),
    attack(5, "one person may do everything", policy("separation", "one"), FROM_START),
    attack(
        5,
        "the cut-over day is next year, and everything is taken over",
        policy(
            "cut_over",
            "2027-01-01",
            lambda b: b.plan.clear(),
            writes(
                {
                    "takeover": lambda b: {
                        "requests": ["R1"],
                        "claims": ["C1"],
                        "stated_on": "2026-11-20",
                        "by": OPERATIONS(b),
                        "because": "Before.",
                        "evidence": ["E1"],
                    }
                }
            ),
        ),
        FROM_START,
    ),
    attack(
        5,
        "a proposed exemption may wait for ever",
        policy(
            "proposed_days",
            100000,
            drops("claims/C1/relied"),
            lambda b: b.case["exhibits"].pop(
                next(k for k, h in b.case["exhibits"].items() if h["kind"] == "payroll-record")
            ),
        ),
        FROM_START,
    ),
    attack(
        5,
        "a file is kept for no year",
        policy(
            "retention_years",
            0,
            writes(
                {
                    "closure": {
                        "outcome": "issued",
                        "closed_on": "2026-11-20",
                        "because": "It ended.",
                        "retain_until": "2026-11-30",
                    }
                }
            ),
        ),
    ),
    attack(5, "a status is checked every thousand days", policy("status_check_days", 1000)),
    attack(5, "the policy has no approvals", lambda b: b.registers["policy"].pop("approvals")),
    attack(5, "the policy has no hosts", policy("official_hosts", {})),
    attack(5, "the policy has no labels", policy("intake_labels", {})),
    attack(5, "the policy has a setting that does not exist", policy("ignore", ["A02"])),
    attack(5, "the policy turns a control off", policy("controls", {"A02": "off"})),
)

COMES = "2027-01-04"


def forecast(*edits: Edit) -> Edit:
    """The check is for a day of next summer."""
    return all_of(*edits, as_of("2027-06-01"))


def spring(bench: Bench) -> None:
    """The certificate is issued, approved and entered next spring."""
    writes(
        {
            "certificates/K1/issued_on": "2027-04-05",
            "certificates/K1/received_on": "2027-04-12",
            "claims/C1/relied/0/entered_on": "2027-04-20",
        }
    )(bench)
    filed_as(certificate, effective="2027-04-05", received="2027-04-12", recorded="2027-04-12")(bench)
    filed_as(payroll_record, effective="2027-04-20", recorded="2027-04-20")(bench)
    bench.plan["D2"]["proposed_at"] = "2027-04-13T10:00-04:00"
    for given in bench.plan["D2"]["answers"]:
        given["at"] = "2027-04-14T10:00-04:00"


def answered(bench: Bench) -> None:
    """The people approve the exemption in January."""
    for given in bench.plan["D2"]["answers"]:
        given["at"] = f"{COMES}T10:00-05:00"


def promoted(bench: Bench) -> None:
    """The final approver has the role from January."""
    for entry in bench.registers["people"][APPROVER(bench)]["roles"]:
        entry["from"] = COMES


FORECASTS = (
    *(
        attack(6, f"{path} is in January", forecast(sets(path, COMES)))
        for path in (
            "certificates/K1/issued_on",
            "certificates/K1/received_on",
            "claims/C1/relied/0/entered_on",
            "requests/R1/sent/on",
            "rule/confirmed_on",
            "filing/decided_on",
            "conditions/agreement/checked_on",
            "conditions/double_contributions/checked_on",
            "exhibits/E1/recorded",
        )
    ),
    attack(6, "the certificate is recorded in January", forecast(filed_as(certificate, recorded=COMES))),
    attack(6, "the payroll record is recorded in January", forecast(filed_as(payroll_record, recorded=COMES))),
    attack(6, "the proof of sending is recorded in January", forecast(filed_as(proof_of_sending, recorded=COMES))),
    attack(6, "a status is of January", forecast(status("Completed", f"{COMES}T10:00-05:00"))),
    attack(6, "a log entry is of January", forecast(logged("Compared.", f"{COMES}T10:00-05:00"))),
    attack(6, "the agreement comes into force in January", forecast(row("agreements", partner, "in_force", COMES))),
    attack(6, "the page on the rule is read in January", forecast(source("rule", "accessed_on", COMES)), FROM_START),
    attack(
        6,
        "the people approve in January",
        forecast(answered),
        FROM_START,
    ),
    attack(
        6,
        "the final approver has the role from January",
        forecast(promoted),
        FROM_START,
    ),
    attack(
        6,
        "the case is closed in January",
        forecast(
            writes(
                {
                    "closure": {
                        "outcome": "issued",
                        "closed_on": COMES,
                        "because": "It ended.",
                        "retain_until": "2040-01-01",
                    }
                }
            )
        ),
    ),
    attack(6, "certificate, approvals and payroll are of next spring", forecast(spring), FROM_START),
)


ATTACKS: tuple[Attack, ...] = (*FLOORS, *FORECASTS)
