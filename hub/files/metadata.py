"""Pictures without what cameras and programs write beside the picture: place, owner, device, comments.

Nothing is encoded anew, so nothing is lost of the picture itself; of the metadata a JPEG keeps its
orientation, and every format its colour profile.
"""

import re
import struct
from collections.abc import Callable, Iterator

# Every camera and program makes far fewer pieces; a million empty ones keep a decoder busy for minutes.
MOST_PIECES = 20_000


class Malformed(ValueError):
    """The bytes do not follow the structure of their format."""


def stripped(content: bytes, mime: str) -> bytes:
    """`content` without metadata; raises Malformed. A format not known here, such as GIF, comes back as it is."""
    strip = _STRIPPERS.get(mime)
    try:
        return strip(content) if strip else content
    except (struct.error, IndexError) as error:
        raise Malformed from error


def _jpeg(content: bytes) -> bytes:
    """ITU T.81, annex B: segments up to each scan, then coded data up to the next marker."""
    kept = [b"\xff\xd8"]
    orientation = 1
    position = 2
    for _piece in range(MOST_PIECES):
        marker = _MARKER.match(content, position)
        if not marker:
            raise Malformed("no marker where one must be")
        code = marker.group(1)[0]
        if code == _END_OF_IMAGE:
            # What follows, such as a second picture with its own GPS position, is left out too.
            kept.append(b"\xff\xd9")
            break
        start = marker.end()
        (length,) = struct.unpack_from(">H", content, start)
        segment = content[start + 2 : start + length]
        position = start + length
        if code == _APP1 and segment.startswith(b"Exif\0\0"):
            orientation = _orientation(segment[6:])
        if code == _START_OF_SCAN:
            coded = _END_OF_CODED.search(content, position)
            # Cameras cut off by a full card leave out the end; browsers show such pictures.
            position = coded.start() if coded else len(content)
            kept.append(content[start - 2 : position])
            if not coded:
                break
        elif _belongs_to_picture(code, segment):
            kept.append(content[start - 2 : position])
    else:
        raise Malformed("too many segments")
    if orientation != 1:
        kept.insert(1, _ONLY_ORIENTATION + struct.pack("<HH", orientation, 0) + bytes(4))
    return b"".join(kept)


def _belongs_to_picture(code: int, segment: bytes) -> bool:
    if code == _APP2:
        return segment.startswith(b"ICC_PROFILE\0")
    return code in (_APP0, _APP14) or not (_APP0 <= code <= _APP15 or code == _COMMENT)


def _orientation(tiff: bytes) -> int:
    """The Orientation of an Exif block (1 to 8); 1 when it says none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, directory)
        for index in range(count):
            tag, _kind, _count, value = struct.unpack_from(order + "HHIH", tiff, directory + 2 + 12 * index)
            if tag == 0x0112:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _png(content: bytes) -> bytes:
    kept = [content[:8]]
    for name, chunk in _png_chunks(content):
        if name not in (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"):
            kept.append(chunk)
    return b"".join(kept)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 8
    for _piece in range(MOST_PIECES):
        length, name = struct.unpack_from(">I4s", content, position)
        end = position + 12 + length
        if end > len(content):
            raise Malformed("a chunk ends beyond the file")
        yield name, content[position:end]
        if name == b"IEND":
            return
        position = end
    raise Malformed("too many chunks")


def _webp(content: bytes) -> bytes:
    kept = []
    pieces = 0
    position = 12
    while position + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, position)
        end = position + 8 + length + length % 2
        if position + 8 + length > len(content):
            raise Malformed("a chunk ends beyond the file")
        chunk = content[position:end]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_EXIF_AND_XMP]) + chunk[9:]
        if name not in (b"EXIF", b"XMP "):
            kept.append(chunk)
        position = end
        pieces += 1
        if pieces > MOST_PIECES:
            raise Malformed("too many chunks")
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_STRIPPERS: dict[str, Callable[[bytes], bytes]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
}

_APP0, _APP1, _APP2, _APP14, _APP15, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff+([\xc0-\xfe])", re.DOTALL)
_END_OF_CODED = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_ONLY_ORIENTATION = (
    b"\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0" + b"\x12\x01" + b"\x03\0" + b"\x01\0\0\0"
)  # one entry, a SHORT; its value and the end of the directory follow
_WEBP_EXIF_AND_XMP = 0x08 | 0x04
