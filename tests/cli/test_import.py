"""Threads and articles come in whole, once, under nobody else's name, and without telling anybody."""

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from discussions.models import AcceptedAnswer, Post, ReadMark, Space, Thread, Watch
from discussions.policy import visible_to
from hub.accounts.models import User
from hub.audit.models import AuditEntry
from hub.cli.importing.articles import UNNAMED, Articles
from hub.cli.importing.lines import read_lines
from hub.cli.importing.running import Importer, Tally, run
from hub.cli.importing.threads import Threads
from hub.outbox.models import Delivery, RecordedEvent
from hub.vocabulary.models import Facet, Term
from knowledge import kinds
from knowledge.models import Article, Confidence
from notifications.models import Kind, Notification
from tests.conftest import ClientOf, Deliver
from tests.factories import Make

SPACE = "Old forum"


def thread(id_: str = "t-1", **given: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "title": "标签打印不清楚",
        "body": "Since **Monday**, LP-480.",
        "author": "weiwei_88",
        "created": "2023-05-01T09:00:00+08:00",
        "tags": ["print-quality"],
        "replies": [],
    } | given


def reply(author: str = "old_hand", **given: Any) -> dict[str, Any]:
    return {
        "author": author,
        "body": "Clean the head.",
        "created": "2023-05-02T01:00:00Z",
        "accepted": False,
    } | given


def jsonl(*values: Any) -> bytes:
    return b"".join(json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values)


async def bring(
    file: bytes, importer: Importer | None = None, *, dry_run: bool = False
) -> tuple[Tally, dict[int, str]]:
    """What a run counted, and the reasons by line number."""
    bad: dict[int, str] = {}
    tally = await run(
        importer or Threads(SPACE),
        read_lines(BytesIO(file)),
        dry_run=dry_run,
        bad=bad.__setitem__,
        progress=lambda _size: None,
    )
    return tally, bad


async def test_thread_comes_with_replies_answer_tags_and_dates() -> None:
    tally, bad = await bring(
        jsonl(thread(replies=[reply(), reply("weiwei_88", body="谢谢！", accepted=True)]))
    )
    assert not bad
    assert tally.made == {"threads": 1, "replies": 2, "accepted answers": 1}
    stored = await Thread.get().prefetch_related("terms", "space", "author")
    assert (stored.title, stored.space.name, stored.author.name) == ("标签打印不清楚", SPACE, "weiwei_88")
    assert stored.created_at == datetime(2023, 5, 1, 1, tzinfo=UTC)
    assert stored.active_at == datetime(2023, 5, 2, 1, tzinfo=UTC)
    assert [(term.facet, term.name_en) for term in stored.terms] == [(Facet.TAG, "print-quality")]
    posts = await Post.filter(thread=stored).order_by("number").select_related("author")
    assert [(post.author.name, post.body) for post in posts] == [
        ("weiwei_88", "Since **Monday**, LP-480."),
        ("old_hand", "Clean the head."),
        ("weiwei_88", "谢谢！"),
    ]
    assert "<strong>Monday</strong>" in posts[0].html
    answer = await AcceptedAnswer.get()
    assert (answer.post_id, answer.accepted_by_id) == (posts[2].id, stored.author_id)
    assert answer.accepted_at == datetime(2023, 5, 2, 1, tzinfo=UTC)


async def test_everybody_can_read_what_came_into_a_new_space(make: Make) -> None:
    reader = await make.reader()
    await bring(jsonl(thread()))
    assert await visible_to(await make.fresh(reader)).count() == 1


async def test_existing_space_keeps_its_readers(make: Make) -> None:
    insider, outsider = await make.reader(), await make.reader()
    await make.space(SPACE, await make.audience(insider))
    tally, bad = await bring(jsonl(thread(replies=[reply(accepted=True)])))
    assert not bad
    assert tally.made["accepted answers"] == 1
    assert await visible_to(await make.fresh(insider)).exists()
    assert not await visible_to(await make.fresh(outsider)).exists()


