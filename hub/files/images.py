"""Pictures: their size for the page, and nothing in them that tells where they were taken."""

import asyncio
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from hub.errors import InvalidInput
from hub.files.metadata import stripped
from hub.files.sniffing import FileType
from hub.i18n import _

# A small file can claim to be a picture that fills the memory; no camera makes larger ones.
MOST_PIXELS = 100_000_000

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}


@dataclass(frozen=True)
class Picture:
    """Width and height in pixels as shown, and the bytes to keep when they differ from the ones that came."""

    width: int
    height: int
    content: bytes | None


async def examine(source: BinaryIO, kind: FileType) -> Picture:
    """Look at a picture; InvalidInput when it is broken or too large. Leaves `source` at its start."""
    # Decoding is slow and holds no lock: it must not stop the event loop.
    try:
        return await asyncio.to_thread(_examine, source, kind.mime)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InvalidInput({"file": _("This picture is broken or too large to be shown.")}) from error
    finally:
        source.seek(0)


def _examine(source: BinaryIO, mime: str) -> Picture:
    content = source.read()
    kept = stripped(content, mime)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(BytesIO(kept), formats=[_FORMATS[mime]]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValueError("too many pixels")
            # Only a JPEG keeps its orientation; reading Exif loads other pictures before they are verified.
            sideways = mime == "image/jpeg" and image.getexif().get(_ORIENTATION, 1) in _SIDEWAYS
            width, height = (image.height, image.width) if sideways else image.size
            image.verify()
    return Picture(width, height, None if kept == content else kept)


_ORIENTATION = 0x0112
_SIDEWAYS = range(5, 9)
