"""Images as scanners, cameras and telephones write them: every page decodes, or the reason is stated."""

import io
import random
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFilter, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from casebound.load.inspect.pictures.image_metadata import LOCATION, THUMBNAIL
from casebound.load.inspect.pictures.images import ImagePage, inspected, read_image
from casebound.load.inspect.rejection import DAMAGED
from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import UnreadableFile, run_sandboxed

BLANK = "The picture is blank: all of its pixels have the same color."
RED, GREEN, WHITE = (220, 30, 30), (30, 160, 60), (255, 255, 255)


def drawing(size: tuple[int, int] = (60, 40)) -> Any:
    """Red in the upper left quarter, on green."""
    made = Image.new("RGB", size, GREEN)
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill=RED)
    return made


def noise(size: tuple[int, int] = (320, 240)) -> Any:
    return Image.frombytes("RGB", size, random.Random(1).randbytes(size[0] * size[1] * 3))


def saved(image: Any, kind: str, **options: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def shown(data: bytes) -> Sequence[Any]:
    return read_image(data, ImagePage.upright)[1]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        inspected(data)
    return str(refused.value)


def near(found: Any, expected: Any, within: int = 40) -> bool:
    return all(abs(one - other) <= within for one, other in zip(found, expected, strict=True))


def quarters(image: Any) -> tuple[Any, ...]:
    """The colors in the four corners, clockwise from the upper left."""
    right, low = image.width - 3, image.height - 3
    return tuple(image.convert("RGB").getpixel(at) for at in ((2, 2), (right, 2), (right, low), (2, low)))


KINDS: Sequence[tuple[str, dict[str, Any]]] = [
    ("PNG", {}),
    ("JPEG", {"quality": 95}),
    ("JPEG", {"quality": 95, "progressive": True}),
    ("TIFF", {}),
    ("TIFF", {"compression": "tiff_lzw"}),
    ("TIFF", {"compression": "tiff_adobe_deflate"}),
    ("TIFF", {"compression": "jpeg", "quality": 95}),
    ("TIFF", {"compression": "packbits", "tiffinfo": {278: 7}}),
    ("TIFF", {"big_tiff": True}),
    ("WEBP", {"lossless": True}),
    ("GIF", {}),
    ("BMP", {}),
]


PICTURES = [
    (mode, kind, options)
    for mode in ("RGB", "L", "P", "CMYK")
    for kind, options in KINDS
    if (mode != "CMYK" or kind in ("JPEG", "TIFF")) and (mode != "P" or "quality" not in options)
]


@pytest.mark.parametrize(("mode", "kind", "options"), PICTURES)
def test_each_kind_of_picture_is_shown_with_its_colors(mode: str, kind: str, options: dict[str, Any]) -> None:
    picture = drawing().quantize(8) if mode == "P" else drawing().convert(mode)
    (image,) = shown(saved(picture, kind, **options))
    assert all(near(*pair, 20) for pair in zip(quarters(image), quarters(picture), strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_photo_is_upright_in_all_eight_orientations(kind: str, orientation: int) -> None:
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}.get(orientation)
    stored = drawing() if back is None else drawing().transpose(Image.Transpose(back))
    exif = Image.Exif()
    exif[0x0112] = orientation
    _, (page,) = read_image(saved(stored, kind, exif=exif), lambda page: (page.upright(), page.size))
    assert page[1] == page[0].size == (60, 40)
    assert near(quarters(page[0])[0], RED)
    assert all(near(other, GREEN) for other in quarters(page[0])[1:])


def test_damaged_metadata_do_no_harm() -> None:
    data = saved(drawing(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff", icc_profile=b"no profile")
    assert inspected(data) == Inspection(pages=1)
    assert near(quarters(shown(data)[0])[0], RED)


def fax(pages: int = 1, **options: Any) -> bytes:
    page = Image.new("1", (1728, 1100), 1)
    ImageDraw.Draw(page).text((100, 100), "Certificate of Coverage")
    more = [page.copy() for _ in range(pages - 1)]
    return saved(page, "TIFF", **{"compression": "group4", "save_all": True, "append_images": more, **options})


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_ccitt", "packbits"])
def test_every_page_of_a_fax_is_shown_on_white(compression: str) -> None:
    data = fax(3, compression=compression)
    assert inspected(data) == Inspection(pages=3)
    assert [(image.mode, image.size, image.getpixel((5, 5))) for image in shown(data)] == [("L", (1728, 1100), 255)] * 3


def test_a_fax_in_the_standard_resolution_has_pixels_twice_as_high_as_wide() -> None:
    _, (stretch,) = read_image(fax(dpi=(204, 98)), lambda page: page.stretch)
    assert stretch == pytest.approx(204 / 98)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_shape_of_the_pixels_is_turned_with_the_picture(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    _, (stretch,) = read_image(saved(drawing(), kind, dpi=(204, 98), exif=exif), lambda page: page.stretch)
    assert stretch == pytest.approx(98 / 204, rel=0.01)


def test_a_page_of_a_fax_that_is_cut_off_is_found() -> None:
    assert refusal(fax()[: len(fax()) // 3]) == DAMAGED
    spoiled = bytearray(fax(2, tiffinfo={278: 1100}))
    with Image.open(io.BytesIO(bytes(spoiled))) as opened:
        opened.seek(1)
        (start,), (size,) = opened.tag_v2[273], opened.tag_v2[279]  # type: ignore[attr-defined]
    spoiled[start + size // 3 : start + size] = bytes(size - size // 3)
    assert refusal(bytes(spoiled)) == "its page 2 is damaged"


def test_smaller_copies_of_a_page_are_no_pages() -> None:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[254] = 1
    small = drawing((30, 20))
    small.encoderinfo = {"tiffinfo": info}
    data = saved(drawing(), "TIFF", save_all=True, append_images=[small])
    assert inspected(data) == Inspection(pages=1, left_out=("1 smaller copy of the page",))


@pytest.mark.parametrize("part", [0.3, 0.7, 0.98])
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("WEBP", {}),
        ("GIF", {}),
        ("BMP", {}),
    ],
)
def test_a_picture_that_is_cut_off_is_damaged(kind: str, options: dict[str, Any], part: float) -> None:
    data = saved(noise(), kind, **options)
    assert refusal(data[: int(len(data) * part)]) == DAMAGED


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_a_jpeg_that_is_cut_off_and_closed_is_damaged(options: dict[str, Any]) -> None:
    data = saved(noise(), "JPEG", **options)
    start = data.index(b"\xff\xda")
    assert refusal(data[: start + (len(data) - start) // 2] + b"\xff\xd9") == DAMAGED


def test_white_pages_are_not_cut_off() -> None:
    for options in ({}, {"optimize": True}, {"progressive": True}, {"restart_marker_rows": 1}):
        white = Image.new("RGB", (900, 700), "white")
        assert inspected(saved(white, "JPEG", **options)) == Inspection(pages=1, notes=(BLANK,))


def test_a_wrong_checksum_is_damage() -> None:
    data = bytearray(saved(noise(), "PNG"))
    data[data.index(b"IDAT") + 2000] ^= 1
    assert refusal(bytes(data)) == DAMAGED


def _ramp() -> Any:
    return Image.linear_gradient("L")


@pytest.mark.parametrize("mode", ["I;16", "I;16B", "I", "F"])
def test_more_than_8_bits_keep_their_brightness(mode: str) -> None:
    deep = _ramp().convert("I").point(lambda value: value * 257)
    if mode != "I":
        deep = deep.convert("F" if mode == "F" else "I;16")
    if mode == "I;16B":
        deep = Image.frombytes("I;16B", deep.size, deep.tobytes("raw", "I;16B"))
    (image,) = shown(saved(deep, "TIFF"))
    assert image.mode == "L"
    assert all(abs(image.getpixel((9, row)) - row) <= 1 for row in range(0, 256, 15))


def test_16_bits_with_white_as_the_lowest_value_are_not_shown_as_a_negative() -> None:
    data = saved(_ramp().convert("I").point(lambda value: value * 257).convert("I;16"), "TIFF")
    assert data.count(struct.pack("<HHIHH", 262, 3, 1, 1, 0)) == 1
    (image,) = shown(data.replace(struct.pack("<HHIHH", 262, 3, 1, 1, 0), struct.pack("<HHIHH", 262, 3, 1, 0, 0)))
    assert [image.getpixel((9, row)) for row in (0, 55, 255)] == [255, 200, 0]


def tiff_of(strips: Sequence[bytes], **tags: tuple[int, ...]) -> bytes:
    """An uncompressed TIFF of 256 by 256 pixels with these strips, each of which is a whole plane."""
    values = {256: (256,), 257: (256,), 259: (1,), 278: (256,), 279: tuple(map(len, strips))}
    values |= {273: tuple(8 + sum(map(len, strips[:at])) for at in range(len(strips)))}
    values |= {int(tag.removeprefix("tag_")): value for tag, value in tags.items()}
    data, entries = b"".join(strips), []
    for tag, value in sorted(values.items()):
        packed = struct.pack(f"<{len(value)}I", *value)
        place = packed if len(value) == 1 else struct.pack("<I", 8 + len(data))
        data += packed if len(value) > 1 else b""
        entries.append(struct.pack("<HHI", tag, 4, len(value)) + place)
    directory = struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4)
    return b"II*\0" + struct.pack("<I", 8 + len(data)) + data + directory


def test_12_bits_keep_their_brightness() -> None:
    rows = [row * 16 + row // 16 for row in range(256)]  # from 0 to 4095
    strip = b"".join((value << 12 | value).to_bytes(3) * 128 for value in rows)
    (image,) = shown(tiff_of([strip], tag_258=(12,), tag_262=(1,), tag_277=(1,)))
    assert [image.getpixel((9, row)) for row in (0, 128, 255)] == [0, 128, 255]


def test_planes_of_16_bits_are_shown_in_their_colors() -> None:
    red = b"".join(struct.pack("<H", row * 257) * 256 for row in range(256))
    planes = [red, bytes(len(red)), b"\xff" * len(red)]
    (image,) = shown(tiff_of(planes, tag_258=(16, 16, 16), tag_262=(2,), tag_277=(3,), tag_284=(2,)))
    assert [image.getpixel((9, row)) for row in (0, 128, 255)] == [(0, 0, 255), (128, 0, 255), (255, 0, 255)]


def test_16_bits_of_a_png_are_shown() -> None:
    deep = _ramp().convert("I").point(lambda value: value * 257).convert("I;16")
    (image,) = shown(saved(deep, "PNG"))
    assert [image.getpixel((9, row)) for row in (0, 128, 255)] == [0, 128, 255]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_a_transparent_picture_is_shown_on_white(kind: str) -> None:
    clear = drawing().convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size).point(lambda value: 255 if value > 127 else 0))
    (image,) = shown(saved(clear, kind, **({"lossless": True} if kind == "WEBP" else {})))
    assert near(quarters(image)[0], WHITE)
    assert near(quarters(image)[2], GREEN)


def test_a_transparent_color_of_a_palette_or_of_gray_is_shown_as_white() -> None:
    for mode in ("P", "L"):
        picture = Image.new(mode, (9, 9), 3)
        if mode == "P":
            picture.putpalette([value for value in range(256) for _ in range(3)])
        picture.putpixel((8, 8), 9)
        (image,) = shown(saved(picture, "PNG", transparency=3))
        assert near(quarters(image)[0], WHITE)


def test_a_transparent_value_of_16_bits_is_shown_as_white() -> None:
    head = struct.pack(">IIBBBBB", 2, 1, 16, 0, 0, 0, 0)
    chunks = (b"IHDR" + head, b"tRNS" + struct.pack(">H", 1234), b"IDAT" + zlib.compress(b"\0\4\xd2\4\xd3"), b"IEND")
    (image,) = shown(b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks)))
    assert [image.getpixel((at, 0)) for at in (0, 1)] == [255, 4]


@pytest.mark.parametrize(("at", "value"), [(1, 0xC3), (4, 12)])
def test_a_lossless_jpeg_or_one_of_12_bits_is_not_called_damaged(at: int, value: int) -> None:
    data = bytearray(saved(drawing(), "JPEG"))
    data[data.index(b"\xff\xc0") + at] = value
    assert refusal(bytes(data)) == "it is stored in a rare way that is not supported"


def test_the_short_notes_of_a_telephone_behind_the_picture_are_no_hidden_content() -> None:
    notes = b"\0\0\1\x0aImage_UTC_Data1700000000000SEFHe\0\0\0" + bytes(20) + b"SEFT"
    assert inspected(saved(drawing(), "JPEG") + notes) == Inspection(pages=1)
    video = b"MotionPhoto_Data\0\0\0\x18ftypmp42" + notes
    assert inspected(saved(drawing(), "JPEG") + video).active_content == ("a video behind the picture",)


def test_xmp_data_do_not_turn_a_picture() -> None:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><tiff:Orientation>6</tiff:Orientation></x:xmpmeta>'
    (image,) = shown(saved(drawing(), "JPEG", xmp=xmp))
    assert image.size == (60, 40)


def test_a_rare_kind_of_bitmap_is_not_called_damaged() -> None:
    data = bytearray(saved(drawing(), "BMP"))
    data[30] = 6
    assert refusal(bytes(data)) == "it is stored in a rare way that is not supported"


def test_colors_follow_the_profile_of_the_picture() -> None:
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    lab = Image.new("LAB", (9, 9), (128, 128, 128))
    assert near(quarters(shown(saved(lab, "TIFF"))[0])[0], (119, 119, 119), 12)
    assert near(quarters(shown(saved(drawing(), "PNG", icc_profile=swapped))[0])[0], RED)  # of other colors: not used


def test_the_gamma_of_a_png_is_respected() -> None:
    def with_gamma(value: int) -> bytes:
        data = saved(Image.new("L", (9, 9), 64), "PNG")
        return data[:33] + _chunk(b"gAMA" + struct.pack(">I", value)) + data[33:]

    assert [shown(with_gamma(value))[0].getpixel((1, 1)) for value in (45455, 100_000)] == [64, 136]


def test_a_bitmap_with_a_short_header_of_os2_is_shown() -> None:
    data = saved(drawing(), "BMP")
    short = data[:10] + (30).to_bytes(4, "little") + (16).to_bytes(4, "little") + data[18:30] + data[54:]
    assert near(quarters(shown(short)[0])[0], RED)


def test_further_pictures_are_stated() -> None:
    frames = {"save_all": True, "append_images": [Image.new("RGB", (60, 40), color) for color in ("red", "blue")]}
    for kind in ("GIF", "PNG", "WEBP"):
        (left_out,) = inspected(saved(drawing(), kind, **frames)).left_out
        assert left_out == "2 further pictures of the file; only the first is shown"
    assert inspected(saved(drawing(), "MPO", **frames)) == Inspection(
        pages=1, left_out=("2 further pictures of the file; only the first is shown",)
    )


def test_the_place_where_a_photo_was_taken_is_stated() -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (59.0, 54.0, 0.0), 3: "E", 4: (10.0, 45.0, 0.0)}
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        assert inspected(saved(drawing(), kind, exif=exif.tobytes())).notes == (LOCATION,)
    xmp = b'<x:xmpmeta><rdf:Description exif:GPSLatitude="59,54N"/></x:xmpmeta>'
    assert inspected(saved(drawing(), "JPEG", xmp=xmp)).notes == (LOCATION,)


def test_a_thumbnail_in_the_metadata_is_stated() -> None:
    first = struct.pack("<HHHIII", 1, 0x0112, 3, 1, 1, 26)
    second = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, 56, 0x0202, 4, 1, 4, 0)
    exif = b"Exif\0\0II*\0\x08\0\0\0" + first + second + b"\xff\xd8\xff\xd9"
    assert inspected(saved(drawing(), "JPEG", exif=exif)).left_out == (THUMBNAIL,)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
@pytest.mark.parametrize(
    ("appended", "words"),
    [
        (b"PK\3\4secret", "a ZIP archive behind the picture"),
        (b"\0\0\0\x18ftypmp42" + bytes(90), "a video behind the picture"),
        (b"%PDF-1.7", "a PDF behind the picture"),
        (b"words", "5 bytes behind the picture"),
        (bytes(400), None),
        (b"\r\n", None),
    ],
)
def test_content_behind_the_picture_is_hidden_content(kind: str, appended: bytes, words: str | None) -> None:
    found = inspected(saved(drawing(), kind) + appended)
    assert found.active_content == (() if words is None else (words,))


@pytest.mark.parametrize("kind", ["TIFF", "BMP"])
def test_an_archive_behind_a_picture_without_an_end_is_hidden_content(kind: str) -> None:
    assert inspected(saved(drawing(), kind) + b"PK\5\6" + bytes(18)).active_content == (
        "a ZIP archive behind the picture",
    )


def test_a_large_picture_is_shown_smaller_with_a_note() -> None:
    for kind, mode in (("PNG", "L"), ("JPEG", "L"), ("TIFF", "1")):
        data = saved(Image.new(mode, (9000, 5600), 1 if mode == "1" else None), kind)
        inspection, ((image, size),) = read_image(data, lambda page: (page.upright(), page.size))
        assert inspection.notes == ("The picture has 9,000 × 5,600 pixels and is shown smaller.", BLANK)
        assert size == (9000, 5600)
        assert image.width * image.height <= 9_000_000


def test_a_picture_larger_than_the_memory_is_refused_before_it_is_decoded() -> None:
    data = saved(Image.new("1", (9, 9)), "TIFF")
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.size == (9, 9)
    wide = data.replace(struct.pack("<HHII", 256, 4, 1, 9), struct.pack("<HHII", 256, 4, 1, 200_000))
    wide = wide.replace(struct.pack("<HHII", 257, 4, 1, 9), struct.pack("<HHII", 257, 4, 1, 200_000))
    assert refusal(wide) == "it has 200,000 × 200,000 pixels, which takes too much memory"


def test_a_jpeg_with_thousands_of_layers_is_refused() -> None:
    data = saved(drawing((4000, 1000)), "JPEG", progressive=True)
    end = data.rindex(b"\xff\xda")
    many = data[:end] + data[end:-2] * 600 + b"\xff\xd9"
    assert "layers, which takes too long to decode" in refusal(many)


def test_metadata_larger_than_usual_are_no_damage() -> None:
    info = PngInfo()
    info.add_text("comment", "words " * 400_000, zip=True)
    assert inspected(saved(drawing(), "PNG", pnginfo=info)) == Inspection(pages=1)


def _chunk(content: bytes) -> bytes:
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))


