"""The Jinja environment: strict and autoescaping; a template sees only the values that it is given."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import jinja2.meta

from casebound.model import labels
from casebound.model.countries import country_name, with_article
from casebound.model.errors import BrokenTemplate
from casebound.render import american_days, fragments, languages

_WORDS: Mapping[str, object] = {
    "STAGES": labels.STAGES,
    "ON_HOLD": labels.ON_HOLD,
    "VERDICTS": labels.VERDICTS,
    "SECTIONS": labels.SECTIONS,
    "LINKS": labels.LINKS,
    "STATES": labels.STATES,
    "SEVERITIES": labels.SEVERITIES,
    "DIRECTIONS": labels.DIRECTIONS,
    "ANSWERS": labels.ANSWERS,
    "DECISIONS": labels.DECISIONS,
    "LANES": labels.LANES,
    "CHANNELS": labels.CHANNELS,
    "DEFECTS": labels.DEFECTS,
    "RELATIONS": labels.RELATIONS,
    "RELIANCE": labels.RELIANCE,
    "BREACH_REMEDIES": labels.BREACH_REMEDIES,
    "REQUESTERS": labels.REQUESTERS,
    "AGREEMENT_RULES": labels.AGREEMENT_RULES,
    "APPROVAL_STEPS": labels.APPROVAL_STEPS,
    "REPLIES": labels.REPLIES,
    "ROLES": labels.ROLES,
}


class Templates:
    """Templates of the project, which take precedence, and templates of casebound.

    They come from folders, or from `sources` of another process, where each template is known by its name.
    """

    def __init__(self, folders: tuple[Path, ...], sources: Mapping[str, str] | None = None) -> None:
        if sources is None:
            loader: jinja2.BaseLoader = jinja2.FileSystemLoader([str(folder) for folder in folders])
        else:
            loader = jinja2.FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None)
        self._environment = jinja2.Environment(
            loader=loader,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=400,
            finalize=american_days.shown,
        )
        self._environment.globals.update(_WORDS)
        # As filters, since a function call in a template takes several times as long as a filter.
        for piece in (
            fragments.badge,
            fragments.code_marked,
            fragments.controls,
            fragments.cites,
            fragments.dated,
            fragments.person,
            fragments.relied_on,
            fragments.step_says,
        ):
            self._environment.filters[piece.__name__] = piece
        self._environment.filters["spoken"] = labels.spoken
        self._environment.filters["fact_label"] = labels.fact_label
        self._environment.filters["american"] = american_days.american
        self._environment.filters["country"] = country_name
        self._environment.filters["spoken_in"] = languages.spoken_in
        self._environment.filters["with_article"] = with_article

    def render(self, template: str, /, **values: Any) -> str:
        """Render a template. Raises BrokenTemplate with file and line if that fails."""
        try:
            return self._environment.get_template(template).render(**values)
        except jinja2.TemplateNotFound as error:
            raise BrokenTemplate(f"the template {error.name} is missing", "Restore it from the package.") from error
        except jinja2.TemplateSyntaxError as error:
            raise BrokenTemplate(
                f"{error.filename or error.name}, line {error.lineno}: {error.message}", "Fix the template."
            ) from error
        except jinja2.UndefinedError as error:
            raise BrokenTemplate(f"{_line_in(error, template)}: {error.message}", "Fix the template.") from error

    def digest(self, template: str) -> str:
        """The SHA-256 of a template and of all templates that it includes. Raises BrokenTemplate as `render` does."""
        return hashlib.sha256(json.dumps(self.sources(template), sort_keys=True).encode()).hexdigest()

    def sources(self, template: str) -> Mapping[str, str]:
        """The text of a template and of all templates that it includes. Raises BrokenTemplate as `render` does."""
        sources: dict[str, str] = {}
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name not in sources:
                sources[name], included = self._source(name)
                waiting += included
        return sources

    def _source(self, name: str) -> tuple[str, list[str]]:
        """The text of a template, and the names of the templates that it includes."""
        environment = self._environment
        assert environment.loader is not None
        try:
            text, _, _ = environment.loader.get_source(environment, name)
            included = list(jinja2.meta.find_referenced_templates(environment.parse(text)))
        except jinja2.TemplateNotFound as error:
            raise BrokenTemplate(f"there is no template {error.name}", "Restore it from the package.") from error
        except jinja2.TemplateSyntaxError as error:
            raise BrokenTemplate(f"{name}, line {error.lineno}: {error.message}", "Fix the template.") from error
        if None in included:  # a name that is computed while the template is rendered may be that of any template
            return text, environment.list_templates(extensions=("j2", "css"))
        return text, [included_name for included_name in included if included_name]


def _line_in(error: BaseException, template: str) -> str:
    """The innermost template line of a traceback. Jinja rewrites the frames so that they name template files."""
    trace, place = error.__traceback__, template
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if not name.endswith(".py"):
            place = f"{name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
