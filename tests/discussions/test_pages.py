"""Pages as a browser without JavaScript gets them."""

import re
import time

import pytest

from discussions import moderation, replies
from discussions.models import Post, ReadMark, Thread
from hub.drafts.models import Draft
from hub.vocabulary.models import Facet
from tests.conftest import ClientOf
from tests.factories import Make
from tests.statements import counted


async def test_asking_leads_to_the_case_and_forgets_the_draft(make: Make, client_of: ClientOf) -> None:
    ann, space = await make.reader(), await make.space()
    product, tag = await make.term(Facet.PRODUCT, "T80"), await make.term()
    await Draft.create(user_id=ann.id, key="thread:new", content={"title": ["It"]})
    client = await client_of(ann)
    assert 'name="title"' in (await client.get("/threads/new")).text
    form = {
        "title": "It stops",
        "body": "**Why?**",
        "space": space.slug,
        "readers": "space",
        "product": product.key,
        "tags": [tag.key],
        "customer.size": "",
    }
    answer = await client.post("/threads", data=form)
    assert answer.status_code == 303
    page = await client.get(answer.headers["location"])
    for text in ("It stops", "<strong>Why?</strong>", "T80", tag.name):
        assert text in page.text
    assert not await Draft.exists()


async def test_a_refused_case_keeps_everything_that_was_typed(make: Make, client_of: ClientOf) -> None:
    ann, bob, space = await make.reader(), await make.reader(), await make.space()
    product = await make.term(Facet.PRODUCT, "T80")
    client = await client_of(ann)
    form = {
        "title": "Kept <title>",
        "body": "",
        "tried": "Kept tried",
        "space": space.slug,
        "product": product.key,
        "readers": "chosen",
        "people": [str(bob.id)],
    }
    answer = await client.post("/threads", data=form)
    assert answer.status_code == 422
    for text in ("Kept &lt;title&gt;", "Kept tried", "Please fill this in."):
        assert text in answer.text
    assert re.search(rf'value="{product.key}"[^>]* selected', answer.text)
    assert re.search(rf'value="{bob.id}"[^>]* selected', answer.text)
    assert 'value="chosen" checked' in answer.text
    unknown = await client.post("/threads", data=form | {"body": "Kept body", "customer.size": "gigantic"})
    assert unknown.status_code == 422
    assert "Kept body" in unknown.text
    assert "gigantic" in unknown.text
    assert not await Thread.exists()


async def test_chosen_readers_are_the_only_ones(make: Make, client_of: ClientOf) -> None:
    ann, bob, cleo, space = await make.reader(), await make.reader(), await make.reader(), await make.space()
    client = await client_of(ann)
    form = {
        "title": "For Bob",
        "body": "x",
        "space": space.slug,
        "readers": "chosen",
        "people": [str(bob.id)],
    }
    address = (await client.post("/threads", data=form)).headers["location"]
    statuses = [(await (await client_of(reader)).get(address)).status_code for reader in (ann, bob, cleo)]
    assert statuses == [200, 200, 404]


async def test_replying_leads_to_the_reply_and_an_empty_one_is_refused(
    make: Make, client_of: ClientOf
) -> None:
    ann = await make.reader()
    thread = await make.thread(ann)
    client = await client_of(ann)
    answer = await client.post(f"/threads/{thread.id}/replies", data={"body": "Cleaned it."})
    [post] = await Post.filter(number=2)
    assert answer.headers["location"] == f"/threads/{thread.id}?post=2#post-{post.id}"
    assert f'id="post-{post.id}"' in (await client.get(answer.headers["location"])).text
    refused = await client.post(f"/threads/{thread.id}/replies", data={"body": " \u200b "})
    assert refused.status_code == 422
    assert "Please fill this in." in refused.text


async def test_a_reply_to_a_case_that_was_locked_meanwhile_is_kept_on_the_page(
    make: Make, client_of: ClientOf
) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await make.thread(ann)
    await moderation.lock(lead, thread)
    client = await client_of(ann)
    answer = await client.post(f"/threads/{thread.id}/replies", data={"body": "My long reply"})
    assert answer.status_code == 403
    assert "takes no more replies" in answer.text
    assert "My long reply" in answer.text


