"""Approvals: the required people approved a decision sheet in time, and the record is still what they approved."""

from collections.abc import Iterator
from dataclasses import replace

from casebound.controls.change_words import DescribedChange, in_words, place_in_record, sentence
from casebound.controls.decision_sheets import lines_of
from casebound.controls.decision_table import LOSES_SUPPORT, Change, changes
from casebound.controls.definition import case_control, claim_control, objection, objection_with_remedy
from casebound.controls.identity import is_nearly_named, renamed, shows_name
from casebound.controls.predicates import GIVE_UP_CLAIM, before_request, line_endings_remedy, may_proceed
from casebound.controls.sheet_status import (
    SheetStatus,
    approved,
    approved_sheet,
    asked,
    filing_sheet,
    is_taken_over,
    status_of,
    statuses,
)
from casebound.controls.typed_questions import is_worker
from casebound.model.case import Claim
from casebound.model.decisions import FIRST, FOLDER, Sheet, SheetAnswer
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.labels import ANSWERED, ROLES
from casebound.model.log_chain import head
from casebound.model.names import form
from casebound.model.people import on_what_ground, why_same_person
from casebound.model.requests import any_sent, in_preparation, requests_of
from casebound.model.rules import Link, Objection, Objections, Section, process, setting, support_policy
from casebound.model.terms import ApprovalStep, Effect, Role, Severity, SheetReply

_LATER_DAY = "Check the record with a later `--as-of` date, or with a later `as_of` in `registers/policy.yml`."
_PROPOSE_AGAIN = "Propose a new decision sheet (`casebound propose CASE exemption`), and have it approved."
_ANOTHER_REQUEST = (
    "A certificate is valid only for the direction, partner country, worker, employer or activity, and request type of"
    f" its request. If the record is wrong, restore the value on the sheet. Otherwise {GIVE_UP_CLAIM}, and file another"
    " request."
)
_RENAMED = (
    "If it is the same person or company, record the earlier name under `aliases` (of the worker, or in"
    " `registers/employers.yml`) with its last day and the document that shows both names: an exhibit of the kind"
    " `name-change-record` for a person, a registered source on the name for a company. Otherwise restore the name: the"
    " certificate answers a request for somebody else."
)
_KEPT_AS_FILED = {
    "worker.reference": "If only the reference of the worker changed, for example in another personnel system, keep the"
    " reference as filed in this case. ",
    "activity.name": "If the business was renamed, keep its name as filed, and record the new name under `aliases` of"
    " the activity, of the kind `trade`, with the document that shows both names (an exhibit of the kind"
    " `name-change-record` or `activity-proof`, or a registered source on the name). ",
}
_SPEAKS_AGAINST = (
    "First have legal find out whether the exemption still stands. If it does not, have payroll revert the change, and"
    " record the reversal (`casebound record CASE reversed`). Until then, nobody approves anything. If the exemption"
    " stands, record why, and have it approved on a new sheet (`casebound propose CASE exemption`)."
)
_ACCEPT = (
    "Then have the exemption approved on a new sheet (`casebound propose CASE exemption`), which shows the withdrawal."
)
_AFTER_SENDING = {
    "document": f"Record the document that replaces it, and cite it in the place of the withdrawn document. {_ACCEPT}",
    "approval": "Have that person explain in the log what is wrong with the filing. If the request as sent is wrong,"
    f" correct it with another request (`casebound record CASE request`). {_ACCEPT}",
}


def in_sheet(sheet: Sheet, path: str = "sheet") -> Path:
    """The place of a line of a sheet."""
    return (FOLDER, sheet.file, path)


def in_answer(file: str, field: str) -> Path:
    """The place of a field of an answer."""
    return (FOLDER, file, field)


