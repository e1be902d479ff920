"""What the API does with sealed reports: one to work on, and a valid call for every operation."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pyrage

from hub.audiences.models import Group
from hub.database import new_uid, now
from hub.identity import Reader
from hub.vocabulary.models import Term
from knowledge.defects.filing import Filing
from knowledge.defects.sealed import reporting
from knowledge.defects.sealed.answering import agreement, readers_of_reply
from knowledge.defects.sealed.parts import Words
from knowledge.models import Defect, DefectKind, Origin, Severity, TeamKey
from tests.api.call import Call

UID = "01980f5e-8c1b-7d1a-9a57-0c5f2f3c9b10"
PART = "01980f5e-8c1b-7d1a-9a57-0c5f2f3c9b12"
IDENTITY = pyrage.x25519.Identity.generate()
CIPHERTEXT = pyrage.encrypt(b"It melts.", [IDENTITY.to_public()])
OTHER = pyrage.encrypt(b"It burns.", [IDENTITY.to_public()])


@dataclass(frozen=True)
class Sealed:
    """A sealed report of somebody in its own team; `agreed` is the agreement to who reads a clear reply."""

    defect: Defect
    key: TeamKey
    part: UUID
    agreed: str


async def seal(reader: Reader, group: Group, product: Term) -> Sealed:
    """What the calls are about."""
    key = await TeamKey.create(
        team=group,
        generation=1,
        recipient=str(IDENTITY.to_public()),
        recovery_recipient="age1",
        recovery_wrapped="",
        author_id=reader.id,
        created_at=now(),
    )
    filing = Filing(product, Origin.OWN, DefectKind.TECHNICAL, Severity.HIGH)
    part = new_uid()
    defect = await reporting.report(reader, new_uid(), filing, key.uid, Words(part, CIPHERTEXT))
    return Sealed(defect, key, part, agreement(defect, await readers_of_reply(reader, defect)))


def words(content: bytes = CIPHERTEXT) -> dict[str, object]:
    """The part of a body that is sealed."""
    return {"words": {"uid": PART, "content": base64.b64encode(content).decode()}}


CALLS: dict[str, Callable[[Sealed], Call]] = {
    "knowledge_defects_sealed_addressee": lambda s: Call(query={"product": "T80", "origin": "own"}),
    "knowledge_defects_sealed_create": lambda s: Call(
        json={
            "uid": UID,
            "kind": "technical",
            "product": "T80",
            "severity": "high",
            "key": str(s.key.uid),
        }
        | words()
    ),
    "knowledge_defects_sealed_index": lambda s: Call(query={"limit": 1, "report": str(s.defect.uid)}),
    "knowledge_defects_sealed_show": lambda s: Call({"reference": s.defect.reference}),
    "knowledge_defects_sealed_download": lambda s: Call({"reference": s.defect.reference, "uid": s.part}),
    "knowledge_defects_sealed_receipt": lambda s: Call({"reference": s.defect.reference}),
    "knowledge_defects_sealed_create_entry": lambda s: Call(
        {"reference": s.defect.reference}, json={"uid": UID, "kind": "note", "key": str(s.key.uid)} | words()
    ),
    "knowledge_defects_sealed_clear_readers": lambda s: Call({"reference": s.defect.reference}),
    "knowledge_defects_sealed_create_clear_reply": lambda s: Call(
        {"reference": s.defect.reference}, json={"uid": UID, "body": "We know.", "agreed": s.agreed}
    ),
}
