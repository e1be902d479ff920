"""Who is told of what, by the levels that they chose."""

from datetime import timedelta

import pytest
from tortoise.expressions import F

from discussions import moderation, watching
from discussions.models import Space, WatchLevel
from hub.identity import Reader
from hub.settings import Settings
from hub.vocabulary.models import Facet, Term
from knowledge import promotion
from knowledge.articles import compose, publish
from knowledge.models import Article
from notifications import inbox, mailer
from notifications.models import Notification
from tests.conftest import ClientOf, Deliver
from tests.factories import Make
from tests.knowledge.factories import a_solved_thread, an_article
from tests.notifications.mailing import mail_server, part

MUTED, NORMAL, FIRST_POST, TRACKING, WATCHING = WatchLevel


async def heard(reader: Reader, deliver: Deliver) -> list[str]:
    """What somebody was told since this was last asked, by kind."""
    await deliver("notifier")
    kinds = await Notification.filter(user_id=reader.id).order_by("id").values_list("kind", flat=True)
    await Notification.all().delete()
    return [str(kind) for kind in kinds]


async def choose(reader: Reader, target: Space | Term, level: WatchLevel) -> None:
    if isinstance(target, Space):
        await watching.watch_space(reader, target, level)
    else:
        await watching.watch_term(reader, target, level)


@pytest.mark.parametrize("target", ["space", *Facet])
@pytest.mark.parametrize(
    ("level", "of_a_case", "of_a_reply"),
    [
        (MUTED, [], []),
        (NORMAL, [], []),
        (FIRST_POST, ["new_case"], []),
        (TRACKING, [], []),
        (WATCHING, ["new_case"], ["reply"]),
    ],
)
async def test_notices_match_the_level_of_a_space_or_term(
    make: Make, deliver: Deliver, target: str, level: WatchLevel, of_a_case: list[str], of_a_reply: list[str]
) -> None:
    ann, bob = await make.reader(), await make.reader()
    space = await make.space()
    terms = [] if target == "space" else [await make.term(Facet(target))]
    await choose(bob, terms[0] if terms else space, level)
    await make.thread(ann)
    assert await heard(bob, deliver) == []
    thread = await make.thread(ann, space=space, terms=terms)
    assert await heard(bob, deliver) == of_a_case
    await make.reply(ann, thread)
    assert await heard(bob, deliver) == of_a_reply
    await make.reply(ann, thread, f"@{bob.handle}")
    assert await heard(bob, deliver) == ["mention"]
    article = await an_article(ann, terms=terms)
    assert article.id
    assert await heard(bob, deliver) == (["new_article"] if of_a_case and terms else [])


@pytest.mark.parametrize(
    ("level", "of_a_reply", "of_a_mention", "of_an_assignment", "of_an_answer"),
    [
        (MUTED, [], [], [], []),
        (NORMAL, [], ["mention"], ["assigned"], []),
        (TRACKING, [], ["mention"], ["assigned"], []),
        (WATCHING, ["reply"], ["mention"], ["assigned"], ["answer_accepted"]),
    ],
)
async def test_notices_match_the_level_of_a_thread(
    make: Make,
    deliver: Deliver,
    level: WatchLevel,
    of_a_reply: list[str],
    of_a_mention: list[str],
    of_an_assignment: list[str],
    of_an_answer: list[str],
) -> None:
    ann, bob, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    space = await make.space()
    # The choice for the thread counts alone.
    await watching.watch_space(bob, space, MUTED if level is WATCHING else WATCHING)
    thread = await make.thread(ann, space=space)
    await watching.watch(bob, thread, level)
    assert await heard(bob, deliver) == []
    post = await make.reply(ann, thread)
    assert await heard(bob, deliver) == of_a_reply
    await make.reply(ann, thread, f"@{bob.handle}")
    assert await heard(bob, deliver) == of_a_mention
    await moderation.assign(lead, thread, bob.id)
    assert await heard(bob, deliver) == of_an_assignment
    await make.answer(ann, thread, post)
    assert await heard(bob, deliver) == of_an_answer