def missing_roles(facts: Facts, step: ApprovalStep, subject: str) -> tuple[Role, ...]:
    """The roles that have not approved the last sheet about a request or a claim as the record is now.

    Without such a sheet, these are all roles that the policy lists.
    """
    asked_for = facts.registers.policy.approvals.get(step, ())
    found = statuses(facts, step, subject)
    if not found or not is_current(facts, found[-1].sheet):
        return tuple(asked_for)
    last = found[-1]
    return last.missing if not last.against and not last.left_out else tuple(asked_for)


def missing_filing_roles(facts: Facts) -> tuple[Role, ...]:
    """The roles that have not approved the filing of the request in preparation."""
    return missing_roles(facts, ApprovalStep.FILING, in_preparation(facts.case) or "")


def is_current(facts: Facts, sheet: Sheet) -> bool:
    """Whether the record is still what the sheet says, but for changes that have no effect."""
    return not any(change.effect is not Effect.NEUTRAL for change in differences(facts, sheet))


def differences(facts: Facts, sheet: Sheet) -> Iterator[Change]:
    """What changed since a sheet was proposed."""
    now = lines_of(facts, sheet.head.step, sheet.head.subject)
    for change in changes(sheet.head.step, sheet.lines, now):
        renamed = change.effect is Effect.ADDING and _is_evidenced_change_of_name(facts, sheet, change)
        yield replace(change, effect=Effect.NEUTRAL) if renamed else change


def _is_evidenced_change_of_name(facts: Facts, sheet: Sheet, change: Change) -> bool:
    """Whether the certificate shows the worker's name on the sheet, which is now an earlier name with evidence."""
    section, _, rest = change.path.partition(".")
    certificate, _, field = rest.partition(".")
    if (section, field) != ("aliases", "worker") or certificate not in facts.case.certificates:
        return False
    printed, before = facts.case.certificates[certificate].worker, str(sheet.lines.get("worker.name", ""))
    aliases = (alias for alias in facts.case.worker.aliases if shows_name(facts, "worker", alias))
    return form(printed) == form(before) and any(form(alias.name) == form(before) for alias in aliases)


def lost_since_approval(facts: Facts, claim: str) -> frozenset[Effect]:
    """The effects, of the changes since the approved sheet of a claim, that take support from it."""
    sheet = approved_sheet(facts, claim)
    return frozenset(change.effect for change in differences(facts, sheet)) & LOSES_SUPPORT if sheet else frozenset()


@case_control(
    "A01",
    "filing-approved",
    Section.APPROVAL,
    question="Did the required people approve the filing sheet of every request before the request was sent?",
    why="One person prepares the request, and others confirm the data and approve it. All approvals must be given"
    " before the request is sent.",
    remedy="Have the people in the required roles approve the filing (`casebound approve CASE filing`). If the home"
    " employer or an agent sent the request, or if it was sent before the team used casebound, record a takeover. If a"
    " person signed off late, but before the certificate was received, record a deviation of the kind `late-sign-off`,"
    " and have the exemption approved on a new decision sheet. If the team sent the request without approval, withdraw"
    " the request, have the filing approved, and send a new request.",
    basis=(process("Approvals"), setting("approvals")),
    link=Link.APPROVALS,
    applies=lambda facts: any_sent(facts.case),
    may_apply_later=before_request,
)
def filing_approved(facts: Facts) -> Objections:
    for key, request in facts.case.requests.items():
        if request.sent is None:
            continue
        at = ("requests", key, "sent")
        if (sheet := filing_sheet(facts, key)) is not None:
            yield from _before_decision(facts, sheet, at)
            if key not in facts.filed:
                yield objection(at, f"{sheet.id} lacks facts that every filing sheet has", in_sheet(sheet))
            continue
        if is_taken_over(facts, key):
            continue
        found = statuses(facts, ApprovalStep.FILING, key)
        if not found:
            yield objection(at, f"{key} was sent, and no filing sheet of {key} was approved")
            continue
        yield from _incomplete(facts, found[-1], at)
        if found[-1].approved_at is not None:
            yield objection((*at, "on"), f"{key} was sent before the filing sheet {found[-1].sheet.id} was approved")


