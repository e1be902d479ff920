"""What is validated holds until its date; then everything says that it has to be checked again."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from discussions import replies
from hub.accounts.models import User
from hub.audiences import operations as audiences
from hub.database import now
from hub.errors import Forbidden, InvalidInput
from hub.identity import Reader
from hub.outbox.models import RecordedEvent
from knowledge import policy
from knowledge.api.models import ArticleSummary
from knowledge.articles import change_confidence, edit
from knowledge.articles.listing import ArticleFilter, list_articles
from knowledge.articles.queries import article_page
from knowledge.errors import StaleRevision
from knowledge.events import ArticleExpired
from knowledge.models import Article, CheckUnit, Confidence
from knowledge.promotion import promote
from knowledge.sources import changed_sources
from knowledge.verification import expiring
from knowledge.verification.dates import holds_until
from knowledge.verification.due import Reason, queue
from knowledge.verification.planning import plan
from knowledge.verification.standing import Standing, standing, standing_is
from notifications.models import Notification
from search.engine import Engine
from tests.conftest import ClientOf, Deliver
from tests.factories import Make
from tests.knowledge.factories import CONTENT, a_solved_thread, an_article
from tests.notifications.live import GatewayServer
from tests.search.conftest import Ask
from tests.statements import counted

LATER = timedelta(days=200)
# Every module that asks what time it is on the way from a date that passes to what people see.
ASKING = ("knowledge.verification.standing", "knowledge.verification.expiring", "knowledge.verification.due")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A moment after the usual time of a verification, which it is then for the hub."""
    at = now() + LATER
    for module in ASKING:
        monkeypatch.setattr(f"{module}.now", lambda: at)
    return at


async def verified(owner: Reader, title: str = "Jams in the cold") -> Article:
    return await change_confidence(owner, await an_article(owner, title=title), Confidence.VALIDATED)


async def account(reader: Reader) -> User:
    return await User.get(id=reader.id)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("every", "unit", "until"),
    [
        (1, CheckUnit.DAYS, datetime(2026, 2, 1, tzinfo=UTC)),
        (1, CheckUnit.MONTHS, datetime(2026, 2, 28, tzinfo=UTC)),
        (12, CheckUnit.MONTHS, datetime(2027, 1, 31, tzinfo=UTC)),
        (120, CheckUnit.MONTHS, datetime(2036, 1, 31, tzinfo=UTC)),
        (None, CheckUnit.MONTHS, None),
    ],
)
def test_a_verification_holds_for_so_many_days_or_months(
    every: int | None, unit: CheckUnit, until: datetime | None
) -> None:
    assert holds_until(datetime(2026, 1, 31, tzinfo=UTC), every, unit) == until


@pytest.mark.pure
def test_how_an_article_stands_follows_from_its_confidence_and_the_clock() -> None:
    at = datetime(2026, 5, 10, 12, tzinfo=UTC)

    def stands(confidence: Confidence, until: datetime | None = None, last: date | None = None) -> Standing:
        return standing(Article(confidence=confidence, verified_until=until, valid_to=last), at)

    validated = Confidence.VALIDATED
    assert stands(validated) is Standing.VALIDATED
    assert stands(validated, at + timedelta(seconds=1)) is Standing.VALIDATED
    assert stands(validated, at) is Standing.EXPIRED
    assert stands(validated, last=date(2026, 5, 10)) is Standing.VALIDATED
    assert stands(validated, at, date(2026, 5, 9)) is Standing.LAPSED
    assert stands(Confidence.NOT_VALIDATED, at) is Standing.NOT_VALIDATED
    assert stands(Confidence.WORK_IN_PROGRESS, last=date(2026, 5, 9)) is Standing.LAPSED
    assert stands(Confidence.ARCHIVED, at, date(2026, 5, 9)) is Standing.ARCHIVED


async def test_lists_filter_by_the_same_rule(make: Make) -> None:
    ann = await make.reader("Ann")
    at = now()
    moments = [None, at - timedelta(days=1), at + timedelta(days=1)]
    days = [None, at.date() - timedelta(days=2), at.date() + timedelta(days=2)]
    for confidence in Confidence:
        for until in moments:
            for last in days:
                article = await an_article(ann)
                await Article.filter(id=article.id).update(
                    confidence=confidence, verified_until=until, valid_to=last
                )
    every = await Article.all()
    found = {kind: {one.id for one in await Article.filter(standing_is(kind, at))} for kind in Standing}
    for kind in Standing:
        assert found[kind] == {one.id for one in every if standing(one, at) is kind} != set()


