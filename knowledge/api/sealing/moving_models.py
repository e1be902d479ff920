"""The bodies of requests and answers about what is sealed to a new key."""

import base64
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from hub.api import Body
from knowledge.api.sealing.models import ProgressOut
from knowledge.defects.sealed.parts import Ciphertext
from knowledge.models import PartKind, SealedPart
from knowledge.sealing.moving import BATCH, Resealed


class LeftoverOut(BaseModel):
    """A part that is sealed to a former key. `content` is in Base64; that of a file is fetched by itself."""

    uid: UUID
    reference: str
    kind: PartKind
    key: UUID
    digest: str
    size: int
    content: str | None

    @classmethod
    def of(cls, part: SealedPart) -> "LeftoverOut":
        return cls(
            uid=part.uid,
            reference=part.defect.reference,
            kind=part.kind,
            key=part.key.uid,
            digest=part.digest,
            size=part.size,
            content=base64.b64encode(part.content).decode() if part.content is not None else None,
        )


class LeftoverReport(BaseModel):
    """The next parts to be sealed anew, and how far it is."""

    items: list[LeftoverOut]
    progress: ProgressOut


class ResealedPart(Body):
    """A part that was sealed to the newest key: words as `content`, a file as the uid of what was sent in.

    `was` is the digest of what stood before.
    """

    uid: UUID
    was: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    content: Ciphertext | None = None
    file: UUID | None = None

    @property
    def resealed(self) -> Resealed:
        return Resealed(self.uid, self.was, self.content, self.file)


class Resealing(Body):
    """Parts that were sealed to the newest key, whose uid is `key`."""

    key: UUID
    parts: Annotated[list[ResealedPart], Field(min_length=1, max_length=BATCH)]
