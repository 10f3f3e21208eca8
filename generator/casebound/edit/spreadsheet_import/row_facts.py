"""What a row says about its case: the countries, the sender, and whether a request was sent, answered or refused.

Nothing is concluded from the words of the spreadsheet beyond what the mapping states, and no row claims an exemption.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from casebound.edit.spreadsheet_import.import_fields import ImportField, RowState
from casebound.edit.spreadsheet_import.row_reading import ReadRow
from casebound.model.days import Day
from casebound.model.import_outcome import CellNote
from casebound.model.terms import Direction

_SENT = frozenset({RowState.SENT, RowState.RECEIVED, RowState.REFUSED})
_OF_SENDING = ("sent_on", "sent_by", "requester")
_OF_ROUTE = ("channel", "destination")
_OF_REFUSAL = ("refused_on", "refusal_received_on", "refusal_because", "refusal_letter")


@dataclass(frozen=True, slots=True)
class Limits:
    """The days that decide what can be taken over: the cut-over day of the policy, and today."""

    cut_over: Day | None
    today: Day


def state_of(row: ReadRow) -> RowState:
    """What was done so far: as the status says, or else by the days of the row."""
    if status := row.text("status"):
        return RowState(status)
    if row.day("refused_on"):
        return RowState.REFUSED
    return RowState.SENT if row.day("sent_on") else RowState.NOT_SENT


def is_sent(row: ReadRow) -> bool:
    """Whether a request was sent."""
    return state_of(row) in _SENT


def countries_of(row: ReadRow) -> tuple[Direction, str] | None:
    """The direction and the partner country; None if the row does not state them. A contradiction is noted."""
    home, host = row.text("home"), row.text("host")
    if _states_home_and_host(row):
        if not home or not host:
            return None
        if "US" not in (home, host) or home == host:
            row.problem("home and host must be the United States and one other country", "host")
            return None
        return (Direction.OUTBOUND, host) if home == "US" else (Direction.INBOUND, home)
    direction, partner = row.text("direction"), row.text("partner")
    if not direction or not partner:
        return None
    if partner == "US":
        row.problem("the partner country is the United States", "partner")
        return None
    return Direction(direction), partner


def missing_of(row: ReadRow, fields: Mapping[str, ImportField]) -> list[str]:
    """The needed fields that the row does not have. A cell that cannot be understood is noted already."""
    missing = [name for name, field in fields.items() if field.needed and not row.values.get(name)]
    if not row.text("employer") and not row.text("activity"):
        missing.append("employer")
    if row.text("activity") and not row.text("activity_nature"):
        missing.append("activity_nature")
    places = ("home", "host") if _states_home_and_host(row) else ("direction", "partner")
    missing += [name for name in places if not row.text(name)]
    return [name for name in missing if name not in row.refused]


def _states_home_and_host(row: ReadRow) -> bool:
    """Whether the mapping has the countries that the worker comes from and goes to."""
    return bool({"home", "host"} & (row.cells.keys() | row.values.keys()))


def check_sender(row: ReadRow) -> None:
    """Note that a row states two senders: an employer and the business of a self-employed worker."""
    if row.text("employer") and row.text("activity"):
        row.problem(
            "the row states an employer and the business of a self-employed worker. Leave one of them out", "activity"
        )


def check_sending(row: ReadRow, limits: Limits) -> None:
    """Note the problems of a row whose request was sent or refused, and of one whose status contradicts its days."""
    state = state_of(row)
    if state is RowState.NOT_SENT:
        for name in ("sent_on", "refused_on"):
            if row.values.get(name):
                row.problem(
                    f"the status says that no request was sent, but the row states {name.replace('_', ' ')}", name
                )
        return
    if row.values.get("refused_on") and state is not RowState.REFUSED:
        row.problem("the row states a refusal, but its status does not say that the request was refused", "refused_on")
    needed = [*_OF_SENDING]
    needed += _OF_ROUTE if row.text("proof") else ()
    needed += _OF_REFUSAL if state is RowState.REFUSED else ()
    for name in needed:
        if not row.values.get(name):
            row.problem(
                _WITHOUT.get(name, f"a request was sent, but the row does not state {name.replace('_', ' ')}"), name
            )
    _check_days(row, limits)


_WITHOUT = {
    "refusal_letter": "the request was refused, but the row names no file with the letter. Save the letter beside the"
    " spreadsheet and name it in the row",
}


def _check_days(row: ReadRow, limits: Limits) -> None:
    sent_on = row.day("sent_on")
    for name in ("sent_on", "refused_on", "refusal_received_on"):
        day = row.day(name)
        if day is not None and day > limits.today:
            row.problem(f"{name.replace('_', ' ')}: {day} is in the future", name)
    if sent_on is None or sent_on > limits.today:
        return
    if limits.cut_over is None:
        row.problem(
            "a request that was sent can be taken over only if registers/policy.yml states the first day on which the"
            " team records its requests in casebound (cut_over)",
            "sent_on",
        )
    elif sent_on >= limits.cut_over:
        row.problem(
            f"the request was sent on {sent_on}, which is not before the cut-over day {limits.cut_over}, so it needs a"
            " filing sheet. Open the case with casebound new, and record its request",
            "sent_on",
        )


def says_received(row: ReadRow) -> tuple[CellNote, ...]:
    """The note on a certificate that the spreadsheet mentions, which no document shows."""
    if state_of(row) is not RowState.RECEIVED:
        return ()
    text = "the certificate: record the file with casebound record CASE exhibit, and its content in the record"
    return (CellNote(text, row.cells.get("status", "")),)
