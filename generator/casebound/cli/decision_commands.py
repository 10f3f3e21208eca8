"""The commands propose, approve and withdraw."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casebound.cli import options
from casebound.cli.check_build_commands import require_cases
from casebound.cli.options import BLOCKED, PAST_MOMENT, as_of_day, in_folder
from casebound.cli.output import report_done, say_if_pinned
from casebound.load.workspace import Workspace, workspace
from casebound.model.mail_answers import BY_MAIL
from casebound.model.terms import ApprovalStep, Effect, Role, SheetReply

if TYPE_CHECKING:
    from casebound.edit.sheets import ApprovalRequest
    from casebound.model.decisions import Sheet
    from casebound.pipeline.approve import AnswerResult, Proposed

_STEP = click.Choice([step.value for step in ApprovalStep])
_ROLE = click.Choice([role.value for role in Role])
_subject = click.option(
    "--claim",
    "subject",
    multiple=True,
    help="The claim, for an exemption; can be repeated. Default: every claim that is not approved as it is now.",
)


@click.command("propose")
@click.argument("case")
@click.argument("step", type=_STEP)
@click.option("--by", help="The person who proposes, as an id in registers/people.yml. Default: the operations owner.")
@click.option(
    "--mail",
    "mail_folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for drafts of e-mails: an unsent message (.eml) to each person who has not answered.",
)
@_subject
@as_of_day
@in_folder
def propose_command(case: str, step: str, folder: Path, **given: Any) -> None:
    """Write the decision sheet of STEP for CASE: exactly the facts that people are asked to approve.

    Where the last sheet is still current, it is shown and nothing is written.
    """
    from casebound.pipeline.approve import Time, propose
    from casebound.pipeline.approve_by_mail import write_drafts

    time = Time(options.this_minute(), options.this_day(), given["as_of"])
    project = _project(folder, case)
    proposed = propose(project, case, ApprovalStep(step), given["subject"], given["by"], time)
    sheet = proposed.sheet
    done = f"wrote decisions/{sheet.file}" if proposed.new else f"decisions/{sheet.file} is still current"
    done += _replacement(proposed)
    needed = _asked(sheet, proposed.missing_roles)
    outbox = given["mail_folder"]
    drafts = write_drafts(proposed, time.today, outbox) if outbox is not None else ()
    written = "".join(f"\ndraft: {outbox}/{name}" for name in drafts)
    report_done(f"{_shown(proposed)}\n{done}\nsha256 {sheet.sha256}\nstill needed: {needed or 'nobody'}{written}")
    if proposed.new and given["as_of"] is None:
        say_if_pinned(project, time.now.on)


@click.command("approve")
@click.argument("case")
@click.argument("step", type=_STEP)
@click.option("--by", help="The person who answers, as an id in registers/people.yml.")
@click.option("--role", type=_ROLE, help="The role, if the person has several.")
@click.option(
    "--from",
    "reply",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The reply to a request by e-mail, saved as .eml. It says who answers, and how.",
)
@click.option("--entered-by", help="The person who enters the reply, as an id in registers/people.yml.")
@_subject
@click.option("--refuse", is_flag=True, help="Refuse the sheet, which is then no longer valid. Needs --because.")
@click.option("--because", help="The reason for a refusal.")
@click.option("--at", type=PAST_MOMENT, help="When the answer was given. It counts from now in any case.")
@click.option("--yes", is_flag=True, help="Do not ask on a terminal.")
@as_of_day
@in_folder
def approve_command(case: str, step: str, folder: Path, **given: Any) -> None:
    """Add a person's answer to the decision sheet of STEP for CASE. Without a current sheet, one is written first.

    On a terminal, the sheet, the changes since the last sheet and the open findings are shown before the question.
    """
    from casebound.edit.sheets import ApprovalRequest
    from casebound.pipeline.approve import Time, answer, preview

    if given["reply"] is not None:
        _enter_reply(case, step, folder, given)
        return
    if given["by"] is None or given["entered_by"] is not None:
        raise click.UsageError("name the person who answers with --by, or give a reply with --from and --entered-by")
    if given["refuse"] and not given["because"]:
        raise click.UsageError("a refusal needs a reason: --because")
    time = Time(options.this_minute(), options.this_day(), given["as_of"])
    request = ApprovalRequest(
        ApprovalStep(step),
        given["by"],
        given["at"] or time.now,
        Role(given["role"]) if given["role"] else None,
        given["subject"],
        SheetReply.REFUSE if given["refuse"] else SheetReply.APPROVE,
        given["because"],
    )
    project = _project(folder, case)
    shown = None
    if sys.stdin.isatty() and not given["yes"]:
        proposed = preview(project, case, request, time)
        _ask(proposed, request)
        shown = None if proposed.new else proposed.sheet.sha256
    _report(case, step, answer(project, case, request, time, shown))


def _enter_reply(case: str, step: str, folder: Path, given: Mapping[str, Any]) -> None:
    """Enter the answer in a reply by e-mail."""
    from casebound.edit.sheets import ReceivedMessage
    from casebound.load.replies.reply import bytes_of
    from casebound.pipeline.approve import Time
    from casebound.pipeline.approve_by_mail import MailedReply, Rejected, answer_by_mail

    if given["entered_by"] is None:
        raise click.UsageError("name the person who enters the reply with --entered-by")
    if stated := [name for name in ("role", "refuse", "because", "at") if given[name]]:
        raise click.UsageError(f"the reply itself says this: --{stated[0]}")
    message = ReceivedMessage(bytes_of(given["reply"]), given["entered_by"])
    mailed = MailedReply(ApprovalStep(step), given["subject"], message, given["by"])
    time = Time(options.this_minute(), options.this_day(), given["as_of"])
    result = answer_by_mail(_project(folder, case), case, mailed, time)
    if isinstance(result, Rejected):
        click.echo(f"{given['reply']}: {result.reason}\n    {result.advice}\nNothing was written.", err=True)
        raise SystemExit(BLOCKED)
    _report(case, step, result)


def _report(case: str, step: str, result: "AnswerResult") -> None:
    for finding in result.objections:
        click.echo(f"{finding.control}: {finding.message}\n    {finding.remedy}", err=True)
    if result.objections:
        click.echo("Nothing was written.", err=True)
        raise SystemExit(BLOCKED)
    answer, sheet = result.answer, result.proposed.sheet
    done = "refused" if answer.answer is SheetReply.REFUSE else "approved"
    left = _asked(sheet, result.missing_roles)
    needed = f"still needed: {left}" if left else "This sheet has all approvals."
    if answer.answer is SheetReply.REFUSE:
        needed = f"{sheet.id} is no longer valid. Change what was refused, and propose a new sheet."
    how = f", {BY_MAIL}" if answer.message is not None else ""
    needed += _replacement(result.proposed)
    report_done(f"{done}: {case}, {step}, sheet {sheet.id}, {answer.role.value} {answer.by}{how}\n{needed}")


def _replacement(proposed: "Proposed") -> str:
    """That a new sheet takes the place of one that people were still answering, on a line of its own."""
    if proposed.superseded is None:
        return ""
    return f"\n{proposed.sheet.id} takes the place of {proposed.last}: {proposed.superseded}. Everybody answers it."


def _asked(sheet: "Sheet", roles: Iterable[Role]) -> str:
    """Roles with the people whom a sheet names for them."""
    return ", ".join(f"{role.value} ({sheet.lines[f'people.{role.value}']})" for role in roles)


def _ask(proposed: "Proposed", request: "ApprovalRequest") -> None:
    click.echo(_shown(proposed))
    action = "Refuse" if request.reply is SheetReply.REFUSE else "Approve"
    if not click.confirm(f"{action} sheet {proposed.sheet.id} as {request.by}?"):
        click.echo("Nothing was written.", err=True)
        raise SystemExit(BLOCKED)


def _shown(proposed: "Proposed") -> str:
    """The sheet, what changed since the last sheet, who refused before, and the open findings of the case."""
    parts = [proposed.text]
    if proposed.changes:
        parts.append(f"Changed since sheet {proposed.last}:")
        parts += [f"  {_EFFECTS[described.effect]}: {described.says}" for described in proposed.changes]
        parts.append("")
    if proposed.ended:
        parts += ["Earlier refusals and withdrawn approvals:", *(f"  {ended}" for ended in proposed.ended), ""]
    if proposed.findings:
        parts.append("Open findings of the case:")
        parts += [f"  {finding.severity.value} {finding.control}: {finding.message}" for finding in proposed.findings]
        parts.append("")
    return "\n".join(parts).rstrip("\n")


_EFFECTS = {
    Effect.NEUTRAL: "no effect",
    Effect.NARROWING: "narrows the exemption",
    Effect.ADDING: "not approved yet",
    Effect.ADVERSE: "counts against the exemption",
    Effect.IDENTITY: "needs another request",
}


@click.command("withdraw")
@click.argument("case")
@click.argument("sheet")
@click.option(
    "--by",
    required=True,
    help="The person who withdraws the approval, as an id in the register.",
)
@click.option("--because", required=True, help="The reason.")
@click.option("--yes", is_flag=True, help="Withdraw the approval even if the request was sent on this sheet.")
@in_folder
def withdraw_command(case: str, sheet: str, folder: Path, *, yes: bool, **given: Any) -> None:
    """Withdraw your own approval of SHEET, for example D2. The sheet is then no longer valid, and nothing is deleted.

    If a request was sent on the sheet, the sheet stays, and the withdrawal counts against every exemption that is based
    on the request.
    """
    from casebound.pipeline.approve import Time, WithdrawalRequest, withdraw

    project = _project(folder, case)
    time = Time(options.this_minute(), options.this_day(), options.this_day())
    result = withdraw(project, case, WithdrawalRequest(sheet, given["by"], given["because"], yes), time)
    withdrawn, sheets = result.answer, ", ".join(result.still_approved)
    left = f"{withdrawn.by} still approves {sheets}. Withdraw that approval too if it must not count." if sheets else ""
    done = f"withdrew the approval of {sheet} by {withdrawn.by}, {withdrawn.role.value}"
    report_done("\n".join(filter(None, (done, left, "Propose a new sheet."))))
    say_if_pinned(project, time.now.on)


def _project(folder: Path, case: str) -> Workspace:
    project = workspace(folder)
    require_cases(project, (case,))
    return project
