"""The company, the people and the policy of a new project: from the options of `init --empty`, or asked for."""

import sys
from collections.abc import Iterator
from typing import Any

import click

from casebound.cli import options
from casebound.cli.options import DAY
from casebound.model.errors import CannotJudge
from casebound.model.terms import Role

_ASKED = {
    "company": "Company that sends workers (the exact name on certificates)",
    "country": "Country of the company, two letters",
    "address": "Address of the company",
}
_POLICY = {
    "separation": ("three", "People who share operations, data quality and approval", ("two", "three")),
    "paper": ("letter", "Paper size of the documents", ("a4", "letter")),
}
"""The choices of the policy: the default, the question and the values."""
_ROLES = {
    Role.OPERATIONS: "Operations owner, who keeps the files and writes to the agency",
    Role.DATA_QUALITY: "Data-quality owner, who compares the packet with its documents",
    Role.APPROVER: "Approver of the requests and the exemptions",
    Role.LEGAL: "Legal owner, who confirms the agreement and the rule",
    Role.PAYROLL: "Payroll owner, who confirms double contributions and enters the payroll change",
}


def team_of(given: dict[str, Any]) -> Any:
    """The team, from the options or asked for on a terminal. Elsewhere, missing options raise CannotJudge."""
    from casebound.edit.empty_project import Team

    asks = sys.stdin.isatty()
    missing = [f"--{name}" for name in _ASKED if not given[name]] + ([] if given["people"] else ["--person"])
    if missing and not asks:
        remedy = "Give these options, or run the command on a terminal, where it asks for them."
        raise CannotJudge(f"missing options: {', '.join(missing)}", remedy)
    texts: dict[str, Any] = {name: given[name] or click.prompt(question, err=True) for name, question in _ASKED.items()}
    members = tuple(_members(given["people"])) or tuple(_asked_members())
    today = options.this_day()
    choices: dict[str, Any] = {"starts": given["starts"] or today}
    choices |= {name: given[name] or default for name, (default, _, _) in _POLICY.items()}
    if missing:
        choices |= dict(_asked_policy(given, today))
    return Team(**texts, members=members, **choices)


def _members(people: tuple[str, ...]) -> Iterator[Any]:
    from casebound.edit.empty_project import TeamMember

    for text in people:
        roles, *rest = (part.strip() for part in text.split(";"))
        names = tuple(role.strip() for role in roles.split(","))
        unknown = [name for name in names if name not in tuple(Role)]
        if unknown or not 2 <= len(rest) <= 3:
            message = f"--person {text!r} is not understood"
            raise CannotJudge(
                message, 'Write for example --person "legal, payroll; Ann Price; Counsel; ann@example.com".'
            )
        yield TeamMember(rest[0], rest[1], tuple(map(Role, names)), rest[2] if len(rest) > 2 else None)


def _asked_members() -> Iterator[Any]:
    """The person of each role. A name that was given before is not asked about again."""
    from casebound.edit.empty_project import TeamMember

    titles: dict[str, tuple[str, str]] = {}
    roles: dict[str, list[Role]] = {}
    for role, question in _ROLES.items():
        name = click.prompt(question, err=True).strip()
        if name not in titles:
            title = click.prompt(f"Job title of {name}", err=True).strip()
            titles[name] = title, click.prompt(f"E-mail address of {name} (may be empty)", "", err=True).strip()
        roles.setdefault(name, []).append(role)
    for name, (title, email) in titles.items():
        yield TeamMember(name, title, tuple(roles[name]), email or None)


def _asked_policy(given: dict[str, Any], today: Any) -> Iterator[tuple[str, Any]]:
    """The choices of the policy that no option states."""
    if not given["starts"]:
        question = "First day on which the team records its requests in casebound"
        yield "starts", click.prompt(question, today.isoformat(), type=DAY, err=True)
    for name, (default, question, kinds) in _POLICY.items():
        if not given[name]:
            yield name, click.prompt(question, default, type=click.Choice(kinds), err=True)
