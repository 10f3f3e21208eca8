"""Replaces hashes in a YAML file, and preserves comments and layout."""

from collections.abc import Mapping

from casebound.load.strict_yaml import positions

Values = Mapping[tuple[str | int, ...], str]


def with_values(text: str, values: Values) -> str:
    """The text with the one-word value at each path replaced. Raises KeyError if a path is missing."""
    places = positions(text.encode())
    lines = text.split("\n")
    for path, value in values.items():
        line = places[path][0] - 1
        key, colon, old = lines[line].partition(f"{path[-1]}: ")
        if not colon:
            raise KeyError(f"the value of {path} is not on the line of its key")
        _, space, comment = old.partition(" ")
        lines[line] = f"{key}{colon}{value}{space}{comment}"
    return "\n".join(lines)
