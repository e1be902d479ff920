"""What a file really is, found from its content: what browsers and names say is not believed."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_NAME = 150  # bytes, so that every file system can take it
BINARY = "application/octet-stream"
# What browsers encrypt before they send it (age-encryption.org/v1); the hub cannot read it.
SEALED = "application/age"


@dataclass(frozen=True)
class FileType:
    """A media type. Only `inline` types are ever shown by the browser; all others are saved."""

    mime: str
    inline: bool = False


_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", FileType("image/png", inline=True)),
    (b"\xff\xd8\xff", FileType("image/jpeg", inline=True)),
    (b"GIF87a", FileType("image/gif", inline=True)),
    (b"GIF89a", FileType("image/gif", inline=True)),
    (b"%PDF-", FileType("application/pdf")),
    (b"age-encryption.org/v1\n", FileType(SEALED)),
)

# Office files are zip archives; which one shows in the folder that every archive of the kind begins with.
_OFFICE = (
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)

# Names of devices on Windows, which cannot be saved there.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def sniff(head: bytes, name: str) -> FileType:
    """The type of a file that begins with `head` (64 KiB are plenty). Pages and vector graphics stay plain data."""
    for signature, type_ in _SIGNATURES:
        if head.startswith(signature):
            return type_
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileType("image/webp", inline=True)
    if head.startswith(b"PK\x03\x04"):
        return FileType(next((mime for folder, mime in _OFFICE if folder in head), "application/zip"))
    if _is_text(head):
        return FileType("text/csv" if name.lower().endswith(".csv") else "text/plain")
    return FileType(BINARY)


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    # The head may end in the middle of a character.
    for cut in range(4):
        try:
            text = head[: len(head) - cut].decode()
        except UnicodeDecodeError:
            continue
        return not re.search(r"<(!doctype|html|head|body|script|svg|\?xml)", text, re.IGNORECASE)
    return False


def clean_name(name: str) -> str:
    """A name that is safe to show and to save under: no path, no controls, not too long; it keeps its ending."""
    base = name.encode("utf-8", "replace").decode().replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        letter for letter in base if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    cleaned = re.sub(r'[<>:"|?*]', "_", unicodedata.normalize("NFC", visible)).strip(" .")
    if not cleaned or _RESERVED.match(cleaned):
        cleaned = f"file {cleaned}".strip()
    stem, dot, ending = cleaned.rpartition(".")
    if not dot or len(ending.encode()) > 20:
        stem, dot, ending = cleaned, "", ""
    room = LONGEST_NAME - len((dot + ending).encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + dot + ending