async def test_when_the_date_passes_every_place_says_so_and_verifying_makes_it_good_again(
    make: Make, client_of: ClientOf, later: datetime
) -> None:
    ann = await make.reader("Ann")
    article = await verified(ann)
    client = await client_of(ann)
    expired = '#clock"/></svg><span>To be checked again</span>'
    places = (f"/articles/{article.id}", "/articles", f"/articles/{article.id}/trust")
    await Article.filter(id=article.id).update(verified_until=later + timedelta(days=1))
    for place in places:
        assert expired not in (await client.get(place)).text
    await Article.filter(id=article.id).update(verified_until=later - timedelta(days=1))
    for place in (*places, "/articles/due"):
        assert expired in (await client.get(place)).text
    shown = (await client.get(f"/api/v1/articles/{article.id}")).json()
    assert (shown["confidence"], shown["standing"]) == ("validated", "expired")
    asked = await client.post("/references", json={"references": [f"article:{article.id}"]})
    chip = asked.json()[f"article:{article.id}"]
    assert (chip["state"], chip["label"]) == ("expired", "To be checked again")
    listed = await list_articles(ann, ArticleFilter(confidence=Standing.EXPIRED))
    assert [ArticleSummary.of(one).standing for one in listed.articles] == [Standing.EXPIRED]
    renewed = await change_confidence(ann, article, Confidence.VALIDATED, at=later)
    assert standing(renewed) is Standing.VALIDATED


async def test_the_index_and_open_pages_follow_within_a_minute(
    make: Make, deliver: Deliver, index: Engine, ask: Ask, later: datetime, gateway: GatewayServer
) -> None:
    ann = await make.reader("Ann")
    article = await verified(ann)
    await deliver("search")
    assert expiring.EVERY_SECONDS < 30
    async with gateway.ear(ann, "articles", f"article:{article.id}") as ear:
        await expiring.notice(later)
        badge = await ear.next(lambda frame: frame.get("id") == f"standing-{article.id}")
        place = await ear.next(lambda frame: frame.get("id") == "article-trust")
    assert "To be checked again" in badge["html"]
    assert f'src="/articles/{article.id}/trust' in place["html"]
    assert article.title not in badge["html"] + place["html"]
    await deliver("search")
    [hit] = (await ask(ann, "jams", state=["expired"])).hits
    assert (hit.id, hit.standing) == (article.id, Standing.EXPIRED)


async def test_of_many_workers_one_tells_of_an_expiry_and_only_once(
    make: Make, deliver: Deliver, later: datetime
) -> None:
    ann = await make.reader("Ann")
    articles = [await verified(ann, f"Article {number}") for number in range(5)]
    await deliver()
    await asyncio.gather(*(expiring.notice(later) for _worker in range(4)))
    await expiring.notice(later + timedelta(days=30))
    await deliver("notifier")
    told = await Notification.filter(user_id=ann.id).values_list("article_id", "reason")
    assert sorted(told) == [(article.id, "expired") for article in articles]
    await change_confidence(ann, articles[0], Confidence.VALIDATED, at=later)
    await expiring.notice(later + LATER)
    assert await RecordedEvent.filter(type=ArticleExpired.type).count() == 6


async def test_a_reminder_comes_once_before_the_date_to_the_verifier_or_else_the_owner(
    make: Make, deliver: Deliver
) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    with_verifier, without = await verified(ann, "With"), await verified(ann, "Without")
    await plan(ann, with_verifier, verifier=await account(bo), every=10, unit=CheckUnit.DAYS)
    await deliver()
    await Notification.all().delete()
    at = now()
    await expiring.notice(at + timedelta(days=7))
    assert not await Notification.exists()
    for days in (8, 8, 9):
        await expiring.notice(at + timedelta(days=days))
    await deliver("notifier")
    assert await Notification.all().values_list("user_id", "article_id", "reason") == [
        (bo.id, with_verifier.id, "due_soon")
    ]
    await expiring.notice(at + timedelta(days=178))
    await deliver("notifier")
    assert await Notification.filter(article_id=without.id).values_list("user_id", "reason") == [
        (ann.id, "due_soon")
    ]


