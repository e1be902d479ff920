"""The demo company's keys and sealed reports. What browsers do elsewhere is done here, while the hub is filled."""

import hashlib
import io
import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pyrage
from starlette.datastructures import UploadFile

from hub.audiences.models import Group
from hub.database import new_uid
from hub.demo.content import Act, Content, Handle, Key, Text
from hub.demo.founding import Stage, uid_of
from hub.files.operations import upload
from hub.files.unused import SEALED_NAME
from hub.identity import Reader, load_readers
from hub.vocabulary.models import Facet
from knowledge.defects.filing import Filing
from knowledge.defects.sealed import reporting
from knowledge.defects.sealed.parts import SentFile, Words
from knowledge.models import Defect, DefectKind, EntryKind, Origin, Severity, TeamKey
from knowledge.sealing.identities import Locks, make_identity
from knowledge.sealing.keys import Locked, NewKey, make_key

FILE = Path(__file__).parent / "company" / "sealing.toml"


class Identity(Content):
    """Somebody's key pair: the public half, and the private one locked by a passphrase."""

    recipient: Text
    locked: Text


class Recovery(Content):
    """What a team's key is restored with: a public half, and the three shares of the private one in base64."""

    recipient: Text
    shares: tuple[Text, Text, Text]


class Note(Act):
    """A sealed note of the team."""

    note: Text


class SealedReport(Act):
    """A sealed report, with a file of `content` if it has one."""

    key: Key
    kind: DefectKind
    product: Key
    severity: Literal["low", "medium", "high", "critical"]
    title: Text
    body: Text
    version: str = ""
    said_by_customer: str = ""
    customer: str = ""
    value: str = ""
    currency: str = ""
    weight: str = ""
    file: str = ""
    content: str = ""
    notes: tuple[Note, ...] = ()


class Sealing(Content):
    """Everything in the file."""

    admins: tuple[Handle, Handle, Handle]
    teams: Mapping[Handle, Sequence[Handle]]
    identities: Mapping[Handle, Identity]
    recovery: Mapping[Handle, Recovery]
    reports: tuple[SealedReport, ...]


async def tell(stage: Stage, present: datetime) -> None:
    """Give people and teams their keys, and bring the sealed reports in, dated back from `present`."""
    sealing = Sealing.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
    for handle, one in sealing.identities.items():
        locks = Locks(passphrase_wrapped=one.locked)
        await make_identity(stage.readers[handle], uid_of("identity", handle), one.recipient, locks)
    keys = {handle: await _key(stage, sealing, handle) for handle in sealing.teams}
    by_product = {(await Group.get(handle=handle)).product_id: key for handle, key in keys.items()}
    for report in sorted(sealing.reports, key=lambda one: one.at, reverse=True):
        term = stage.terms[Facet.PRODUCT][report.product]
        await _report(stage, present, report, by_product[term.id])


async def _key(stage: Stage, sealing: Sealing, handle: Handle) -> TeamKey:
    team, recovery = await Group.get(handle=handle), sealing.recovery[handle]
    secret = pyrage.x25519.Identity.generate()
    members = [
        (stage.readers[member], sealing.identities[member].recipient) for member in sealing.teams[handle]
    ]
    document = {
        "v": 1,
        "team": str(team.uid),
        "generation": 1,
        "key": str(secret),
        "recipient": str(secret.to_public()),
        "reviewers": [{"user": str(member.uid), "recipient": recipient} for member, recipient in members],
        "recovery": recovery.recipient,
    }
    about = {"v": 1, "team": str(team.uid), "recovery": recovery.recipient}
    keepers = [sealing.identities[admin].recipient for admin in sealing.admins]
    new = NewKey(
        uid=uid_of("team key", handle),
        generation=1,
        recipient=str(secret.to_public()),
        recovery_recipient=recovery.recipient,
        recovery_wrapped=_locked(document, recovery.recipient),
        grants=[Locked(recipient, _locked(document, recipient)) for _member, recipient in members],
        shares=[
            Locked(keeper, _locked({**about, "share": share}, keeper))
            for keeper, share in zip(keepers, recovery.shares, strict=True)
        ],
    )
    return await make_key(members[0][0], team, new, imported=True)


def _locked(document: dict[str, Any], recipient: str) -> str:
    sealed: bytes = pyrage.encrypt(
        json.dumps(document).encode(), [pyrage.x25519.Recipient.from_str(recipient)], armored=True
    )
    return sealed.decode()


async def _report(stage: Stage, present: datetime, report: SealedReport, key: TeamKey) -> Defect:
    author, uid = stage.readers[report.by], uid_of("defect", report.key)
    filing = Filing(
        stage.terms[Facet.PRODUCT][report.product],
        Origin.OWN,
        report.kind,
        Severity[report.severity.upper()],
    )
    files, sent = await _files(author, report, key)
    told = {
        "title": report.title,
        "body": report.body,
        "said": report.said_by_customer,
        "version": report.version,
        "customer": report.customer,
        "value": report.value,
        "currency": report.currency,
        "weight": report.weight,
    }
    words = {name: value for name, value in told.items() if value} | {"files": files}
    part = uid_of("sealed part", report.key)
    named = {"report": str(uid), "part": str(part), "author": str(author.uid)}
    sealed = Words(part, _sealed({"v": 1, "kind": "report", **named, **words}, key))
    defect = await reporting.report(
        author, uid, filing, key.uid, sealed, sent, at=present - report.at, imported=True
    )
    for note in report.notes:
        await _note(stage.readers[note.by], present - note.at, defect, note.note, key)
    return defect


async def _files(
    author: Reader, report: SealedReport, key: TeamKey
) -> tuple[list[dict[str, Any]], list[SentFile]]:
    if not report.file:
        return [], []
    content = report.content.encode()
    sealed = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(key.recipient)])
    file = await upload(author, UploadFile(io.BytesIO(sealed), filename=SEALED_NAME, size=len(sealed)))
    part = new_uid()
    listed = {
        "part": str(part),
        "name": report.file,
        "type": "text/plain",
        "size": len(content),
        "digest": hashlib.sha256(content).hexdigest(),
    }
    return [listed], [SentFile(part, file.uid)]


async def _note(author: Reader, at: datetime, defect: Defect, body: str, key: TeamKey) -> None:
    part = new_uid()
    # The audience of the team is made with its first report.
    [author] = await load_readers([author.id])
    named = {"report": str(defect.uid), "part": str(part), "author": str(author.uid)}
    words = Words(part, _sealed({"v": 1, "kind": "note", **named, "body": body}, key))
    await reporting.write_entry(
        author, defect, EntryKind.NOTE, key.uid, words, uid=new_uid(), at=at, imported=True
    )


def _sealed(document: dict[str, Any], key: TeamKey) -> bytes:
    sealed: bytes = pyrage.encrypt(
        json.dumps(document, ensure_ascii=False).encode(), [pyrage.x25519.Recipient.from_str(key.recipient)]
    )
    return sealed
