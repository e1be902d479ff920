"""Replies that are strategies: their title, votes and comments, on top of the thread, live and in the index."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from discussions import live, moderation, replies, strategies
from discussions.errors import (
    NotAStrategy,
    OwnStrategy,
    ThreadLocked,
    TooManyComments,
    TooManyStrategies,
)
from discussions.models import Post, Strategy, StrategyComment, StrategyVote, Thread
from discussions.strategies import commenting, marking
from hub.audit.models import AuditEntry
from hub.database import new_uid
from hub.errors import Forbidden, HubError, NotFound, UidTaken
from hub.identity import Reader
from hub.vocabulary.experts import name_experts
from tests.conftest import ClientOf
from tests.discussions.conftest import types_recorded
from tests.discussions.test_live import latest
from tests.factories import Make

Act = Callable[[Reader, Post], Awaitable[object]]


async def strategy_of(make: Make, author: Reader, thread: Thread, title: str = "Ask for his advice") -> Post:
    post = await make.reply(author, thread)
    await strategies.mark(author, post, title)
    return post


async def titles_on(client_of: ClientOf, reader: Reader, thread: Thread) -> list[str]:
    """The strategies in the order in which the page lists them."""
    page = (await (await client_of(reader)).get(f"/threads/{thread.id}")).text
    listed = page.split('class="strategies__list"')[1].split("</ol>")[0]
    return [part.split("<")[0] for part in listed.split('class="strategies__name">')[1:]]


async def test_author_asker_and_lead_mark_rename_and_unmark(make: Make) -> None:
    ann, bob, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    post = await make.reply(bob, await make.thread(ann))
    for actor, title in ((bob, "First"), (ann, "Second"), (lead, "Third"), (lead, "Third")):
        assert (await strategies.mark(actor, post, title)).title == title
    assert (await Thread.get(id=post.thread_id)).strategy_count == 1
    for _time in range(2):
        await strategies.unmark(ann, post)
    assert (await Thread.get(id=post.thread_id)).strategy_count == 0
    assert (await types_recorded())[-4:] == ["StrategyMarked"] * 3 + ["StrategyUnmarked"]
    logged = [entry.action for entry in await AuditEntry.filter(object_kind="post").order_by("id")]
    assert logged == ["strategy.marked", "strategy.renamed", "strategy.renamed", "strategy.unmarked"]


async def test_others_mark_nothing_and_only_living_replies_are_strategies(make: Make) -> None:
    ann, bob, eve = await make.reader(), await make.reader(), await make.reader()
    thread = await make.thread(ann)
    post = await make.reply(bob, thread)
    for forbidden in (strategies.mark(eve, post, "Mine"), strategies.unmark(eve, post)):
        with pytest.raises(Forbidden):
            await forbidden
    gone = await replies.delete_post(bob, await make.reply(bob, thread))
    for other in (gone, await Post.get(thread_id=thread.id, number=1)):
        with pytest.raises(NotAStrategy):
            await strategies.mark(ann, other, "None")
    with pytest.raises(NotAStrategy):
        await strategies.vote(eve, post)
    with pytest.raises(NotAStrategy):
        await strategies.comment(eve, post, "Why?")
    assert not await Strategy.exists()


async def test_experts_who_may_accept_a_reply_may_call_it_a_strategy(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    tag = await make.term()
    await name_experts(None, tag, people=[bob.id], groups=[])
    post = await make.reply(ann, await make.thread(ann, terms=[tag]))
    assert (await (await client_of(bob)).get(f"/posts/{post.id}/strategy/edit")).status_code == 200
    await strategies.mark(bob, post, "Ask for his advice")
    await strategies.unmark(bob, post)
    assert not await Strategy.exists()


async def test_a_vote_counts_once_for_others_and_can_be_taken_back(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    post = await strategy_of(make, bob, await make.thread(ann))
    await asyncio.gather(*(strategies.vote(ann, post) for _time in range(3)))
    assert await StrategyVote.all().count() == 1
    with pytest.raises(OwnStrategy):
        await strategies.vote(bob, post)
    for _time in range(2):
        await strategies.unvote(ann, post)
    assert not await StrategyVote.exists()
    assert (await types_recorded()).count("StrategyVoted") == 2
    assert (await Post.get(id=post.id)).version == (await Thread.get(id=post.thread_id)).version


async def test_strategies_stand_on_top_by_votes_and_as_old_as_they_are(
    make: Make, client_of: ClientOf
) -> None:
    ann, bob, cho = await make.reader(), await make.reader(), await make.reader()
    thread = await make.thread(ann)
    posts = [await strategy_of(make, bob, thread, title) for title in ("One", "Two", "Three")]
    assert await titles_on(client_of, ann, thread) == ["One", "Two", "Three"]
    for voter in (ann, cho):
        await strategies.vote(voter, posts[2])
    await strategies.vote(ann, posts[1])
    assert await titles_on(client_of, ann, thread) == ["Three", "Two", "One"]
    await strategies.unmark(bob, posts[2])
    assert await titles_on(client_of, ann, thread) == ["Two", "One"]
    await strategies.mark(bob, posts[2], "Three again")
    assert await titles_on(client_of, ann, thread) == ["Three again", "Two", "One"]


async def test_comments_stand_below_and_go_with_their_author_or_a_lead(
    make: Make, client_of: ClientOf
) -> None:
    ann, bob, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    post = await strategy_of(make, bob, await make.thread(ann))
    first = await strategies.comment(ann, post, "Worked <b>twice</b> here.")
    second = await strategies.comment(bob, post, "Thank you.")
    page = (await (await client_of(ann)).get(f"/threads/{post.thread_id}")).text
    assert page.index("Worked &lt;b&gt;twice") < page.index("Thank you.")
    with pytest.raises(Forbidden):
        await strategies.delete_comment(ann, post, second.id)
    for actor, comment in ((ann, first), (lead, second), (lead, second)):
        await strategies.delete_comment(actor, post, comment.id)
    page = (await (await client_of(ann)).get(f"/threads/{post.thread_id}")).text
    assert "Thank you." not in page
    assert {row.body for row in await StrategyComment.all()} == {""}
    assert await AuditEntry.filter(action="comment.deleted").count() == 2


async def test_a_comment_that_is_sent_twice_stands_once(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    post = await strategy_of(make, bob, await make.thread(ann))
    uid = new_uid()
    made = {(await strategies.comment(ann, post, "Good.", uid=uid)).id for _time in range(2)}
    made.add((await strategies.comment(ann, post, "Good.")).id)
    assert len(made) == await StrategyComment.all().count() == 1
    for other in (
        strategies.comment(ann, post, "Bad.", uid=uid),
        strategies.comment(bob, post, "Good.", uid=uid),
    ):
        with pytest.raises(UidTaken):
            await other
    await strategies.comment(bob, post, "Good.")
    assert await StrategyComment.all().count() == 2


async def test_one_uid_sent_to_two_cases_at_once_is_one_comment(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    posts = [await strategy_of(make, bob, await make.thread(ann)) for _case in range(2)]
    uid = new_uid()
    tried = await asyncio.gather(
        *(strategies.comment(ann, post, "Good.", uid=uid) for post in posts), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in tried) == ["StrategyComment", "UidTaken"]


async def vote(actor: Reader, post: Post) -> object:
    await strategies.vote(actor, post)
    return post


async def comment(actor: Reader, post: Post) -> object:
    return await strategies.comment(actor, post, "I tried that on Monday.")


async def rename(actor: Reader, post: Post) -> object:
    return await strategies.mark(actor, post, "Let him judge")


async def unmark(actor: Reader, post: Post) -> object:
    await strategies.unmark(actor, post)
    return post


@pytest.mark.parametrize(
    ("act", "shown"),
    [
        (vote, "1 vote<"),
        (comment, "I tried that on Monday."),
        (rename, 'class="strategies__name">Let him judge<'),
        (unmark, 'class="strategies" id='),
    ],
)
async def test_what_happens_to_a_strategy_is_seen_live_and_on_catching_up(
    make: Make, client_of: ClientOf, act: Act, shown: str
) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    post = await strategy_of(make, bob, thread)
    since = (await Thread.get(id=thread.id)).version
    await act(ann, post)
    frame = (await live.render_event(await latest(), ["en"]))["en"]
    assert frame.id == f"post-{post.id}"
    client = await client_of(ann)
    changes = (await client.get(f"/threads/{thread.id}/changes?since={since}")).json()
    for html in (frame.html, changes["header"] + "".join(one["html"] for one in changes["posts"])):
        assert shown in html
        assert f'id="thread-{thread.id}-strategies"' in html
        assert ("Ask for his advice" in html) is (act in (vote, comment))
    assert await live.render_row(await latest(), ["en"]) == {}


async def test_each_reader_is_offered_what_is_theirs(make: Make, client_of: ClientOf) -> None:
    ann, bob, cho = await make.reader(), await make.reader(), await make.reader()
    post = await strategy_of(make, bob, await make.thread(ann))
    await strategies.vote(cho, post)
    comment = await strategies.comment(cho, post, "Mine.")
    card = {}
    for reader in (ann, bob, cho):
        page = (await (await client_of(reader)).get(f"/threads/{post.thread_id}")).text
        card[reader.id] = page.split(f'id="post-{post.id}"')[1].split("</article>")[0]
    voted = 'name="_method" value="DELETE" aria-pressed="true"'
    assert voted in card[cho.id]
    assert voted not in card[ann.id]
    assert '<span data-only="others">' in card[ann.id]
    assert '<span data-only="others" hidden>' in card[bob.id]
    deletion = (
        f'<div data-only="own lead"><form class="action" action="/posts/{post.id}/comments/{comment.id}"'
    )
    assert deletion in card[cho.id]
    assert deletion not in card[ann.id]
    marking_ = '<div data-only="own accept">'
    assert [marking_ in card[one.id] for one in (ann, bob, cho)] == [True, True, False]


async def test_a_locked_thread_takes_votes_and_no_comments_but_of_leads(
    make: Make, client_of: ClientOf
) -> None:
    ann, bob, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    post = await strategy_of(make, bob, await make.thread(ann))
    await moderation.lock(lead, await Thread.get(id=post.thread_id))
    with pytest.raises(ThreadLocked):
        await strategies.comment(ann, post, "One more thing.")
    await strategies.comment(lead, post, "The last word.")
    await strategies.vote(ann, post)
    answer = await (await client_of(ann)).post(f"/posts/{post.id}/comments", data={"body": "Typed in vain"})
    assert answer.status_code == 403
    assert "Typed in vain" in answer.text


async def test_in_a_thread_that_one_cannot_see_there_is_nothing_to_mark_or_vote_for(make: Make) -> None:
    ann, bob, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    post = await strategy_of(make, bob, await make.thread(ann))
    await moderation.hide(lead, await Thread.get(id=post.thread_id))
    for refused in (
        strategies.mark(bob, post, "Again"),
        strategies.vote(bob, post),
        strategies.comment(bob, post, "Hello?"),
    ):
        with pytest.raises(NotFound):
            await refused


async def test_a_deleted_reply_is_no_strategy_any_more(make: Make) -> None:
    ann = await make.reader()
    post = await strategy_of(make, ann, await make.thread(ann))
    await replies.delete_post(ann, post)
    assert (await Thread.get(id=post.thread_id)).strategy_count == 0
    assert not await Strategy.exists()


async def test_there_is_a_most_of_strategies_and_of_comments(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "MOST_STRATEGIES", 1)
    monkeypatch.setattr(commenting, "MOST_COMMENTS", 1)
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    post = await strategy_of(make, bob, thread)
    with pytest.raises(TooManyStrategies):
        await replies.post_reply(ann, thread.id, "Another way.", strategy="Another")
    assert (await Thread.get(id=thread.id)).reply_count == 1
    await strategies.comment(ann, post, "One.")
    with pytest.raises(TooManyComments):
        await strategies.comment(ann, post, "Two.")


async def test_a_reply_is_a_strategy_from_the_beginning(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread, client = await make.thread(ann), await client_of(bob)
    url, uid = f"/threads/{thread.id}/replies", str(new_uid())
    form = {"body": "Ask him first.", "is_strategy": "yes", "strategy": "Make him the judge", "uid": uid}
    refused = await client.post(url, data=form | {"strategy": " "})
    assert refused.status_code == 422
    assert "Ask him first." in refused.text
    assert 'id="field-strategy-error"' in refused.text
    for _time in range(2):
        assert (await client.post(url, data=form)).status_code == 303
    assert (await Strategy.get()).title == "Make him the judge"
    assert await Post.filter(thread_id=thread.id).count() == 2
    await client.post(url, data={"body": "Just talk.", "strategy": "Typed, then not ticked"})
    assert await Strategy.all().count() == 1


async def test_pages_mark_rename_and_unmark(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader()
    post = await make.reply(ann, await make.thread(ann))
    client, url = await client_of(ann), f"/posts/{post.id}/strategy"
    assert (await client.get(f"{url}/edit")).status_code == 200
    for title, status in (("", 422), ("x" * 121, 422), ("Wait a week", 303)):
        answer = await client.post(url, data={"_method": "PUT", "title": title})
        assert answer.status_code == status
        assert title in (await client.get(f"{url}/edit")).text if status == 303 else title in answer.text
    assert (await client.post(url, data={"_method": "DELETE"})).status_code == 303
    assert not await Strategy.exists()
    eve = await client_of(await make.reader())
    assert (await eve.get(f"{url}/edit")).status_code == 403
    first = await Post.get(thread_id=post.thread_id, number=1)
    assert (await client.get(f"/posts/{first.id}/strategy/edit")).status_code == 409


def test_every_refusal_is_explained() -> None:
    errors: list[HubError] = [NotAStrategy(), OwnStrategy(), TooManyComments(9), TooManyStrategies(9)]
    assert len({error.message() for error in errors}) == len({error.code for error in errors}) == 4


async def test_programs_mark_vote_and_comment(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    asker, helper, api = await client_of(ann), await client_of(bob), "/api/v1"
    sent = {"body": "Ask him first.", "strategy": "Let him judge", "uid": str(new_uid())}
    made = {
        (await helper.post(f"{api}/threads/{thread.id}/replies", json=sent)).json()["id"] for _time in (1, 2)
    }
    [post_id] = made
    post = f"{api}/posts/{post_id}"
    assert (await asker.put(f"{post}/vote")).status_code == 204
    assert (await helper.put(f"{post}/vote")).json()["error"]["code"] == "own_strategy"
    comment = (await asker.post(f"{post}/comments", json={"body": "Did that."})).json()
    assert (await asker.put(f"{post}/strategy", json={"title": "Make him the judge"})).status_code == 200
    [listed] = (await helper.get(f"{api}/threads/{thread.id}/strategies")).json()["strategies"]
    assert listed["strategy"] == {"title": "Make him the judge", "votes": 1, "comments": 1}
    [shown] = (await helper.get(f"{post}/comments")).json()["comments"]
    assert shown == comment
    assert (await helper.delete(f"{post}/comments/{comment['id']}")).status_code == 403
    assert (await helper.delete(f"{post}/strategy")).status_code == 204
    assert (await asker.get(f"{post}/comments")).status_code == 404
