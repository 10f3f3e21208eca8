"""The page in place of an exhibit that cannot be shown: the reason, and where the file is."""

from casebound.render.exhibits.draw.page_model import ExhibitPages, ExhibitText


def placeholder(reason: str) -> ExhibitPages:
    """One page in place of the exhibit's own. `reason` completes “This exhibit is not shown: …”."""
    text = ExhibitText("placeholder.html.j2", warnings=(f"This exhibit is not shown: {reason}.",))
    return ExhibitPages(text=text, marks=(f"not shown: {reason}",), shown=False)
