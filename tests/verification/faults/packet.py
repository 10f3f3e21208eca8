"""Faults of the evidence packet and of who stands behind it."""

from tests.support.sample import GONE, at, register
from tests.verification.faults.table import IT, JP, KR, NO, Fault, fault

PACKET: tuple[Fault, ...] = (
    fault("P01", "nothing stands behind the employer's details", NO, at("packet/employer_details", GONE)),
    fault("P01", "only an official page stands behind a field", NO, at("packet/filing_lane", ["ssa-certificates"])),
    fault("P02", "one person prepares and vouches for the data", JP, at("people/data_quality", "priya-raman"),
          at("approvals/0/by", "priya-raman")),
    fault("P03", "the register does not give the reviewer the role", NO,
          register("people", "carla-jensen/roles", ["operations"])),

    fault("P01", "nothing stands behind the details of the business", IT, at("packet/employer_details", GONE)),
    fault("P01", "only an official page stands behind the lane", IT, at("packet/filing_lane", ["ssa-italy-request"])),
    fault("P02 A03", "one person vouches for the data and approves", IT, at("people/data_quality", "helen-okafor"),
          at("approvals/0/by", "helen-okafor"), register("people", "helen-okafor/roles", ["data_quality", "approver"])),
    fault("P03", "the register does not give the controller the payroll role", IT,
          register("people", "ruth-abernathy/roles", ["approver"])),

    fault("P01", "nothing stands behind the worker's identity", JP, at("packet/worker_identity", GONE)),
    fault("P01", "the whole packet is missing", JP, at("packet", GONE)),
    fault("P03", "the register does not give the preparer the role", JP,
          register("people", "priya-raman/roles", ["data_quality"])),

    fault("P01", "only the residence rule stands behind the jurisdiction", KR,
          at("packet/jurisdiction", ["ssa-korea-rule-2026-06"])),
    fault("P02", "one person prepares and approves", KR, at("people/operations", "helen-okafor"),
          register("people", "helen-okafor/roles", ["operations", "approver"])),
    fault("P03", "the register does not know the payroll owner in that role", KR,
          register("people", "peter-nakamura/roles", ["legal"])),
)  # fmt: skip
