"""The order of a build: load, judge, plan, render, publish. A blocking finding stops it before anything is rendered."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from casebound import judge
from casebound.load.workspace import Workspace
from casebound.model.days import Day
from casebound.model.errors import CannotJudge
from casebound.model.judgment import Judgment
from casebound.pipeline.check import RULES, judgment_of, project_in, schemas_for
from casebound.plan.case_plan import ProjectPlan
from casebound.plan.project_plan import project_plan
from casebound.release.cache import BuildCache
from casebound.release.context import build_context
from casebound.release.inspection_cache import cache_inspections
from casebound.release.publish import Release, locked, publish, temporary_files
from casebound.release.release_files import release_files
from casebound.release.settings import BuildSettings, Progress, RebuildCounts
from casebound.release.site_files import cache_page_templates
from casebound.render.handbook.site import open_page_templates
from casebound.render.templates import Templates
from casebound.runtime.cluster_address import ClusterAddress
from casebound.runtime.parallel import background


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Report no progress."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build. Without `documents` the PDFs are left out, as in the preview server and the benchmark.

    With `only`, every case is checked, the PDFs of these cases are written into build/documents, and nothing is
    published. The workers of the `cluster` print the PDFs, or `jobs` workers of this machine if there is none.
    """

    as_of: Day | None
    today: Day
    jobs: int = 1
    preview: bool = False
    documents: bool = True
    only: tuple[str, ...] = ()
    cluster: ClusterAddress | None = None


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The result of a build. `release` is None if nothing was published; `documents` is their folder, without one."""

    plan: ProjectPlan
    release: Release | None
    rebuilt: RebuildCounts = field(default_factory=RebuildCounts)
    documents: Path | None = None

    @property
    def judgment(self) -> Judgment:
        return self.plan.judgment


def build(workspace: Workspace, request: BuildRequest, progress: Progress = no_progress) -> BuildResult:
    """Check, then render and publish. With a blocking finding nothing is published, except as a preview.

    Raises CannotJudge for a forecast that is not a preview.
    """
    name = "preview" if request.preview else "handbook"
    with locked(workspace.build), temporary_files(workspace.build):
        if request.only:
            from casebound.release.document_files import remove_documents, write_documents

            remove_documents(workspace)
        folders = workspace.template_folders()
        cache = BuildCache(workspace.build / "cache")
        settings = BuildSettings(
            workspace, Templates(folders), folders, RULES, cache, request.jobs, progress, request.cluster
        )
        project, schemas = project_in(workspace, request.jobs), schemas_for(workspace)
        cache_inspections(workspace, project.inspections)
        registers = judge.registers_in(project, schemas)
        if registers is None:
            judgment = judgment_of(workspace, project, schemas, request.as_of, request.today)
            return BuildResult(project_plan(judgment), None)
        as_of = judge.day_of(registers, request.as_of, request.today)
        if as_of > request.today and not request.preview:
            raise CannotJudge(
                f"the as-of date {as_of} is after today, {request.today}, and a forecast is never published",
                "Leave out --as-of, and as_of in registers/policy.yml, or build a preview with --preview.",
            )
        # The page templates depend on no case, so MkDocs renders them while the cases are judged.
        with background(partial(cache_page_templates, settings, registers, as_of), request.jobs) as page_templates:
            judgment = judgment_of(workspace, project, schemas, request.as_of, request.today)
            plan = project_plan(judgment, judge.next_changes(project, judgment))
            if judgment.blocked and not request.preview:
                return BuildResult(plan, None)
            cached, rendered = page_templates()
        templates = open_page_templates({path: found.file for path, found in cached.items()})
        context = build_context(settings, plan, templates, preview=request.preview)
        context.rebuilt.page_templates = int(rendered)
        if request.only:
            return BuildResult(plan, None, context.rebuilt, write_documents(context, request.only))
        outputs = release_files(context)
        if request.documents:
            from casebound.release.document_files import documents

            outputs += documents(context)
        release = publish(workspace.build, name, outputs, request.jobs)
        return BuildResult(plan, release, context.rebuilt)
