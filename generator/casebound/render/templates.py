"""The Jinja environment: strict, autoescaping, and blind to everything but what a template is given."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from casebound.model import labels
from casebound.model.errors import BrokenTemplate
from casebound.render import fragments
from casebound.render.view import country_name

_WORDS: Mapping[str, object] = {
    "STAGES": labels.STAGES,
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
    "AGREEMENT_RULES": labels.AGREEMENT_RULES,
    "APPROVAL_STEPS": labels.APPROVAL_STEPS,
    "ROLES": labels.ROLES,
}


class Templates:
    """Templates from the project's own folder first, then from those that came with casebound."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=400,
        )
        self._environment.globals.update(_WORDS)
        # As filters, since a call in a template costs several times what a filter does.
        for piece in (fragments.badge, fragments.controls, fragments.cites, fragments.relied_on):
            self._environment.filters[piece.__name__] = piece
        self._environment.filters["spoken"] = labels.spoken
        self._environment.filters["country"] = country_name

    def render(self, template: str, /, **values: Any) -> str:
        """Render one template. Raises BrokenTemplate, naming the file and line, where it cannot be."""
        try:
            return self._environment.get_template(template).render(**values)
        except jinja2.TemplateNotFound as error:
            raise BrokenTemplate(f"there is no template {error.name}", "Restore it from the package.") from error
        except jinja2.TemplateSyntaxError as error:
            raise BrokenTemplate(
                f"{error.filename or error.name}, line {error.lineno}: {error.message}", "Mend the template."
            ) from error
        except jinja2.UndefinedError as error:
            raise BrokenTemplate(f"{_line_in(error, template)}: {error.message}", "Mend the template.") from error


def _line_in(error: BaseException, template: str) -> str:
    """The innermost template line of a traceback: Jinja rewrites its frames to name template files."""
    trace, place = error.__traceback__, template
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if not name.endswith(".py"):
            place = f"{name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
