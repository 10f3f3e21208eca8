"""Repacks the Japanese and Korean fonts from IBM's packages: `python specimens/fonts.py JP.tgz KR.tgz`.

The packages come from npm (`npm pack @ibm/plex-sans-jp@3.0.0 @ibm/plex-sans-kr@1.1.0`). Every outline, table and
character is preserved, because names need rarer characters than lists of common characters contain. Only the container
changes: restoring transformed WOFF 2 outlines takes ten to twenty seconds for each font in each process that prints,
and reading untransformed outlines takes a third of a second for 20 percent more bytes. The same package and fontTools
give the same bytes.
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
FACES = ("Regular", "SemiBold")


def repacked(data: bytes) -> bytes:
    """The same font as a WOFF 2 file with untransformed outlines."""
    font, out = TTFont(io.BytesIO(data), recalcTimestamp=False), io.BytesIO()
    font.flavor, font.flavorData = "woff2", WOFF2FlavorData(transformedTables=())
    font.save(out, reorderTables=None)
    return out.getvalue()


def main(archives: list[str]) -> int:
    """Write the fonts and their hashes."""
    listed = json.loads((ASSETS / "vendored.json").read_bytes())
    for archive in archives:
        with tarfile.open(archive) as package:
            about = json.load(_member(package, "package.json"))
            script = about["name"].rpartition("-")[2].upper()
            names = [f"IBMPlexSans{script}-{face}" for face in FACES]
            repacked_fonts = {
                f"fonts/{name}.woff2": repacked(_member(package, f"fonts/complete/woff/hinted/{name}.woff").read())
                for name in names
            }
        for name, data in repacked_fonts.items():
            (ASSETS / name).write_bytes(data)
        listed = [entry for entry in listed if entry["package"] != about["name"]]
        listed.append(_entry(about, repacked_fonts))
    order = sorted(listed, key=lambda entry: not entry["package"].startswith("@ibm/"))
    (ASSETS / "vendored.json").write_text(json.dumps(order, indent=1) + "\n")
    return 0


def _member(package: tarfile.TarFile, name: str) -> io.BufferedReader:
    found = package.extractfile(f"package/{name}")
    if found is None:
        raise SystemExit(f"the package contains no {name}")
    return found  # type: ignore[return-value]  # the stubs do not say that it is a buffered reader


def _entry(about: dict[str, str], fonts: dict[str, bytes]) -> dict[str, object]:
    return {
        "package": about["name"],
        "version": about["version"],
        "license": about["license"],
        "license_file": "fonts/LICENSE-IBM-Plex.txt",
        "made_by": "specimens/fonts.py: only the container was changed",
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in fonts.items()},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