async def test_one_case_in_several_followed_places_is_told_once(make: Make, deliver: Deliver) -> None:
    ann, bob = await make.reader(), await make.reader()
    space, terms = await make.space(), [await make.term(Facet.TAG), await make.term(Facet.COMPETITOR)]
    targets: list[Space | Term] = [space, *terms]
    for target in targets:
        await choose(bob, target, WATCHING)
    await make.thread(ann, space=space, terms=terms)
    assert await heard(bob, deliver) == ["new_case"]
    await make.thread(ann, body=f"@{bob.handle}", space=space, terms=terms)
    assert await heard(bob, deliver) == ["mention"]


async def test_nobody_is_told_of_their_own_case_or_article(make: Make, deliver: Deliver) -> None:
    ann, bob = await make.reader(), await make.reader()
    term = await make.term()
    for reader in (ann, bob):
        await watching.watch_term(reader, term, WATCHING)
    await make.thread(ann, terms=[term])
    await an_article(ann, terms=[term])
    await deliver("notifier")
    assert {row.user_id for row in await Notification.all()} == {bob.id}


async def test_only_those_who_may_see_a_new_case_or_article_are_told(make: Make, deliver: Deliver) -> None:
    ann, insider, outsider = await make.reader(), await make.reader(), await make.reader()
    term, space = await make.term(), await make.space()
    for reader in (insider, outsider):
        await watching.watch_term(reader, term, WATCHING)
        await watching.watch_space(reader, space, WATCHING)
    audience = await make.audience(ann, insider)
    ann = await make.fresh(ann)
    await make.thread(ann, space=space, terms=[term], audience=audience)
    await an_article(ann, terms=[term], audience=audience)
    await deliver("notifier")
    assert {row.user_id for row in await Notification.all()} == {insider.id}
    assert {row.kind for row in await Notification.all()} == {"new_case", "new_article"}


async def test_an_article_made_of_my_case_is_told_once(make: Make, deliver: Deliver) -> None:
    ann, bob, cy, dee = [await make.reader() for _ in range(4)]
    term = await make.term()
    thread, _answer = await a_solved_thread(make, ann, bob, terms=[term])
    for reader in (ann, bob, cy):
        await watching.watch_term(reader, term, WATCHING)
    await deliver("notifier")
    await Notification.all().delete()
    await promotion.promote(dee, thread)
    await deliver("notifier")
    told = {row.user_id: row.kind for row in await Notification.all()}
    assert told == {ann.id: "promoted", bob.id: "promoted", cy.id: "new_article"}
    assert await Notification.all().count() == 3


async def test_imported_cases_and_articles_tell_no_followers(make: Make, deliver: Deliver) -> None:
    ann, bob = await make.reader(), await make.reader()
    term = await make.term()
    await watching.watch_term(bob, term, WATCHING)
    article = await an_article(ann, terms=[term])
    assert await heard(bob, deliver) == ["new_article"]
    await publish(
        ann,
        await compose("solution", "Brought from elsewhere", {"solution": "Wait."}),
        terms=[term],
        audience=await article.audience,
        imported=True,
    )
    assert await heard(bob, deliver) == []


async def test_a_new_article_is_a_line_of_its_own_and_read_when_it_is_opened(
    make: Make, deliver: Deliver, client_of: ClientOf
) -> None:
    ann, bob = await make.reader("Ann"), await make.reader()
    term = await make.term()
    await watching.watch_term(bob, term, FIRST_POST)
    await make.thread(ann, "It jams", terms=[term])
    article = await an_article(ann, terms=[term])
    await deliver("notifier")
    groups = await inbox.groups(bob)
    lines = [(group.title, [line.text for line in group.lines]) for group in groups]
    assert lines == [
        (article.title, ["Ann published a new article"]),
        ("It jams", ["Ann posted a new case"]),
    ]
    client = await client_of(bob)
    page = await client.get("/notifications")
    assert article.title in page.text
    opened = await client.get(f"/notifications/{groups[0].lines[0].uid}")
    assert opened.headers["location"] == f"/articles/{article.id}"
    assert await inbox.unread_count(bob) == 1
    await Notification.all().update(read_at=None)
    await client.get(f"/articles/{article.id}")
    assert await inbox.unread_count(bob) == 1
    await client.put(f"/notifications/topics/thread:{groups[1].topic.split(':')[1]}/read")
    assert await inbox.unread_count(bob) == 0