async def test_unknown_authors_become_inactive_placeholders() -> None:
    await bring(
        jsonl(thread(replies=[reply(), reply("老王", body="Try WR-2.")]), thread("t-2", author="old_hand"))
    )
    people = await User.all().order_by("name")
    assert {person.name for person in people} == {"weiwei_88", "old_hand", "老王"}
    assert all(person.placeholder and not person.active for person in people)
    assert all(person.email is None and person.password_hash is None for person in people)


async def test_author_is_known_by_the_email_address_alone(make: Make) -> None:
    tom = await make.user("Tom", handle="tom")
    assert tom.email
    await bring(
        jsonl(thread(author="tom"), thread("t-2", author="Tom"), thread("t-3", author=tom.email.upper()))
    )
    assert await Thread.filter(author_id=tom.id).count() == 1
    assert await Thread.all().count() == 3


async def test_second_run_adds_nothing() -> None:
    file = jsonl(thread(replies=[reply(accepted=True), reply(body="Or the roller.")]), thread("t-2"))
    first, _bad = await bring(file)
    assert first.made["threads"] == 2
    before = await _counts()
    second, bad = await bring(file)
    assert not bad
    assert second.seen == first.seen
    assert not +second.made
    assert await _counts() == before


async def test_later_run_adds_the_replies_that_are_new() -> None:
    await bring(jsonl(thread(replies=[reply()])))
    grown = thread(replies=[reply(), reply(body="Solved it.", created="2023-05-03T01:00:00Z", accepted=True)])
    tally, bad = await bring(jsonl(grown))
    assert not bad
    assert +tally.made == {"replies": 1, "accepted answers": 1}
    assert (await Thread.get()).reply_count == 2


async def test_repeated_line_is_one_thread() -> None:
    tally, bad = await bring(jsonl(thread(), thread()))
    assert not bad
    assert (tally.seen["threads"], tally.made["threads"]) == (2, 1)
    assert await Thread.all().count() == 1


async def test_same_id_for_another_text_is_reported_and_the_first_stands() -> None:
    tally, bad = await bring(jsonl(thread(), thread(title="Something else"), thread("t-2")))
    assert list(bad) == [2]
    assert tally.made["threads"] == 2
    assert [thread.title for thread in await Thread.all()] == ["标签打印不清楚"] * 2


async def test_same_id_in_another_space_is_another_thread() -> None:
    await bring(jsonl(thread()))
    tally, bad = await bring(jsonl(thread()), Threads("Another forum"))
    assert not bad
    assert tally.made["threads"] == 1
    assert await Space.all().count() == 2


async def test_replies_stand_in_the_order_of_their_dates() -> None:
    late, early = "2023-06-02T00:00:00Z", "2023-06-01T00:00:00Z"
    replies = [reply(body="late", created=late, accepted=True), reply(body="early", created=early)]
    await bring(jsonl(thread(replies=replies)))
    bodies = [post.body for post in await Post.all().order_by("number")]
    assert bodies == ["Since **Monday**, LP-480.", "early", "late"]


async def test_reply_without_a_date_has_that_of_what_it_follows() -> None:
    await bring(jsonl(thread(replies=[reply(created=None), reply(), reply(created=None)])))
    days = [post.created_at.day for post in await Post.all().order_by("number")]
    assert days == [1, 1, 2, 2]


async def test_date_without_a_zone_is_utc() -> None:
    await bring(jsonl(thread(created="2023-05-01T09:00:00")))
    assert (await Thread.get()).created_at == datetime(2023, 5, 1, 9, tzinfo=UTC)


