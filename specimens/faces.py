"""Makes the faces for Japanese and Korean from IBM's packages: `python specimens/faces.py JP.tgz KR.tgz`.

The packages come from npm (`npm pack @ibm/plex-sans-jp@3.0.0 @ibm/plex-sans-kr@1.1.0`). Every outline, table and
character stays as it is: names need rarer characters than any list of common ones has. Only the container changes.
Outlines that WOFF 2 has rearranged take ten to twenty seconds a face to put back, in each process that prints;
left as they are, a third of a second, for a fifth more bytes. Same package, same fontTools: same bytes.
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
    """The same font as a WOFF 2 file whose outlines need no putting back."""
    font, out = TTFont(io.BytesIO(data), recalcTimestamp=False), io.BytesIO()
    font.flavor, font.flavorData = "woff2", WOFF2FlavorData(transformedTables=())
    font.save(out, reorderTables=None)
    return out.getvalue()


def main(archives: list[str]) -> int:
    """Write the faces and their hashes."""
    listed = json.loads((ASSETS / "vendored.json").read_bytes())
    for archive in archives:
        with tarfile.open(archive) as package:
            about = json.load(_member(package, "package.json"))
            script = about["name"].rpartition("-")[2].upper()
            names = [f"IBMPlexSans{script}-{face}" for face in FACES]
            made = {
                f"fonts/{name}.woff2": repacked(_member(package, f"fonts/complete/woff/hinted/{name}.woff").read())
                for name in names
            }
        for name, data in made.items():
            (ASSETS / name).write_bytes(data)
        listed = [one for one in listed if one["package"] != about["name"]]
        listed.append(_entry(about, made))
    order = sorted(listed, key=lambda one: not one["package"].startswith("@ibm/"))
    (ASSETS / "vendored.json").write_text(json.dumps(order, indent=1) + "\n")
    return 0


def _member(package: tarfile.TarFile, name: str) -> io.BufferedReader:
    found = package.extractfile(f"package/{name}")
    if found is None:
        raise SystemExit(f"the package holds no {name}")
    return found  # type: ignore[return-value]  # a buffered reader, whatever the stubs say


def _entry(about: dict[str, str], made: dict[str, bytes]) -> dict[str, object]:
    return {
        "package": about["name"],
        "version": about["version"],
        "license": about["license"],
        "license_file": "fonts/LICENSE-IBM-Plex.txt",
        "made_by": "specimens/faces.py: the container alone is another",
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in made.items()},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
