"""Which files hang on which things, and so who may download them."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from hub.files.models import Attachment, File
from hub.identity import Reader

# Answers which of the ids name things that the reader may see.
VisibleParents = Callable[[Reader, Iterable[int]], Awaitable[set[int]]]

_parents: dict[str, VisibleParents] = {}
_withheld: set[str] = set()
_confidential: set[str] = set()


@dataclass(frozen=True)
class Access:
    """Whether somebody may have a file; of a `confidential` one no cache may keep a copy."""

    allowed: bool
    confidential: bool = False


def register_parent(kind: str, visible: VisibleParents, *, confidential: bool = False) -> None:
    """Let a package's things carry files, such as ``post``."""
    _parents[kind] = visible
    if confidential:
        _confidential.add(kind)


def withhold(kind: str) -> None:
    """Files that hang on such things are not to be had at ``/files``, not even by who sent them in.

    Their package serves them elsewhere, and notes who was served.
    """
    _withheld.add(kind)


async def attach(actor: Reader | None, kind: str, parent_id: int, uids: Iterable[UUID]) -> None:
    """Make exactly these files the attachments of a thing; call it in the transaction that writes the thing.

    Files that `actor` may not download are left out: naming a file's uid must not open it to others.
    """
    wanted = list(uids)
    files = await File.filter(uid__in=wanted) if wanted else []
    allowed = {file.id for file in files if actor is None or await may_download(actor, file)}
    attached = Attachment.filter(parent_kind=kind, parent_id=parent_id)
    present = {row.file_id for row in await attached}
    if gone := present - allowed:
        await attached.filter(file_id__in=gone).delete()
    if new := sorted(allowed - present):
        await Attachment.bulk_create(
            [Attachment(file_id=id_, parent_kind=kind, parent_id=parent_id) for id_ in new],
            ignore_conflicts=True,
        )


async def may_download(reader: Reader, file: File) -> bool:
    """The uploader may, others when they may see a thing that the file hangs on; nobody what is withheld."""
    return (await access(reader, file)).allowed


async def access(reader: Reader, file: File) -> Access:
    """What `may_download` says, and whether the file hangs on something confidential."""
    by_kind: dict[str, set[int]] = {}
    for row in await Attachment.filter(file=file):
        by_kind.setdefault(row.parent_kind, set()).add(row.parent_id)
    if not _withheld.isdisjoint(by_kind):
        return Access(allowed=False)
    confidential = not _confidential.isdisjoint(by_kind)
    if file.owner_id == reader.id:
        return Access(allowed=True, confidential=confidential)
    for kind, ids in by_kind.items():
        if kind in _parents and await _parents[kind](reader, ids):
            return Access(allowed=True, confidential=confidential)
    return Access(allowed=False)
