"""Reading a file line by line without ever holding more than one line of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

# No thread or article within the hub's own limits comes near this.
LONGEST_LINE = 64 * 1024 * 1024
_CHUNK = 1024 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Line:
    """A line that is not blank. `size` counts its bytes and those of the blank lines before it.

    `content` is None for a line longer than `LONGEST_LINE`, which is skipped unread.
    """

    number: int
    size: int
    content: bytes | None


def read_lines(file: BinaryIO) -> Iterator[Line]:
    """The lines of a file that are not blank, numbered from 1, without a byte order mark."""
    number = size = 0
    while part := file.readline(LONGEST_LINE + 1):
        number += 1
        size += len(part)
        content: bytes | None = part.removeprefix(_BYTE_ORDER_MARK) if number == 1 else part
        if len(part) > LONGEST_LINE and not part.endswith(b"\n"):
            size += _skip_rest(file)
            content = None
        if content is None or content.strip():
            yield Line(number, size, content)
            size = 0


def _skip_rest(file: BinaryIO) -> int:
    """Go to the end of the present line. Returns how many bytes that took."""
    skipped = 0
    while part := file.readline(_CHUNK):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped
