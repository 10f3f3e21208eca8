"""Changes after which a PDF of ours is no longer what it says it is; a validator has to object."""

import pikepdf


def no_metadata(document: pikepdf.Pdf) -> None:
    """Neither the conformance nor the title is said any more."""
    del document.Root.Metadata


def no_fonts(document: pikepdf.Pdf) -> None:
    """No font comes with the file."""
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one:
            del one.FontFile2
