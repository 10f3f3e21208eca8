"""The register, the worklist and the chains of support as tables: one row a case, a task or a link."""

from collections.abc import Iterable, Iterator

from casebound.model.case import StatusCheck
from casebound.model.countries import country_name
from casebound.model.days import Period, joined
from casebound.model.judgment import Judgment
from casebound.model.labels import CHANNELS, DIRECTIONS, LANES, LINKS, ROLES, STAGES, VERDICTS
from casebound.model.requests import latest_sent
from casebound.plan.case_plan import PlannedCase
from casebound.plan.link_facts import LINK_STAGES
from casebound.plan.payroll import Treatment
from casebound.plan.worklist import Worklist
from casebound.report.spreadsheet_tables import Cell, SpreadsheetTable

_QUESTIONS = {link: question for question, links in LINK_STAGES.items() for link in links}


def register_table(judgment: Judgment, cases: Iterable[PlannedCase]) -> SpreadsheetTable:
    """A row for each case."""
    heads = (
        *("Case", "Worker reference", "Employer or activity", "Country", "Direction", "Request type", "Stage"),
        *("On hold", "Verdict", "Exempt from", "Exempt to", "Exempt days", "Work begins", "Work ends"),
        *("Channel", "Request sent", "Reference", "Status checked", "Status text", "Certificate", "Certificate ends"),
        *("Next step", "Owner", "Due", "Missing", "Payroll"),
    )
    rows = [tuple(_case(planned)) for planned in cases]
    return SpreadsheetTable(heads, rows, judgment.as_of, judgment.is_forecast)


def _case(planned: PlannedCase) -> Iterator[Cell]:
    judged, plan = planned.judged, planned.plan
    case, registers = judged.case, judged.facts.registers
    employer = registers.employers.get(case.employer or "")
    _, request, sent = latest_sent(case) or (None, None, None)
    status, exempt = _last_status(planned), _exempt(planned)
    yield judged.folder
    yield case.worker.reference
    yield employer.name if employer else (case.activity.name if case.activity else case.employer or "")
    yield country_name(case.partner)
    yield DIRECTIONS[case.direction].label
    yield LANES[case.filing.lane]
    yield STAGES[judged.stage].label
    yield "yes" if plan.on_hold else "no"
    yield VERDICTS[judged.verdict].label
    yield exempt[0].begins if exempt else None
    yield exempt[-1].ends if exempt else None
    yield sum((period.ends - period.begins).days + 1 for period in exempt if period.ends)
    yield case.assignment.begins
    yield case.assignment.ends
    yield CHANNELS[request.route.channel] if request and request.route else ""
    yield sent.on if sent else None
    yield (sent.reference or "") if sent else ""
    yield status.at.on if status else None
    yield status.shown if status else ""
    yield "; ".join(certificate.number for certificate in case.certificates.values() if certificate.received_on)
    yield plan.certificate_ends
    yield plan.next_step
    yield plan.next.who
    yield plan.next.due
    yield "; ".join(plan.missing)
    yield " ".join(line.says for line in plan.payroll)


def _exempt(planned: PlannedCase) -> tuple[Period, ...]:
    """The days of every exemption that is proved and used, those that are over included."""
    proved = (line for line in planned.plan.payroll if line.treatment in {Treatment.EXEMPT, Treatment.ENDED})
    return joined(Period(line.begins, line.ends) for line in proved if line.begins)


def _last_status(planned: PlannedCase) -> StatusCheck | None:
    checks = (check for request in planned.judged.case.requests.values() for check in request.tracker)
    return max(checks, key=lambda check: check.at, default=None)


def worklist_table(worklist: Worklist) -> SpreadsheetTable:
    """A row for each task, in the order in which the tasks are due."""
    heads = ("Due", "Open since", "Case", "What", "Why", "Owners", "Roles", "Missing", "Kind")
    rows = [
        (
            task.step.due or "now",
            task.step.since,
            task.case,
            task.step.says,
            task.step.because,
            "; ".join(owner.name for owner in task.step.owners),
            "; ".join(ROLES[owner.role] for owner in task.step.owners if owner.role),
            "; ".join(task.step.missing),
            task.step.kind.value,
        )
        for task in worklist.tasks
    ]
    return SpreadsheetTable(heads, rows, worklist.as_of, worklist.is_forecast)


def chain_table(judgment: Judgment, cases: Iterable[PlannedCase]) -> SpreadsheetTable:
    """A row for each link of each claim, or of the case if it claims nothing."""
    heads = ("Case", "Claim", "Question", "Link", "State", "What the case shows", "Missing", "Evidence", "Controls")
    rows = [row for planned in cases for row in _chain(planned)]
    return SpreadsheetTable(heads, rows, judgment.as_of, judgment.is_forecast)


def _chain(planned: PlannedCase) -> Iterator[tuple[Cell, ...]]:
    folder, plan = planned.judged.folder, planned.plan
    for claim in planned.judged.claims:
        for link in claim.chain:
            yield (
                *(folder, claim.claim, _QUESTIONS[link.link], LINKS[link.link]),
                "Complete" if link.holds else "Not complete",
                *(plan.link_facts[claim.claim][link.link], "; ".join(link.missing)),
                *(", ".join(link.evidence), ", ".join(link.controls)),
            )
    for progress in () if planned.judged.claims else plan.links:
        yield (
            *(folder, "", _QUESTIONS[progress.link], progress.label, progress.words.label),
            *(plan.link_facts[""][progress.link], "; ".join(progress.missing)),
            *("", ", ".join(progress.controls)),
        )
