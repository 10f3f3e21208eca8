"""Text parts of a mail as their readers see them."""

import re

_RICH = re.compile(r"<(/?)([a-zA-Z0-9-]{1,60})>")


def flowed(text: str, *, joined_without_space: bool) -> str:
    """Text in the format “flowed” (RFC 3676): lines that end with a space continue in the next line."""
    made: list[str] = []
    open_depth = -1  # the depth of quotation of a line that continues
    for line in re.split(r"\r\n|\n|\r", text):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        if open_depth == depth and made and content != "-- ":
            made[-1] += content
        else:
            made.append(">" * depth + (" " if depth else "") + content)
        continues = content.endswith(" ") and content != "-- "
        if continues and joined_without_space:
            made[-1] = made[-1].removesuffix(" ")
        open_depth = depth if continues else -1
    return "\n".join(made)


def enriched(text: str) -> str:
    """Text in the type text/enriched (RFC 1896) without its commands."""
    text = text.replace("\r\n", "\n").replace("<<", "\0")
    text = re.sub(r"<param>[^<]{0,500}</param>", "", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<!\n)\n(?!\n)", " ", text)
    text = re.sub(r"\n(\n+)", r"\1", text)
    return _RICH.sub(lambda found: "\n" if found[2].lower() in ("nl", "paragraph") else "", text).replace("\0", "<")
