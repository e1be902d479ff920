"""What a person may not read leaves no trace for them, wherever they look."""

from dataclasses import replace

import httpx
import pytest

from discussions import answers, moderation
from discussions.models import Post, Thread
from hub import references
from hub.files.attaching import may_download
from hub.files.models import Attachment, File
from hub.identity import Reader
from tests.conftest import ClientOf
from tests.factories import Make

SECRET = "Quincunx"


class Scene:
    """A case that only insiders may read; `hidden_from_outsider` says why the outsider may not."""

    insider: Reader
    outsider: Reader
    thread: Thread
    reply: Post


@pytest.fixture(params=["another audience", "hidden"])
async def scene(request: pytest.FixtureRequest, make: Make) -> Scene:
    made = Scene()
    insider, made.outsider = (
        await make.reader("Insider", role="lead"),
        await make.reader("Outsider"),
    )
    audience = await make.audience(insider)
    made.insider = await make.fresh(insider)
    if request.param == "hidden":
        space = await make.space("Open space")
    else:
        space = await make.space(f"{SECRET} space", audience=audience)
    tag = await make.term(name="Shared tag")
    made.thread = await make.thread(
        made.insider, f"{SECRET} title", f"{SECRET} body", space=space, terms=[tag]
    )
    made.reply = await make.reply(made.insider, made.thread, f"{SECRET} reply")
    await answers.accept(made.insider, made.thread, made.reply)
    if request.param == "hidden":
        await moderation.hide(made.insider, made.thread)
    # Something that everybody may read, so that the outsider's pages are not simply empty.
    await make.thread(made.insider, "Open case", "Open to all", terms=[tag])
    return made


def pages_of(scene: Scene) -> list[str]:
    thread, post = scene.thread.id, scene.reply.id
    return [
        f"/threads/{thread}",
        f"/threads/{thread}?post=2",
        f"/threads/{thread}/changes?since=0",
        f"/threads/{thread}/edit",
        f"/threads/{thread}/audience",
        f"/threads/{thread}/assignment",
        f"/threads/{thread}/space",
        f"/mentions?thread={thread}&q=p",
        f"/posts/{post}/edit",
        f"/posts/{post}/history",
        f"/api/v1/threads/{thread}",
        f"/api/v1/threads/{thread}/replies",
    ]


async def test_outsider_finds_nothing_at_addresses_of_its_own(scene: Scene, client_of: ClientOf) -> None:
    inside, outside = await client_of(scene.insider), await client_of(scene.outsider)
    nothing = await outside.get("/threads/4040404")
    assert nothing.status_code == 404
    for address in pages_of(scene):
        assert (await inside.get(address)).status_code == 200, address
        answer = await outside.get(address)
        assert answer.status_code == 404, address
        assert SECRET not in answer.text, address


async def test_outsider_sees_no_trace_in_lists_and_counts(scene: Scene, client_of: ClientOf) -> None:
    inside, outside = await client_of(scene.insider), await client_of(scene.outsider)
    addresses = [
        "/threads",
        "/threads?state=solved",
        "/threads?state=hidden",
        "/threads?tag=shared%20tag",
        "/threads?tab=unanswered",
        "/threads?tab=unread",
        "/api/v1/threads",
        "/threads/new",
        "/",
    ]
    assert SECRET in (await inside.get("/threads")).text
    assert SECRET in (await inside.get("/api/v1/threads?state=solved")).text
    for address in addresses:
        answer = await outside.get(address)
        assert answer.status_code == 200, address
        assert SECRET not in answer.text, address
    listed = (await outside.get("/api/v1/threads?tag=shared%20tag")).json()
    assert [thread["title"] for thread in listed["items"]] == ["Open case"]
    assert (await outside.get("/api/v1/threads?state=solved")).json()["items"] == []


