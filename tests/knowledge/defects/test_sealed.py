"""Sealed reports: the hub takes ciphertext in, gives it to the team alone, and knows nothing else."""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pyrage
import pytest

from hub.audit.models import AuditEntry
from hub.database import connection
from hub.files.models import File
from hub.files.operations import store
from hub.files.unused import forget_unused
from hub.identity import Reader
from hub.outbox.models import RecordedEvent
from knowledge.defects.numbering import reference_of
from knowledge.defects.sealed.parts import LARGEST
from knowledge.models import Defect, DefectEntry, DefectLook, SealedPart, TeamKey
from tests.conftest import ClientOf
from tests.defects import Company
from tests.factories import Make
from tests.knowledge.defects.factories import a_team_key
from tests.statements import counted

SECRET = "Zirconium nozzle melts"


@dataclass
class Sealing:
    """A team with a key, and what a browser does on the way in."""

    company: Company
    identity: Any
    key: TeamKey

    @classmethod
    async def of(cls, make: Make) -> "Sealing":
        company = await Company.of(make)
        identity = pyrage.x25519.Identity.generate()
        return cls(company, identity, await a_team_key(company.team, company.reviewer, identity))

    def seal(self, words: dict[str, Any]) -> str:
        sealed = pyrage.encrypt(json.dumps(words).encode(), [self.identity.to_public()])
        return base64.b64encode(sealed).decode()

    def report(self, **changed: Any) -> dict[str, Any]:
        uid, part = uuid4(), uuid4()
        words = {"v": 1, "kind": "report", "report": str(uid), "part": str(part), "title": SECRET}
        return {
            "uid": str(uid),
            "kind": "technical",
            "product": self.company.product.key,
            "severity": "high",
            "key": str(self.key.uid),
            "words": {"uid": str(part), "content": self.seal(words)},
        } | changed

    def entry(self, kind: str, **changed: Any) -> dict[str, Any]:
        words = {"uid": str(uuid4()), "content": self.seal({"body": SECRET})}
        return {"uid": str(uuid4()), "kind": kind, "key": str(self.key.uid), "words": words} | changed


@pytest.fixture
async def sealing(make: Make) -> Sealing:
    return await Sealing.of(make)