async def test_a_price_that_was_valid_until_yesterday_lapses_and_its_owner_is_told(
    make: Make, deliver: Deliver
) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    article = await an_article(ann)
    await Article.filter(id=article.id).update(valid_to=now().date() - timedelta(days=1))
    await deliver()
    for _round in range(2):
        await expiring.notice()
    await deliver("notifier")
    assert await Notification.all().values_list("user_id", "reason") == [(ann.id, "lapsed")]
    assert [one.reasons for one in await queue(ann)] == [[Reason.LAPSED]]
    assert await queue(bo) == []


@pytest.mark.parametrize("role", ["owner", "verifier", "lead", "reader", "outsider"])
async def test_who_may_verify(make: Make, role: str) -> None:
    people = {name: await make.reader(name) for name in ("owner", "verifier", "reader", "outsider")}
    people["lead"] = await make.reader("lead", role="lead")
    audience = await make.audience(*(one for name, one in people.items() if name != "outsider"))
    owner = await make.fresh(people["owner"])
    article = await an_article(owner, audience=audience)
    await plan(owner, article, verifier=await account(people["verifier"]), every=3)
    who = await make.fresh(people[role])
    article = await Article.get(id=article.id)
    allowed = role in ("owner", "verifier", "lead")
    assert policy.may_verify(who, article) is allowed
    assert policy.may_steward(who, article) is (role in ("owner", "lead"))
    if allowed:
        assert (await change_confidence(who, article, Confidence.VALIDATED)).validated_by_id == who.id
    elif role == "reader":
        with pytest.raises(Forbidden):
            await change_confidence(who, article, Confidence.VALIDATED)


async def test_one_click_verifies_what_was_read_and_nothing_newer(make: Make, client_of: ClientOf) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    article = await an_article(ann)
    client = await client_of(ann)
    await edit(
        ann, article, base_revision=1, title="Jams", content={**CONTENT, "solution": "Wait."}, terms=[]
    )
    answer = await client.post(
        f"/articles/{article.id}/verification", data={"_method": "PUT", "revision": "1"}
    )
    assert answer.status_code == 303
    assert (await Article.get(id=article.id)).confidence is Confidence.NOT_VALIDATED
    with pytest.raises(StaleRevision):
        await change_confidence(ann, article, Confidence.VALIDATED, revision=1)
    await client.post(f"/articles/{article.id}/verification", data={"_method": "PUT", "revision": "2"})
    kept = await Article.get(id=article.id)
    assert (kept.confidence, kept.validated_by_id) == (Confidence.VALIDATED, ann.id)
    assert kept.verified_until
    refused = await (await client_of(bo)).post(
        f"/articles/{article.id}/verification", data={"_method": "PUT", "revision": "2"}
    )
    assert refused.status_code == 403


async def test_the_plan_is_the_owners_and_the_verifier_is_asked(
    make: Make, client_of: ClientOf, deliver: Deliver
) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    audience = await make.audience(ann, bo)
    ann, bo = await make.fresh(ann), await make.fresh(bo)
    article = await change_confidence(ann, await an_article(ann, audience=audience), Confidence.VALIDATED)
    client = await client_of(ann)
    path = f"/articles/{article.id}/plan"
    assert (await client.get(path)).status_code == 200
    form = {"_method": "PUT", "verifier": str(bo.id), "every": "2", "unit": "days"}
    assert (await client.post(path, data=form)).status_code == 303
    planned = await Article.get(id=article.id)
    assert planned.validated_at
    assert planned.verified_until == planned.validated_at + timedelta(days=2)
    await deliver("notifier")
    assert await Notification.all().values_list("user_id", "reason") == [(bo.id, "verifier")]
    for wrong in ({"verifier": str(cy.id)}, {"every": "0"}, {"every": "9999"}, {"every": "40" * 30}):
        refused = await client.post(path, data=form | wrong)
        assert refused.status_code == 422
        assert 'aria-invalid="true"' in refused.text
    assert (await client.post(path, data=form | {"verifier": "", "every": ""})).status_code == 303
    freed = await Article.get(id=article.id)
    assert (freed.verifier_id, freed.check_every, freed.verified_until) == (None, None, None)
    assert (await (await client_of(bo)).get(path)).status_code == 403
    assert (await (await client_of(cy)).get(path)).status_code == 404
    with pytest.raises(InvalidInput):
        await plan(ann, article, verifier=await account(cy), every=1)