async def test_what_was_told_of_an_article_vanishes_with_access_to_it(make: Make, deliver: Deliver) -> None:
    ann, bob = await make.reader(), await make.reader()
    term = await make.term()
    audience = await make.audience(ann, bob)
    ann, bob = await make.fresh(ann), await make.fresh(bob)
    await watching.watch_term(bob, term, WATCHING)
    article = await an_article(ann, terms=[term], audience=audience)
    await deliver("notifier")
    assert await inbox.unread_count(bob) == 1
    narrow = await make.audience(ann)
    await Article.filter(id=article.id).update(audience_id=narrow.id, edited_at=F("edited_at"))
    assert await inbox.unread_count(bob) == 0
    assert await inbox.groups(bob) == []


@pytest.mark.parametrize("followers", [1, 12])
async def test_however_many_follow_the_notifier_asks_as_often(
    make: Make, deliver: Deliver, caplog: pytest.LogCaptureFixture, followers: int
) -> None:
    ann = await make.reader()
    term = await make.term()
    for _follower in range(followers):
        await watching.watch_term(await make.reader(), term, WATCHING)
    await deliver("notifier")
    await make.thread(ann, terms=[term])
    await an_article(ann, terms=[term])
    with caplog.at_level("DEBUG", logger="tortoise.db_client"):
        await deliver("notifier")
    asked = [record.getMessage() for record in caplog.records]
    assert sum("term_watch" in line for line in asked) == 2
    assert sum("FROM account WHERE id = ANY" in line for line in asked) <= 4
    assert await Notification.all().count() == followers * 2


@pytest.mark.parametrize(
    ("locale", "of_a_case", "of_an_article"),
    [
        (
            "en",
            ("New case: It jams", "Ann posted a new case"),
            ("New article: Jams in the cold", "Ann published a new article"),
        ),
        ("zh", ("新案例：It jams", "Ann 提出了新案例"), ("新文章：Jams in the cold", "Ann 发布了新文章")),
    ],
)
async def test_new_items_are_mailed_in_the_language_of_who_follows(
    make: Make,
    deliver: Deliver,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    locale: str,
    of_a_case: tuple[str, str],
    of_an_article: tuple[str, str],
) -> None:
    monkeypatch.setattr("notifications.mailer.owing.GRACE", timedelta(0))
    ann, bob = await make.reader("Ann"), await make.reader("Bob", locale=locale)
    term = await make.term()
    await watching.watch_term(bob, term, FIRST_POST)
    await make.thread(ann, "It jams", "After **ten** labels.", terms=[term])
    article = await an_article(ann, terms=[term])
    await deliver("notifier")
    with mail_server() as server:
        assert await mailer.send_due(settings.model_copy(update={"smtp_url": server.url})) == 2
        case, published = sorted(
            server.post.messages,
            key=lambda message: "In-Reply-To" in message and str(message["In-Reply-To"]),
            reverse=True,
        )
    for message, (subject, sentence), words in (
        (case, of_a_case, "After ten labels."),
        (published, of_an_article, article.summary),
    ):
        assert message["Subject"] == f"[Hub] {subject}"
        for kind in ("plain", "html"):
            assert sentence in part(message, kind)
            assert words[:20] in part(message, kind)
    assert published["References"] == f"<article-{article.id}@hub.test>"
