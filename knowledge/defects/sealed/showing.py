"""What the page of a sealed report shows besides ciphertext."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.accounts.models import User
from hub.identity import Reader
from knowledge.defects import policy
from knowledge.defects.sealed.answering import agreement, readers_of_reply
from knowledge.defects.sealed.keys import current_key
from knowledge.defects.sealed.reading import Receipt, digests_of, receipt_of
from knowledge.models import Defect, DefectEntry, TeamKey


@dataclass(frozen=True)
class Sealed:
    """A sealed report for one reader. `key` is what notes and replies are sealed to, none when the team has lost all.

    `digests` are those of the ciphertexts of entries, by entry. `readers` would read a clear reply, for the team only;
    `agreement` stands for exactly them.
    """

    receipt: Receipt
    key: TeamKey | None
    digests: dict[int, str]
    mine: bool
    may_open: bool
    readers: Sequence[User] = ()
    agreement: str = ""


async def sealed_of(reader: Reader, defect: Defect) -> Sealed:
    """What the page of a visible sealed report shows to `reader`."""
    may_open = policy.may_review(reader, defect)
    readers = await readers_of_reply(reader, defect) if may_open else []
    entries = DefectEntry.filter(defect_id=defect.id, sealed=True, author_id=reader.id)
    return Sealed(
        receipt=await receipt_of(defect),
        key=await current_key(defect.team_id),
        digests=await digests_of(await entries.only("id", "sealed")),
        mine=defect.author_id == reader.id,
        may_open=may_open,
        readers=readers,
        agreement=agreement(defect, readers) if readers else "",
    )
