"""The templates of a project that are not casebound's: the release lists them, and their pages are read back."""

from collections.abc import Callable, Mapping

from casebound.load.workspace import Workspace, files_below, sha256_of
from casebound.release.context import BuildContext
from casebound.release.publish import Output, output
from casebound.render.read_back import require_verdict
from casebound.render.templates import Templates

LIST = "TEMPLATES.txt"
_HEAD = "This release was made with templates of the project that are not those of casebound (SHA-256 and name):\n"


def own_templates(workspace: Workspace) -> Mapping[str, str]:
    """The SHA-256 of each template of the project that differs from that of casebound, by name."""
    own, shipped = workspace.root / "site_templates", workspace.shipped("site_templates")
    if not own.is_dir() or own.samefile(shipped):
        return {}
    found = {name: sha256_of(own / name) for name in files_below(own)}
    return {name: sha256 or "-" for name, sha256 in found.items() if sha256 != sha256_of(shipped / name)}


def listed(workspace: Workspace) -> tuple[Output, ...]:
    """The file of the release that lists the project's templates; none if there are none. No template writes it."""
    lines = [f"{sha256}  {name}\n" for name, sha256 in own_templates(workspace).items()]
    return (output(LIST, (_HEAD + "".join(lines)).encode()),) if lines else ()


def read_back(context: BuildContext, folder: str, html: str, render: Callable[[Templates], str], file: str) -> None:
    """Compare what a page or document says with the verdict. Raises BrokenTemplate if they differ."""
    workspace = context.settings.workspace
    if own_templates(workspace):
        require_verdict(context.views[folder], html, render(Templates((workspace.shipped("site_templates"),))), file)
