"""Whoever heard no answer sends the same again: it is done once."""

import asyncio
from typing import Any

import httpx
import pytest

from discussions.models import Post, Thread
from hub.files.models import File
from knowledge.models import Article, ArticleRevision
from tests.api import sealed
from tests.api.call import Call
from tests.api.calls import CALLS, UID, World
from tests.api.document import undeclared
from tests.conftest import ClientOf

# Another content for each operation that takes a uid.
CHANGES: dict[str, dict[str, Any]] = {
    "discussions_threads_create": {"body": "Other"},
    "discussions_posts_create": {"body": "Other"},
    "knowledge_promotion_create": {"title": "Other"},
    "knowledge_articles_create": {"title": "Other"},
    "knowledge_suggestions_update": {"title": "Other"},
    "knowledge_suggestions_create": {"title": "Other"},
    "knowledge_comments_create": {"body": "Other"},
    "knowledge_comments_create_comment": {"body": "Other"},
    "knowledge_flags_create": {"words": "Other"},
    "knowledge_reviews_create": {"lesson": "Other"},
    "knowledge_defects_reports_create": {"title": "Other"},
    "knowledge_defects_reports_create_demand": {"customer": "Other"},
    "knowledge_defects_topics_create": {"title": "Other"},
    "knowledge_defects_opinions_give": {"body": "Other"},
    "knowledge_defects_fixing_create": {"title": "Other"},
    "knowledge_defects_sealed_create": sealed.words(sealed.OTHER),
    "knowledge_defects_sealed_create_entry": sealed.words(sealed.OTHER),
    "knowledge_defects_sealed_create_clear_reply": {"body": "Other"},
    "knowledge_sealing_identities_create": {"recipient": str(sealed.IDENTITY.to_public())},
    "knowledge_sealing_team_keys_create": {"recipient": str(sealed.IDENTITY.to_public())},
    "knowledge_sealing_recoveries_create": {"reason": "Other"},
}


@pytest.mark.parametrize("operation_id", CHANGES)
async def test_the_same_uid_gives_the_first_result_and_other_content_is_refused(
    world: World, ann: httpx.AsyncClient, operation_id: str
) -> None:
    call = CALLS[operation_id](world)
    assert call.json is not None
    first, again = [await call.by(ann, operation_id) for _repetition in range(2)]
    assert first.is_success
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    before = await rows()
    refused = await Call(call.path, json=call.json | CHANGES[operation_id]).by(ann, operation_id)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "uid_taken")
    assert set(refused.json()["error"]) == {"code", "message"}
    assert undeclared(operation_id, refused) == []
    assert await rows() == before


@pytest.mark.parametrize("operation_id", CHANGES)
async def test_somebody_elses_uid_is_never_answered_with_their_row(
    world: World, ann: httpx.AsyncClient, client_of: ClientOf, operation_id: str
) -> None:
    call = CALLS[operation_id](world)
    assert call.json is not None
    mine = await ann.post("/api/v1/threads", json={"title": "Of Ann's", "body": "B"})
    other = await client_of(world.other)
    first = await CALLS[operation_id](world).by(ann, operation_id)
    assert first.is_success
    stolen = call.json | {"space": None} if operation_id == "discussions_threads_create" else call.json
    if operation_id in ("knowledge_articles_create", "knowledge_reviews_create"):
        stolen = {name: value for name, value in stolen.items() if name != "audience"}
    path = {"id": mine.json()["id"]} if operation_id == "discussions_posts_create" else call.path
    refused = await Call(path, json=stolen).by(other, operation_id)
    # What the other cannot see at all is not found before anybody looks at the uid, and topics are for teams.
    wanted = [(409, "uid_taken"), (404, "not_found")]
    if operation_id == "knowledge_defects_topics_create":
        wanted = [(403, "forbidden")]
    assert (refused.status_code, refused.json()["error"]["code"]) in wanted
    assert set(refused.json()["error"]) == {"code", "message"}


async def test_a_file_is_kept_once_under_its_uid(
    world: World, ann: httpx.AsyncClient, client_of: ClientOf
) -> None:
    uid = "01980f5e-8c1b-7d1a-9a57-0c5f2f3c9b11"

    async def send(client: httpx.AsyncClient, name: str, content: bytes) -> httpx.Response:
        return await client.post(
            "/api/v1/files", data={"uid": uid}, files={"file": (name, content, "text/plain")}
        )

    first, again = [await send(ann, "a.txt", b"words") for _repetition in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    other = await client_of(world.other)
    for client, name, content in (
        (ann, "a.txt", b"other words"),
        (ann, "b.txt", b"words"),
        (other, "a.txt", b"words"),
    ):
        refused = await send(client, name, content)
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "uid_taken")
        assert undeclared("files_create", refused) == []
    assert (await ann.get(first.json()["url"])).content == b"words"


async def test_simultaneous_repetitions_are_one(world: World, ann: httpx.AsyncClient) -> None:
    before = await rows()
    case = CALLS["discussions_threads_create"](world)
    files = [
        ann.post("/api/v1/files", data={"uid": UID}, files={"file": ("a.txt", b"words", "text/plain")})
        for _repetition in range(5)
    ]
    cases = [case.by(ann, "discussions_threads_create") for _repetition in range(5)]
    answers = await asyncio.gather(*files, *cases)
    assert [answer.status_code for answer in answers] == [201] * 10
    assert len({answer.json()["uid"] for answer in answers}) == 1
    assert [after - count for after, count in zip(await rows(), before, strict=True)] == [1, 1, 0, 0, 1]


async def test_a_change_of_nothing_changes_nothing(world: World, ann: httpx.AsyncClient) -> None:
    article = f"/api/v1/articles/{world.article.id}"
    for address in ("/api/v1/me", f"/api/v1/threads/{world.thread.id}", article):
        before = (await ann.get(address)).json()
        change = {"base_revision": before["revision"]} if address == article else {}
        for nothing in (change, change | {"title" if "title" in before else "name": None}):
            answer = await ann.patch(address, json=nothing)
            assert (answer.status_code, answer.json()) == (200, before)


async def test_a_case_is_edited_once_whoever_is_late_is_told(world: World, ann: httpx.AsyncClient) -> None:
    address = f"/api/v1/threads/{world.thread.id}"
    before = (await ann.get(address)).json()
    assert before["tags"] == [world.term.key]
    change = {"base_revision": before["revision"], "body": "It stops at night.", "tags": []}
    edited = (await ann.patch(address, json=change)).json()
    assert (edited["title"], edited["body"], edited["tags"]) == (before["title"], "It stops at night.", [])
    late = await ann.patch(address, json=change | {"body": "It stops at noon."})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "stale_revision")
    assert late.json()["error"]["details"] == {"revision": edited["revision"]}
    assert undeclared("discussions_threads_update", late) == []
    assert (await ann.get(address)).json() == edited


async def rows() -> list[int]:
    return [await model.all().count() for model in (Thread, Post, Article, ArticleRevision, File)]