async def test_outsider_changes_nothing(scene: Scene, client_of: ClientOf) -> None:
    outside = await client_of(scene.outsider)
    thread, post = scene.thread.id, scene.reply.id
    attempts: list[tuple[str, str, dict[str, str]]] = [
        ("POST", f"/threads/{thread}/replies", {"body": "x"}),
        ("PATCH", f"/threads/{thread}", {"title": "x", "body": "x", "base_revision": "1"}),
        ("PUT", f"/threads/{thread}/watch", {}),
        ("PUT", f"/threads/{thread}/read-mark", {"number": "1"}),
        ("PUT", f"/threads/{thread}/lock", {}),
        ("PUT", f"/threads/{thread}/hiding", {}),
        ("PUT", f"/threads/{thread}/assignment", {"assignee": str(scene.outsider.id)}),
        ("PUT", f"/threads/{thread}/audience", {"readers": "space"}),
        ("PUT", f"/threads/{thread}/answers/{post}", {}),
        ("PATCH", f"/posts/{post}", {"body": "x", "base_revision": "1"}),
        ("DELETE", f"/posts/{post}", {}),
        ("PUT", f"/posts/{post}/reactions/agree", {}),
    ]
    before = await Thread.get(id=thread)
    for method, address, form in attempts:
        answer = await outside.request(method, address, data=form)
        assert answer.status_code == 404, (method, address)
    assert (await Thread.get(id=thread)).version == before.version


async def test_outsider_changes_nothing_through_the_api(scene: Scene, client_of: ClientOf) -> None:
    outside = await client_of(scene.outsider)
    thread, post = scene.thread.id, scene.reply.id
    attempts: list[tuple[str, str, dict[str, str] | None]] = [
        ("POST", f"/threads/{thread}/replies", {"body": "x"}),
        ("PUT", f"/threads/{thread}/watch", {}),
        ("DELETE", f"/threads/{thread}/watch", None),
        ("PUT", f"/threads/{thread}/answers/{post}", None),
        ("DELETE", f"/threads/{thread}/answers/{post}", None),
        ("PATCH", f"/posts/{post}", {"body": "x"}),
        ("DELETE", f"/posts/{post}", None),
        ("PUT", f"/posts/{post}/reactions/agree", None),
    ]
    before = await Thread.get(id=thread)
    for method, address, body in attempts:
        answer = await outside.request(method, f"/api/v1{address}", json=body)
        assert answer.status_code == 404, (method, address)
        assert answer.json()["error"]["code"] == "not_found"
    assert (await Thread.get(id=thread)).version == before.version


async def test_references_and_files_follow_the_thread(scene: Scene) -> None:
    file = await File.create(
        owner_id=scene.insider.id, name="a.pdf", mime="application/pdf", size=1, sha256="0" * 64
    )
    await Attachment.create(file=file, parent_kind="post", parent_id=scene.reply.id)
    keys = [("thread", str(scene.thread.id)), ("thread", str(scene.thread.uid)), ("thread", "nonsense")]
    found = await references.resolve(scene.insider, keys)
    assert {target.title for target in found.values()} == {f"{SECRET} title"}
    assert len(found) == 2
    assert await references.resolve(scene.outsider, keys) == {}
    reader = await _colleague(scene)
    assert await may_download(reader, file)
    assert not await may_download(scene.outsider, file)


async def _colleague(scene: Scene) -> Reader:
    """Somebody else's eyes on the same audience: the uploader may download in any case."""
    return replace(scene.insider, id=4040404)


async def test_guests_are_sent_to_sign_in(scene: Scene, client_of: ClientOf) -> None:
    guest: httpx.AsyncClient = await client_of(None)
    for address in ["/", "/threads", "/threads/new", *pages_of(scene)]:
        answer = await guest.get(address)
        if address.startswith("/api/"):
            assert answer.status_code == 401, address
        else:
            assert answer.status_code == 303, address
            assert answer.headers["location"].startswith("/session/new"), address
