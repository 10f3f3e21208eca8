"""Faults of the evidence packet and of who stands behind it."""

from tests.support.sample import GONE, at, register
from tests.verification.faults.table import IT, JP, KR, NO, Fault, fault

PACKET: tuple[Fault, ...] = (
    fault("P01", "there is no supporting document for the employer details", NO, at("packet/employer_details", GONE)),
    fault("P01", "the only support for the filing lane is an official page", NO,
          at("packet/filing_lane", ["ssa-certificates"])),
    fault("P02", "the same person prepares the case and confirms the data quality", JP,
          at("people/data_quality", "priya-raman"),
          at("approvals/0/by", "priya-raman")),
    fault("P03", "the register does not list the payroll role for the payroll reviewer", NO,
          register("people", "carla-jensen/roles", ["operations"])),

    fault("P01", "there is no supporting document for the business details", IT, at("packet/employer_details", GONE)),
    fault("P01", "the only support for the self-employed lane is an official page", IT,
          at("packet/filing_lane", ["ssa-italy-request"])),
    fault("P02 A03", "the same person confirms the data quality and approves the filing", IT,
          at("people/data_quality", "helen-okafor"),
          at("approvals/0/by", "helen-okafor"), register("people", "helen-okafor/roles", ["data_quality", "approver"])),
    fault("P03", "the register does not list the payroll role for the controller", IT,
          register("people", "ruth-abernathy/roles", ["approver"])),

    fault("P01", "there is no supporting document for the identity of the worker", JP,
          at("packet/worker_identity", GONE)),
    fault("P01", "the packet is missing", JP, at("packet", GONE)),
    fault("P03", "the register does not list the operations role for the preparer", JP,
          register("people", "priya-raman/roles", ["data_quality"])),

    fault("P01", "the only support for the jurisdiction is the page on the residence rule", KR,
          at("packet/jurisdiction", ["ssa-korea-rule-2026-06"])),
    fault("P02", "the same person prepares and approves the case", KR, at("people/operations", "helen-okafor"),
          register("people", "helen-okafor/roles", ["operations", "approver"])),
    fault("P03", "the register does not list the payroll role for the payroll owner", KR,
          register("people", "peter-nakamura/roles", ["legal"])),
)  # fmt: skip
