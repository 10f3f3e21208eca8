"""One build in the workshop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from casebound.model.judgment import JudgedCase, Judgement, Verdict
from casebound.release.cache_keys import case_keys, shell_key
from casebound.release.settings import Tally, Workshop
from casebound.render.view import CaseView, case_view


@dataclass(frozen=True, slots=True)
class Bench:
    """One build in the workshop: the judgement, its views and the keys of what is kept.

    `printed` waits until the shell is in the store.
    """

    shop: Workshop
    judgement: Judgement
    views: Mapping[str, CaseView]
    shell_key: str
    case_keys: Mapping[str, str]
    printed: Callable[[], bool]
    preview: bool
    made: Tally = field(default_factory=Tally)


def laid_out(shop: Workshop, judgement: Judgement, printed: Callable[[], bool], *, preview: bool) -> Bench:
    """Views and keys for every case of a judgement."""
    rules = {rule.id: rule for rule in shop.rules}
    views = {one.folder: case_view(one, rules, preview=preview and _doubtful(one)) for one in judgement.cases}
    shell = shell_key(shop, judgement.registers, judgement.as_of)
    keys = case_keys(shell, judgement, preview=preview)
    return Bench(shop, judgement, views, shell, keys, printed, preview)


def _doubtful(one: JudgedCase) -> bool:
    return one.verdict is Verdict.UNSUPPORTED or any(finding.severity == "blocking" for finding in one.findings)