def _before_decision(facts: Facts, sheet: Sheet, at: Path) -> Objections:
    """The approvals of a filing sheet that were given before the filing was decided: before that day began anywhere."""
    decided_on = sheet.lines.get("filing.decided_on", "")
    for file, answer in status_of(facts, sheet).given.values():
        if isinstance(decided_on, str) and answer.counts_from.latest_day.isoformat() < decided_on:
            given = f"{answer.by} approved {sheet.id} on {answer.counts_from.on}"
            message = f"{given}, before the decision to file of {decided_on}"
            yield objection(at, message, in_answer(file, "at"), in_sheet(sheet, "filing.decided_on"))


def _incomplete(facts: Facts, status: SheetStatus, at: Path) -> Objections:
    """Why a sheet is not approved."""
    sheet = status.sheet
    later = {
        answer.role: answer
        for _, answer in facts.decisions.answers_to(sheet)
        if not facts.clock.happened(answer.counts_from.on)
    }
    for file, answer in status.against:
        message = f"{answer.by} {ANSWERED[answer.answer]} {sheet.id} on {answer.counts_from.on}"
        yield objection(at, message, in_answer(file, "answer"))
    for role in status.missing:
        if role in later:
            message = f"{later[role].by} answered {sheet.id} after {facts.clock.present}"
            yield objection_with_remedy(at, message, _LATER_DAY)
            continue
        person = sheet.lines.get(f"people.{role.value}", "nobody")
        message = f"{sheet.id} is not approved by the {ROLES[role].lower()}, {person}"
        now = facts.case.people.in_role(role)
        if now != person and sheet.head.step is ApprovalStep.EXEMPTION:
            message = f"{message}; the {ROLES[role].lower()} is now {now}, so that a new sheet is needed"
        yield objection(at, message, in_sheet(sheet))
    for role in status.left_out:
        message = f"{sheet.id} does not ask the {ROLES[role].lower()}, whom the policy asks and an earlier sheet asked"
        yield objection(at, message, in_sheet(sheet, "policy.roles"))
    if not status.missing and not status.against and status.one_person:
        message = f"{sheet.id} needs the final approver, and an approval by another person than the one who proposed it"
        yield objection(at, message, in_sheet(sheet, "policy.roles"))
    if not status.missing and not status.against and not status.in_term:
        yield objection(at, f"the approvals of {sheet.id} were given more than 30 days apart", in_sheet(sheet))


@claim_control(
    "A02",
    "exemption-approved",
    Section.APPROVAL,
    question="Did the required people approve this exemption on a decision sheet after the certificate was received?",
    why="An approval that was given before the certificate arrived does not cover the certificate.",
    remedy="Have the people in the required roles approve the exemption (`casebound approve CASE exemption`). After a"
    " refusal, change what was refused and propose a new decision sheet (`casebound propose CASE exemption`).",
    basis=(process("Approvals"), setting("approvals")),
    link=Link.APPROVALS,
)
def exemption_approved(facts: Facts, key: str, _claim: Claim) -> Objections:
    sheet, at = approved_sheet(facts, key), ("claims", key)
    for status in statuses(facts, ApprovalStep.EXEMPTION, key):
        if sheet is not None and status.sheet.number > sheet.number:
            for file, answer in status.against:
                if answer.answer is SheetReply.REFUSE:
                    message = f"{answer.by} refused {status.sheet.id} after {sheet.id} was approved"
                    yield objection(at, message, in_answer(file, "answer"))
    if sheet is not None:
        if not sheet.rests_on_receipt:
            message = f"{sheet.id} was proposed before the certificates of {key} were received"
            yield objection_with_remedy(at, message, _PROPOSE_AGAIN, in_sheet(sheet, "proposed_at"))
        return
    found = statuses(facts, ApprovalStep.EXEMPTION, key)
    if found:
        yield from _incomplete(facts, found[-1], at)
        return
    for role in facts.registers.policy.approvals.get(ApprovalStep.EXEMPTION, ()):
        yield objection(at, f"the claim is not approved by this case's {ROLES[role].lower()}", ("people", role.value))