async def sent(client: httpx.AsyncClient, path: str, body: dict[str, Any], status: int = 201) -> Any:
    answer = await client.post(f"/api/v1{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def uploaded(client: httpx.AsyncClient, content: bytes, name: str = "sealed.age") -> str:
    answer = await client.post(
        "/files", files={"file": (name, content)}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["uid"])


async def test_a_report_arrives_once_as_ciphertext_and_has_the_reference_that_the_browser_knew(
    sealing: Sealing, client_of: ClientOf
) -> None:
    company, body = sealing.company, sealing.report()
    reporter = await client_of(company.reporter)
    receipt = await sent(reporter, "/sealed-reports", body)
    ciphertext = base64.b64decode(body["words"]["content"])
    assert receipt["reference"] == reference_of(UUID(body["uid"]))
    assert receipt["digest"] == hashlib.sha256(ciphertext).hexdigest()
    assert await sent(reporter, "/sealed-reports", body) == receipt
    assert await Defect.all().count() == 1
    await sent(reporter, "/sealed-reports", sealing.report(uid=body["uid"]), 409)
    [defect] = await Defect.all()
    assert (defect.title, defect.body, defect.html, defect.said, defect.thread_id) == ("", "", "", "", None)
    told = [str(event.data) for event in await RecordedEvent.all()]
    told += [str(entry.details) for entry in await AuditEntry.all()]
    assert told
    assert not any(SECRET in words for words in told)


async def test_only_the_team_as_it_is_now_gets_ciphertext_and_that_is_noted(
    sealing: Sealing, client_of: ClientOf
) -> None:
    company = sealing.company
    receipt = await sent(await client_of(company.reporter), "/sealed-reports", sealing.report())
    await company.refresh()
    path = f"/api/v1/defects/{receipt['reference']}"

    async def statuses(reader: Reader) -> list[int]:
        client = await client_of(reader)
        listed = (await client.get("/api/v1/sealed-parts")).json()["items"]
        answers = [await client.get(path + rest) for rest in ("/sealed", f"/sealed/{uid}", "/receipt")]
        assert all(
            answer.headers["cache-control"] == "no-store" for answer in answers if answer.status_code == 200
        )
        return [len(listed), *(answer.status_code for answer in answers)]

    [uid] = await SealedPart.all().values_list("uid", flat=True)
    assert await statuses(company.former) == [1, 200, 200, 200]
    looks = await DefectLook.all().values_list("user_id", "act", "times")
    assert looks == [(company.former.id, "served", 3)]
    await company.dismiss()
    for reader in company.kept_out.values():
        assert await statuses(reader) == [0, 404, 404, 404]
    assert await statuses(company.reporter) == [0, 403, 403, 200]
    assert await statuses(company.reviewer) == [1, 200, 200, 200]
    assert await DefectLook.filter(user_id=company.reporter.id).count() == 0


async def test_files_go_in_under_a_neutral_name_and_come_out_for_the_team_alone(
    sealing: Sealing, client_of: ClientOf
) -> None:
    company = sealing.company
    reporter, reviewer = await client_of(company.reporter), await client_of(company.reviewer)
    ciphertext = pyrage.encrypt(SECRET.encode() * 1000, [sealing.identity.to_public()])
    upload, part = await uploaded(reporter, ciphertext), str(uuid4())
    body = sealing.report(files=[{"uid": part, "file": upload}])
    receipt = await sent(reporter, "/sealed-reports", body)
    assert receipt["files"] == [hashlib.sha256(ciphertext).hexdigest()]
    await company.refresh()
    answer = await (await client_of(company.reviewer)).get(
        f"/api/v1/defects/{receipt['reference']}/sealed/{part}"
    )
    assert answer.content == ciphertext
    for client in (reporter, reviewer):
        assert (await client.get(f"/files/{upload}")).status_code == 404
    again = sealing.report(files=[{"uid": str(uuid4()), "file": upload}])
    assert "files" in (await sent(reporter, "/sealed-reports", again, 422))["error"]["fields"]
    plain = await uploaded(reporter, b"not sealed at all", "sealed.age")
    unsealed = sealing.report(files=[{"uid": str(uuid4()), "file": plain}])
    assert "files" in (await sent(reporter, "/sealed-reports", unsealed, 422))["error"]["fields"]
    strange = await uploaded(reviewer, ciphertext)
    foreign = sealing.report(files=[{"uid": str(uuid4()), "file": strange}])
    assert "files" in (await sent(reporter, "/sealed-reports", foreign, 422))["error"]["fields"]
    assert await Defect.all().count() == 1


async def test_sealed_files_that_nothing_uses_go_after_a_day(sealing: Sealing, client_of: ClientOf) -> None:
    reporter = await client_of(sealing.company.reporter)
    ciphertext = pyrage.encrypt(b"words", [sealing.identity.to_public()])
    used, left, fresh = [await uploaded(reporter, ciphertext) for _ in range(3)]
    other = await uploaded(reporter, ciphertext, "mine.age")
    await sent(reporter, "/sealed-reports", sealing.report(files=[{"uid": str(uuid4()), "file": used}]))
    await connection().execute_query(
        "UPDATE file SET created_at = now() - interval '2 days' WHERE uid <> $1", [fresh]
    )
    await forget_unused()
    assert {str(file.uid) for file in await File.all()} == {used, fresh, other}
    assert store().path(UUID(used)).exists()
    assert not store().path(UUID(left)).exists()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "SGVsbG8=",
        "no base64!",
        base64.b64encode(b"age-encryption.org/v1\n-> X25519 x\n").decode(),
        base64.b64encode(b"age-encryption.org/v1\n-> X25519 x\ny\n--- z\n" + bytes(LARGEST)).decode(),
    ],
)
async def test_what_is_not_sealed_or_too_long_is_refused(
    sealing: Sealing, client_of: ClientOf, content: str
) -> None:
    body = sealing.report(words={"uid": str(uuid4()), "content": content})
    refused = await sent(await client_of(sealing.company.reporter), "/sealed-reports", body, 422)
    assert list(refused["error"]["fields"]) == ["words.content"]
    assert not await Defect.exists()


async def test_only_the_present_key_is_sealed_to(sealing: Sealing, client_of: ClientOf) -> None:
    company, former = sealing.company, sealing.report()
    reporter = await client_of(company.reporter)
    query = f"product={company.product.key}&origin=own"
    asked = (await reporter.get(f"/api/v1/sealed-reports/addressee?{query}")).json()
    assert (asked["key"], asked["recipient"]) == (str(sealing.key.uid), sealing.key.recipient)
    newer = await a_team_key(company.team, company.reviewer, pyrage.x25519.Identity.generate(), 2)
    refused = await sent(reporter, "/sealed-reports", former, 409)
    assert refused["error"]["code"] == "key_changed"
    assert (await reporter.get(f"/api/v1/sealed-reports/addressee?{query}")).json()["key"] == str(newer.uid)
    await TeamKey.all().delete()
    assert "product" in (await sent(reporter, "/sealed-reports", former, 422))["error"]["fields"]
    assert not await Defect.exists()