def _ours(data: bytes) -> Inspection:
    return inspected(data)


def test_the_reader_works_within_the_limits_of_its_process() -> None:
    rows = zlib.compress(bytes(1 + 3 * 13_000) * 12_000, 1)
    head = struct.pack(">IIBBBBB", 13_000, 12_000, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, (b"IHDR" + head, b"IDAT" + rows, b"IEND")))
    found: Callable[[bytes], Inspection] = _ours
    assert run_sandboxed(found, data, Inspection, memory=1 << 30, seconds=20).pages == 1


def test_nothing_is_printed_on_the_way() -> None:
    call = "import sys; from casebound.load.inspect.pictures.images import inspected"
    program = f"{call}; print(inspected(sys.stdin.buffer.read()))"
    done = subprocess.run([sys.executable, "-c", program], input=fax(), capture_output=True, check=True)
    assert done.stderr == b""


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("compression", ["tiff_lzw", "raw", "group4"])
def test_a_list_of_pages_that_cannot_be_followed_to_its_end_is_damage(compression: str, *, big: bool) -> None:
    pages = [picture.convert("1") if compression == "group4" else picture for picture in (noise((40, 30)), drawing())]
    data = saved(pages[0], "TIFF", big_tiff=big, compression=compression, save_all=True, append_images=pages[1:])
    assert inspected(data).pages == 2
    order = "<" if data[:2] == b"II" else ">"
    big = 43 in data[2:4]
    link, offset, number = (8, order + "Q", order + "Q") if big else (4, order + "I", order + "H")
    (at,) = struct.unpack_from(offset, data, link)
    (entries,) = struct.unpack_from(number, data, at)
    link = at + struct.calcsize(number) + entries * (20 if big else 12)
    (second,) = struct.unpack_from(offset, data, link)
    faults = [data[: second + 1], data[: second + 30]]
    for target in (len(data), len(data) + 9999, at, 1 << 31):
        faults.append(data[:link] + struct.pack(offset, target) + data[link + struct.calcsize(offset) :])
    for fault in faults:
        assert refusal(fault) == "its page 2 is missing or damaged"