@case_control(
    "A03",
    "approvers-distinct",
    Section.APPROVAL,
    question="Did different people answer each decision sheet, and did each person hold the required role on that day?",
    why="Two approvals by the same person amount to only one review, and a review by a person who does not have the"
    " role, or by the worker, does not count.",
    remedy="Have the person who holds the role in this case approve (`casebound approve`). If the wrong person"
    " answered, that person withdraws the answer (`casebound withdraw`). Then propose a new sheet. If the worker and"
    " another person have the same name, answer the question `shared-name`.",
    basis=(process("Approvals"),),
    link=Link.APPROVALS,
    applies=lambda facts: bool(facts.decisions.answers),
    may_apply_later=may_proceed,
)
def approvers_distinct(facts: Facts) -> Objections:
    register = facts.registers.people
    filed = {sheet.id for request in facts.case.requests if (sheet := filing_sheet(facts, request)) is not None}
    for sheet in facts.decisions.sheets:
        if sheet.id not in filed and status_of(facts, sheet).against:
            continue
        seen: dict[str, str] = {}
        for file, answer in facts.decisions.answers_to(sheet):
            if answer.answer is not SheetReply.APPROVE:
                continue
            if message := _no_ground(facts, sheet, answer):
                yield objection(in_answer(file, "by"), message, in_sheet(sheet, f"people.{answer.role.value}"))
            for person in dict.fromkeys((answer.by, answer.deputy_of)):
                earlier = next((key for key in seen if person and why_same_person(register, key, person)), None)
                if earlier is not None:
                    who = person if earlier == person else f"{person}, who counts as {earlier},"
                    message = f"{who} answered {sheet.id} twice"
                    yield objection(in_answer(file, "by"), message, in_answer(seen[earlier], "by"))
                elif person is not None:
                    seen[person] = file


def _no_ground(facts: Facts, sheet: Sheet, answer: SheetAnswer) -> str | None:
    """Why the person had no ground for an answer in a role; None if the person held the role or was deputy for it."""
    register, role, day = facts.registers.people, answer.role, answer.counts_from.on
    if not asked(sheet, answer):
        return f"{answer.by} is not this case's {ROLES[role].lower()} on {sheet.id}"
    principal = answer.deputy_of or answer.by
    if on_what_ground(register, answer.by, role, principal, day) is None:
        name = ROLES[role].lower()
        did = f"was not the deputy of {principal} as {name}" if answer.deputy_of else f"was not {name}"
        return f"{answer.by} {did} on {day}"
    if is_worker(facts, answer.by):
        return f"{answer.by}, who approved {sheet.id}, has the name of the worker"
    for separate in _separate_roles(sheet, answer):
        person = str(sheet.lines.get(f"people.{separate.value}", ""))
        if why_same_person(register, answer.by, person):
            name, named = ROLES[role].lower(), ROLES[separate].lower()
            return f"{answer.by}, who approved as {name}, is also the {named} on {sheet.id}"
    return None


def _separate_roles(sheet: Sheet, answer: SheetAnswer) -> tuple[Role, ...]:
    """The roles on the sheet whose people may not give this answer.

    P02 compares the people whom a filing sheet names, so that only their deputies are compared here.
    """
    if answer.role is Role.APPROVER and (answer.deputy_of is not None or sheet.head.step is ApprovalStep.EXEMPTION):
        return Role.OPERATIONS, Role.DATA_QUALITY
    if answer.role is Role.DATA_QUALITY and answer.deputy_of is not None:
        return () if sheet.lines.get("policy.separation") == "two" else (Role.OPERATIONS,)
    return ()


