"""Everything that the release stages of one build share."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from casebound.model.judgment import JudgedCase, Judgment, Verdict
from casebound.plan.case_plan import ProjectPlan
from casebound.release.cache_keys import case_keys, page_templates_key
from casebound.release.settings import BuildSettings, RebuildCounts
from casebound.render.handbook.site import PageTemplates
from casebound.render.view import CaseView, case_view


@dataclass(frozen=True, slots=True)
class BuildContext:
    """One build: its settings, the judgment with its plan, the page templates, the case views and the cache keys."""

    settings: BuildSettings
    plan: ProjectPlan
    page_templates: PageTemplates
    views: Mapping[str, CaseView]
    page_templates_key: str
    case_keys: Mapping[str, str]
    preview: bool
    rebuilt: RebuildCounts = field(default_factory=RebuildCounts)

    @property
    def judgment(self) -> Judgment:
        return self.plan.judgment


def build_context(
    settings: BuildSettings, plan: ProjectPlan, page_templates: PageTemplates, *, preview: bool
) -> BuildContext:
    """Make the view and the cache key of every case."""
    rules = {rule.id: rule for rule in settings.rules}
    judgment = plan.judgment
    views = {
        case.judged.folder: case_view(
            case,
            rules,
            judgment.as_of,
            is_forecast=judgment.is_forecast,
            preview=preview and (judgment.is_forecast or _unpublishable(case.judged)),
        )
        for case in plan.cases
    }
    templates_key = page_templates_key(settings, judgment.registers, judgment.as_of)
    keys = case_keys(templates_key, judgment, preview=preview)
    return BuildContext(settings, plan, page_templates, views, templates_key, keys, preview)


def _unpublishable(case: JudgedCase) -> bool:
    return case.verdict is Verdict.UNSUPPORTED or any(finding.severity == "blocking" for finding in case.findings)