BAD_LINES = [
    (b"{", "JSON"),
    (b"[]", "line"),
    (b"null", "line"),
    (b'"text"', "line"),
    (b"\xff\xfe{}", ""),
    (b'{"id": "x"}', "title: Field required"),
    (jsonl(thread(title="")), "title"),
    (jsonl(thread(title="\u200b\u0000")), "title"),
    (jsonl(thread(title="long " * 100)), "title"),
    (jsonl(thread(title=["a", "b"])), "title"),
    (jsonl(thread(body="  \n ")), "body"),
    (jsonl(thread(body="x" * 100_001)), "body"),
    (jsonl(thread(author=None)), "author"),
    (jsonl(thread(author="y" * 101)), "author"),
    (jsonl(thread(created="yesterday")), "created"),
    (jsonl(thread(tags=["fine", ""])), "tags.1"),
    (jsonl(thread(id=None)), "id"),
    (jsonl(thread(id="")), "id"),
    (jsonl(thread(replies=[reply(), reply(body="")])), "replies.1.body"),
    (jsonl(thread(replies=[reply(created="2023-13-01")])), "replies.0.created"),
    (jsonl(thread(replies={"a": 1})), "replies"),
    (b'{"id": "x", "title": "\\ud800", "body": "b", "author": "a"}', ""),
    (b"[" * 100_000, ""),
    (b"9" * 10_000, ""),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
async def test_bad_line_is_reported_and_the_rest_goes_on(line: bytes, reason: str) -> None:
    tally, bad = await bring(jsonl(thread("good-1")) + line.strip() + b"\n" + jsonl(thread("good-2")))
    assert list(bad) == [2]
    assert reason in bad[2]
    assert "\n" not in bad[2]
    assert tally.made == {"threads": 2}
    assert await Thread.all().count() == 2


async def test_bad_line_leaves_nothing_behind() -> None:
    await bring(jsonl(thread()))
    before = await _counts()
    colliding = thread("t-9", author="somebody new", tags=["new tag"], replies=[reply("another new one")])
    _tally, bad = await bring(jsonl(colliding | {"id": "t-1"}))
    assert list(bad) == [1]
    assert await _counts() == before
    tally, bad = await bring(jsonl(colliding))
    assert not bad
    assert tally.made["replies"] == 1


async def test_many_reasons_are_shortened() -> None:
    _tally, bad = await bring(jsonl({"id": "x", "replies": [{}, {}]}))
    assert bad[1].count("Field required") == 3
    assert bad[1].endswith("and 4 more")


async def test_unknown_fields_are_passed_over() -> None:
    tally, bad = await bring(
        jsonl(thread(score=52, views=1163, licence="CC BY-SA", replies=[reply(score=-1)]))
    )
    assert not bad
    assert tally.made["replies"] == 1


async def test_numbers_may_be_ids() -> None:
    await bring(jsonl(thread(25423)))  # type: ignore[arg-type]  # what other forums write
    tally, _bad = await bring(jsonl(thread("25423")))
    assert not +tally.made


async def test_dry_run_counts_the_same_and_changes_nothing(make: Make) -> None:
    await make.reader()
    before = await _counts()
    file = jsonl(thread(replies=[reply(accepted=True)]), {"id": 1}, thread("t-2", tags=["a", "b"]))
    dry, bad = await bring(file, dry_run=True)
    assert list(bad) == [2]
    assert await _counts() == before
    real, bad = await bring(file)
    assert list(bad) == [2]
    assert (dry.seen, dry.made) == (real.seen, real.made)
    assert real.made["threads"] == 2


async def test_imported_texts_are_owed_to_the_index_as_imported() -> None:
    await bring(jsonl(thread(replies=[reply(accepted=True)])))
    events = {event.type: event.data for event in await RecordedEvent.filter(type__startswith="discussions.")}
    assert set(events) == {
        "discussions.ThreadPosted",
        "discussions.ReplyPosted",
        "discussions.AnswerAccepted",
    }
    assert all(data["imported"] for data in events.values())
    assert await Delivery.filter(consumer__contains="search").exists()


async def test_nobody_is_told_of_what_is_imported(make: Make, deliver: Deliver) -> None:
    asker, helper = await make.reader("Asker"), await make.reader("Helper")
    assert asker.email
    assert helper.email
    answered = thread(author=asker.email, replies=[reply(helper.email, body="Hello @person1", accepted=True)])
    await bring(jsonl(answered))
    assert await deliver("notifier") > 0
    assert not await Notification.exists()
    await make.reply(helper, await Thread.get(), "And now?")
    await deliver("notifier")
    assert [(told.user_id, told.kind) for told in await Notification.all()] == [(asker.id, Kind.REPLY)]


async def test_article_comes_with_its_text_tags_and_date() -> None:
    file = jsonl(
        {"id": "a", "title": "Wrong index", "body": "# Fix\n\n`ANALYZE`", "tags": ["faq"], "summary": "…"},
        {"id": "b", "title": "第二篇", "body": "正文", "tags": [], "author": "编辑", "created": "2024-02-03"},
    )
    tally, bad = await bring(file, Articles(kinds.get("solution")))
    assert not bad
    assert tally.made == {"articles": 2}
    first, second = await Article.all().order_by("title").select_related("author", "audience")
    assert first.content["solution"] == "# Fix\n\n`ANALYZE`"
    assert "<code>ANALYZE</code>" in first.html
    assert first.author.name == UNNAMED
    assert first.audience.everyone
    assert first.confidence is Confidence.NOT_VALIDATED
    assert [term.name_en for term in await first.terms.all()] == ["faq"]
    assert (second.author.name, second.created_at) == ("编辑", datetime(2024, 2, 3, tzinfo=UTC))
    again, bad = await bring(file, Articles(kinds.get("solution")))
    assert not bad
    assert not +again.made
    assert await Article.all().count() == 2


async def test_articles_of_one_collection_keep_their_links_and_say_nothing_twice(
    make: Make, client_of: ClientOf
) -> None:
    long = "How does " + "a very long question " * 12 + "end?"
    file = jsonl(
        {
            "id": "guide__start",
            "title": "Start",
            "body": "# Start\n\nSee [more](../deep/index.md#one), [it](/faq.md).",
        },
        {"id": "deep__index", "title": "Deep", "body": "[Out](https://example.com/a.md) and [back](#up)."},
        {"id": "faq", "title": long, "body": "So."},
    )
    tally, bad = await bring(file, Articles(kinds.get("faq")))
    assert not bad
    assert tally.made == {"articles": 3}
    start = await Article.get(title="Start")
    assert "# Start" not in start.content["answer"]
    deep = await Article.get(title="Deep")
    assert deep.content["answer"] == "[Out](https://example.com/a.md) and [back](#up)."
    client = await client_of(await make.reader())
    for article in (deep, await Article.get(title__startswith="How does")):
        assert f"/references/article/{article.uid}" in start.content["answer"]
        followed = await client.get(f"/references/article/{article.uid}")
        assert followed.headers["location"] == f"/articles/{article.id}"
    assert (await Article.get(title__startswith="How does")).content["answer"] == f"{long}\n\nSo."


async def test_bad_article_is_reported_and_the_rest_goes_on() -> None:
    file = jsonl(
        {"id": 1, "title": "No text", "body": ""},
        {"id": 2, "title": " ", "body": "Text"},
        {"id": 3, "title": "Fine", "body": "Text"},
        {"id": 3, "title": "Fine", "body": "Other text"},
        {"title": "No id", "body": "Text"},
    )
    tally, bad = await bring(file, Articles(kinds.get("solution")))
    assert list(bad) == [1, 2, 4, 5]
    assert tally.made == {"articles": 1}
    assert (await Article.get()).content["solution"] == "Text"


async def _counts() -> dict[str, int]:
    tables = (
        User,
        Space,
        Thread,
        Post,
        AcceptedAnswer,
        Watch,
        ReadMark,
        Term,
        Article,
        RecordedEvent,
        Delivery,
        AuditEntry,
    )
    return {f"{table.__module__}.{table.__name__}": await table.all().count() for table in tables}
