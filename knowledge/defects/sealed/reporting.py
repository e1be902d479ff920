"""Taking in what browsers seal: reports, notes and replies."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hub.database import in_transaction, now
from hub.errors import InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.repetition import digest_of, written_before
from knowledge.defects import entries, policy
from knowledge.defects.filing import Filing
from knowledge.defects.reporting import create_defect
from knowledge.defects.routing import team_for
from knowledge.defects.sealed.errors import KeyChanged, no_key
from knowledge.defects.sealed.keys import current_key
from knowledge.defects.sealed.parts import MOST_FILES, SentFile, Words, keep_files, keep_words
from knowledge.defects.writing import hold
from knowledge.errors import TooManyComments
from knowledge.models import Defect, DefectEntry, EntryKind, TeamKey


async def report(
    actor: Reader,
    uid: UUID,
    filing: Filing,
    key_uid: UUID,
    words: Words,
    files: Sequence[SentFile] = (),
    *,
    at: datetime | None = None,
    imported: bool = False,
) -> Defect:
    """Take a sealed report in, all of it or nothing. `filing` is all that stays in the clear, and has no version.

    The browser chose `uid`, because the plaintext names it. The same report sent twice is one; UidTaken for another
    one with the same uid. KeyChanged when the team has another key than the one with `key_uid`; InvalidInput names
    ``product`` when nobody answers for it or the team has no key, ``files`` when one did not arrive.
    """
    if len(files) > MOST_FILES:
        raise InvalidInput(
            {"files": _("At most %(max_length)s can be chosen here.") % {"max_length": MOST_FILES}}
        )
    filed = (filing.kind, filing.origin, filing.severity, filing.product.id)
    digest = digest_of("sealed defect", filed, words.digest, files)
    team = await team_for(filing.product, filing.origin)
    async with in_transaction():
        if first := await written_before(Defect, actor, uid, digest):
            return first
        key = await _held_key(team.id, key_uid)
        if key is None:
            raise no_key(team)
        defect = await create_defect(
            actor, filing, digest=digest, uid=uid, at=at, imported=imported, sealed=True
        )
        await keep_words(defect, key, words, defect.created_at)
        await keep_files(actor, defect, key, files, defect.created_at)
    return defect


async def write_entry(
    actor: Reader,
    defect: Defect,
    kind: EntryKind,
    key_uid: UUID,
    words: Words,
    *,
    uid: UUID,
    at: datetime | None = None,
    imported: bool = False,
) -> DefectEntry:
    """Take a sealed note of the team in, or a sealed reply of whoever reported. Errors as those of `report`.

    Nobody but the team can open either: what the team says to the reporter is in the clear (`answering`).
    """
    digest = digest_of("sealed entry", defect.id, kind, words.digest)
    async with in_transaction():
        current = await _held_report(actor, defect, kind)
        if first := await written_before(DefectEntry, actor, uid, digest):
            return first
        if await DefectEntry.filter(defect=current).count() >= entries.MOST:
            raise TooManyComments
        key = await _held_key(current.team_id, key_uid)
        if key is None:
            raise KeyChanged
        entry = await DefectEntry.create(
            uid=uid,
            digest=digest,
            defect=current,
            kind=kind,
            author_id=actor.id,
            sealed=True,
            created_at=at or now(),
        )
        await keep_words(current, key, words, entry.created_at, entry=entry)
        if not imported:
            await entries.written(actor, current, entry)
    return entry


async def _held_key(team_id: int, key_uid: UUID) -> TeamKey | None:
    """The team's present key, which nobody can retire before this transaction ends; KeyChanged when it is another."""
    present = await current_key(team_id)
    if present is None:
        return None
    held = await TeamKey.filter(id=present.id, retired_at__isnull=True).select_for_update(no_key=True).first()
    if held is None or held.uid != key_uid:
        raise KeyChanged
    return held


async def _held_report(actor: Reader, defect: Defect, kind: EntryKind) -> Defect:
    current = await hold(actor, defect, policy.may_review if kind is EntryKind.NOTE else _reported)
    if not current.sealed:
        raise NotFound
    return current


def _reported(actor: Reader, defect: Defect) -> bool:
    return defect.author_id == actor.id
