"""Live connections: who hears what, and when it ends."""

import pytest

from discussions import moderation, reactions, replies
from discussions.live import Frame
from discussions.models import ReactionKind
from hub.accounts import operations as people
from hub.accounts import sessions
from hub.accounts.models import Session, User
from hub.audiences import operations as audiences
from hub.database import connection
from hub.outbox import Happened
from knowledge import live
from knowledge.articles import change_audience, change_confidence
from knowledge.models import Confidence
from tests.factories import Make
from tests.knowledge.factories import an_article
from tests.notifications.live import GatewayServer

REPLY = "discussions.ReplyPosted"


async def test_a_reply_reaches_everybody_who_has_the_thread_open(make: Make, gateway: GatewayServer) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    thread = await make.thread(ann)
    async with gateway.ear(ann, f"thread:{thread.id}") as ear:
        post = await make.reply(bo, thread, "Clean the **head**.")
        frame = await ear.event(REPLY)
    assert frame["topic"] == f"thread:{thread.id}"
    assert frame["id"] == f"post-{post.id}"
    assert f'id="post-{post.id}"' in frame["html"]
    assert "<strong>head</strong>" in frame["html"]
    assert frame["version"] == 2


async def test_each_listener_reads_in_their_own_language(make: Make, gateway: GatewayServer) -> None:
    ann, wei = await make.reader("Ann"), await make.reader("伟", locale="zh")
    thread = await make.thread(ann)
    async with (
        gateway.ear(ann, f"thread:{thread.id}") as english,
        gateway.ear(wei, f"thread:{thread.id}") as chinese,
    ):
        await make.reply(ann, thread)
        in_english, in_chinese = await english.event(REPLY), await chinese.event(REPLY)
    assert in_english["id"] == in_chinese["id"]
    assert in_english["html"] != in_chinese["html"]


async def test_outsider_hears_nothing_about_a_private_thread(make: Make, gateway: GatewayServer) -> None:
    insider, outsider = await make.reader("Insider"), await make.reader("Outsider")
    thread = await make.thread(insider, audience=await make.audience(insider))
    topic = f"thread:{thread.id}"
    insider = await make.fresh(insider)
    async with (
        gateway.ear(insider, topic, "threads") as inside,
        gateway.ear(outsider, topic, "threads") as outside,
    ):
        assert set(inside.permitted) == {topic, "threads"}
        assert outside.permitted == ["threads"]
        await outside.say({"typing": topic})
        await make.reply(insider, thread)
        await inside.event(REPLY, topic="threads")
        await inside.event(REPLY, topic=topic)
        assert "typing" not in await inside.events()
        assert await outside.events() == []


async def test_a_thread_that_does_not_exist_answers_as_one_that_is_hidden_from_me(
    make: Make, gateway: GatewayServer
) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await make.thread(lead)
    await moderation.hide(lead, thread)
    async with gateway.ear(ann) as ear:
        assert (
            await ear.subscribe(f"thread:{thread.id}", "thread:999999", "thread:0", "thread:x", "spaces")
            == []
        )
    async with gateway.ear(lead) as ear:
        assert await ear.subscribe(f"thread:{thread.id}") == [f"thread:{thread.id}"]


async def test_leaving_the_group_silences_at_once(make: Make, gateway: GatewayServer) -> None:
    stays, leaves = await make.reader("Stays"), await make.reader("Leaves")
    group = await make.group(members=[stays, leaves])
    stays, leaves = await make.fresh(stays), await make.fresh(leaves)
    thread = await make.thread(stays, audience=await make.audience(groups=[group]))
    stays, leaves = await make.fresh(stays), await make.fresh(leaves)
    topic = f"thread:{thread.id}"
    async with gateway.ear(stays, topic) as inside, gateway.ear(leaves, topic) as outside:
        await make.reply(stays, thread, "For both.")
        await inside.event(REPLY)
        assert "For both." in (await outside.event(REPLY))["html"]
        await audiences.set_members(None, group, [stays.id])
        await make.reply(stays, thread, "Not for you.")
        await inside.event(REPLY)
        assert (await outside.events()).count(REPLY) == 1
        assert not any("Not for you" in str(frame) for frame in outside.heard)
        # Back in the group, the same connection hears again.
        await audiences.set_members(None, group, [stays.id, leaves.id])
        await make.reply(stays, thread, "For both again.")
        assert "For both again." in (await outside.event(REPLY))["html"]


async def test_hiding_a_thread_silences_its_readers(make: Make, gateway: GatewayServer) -> None:
    reader, lead = await make.reader(), await make.reader(role="lead")
    thread = await make.thread(lead)
    async with (
        gateway.ear(lead, f"thread:{thread.id}", "threads") as inside,
        gateway.ear(reader, f"thread:{thread.id}", "threads") as outside,
    ):
        await make.reply(lead, thread, "Before.")
        await outside.event(REPLY)
        await moderation.hide(lead, thread)
        await make.reply(lead, thread, "After.")
        await inside.next(lambda frame: "After." in frame.get("html", ""))
        await outside.everything()
    assert not any("After." in str(frame) or "Hidden" in str(frame.get("event")) for frame in outside.heard)


