"""Compare the pages of exhibits.pdf with a rendering of the original by poppler, for each PDF in a folder.

Needs `pdftoppm` of poppler. Prints a line for each page whose difference exceeds the limits, and writes both renderings
side by side into the second folder, to be looked at: `python bench/exhibits_compared.py FOLDER COMPARISONS`.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter, ImageStat

_ROOT = Path(__file__).resolve().parents[1]
sys.path[0:1] = [str(_ROOT), str(_ROOT / "generator")]  # in place of this folder, so that one import path serves all

from tests.support import verapdf  # noqa: E402 - after the path
from tests.support.documents import print_assets  # noqa: E402 - the same
from tests.support.exhibit_bundles import PROFILE, bundle_of  # noqa: E402 - the same

from casebound.render.exhibits import places  # noqa: E402 - the same
from casebound.render.exhibits.draw.page_model import PAPER_SIZES, PageLayout  # noqa: E402 - the same
from casebound.render.exhibits.draw.pdf_pages import pdf_pages  # noqa: E402 - the same
from casebound.runtime.sandbox import UnreadableFile  # noqa: E402 - the same

DPI = 60
MOST_PAGES = 6  # of each file
BLUR = 2  # pixels, so that a shift of less than a pixel is no difference
FAR = 64  # of 255: the difference at which a pixel counts
MOST_FAR = 0.005  # the share of such pixels in a page that is as it should be


def main() -> int:
    """Compare all files; 1 if a bundle is no valid PDF/A."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("comparisons", type=Path)
    asked = parser.parse_args()
    folder, comparisons = asked.folder, asked.comparisons
    comparisons.mkdir(parents=True, exist_ok=True)
    counts = {"pages": 0, "differ": 0, "refused": 0, "invalid": 0}
    for file in sorted(folder.glob("*.pdf")):
        try:
            layouts = pdf_pages(file.read_bytes(), PAPER_SIZES[print_assets().paper]).layouts[:MOST_PAGES]
        except UnreadableFile as refusal:
            counts["refused"] += 1
            print(f"{file.name}: refused, {refusal}")
            continue
        bundle = bundle_of({"original.pdf": file.read_bytes()})
        if verapdf.complaints(bundle, PROFILE):
            counts["invalid"] += 1
            print(f"{file.name}: the bundle is no valid {PROFILE}")
        pages = zip(_in_bundle(bundle, layouts), _by_poppler(file), strict=False)
        for number, (ours, theirs) in enumerate(pages, start=1):
            counts["pages"] += 1
            mean, far = difference(ours, theirs)
            if far > MOST_FAR:
                counts["differ"] += 1
                print(f"{file.name}, page {number}: mean difference {mean:.1f}, {far:.1%} of the pixels differ")
                _side_by_side(ours, theirs).save(comparisons / f"{file.stem}-{number}.png")
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    return 1 if counts["invalid"] else 0


def difference(ours: Image.Image, theirs: Image.Image) -> tuple[float, float]:
    """The mean difference of two renderings, and the share of pixels that differ far."""
    blur = ImageFilter.GaussianBlur(BLUR)
    compared = ImageChops.difference(ours.filter(blur), theirs.resize(ours.size).filter(blur)).convert("L")
    far = sum(compared.histogram()[FAR:]) / (compared.width * compared.height)
    return ImageStat.Stat(compared).mean[0], far


def _in_bundle(bundle: bytes, layouts: tuple[PageLayout, ...]) -> Iterator[Image.Image]:
    """The pages of the only exhibit of a bundle, each without the bands."""
    first, scale = places(bundle)["E1"][0], DPI / 72
    with pypdfium2.PdfDocument(bundle) as document:
        for number, layout in enumerate(layouts):
            image = document[first - 1 + number].render(scale=scale).to_pil().convert("RGB")
            x, y, width, height = (value * scale for value in layout.box)
            upper = image.height - y - height
            yield image.crop((round(x), round(upper), round(x + max(width, 1)), round(upper + max(height, 1))))


def _by_poppler(file: Path) -> Iterator[Image.Image]:
    """The first pages of a file as poppler renders them."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", str(DPI), "-cropbox", "-png", "-l", str(MOST_PAGES), str(file), f"{folder}/page"]
        subprocess.run(command, capture_output=True, check=False, timeout=300)
        for page in sorted(Path(folder).glob("*.png")):
            with Image.open(page) as image:
                yield image.convert("RGB")


def _side_by_side(ours: Image.Image, theirs: Image.Image) -> Image.Image:
    sheet = Image.new("RGB", (2 * ours.width + 8, ours.height), "red")
    sheet.paste(ours, (0, 0))
    sheet.paste(theirs.resize(ours.size), (ours.width + 8, 0))
    return sheet


if __name__ == "__main__":
    sys.exit(main())