async def test_a_stale_edit_shows_both_texts_and_saves_on_the_second_try(
    make: Make, client_of: ClientOf
) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    reply = await make.reply(ann, await make.thread(ann), "First")
    await replies.edit_post(lead, reply, "Of the lead", base_revision=1)
    client = await client_of(ann)
    form = {"_method": "PATCH", "body": "Of the author", "base_revision": "1"}
    answer = await client.post(f"/posts/{reply.id}", data=form)
    assert answer.status_code == 409
    assert "the author" in answer.text
    assert 'name="base_revision" value="2"' in answer.text
    assert "Somebody else changed this" in answer.text
    assert re.search(r"diff__line--removed.*lead", answer.text)
    again = await client.post(f"/posts/{reply.id}", data=form | {"base_revision": "2"})
    assert again.status_code == 303
    assert (await Post.get(id=reply.id)).body == "Of the author"


async def test_a_stale_edit_of_a_case_keeps_its_header_too(make: Make, client_of: ClientOf) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await make.thread(ann, "Old title", "Old text")
    post = await Post.get(thread_id=thread.id)
    await replies.edit_post(lead, post, "Text of the lead", base_revision=1)
    client = await client_of(ann)
    assert 'value="Old title"' in (await client.get(f"/threads/{thread.id}/edit")).text
    form = {"_method": "PATCH", "title": "My title", "body": "My text", "base_revision": "1"}
    answer = await client.post(f"/threads/{thread.id}", data=form)
    assert answer.status_code == 409
    assert 'value="My title"' in answer.text
    assert "Old title → My title" in answer.text