@case_control(
    "A04",
    "filing-sheet-current",
    Section.APPROVAL,
    question="Until the request is sent, does the record match the approved filing sheet?",
    why="The request must be sent as it was approved. After the request is sent, later changes of the record do not"
    " affect the filing sheet.",
    remedy="Propose a new filing sheet (`casebound propose CASE filing`), and have it approved before the request is"
    " sent.",
    basis=(process("Approvals"),),
    severity=Severity.WARNING,
    applies=lambda facts: any(_unsent(facts)),
    may_apply_later=before_request,
)
def filing_sheet_current(facts: Facts) -> Objections:
    for sheet in _unsent(facts):
        changed = (change for change in differences(facts, sheet) if change.effect is not Effect.NEUTRAL)
        for described in in_words(changed, sheet):
            yield objection(place_in_record(described.path), described.says, in_sheet(sheet, described.path))


def _unsent(facts: Facts) -> Iterator[Sheet]:
    """The last filing sheet of each request that was not sent."""
    for key, request in facts.case.requests.items():
        found = statuses(facts, ApprovalStep.FILING, key)
        if request.sent is None and found:
            yield found[-1].sheet


@claim_control(
    "A05",
    "exemption-as-approved",
    Section.APPROVAL,
    question="Do all facts on which the claim is based match the last approved sheet?",
    why="An approval covers only the facts on its sheet. If a day, a program, a certificate or an answer was added or"
    " changed later, nobody has approved that change. A new fact that counts against the exemption must be approved on"
    " a new sheet.",
    remedy="Show the approvers what changed (`casebound propose CASE exemption`), and have them approve the new sheet"
    " (`casebound approve CASE exemption`). Alternatively, restore the facts that were approved. Additional days and"
    " programs can be claimed in a separate claim.",
    basis=(process("Approvals"), support_policy("10 Approvals")),
    link=Link.APPROVALS,
    applies=lambda facts, key, _claim: approved_sheet(facts, key) is not None,
)
def exemption_as_approved(facts: Facts, key: str, _claim: Claim) -> Objections:
    sheet = approved_sheet(facts, key)
    if sheet is None:
        return
    lost = [change for change in differences(facts, sheet) if change.effect in LOSES_SUPPORT and _concerns(change, key)]
    for described in in_words(lost, sheet):
        place, on_sheet = place_in_record(described.path), in_sheet(sheet, described.path)
        yield objection_with_remedy(place, described.says, _remedy(facts, described), on_sheet)


def _remedy(facts: Facts, described: DescribedChange) -> str:
    """What leads out of a change that nobody approved. What counts against an exemption is not just approved."""
    if described.effect is Effect.ADVERSE:
        section, _, key = described.path.removeprefix("adverse.").partition("-")
        exhibit = facts.case.exhibits.get(key)
        if section == "exhibit" and exhibit is not None and exhibit.kind == "certificate":
            section = "document"  # a copy of a certificate that was withdrawn
        return _AFTER_SENDING.get(section, _SPEAKS_AGAINST)
    identity = described.effect is Effect.IDENTITY
    return _another_request(described.path) if identity else exemption_as_approved.remedy


def _another_request(path: str) -> str:
    """What leads out of a change of the parties of a request, by the fact that changed."""
    return _KEPT_AS_FILED.get(path, "") + _ANOTHER_REQUEST


def _concerns(change: Change, claim: str) -> bool:
    """Whether a change concerns the claim, and not only another claim on the same sheet."""
    parts = change.path.split(".")
    return parts[0] != "claims" or parts[1] == claim


@case_control(
    "A06",
    "approved-under-these-controls",
    Section.APPROVAL,
    question="Did the approvers decide under the current version of the controls?",
    why="Controls are added and improved over time. An earlier approval remains valid, because the current controls"
    " check the case again. A note of this control shows that the approvers saw the findings of an earlier version of"
    " the controls.",
    remedy="No action is required. Propose a new decision sheet if the changed controls matter to this case.",
    basis=(support_policy("10 Approvals"),),
    severity=Severity.NOTE,
    applies=lambda facts: bool(facts.decisions.sheets),
    may_apply_later=may_proceed,
)
def approved_under_these_controls(facts: Facts) -> Objections:
    for sheet in facts.decisions.sheets:
        if sheet.head.controls != facts.control_set:
            yield objection(
                in_sheet(sheet, "controls"),
                f"{sheet.id} was proposed under the control set {sheet.head.controls}; the current set is"
                f" {facts.control_set}",
            )