async def test_the_team_writes_sealed_notes_the_reporter_sealed_replies_and_nobody_else_anything(
    sealing: Sealing, client_of: ClientOf
) -> None:
    company = sealing.company
    reporter = await client_of(company.reporter)
    reference = (await sent(reporter, "/sealed-reports", sealing.report()))["reference"]
    await company.refresh()
    path = f"/defects/{reference}/sealed-entries"
    note, reply = sealing.entry("note"), sealing.entry("reply")
    reviewer = await client_of(company.reviewer)
    for client, body in ((reviewer, note), (reporter, reply)):
        first = await sent(client, path, body)
        assert await sent(client, path, body) == first
    assert await DefectEntry.all().count() == 2
    await sent(reporter, path, sealing.entry("note"), 403)
    await sent(reviewer, path, sealing.entry("reply"), 403)
    await sent(await client_of(company.stranger), path, sealing.entry("reply"), 404)
    parts = (await reviewer.get(f"/api/v1/defects/{reference}/sealed")).json()["parts"]
    assert [(part["kind"], part["entry_kind"], part["author"]) for part in parts] == [
        ("report", None, str(company.reporter.uid)),
        ("entry", "note", str(company.reviewer.uid)),
        ("entry", "reply", str(company.reporter.uid)),
    ]
    assert not any(entry.body or entry.html for entry in await DefectEntry.all())


async def test_a_clear_reply_needs_the_agreement_to_exactly_those_who_read_it(
    sealing: Sealing, client_of: ClientOf, make: Make
) -> None:
    company = sealing.company
    reporter = await client_of(company.reporter)
    reference = (await sent(reporter, "/sealed-reports", sealing.report()))["reference"]
    await company.refresh()
    path = f"/defects/{reference}/clear-replies"
    reviewer = await client_of(company.reviewer)
    asked = (await reviewer.get(f"/api/v1{path}/readers")).json()
    assert asked["people"] == ["Otto", "Fay", "Rita", "Rob"]
    assert (await reporter.get(f"/api/v1{path}/readers")).status_code == 403
    await company.dismiss()
    refused = await sent(reviewer, path, {"body": "We know.", "agreed": asked["agreement"]}, 409)
    assert refused["error"]["code"] == "readers_changed"
    asked = (await reviewer.get(f"/api/v1{path}/readers")).json()
    told = await sent(reviewer, path, {"body": "We know.", "agreed": asked["agreement"]})
    assert "We know." in told["html"]


async def test_thousands_of_parts_are_listed_in_pages_of_a_few_statements(
    sealing: Sealing, client_of: ClientOf
) -> None:
    company = sealing.company
    reporter = await client_of(company.reporter)
    references = [(await sent(reporter, "/sealed-reports", sealing.report()))["reference"] for _ in range(5)]
    await company.refresh()
    reviewer = await client_of(company.reviewer)
    seen: list[str] = []
    cursor = ""
    statements = set()
    while True:
        with counted() as count:
            page = (await reviewer.get(f"/api/v1/sealed-parts?limit=2{cursor}")).json()
        statements.add(len(count))
        seen += [part["reference"] for part in page["items"]]
        if not page["next_cursor"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == references[::-1]
    # The session and the reader are looked up with the first one only.
    assert max(statements) <= 5


async def test_pages_of_a_sealed_report_say_nothing_of_it_and_ask_no_server_for_anything(
    sealing: Sealing, client_of: ClientOf
) -> None:
    company = sealing.company
    reporter = await client_of(company.reporter)
    form = (await reporter.get("/defects/new/sealed")).text
    begin = form.index("sealed-form__part--sealed")
    assert "<textarea" in form[begin:]
    assert " name=" not in form[begin : form.index("</fieldset>", begin)]
    receipt = await sent(reporter, "/sealed-reports", sealing.report())
    await company.refresh()
    path = f"/defects/{receipt['reference']}"
    own = await reporter.get(path)
    assert receipt["digest"] in own.text
    assert own.headers["cache-control"] == "no-store"
    reviewer = await client_of(company.reviewer)
    assert receipt["digest"] in (await reviewer.get(path)).text
    assert receipt["reference"] in (await reviewer.get("/defects/triage")).text
    assert "sealed-search" in (await reviewer.get("/defects/sealed")).text
    assert "sealed-search" not in (await reporter.get("/defects/sealed")).text


async def test_a_clear_reply_without_javascript_needs_the_tick_beside_the_names(
    sealing: Sealing, client_of: ClientOf
) -> None:
    company = sealing.company
    reference = (await sent(await client_of(company.reporter), "/sealed-reports", sealing.report()))[
        "reference"
    ]
    await company.refresh()
    reviewer = await client_of(company.reviewer)
    page = (await reviewer.get(f"/defects/{reference}")).text
    assert "Otto, Fay, Rita, Rob" in page
    refused = await reviewer.post(f"/defects/{reference}/clear-replies", data={"body": "We know."})
    assert (refused.status_code, "We know." in refused.text) == (422, True)
    agreed = re.search('name="agreed" value="([0-9a-f]{64})"', refused.text)
    assert agreed
    told = await reviewer.post(
        f"/defects/{reference}/clear-replies", data={"body": "We know.", "agreed": agreed[1]}
    )
    assert told.status_code == 303
    assert "We know." in (await (await client_of(company.reporter)).get(f"/defects/{reference}")).text
