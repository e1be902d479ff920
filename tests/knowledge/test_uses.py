"""Articles that helped in cases, and what came of it: for each reader as far as they may see both ends."""

import pytest

from discussions import answers, moderation, outcomes, strategies
from discussions.models import Deal, Post, Thread, Worked
from hub.audit.models import AuditEntry
from hub.errors import Forbidden, NotFound
from hub.identity import Reader
from hub.outbox import Happened
from hub.outbox.events import restore
from hub.outbox.models import RecordedEvent
from hub.vocabulary.models import Facet, Term
from knowledge import live, promotion, uses
from knowledge.articles.listing import cards
from knowledge.articles.queries import find_article
from knowledge.models import Article, ArticleUse
from knowledge.uses.evidence import evidence_of, tallies_of
from knowledge.uses.queries import offered, used_in_thread, uses_of
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.factories import an_article
from tests.statements import counted


async def told(
    make: Make,
    asker: Reader,
    article: Article | None,
    worked: Worked,
    deal: Deal | None = None,
    *,
    terms: tuple[Term, ...] = (),
) -> Thread:
    """A solved case in which an article helped, and what came of it."""
    thread = await make.thread(asker, terms=terms)
    await make.answer(asker, thread, await make.reply(asker, thread))
    if article:
        await uses.use(asker, thread, article)
    await outcomes.tell(asker, thread, worked, deal)
    return await Thread.get(id=thread.id)