async def test_a_source_that_moves_on_is_told_on_every_place_until_somebody_has_looked(
    make: Make, client_of: ClientOf, deliver: Deliver, index: Engine, ask: Ask
) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    thread, _answer = await a_solved_thread(make, ann, bo)
    article = await promote(ann, thread)
    await deliver("search")
    client = await client_of(ann)
    places = (f"/articles/{article.id}/trust", "/articles", f"/articles/from-thread/{thread.id}")
    for place in places:
        assert "Source changed" not in (await client.get(place)).text
    await replies.post_reply(bo, thread.id, "With the new rolls it is enough to wait.")
    for place in (*places, "/articles/due"):
        assert "Source changed" in (await client.get(place)).text
    hits = [hit for hit in (await ask(ann, "jam")).hits if hit.type == "article"]
    assert [hit.states for hit in hits] == [["source_changed"]]
    await change_confidence(ann, article, Confidence.VALIDATED)
    assert await changed_sources(ann, [article]) == {}
    for place in places:
        assert "Source changed" not in (await client.get(place)).text


async def test_who_may_not_see_the_source_is_not_told_that_it_moved_on(make: Make) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    audience = await make.audience(ann, bo)
    ann, bo = await make.fresh(ann), await make.fresh(bo)
    thread, _answer = await a_solved_thread(make, ann, bo, audience=audience)
    article = await promote(ann, thread, audience=await audiences.everyone(), confirmed=True)
    await replies.post_reply(bo, thread.id, "With the new rolls it is enough to wait.")
    assert (await article_page(ann, article.id)).source_changed
    page = await article_page(cy, article.id)
    assert not page.source_changed
    assert page.sources == []


async def test_the_queue_asks_the_database_the_same_however_much_waits(make: Make, later: datetime) -> None:
    lead = await make.reader("Lead", role="lead")

    async def statements() -> int:
        with counted() as asked:
            await queue(lead, everybody=True)
        return len(asked)

    await verified(lead)
    few = await statements()
    for number in range(6):
        await verified(lead, f"Article {number}")
    assert len(await queue(lead, everybody=True)) == 7
    assert await statements() == few <= 12


async def test_everybodys_queue_is_for_leads(make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader("Ann"))
    assert (await client.get("/articles/due")).status_code == 200
    assert (await client.get("/articles/due?whose=all")).status_code == 403
    lead = await client_of(await make.reader("Lead", role="lead"))
    assert (await lead.get("/articles/due?whose=all")).status_code == 200


async def test_the_api_verifies_plans_and_tells_what_is_due(make: Make, client_of: ClientOf) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    article = await change_confidence(
        ann, await an_article(ann), Confidence.VALIDATED, at=now() - timedelta(days=400)
    )
    client = await client_of(ann)
    [item] = (await client.get("/api/v1/articles/due")).json()["items"]
    assert (item["id"], item["standing"], item["reasons"]) == (article.id, "expired", ["expired"])
    path = f"/api/v1/articles/{article.id}"
    planned = await client.put(f"{path}/plan", json={"verifier": bo.handle, "every": 30, "unit": "days"})
    shown = planned.json()
    assert (shown["verifier"]["handle"], shown["check_every"], shown["check_unit"]) == (bo.handle, 30, "days")
    stale = await client.put(f"{path}/verification", json={"revision": 7})
    assert stale.json()["error"]["code"] == "stale_revision"
    by_bo = await (await client_of(bo)).put(f"{path}/verification", json={"revision": 1})
    assert by_bo.json()["standing"] == "validated"
    assert (await client.get("/api/v1/articles/due")).json()["items"] == []
    assert (await client.get("/api/v1/articles/due?whose=all")).status_code == 403
    gone = await client.post("/api/v1/hand-overs", json={"giver": ann.handle, "taker": bo.handle})
    assert (gone.status_code, gone.json()) == (201, {"moved": 1, "left": []})
