"""The control of answers by e-mail and the oracle agree on every fault of an e-mail."""

import pytest
from tests.support.sample import judged, objecting
from tests.verification.faults import Fault
from tests.verification.faults.mailed import CLEAN_MAILS, MAILED
from tests.verification.oracle.mailed import e_mails_are_clean_answers


@pytest.mark.parametrize("fault", [*MAILED, *CLEAN_MAILS], ids=lambda fault: fault.says)
def test_the_control_and_the_oracle_agree_on_an_e_mail(fault: Fault) -> None:
    one = fault.made()
    answers = {name: file.content for name, file in one.decisions.items() if file.is_answer}
    messages = {name: file.data for name, file in one.decisions.items() if file.is_message}
    expected = "A13" not in fault.objects
    assert e_mails_are_clean_answers(answers, messages, one.registers["people"]) == expected
    assert ("A13" not in objecting(judged(one))) == expected
