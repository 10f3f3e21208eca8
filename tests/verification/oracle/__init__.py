"""The policy on support, read a second time: `docs/policy/support.md` as a table of small questions.

Nothing of the package is imported here. The controls and this table have only the policy's words in common, so a
slip in one of them shows as a difference between the two. Hashes and e-mails are outside: the caller reports the
hashes of the files, the logs that are unchanged and the e-mails that are clean answers.
"""

from tests.verification.oracle.table import LINKS, TABLE, answers, links, verdict

__all__ = ["LINKS", "TABLE", "answers", "links", "verdict"]