def test_a_picture_with_zeros_in_place_of_its_data_is_damage() -> None:
    photo = noise().filter(ImageFilter.GaussianBlur(3))
    ways: Sequence[dict[str, Any]] = [{}, {"optimize": True}, {"progressive": True}, {"restart_marker_rows": 1}]
    for options in ways:
        for picture in (photo, photo.convert("L")):
            data = saved(picture, "JPEG", quality=90, **options)
            size = len(data)
            for start, end in ((size // 3, size - 2), (size // 3, size // 2), (size * 7 // 10, size - 2)):
                assert refusal(data[:start] + bytes(end - start) + data[end:]) == DAMAGED


def test_zeros_behind_the_data_of_a_jpeg_and_in_an_even_area_do_no_harm() -> None:
    half = Image.new("RGB", (2400, 3000), "white")
    half.paste(noise(), (0, 0))
    for options in ({}, {"optimize": True}, {"progressive": True}):
        data = saved(noise(), "JPEG", **options)
        assert inspected(data[:-2] + bytes(4096) + data[-2:]).pages == 1
        assert inspected(saved(half, "JPEG", **options)).pages == 1


def test_an_animation_that_is_cut_off_is_damage() -> None:
    frames = [noise((60 + step, 40)).quantize(64) for step in range(3)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert inspected(data).left_out == ("2 further pictures of the file; only the first is shown",)
    for size in (len(data) // 2, len(data) * 2 // 3, len(data) - 9):
        assert refusal(data[:size]) == DAMAGED


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_a_picture_that_is_fully_transparent_shows_nothing(kind: str, mode: str) -> None:
    picture = noise((30, 20)).convert(mode)
    if mode == "LA" and kind == "WEBP":
        return
    picture.putalpha(0)
    assert refusal(saved(picture, kind)) == "it is fully transparent, so it shows nothing"
    picture.putpixel((3, 3), (9,) * len(mode))
    assert inspected(saved(picture, kind)).notes == ()


def test_a_palette_of_which_no_color_is_visible_shows_nothing() -> None:
    picture = Image.new("P", (9, 9), 3)
    picture.putpalette(bytes(range(48)))
    for clear in (3, bytes(4)):
        assert "fully transparent" in refusal(saved(picture, "PNG", transparency=clear))
    picture.putpixel((3, 3), 9)
    for clear in (3, bytes(4)):
        assert inspected(saved(picture, "PNG", transparency=clear)).unusable is None


def test_a_bitmap_whose_fourth_byte_is_zero_is_no_transparency() -> None:
    picture = drawing().convert("RGBA")
    picture.putalpha(0)
    assert near(quarters(shown(saved(picture, "BMP"))[0])[0], RED)
