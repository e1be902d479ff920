"""`hub sealed open`: what a recovered private key opens without a browser, and what it refuses."""

import hashlib
import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyrage
import pytest
from starlette.datastructures import UploadFile

from hub.cli.context import Failure
from hub.cli.sealed import open_all, secrets_in
from hub.files.operations import store, upload
from knowledge.defects.sealed import reporting
from knowledge.defects.sealed.parts import SentFile, Words
from knowledge.models import Defect, EntryKind, PartKind, SealedPart, TeamKey
from tests.defects import Company
from tests.factories import Make
from tests.knowledge.defects.factories import a_team_key

FILE = b"Serial numbers."


@dataclass
class Sealing:
    """A team with a key that its recovery restores."""

    company: Company
    secret: Any
    recovery: Any
    key: TeamKey

    @classmethod
    async def of(cls, make: Make) -> "Sealing":
        company = await Company.of(make)
        secret, recovery = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
        document = json.dumps({"v": 1, "key": str(secret)}).encode()
        key = await a_team_key(company.team, company.reviewer, secret)
        key.recovery_recipient = str(recovery.to_public())
        key.recovery_wrapped = pyrage.encrypt(document, [recovery.to_public()], armored=True).decode()
        await key.save()
        return cls(company, secret, recovery, key)

    def seal(self, words: dict[str, Any]) -> bytes:
        content: bytes = pyrage.encrypt(json.dumps(words).encode(), [self.secret.to_public()])
        return content

    async def report(self, title: str) -> Defect:
        company, uid, part, file = self.company, uuid4(), uuid4(), uuid4()
        ciphertext = pyrage.encrypt(FILE, [self.secret.to_public()])
        sent = UploadFile(BytesIO(ciphertext), filename="sealed.age", size=len(ciphertext))
        stored = await upload(company.reporter, sent)
        listed = {"part": str(file), "name": "../../list.txt", "digest": hashlib.sha256(FILE).hexdigest()}
        told = {"report": str(uid), "part": str(part), "title": title, "body": "It melts.", "files": [listed]}
        words, files = Words(part, self.seal(told)), [SentFile(file, stored.uid)]
        defect = await reporting.report(
            company.reporter, uid, company.answering.filing(), self.key.uid, words, files
        )
        await company.refresh()
        return defect

    async def note(self, defect: Defect, body: str) -> None:
        part = uuid4()
        words = Words(part, self.seal({"report": str(defect.uid), "part": str(part), "body": body}))
        reviewer = self.company.reviewer
        await reporting.write_entry(reviewer, defect, EntryKind.NOTE, self.key.uid, words, uid=uuid4())


@pytest.mark.parametrize("by", ["secret", "recovery"])
async def test_the_key_of_a_team_or_of_its_recovery_opens_words_files_and_notes(
    make: Make, tmp_path: Path, by: str
) -> None:
    sealing = await Sealing.of(make)
    defect = await sealing.report("The nozzle melts")
    await sealing.note(defect, "Seen before.")
    assert await open_all([getattr(sealing, by)], tmp_path / "out") == (3, [])
    written = {file.name: file.read_bytes() for file in (tmp_path / "out" / defect.reference).iterdir()}
    assert "The nozzle melts" in written["report.txt"].decode()
    assert FILE in written.values()
    assert any("Seen before." in content.decode() for content in written.values())
    assert all(file.is_relative_to(tmp_path / "out") for file in tmp_path.rglob("*list.txt"))


async def test_what_was_cut_off_exchanged_or_put_elsewhere_is_refused_and_the_rest_is_opened(
    make: Make, tmp_path: Path
) -> None:
    sealing = await Sealing.of(make)
    replayed, cut, whole = [await sealing.report(title) for title in ("One", "Two", "Three")]
    words = {part.defect_id: part for part in await SealedPart.filter(kind=PartKind.REPORT)}
    files = {
        part.defect_id: part for part in await SealedPart.filter(kind=PartKind.FILE).select_related("file")
    }
    await SealedPart.filter(id=words[replayed.id].id).update(content=words[whole.id].content)
    content = words[cut.id].content
    assert content
    await SealedPart.filter(id=words[cut.id].id).update(content=content[:-8])
    other = files[whole.id].file
    assert other
    store().path(other.uid).write_bytes(sealing.seal({"another": "file"}))
    opened, refused = await open_all([sealing.secret], tmp_path / "out")
    # The files of the first two are listed in words that were refused.
    assert (opened, len(refused)) == (1, 5)
    assert "sealed for another report" in refused[0]
    assert "cut off" in refused[2]
    assert "another file" in refused[-1]
    assert "Three" in (tmp_path / "out" / whole.reference / "report.txt").read_text()


async def test_a_key_of_nobody_opens_nothing(make: Make, tmp_path: Path) -> None:
    sealing = await Sealing.of(make)
    await sealing.report("One")
    with pytest.raises(Failure, match="belongs to no team"):
        await open_all([pyrage.x25519.Identity.generate()], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    file = tmp_path / "identity.txt"
    for text in ("nothing", "AGE-SECRET-KEY-1ABC"):
        file.write_text(text)
        with pytest.raises(Failure, match=r"private key|no line"):
            secrets_in(file)
    file.write_text(f"# the team's\n{sealing.secret}\n")
    assert [str(found) for found in secrets_in(file)] == [str(sealing.secret)]
