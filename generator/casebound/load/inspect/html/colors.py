"""Colors of foreign styles, and the contrast of a text with its background."""

import re

Color = tuple[int, int, int]

WHITE: Color = (255, 255, 255)
BLACK: Color = (20, 36, 43)  # the color of text in all documents

_NAMED = {
    "black": 0x000000, "silver": 0xC0C0C0, "gray": 0x808080, "grey": 0x808080, "white": 0xFFFFFF, "maroon": 0x800000,
    "red": 0xFF0000, "purple": 0x800080, "fuchsia": 0xFF00FF, "magenta": 0xFF00FF, "green": 0x008000, "lime": 0x00FF00,
    "olive": 0x808000, "yellow": 0xFFFF00, "navy": 0x000080, "blue": 0x0000FF, "teal": 0x008080, "aqua": 0x00FFFF,
    "cyan": 0x00FFFF, "orange": 0xFFA500, "brown": 0xA52A2A, "pink": 0xFFC0CB, "gold": 0xFFD700, "beige": 0xF5F5DC,
    "ivory": 0xFFFFF0, "snow": 0xFFFAFA, "azure": 0xF0FFFF, "linen": 0xFAF0E6, "honeydew": 0xF0FFF0,
    "whitesmoke": 0xF5F5F5, "ghostwhite": 0xF8F8FF, "floralwhite": 0xFFFAF0, "mintcream": 0xF5FFFA,
    "seashell": 0xFFF5EE, "oldlace": 0xFDF5E6, "aliceblue": 0xF0F8FF, "lightgray": 0xD3D3D3, "lightgrey": 0xD3D3D3,
    "gainsboro": 0xDCDCDC, "darkgray": 0xA9A9A9, "darkgrey": 0xA9A9A9, "dimgray": 0x696969, "dimgrey": 0x696969,
    "lightyellow": 0xFFFFE0, "lightblue": 0xADD8E6, "lightgreen": 0x90EE90, "darkred": 0x8B0000, "darkblue": 0x00008B,
    "darkgreen": 0x006400, "royalblue": 0x4169E1, "steelblue": 0x4682B4, "crimson": 0xDC143C, "indigo": 0x4B0082,
    "violet": 0xEE82EE, "tomato": 0xFF6347, "coral": 0xFF7F50, "salmon": 0xFA8072, "khaki": 0xF0E68C, "tan": 0xD2B48C,
    "windowtext": 0x000000, "window": 0xFFFFFF, "canvastext": 0x000000, "canvas": 0xFFFFFF,
}  # fmt: skip
_NUMBER = r"\s*(-?[\d.]{1,12})(%?)\s*"
_FUNCTION = re.compile(rf"(rgb|hsl)a?\({_NUMBER}(?:deg)?[,\s]{_NUMBER}[,\s]{_NUMBER}(?:[,/]{_NUMBER})?\)")


def parsed(text: str) -> tuple[Color, float] | None:
    """A color of a style or attribute and its opacity; None if it is none that is known."""
    text = text.strip().lower()
    if text == "transparent":
        return WHITE, 0.0
    if text in _NAMED:
        return _split(_NAMED[text]), 1.0
    found = re.fullmatch(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", text)
    if found:
        digits = found[1] if len(found[1]) > 4 else "".join(digit * 2 for digit in found[1])
        return _split(int(digits[:6], 16)), int(digits[6:] or "ff", 16) / 255
    function = _FUNCTION.fullmatch(text)
    if function is None:
        return None
    try:
        return _of_function(function)
    except ValueError:
        return None


def over(color: Color, opacity: float, ground: Color) -> Color:
    """What shows where a color with an opacity lies on another color."""
    mixed = [round(mine * opacity + below * (1 - opacity)) for mine, below in zip(color, ground, strict=True)]
    return mixed[0], mixed[1], mixed[2]


def contrast(first: Color, second: Color) -> float:
    """The contrast of two colors as WCAG 2 defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def spelled(color: Color) -> str:
    """A color as a style sheet spells it."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def _split(number: int) -> Color:
    return number >> 16 & 255, number >> 8 & 255, number & 255


def _of_function(found: re.Match[str]) -> tuple[Color, float]:
    opacity = 1.0 if found[8] is None else float(found[8]) / (100 if found[9] else 1)
    opacity = min(max(opacity, 0.0), 1.0)
    numbers = [float(found[at]) for at in (2, 4, 6)]
    if found[1] == "hsl":
        return _of_hsl(numbers[0] % 360 / 360, numbers[1] / 100, numbers[2] / 100), opacity
    levels = [number * 2.55 if found[at] else number for number, at in zip(numbers, (3, 5, 7), strict=True)]
    red, green, blue = (round(min(max(level, 0), 255)) for level in levels)
    return (red, green, blue), opacity


def _of_hsl(hue: float, saturation: float, lightness: float) -> Color:
    import colorsys

    saturation, lightness = min(max(saturation, 0), 1), min(max(lightness, 0), 1)
    red, green, blue = (round(255 * level) for level in colorsys.hls_to_rgb(hue, lightness, saturation))
    return red, green, blue


def _luminance(color: Color) -> float:
    linear = [
        level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4
        for level in (part / 255 for part in color)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