@pytest.mark.parametrize("cut", ["deactivated", "signed out", "session revoked"])
async def test_losing_the_account_or_the_session_closes_the_connection(
    make: Make, gateway: GatewayServer, cut: str
) -> None:
    ann, other = await make.reader(), await make.reader()
    async with gateway.ear(ann, "inbox") as ear, gateway.ear(other, "inbox") as bystander:
        user = await User.get(id=ann.id)
        if cut == "deactivated":
            await people.deactivate(None, user)
        elif cut == "signed out":
            await sessions.end_all(ann.id)
        else:
            await sessions.end(await Session.get(user_id=ann.id))
        assert await ear.close_code() == 4401
        await bystander.everything()


async def test_revoking_a_token_closes_its_connection_and_no_other(
    make: Make, gateway: GatewayServer
) -> None:
    ann = await make.reader()
    token, secret = await sessions.create_token(ann.id, "robot")
    async with (
        gateway.ear(None, authorization=f"Bearer {secret}") as robot,
        gateway.ear(ann, "inbox") as browser,
    ):
        assert await robot.subscribe("inbox") == ["inbox"]
        await sessions.revoke_token(ann, token)
        assert await robot.close_code() == 4401
        await browser.everything()


async def test_guests_are_turned_away(gateway: GatewayServer) -> None:
    async with gateway.ear(None) as ear:
        assert await ear.close_code() == 4401
    async with gateway.ear(None, authorization="Bearer wrong") as ear:
        assert await ear.close_code() == 4401


async def test_a_page_of_another_site_cannot_listen_with_my_cookie(
    make: Make, gateway: GatewayServer
) -> None:
    ann = await make.reader()
    with pytest.raises(Exception, match="403"):
        async with gateway.ear(ann, origin="https://evil.example"):
            raise AssertionError("connected")
    async with gateway.ear(ann, "inbox", origin=f"http://127.0.0.1:{gateway.port}") as ear:
        assert ear.permitted == ["inbox"]


async def test_unsubscribing_ends_a_topic(make: Make, gateway: GatewayServer) -> None:
    ann, bo = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    async with (
        gateway.ear(ann, f"thread:{thread.id}") as ear,
        gateway.ear(bo, f"thread:{thread.id}") as witness,
    ):
        await ear.say({"unsubscribe": [f"thread:{thread.id}"]})
        await ear.everything()
        await make.reply(bo, thread)
        await witness.event(REPLY)
        assert REPLY not in await ear.events()


async def test_listeners_hear_of_edits_and_reactions_in_order(make: Make, gateway: GatewayServer) -> None:
    ann, bo = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    async with gateway.ear(bo, f"thread:{thread.id}") as ear:
        post = await make.reply(ann, thread, "First words.")
        await replies.edit_post(ann, post, "Second words.", base_revision=1)
        await reactions.react(bo, post, ReactionKind.AGREE)
        await ear.event("discussions.ReactionChanged")
        versions = [frame["version"] for frame in ear.heard if "version" in frame]
    assert versions == sorted(versions)
    assert "discussions.PostEdited" in [frame.get("event") for frame in ear.heard]


async def test_after_a_gap_on_the_bus_every_listener_is_told_to_catch_up(
    make: Make, gateway: GatewayServer
) -> None:
    ann = await make.reader()
    thread = await make.thread(ann)
    topics = [f"thread:{thread.id}", "threads", "inbox"]
    async with gateway.ear(ann, *topics) as ear:
        await ear.event("inbox.changed")
        assert "catch-up" not in await ear.events()
        await connection().execute_query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hub bus'"
        )
        await ear.event("catch-up", topic=f"thread:{thread.id}")
        await ear.event("catch-up", topic="threads")
        await ear.event("inbox.changed")
        await make.reply(ann, thread)
        await ear.event(REPLY, topic=f"thread:{thread.id}")


async def test_an_article_is_heard_of_by_its_readers_alone(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def render(happened: Happened, locales: list[str]) -> dict[str, Frame]:
        shown = Frame("article:1", happened.event.type, "title", '<h1 id="title">Secret</h1>', None)
        return dict.fromkeys(locales, shown)

    monkeypatch.setattr(live, "_OF_AN_ARTICLE", [render])
    monkeypatch.setattr(live, "_OF_A_CARD", [render])
    owner, leaves, outsider = await make.reader(), await make.reader(), await make.reader()
    article = await an_article(owner, audience=await make.audience(owner, leaves))
    topic = f"article:{article.id}"
    async with (
        gateway.ear(await make.fresh(owner), topic, "articles") as inside,
        gateway.ear(await make.fresh(leaves), topic, "articles") as leaving,
        gateway.ear(outsider, topic, "articles") as outside,
    ):
        assert inside.permitted == leaving.permitted == [topic, "articles"]
        assert outside.permitted == ["articles"]
        assert await outside.subscribe("article:999999", "article:0") == []
        await change_confidence(await make.fresh(owner), article, Confidence.VALIDATED)
        assert "Secret" in (await leaving.event("knowledge.ArticleConfidenceChanged"))["html"]
        await change_audience(await make.fresh(owner), article, await make.audience(owner), confirmed=True)
        await change_confidence(await make.fresh(owner), article, Confidence.ARCHIVED)
        for _twice in range(2):
            await inside.event("knowledge.ArticleAudienceChanged")
        assert (await leaving.events()).count("knowledge.ArticleConfidenceChanged") == 2
        assert await outside.events() == []