async def test_a_use_stands_once_on_the_case_and_on_the_article(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    article = await an_article(ann, title="Clean the print head")
    thread = await make.thread(ann, "It stops in the cold")
    client = await client_of(bob)
    for _time in range(2):
        answer = await client.post(f"/threads/{thread.id}/uses", data={"article": str(article.id)})
        assert answer.headers["Location"] == f"/threads/{thread.id}"
    await uses.use(ann, thread, article)
    assert (await ArticleUse.get()).user_id == bob.id
    assert "Clean the print head" in (await client.get(f"/articles/from-thread/{thread.id}")).text
    page = (await client.get(f"/articles/{article.id}")).text
    assert "It stops in the cold" in page.split('id="evidence"')[1]
    assert await AuditEntry.filter(action="article.used").count() == 1


async def test_who_said_it_the_asker_and_leads_take_it_back(make: Make) -> None:
    ann, bob, eve, lead = [await make.reader(role=role) for role in ("member", "member", "member", "lead")]
    article, thread = await an_article(ann), await make.thread(ann)
    for actor in (bob, ann, lead):
        await uses.use(bob, thread, article)
        with pytest.raises(Forbidden):
            await uses.withdraw(eve, thread, article)
        await uses.withdraw(actor, thread, article)
        await uses.withdraw(actor, thread, article)
    assert not await ArticleUse.exists()


async def test_titles_and_counts_tell_nobody_of_what_they_may_not_see(
    make: Make, client_of: ClientOf
) -> None:
    ann, bob = await make.reader(), await make.reader()
    closed = await make.audience(ann)
    ann = await make.fresh(ann)
    secret = await an_article(ann, title="A secret price", audience=closed)
    public = await an_article(ann, title="A public trick")
    thread, hidden = (
        await make.thread(ann, "Everybody's"),
        await make.thread(ann, "Ann's own", audience=closed),
    )
    for article, case in ((secret, thread), (public, hidden), (public, thread)):
        await uses.use(ann, case, article)
    assert [use.article.id for use in await used_in_thread(ann, thread)] == [secret.id, public.id]
    assert [use.article.id for use in await used_in_thread(bob, thread)] == [public.id]
    assert (await uses_of(ann, public)).total == 2
    assert (await uses_of(bob, public)).total == 1
    client = await client_of(bob)
    pages = [
        (await client.get(url)).text
        for url in (
            f"/articles/from-thread/{thread.id}",
            f"/articles/{public.id}",
            f"/threads/{thread.id}/uses/new?q=e",
        )
    ]
    assert "A public trick" in pages[0]
    assert "Everybody&#39;s" in pages[1]
    for page in pages:
        assert "A secret price" not in page
        assert "Ann&#39;s own" not in page
    for thread_id, article_id in ((thread.id, secret.id), (hidden.id, public.id)):
        answer = await client.post(f"/threads/{thread_id}/uses", data={"article": str(article_id)})
        assert answer.status_code == 404
    with pytest.raises(NotFound):
        await uses.use(bob, thread, secret)


async def test_evidence_adds_up_by_personality_and_stage(make: Make) -> None:
    ann = await make.reader()
    proud, shrewd = [await make.term(Facet.PERSONALITY) for _term in range(2)]
    before = await make.term(Facet.STAGE)
    article = await an_article(ann)
    for worked, deal, terms in (
        (Worked.WORKED, Deal.WON, (proud, before)),
        (Worked.WORKED, Deal.WON, (proud, before)),
        (Worked.WORKED, Deal.WON, (proud,)),
        (Worked.PARTLY, Deal.WON, (proud,)),
        (Worked.FAILED, Deal.LOST, (proud, before)),
        (Worked.WORKED, Deal.NONE, (proud,)),
        (Worked.WORKED, None, (shrewd,)),
        (Worked.FAILED, Deal.LOST, ()),
    ):
        await told(make, ann, article, worked, deal, terms=terms)
    found = await evidence_of(ann, article.id)
    assert (found.total.n, found.total.worked.k, found.total.won.k, found.total.won.n) == (8, 5, 4, 6)
    by_term = {line.term.id: line.tally for lines in found.lines.values() for line in lines}
    assert (by_term[proud.id].won.k, by_term[proud.id].won.n, by_term[proud.id].worked.n) == (4, 5, 6)
    assert (by_term[shrewd.id].n, by_term[shrewd.id].won.n, by_term[shrewd.id].won.few) == (1, 0, True)
    assert (by_term[before.id].won.k, by_term[before.id].won.n) == (2, 3)
    assert [line.term.id for line in found.lines[Facet.PERSONALITY]] == [proud.id, shrewd.id]
    assert (found.total.won.percent, round(found.total.won.lower, 3), round(found.total.won.upper, 3)) == (
        67,
        0.3,
        0.903,
    )


async def test_what_is_better_proven_stands_first(make: Make) -> None:
    ann = await make.reader()
    little, much = [await make.term(Facet.PERSONALITY) for _term in range(2)]
    article = await an_article(ann)
    await told(make, ann, article, Worked.WORKED, Deal.WON, terms=(little,))
    for deal in [Deal.WON] * 5 + [Deal.LOST]:
        await told(make, ann, article, Worked.WORKED, deal, terms=(much,))
    lines = (await evidence_of(ann, article.id)).lines[Facet.PERSONALITY]
    assert [line.term.id for line in lines] == [much.id, little.id]


async def test_a_case_counts_once_for_the_article_that_was_made_of_it(make: Make) -> None:
    ann = await make.reader()
    thread = await told(make, ann, None, Worked.WORKED, Deal.WON)
    article = await promotion.promote(ann, thread)
    assert (await evidence_of(ann, article.id)).total.n == 1
    await uses.use(ann, thread, article)
    assert (await evidence_of(ann, article.id)).total.n == 1


async def test_only_solved_cases_that_the_reader_may_see_count(make: Make, client_of: ClientOf) -> None:
    ann, bob, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    closed = await make.audience(ann, lead)
    ann, lead = await make.fresh(ann), await make.fresh(lead)
    article = await an_article(ann)
    cases = [await told(make, ann, article, Worked.WORKED, Deal.WON) for _case in range(8)]
    assert (await evidence_of(bob, article.id)).total.n == 8
    await Thread.filter(id=cases[0].id).update(audience_id=closed.id)
    await moderation.hide(lead, cases[1])
    assert [(await evidence_of(one, article.id)).total.n for one in (ann, lead, bob)] == [8, 8, 6]
    reopened = cases[2]
    await answers.withdraw(ann, reopened, await Post.get(thread_id=reopened.id, number=2))
    assert (await evidence_of(bob, article.id)).total.n == 5
    assert (await tallies_of(bob, [article.id]))[article.id].n == 5
    await Thread.filter(id=cases[3].id).update(audience_id=closed.id)
    page = (await (await client_of(bob)).get(f"/articles/{article.id}")).text
    assert "too few (n = 4)" in page
    [card] = await cards(bob, [await find_article(bob, article.id)])
    assert card.facts == ["too few cases told (n = 4)"]
    [card] = await cards(ann, [await find_article(ann, article.id)])
    assert card.facts == ["worked in 7 of 7", "won 7 of 7"]


async def test_evidence_is_one_statement_for_one_article_and_for_many(make: Make) -> None:
    ann = await make.reader()
    terms = (await make.term(Facet.PERSONALITY), await make.term(Facet.STAGE))
    several = [await an_article(ann, title=f"Trick {number}") for number in range(4)]
    for article in several:
        for _case in range(2):
            await told(make, ann, article, Worked.WORKED, Deal.WON, terms=terms)
    await evidence_of(ann, several[0].id)
    with counted() as statements:
        await evidence_of(ann, several[0].id)
        assert len(statements) == 1
        await tallies_of(ann, [article.id for article in several])
        assert len(statements) == 2
        await tallies_of(ann, [])
        assert len(statements) == 2


async def test_what_is_linked_or_filed_alike_is_offered_first(make: Make) -> None:
    ann = await make.reader()
    terms = (await make.term(Facet.PRODUCT), await make.term(Facet.TAG))
    both = await an_article(ann, title="Files both", terms=list(terms))
    one = await an_article(ann, title="Files one", terms=[terms[0]])
    none = await an_article(ann, title="Files none")
    linked = await an_article(ann, title="Is linked")
    thread = await make.thread(ann, body=f"See [[article:{linked.uid}]].", terms=terms)
    assert [article.id for article in await offered(ann, thread)] == [linked.id, both.id, one.id]
    assert [article.id for article in await offered(ann, thread, "files NONE")] == [none.id]
    await uses.use(ann, thread, both)
    assert both.id not in {article.id for article in await offered(ann, thread)}
    assert await offered(ann, thread, "100% sure_thing") == []


async def test_an_open_case_hears_of_it_unless_the_article_is_for_others(make: Make) -> None:
    ann = await make.reader()
    closed = await make.audience(ann)
    ann = await make.fresh(ann)
    thread = await make.thread(ann)
    for audience, heard in ((None, {"en"}), (closed, set())):
        article = await an_article(ann, audience=audience)
        await uses.use(ann, thread, article)
        row = await RecordedEvent.all().order_by("-id").first()
        assert row
        happened = Happened(restore(row.type, row.data), row.id, row.at)
        assert set(await live.render_event(happened, ["en"])) == heard


async def test_programs_say_read_and_take_back(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader()
    article = await an_article(ann)
    thread = await told(make, ann, None, Worked.PARTLY, Deal.LOST)
    client, url = await client_of(ann), f"/api/v1/threads/{thread.id}/uses"
    for _time in range(2):
        assert (await client.post(url, json={"article": article.id})).status_code == 201
    [use] = (await client.get(url)).json()["uses"]
    assert use["article"]["id"] == article.id
    evidence = (await client.get(f"/api/v1/articles/{article.id}/evidence")).json()
    assert (evidence["n"], evidence["won"]["n"], evidence["won"]["few"]) == (1, 1, True)
    assert (await client.delete(f"{url}/{article.id}")).status_code == 204
    assert (await client.get(url)).json()["uses"] == []


async def test_more_uses_and_strategies_take_no_more_statements(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    terms = (await make.term(Facet.PERSONALITY), await make.term(Facet.STAGE))
    article, thread = await an_article(ann), await make.thread(ann, terms=terms)
    await make.answer(ann, thread, await make.reply(ann, thread))
    addresses = (
        f"/articles/{article.id}",
        f"/articles/from-thread/{thread.id}",
        f"/threads/{thread.id}/uses/new",
        f"/threads/{thread.id}/outcome",
        f"/api/v1/threads/{thread.id}/strategies",
        f"/api/v1/threads/{thread.id}/uses",
        f"/api/v1/articles/{article.id}/evidence",
        "/articles",
    )
    client = await client_of(ann)

    async def grow() -> None:
        await told(make, ann, article, Worked.WORKED, Deal.WON, terms=terms)
        await uses.use(ann, thread, await an_article(ann, terms=list(terms)))
        await an_article(ann, terms=list(terms))
        post = await make.reply(bob, thread)
        await strategies.mark(bob, post, "Another way")
        await strategies.vote(ann, post)
        await strategies.comment(ann, post, "Yes.")

    async def statements() -> dict[str, int]:
        found = {}
        for address in addresses:
            await client.get(address)
            with counted() as asked:
                assert (await client.get(address)).status_code == 200
            found[address] = len(asked)
        return found

    await grow()
    few = await statements()
    for _time in range(4):
        await grow()
    assert await statements() == few
    assert max(few.values()) < 20, few