async def test_what_was_edited_can_be_compared(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader("Ann Writer")
    reply = await make.reply(ann, await make.thread(ann), "It costs 3999")
    await replies.edit_post(ann, reply, "It costs 4999", base_revision=1)
    page = (await (await client_of(ann)).get(f"/posts/{reply.id}/history")).text
    assert "<del>3999</del>" in page
    assert "<ins>4999</ins>" in page
    assert "Ann Writer" in page


async def test_new_posts_of_others_are_marked_once(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    client = await client_of(ann)
    assert 'id="new-since"' not in (await client.get(f"/threads/{thread.id}")).text
    reply = await make.reply(bob, thread)
    listed = (await client.get("/threads?tab=unread")).text
    assert "1 new reply" in listed
    prefetched = await client.get(f"/threads/{thread.id}", headers={"X-Sec-Purpose": "prefetch"})
    opened = await client.get(f"/threads/{thread.id}")
    for page in (prefetched.text, opened.text):
        assert page.index('id="new-since"') < page.index(f'id="post-{reply.id}"')
    assert 'id="new-since"' not in (await client.get(f"/threads/{thread.id}")).text
    assert "1 new reply" not in (await client.get("/threads")).text


async def test_reading_in_an_open_page_can_be_told(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    await make.reply(bob, thread)
    client = await client_of(ann)
    answer = await client.put(f"/threads/{thread.id}/read-mark", json={"number": 999})
    assert answer.status_code == 204
    assert (await ReadMark.get(user_id=ann.id)).last_number == 2


async def test_widening_names_who_gains_before_it_happens(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader("Ann"), await make.reader("Bob Gains")
    audience = await make.audience(ann)
    thread = await make.thread(await make.fresh(ann), audience=audience)
    client, other = await client_of(ann), await client_of(bob)
    form = {"_method": "PUT", "readers": "chosen", "people": [str(bob.id)]}
    shown = await client.post(f"/threads/{thread.id}/audience", data=form)
    assert shown.status_code == 422
    assert "Bob Gains</li>" in shown.text
    assert (await other.get(f"/threads/{thread.id}")).status_code == 404
    [confirmed] = re.findall(r'name="confirmed" value="(\w+)"', shown.text)
    done = await client.post(f"/threads/{thread.id}/audience", data=form | {"confirmed": confirmed})
    assert done.status_code == 303
    assert (await other.get(f"/threads/{thread.id}")).status_code == 200


async def test_mentions_offer_only_who_may_read(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader("Zoe Ann"), await make.reader("Zoe Bob")
    inside, mixed = await make.group("Zoe inside", [ann]), await make.group("Zoe mixed", [ann, bob])
    audience = await make.audience(groups=[inside])
    thread = await make.thread(await make.fresh(ann), audience=audience)
    client = await client_of(ann)
    offered = (await client.get(f"/mentions?thread={thread.id}&q=zoe")).json()
    assert {(one["name"], one["kind"]) for one in offered} == {("Zoe Ann", "person"), ("Zoe inside", "group")}
    anywhere = (await client.get("/mentions?q=zoe")).json()
    assert {one["handle"] for one in anywhere} == {ann.handle, bob.handle, inside.handle, mixed.handle}


async def test_the_start_page_says_what_needs_me(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    client = await client_of(ann)
    assert "Nothing needs you" in (await client.get("/")).text
    await make.thread(bob, "Waits for an answer")
    answered = await make.thread(ann, "Has an answer")
    await make.reply(bob, answered)
    mine = await make.thread(bob, "On my desk")
    await moderation.assign(ann, mine, ann.id)
    page = (await client.get("/")).text
    order = [page.index(text) for text in ("On my desk", "Has an answer", "Waits for an answer")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    "address",
    [
        "/threads/99999999999999999999",
        "/posts/99999999999999999999/history",
        "/threads/{id}/changes?since=99999999999999999999",
        "/threads/{id}?post=99999999999999999999",
        "/threads/{id}?page=0",
        "/threads/{id}?page=x",
        "/threads?cursor=nonsense",
        "/threads?tab=nonsense",
        "/threads?space=nonsense",
        "/threads?product=%00",
        "/mentions?q=%25_%5C",
        "/threads/{id}/answers/1",
    ],
)
async def test_odd_addresses_are_answered_calmly(make: Make, client_of: ClientOf, address: str) -> None:
    ann = await make.reader()
    thread = await make.thread(ann)
    answer = await (await client_of(ann)).get(address.format(id=thread.id))
    assert answer.status_code in (200, 404, 405, 422)


async def test_pages_take_no_more_queries_for_more_rows(make: Make, client_of: ClientOf) -> None:
    people = [await make.reader() for _place in range(3)]
    tag = await make.term()

    async def fill(number: int) -> Thread:
        for _place in range(number):
            thread = await make.thread(people[0], terms=[tag])
            for person in people:
                reply = await make.reply(person, thread)
            await make.answer(people[0], thread, reply)
        return thread

    client = await client_of(people[0])
    counts: list[list[int]] = []
    for number in (1, 8):
        thread = await fill(number)
        for person in people * number:
            await make.reply(person, thread)
        counts.append([])
        for address in ("/", "/threads", f"/threads/{thread.id}", "/api/v1/threads"):
            await client.get(address)
            with counted() as statements:
                assert (await client.get(address)).status_code == 200
            counts[-1].append(len(statements))
    assert all(many <= few + 1 for few, many in zip(*counts, strict=True)), counts
    assert max(counts[-1]) <= 30, counts


async def test_a_thread_of_2000_replies_opens_quickly_at_the_first_unread(
    make: Make, client_of: ClientOf
) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    template = await make.reply(bob, thread)
    await _multiply(template, 2000)
    await ReadMark.filter(user_id=ann.id).update(last_number=1234)
    client = await client_of(ann)
    await client.get("/threads")
    started = time.perf_counter()
    page = (await client.get(f"/threads/{thread.id}")).text
    elapsed = time.perf_counter() - started
    numbers = [int(number) for number in re.findall(r'data-number="(\d+)"', page)]
    assert numbers == list(range(1201, 1251))
    assert page.index('data-number="1234"') < page.index('id="new-since"') < page.index('data-number="1235"')
    assert elapsed < 1.5, f"{elapsed:.2f} s"
    asked = (await client.get(f"/threads/{thread.id}?post=1999")).text
    assert 'data-number="1999"' in asked
    assert 'data-thread-complete-value="false"' in asked
    last = (await client.get(f"/threads/{thread.id}?page=41")).text
    assert 'data-thread-complete-value="true"' in last
    changes = (await client.get(f"/threads/{thread.id}/changes?since=0")).json()
    assert changes["reload"] is True


async def _multiply(reply: Post, number: int) -> None:
    """Many more replies like one, without the time that posting each would take."""
    copies = [
        Post(
            digest=reply.digest,
            thread_id=reply.thread_id,
            number=place,
            author_id=reply.author_id,
            body=reply.body,
            html=reply.html,
            version=place,
            created_at=reply.created_at,
        )
        for place in range(3, number + 2)
    ]
    await Post.bulk_create(copies, batch_size=500)
    await Thread.filter(id=reply.thread_id).update(
        last_number=number + 1, reply_count=number, version=number + 1
    )
