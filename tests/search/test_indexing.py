"""The index follows the database."""

import pytest

from discussions import replies, strategies, threads
from discussions.events import ReplyPosted
from discussions.models import Post, Thread
from hub.database import connection, in_transaction, now
from hub.identity import Reader
from hub.outbox import Happened, TryLater, record
from hub.outbox.models import Delivery
from hub.vocabulary.events import TermChanged
from hub.vocabulary.models import Facet, Term
from knowledge.articles import stewarding
from knowledge.articles.publishing import compose, publish
from knowledge.models import Confidence
from search import consumers
from search.engine import Engine, configure
from search.writing import write
from tests.conftest import Deliver
from tests.factories import Make
from tests.search.conftest import Ask, titles


async def edit(actor: Reader, thread: Thread, title: str, body: str, terms: list[Term]) -> None:
    await threads.edit_thread(
        actor, thread, title=title, body=body, tried="", terms=terms, base_revision=None
    )


async def first_post(thread: Thread) -> Post:
    return await Post.get(thread_id=thread.id, number=1)


async def test_an_edited_case_is_found_by_its_new_words_only(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    ann = await make.reader()
    thread = await make.thread(ann, "Old title", "An ancient body.")
    await deliver("search")
    assert titles(await ask(ann, "ancient")) == ["Old title"]
    await edit(ann, thread, "New title", "A modern body.", [])
    await deliver("search")
    assert titles(await ask(ann, "modern")) == ["New title"]
    assert titles(await ask(ann, "ancient")) == []


async def test_what_a_shortened_post_had_is_gone(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    ann = await make.reader()
    thread = await make.thread(ann)
    long = "\n\n".join(f"Paragraph {n}. " + "Words without meaning. " * 40 for n in range(5))
    reply = await make.reply(ann, thread, f"{long}\n\nThe zebra comes last.")
    await deliver("search")
    [hit] = (await ask(ann, "zebra")).hits
    assert hit.url.startswith(f"/threads/{thread.id}?post=2#post-{reply.id}-p")
    assert "<mark>zebra</mark>" in hit.snippet
    await replies.edit_post(ann, reply, "Short.", base_revision=None)
    await deliver("search")
    assert titles(await ask(ann, "zebra")) == []


async def test_a_solved_case_counts_as_solved_whatever_post_is_found(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    ann = await make.reader()
    thread = await make.thread(ann, "Open", "Something about ribbons.")
    await make.reply(ann, thread, "A word about giraffes.")
    reply = await make.reply(ann, thread, "The answer.")
    await deliver("search")
    assert (await ask(ann, "giraffes", state=["open"])).total == 1
    await make.answer(ann, thread, reply)
    await deliver("search")
    assert (await ask(ann, "giraffes", state=["open"])).total == 0
    [hit] = (await ask(ann, "giraffes", state=["solved"])).hits
    assert "solved" in hit.states


async def test_counts_count_cases_and_not_posts(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    ann = await make.reader()
    t80, t100 = [await make.term(Facet.PRODUCT, name) for name in ("T80", "T100")]
    for term in (t80, t80, t100):
        thread = await make.thread(ann, "Jam", "The labels jam.", terms=[term])
        for _ in range(3):
            await make.reply(ann, thread, "It jams here as well.")
    await deliver("search")
    answer = await ask(ann, "jam")
    assert (answer.total, len(answer.hits)) == (3, 3)
    [products] = [facet for facet in answer.facets if facet.name == "product"]
    assert [(option.label, option.count) for option in products.options] == [("T80", 2), ("T100", 1)]
    narrowed = await ask(ann, "jam", product=["T100"])
    assert narrowed.total == 1
    [products] = [facet for facet in narrowed.facets if facet.name == "product"]
    assert [(option.label, option.count, option.chosen) for option in products.options] == [
        ("T100", 1, True),
        ("T80", 2, False),
    ]


async def test_a_nickname_works_as_soon_as_it_is_given(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    ann = await make.reader()
    term = await make.term(Facet.PRODUCT, "T80")
    await make.thread(ann, "T80 stops", "No idea.", terms=[term])
    await deliver("search")
    assert titles(await ask(ann, "workhorse")) == []
    term.nicknames = ["workhorse", "老黄牛"]
    await term.save()
    async with in_transaction():
        await record(TermChanged(term.id))
    await deliver("search")
    assert titles(await ask(ann, "workhorse")) == ["T80 stops"]
    assert titles(await ask(ann, "老黄牛")) == ["T80 stops"]


async def test_an_article_is_found_with_its_state_of_confidence(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    ann = await make.reader()
    space = await make.space()
    article = await publish(
        ann,
        await compose("solution", "Cold stores", {"problem": "Labels fall off.", "solution": "Use resin."}),
        audience=await space.audience,
    )
    await deliver("search")
    [hit] = (await ask(ann, "resin", type="article")).hits
    assert hit.url.startswith(f"/articles/{article.id}#solution")
    assert (await ask(ann, "resin", state=["validated"])).total == 0
    lead = await make.reader(role="lead")
    await stewarding.change_confidence(lead, article, Confidence.VALIDATED)
    await deliver("search")
    assert (await ask(ann, "resin", state=["validated"])).total == 1


async def test_while_the_engine_is_away_deliveries_wait_without_counting_as_failed(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    ann = await make.reader()
    configure("", "")
    thread = await make.thread(ann)
    event = ReplyPosted(thread_id=thread.id, version=2, actor_id=ann.id, post_id=1)
    with pytest.raises(TryLater):
        await consumers.index([Happened(event, 1, now())])
    await deliver("search")
    [owed] = await Delivery.filter(consumer="search")
    assert (owed.failures, owed.parked_at) == (0, None)


async def test_a_delivery_is_done_only_when_the_engine_has_it(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    ann = await make.reader()
    for number in range(30):
        await make.thread(ann, f"Case {number}", "An elephant.")
    assert await Delivery.filter(consumer="search").count() >= 30
    await deliver("search")
    assert await Delivery.filter(consumer="search").count() == 0
    assert (await ask(ann, "elephant", limit=100)).total == 30


async def test_two_workers_that_index_the_same_thread_take_turns(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    ann = await make.reader()
    thread = await make.thread(ann)
    await deliver("search")
    async with in_transaction():
        await write(threads=[thread.id])
        rows = await connection().execute_query_dict(
            "SELECT mode FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()"
        )
    assert sorted(row["mode"] for row in rows) == ["ExclusiveLock", "ShareLock"]


async def test_links_to_other_cases_leave_no_numbers_in_snippets(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    ann = await make.reader()
    other = await make.thread(ann)
    await make.thread(ann, "Zebra", f"The same zebra as in [[thread:{other.uid}]] bites.")
    await deliver("search")
    [hit] = (await ask(ann, "zebra bites")).hits
    assert hit.snippet.striptags() == "The same zebra as in bites."


async def test_a_strategy_is_found_by_its_title_while_it_is_one(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    ann = await make.reader()
    reply = await make.reply(ann, await make.thread(ann, "He will not listen"), "Write him a letter.")
    await deliver("search")
    for title in ("Make the zebra the judge", "Ask the okapi first"):
        await strategies.mark(ann, reply, title)
        await deliver("search")
        word = title.split()[2]
        [hit] = (await ask(ann, word)).hits
        assert (hit.plain_title, f"post-{reply.id}" in hit.url) == ("He will not listen", True)
        assert f"<mark>{word}</mark>" in hit.snippet
    assert titles(await ask(ann, "zebra")) == []
    await strategies.unmark(ann, reply)
    await deliver("search")
    assert titles(await ask(ann, "okapi")) == []
    assert titles(await ask(ann, "letter")) == ["He will not listen"]
