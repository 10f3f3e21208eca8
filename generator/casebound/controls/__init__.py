"""The controls, a module for each section of the process. `CONTROLS` is the whole set, in reading order."""

from casebound.controls import (
    affiliation,
    applicable_rule,
    approval,
    capture_words,
    certificate,
    decision,
    evidence_content,
    exceptions,
    exemption,
    exhibit_days,
    file,
    identity,
    lane,
    mailed_answers,
    packet,
    payroll_correction,
    quotations,
    special_rules,
    tracking,
    withdrawn_exhibits,
)
from casebound.controls.control_set import control_set
from casebound.model.rules import Control

CONTROLS: tuple[Control, ...] = (
    *decision.CONTROLS,
    *capture_words.CONTROLS,
    *applicable_rule.CONTROLS,
    *affiliation.CONTROLS,
    *special_rules.CONTROLS,
    *packet.CONTROLS,
    *lane.CONTROLS,
    *tracking.CONTROLS,
    *certificate.CONTROLS,
    *identity.CONTROLS,
    *exemption.CONTROLS,
    *payroll_correction.CONTROLS,
    *approval.CONTROLS,
    *exceptions.CONTROLS,
    *mailed_answers.CONTROLS,
    *file.CONTROLS,
    *quotations.CONTROLS,
    *evidence_content.CONTROLS,
    *withdrawn_exhibits.CONTROLS,
    *exhibit_days.CONTROLS,
)

CONTROL_SET = control_set(CONTROLS)
"""The digest of the current set of controls, which each new approval records."""
