"""Since you left: what matters of an absence, ranked, until it is read or its reader has caught up."""

from datetime import timedelta

import pytest

from discussions import moderation, reactions, watching
from discussions.models import ReactionKind, Thread, WatchLevel
from hub.accounts import absence
from hub.database import connection, now
from hub.identity import Reader, readers
from hub.vocabulary.models import Facet
from knowledge import promotion
from knowledge.articles import change_confidence
from knowledge.models import Confidence
from knowledge.verification.standing import Standing
from notifications.models import Kind
from notifications.since.listing import Since, since_of
from notifications.since.ranking import Reason, Sign, Thing, rank
from tests.absences import PAGE, away_for
from tests.conftest import ClientOf, Deliver
from tests.factories import Make
from tests.knowledge.factories import an_article
from tests.statements import counted


async def back(reader: Reader) -> Reader:
    """Somebody comes back now."""
    absence.forget()
    readers.forget()
    await absence.note_presence(reader.id)
    found = await readers.get(reader.id)
    assert found
    return found


async def listed(reader: Reader) -> list[tuple[str, list[str]]]:
    """The titles on the list, in order, each with its reasons."""
    found = await since_of(reader)
    return [(row.title, list(row.reasons)) for row in found.rows] if found else []


async def away(make: Make, hours: float = 10, **given: str) -> Reader:
    """Somebody who left some hours ago."""
    reader = await make.reader(**given)
    await absence.note_presence(reader.id)
    await away_for(reader, hours)
    return reader


async def test_what_concerns_the_reader_most_comes_first(make: Make, deliver: Deliver) -> None:
    ann, bob = await make.reader("Ann"), await make.reader("Bob", role="lead")
    own, answered = await make.thread(ann, "My case"), await make.thread(bob, "A case I answered")
    answer = await make.reply(ann, answered)
    await deliver("notifier")
    await absence.note_presence(ann.id)
    await away_for(ann, 10)
    assigned = await make.thread(bob, "For me")
    await moderation.assign(bob, assigned, ann.id)
    await make.thread(bob, "A word for me", f"@{ann.handle}, what do you think?")
    await make.reply(bob, own)
    await make.reply(bob, own)
    await make.answer(bob, answered, answer)
    await deliver("notifier")
    ann = await back(ann)
    assert await listed(ann) == [
        ("For me", ["Bob assigned this case to you"]),
        ("A case I answered", ["Bob accepted your answer"]),
        ("A word for me", ["Bob mentioned you"]),
        ("My case", ["Bob replied"]),
    ]
    found = await since_of(ann)
    assert found
    assert [(row.points, row.own, row.fresh) for row in found.rows] == [
        (60, False, 0),
        (50, False, 0),
        (40, False, 0),
        (32, True, 2),
    ]


async def test_what_is_followed_what_is_lively_and_new_knowledge_are_listed(
    make: Make, deliver: Deliver
) -> None:
    tag = await make.term(Facet.TAG)
    ann = await away(make)
    await watching.watch_term(ann, tag, WatchLevel.FIRST_POST)
    people = [await make.reader(f"Person {name}") for name in "ABCD"]
    await make.thread(people[0], "Filed under what I follow", terms=[tag])
    lively = await make.thread(people[0], "Lively")
    for person in people:
        post = await make.reply(person, lively)
    await reactions.react(people[0], post, ReactionKind.WORKED)
    quiet = await make.thread(people[0], "Quiet")
    await make.reply(people[1], quiet)
    await an_article(people[2], title="How to clean it")
    await an_article(people[2], title="How to label it", terms=[tag])
    await deliver("notifier")
    assert await listed(await back(ann)) == [
        ("How to label it", ["Person C published a new article"]),
        ("Filed under what I follow", ["Person A posted a new case"]),
        ("Lively", ["4 people wrote", "1 reaction"]),
        ("How to clean it", ["Person C published a new article"]),
    ]


async def test_reasons_for_one_thing_add_up_and_the_strongest_two_are_told(
    make: Make, deliver: Deliver
) -> None:
    ann, bob, cid = await make.reader("Ann"), await make.reader("Bob"), await make.reader("Cid")
    own = await make.thread(ann, "My case")
    await absence.note_presence(ann.id)
    await away_for(ann, 10)
    await make.reply(bob, own, f"@{ann.handle}, did you clean it?")
    for person in (bob, cid, await make.reader("Dan"), await make.reader("Eve")):
        await make.reply(person, own)
    await deliver("notifier")
    ann = await back(ann)
    assert await listed(ann) == [("My case", ["Bob mentioned you", "Eve and 3 others replied"])]
    found = await since_of(ann)
    assert found
    assert found.rows[0].points == 40 + (30 + 3 * 2) + 8


