"""Faults that make each other good: together they are a case just inside the rules.

They belong here only if a person has read all changes and would support the case that they make.
"""

from collections.abc import Sequence
from itertools import chain

from tests.verification.faults.table import NO, Fault, inside

_DEPUTY = "a deputy approved the exemption after the principal refused it"
_LATE_DEPUTY = "a deputy who was appointed the day after approved the filing"
_OLD_PROOF = "a proof of citizenship is older than the change of the name"
_BEFORE_RECEIPT = "payroll was changed on a sheet that was proposed before the certificate was received"
_CERTIFIED = "the other work is said to have a certificate, which no letter and no case shows"
_NAMESAKE = "the approver has a second entry under the same name as the data-quality owner"

TRIED_ALONE = frozenset({
    "the cure of a breach was accepted two days before it",
    "payroll was changed too early, and nobody has accepted the cure",
    "the payroll change is taken over, and nobody has accepted that",
})  # fmt: skip
"""Faults that any other fault with a later sheet makes good, since the later sheet accepts what nobody had accepted."""

_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("another certificate replaces the certificate of the claim", "the only certificate of the claim does not exist",
     "the certificate has not been received",
     "the claim names the certificate that replaced one that never arrived"),
    ("another certificate replaces the certificate of the claim", "the only certificate of the claim does not exist",
     "the claim names the certificate that replaced the first"),
    ("the alias of the worker is the name of a person in the register", _OLD_PROOF,
     "a record of the change of name shows the former name"),
    ("a former name of the worker was given up before the request", _OLD_PROOF,
     "a record of the change of name shows a former name that was in use at the request"),
    ("a request with a filing sheet is taken over", "the request was sent without a filing sheet",
     "a request without a filing sheet is taken over"),
    (_DEPUTY, "no sheet of the exemption was proposed", "a deputy approved the first exemption sheet"),
    (_DEPUTY, "a person who is not the legal reviewer of this case approved in that role",
     "somebody else refused a sheet, and the deputy of the legal reviewer approved the next one"),
    ("the approver and the approver's deputy both approve", "a deputy whom nobody appointed approves the filing",
     "only the deputy of the approver approved the filing"),
    (_LATE_DEPUTY, "the approver signed off the filing a day after sending and accepts that alone",
     "a deputy signed off late, and the approver accepts that"),
    (_LATE_DEPUTY, "the approver signed off late and accepts that under a second id",
     "a deputy signed off late, and the approver accepts that under another id"),
    ("a letter of denial is on the sheet, and no entry says what it denied",
     "a letter of denial was withdrawn after the exemption was approved, and nobody approved the reason",
     "the reason for which a letter of denial was withdrawn is on the last sheet"),
    ("a request with a filing sheet is taken over",
     "a request that the operations owner sent for an agent is taken over",
     "a request of an agent from before the cut-over day is taken over"),
    ("a payroll change of before the certificate was received is taken over", _BEFORE_RECEIPT,
     "a payroll change of the day of receipt is taken over"),
    ("a letter of denial is cited by a certificate of long ago",
     "a repeated request was refused the day before it was sent",
     "the letter of denial is older than the certificate of the claim"),
    ("the certificate of the claim is recorded as replacing a later one",
     "a later certificate names a request for more time that was sent after its issue",
     "the certificate of the claim replaces a certificate of the same day for later days"),
    ("a company of the other country is the employer of a detached worker",
     "a company in the covering country has work done there, under the rule of territorial coverage",
     "a company of the other country has work done in the covering country, under the rule of territorial coverage"),
    ("another case claims an exemption for another employer, and there is said to be no other work", _CERTIFIED,
     "the other work has a certificate, which the case of another employer shows"),
    ("another case claims an exemption in another country, and there is said to be no other work", _CERTIFIED,
     "the other work has a certificate, which the case of another country shows"),
    (_NAMESAKE, "the final approver has the name of the data-quality owner with a Cyrillic letter",
     "the approver and the data-quality owner have each other's names, one with a Cyrillic letter"),
    (_NAMESAKE, "the final approver has the name of the data-quality owner with a phonetic letter",
     "the approver and the data-quality owner have each other's names, one with a phonetic letter"),
    (_NAMESAKE, "the final approver has the name of the data-quality owner with an Armenian letter",
     "the approver and the data-quality owner have each other's names, one with an Armenian letter"),
)  # fmt: skip


def sound_together(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """The cases that these faults make."""
    named = {fault.says: fault for fault in faults if fault.base == NO}
    return tuple(inside(says, NO, *chain.from_iterable(named[one].edits for one in some)) for *some, says in _TOGETHER)
