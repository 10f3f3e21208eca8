"""`record CASE request|sent|refusal|relied|reversed`: events of a request and of the reliance on a claim."""

from pathlib import Path
from typing import Any

import click

from casebound.cli.options import DAY, PAST_DAY, AskedOption, done_at, done_by, in_folder, of_request
from casebound.cli.record_command import actor_of, new_exhibit, say, with_case

_CLAIM = click.option("--claim", help="The claim, for example C2. Default: the only claim that it can be.")
_DOCUMENT = "EXHIBIT|FILE"
_HOW = ("payroll", "contributions-not-paid", "return-filed")


@click.command("request")
@click.option("--requester", type=click.Choice(("employer", "worker", "agent", "home-employer")), cls=AskedOption)
@click.option(
    "--authority", multiple=True, metavar="EXHIBIT", help="The power of attorney or the letter. Can be repeated."
)
@click.option("--follows", metavar="REQUEST", help="The earlier request that this request follows.")
@click.option("--as", "relation", type=click.Choice(("corrects", "repeats", "extends", "filed-again")))
@done_by
@done_at
@in_folder
@click.pass_obj
def request_command(case: str, /, authority: tuple[str, ...], folder: Path, **given: Any) -> None:
    """Prepare a request. From the second request on, --follows and --as name the earlier request."""
    from casebound.edit.request_events import add_request
    from casebound.model.case import Follows, Request
    from casebound.model.terms import Requester, RequestRelation

    if bool(given["follows"]) is not bool(given["relation"]):
        raise click.UsageError("Give --follows and --as together.")
    follows = (
        Follows(request=given["follows"], relation=RequestRelation(given["relation"])) if given["follows"] else None
    )
    request = Request(requester=Requester(given["requester"]), authority=authority, follows=follows)
    project = with_case(folder, case)
    say(project, add_request(project, case, request, actor_of(given)))


@click.command("sent")
@click.option("--on", type=PAST_DAY, cls=AskedOption, help="The day of sending.")
@click.option("--reference", help="The number that the channel assigned.")
@click.option("--form-checked-on", type=PAST_DAY, help="The day on which the online form was checked.")
@click.option("--form-country", metavar="CODE", help="The partner country for which the online form was checked.")
@click.option("--waiting-unknown", help="Why the waiting time is unknown, if no instruction states it.")
@click.option("--proof", multiple=True, cls=AskedOption, metavar=_DOCUMENT, help="The proof of sending.")
@of_request
@done_by
@done_at
@in_folder
@click.pass_obj
def sent_command(case: str, /, proof: tuple[str, ...], folder: Path, **given: Any) -> None:
    """Record that a request was sent, with the proof that its channel gives."""
    from casebound.edit.request_events import About, Sending, note_sent
    from casebound.model.case import Sent

    project, actor = with_case(folder, case), actor_of(given)
    stated = {name: given[name] for name in ("on", "by", "reference", "form_checked_on", "form_country")}
    sent = Sent(**stated)
    documents = tuple(new_exhibit(word, "", f"Proof of sending, {given['on']}") for word in proof)
    say(
        project,
        note_sent(project, About(case, given["request"]), Sending(sent, given["waiting_unknown"]), documents, actor),
    )


@click.command("refusal")
@click.option("--refused-on", type=PAST_DAY, cls=AskedOption, help="The date on the letter.")
@click.option("--received-on", type=PAST_DAY, cls=AskedOption, help="The day that it was received.")
@click.option("--because", cls=AskedOption, help="The reason that the authority gave.")
@click.option("--document", cls=AskedOption, metavar=_DOCUMENT, help="The letter or notice of refusal.")
@of_request
@done_by
@done_at
@in_folder
@click.pass_obj
def refusal_command(case: str, /, because: str, document: str, folder: Path, **given: Any) -> None:
    """Record the refusal of a request."""
    from casebound.edit.request_events import About, note_refusal
    from casebound.model.case import Refusal

    project, days = with_case(folder, case), (given["refused_on"], given["received_on"])
    refusal = Refusal(refused_on=days[0], received_on=days[1], because=because, evidence=())
    letter = new_exhibit(document, "denial-letter", "Refusal of the request")
    say(project, note_refusal(project, About(case, given["request"]), refusal, letter, actor_of(given)))


@click.command("relied")
@click.option("--from", "begins", type=DAY, cls=AskedOption, help="The first day without contributions.")
@click.option("--until", type=DAY, help="The last day, if it is before the last claimed day.")
@click.option(
    "--how",
    type=click.Choice(("payroll", "contributions-not-paid", "return-filed")),
    default="payroll",
    show_default=True,
)
@click.option("--entered-on", type=PAST_DAY, cls=AskedOption, help="The day on which the change was entered.")
@click.option("--document", cls=AskedOption, metavar=_DOCUMENT, help="The payroll record of the change.")
@_CLAIM
@done_by
@done_at
@in_folder
@click.pass_obj
def relied_command(case: str, /, begins: Any, document: str, folder: Path, **given: Any) -> None:
    """Record that an exemption is relied on, also again after a reversal. From then on, every missing link blocks."""
    from casebound.edit.request_events import About, note_relied
    from casebound.model.case import Relied
    from casebound.model.terms import Reliance

    project = with_case(folder, case)
    relied = Relied(
        begins=begins, ends=given["until"], how=Reliance(given["how"]), entered_on=given["entered_on"], by=given["by"]
    )
    record = new_exhibit(document, "payroll-record", f"Payroll change from {begins}")
    say(project, note_relied(project, About(case, given["claim"]), relied, record, actor_of(given)))


@click.command("reversed")
@click.option("--on", type=PAST_DAY, cls=AskedOption, help="The day from which nobody relies on the exemption.")
@click.option("--because", cls=AskedOption, help="Why the reliance ended.")
@click.option("--document", metavar=_DOCUMENT, help="The payroll record of the reversal, if it is on file already.")
@_CLAIM
@done_by
@done_at
@in_folder
@click.pass_obj
def reversed_command(case: str, /, because: str, document: str | None, folder: Path, **given: Any) -> None:
    """Record that nobody relies on an exemption any more. The earlier entries stay.

    With the day of a reversal that is on record without its payroll record, --document adds that record.
    """
    from casebound.edit.request_events import About, note_reversed
    from casebound.model.case import Reversal

    project = with_case(folder, case)
    reversal = Reversal(on=given["on"], by=given["by"], because=because)
    record = new_exhibit(document, "payroll-record", "Reversal of the payroll change") if document else None
    say(project, note_reversed(project, About(case, given["claim"]), reversal, record, actor_of(given)))


REQUEST_COMMANDS: tuple[click.Command, ...] = (
    request_command,
    sent_command,
    refusal_command,
    relied_command,
    reversed_command,
)