async def test_what_happened_before_or_after_the_absence_is_not_listed(make: Make, deliver: Deliver) -> None:
    ann, bob = await make.reader("Ann"), await make.reader("Bob")
    before, during = await make.thread(ann, "Before"), await make.thread(ann, "During")
    await make.reply(bob, before)
    await deliver("notifier")
    await connection().execute_query("UPDATE notification SET created_at = now() - interval '20 hours'")
    await absence.note_presence(ann.id)
    await away_for(ann, 10)
    await make.reply(bob, during)
    await deliver("notifier")
    ann = await back(ann)
    await make.reply(bob, await make.thread(ann, "After"))
    await deliver("notifier")
    assert [title for title, _reasons in await listed(ann)] == ["During"]


async def test_what_was_read_or_opened_leaves_the_list(
    make: Make, deliver: Deliver, client_of: ClientOf
) -> None:
    ann, people = await make.reader("Ann"), [await make.reader() for _number in range(4)]
    own = await make.thread(ann, "My case")
    client = await client_of(ann)
    await away_for(ann, 10)
    lively = await make.thread(people[0], "Lively")
    for person in people:
        await make.reply(person, lively)
    await make.reply(people[0], own)
    article = await an_article(people[0], title="How to clean it")
    await deliver("notifier")
    for address, title in (
        (f"/threads/{own.id}", "My case"),
        (f"/threads/{lively.id}", "Lively"),
        (f"/articles/{article.id}", "How to clean it"),
    ):
        home = await client.get("/", headers=PAGE)
        assert home.text.count(title) >= 1
        assert f">{title}</a>" in home.text.partition("</turbo-frame>")[0]
        assert (await client.get(address, headers=PAGE | {"Sec-Purpose": "prefetch"})).status_code == 200
        assert f">{title}</a>" in (await client.get("/", headers=PAGE)).text.partition("</turbo-frame>")[0]
        assert (await client.get(address, headers=PAGE)).status_code == 200
        home = await client.get("/", headers=PAGE)
        assert f">{title}</a>" not in home.text.partition("</turbo-frame>")[0]
    assert "Since you left" not in home.text


async def test_caught_up_ends_the_list_on_every_device(
    make: Make, deliver: Deliver, client_of: ClientOf
) -> None:
    ann, bob = await make.reader("Ann"), await make.reader("Bob")
    own = await make.thread(ann, "My case")
    desk, phone = await client_of(ann), await client_of(ann)
    await away_for(ann, 10)
    await make.reply(bob, own)
    await deliver("notifier")
    for client in (desk, phone):
        assert "Since you left" in (await client.get("/", headers=PAGE)).text
    answer = await phone.request("DELETE", "/since", headers=PAGE)
    assert answer.status_code == 303
    for client in (desk, phone):
        home = (await client.get("/", headers=PAGE)).text
        assert "Since you left" not in home
    assert "My case" in home


@pytest.mark.parametrize("hours", [0.0, 3.9])
async def test_a_first_visit_and_a_short_absence_have_no_list(
    make: Make, deliver: Deliver, client_of: ClientOf, hours: float
) -> None:
    ann, bob = await make.reader("Ann"), await make.reader("Bob")
    own = await make.thread(ann, "My case")
    if hours:
        await client_of(ann)
        await away_for(ann, hours)
    await make.reply(bob, own)
    await deliver("notifier")
    client = await client_of(ann)
    page = await client.get("/", headers=PAGE)
    assert "My case" in page.text
    assert "Since you left" not in page.text
    assert "You are caught up" in (await client.get("/since", headers=PAGE)).text


async def test_a_case_on_the_list_stands_nowhere_else_on_the_page(
    make: Make, deliver: Deliver, client_of: ClientOf
) -> None:
    ann, bob = await make.reader("Ann"), await make.reader("Bob")
    own = await make.thread(ann, "My case")
    client = await client_of(ann)
    await away_for(ann, 10)
    await make.reply(bob, own)
    await deliver("notifier")
    page = (await client.get("/", headers=PAGE)).text
    assert page.count(f'href="/threads/{own.id}#new-since"') == 1
    assert "Going on now" not in page


async def test_the_list_is_short_and_leads_to_the_rest(
    make: Make, deliver: Deliver, client_of: ClientOf
) -> None:
    ann, bob = await make.reader("Ann"), await make.reader("Bob")
    client = await client_of(ann)
    await away_for(ann, 10)
    for number in range(13):
        await make.thread(bob, f"Case {number}", f"@{ann.handle}")
    await deliver("notifier")
    page = (await client.get("/", headers=PAGE)).text
    assert page.count('class="row row--since"') == 10
    assert "and 3 more" in page
    assert (await client.get("/since", headers=PAGE)).text.count('class="row row--since"') == 13


async def test_nothing_stands_there_that_the_reader_may_not_see(make: Make, deliver: Deliver) -> None:
    ann, people = await away(make), [await make.reader() for _number in range(4)]
    audience = await make.audience(ann, *people)
    people = [await make.fresh(person) for person in people]
    space = await make.space(audience=audience)
    secret = await make.thread(people[0], "Secret", f"@{ann.handle}", space=space)
    for person in people:
        await make.reply(person, secret)
    await make.answer(people[0], secret, await make.reply(people[1], secret))
    await promotion.promote(people[0], await Thread.get(id=secret.id).prefetch_related("terms"))
    await deliver("notifier")
    ann = await back(ann)
    assert {title for title, _reasons in await listed(ann)} == {"Secret"}
    assert len(await listed(ann)) == 2
    outside = await make.audience(*people)
    await connection().execute_query("UPDATE thread SET audience_id = $1", [outside.id])
    await connection().execute_query("UPDATE article SET audience_id = $1", [outside.id])
    assert await listed(ann) == []