@claim_control(
    "A07",
    "narrowing-countersigned",
    Section.APPROVAL,
    question="If the exemption was shortened or now covers fewer programs, did the approvers approve the reduced"
    " exemption?",
    why="An exemption for fewer days or programs stays supported. The people who approved the exemption should know"
    " about the change.",
    remedy="Propose a new decision sheet with the reduced exemption (`casebound propose CASE exemption`) and have it"
    " approved.",
    basis=(support_policy("10 Approvals"),),
    severity=Severity.WARNING,
    applies=lambda facts, key, _claim: approved_sheet(facts, key) is not None,
)
def narrowing_countersigned(facts: Facts, key: str, _claim: Claim) -> Objections:
    sheet = approved_sheet(facts, key)
    if sheet is None:
        return
    changed = (change for change in differences(facts, sheet) if change.effect is Effect.NARROWING)
    for described in in_words((change for change in changed if _concerns(change, key)), sheet):
        yield objection(place_in_record(described.path), described.says, in_sheet(sheet, described.path))


@case_control(
    "A08",
    "sheets-unbroken",
    Section.APPROVAL,
    question="Are all decision sheets on file, in order and unchanged, and are the log entries before each sheet"
    " unchanged?",
    why="Decision sheets and answers record past decisions. A missing or changed sheet could hide what people approved"
    " or refused.",
    remedy="Restore the file from version history. A sheet is never changed: propose a new sheet instead.",
    basis=(process("Approvals"), support_policy("10 Approvals")),
    link=Link.APPROVALS,
    applies=lambda facts: bool(facts.decisions.sheets) or bool(facts.decisions.answers),
    may_apply_later=may_proceed,
)
def sheets_unbroken(facts: Facts) -> Objections:
    case, decisions = facts.case, facts.decisions
    before: Sheet | None = None
    for sheet in decisions.sheets:
        expected = before.number + 1 if before else 1
        if sheet.number != expected:
            yield objection(in_sheet(sheet), f"sheet D{expected} is missing")
        elif before and sheet.head.previous == before.with_lf != before.sha256:
            yield _line_endings(case.case, before, in_sheet(sheet, "previous"))
        elif sheet.head.previous != (before.sha256 if before else FIRST):
            yield objection(in_sheet(sheet, "previous"), f"{sheet.id} does not name the hash of the sheet before it")
        if sheet.head.case != case.case:
            yield objection(in_sheet(sheet, "case"), f"{sheet.id} is a sheet of {sheet.head.case}")
        entries = sheet.head.log_entries
        if entries > len(case.log) or head(case.log[:entries]) != sheet.head.log_head:
            message = f"the log entries before {sheet.id} were changed or removed"
            yield objection(in_sheet(sheet, "log_head"), message, ("log",))
        before = sheet
    yield from _answers_bound(facts)


def _line_endings(case: str, sheet: Sheet, at: Path) -> Objection:
    message = f"{sheet.id} differs from the sheet that was proposed only in its line endings"
    return objection_with_remedy(at, message, line_endings_remedy(f"cases/{case}/{FOLDER}/{sheet.file}"))


