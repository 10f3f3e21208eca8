"""Repacks fonts from npm packages: `python specimens/fonts.py *.tgz`.

The packages come from npm, for example `npm pack @ibm/plex-sans-jp@3.0.0 @expo-google-fonts/noto-sans-thaana@0.4.2`;
`site_templates/assets/vendored.json` lists the version of each. Every outline, table and character is preserved,
because names need rarer characters than lists of common characters contain. Only the container changes: restoring
transformed WOFF 2 outlines takes ten to twenty seconds for a large font in each process that prints, and reading
untransformed outlines takes a third of a second for 20 percent more bytes. The same package and fontTools give the
same bytes.
"""

import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.woff2 import WOFF2FlavorData

ASSETS = Path(__file__).resolve().parent.parent / "site_templates/assets"
PLEX_LICENSE = "fonts/LICENSE-IBM-Plex.txt"
NOTO_LICENSE = "fonts/LICENSE-Noto.txt"

_NOTO = "@expo-google-fonts/noto-"
_TWO_WEIGHTS = ("Regular", "SemiBold")
_TWO_WEIGHT_SCRIPTS = ("armenian", "devanagari", "georgian", "hebrew")
"""The Noto fonts in two weights, as names in bold are frequent in these scripts; the others come in one."""
_PLEX = {
    "@ibm/plex-sans-jp": ("IBMPlexSansJP", "fonts/complete/woff/hinted", _TWO_WEIGHTS),
    "@ibm/plex-sans-kr": ("IBMPlexSansKR", "fonts/complete/woff/hinted", _TWO_WEIGHTS),
    "@ibm/plex-sans-sc": ("IBMPlexSansSC", "fonts/complete/woff/hinted", _TWO_WEIGHTS[:1]),
    "@ibm/plex-sans-tc": ("IBMPlexSansTC", "fonts/complete/woff/hinted", _TWO_WEIGHTS[:1]),
    "@ibm/plex-sans-arabic": ("IBMPlexSansArabic", "fonts/complete/woff", _TWO_WEIGHTS),
    "@ibm/plex-sans-thai": ("IBMPlexSansThai", "fonts/complete/woff", _TWO_WEIGHTS),
}
_NUMBERS = {"Regular": "400", "SemiBold": "600"}


def repacked(data: bytes) -> bytes:
    """The same font as a WOFF 2 file with untransformed outlines."""
    font, out = TTFont(io.BytesIO(data), recalcTimestamp=False), io.BytesIO()
    font.flavor, font.flavorData = "woff2", WOFF2FlavorData(transformedTables=())
    font.save(out, reorderTables=None)
    return out.getvalue()


def main(archives: list[str]) -> int:
    """Write the fonts, their hashes and the license of the Noto fonts."""
    listed = {entry["package"]: entry for entry in json.loads((ASSETS / "vendored.json").read_bytes())}
    copyrights, terms = set(), ""
    for archive in archives:
        with tarfile.open(archive) as package:
            about = json.loads(_member(package, "package.json"))
            fonts = {
                f"fonts/{name}.woff2": repacked(_member(package, member))
                for name, member in _members(about["name"]).items()
            }
            if about["name"].startswith(_NOTO):
                notice, _, terms = _member(package, "LICENSE_FONT").decode().strip().partition("\n")
                copyrights.add(notice)
        for name, data in fonts.items():
            (ASSETS / name).write_bytes(data)
        listed[about["name"]] = _entry(about, fonts)
    if copyrights:
        (ASSETS / NOTO_LICENSE).write_text("\n".join([*sorted(copyrights), terms]) + "\n", encoding="utf-8")
    order = sorted(listed.values(), key=_position)
    (ASSETS / "vendored.json").write_text(json.dumps(order, indent=1) + "\n")
    return 0


def _members(package: str) -> dict[str, str]:
    """The names of the fonts, and their places in the package."""
    if package in _PLEX:
        name, folder, weights = _PLEX[package]
        return {f"{name}-{weight}": f"{folder}/{name}-{weight}.woff" for weight in weights}
    script = package.removeprefix(_NOTO)
    name = "Noto" + "".join(part.capitalize() for part in script.split("-")).replace("Nko", "NKo")
    weights = _TWO_WEIGHTS if script.removeprefix("sans-") in _TWO_WEIGHT_SCRIPTS else _TWO_WEIGHTS[:1]
    faces = {weight: f"{_NUMBERS[weight]}{weight}" for weight in weights}
    return {f"{name}-{weight}": f"{face}/{name}_{face}.ttf" for weight, face in faces.items()}


def _member(package: tarfile.TarFile, name: str) -> bytes:
    found = package.extractfile(f"package/{name}")
    if found is None:
        raise SystemExit(f"the package contains no {name}")
    return found.read()


def _position(entry: dict[str, str]) -> tuple[bool, str]:
    """IBM's packages come first, as in the list of fonts."""
    is_noto = entry["package"].startswith(_NOTO)
    return is_noto, entry["package"] if is_noto else ""


def _entry(about: dict[str, str], fonts: dict[str, bytes]) -> dict[str, object]:
    is_noto = about["name"].startswith(_NOTO)
    return {
        "package": about["name"],
        "version": about["version"],
        "license": "OFL-1.1" if is_noto else about["license"],
        "license_file": NOTO_LICENSE if is_noto else PLEX_LICENSE,
        "made_by": "specimens/fonts.py: only the container was changed",
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in fonts.items()},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