async def test_a_muted_case_is_not_listed_however_lively(make: Make, deliver: Deliver) -> None:
    ann, people = await make.reader(), [await make.reader() for _number in range(4)]
    loud = await make.thread(people[0], "Loud")
    await absence.note_presence(ann.id)
    await away_for(ann, 10)
    for person in people:
        await make.reply(person, loud)
    await deliver("notifier")
    ann = await back(ann)
    assert [title for title, _reasons in await listed(ann)] == ["Loud"]
    await watching.watch(ann, loud, WatchLevel.MUTED)
    assert await listed(ann) == []


async def test_programs_read_and_end_it(make: Make, deliver: Deliver, client_of: ClientOf) -> None:
    ann, bob = await make.reader("Ann"), await make.reader("Bob")
    own = await make.thread(ann, "My case")
    client = await client_of(ann)
    nothing: dict[str, object] = {"began_at": None, "ended_at": None, "items": [], "more": 0}
    assert (await client.get("/api/v1/since")).json() == nothing
    await away_for(ann, 10)
    await make.reply(bob, own)
    await deliver("notifier")
    await client.get("/", headers=PAGE)
    found = (await client.get("/api/v1/since?limit=5")).json()
    [item] = found["items"]
    assert (item["type"], item["id"], item["reasons"], item["points"], item["own"]) == (
        "thread",
        own.id,
        ["Bob replied"],
        30,
        True,
    )
    assert found["began_at"] < found["ended_at"]
    assert (await client.delete("/api/v1/since")).status_code == 204
    assert (await client.get("/api/v1/since")).json() == nothing


async def test_it_is_told_in_the_readers_language(make: Make, deliver: Deliver, client_of: ClientOf) -> None:
    ann, bob = await make.reader("安", locale="zh"), await make.reader("Bob")
    own = await make.thread(ann, "打印机")
    client = await client_of(ann)
    await away_for(ann, 10)
    await make.reply(bob, own)
    await deliver("notifier")
    page = (await client.get("/", headers=PAGE)).text
    assert "你离开期间" in page
    assert "你的案例" in page


async def test_an_article_says_how_far_it_can_be_relied_on(make: Make) -> None:
    ann, bo = await away(make), await make.reader("Bo")
    article = await an_article(bo)
    await change_confidence(bo, article, Confidence.VALIDATED, at=now() - timedelta(days=400))
    await an_article(bo, title="New")
    found: Since | None = await since_of(await back(ann))
    assert found
    assert {row.title: row.standing for row in found.rows} == {
        "Jams in the cold": Standing.EXPIRED,
        "New": Standing.NOT_VALIDATED,
    }


async def test_it_takes_three_statements_whatever_happened(make: Make, deliver: Deliver) -> None:
    ann, people = await away(make), [await make.reader() for _number in range(4)]
    for _number in range(6):
        thread = await make.thread(people[0], "Lively", f"@{ann.handle}")
        for person in people:
            await make.reply(person, thread)
        await an_article(people[0], title="An article")
    await deliver("notifier")
    ann = await back(ann)
    with counted() as statements:
        found: Since | None = await since_of(ann)
    assert found
    assert len(statements) == 3
    with counted() as statements:
        assert await since_of(people[0]) is None
    assert statements == []


@pytest.mark.pure
def test_every_kind_of_news_has_points() -> None:
    for kind in Kind:
        if kind is not Kind.ANSWER_ACCEPTED:
            assert Sign(Thing("thread", 1), "", Reason(kind.value), now()).points > 0


@pytest.mark.pure
def test_the_arithmetic_is_as_documented() -> None:
    def sign(id_: int, reason: Reason, count: int = 1, minutes: int = 0, **given: int) -> Sign:
        at = now() - timedelta(minutes=minutes)
        return Sign(Thing("thread", id_), "", reason, at, count, **given)  # type: ignore[arg-type]  # counts

    assert sign(1, Reason.MENTION, 3).points == 50
    assert sign(1, Reason.REPLY, 400).points == 30
    assert sign(1, Reason.POPULAR, people=2, reactions=3).points == 0
    assert sign(1, Reason.POPULAR, people=2, reactions=4).points == 8
    assert sign(1, Reason.POPULAR, people=90, reactions=4).points == 14
    ranked = rank(
        [
            sign(1, Reason.REPLY, minutes=5),
            sign(2, Reason.REPLY, minutes=1),
            sign(3, Reason.KNOWLEDGE),
            sign(4, Reason.POPULAR, people=1),
            sign(1, Reason.NEW_CASE, minutes=9),
            sign(5, Reason.ASSIGNED, minutes=99),
        ]
    )
    assert [(item.thing.id, item.points) for item in ranked] == [(5, 60), (1, 35), (2, 20), (3, 8)]