def _answers_bound(facts: Facts) -> Objections:
    decisions = facts.decisions
    sheets = {sheet.id: sheet for sheet in decisions.sheets}
    for file, answer in decisions.answers.items():
        sheet = sheets.get(answer.sheet)
        if sheet is None:
            yield objection(in_answer(file, "sheet"), f"{answer.sheet} is not on file")
        elif answer.sha256 == sheet.with_lf != sheet.sha256:
            yield _line_endings(facts.case.case, sheet, in_answer(file, "sha256"))
        elif answer.sha256 != sheet.sha256:
            yield objection(in_answer(file, "sha256"), f"{answer.sheet} was changed after {answer.by} answered it")
        elif answer.at < sheet.head.proposed_at or answer.written < answer.at:
            yield objection(in_answer(file, "at"), f"the answer of {answer.by} is earlier than {answer.sheet}")
        if answer.message is not None and decisions.hashes.get(answer.message) != answer.message_sha256:
            yield objection(in_answer(file, "message"), f"{answer.message} is missing or was changed")


@claim_control(
    "A09",
    "identity-as-filed",
    Section.APPROVAL,
    question="Does the claim match the direction, partner country, worker, employer or activity, and request type of"
    " the approved request?",
    why="A certificate answers the request that was sent. A different worker, employer or direction requires a"
    " different request.",
    remedy=_ANOTHER_REQUEST,
    basis=(support_policy("6 Identity"),),
    link=Link.IDENTITY,
    applies=lambda facts, key, claim: any(True for _ in _named_sheets(facts, key, claim)),
)
def identity_as_filed(facts: Facts, key: str, claim: Claim) -> Objections:
    for sheet in _filing_sheets(facts, claim):
        now = lines_of(facts, ApprovalStep.FILING, sheet.head.subject)
        for change in changes(ApprovalStep.EXEMPTION, sheet.lines, now):
            if change.effect is Effect.IDENTITY:
                message = f"{sentence(change, sheet.id)}, on which the request was approved"
                place, related = place_in_record(change.path), (("claims", key), in_sheet(sheet, change.path))
                yield objection_with_remedy(place, message, _another_request(change.path), *related)
    yield from _sent_for_others(facts, key, claim)
    for sheet in _named_sheets(facts, key, claim):
        names = (sheet.lines.get(path) for path in ("worker.name", "register.employer.name"))
        worker, employer = (name if isinstance(name, str) else None for name in names)
        for found in renamed(facts, worker, employer, sheet.head.proposed_at.on):
            yield objection_with_remedy(found.at, f"{sheet.id} {found.message}", _RENAMED)


def _sent_for_others(facts: Facts, key: str, claim: Claim) -> Objections:
    """The requests that were sent with a name that is not only misspelled, or for none of the claimed days."""
    for request in requests_of(facts.case, claim):
        sent = facts.case.requests[request].sent
        stated = sent.as_sent if sent else None
        if stated is None:
            continue
        at: Path = ("requests", request, "sent", "as_sent")
        for name in ("worker", "employer", "activity"):
            if (printed := getattr(stated, name)) and not is_nearly_named(facts, name, printed):
                message = f"{request} was sent for “{printed}”, which is not the {name} of the case"
                yield objection((*at, name), message, ("claims", key))
        begins, ends = stated.begins or facts.case.assignment.begins, stated.ends or claim.ends
        if claim.begins > ends or claim.ends < begins:
            yield objection(at, f"{request} was sent for none of the claimed days", ("claims", key))


def _named_sheets(facts: Facts, key: str, claim: Claim) -> Iterator[Sheet]:
    """The sheets whose names the record must still have: the filing sheets, and those of the claim that counted."""
    yield from _filing_sheets(facts, claim)
    yield from (status.sheet for status, _ in approved(facts, ApprovalStep.EXEMPTION, key))


def _filing_sheets(facts: Facts, claim: Claim) -> Iterator[Sheet]:
    """The filing sheets of the requests that the claim's certificates answer."""
    for request in requests_of(facts.case, claim):
        if (sheet := filing_sheet(facts, request)) is not None:
            yield sheet


CONTROLS = (
    filing_approved,
    exemption_approved,
    approvers_distinct,
    filing_sheet_current,
    exemption_as_approved,
    approved_under_these_controls,
    narrowing_countersigned,
    sheets_unbroken,
    identity_as_filed,
)
