"""Pictures: their size as shown, and nothing in them about where and by whom they were made."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from hub.errors import InvalidInput
from hub.files.images import Picture, examine
from hub.files.metadata import MOST_PIECES, Malformed, stripped
from hub.files.sniffing import FileType

ORIENTATION, GPS = 0x0112, 0x8825
SECRETS = (b"SECRET", b"GPSLatitude", b"Canon")


def camera_data(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Canon"
    exif[0x013B] = "SECRET author"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (31.0, 13.0, 49.0)
    return exif


def picture(format_: str, orientation: int = 1, *, progressive: bool = False) -> bytes:
    image = Image.new("RGB", (40, 20), "white")
    ImageDraw.Draw(image).rectangle((2, 2, 12, 17), fill="red")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta>SECRET GPSLatitude</x:xmpmeta>"
    options: dict[str, object] = {}
    if format_ == "JPEG":
        options = {"progressive": progressive, "comment": b"SECRET", "xmp": xmp}
    elif format_ == "PNG":
        notes = PngInfo()
        notes.add_text("Comment", "SECRET")
        notes.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options = {"pnginfo": notes}
    elif format_ == "WEBP":
        options = {"xmp": xmp, "lossless": True}
    buffer = BytesIO()
    image.save(buffer, format_, exif=camera_data(orientation), icc_profile=profile, **options)
    return buffer.getvalue()


async def examined(content: bytes, mime: str) -> Picture:
    return await examine(BytesIO(content), FileType(mime, inline=True))


@pytest.mark.parametrize(
    ("format_", "progressive"),
    [("JPEG", False), ("JPEG", True), ("PNG", False), ("WEBP", False)],
)
async def test_metadata_goes_and_the_picture_stays(format_: str, progressive: bool) -> None:
    content = picture(format_, progressive=progressive)
    assert any(secret in content for secret in SECRETS)
    assert Image.open(BytesIO(content)).getexif().get_ifd(GPS)
    found = await examined(content, f"image/{format_.lower()}")
    assert found.content is not None
    assert not any(secret in found.content for secret in SECRETS)
    with Image.open(BytesIO(content)) as before, Image.open(BytesIO(found.content)) as after:
        assert not after.getexif().get_ifd(GPS)
        assert not after.getexif()
        assert after.tobytes() == before.tobytes()
        assert after.info["icc_profile"] == before.info["icc_profile"]
    assert await examined(found.content, f"image/{format_.lower()}") == Picture(40, 20, None)


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_photograph_keeps_the_way_up_and_is_measured_as_shown(orientation: int) -> None:
    found = await examined(picture("JPEG", orientation), "image/jpeg")
    assert (found.width, found.height) == ((40, 20) if orientation < 5 else (20, 40))
    assert found.content is not None
    with Image.open(BytesIO(found.content)) as after:
        kept = dict(after.getexif())
    assert kept == ({} if orientation == 1 else {ORIENTATION: orientation})


async def test_a_picture_without_metadata_is_kept_byte_for_byte() -> None:
    for format_ in ("JPEG", "PNG", "GIF", "WEBP"):
        buffer = BytesIO()
        Image.new("RGB", (7, 5)).save(buffer, format_)
        assert await examined(buffer.getvalue(), f"image/{format_.lower()}") == Picture(7, 5, None)


def test_a_second_picture_behind_the_first_is_left_out() -> None:
    first, second = picture("JPEG"), picture("JPEG")
    assert stripped(first + second, "image/jpeg") == stripped(first, "image/jpeg")


@pytest.mark.parametrize("mime", ["image/jpeg", "image/png", "image/webp", "image/gif"])
async def test_broken_pictures_are_refused(mime: str) -> None:
    whole = picture(mime.removeprefix("image/").upper()) if mime != "image/gif" else b"GIF89a" + bytes(20)
    for content in (whole[:30], whole[:12], whole[:20] + bytes(200)):
        with pytest.raises(InvalidInput):
            await examined(content, mime)


@pytest.mark.parametrize(
    ("format_", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_cutting_metadata_off_never_fails_in_another_way(format_: str, mime: str) -> None:
    content = picture(format_)
    refused = 0
    for position in range(0, len(content), 7):
        damaged = bytearray(content)
        damaged[position] ^= 0xFF
        for candidate in (bytes(damaged), content[:position]):
            try:
                stripped(candidate, mime)
            except Malformed:
                refused += 1
    assert refused


async def test_a_bomb_is_refused_unopened() -> None:
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    with pytest.raises(InvalidInput):
        await examined(content, "image/png")


async def test_what_is_named_by_the_wrong_type_is_refused() -> None:
    with pytest.raises(InvalidInput):
        await examined(picture("PNG"), "image/jpeg")


@pytest.mark.pure
@pytest.mark.parametrize("mime", ["image/jpeg", "image/png", "image/webp"])
def test_a_picture_of_countless_pieces_is_refused_before_it_is_decoded(mime: str) -> None:
    begin, piece, end = {
        "image/jpeg": (b"\xff\xd8", b"\xff\xe0\x00\x02", b"\xff\xd9"),
        "image/png": (
            b"\x89PNG\r\n\x1a\n",
            struct.pack(">I4sI", 0, b"teSt", 0),
            struct.pack(">I4sI", 0, b"IEND", 0),
        ),
        "image/webp": (b"RIFF\0\0\0\0WEBP", struct.pack("<4sI", b"tEsT", 0), b""),
    }[mime]
    assert stripped(begin + piece * 500 + end, mime)
    with pytest.raises(Malformed):
        stripped(begin + piece * (MOST_PIECES + 1) + end, mime)
